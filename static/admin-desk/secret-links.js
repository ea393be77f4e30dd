// Secret links are made and revoked without leaving the story's form above.
function wake(section) {
  section?.querySelector("#secret-link")?.select();
  for (const form of section?.querySelectorAll("form") ?? []) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(section, form, event.submitter);
    });
  }
}

async function send(section, form, button) {
  button.disabled = true;
  const body = new FormData(form);
  if (button.name) body.set(button.name, button.value);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Fragment": "1" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("#secret-links");
    if (!fresh || answer.redirected) throw new Error(answer.status);
    section.replaceWith(fresh);
    wake(fresh);
  } catch {
    section.querySelector("[role=alert]").textContent = section.dataset.lost;
    button.disabled = false;
  }
}

wake(document.querySelector("#secret-links"));
