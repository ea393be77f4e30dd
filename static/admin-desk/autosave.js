// Autosave: a second after typing stops, the form is kept at the server beside the story; a line near the buttons tells.
const WAIT = 1000; // milliseconds after the last change
const AGAIN = 10_000; // and after a failure

const desk = document.querySelector("[data-unsaved]");
const form = document.querySelector("#article_form");
const line = document.querySelector("[data-save-state]");
const gettext = window.gettext ?? ((text) => text);

if (desk && form && line) {
  let timer = 0;
  let typed = null; // what is not at the server yet
  let isKept = false; // whether the server has a row for this form
  let isOver = false;
  let sending = Promise.resolve();

  const tell = (text) => {
    if (line.textContent !== text) line.textContent = text;
  };
  const tellTrouble = (reason) => {
    const copy = form.dataset.copy === "kept"
      ? gettext("there is a copy in this browser")
      : gettext("this browser cannot keep a copy");
    tell(`${reason}; ${copy}.`);
  };
  const token = () => form.elements.csrfmiddlewaretoken.value;

  const post = (fields, options = {}) => fetch(desk.dataset.autosave, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body: JSON.stringify({ article: Number(desk.dataset.story) || null, form: desk.dataset.form, fields }),
    redirect: "manual",
    ...options,
  });

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  };

  const refused = async (response) => {
    if (response.type === "opaqueredirect") {
      form.dispatchEvent(new CustomEvent("desk:logged-out"));
      return tellTrouble(gettext("Your session has ended"));
    }
    const answer = await response.json().catch(() => ({}));
    if (answer.reason === "csrf") {
      form.dispatchEvent(new CustomEvent("desk:stale-token"));
      return tellTrouble(gettext("Not kept at the server yet"));
    }
    if (answer.message) {
      typed = null; // trying again would not help
      return tellTrouble(answer.message.replace(/\.$/, ""));
    }
    return tellTrouble(gettext("The server does not answer as it should"));
  };

  async function keep() {
    const sent = typed;
    if (!sent || isOver) return;
    try {
      const response = await post(sent.isUnsaved ? sent.fields : null, { signal: AbortSignal.timeout(20_000) });
      if (!response.ok) {
        await refused(response);
      } else {
        const { at } = await response.json();
        isKept = sent.isUnsaved;
        if (typed === sent) {
          typed = null;
          tell(at ? gettext("Saved automatically at %s").replace("%s", at) : "");
        }
        if (at) form.dispatchEvent(new CustomEvent("desk:autosaved", { detail: { fields: sent.fields } }));
      }
    } catch {
      tellTrouble(gettext("No connection"));
    }
    if (typed === sent) later(AGAIN);
  }

  function send() {
    sending = sending.then(keep);
    return sending;
  }

  form.addEventListener("desk:changed", ({ detail }) => {
    if (!detail.isUnsaved && !isKept && !typed) return tell("");
    typed = detail;
    if (detail.isUnsaved) tell(gettext("Not saved yet"));
    return later(WAIT);
  });
  // What is on its way has to arrive before the form does: it must not outlive the save.
  form.addEventListener("desk:leaving", ({ detail }) => {
    clearTimeout(timer);
    isOver = true;
    detail?.wait(sending);
  });
  form.addEventListener("desk:fresh-token", () => typed && later(0));
  window.addEventListener("online", () => typed && later(0));
  window.addEventListener("pageshow", () => { isOver = false; });
  window.addEventListener("pagehide", () => {
    if (typed && !isOver) post(typed.isUnsaved ? typed.fields : null, { keepalive: true }).catch(() => {});
  });
}
