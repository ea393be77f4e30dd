// The page that keeps a text whose session was lost: after logging in anew, its form needs the new session's token.
const form = document.querySelector("form[data-session]");

if (form) {
  let isFresh = false;
  form.addEventListener("submit", async (event) => {
    if (isFresh) return;
    event.preventDefault();
    const response = await fetch(form.dataset.session, { redirect: "manual", cache: "no-store" }).catch(() => null);
    if (response?.ok) {
      const { csrf } = await response.json();
      form.elements.csrfmiddlewaretoken.value = csrf;
    }
    isFresh = true;
    form.requestSubmit();
  });
}
