// The reader's choice between light and dark, kept on this device alone. Loaded before the first paint, so that no page flashes.

const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");

const stored = () => {
  try {
    return localStorage.getItem("theme");
  } catch {
    return null; // storage is switched off: the system's choice holds
  }
};

const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);

const show = () => {
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.hidden = false;
    button.setAttribute("aria-pressed", isDark());
  }
  // The browser's own bar follows the page.
  for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
    meta.content = getComputedStyle(document.body).backgroundColor;
  }
};

const choose = (theme) => {
  root.dataset.theme = theme;
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // The choice holds for this page.
  }
  show();
};

if (["light", "dark"].includes(stored())) root.dataset.theme = stored();
dark.addEventListener("change", show);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-theme-toggle]")) choose(isDark() ? "light" : "dark");
});
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show);
else show();
