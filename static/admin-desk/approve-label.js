// The button that approves says what it will do: publish now, or at the hour in the form.
const button = document.querySelector("input[name=_approve][data-later]");
const hour = document.querySelector("input[name=published_at]");

if (button && hour) {
  const now = button.value;
  // The form's hours are the site's; the admin tells how far that zone is from UTC, in seconds.
  const offset = Number(document.body.dataset.adminUtcOffset) * 1000;
  const name = () => {
    const typed = Date.parse(`${hour.value}Z`) - offset;
    button.value = typed > Date.now() ? button.dataset.later : now;
  };
  hour.addEventListener("input", name);
  name();
}
