// Before a story's form is sent: does the server answer, and is the same person still logged in? If not, the form stays.
const PATIENCE = 8000; // milliseconds

const desk = document.querySelector("[data-unsaved]");
const form = document.querySelector("#article_form");
const problem = document.querySelector("[data-save-problem]");
const gettext = window.gettext ?? ((text) => text);

if (desk && form && problem) {
  const [words, login] = problem.children;
  let isChecking = false;
  let isChecked = false;

  const tell = (text, { canLogIn = false } = {}) => {
    words.textContent = text;
    login.hidden = !canLogIn;
    problem.hidden = !text;
  };

  /** Whether a save would arrive as the same person's; tells what is wrong, and renews the token when nothing is. */
  async function check() {
    let response;
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      response = await fetch(desk.dataset.session, { redirect: "manual", cache: "no-store", signal });
    } catch {
      tell(gettext("The server cannot be reached. Nothing was sent; your text stays here. Try again in a moment."));
      return false;
    }
    if (response.type === "opaqueredirect") {
      tell(gettext("Your session has ended. Nothing was sent; your text stays here."), { canLogIn: true });
      return false;
    }
    const session = response.ok ? await response.json().catch(() => null) : null;
    if (!session) {
      tell(gettext("The server does not answer as it should. Nothing was sent; your text stays here."));
      return false;
    }
    if (String(session.user) !== desk.dataset.user) {
      const text = gettext("Somebody else is logged in in this browser now. Log in again as %s to save.");
      tell(text.replace("%s", desk.dataset.userName), { canLogIn: true });
      return false;
    }
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = session.csrf;
    if (!problem.hidden) tell("");
    form.dispatchEvent(new CustomEvent("desk:fresh-token"));
    return true;
  }

  form.addEventListener("submit", async (event) => {
    if (isChecked) return;
    event.preventDefault();
    if (isChecking) return;
    isChecking = true;
    if (await check()) {
      const waits = [];
      form.dispatchEvent(new CustomEvent("desk:leaving", { detail: { wait: (promise) => waits.push(promise) } }));
      await Promise.race([Promise.allSettled(waits), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
      isChecked = true;
      form.requestSubmit(event.submitter);
    }
    isChecking = false;
  });
  window.addEventListener("pageshow", () => { isChecked = false; });

  form.addEventListener("desk:logged-out", () => {
    tell(gettext("Your session has ended. Nothing was sent; your text stays here."), { canLogIn: true });
  });
  form.addEventListener("desk:stale-token", check);
  // Back from the window in which somebody logged in.
  window.addEventListener("focus", () => { if (!problem.hidden) check(); });
}
