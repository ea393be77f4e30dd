// A “Baca juga” box inside the body, stored as the number of a published story: <aside data-article="34"></aside>
import { crel, gettext, Node } from "django-prose-editor/editor";
import { fetchOne, pick } from "newsroom/picker";

const NUMBER = /^[1-9]\d*$/;

export const RelatedStory = Node.create({
  name: "relatedStory",
  group: "block",
  atom: true,
  draggable: true,

  addOptions() {
    return { source: "" };
  },

  addAttributes() {
    return {
      article: {
        default: null,
        parseHTML: (element) => element.getAttribute("data-article"),
        renderHTML: ({ article }) => ({ "data-article": article }),
      },
    };
  },

  parseHTML() {
    return [{
      tag: "aside[data-article]",
      getAttrs: (element) => NUMBER.test(element.getAttribute("data-article")) && null,
    }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["aside", HTMLAttributes];
  },

  addNodeView() {
    return ({ node }) => {
      const headline = crel("span", { textContent: `#${node.attrs.article}` });
      const dom = crel("aside", { className: "related-story" }, [
        crel("strong", { textContent: gettext("Read also") }), " ", headline,
      ]);
      fetchOne(this.options.source, node.attrs.article).then((story) => {
        headline.textContent = story ? story.title : gettext("Not published: readers see nothing here.");
      });
      return { dom };
    };
  },

  addMenuItems({ menu, buttons }) {
    const { source } = this.options;
    menu.defineItem({
      name: "relatedStory",
      groups: "newsroom",
      button: buttons.material("post_add", gettext("Insert a “Baca juga” box")),
      command: async (view) => {
        const story = await pick(source, gettext("Insert a “Baca juga” box"));
        if (story) view.chain().focus().insertContent({ type: "relatedStory", attrs: { article: String(story.id) } }).run();
      },
    });
  },
});
