// The last line of a block quote: who said it. <blockquote>…<footer>Name, office</footer></blockquote>
import { Blockquote as PlainBlockquote, gettext, Node } from "django-prose-editor/editor";

export const Blockquote = PlainBlockquote.extend({ content: "block+ attribution?" });

export const Attribution = Node.create({
  name: "attribution",
  content: "inline*",
  defining: true,

  parseHTML() {
    return [{ tag: "footer", context: "blockquote/" }];
  },

  renderHTML() {
    return ["footer", 0];
  },

  addCommands() {
    return {
      addAttribution: () => ({ state, chain }) => {
        const { $from } = state.selection;
        for (let depth = $from.depth; depth > 0; depth -= 1) {
          const quote = $from.node(depth);
          if (quote.type.name !== "blockquote") continue;
          if (quote.lastChild.type.name === this.name) return false;
          const end = $from.end(depth);
          return chain().insertContentAt(end, { type: this.name }).setTextSelection(end + 1).focus().run();
        }
        return false;
      },
    };
  },

  addKeyboardShortcuts() {
    return {
      // Enter in the attribution leaves the quote.
      Enter: ({ editor }) => {
        const { $from } = editor.state.selection;
        if ($from.parent.type.name !== this.name) return false;
        const after = $from.after($from.depth - 1);
        return editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).focus().run();
      },
      // Backspace in an empty attribution removes it.
      Backspace: ({ editor }) => {
        const { $from, empty } = editor.state.selection;
        if (!empty || $from.parent.type.name !== this.name || $from.parent.content.size) return false;
        return editor.chain().deleteRange({ from: $from.before(), to: $from.after() }).focus().run();
      },
    };
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "attribution",
      groups: "nodes",
      priority: 90,
      button: buttons.material("person", gettext("Attribution of the quote")),
      hidden: (editor) => !editor.isActive("blockquote"),
      active: (editor) => editor.isActive("attribution"),
      command: (editor) => editor.chain().addAttribution().run(),
    });
  },
});
