// How long headline, deck and body are, beside each: a hint, never a limit. The count is seen while one types; a screen reader
// hears it with the field, and is told once when a length is passed.
const gettext = window.gettext ?? ((text) => text);
const ngettext = window.ngettext ?? ((one, many, count) => (count === 1 ? one : many));
const interpolate = window.interpolate ?? ((text) => text);

// As body.plain_text and body.words read a body.
const UNREAD = /<figure data-(?:photo|embed)="[^"]*">.*?<\/figure>|<aside data-article="\d+">.*?<\/aside>/gs;
const MARK = /<\/?(?:a|strong|em|sub|sup)\b[^>]*>/g;
const TAG = /<[^>]*>/g;
const WORD = /[\p{L}\p{N}_]/u;

function words(html) {
  const text = html.replace(UNREAD, " ").replace(MARK, "").replace(TAG, " ");
  const plain = new DOMParser().parseFromString(text, "text/html").documentElement.textContent;
  return plain.split(/\s+/).filter((word) => WORD.test(word)).length;
}

function counterOf(field) {
  const counter = document.createElement("p");
  counter.id = `${field.id}_count`;
  counter.className = "counter";
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${counter.id}`.trim());
  (field.closest(".prose-editor") ?? field).after(counter);
  return counter;
}

function countCharacters(field) {
  const limit = Number(field.dataset.softLimit);
  const counter = counterOf(field);
  const alarm = document.createElement("p");
  alarm.className = "visually-hidden";
  alarm.setAttribute("role", "status");
  counter.after(alarm);
  let wasLong = null;
  const count = () => {
    const length = [...field.value.trim()].length;
    const isLong = length > limit;
    const figures = { length, limit };
    counter.textContent = isLong
      ? interpolate(gettext("%(length)s characters: longer than the %(limit)s that show whole elsewhere"), figures, true)
      : interpolate(gettext("%(length)s of %(limit)s characters"), figures, true);
    counter.classList.toggle("counter--long", isLong);
    if (wasLong !== null && isLong !== wasLong) alarm.textContent = isLong ? counter.textContent : "";
    wasLong = isLong;
  };
  field.addEventListener("input", count);
  count();
}

function countWords(field) {
  const pace = Number(field.dataset.wordsAMinute);
  const counter = counterOf(field);
  const count = () => {
    const total = words(field.value);
    const minutes = Math.ceil(total / pace);
    counter.textContent = [
      interpolate(ngettext("%s word", "%s words", total), [total.toLocaleString(document.documentElement.lang)]),
      interpolate(ngettext("%s minute to read", "%s minutes to read", minutes), [minutes]),
    ].join(" · ");
  };
  field.addEventListener("input", count);
  // The editor names its own area, which is what has the focus.
  document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
    if (textarea !== field) return;
    editor.view.dom.setAttribute("aria-describedby", counter.id);
    editor.view.dom.closest(".prose-editor").after(counter);
  });
  count();
}

for (const field of document.querySelectorAll("textarea[data-soft-limit]")) countCharacters(field);
for (const field of document.querySelectorAll("textarea[data-words-a-minute]")) countWords(field);
