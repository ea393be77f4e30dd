// The gallery of the story form: several photos picked at once, lines moved by buttons or dragged. The numbers in the lines
// are what is saved; everything here only writes them.
import { crel, gettext } from "django-prose-editor/editor";
import { openDialog, searchPanel } from "newsroom/picker";

const $ = window.django.jQuery;
const group = document.getElementById("gallery-group");

const lines = () => [...group.querySelectorAll(".gallery-line:not(.empty-form)")];
const photoOf = (line) => line.querySelector("select[data-picture]");

function renumber() {
  lines().forEach((line, index) => {
    const position = line.querySelector("[name$='-position']");
    if (position && position.value !== String(index + 1)) {
      position.value = index + 1;
      position.dispatchEvent(new Event("input", { bubbles: true }));
    }
    line.querySelector(".inline_label").textContent = `#${index + 1}`;
    line.querySelector("[data-move='-1']").disabled = index === 0;
    line.querySelector("[data-move='1']").disabled = index === lines().length - 1;
  });
}

function showPicture(line) {
  const field = photoOf(line);
  const place = line.querySelector(".gallery-line__picture");
  if (!field?.value) return place.replaceChildren();
  const image = crel("img", { alt: "", width: 160, height: 120, loading: "lazy", draggable: false });
  image.src = field.dataset.picture.replace(/\/0\//, `/${field.value}/`);
  return place.replaceChildren(image);
}

function move(line, step) {
  const others = lines();
  const target = others[others.indexOf(line) + step];
  if (!target) return;
  if (step < 0) target.before(line);
  else target.after(line);
  renumber();
}

function mover(line, step, label, sign) {
  const button = crel("button", { type: "button", className: "gallery-line__move", title: label, "aria-label": label, textContent: sign });
  button.dataset.move = step;
  button.addEventListener("click", () => {
    move(line, step);
    (button.disabled ? line.querySelector(".gallery-line__move:enabled") : button)?.focus();
  });
  return button;
}

let dragged = null;

function equip(line) {
  if (line.querySelector(".gallery-line__move") || !photoOf(line)) return;
  const handle = crel("span", { className: "gallery-line__handle", title: gettext("Drag to another place"), "aria-hidden": "true", textContent: "⠿" });
  line.querySelector(".inline_label").after(
    mover(line, -1, gettext("Move up"), "↑"), mover(line, 1, gettext("Move down"), "↓"), handle,
  );
  // Only the handle drags: in a field, a pull of the mouse selects text.
  handle.addEventListener("pointerdown", () => { line.draggable = true; });
  line.addEventListener("dragstart", (event) => {
    dragged = line;
    event.dataTransfer.effectAllowed = "move";
    line.classList.add("is-dragged");
  });
  line.addEventListener("dragend", () => {
    dragged = null;
    line.draggable = false;
    line.classList.remove("is-dragged");
    renumber();
  });
  line.addEventListener("dragover", (event) => {
    if (!dragged || dragged === line) return;
    event.preventDefault();
    const { top, height } = line.getBoundingClientRect();
    if (event.clientY < top + height / 2) line.before(dragged);
    else line.after(dragged);
  });
  $(photoOf(line)).on("change", () => showPicture(line));
  showPicture(line);
}

function add(result) {
  if (lines().some((line) => photoOf(line)?.value === String(result.id))) return;
  group.querySelector(".add-row a").click();
  const field = photoOf(lines().at(-1));
  field.append(new Option(result.title, result.id, true, true));
  $(field).trigger("change");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function pickSeveral() {
  const chosen = new Map();
  const list = crel("ul", { className: "desk-picker__chosen", "aria-label": gettext("Chosen photos") });
  const done = crel("button", { type: "button", className: "desk-picker__submit" });
  const show = () => {
    done.disabled = chosen.size === 0;
    done.textContent = gettext("Add the chosen photos (%s)").replace("%s", chosen.size);
    list.replaceChildren(...[...chosen.values()].map((result) => {
      const remove = crel("button", { type: "button", title: gettext("Take out"), textContent: `${result.title} ×` });
      remove.addEventListener("click", () => { chosen.delete(result.id); show(); });
      return crel("li", {}, [remove]);
    }));
  };
  const panel = searchPanel(group.dataset.source, (result) => {
    if (!chosen.delete(result.id)) chosen.set(result.id, result);
    show();
  });
  const [search, status, results] = panel.parts;
  const dialog = openDialog(gettext("Add photos to the gallery"), [search, list, status, results], { buttons: [done] });
  done.addEventListener("click", () => {
    dialog.close();
    for (const result of chosen.values()) add(result);
    renumber();
  });
  show();
  panel.search.focus();
  panel.show();
}

function start() {
  for (const line of group.querySelectorAll(".gallery-line")) if (!line.classList.contains("empty-form")) equip(line);
  const addRow = group.querySelector(".add-row");
  if (addRow) {
    const several = crel("button", { type: "button", className: "gallery-lines__pick", textContent: gettext("Choose several photos…") });
    several.addEventListener("click", pickSeveral);
    addRow.prepend(several);
  }
  renumber();
}

if (group && photoOf(group)) {
  document.addEventListener("formset:added", ({ target, detail }) => {
    if (detail?.formsetName !== "gallery") return;
    equip(target);
    renumber();
  });
  document.addEventListener("formset:removed", ({ detail }) => {
    if (detail?.formsetName === "gallery") renumber();
  });
  // Once the stock script has put its button there.
  $(start);
}
