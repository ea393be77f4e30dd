// Who else has this story open, whether they are typing, and what was saved meanwhile: asked every ten seconds.
const EVERY = 10_000; // milliseconds
const TYPING = 5000; // after the last keystroke
const IDLE = 10 * 60_000; // after the last sign of life
const HIDDEN = 4 * 60_000; // in a tab behind others, whose clock a browser slows down soon

const desk = document.querySelector("[data-unsaved][data-presence]");
const gettext = window.gettext ?? ((text) => text);

if (desk) {
  const shown = desk.querySelector("[data-presence-shown]");
  const form = document.querySelector("#article_form");
  const others = document.createElement("p");
  const news = document.createElement("p");
  shown.append(others, news);
  let known = form?.elements.base?.value ?? "";
  let newest = null;
  let alive = Date.now();
  let typed = 0;
  let wasTyping = false;
  let isUnsaved = false;
  let timer = 0;
  let asking = false;

  const isTyping = () => Date.now() - typed < TYPING;
  const isHere = () => Date.now() - alive < (document.hidden ? HIDDEN : IDLE) || (isUnsaved && !document.hidden);

  function ago(instant) {
    const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
    const minutes = Math.round((Date.parse(instant) - Date.now()) / 60_000);
    if (minutes > -60) return words.format(Math.min(minutes, 0), "minute");
    return minutes > -1440 ? words.format(Math.round(minutes / 60), "hour") : words.format(Math.round(minutes / 1440), "day");
  }

  function named({ name, is_you: isYou, is_typing: types }) {
    const who = isYou ? gettext("You, in another tab") : name;
    return types ? gettext("%s is typing").replace("%s", who) : gettext("%s has this story open").replace("%s", who);
  }

  function show(people) {
    const text = people.map(named).join(" · ");
    if (others.textContent !== text) others.textContent = text;
    others.hidden = !text;
    others.classList.toggle("presence--typing", people.some((person) => person.is_typing));
    news.hidden = !newest;
    if (newest) {
      const who = newest.is_you ? gettext("You, in another tab,") : newest.by || "?";
      const told = gettext("%(who)s saved changes %(when)s; when you save, both are merged.")
        .replace("%(who)s", who).replace("%(when)s", ago(newest.at));
      if (news.textContent !== told) news.textContent = told;
    }
    shown.hidden = others.hidden && news.hidden;
  }

  function message(extra = {}) {
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    return new URLSearchParams({ csrfmiddlewaretoken: token, tab: desk.dataset.form, ...extra });
  }

  async function ask() {
    clearTimeout(timer);
    timer = setTimeout(ask, EVERY);
    if (!isHere() || asking) return;
    asking = true;
    wasTyping = isTyping();
    try {
      const body = message({ is_typing: wasTyping ? "1" : "0", known });
      const response = await fetch(desk.dataset.presence, { method: "POST", body, redirect: "manual" });
      if (response.ok) {
        const answer = await response.json();
        if (answer.newest) {
          // A story without revisions had none to start from.
          if (known) newest = answer.newest;
          known = String(answer.newest.id);
        }
        show(answer.others);
      } else if (response.status === 403) {
        form?.dispatchEvent(new CustomEvent("desk:stale-token"));
      }
    } catch { /* the next one tells */ }
    asking = false;
  }

  const leave = () => navigator.sendBeacon(desk.dataset.presence, message({ leaving: "1" }));
  const stir = () => {
    const wasAway = !isHere();
    alive = Date.now();
    if (wasAway) ask();
  };

  for (const event of ["keydown", "pointerdown", "focus", "scroll"]) window.addEventListener(event, stir, { passive: true });
  form?.addEventListener("input", () => {
    typed = Date.now();
    stir();
    // Who begins to type is seen at once, not after ten seconds.
    if (!wasTyping && !asking) ask();
  });
  form?.addEventListener("desk:changed", ({ detail }) => { isUnsaved = detail.isUnsaved; });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { stir(); ask(); } });
  window.addEventListener("pagehide", () => { clearTimeout(timer); leave(); });
  window.addEventListener("pageshow", ({ persisted }) => { if (persisted) ask(); });
  ask();
}
