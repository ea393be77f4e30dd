// The body editor once it stands: an accessible name, spelling in Indonesian, and the toolbar in the desk's language.
const gettext = window.gettext ?? ((text) => text);

// The editor's own titles, which it does not translate itself.
const TITLES = {
  "heading 2": gettext("Subhead"),
  "heading 3": gettext("Smaller subhead"),
  paragraph: gettext("Paragraph"),
  "unordered list": gettext("Bulleted list"),
  "ordered list": gettext("Numbered list"),
  blockquote: gettext("Block quote"),
  bold: gettext("Bold"),
  italic: gettext("Italic"),
  subscript: gettext("Subscript"),
  superscript: gettext("Superscript"),
  "insert link": gettext("Insert a link"),
  "remove link": gettext("Remove the link"),
  undo: gettext("Undo"),
  redo: gettext("Redo"),
  "List properties": gettext("List properties"),
  "Insert table": gettext("Insert a table"),
  "Add column": gettext("Add a column"),
  "Delete column": gettext("Delete the column"),
  "Add row": gettext("Add a row"),
  "Delete row": gettext("Delete the row"),
  "Merge cells": gettext("Merge cells"),
  "Split cell": gettext("Split the cell"),
  "Toggle header cell": gettext("Header cell"),
  "Delete table": gettext("Delete the table"),
};
const OPTIONS = {
  heading2: TITLES["heading 2"],
  heading3: TITLES["heading 3"],
  paragraph: TITLES.paragraph,
};

function nameToolbar(toolbar) {
  toolbar.setAttribute("role", "toolbar");
  toolbar.setAttribute("aria-label", gettext("Formatting"));
  for (const button of toolbar.querySelectorAll("button[title]")) {
    button.title = TITLES[button.title] ?? button.title;
    button.setAttribute("aria-label", button.title);
  }
  for (const option of toolbar.querySelectorAll(".prose-menubar__option[data-name]")) {
    const name = OPTIONS[option.dataset.name];
    if (name) (option.firstElementChild ?? option).textContent = name;
  }
}

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const area = editor.view.dom;
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  area.setAttribute("aria-label", label?.textContent.replace(/:\s*$/, "") ?? gettext("Body"));
  area.setAttribute("spellcheck", "true");
  area.lang = document.documentElement.lang;
  label?.addEventListener("click", () => editor.commands.focus());
  // The editor takes a body of one photo, box or embed, which has no text, for an empty one.
  editor.on("update", () => {
    const html = editor.getHTML();
    if (textarea.value || !/^<(?:figure|aside)\b/.test(html)) return;
    textarea.value = html;
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  });
  // The toolbar is built when the editor has been created, a moment from now.
  editor.on("create", () => {
    const toolbar = area.parentElement.querySelector(".prose-menubar");
    if (toolbar) nameToolbar(toolbar);
    // It shows a copy of the current block's button; an empty transaction draws that anew, with its new name.
    editor.view.dispatch(editor.state.tr);
  });
});
