// The link and its dialog: an address that is typed, or that of a published story found by searching. Ctrl+K opens it.
import { crel, gettext, Link as PlainLink } from "django-prose-editor/editor";
import { openDialog, searchPanel } from "newsroom/picker";

/** What was typed as the browser would have to read it: a bare host gets its scheme, a mailbox its own. */
function asAddress(typed) {
  if (!typed || /^([a-z][a-z0-9+.-]*:|[/#?])/i.test(typed)) return typed;
  return /^[^\s/@]+@[^\s/@]+$/.test(typed) ? `mailto:${typed}` : `https://${typed}`;
}

/** Ask for an address; resolves to {address, title}, the title of the story that was chosen, or to null. */
function ask(source, current) {
  return new Promise((resolve) => {
    let story = null;
    const address = crel("input", { type: "text", inputMode: "url", className: "desk-picker__text", id: "link-address", value: current, autocomplete: "off" });
    const submit = crel("button", { type: "submit", className: "desk-picker__submit", textContent: gettext("Set the link") });
    const form = crel("form", { id: "link-form", noValidate: true }, [
      crel("label", { htmlFor: address.id, textContent: gettext("Address") }), address,
    ]);
    const panel = searchPanel(source, (chosen) => {
      story = chosen;
      address.value = chosen.address;
      submit.focus();
    });
    panel.search.setAttribute("aria-label", gettext("Search published stories"));
    panel.search.placeholder = gettext("Search published stories");
    submit.setAttribute("form", form.id);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const typed = asAddress(address.value.trim());
      dialog.close();
      resolve({ address: typed, title: story?.address === typed ? story.title : typed });
    });
    const dialog = openDialog(gettext("Link"), [form, ...panel.parts], { buttons: [submit], closed: () => resolve(null) });
    address.focus();
    panel.show();
  });
}

export const Link = PlainLink.extend({
  addOptions() {
    return { ...this.parent?.(), source: "" };
  },

  addCommands() {
    return {
      ...this.parent?.(),
      addLink: () => ({ editor }) => {
        const current = editor.getAttributes(this.name).href ?? "";
        ask(this.options.source, current).then((answer) => {
          if (!answer) return;
          const { address, title } = answer;
          const chain = editor.chain().focus();
          if (current) chain.extendMarkRange(this.name);
          if (!address) chain.unsetLink();
          else if (current) chain.updateAttributes(this.name, { href: address });
          else if (!editor.state.selection.empty) chain.setLink({ href: address });
          // Nothing was selected: the story's headline, or the address, is what one reads.
          else chain.insertContent({ type: "text", text: title, marks: [{ type: this.name, attrs: { href: address } }] });
          chain.run();
        });
        return true;
      },
    };
  },

  addMenuItems({ menu, buttons }) {
    this.parent?.({ menu, buttons });
    menu.defineItem({
      name: "link",
      groups: "link",
      button: buttons.material("insert_link", "insert link"),
      active: (editor) => editor.isActive(this.name),
      command: (editor) => editor.chain().addLink().run(),
    });
  },
});
