// A photo of the library inside the body, stored as its number and a caption for this use:
// <figure data-photo="12" data-alt="…"><figcaption>…</figcaption></figure>. Without them the page prints the photo's own.
import { crel, gettext, Node } from "django-prose-editor/editor";
import { uploadPanel } from "newsroom/photo-upload";
import { fetchOne, pick } from "newsroom/picker";

const NUMBER = /^[1-9]\d*$/;
const LONGEST_ALT = 300; // characters, as articles/body.py has it

export const InlinePhoto = Node.create({
  name: "inlinePhoto",
  group: "block",
  content: "inline*",
  draggable: true,
  isolating: true,

  addOptions() {
    return { source: "", upload: "" };
  },

  addAttributes() {
    return {
      photo: {
        default: null,
        parseHTML: (element) => element.getAttribute("data-photo"),
        renderHTML: ({ photo }) => ({ "data-photo": photo }),
      },
      alt: {
        default: null,
        parseHTML: (element) => element.getAttribute("data-alt"),
        renderHTML: ({ alt }) => (alt ? { "data-alt": alt } : {}),
      },
    };
  },

  parseHTML() {
    return [{
      tag: "figure[data-photo]",
      getAttrs: (element) => NUMBER.test(element.getAttribute("data-photo")) && null,
      contentElement: (element) => element.querySelector("figcaption") ?? document.createElement("figcaption"),
    }];
  },

  renderHTML({ node, HTMLAttributes }) {
    return node.content.size ? ["figure", HTMLAttributes, ["figcaption", 0]] : ["figure", HTMLAttributes];
  },

  addNodeView() {
    return ({ node, editor, getPos }) => {
      const image = crel("img", { alt: "", draggable: true });
      const credit = crel("small", { className: "inline-photo__credit" });
      const caption = crel("figcaption", { "data-placeholder": gettext("Caption here; left empty, the photo's own is printed") });
      const alt = crel("input", { type: "text", maxLength: LONGEST_ALT, placeholder: gettext("Alternative text here; left empty, the photo's own is used") });
      const altLabel = crel("label", { className: "inline-photo__alt" }, [crel("span", { textContent: gettext("Alternative text here") }), alt]);
      alt.addEventListener("change", () => {
        editor.view.dispatch(editor.state.tr.setNodeAttribute(getPos(), "alt", alt.value.trim() || null));
      });
      const picture = crel("div", { className: "inline-photo__picture" }, [image, credit, altLabel]);
      picture.contentEditable = "false";
      const dom = crel("figure", { className: "inline-photo" }, [picture, caption]);
      let shown = null;

      const show = async ({ photo }) => {
        if (photo === shown) return;
        shown = photo;
        const facts = await fetchOne(this.options.source, photo);
        if (photo !== shown) return;
        image.src = facts?.thumbnail ?? "";
        image.hidden = !facts;
        credit.textContent = facts ? `${facts.title} ${facts.detail}` : gettext("This photo is no longer in the library.");
        caption.dataset.placeholder = facts?.caption || caption.dataset.placeholder;
      };
      const showAlt = ({ alt: text }) => { if (document.activeElement !== alt) alt.value = text ?? ""; };
      const mark = ({ content }) => caption.classList.toggle("is-empty", content.size === 0);

      show(node.attrs);
      showAlt(node.attrs);
      mark(node);
      return {
        dom,
        contentDOM: caption,
        // The editor reads what is typed into the caption; the picture and all attributes are this view's own.
        stopEvent: (event) => altLabel.contains(event.target),
        ignoreMutation: ({ type, target }) => type === "attributes" || (type !== "selection" && !caption.contains(target)),
        update(changed) {
          if (changed.type !== node.type) return false;
          show(changed.attrs);
          showAlt(changed.attrs);
          mark(changed);
          return true;
        },
      };
    };
  },

  addKeyboardShortcuts() {
    return {
      // Enter in a caption goes on below the photo.
      Enter: ({ editor }) => {
        const { $from } = editor.state.selection;
        if ($from.parent.type.name !== this.name) return false;
        const after = $from.after();
        return editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).focus().run();
      },
    };
  },

  addMenuItems({ menu, buttons }) {
    const { source, upload } = this.options;
    const beside = (choose) => (upload ? [uploadPanel(upload, choose)] : []);
    menu.defineItem({
      name: "inlinePhoto",
      groups: "newsroom",
      button: buttons.material("add_photo_alternate", gettext("Insert a photo from the library")),
      command: async (view) => {
        const photo = await pick(source, gettext("Insert a photo from the library"), beside);
        if (photo) view.chain().focus().insertContent({ type: "inlinePhoto", attrs: { photo: String(photo.id) } }).run();
      },
    });
  },
});
