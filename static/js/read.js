// Report a reading once somebody has looked at the story for a moment; nothing about the reader is sent.
const LOOKED_AT = 3000; // milliseconds during which the page was visible
const story = document.querySelector("[data-story]")?.dataset.story;

function report() {
  try {
    // Once in a reading session of this tab: going back to a story is no second reading.
    if (sessionStorage.getItem(`dibaca-${story}`)) return;
    sessionStorage.setItem(`dibaca-${story}`, "1");
  } catch {
    // A browser that keeps nothing counts each look.
  }
  navigator.sendBeacon("/baca/", story);
}

function whenLookedAt() {
  let timer = null;
  const settle = () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") timer = setTimeout(report, LOOKED_AT);
  };
  document.addEventListener("visibilitychange", settle);
  settle();
}

if (story && navigator.sendBeacon) {
  if (document.prerendering) document.addEventListener("prerenderingchange", whenLookedAt, { once: true });
  else whenLookedAt();
}
