// Photo stories: arrow keys and a finger lead from one picture to the next. Without this the strip scrolls by itself, and the
// page of a single picture has its links.

const NEXT = { ArrowRight: 1, ArrowLeft: -1 };
const SWIPE = 50; // CSS pixels a finger must travel

function step(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return 0;
  return event.target.closest?.("input, textarea, select, [contenteditable]") ? 0 : (NEXT[event.key] ?? 0);
}

for (const gallery of document.querySelectorAll("[data-gallery]")) {
  const strip = gallery.querySelector("[data-gallery-strip]");
  const slides = [...strip.children];
  const links = [...gallery.querySelectorAll(".gallery__small")];
  let shown = 0;

  const show = (number) => {
    shown = Math.min(Math.max(number, 0), slides.length - 1);
    strip.scrollTo({ left: slides[shown].offsetLeft - slides[0].offsetLeft });
    mark();
  };
  const mark = () => {
    links.forEach((link, number) => {
      if (number === shown) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };

  // The keys belong to the whole page of a photo story, but for its tables and other boxes that scroll.
  document.addEventListener("keydown", (event) => {
    const by = step(event);
    const inside = event.target.closest?.("[tabindex='0']");
    if (!by || (inside && inside !== strip)) return;
    event.preventDefault();
    show(shown + by);
  });
  strip.addEventListener("scroll", () => {
    const now = Math.round(strip.scrollLeft / strip.clientWidth);
    if (now === shown) return;
    clearTimeout(strip.settling);
    strip.settling = setTimeout(() => {
      shown = Math.round(strip.scrollLeft / strip.clientWidth);
      mark();
    }, 120);
  }, { passive: true });
  mark();
}

for (const page of document.querySelectorAll("[data-picture-page]")) {
  const go = (by) => {
    const link = page.querySelector(by > 0 ? "a[rel='next']" : "a[rel='prev']");
    if (link) location.assign(link.href);
  };
  document.addEventListener("keydown", (event) => {
    const by = step(event);
    if (by) go(by);
  });
  const picture = page.querySelector(".photo--page picture");
  let start = null;
  picture.addEventListener("touchstart", ({ touches }) => {
    start = touches.length === 1 ? touches[0] : null;
  }, { passive: true });
  picture.addEventListener("touchend", ({ changedTouches }) => {
    if (!start) return;
    const across = changedTouches[0].clientX - start.clientX;
    const down = changedTouches[0].clientY - start.clientY;
    start = null;
    if (Math.abs(across) > SWIPE && Math.abs(across) > 2 * Math.abs(down)) go(across < 0 ? 1 : -1);
  }, { passive: true });
}
