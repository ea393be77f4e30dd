// Many photos at once: each file goes up by itself, with its own progress and its own word from the desk.
const form = document.querySelector("form.batch");
const template = document.querySelector("template#batch-file");
const AT_A_TIME = 2;

if (form && template) {
  const drop = form.querySelector(".batch__drop");
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector(".batch__files");
  const status = form.querySelector(".batch__status");
  const next = form.querySelector(".batch__next");
  const submit = form.querySelector("input[type=submit]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const waiting = [];
  const taken = [];
  const counts = { sent: 0, done: 0 };
  let working = 0;

  const tell = () => {
    status.textContent = interpolate(gettext("%(done)s of %(sent)s files are done."), counts, true);
    next.hidden = !taken.length || counts.done < counts.sent;
    if (!next.hidden) {
      const address = new URL(form.dataset.together, location.href);
      for (const number of taken) address.searchParams.append("id", number);
      next.href = address;
    }
  };

  const finish = (row, state, words, photo) => {
    row.classList.add(`batch__file--${state}`);
    const said = row.querySelector(".batch__said");
    said.textContent = words;
    if (photo) {
      const picture = document.createElement("img");
      picture.src = photo.thumbnail;
      picture.alt = "";
      row.querySelector(".batch__picture").append(picture);
      const link = document.createElement("a");
      link.href = form.dataset.change.replace("/0/", `/${photo.id}/`);
      link.textContent = state === "known" ? gettext("Open the photo that is there") : photo.title;
      said.append(" ", link);
    }
    counts.done += 1;
    working -= 1;
    tell();
    work();
  };

  const send = (file, row) => {
    const request = new XMLHttpRequest();
    const bar = row.querySelector("progress");
    const data = new FormData();
    data.set("csrfmiddlewaretoken", token);
    data.set("image", file);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    });
    // The desk now looks at it: how long that takes is not known.
    request.upload.addEventListener("load", () => bar.removeAttribute("value"));
    request.addEventListener("load", () => {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // a page and no answer: the session is over, or the server in front refused the size
      }
      if (request.status === 201) {
        taken.push(answer.photo.id);
        finish(row, "taken", answer.unread || gettext("In the library:"), answer.photo);
      } else if (request.status === 409) {
        finish(row, "known", answer.error, answer.photo);
      } else {
        finish(row, "refused", answer.error ?? gettext("The desk did not answer, or you are no longer logged in. Try again."));
      }
    });
    request.addEventListener("error", () => finish(row, "refused", gettext("The connection broke off. Try again.")));
    request.open("POST", form.dataset.upload);
    request.setRequestHeader("Accept", "application/json");
    request.send(data);
  };

  const work = () => {
    while (working < AT_A_TIME && waiting.length) {
      working += 1;
      send(...waiting.shift());
    }
  };

  const add = (files) => {
    for (const file of files) {
      const row = template.content.firstElementChild.cloneNode(true);
      row.querySelector("strong").textContent = file.name;
      row.querySelector(".batch__said").textContent = gettext("Waiting");
      list.append(row);
      waiting.push([file, row]);
      counts.sent += 1;
    }
    tell();
    work();
  };

  submit.hidden = true;
  input.addEventListener("change", () => {
    add(input.files);
    input.value = "";
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const name of ["dragover", "dragenter"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("batch__drop--over");
    });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("batch__drop--over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("batch__drop--over");
    add(event.dataTransfer.files);
  });
  addEventListener("beforeunload", (event) => {
    if (counts.done < counts.sent) event.preventDefault();
  });
}
