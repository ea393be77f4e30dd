// The readers' page beside the form. A second after typing stops the form is sent to be drawn, never to be stored; what comes
// back takes the place of the page's main part, so that the reader's place in it is kept.
const gettext = window.gettext ?? ((text) => text);
const WAIT = 1000; // milliseconds after the last change
const REMEMBERED = "preview-beside";

const panel = document.querySelector("[data-preview-beside]");
const form = panel?.closest("form");
const toggle = document.querySelector(".preview-toggle");

if (panel && form) {
  const address = panel.dataset.previewBeside;
  const frame = panel.querySelector("iframe");
  const stage = panel.querySelector(".preview-beside__stage");
  const status = panel.querySelector(".preview-beside__status");
  const widths = [...panel.querySelectorAll("[data-width]")];
  let width = 390;
  let timer = 0;
  let asked = 0;

  const remember = (value) => {
    try {
      localStorage.setItem(REMEMBERED, value);
    } catch {
      // A browser that keeps nothing opens the form without a preview.
    }
  };
  const remembered = () => {
    try {
      return localStorage.getItem(REMEMBERED) ?? "";
    } catch {
      return "";
    }
  };

  /** Show the page at its own width, scaled down where the panel is narrower. */
  const fit = () => {
    const scale = Math.min(1, stage.clientWidth / width);
    Object.assign(frame.style, {
      width: `${width}px`,
      height: `${stage.clientHeight / scale}px`,
      transform: `scale(${scale})`,
    });
  };

  const followLinksOutside = (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    window.open(link.href, "_blank", "noopener");
  };

  /** The frame's document, loaded once; later texts are put into it. */
  const page = () => {
    page.loaded ??= new Promise((resolve) => {
      frame.addEventListener("load", () => {
        frame.contentDocument.addEventListener("click", followLinksOutside);
        resolve(frame.contentDocument);
      }, { once: true });
      frame.src = address;
    });
    return page.loaded;
  };

  const draw = (shown, html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const main = fresh.querySelector("main");
    if (!main) throw new Error("No page came back.");
    for (const style of fresh.querySelectorAll("head link[rel=stylesheet]")) {
      if (!shown.querySelector(`head link[href="${style.getAttribute("href")}"]`)) shown.head.append(shown.adoptNode(style));
    }
    shown.querySelector("main").replaceWith(shown.adoptNode(main));
  };

  const refresh = async () => {
    const turn = ++asked;
    try {
      const shown = await page();
      const response = await fetch(address, { method: "POST", body: new FormData(form) });
      if (!response.ok || response.redirected) throw new Error(response.status);
      const html = await response.text();
      if (turn !== asked) return; // what was typed since is on its way
      draw(shown, html);
      status.textContent = "";
    } catch {
      status.textContent = gettext("The preview could not be renewed. It is tried again when you go on typing.");
    }
  };

  const schedule = () => {
    if (panel.hidden) return;
    clearTimeout(timer);
    timer = setTimeout(refresh, WAIT);
  };

  const show = (chosen) => {
    width = chosen;
    for (const button of widths) button.setAttribute("aria-pressed", String(Number(button.dataset.width) === width));
    document.body.classList.add("has-preview");
    document.body.classList.toggle("has-preview--wide", width > 390);
    toggle.setAttribute("aria-expanded", "true");
    panel.hidden = false;
    remember(width);
    fit();
    refresh();
  };

  const hide = () => {
    document.body.classList.remove("has-preview", "has-preview--wide");
    toggle.setAttribute("aria-expanded", "false");
    panel.hidden = true;
    remember("");
  };

  for (const button of widths) button.addEventListener("click", () => show(Number(button.dataset.width)));
  panel.querySelector("[data-close]").addEventListener("click", () => {
    hide();
    toggle.focus();
  });
  toggle.addEventListener("click", () => (panel.hidden ? show(width) : hide()));
  new ResizeObserver(fit).observe(stage);
  // Fields that jQuery changes, as those that suggest, tell nobody else.
  window.django.jQuery(form).on("input change formset:added formset:removed", schedule);
  document.querySelector(".submit-row")?.append(toggle);
  toggle.hidden = false;
  // A phone has no room beside the form: there the preview is asked for each time.
  if (remembered() && window.innerWidth >= 1024) show(Number(remembered()));
}
