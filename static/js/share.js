// "Bagikan": the device's own sheet and "Salin tautan", each only where the browser has it. The links beside them need no script.

for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) break;
  button.parentElement.hidden = false;
  button.addEventListener("click", () => {
    // Whoever closes the sheet without choosing has done nothing wrong.
    navigator.share({ title: button.dataset.shareWords, url: button.dataset.share }).catch(() => {});
  });
}

for (const button of document.querySelectorAll("[data-copy-link]")) {
  if (!navigator.clipboard) break;
  const status = document.querySelector("[data-copy-status]");
  button.parentElement.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copyLink);
      status.textContent = button.dataset.copied;
    } catch {
      status.textContent = button.dataset.notCopied;
    }
  });
}
