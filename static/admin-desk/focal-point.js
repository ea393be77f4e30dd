// The focal point of a photo: set by a click or drag on it, or by the arrow keys on its mark; the crops show what follows.
const template = document.querySelector("template#focal-point");
const across = document.querySelector("input[name=focal_x]");
const down = document.querySelector("input[name=focal_y]");
const upload = document.querySelector("input[name=image]");

const RATIOS = { "16x9": 16 / 9, "4x3": 4 / 3, "1x1": 1 };
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const within = (value) => Math.min(1, Math.max(0, value));

/** Python's round(): halves go to the even neighbour. */
function rounded(value) {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** The `object-position` in percent that shows a crop as the server cuts it: crop_position in articles/images/geometry.py. */
export function cropPosition(crop, [width, height], [x, y]) {
  const ratio = RATIOS[crop];
  const isTall = width / height <= ratio;
  const cropWidth = isTall ? width : Math.max(1, rounded(height * ratio));
  const cropHeight = isTall ? Math.max(1, rounded(width / ratio)) : height;
  const share = (side, cropSide, focal) => {
    const room = side - cropSide;
    if (!room) return 50;
    return (100 * Math.min(Math.max(rounded(side * focal - cropSide / 2), 0), room)) / room;
  };
  return [share(width, cropWidth, x), share(height, cropHeight, y)];
}

if (template && across && down) {
  const figure = template.content.firstElementChild.cloneNode(true);
  const picture = figure.querySelector(".focal__picture");
  const image = picture.querySelector("img");
  const mark = figure.querySelector(".focal__mark");
  const crops = [...figure.querySelectorAll(".focal__crop")];
  let size = [Number(template.dataset.width), Number(template.dataset.height)];

  const point = () => [within(Number(across.value)), within(Number(down.value))];

  const place = () => {
    const [x, y] = point();
    mark.style.left = `${x * 100}%`;
    mark.style.top = `${y * 100}%`;
    mark.setAttribute("aria-label", mark.dataset.words.replace("ACROSS", Math.round(x * 100)).replace("DOWN", Math.round(y * 100)));
    if (!size[0]) return;
    for (const crop of crops) {
      const [left, top] = cropPosition(crop.dataset.crop, size, [x, y]);
      crop.querySelector("img").style.objectPosition = `${left}% ${top}%`;
    }
  };

  const set = (x, y) => {
    across.value = within(x).toFixed(3);
    down.value = within(y).toFixed(3);
    place();
  };

  const show = (source) => {
    figure.hidden = !source;
    if (!source) return;
    image.src = source;
    for (const crop of crops) crop.querySelector("img").src = source;
    place();
  };

  const follow = (event) => {
    const box = image.getBoundingClientRect();
    set((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  };

  picture.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    picture.setPointerCapture(event.pointerId);
    follow(event);
    mark.focus();
  });
  picture.addEventListener("pointermove", (event) => {
    if (picture.hasPointerCapture(event.pointerId)) follow(event);
  });
  mark.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const reach = event.shiftKey ? 0.1 : 0.01;
    const [x, y] = point();
    set(x + step[0] * reach, y + step[1] * reach);
  });
  for (const number of [across, down]) number.addEventListener("input", place);

  // A picture that was just chosen is measured by the browser; one that it cannot show (TIFF) has no preview.
  upload?.addEventListener("change", () => {
    size = [0, 0];
    show(upload.files[0] && URL.createObjectURL(upload.files[0]));
  });
  image.addEventListener("load", () => {
    if (!size[0]) size = [image.naturalWidth, image.naturalHeight];
    place();
  });
  image.addEventListener("error", () => { figure.hidden = true; });

  template.closest("form").querySelector(".focal-point").append(figure);
  show(template.dataset.picture);
}
