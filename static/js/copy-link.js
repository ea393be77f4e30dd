// "Salin tautan": the button appears only where the browser can copy.

for (const button of document.querySelectorAll("[data-copy-link]")) {
  if (!navigator.clipboard) break;
  const status = document.querySelector("[data-copy-status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copyLink);
    status.textContent = button.dataset.copied;
  });
}
