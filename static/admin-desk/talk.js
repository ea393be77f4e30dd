/* The comments under a story: sent without leaving the form above, with colleagues suggested after an @. */

const START = /(?:^|[^\w@.+-])@([\w.+-]*)$/u;
const WAIT = 150;

function wake(section) {
  const form = section?.querySelector("[data-talk]");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(section, form);
  });
  suggest(form, form.elements.text);
}

async function send(section, form) {
  const button = form.querySelector("button");
  const error = form.querySelector(".talk__error");
  button.disabled = true;
  error.hidden = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Fragment": "1" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("#comments");
    if (!fresh || answer.redirected) throw new Error(answer.status);
    if (!answer.ok) fresh.querySelector("textarea").value = form.elements.text.value;
    section.replaceWith(fresh);
    wake(fresh);
    fresh.querySelector("textarea").focus();
  } catch {
    error.textContent = form.dataset.lost;
    error.hidden = false;
    button.disabled = false;
  }
}

function suggest(form, field) {
  const list = document.createElement("ul");
  Object.assign(list, { className: "talk__people", id: "talk-people", hidden: true });
  list.setAttribute("role", "listbox");
  field.after(list);
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-autocomplete", "list");
  let timer;
  let asked = 0;

  const beginning = () => START.exec(field.value.slice(0, field.selectionStart))?.[1];
  const close = () => {
    list.hidden = true;
    field.removeAttribute("aria-activedescendant");
  };
  const choose = (option) => {
    const end = field.selectionStart;
    field.setRangeText(`${option.dataset.username} `, end - beginning().length, end, "end");
    close();
    field.focus();
  };
  const mark = (option) => {
    for (const each of list.children) each.setAttribute("aria-selected", String(each === option));
    field.setAttribute("aria-activedescendant", option.id);
  };

  async function ask() {
    const typed = beginning();
    const number = ++asked;
    if (typed === undefined) return close();
    const answer = await fetch(`${form.dataset.people}?q=${encodeURIComponent(typed)}`).catch(() => null);
    const type = answer?.headers.get("content-type") ?? "";
    if (number !== asked || !answer?.ok || !type.includes("json")) return undefined;
    const { results } = await answer.json();
    list.replaceChildren(...results.map(option));
    list.hidden = !results.length;
    if (results.length) mark(list.firstChild);
    return undefined;
  }

  function option({ username, name }, index) {
    const item = document.createElement("li");
    const small = document.createElement("small");
    small.textContent = `@${username}`;
    item.append(`${name} `, small);
    item.id = `talk-person-${index}`;
    item.dataset.username = username;
    item.setAttribute("role", "option");
    item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      choose(item);
    });
    return item;
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const marked = list.querySelector('[aria-selected="true"]');
    const moves = {
      ArrowDown: () => mark(marked.nextElementSibling ?? list.firstChild),
      ArrowUp: () => mark(marked.previousElementSibling ?? list.lastChild),
      Enter: () => choose(marked),
      Tab: () => choose(marked),
      Escape: close,
    };
    if (!moves[event.key]) return;
    event.preventDefault();
    moves[event.key]();
  });
}

wake(document.querySelector("#comments"));
