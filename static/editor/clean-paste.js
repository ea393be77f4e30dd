// What comes from Word and web pages, made into what the body knows before the editor reads it.
import { Extension, Plugin } from "django-prose-editor/editor";

const LEVEL = /mso-list:[^;]*level(\d)/i;
const STYLE_SHEETS = /<style\b[\s\S]*?<\/style\s*>|<base\b[^>]*>/gi;
const NUMBERED = /^\s*(?:\d+|[a-z]|[ivx]+)[.)]/i;
// Headings of a page stand one step lower in a story: its h1 is the headline.
const HEADINGS = { H1: "h2", H4: "h3", H5: "h3", H6: "h3" };

function isListParagraph(element) {
  return element?.nodeName === "P" && LEVEL.test(element.getAttribute("style") ?? "");
}

/** Word writes a list as paragraphs that carry their bullet as text; put them into real lists, of one level. */
function joinWordLists(root) {
  for (const first of root.querySelectorAll("p[style*='mso-list' i]")) {
    if (!isListParagraph(first) || !first.isConnected) continue;
    const marker = first.querySelector("[style*='mso-list' i]");
    const list = document.createElement(NUMBERED.test(marker?.textContent ?? first.textContent) ? "ol" : "ul");
    first.before(list);
    for (let paragraph = first; isListParagraph(paragraph); ) {
      const next = paragraph.nextElementSibling;
      for (const bullet of paragraph.querySelectorAll("[style*='mso-list' i]")) bullet.remove();
      const item = document.createElement("li");
      const text = document.createElement("p");
      text.append(...paragraph.childNodes);
      item.append(text);
      list.append(item);
      paragraph.remove();
      paragraph = next;
    }
  }
}

function lowerHeadings(root) {
  for (const heading of root.querySelectorAll(Object.keys(HEADINGS).join(","))) {
    const lower = document.createElement(HEADINGS[heading.nodeName]);
    lower.append(...heading.childNodes);
    heading.replaceWith(lower);
  }
}

export function clean(html) {
  // Style sheets and base addresses go before the browser reads them, or it would complain that the policy forbids them.
  const page = new DOMParser().parseFromString(html.replace(STYLE_SHEETS, ""), "text/html");
  // Office's own elements (o:p) hold empty lines only.
  for (const element of page.querySelectorAll("script, meta, link, title, xml, o\\:p")) element.remove();
  joinWordLists(page.body);
  lowerHeadings(page.body);
  return page.body.innerHTML;
}

export const CleanPaste = Extension.create({
  name: "cleanPaste",

  addProseMirrorPlugins() {
    return [new Plugin({ props: { transformPastedHTML: clean } })];
  },
});
