// Report a reading once somebody has looked at the story for a moment; nothing about the reader is sent.
const LOOKED_AT = 3000; // milliseconds on end during which the page was visible
const story = document.querySelector("[data-story]")?.dataset.story;
const key = `dibaca-${story}`;
let isReported = false;

// Once in a reading session of this tab: going back to a story, or loading it anew, is no second reading. The note says which
// stories this tab has reported, is never sent anywhere and ends with the tab.
function wasReported() {
  try {
    return isReported || sessionStorage.getItem(key) !== null;
  } catch {
    return isReported; // a browser that keeps nothing counts each load
  }
}

function report() {
  if (wasReported() || !navigator.sendBeacon(`/baca/${story}/`)) return;
  isReported = true;
  try {
    sessionStorage.setItem(key, "1");
  } catch {
    // as above
  }
}

function whenLookedAt() {
  let timer = null;
  const settle = () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible" && !wasReported()) timer = setTimeout(report, LOOKED_AT);
  };
  document.addEventListener("visibilitychange", settle);
  // A page that comes back from the browser's memory may have become visible before it could hear of it.
  window.addEventListener("pageshow", settle);
  window.addEventListener("pagehide", () => clearTimeout(timer));
  settle();
}

if (story && navigator.sendBeacon) {
  if (document.prerendering) document.addEventListener("prerenderingchange", whenLookedAt, { once: true });
  else whenLookedAt();
}
