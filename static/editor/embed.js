// A post or video of another host, stored as its address: <figure data-embed="https://…"></figure>. The providers and the
// forms of their addresses are those of articles/embeds.py, which also brings each to its one stored form on saving.
import { crel, Extension, gettext, Node, Plugin } from "django-prose-editor/editor";
import { openDialog } from "newsroom/picker";

/** The provider's name for an address that the body can carry as an embed, or null. `providers`: [[name, hosts, patterns]]. */
export function recognise(address, providers) {
  if (!/^https?:\/\/[^\s/?#@]+([/?#]\S*)?$/i.test(address) || !URL.canParse(address)) return null;
  const { hostname, port, pathname, searchParams } = new URL(address);
  const host = hostname.replace(/^www\./, "");
  let path = pathname.replace(/\/+$/, "");
  if (path === "/watch") path += `?v=${searchParams.get("v") ?? ""}`;
  const found = providers.find(
    ([, hosts, patterns]) => hosts.includes(host) && patterns.some((pattern) => new RegExp(`^(?:${pattern})$`).test(path)),
  );
  return found && !port ? found[0] : null;
}

function ask(providers) {
  return new Promise((resolve) => {
    const address = crel("input", { type: "url", className: "desk-picker__text", "aria-label": gettext("Address"), placeholder: "https://" });
    const refusal = crel("p", { className: "desk-picker__status", role: "status" });
    const insert = crel("button", { type: "submit", className: "desk-picker__submit", textContent: gettext("Insert") });
    const form = crel("form", { id: "embed-form", noValidate: true }, [address, refusal]);
    insert.setAttribute("form", form.id);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (recognise(address.value.trim(), providers)) {
        dialog.close();
        resolve(address.value.trim());
      } else {
        refusal.textContent = gettext("This is not the address of a post or video on YouTube, X, Instagram or TikTok.");
      }
    });
    const dialog = openDialog(gettext("Insert a post or video"), [form], { buttons: [insert], closed: () => resolve(null) });
    address.focus();
  });
}

function isOnEmptyLine({ $from, empty }) {
  return empty && $from.depth === 1 && $from.parent.type.name === "paragraph" && $from.parent.content.size === 0;
}

export const Embed = Node.create({
  name: "embed",
  group: "block",
  atom: true,
  draggable: true,

  addOptions() {
    return { providers: [] };
  },

  addAttributes() {
    return {
      address: {
        default: null,
        parseHTML: (element) => element.getAttribute("data-embed"),
        renderHTML: ({ address }) => ({ "data-embed": address }),
      },
    };
  },

  parseHTML() {
    return [{
      tag: "figure[data-embed]",
      getAttrs: (element) => recognise(element.getAttribute("data-embed"), this.options.providers) !== null && null,
    }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["figure", HTMLAttributes];
  },

  addNodeView() {
    return ({ node: { attrs: { address } } }) => ({
      dom: crel("figure", { className: "embed-card" }, [
        crel("strong", { textContent: recognise(address, this.options.providers) ?? "" }),
        crel("span", { textContent: address.replace(/^https?:\/\/(www\.)?/i, "") }),
      ]),
    });
  },

  addCommands() {
    return {
      insertEmbed: (address) => ({ state, chain }) => {
        const { $to } = state.selection;
        const isLast = $to.depth === 0 || $to.index(0) === state.doc.childCount - 1;
        const card = { type: this.name, attrs: { address } };
        // Below the last card there is a line to go on writing.
        return chain().insertContent(isLast ? [card, { type: "paragraph" }] : card).run();
      },
    };
  },

  addExtensions() {
    const { providers } = this.options;
    return [
      Extension.create({
        name: "embedPaste",
        priority: 1100, // before the link's own handling of an address
        addProseMirrorPlugins() {
          const handlePaste = (view, event) => {
            const address = event.clipboardData?.getData("text/plain").trim() ?? "";
            if (!isOnEmptyLine(view.state.selection) || !recognise(address, providers)) return false;
            return this.editor.commands.insertEmbed(address);
          };
          return [new Plugin({ props: { handlePaste } })];
        },
      }),
    ];
  },

  addMenuItems({ menu, buttons }) {
    const { providers } = this.options;
    menu.defineItem({
      name: "embed",
      groups: "newsroom",
      button: buttons.material("smart_display", gettext("Insert a post or video")),
      command: async (editor) => {
        const address = await ask(providers);
        if (address) editor.chain().focus().insertEmbed(address).run();
      },
    });
  },
});
