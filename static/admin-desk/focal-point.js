// The focal point of a photo, set by a click on it; the two number fields remain for the keyboard.
const template = document.querySelector("template#focal-point");
const across = document.querySelector("input[name=focal_x]");
const down = document.querySelector("input[name=focal_y]");
const upload = document.querySelector("input[name=image]");

if (template && across && down) {
  const figure = template.content.firstElementChild.cloneNode(true);
  const image = figure.querySelector("img");
  const mark = figure.querySelector(".focal__mark");

  const place = () => {
    mark.style.left = `${Number(across.value) * 100}%`;
    mark.style.top = `${Number(down.value) * 100}%`;
  };
  const show = (source) => {
    figure.hidden = !source;
    if (source) image.src = source;
    place();
  };

  image.addEventListener("click", (event) => {
    const box = image.getBoundingClientRect();
    across.value = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)).toFixed(3);
    down.value = Math.min(1, Math.max(0, (event.clientY - box.top) / box.height)).toFixed(3);
    place();
  });
  for (const number of [across, down]) number.addEventListener("input", place);
  upload?.addEventListener("change", () => show(upload.files[0] && URL.createObjectURL(upload.files[0])));

  template.closest("form").querySelector(".focal-point").append(figure);
  show(template.dataset.picture);
}
