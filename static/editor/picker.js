// A dialog that searches the desk for photos or stories and gives back the one that was chosen.
import { crel, gettext } from "django-prose-editor/editor";

const WAIT = 250; // milliseconds after the last keystroke

/** Fetch {results: […]} from the desk; `query` is an object of names and values or of lists of values. */
export async function fetchResults(source, query = {}) {
  const address = new URL(source, location.href);
  for (const [name, values] of Object.entries(query)) {
    for (const value of [values].flat()) address.searchParams.append(name, value);
  }
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${address.pathname}: ${response.status}`);
  return response.json();
}

const known = new Map();

/** The facts of one photo or story by its number, or null when the desk does not know it; asked once a page. */
export function fetchOne(source, number) {
  const key = `${source} ${number}`;
  if (!known.has(key)) {
    known.set(key, fetchResults(source, { id: number }).then(({ results }) => results[0] ?? null).catch(() => null));
  }
  return known.get(key);
}

function resultButton(result, choose) {
  const words = crel("span", { className: "desk-picker__words" }, [
    crel("strong", { textContent: result.title }),
    crel("small", { textContent: result.detail }),
  ]);
  const picture = result.thumbnail ? [crel("img", { src: result.thumbnail, alt: "", loading: "lazy" })] : [];
  const button = crel("button", { type: "button", className: "desk-picker__result" }, [...picture, words]);
  button.addEventListener("click", () => choose(result));
  return crel("li", {}, [button]);
}

/** A field that searches `source` while one types, and what it finds; `choose` gets the result that is clicked. */
export function searchPanel(source, choose) {
  const search = crel("input", { type: "search", "aria-label": gettext("Search"), placeholder: gettext("Search…") });
  const list = crel("ul", { className: "desk-picker__results" });
  const status = crel("p", { className: "desk-picker__status", role: "status" });
  let asked = 0;
  let timer = 0;

  const show = async () => {
    const turn = ++asked;
    try {
      const { results } = await fetchResults(source, { q: search.value });
      if (turn !== asked) return; // a later search has begun
      list.replaceChildren(...results.map((result) => resultButton(result, choose)));
      status.textContent = results.length ? "" : gettext("Nothing found.");
    } catch {
      status.textContent = gettext("The search failed. Try again.");
    }
  };

  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, WAIT);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    show();
  });
  return { search, parts: [search, status, list], show };
}

/**
 * Open a modal dialog that goes away when it is closed; its foot has the button that cancels, and `buttons`.
 * The browser tells later that it was closed, maybe after the next keystroke: who chooses something closes it and goes on at once.
 */
export function openDialog(title, parts, { buttons = [], closed = () => {} } = {}) {
  const close = crel("button", { type: "button", className: "desk-picker__close", textContent: gettext("Cancel") });
  const foot = crel("p", { className: "desk-picker__foot" }, [...buttons, close]);
  const dialog = crel("dialog", { className: "desk-picker", "aria-label": title }, [
    crel("h2", { textContent: title }), ...parts, foot,
  ]);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    closed();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Search in a dialog; resolves to the chosen result, or to null when it is closed. `beside` may add another way to choose. */
export function pick(source, title, beside = () => []) {
  return new Promise((resolve) => {
    const choose = (result) => {
      dialog.close();
      resolve(result);
    };
    const panel = searchPanel(source, choose);
    const dialog = openDialog(title, [...panel.parts, ...beside(choose)], { closed: () => resolve(null) });
    panel.search.focus();
    panel.show();
  });
}
