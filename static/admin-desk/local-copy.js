// A copy in this browser of what is typed into a story's form: it outlives a dead server, a closed tab, a crash.
// It tells the other modules of the form's changes by the event "desk:changed" on the form.
const WAIT = 300; // milliseconds between two copies while somebody types
const LIFETIME = 30 * 24 * 60 * 60 * 1000;
const PREFIX = "desk-copy:";
const SKIPPED = /^_|^csrfmiddlewaretoken$|__prefix__/;

const desk = document.querySelector("[data-unsaved]");
const form = document.querySelector("#article_form");

function fieldsOf(story) {
  const fields = {};
  for (const [name, value] of new FormData(story)) {
    if (typeof value === "string" && !SKIPPED.test(name)) (fields[name] ??= []).push(value);
  }
  return fields;
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function remove(key) {
  try {
    localStorage.removeItem(key);
  } catch { /* a browser that keeps nothing has nothing to remove */ }
}

/** The keys of all copies in this browser, oldest first. */
function keys() {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .sort((one, other) => (read(one)?.at ?? 0) - (read(other)?.at ?? 0));
  } catch {
    return [];
  }
}

/** Keep a copy; when the browser is full, the oldest ones make room. Returns whether it is kept. */
function write(key, copy) {
  const text = JSON.stringify(copy);
  for (const oldest of [...keys().filter((other) => other !== key), null]) {
    try {
      localStorage.setItem(key, text);
      return true;
    } catch (error) {
      if (error.name !== "QuotaExceededError" || oldest === null) return false;
      remove(oldest);
    }
  }
  return false;
}

/** Forms that were saved, as the server tells in a cookie, and what is older than a month need no copy. */
function tidy() {
  const saved = document.cookie.split("; ").find((pair) => pair.startsWith("desk_saved="))?.split("=")[1] ?? "";
  const tokens = new Set(saved.split(".").filter(Boolean));
  for (const key of keys()) {
    if (tokens.has(key.split(":").pop()) || (read(key)?.at ?? 0) < Date.now() - LIFETIME) remove(key);
  }
}

function watch() {
  const key = `${PREFIX}${desk.dataset.user}:${desk.dataset.story || "new"}:${desk.dataset.form}`;
  // A form that came back with what was typed is unsaved from the start.
  const untouched = "dirty" in desk.dataset ? null : JSON.stringify(fieldsOf(form));
  let timer = 0;
  let isOver = false;

  const keep = () => {
    clearTimeout(timer);
    timer = 0;
    if (isOver) return;
    const fields = fieldsOf(form);
    const isUnsaved = JSON.stringify(fields) !== untouched;
    if (isUnsaved) form.dataset.copy = write(key, { at: Date.now(), fields }) ? "kept" : "refused";
    else remove(key);
    form.dispatchEvent(new CustomEvent("desk:changed", { detail: { fields, isUnsaved } }));
  };
  const changed = () => {
    timer ||= setTimeout(keep, WAIT);
  };

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  for (const event of ["formset:added", "formset:removed"]) document.addEventListener(event, changed);
  window.django?.jQuery(form).on("change", changed); // select2 tells jQuery alone
  form.addEventListener("desk:autosaved", ({ detail }) => {
    const copy = read(key);
    if (copy && JSON.stringify(copy.fields) === JSON.stringify(detail.fields)) write(key, { ...copy, isAtServer: true });
  });
  form.addEventListener("desk:leaving", () => {
    if (timer) keep();
    isOver = true;
  });
  window.addEventListener("pageshow", () => { isOver = false; });
  window.addEventListener("pagehide", () => timer && keep());
  document.addEventListener("visibilitychange", () => document.hidden && timer && keep());
  if (untouched === null) changed();
}

/** Send what the copy has as the form of this page, which comes back filled and not saved. */
function restore(token, copy) {
  const sent = document.createElement("form");
  sent.method = "post";
  sent.hidden = true;
  const add = (name, value) => {
    const field = document.createElement("textarea");
    field.name = name;
    field.value = value;
    sent.append(field);
  };
  add("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  add("_restore", "browser");
  add("_form", token);
  for (const [name, values] of Object.entries(copy.fields)) for (const value of values) add(name, value);
  document.body.append(sent);
  sent.submit();
}

function show(html, key, token, copy) {
  const offers = desk.querySelector("[data-offers]");
  offers.querySelector(`[data-offer="${token}"]`)?.remove(); // the server's is older
  offers.insertAdjacentHTML("beforeend", html);
  const offer = offers.lastElementChild;
  offer.querySelector("[data-restore]")?.addEventListener("click", () => restore(token, copy));
  offer.querySelector("[data-discard]").addEventListener("click", () => {
    remove(key);
    const options = { method: "POST", headers: headers(), body: JSON.stringify({ form: token, fields: null }) };
    fetch(desk.dataset.autosave, options).catch(() => {});
    offer.remove();
  });
}

function headers() {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  return { "Content-Type": "application/json", "X-CSRFToken": token };
}

/** Ask the server what the copies of this story would change, and offer those that have something new. */
async function offer() {
  const mine = `${PREFIX}${desk.dataset.user}:${desk.dataset.story || "new"}:`;
  const found = new Map();
  for (const key of keys().reverse()) {
    const token = key.split(":").pop();
    const copy = read(key);
    if (!key.startsWith(mine) || token === desk.dataset.form || !copy) continue;
    const isOffered = desk.querySelector(`[data-offer="${token}"]`);
    if (!(copy.isAtServer && isOffered) && found.size < 5) found.set(token, { key, copy });
  }
  for (const discards of desk.querySelectorAll("form[data-discards]")) {
    discards.addEventListener("submit", () => remove(mine + discards.elements._form.value));
  }
  if (!found.size) return;
  const copies = [...found].map(([token, { copy }]) => ({ form: token, at: copy.at, fields: copy.fields }));
  const body = JSON.stringify({ article: Number(desk.dataset.story) || null, copies });
  const response = await fetch(desk.dataset.compare, { method: "POST", headers: headers(), body, redirect: "manual" });
  if (!response.ok) return;
  const { offers } = await response.json();
  for (const [token, { key, copy }] of found) {
    if (offers[token]) show(offers[token], key, token, copy);
    else if (token in offers) remove(key); // saved already
  }
}

if (desk) {
  tidy();
  if (form && "mayEdit" in desk.dataset) watch();
  if (desk.dataset.form && !("dirty" in desk.dataset)) offer().catch(() => {});
}
