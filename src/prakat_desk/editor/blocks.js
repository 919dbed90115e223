// What a body can say: the nodes and marks of our own dialect (src/prakat/item/body.py), as its HTML has them.
import { Schema } from "prosemirror-model";
import { tableNodes } from "prosemirror-tables";

const alignment = {
  default: null,
  getFromDOM: (cell) => ["right", "center"].find((each) => cell.classList.contains(each) || cell.align === each) || null,
  setDOMAttr: (value, attributes) => { if (value) attributes.class = value; },
};

const block = (tag, more = {}) => ({
  content: "inline*", group: "block", parseDOM: [{ tag }], toDOM: () => [tag, 0], ...more,
});

const list = (tag, parseDOM, attributes = {}) => ({
  content: "list_item+", group: "block", parseDOM, toDOM: () => [tag, attributes, 0],
});

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: block("p"),
    heading: {
      content: "inline*",
      group: "block",
      defining: true,
      attrs: { level: { default: 2 } },
      parseDOM: [1, 2, 3, 4, 5, 6].map((each) => (
        { tag: `h${each}`, attrs: { level: Math.min(Math.max(each, 2), 4) } })),
      toDOM: (node) => [`h${node.attrs.level}`, 0],
    },
    // Numbers are typed text: what an official paper calls "(1)" or "๒.๑" is never counted anew.
    numbered_list: list("ol", [{ tag: "ol" }], { class: "typed" }),
    bullet_list: list("ul", [{ tag: "ul" }]),
    list_item: { content: "paragraph block*", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
    blockquote: block("blockquote", { content: "block+", defining: true }),
    code_block: {
      content: "text*", group: "block", marks: "", code: true, defining: true,
      attrs: { language: { default: "" } },
      parseDOM: [{ tag: "pre", preserveWhitespace: "full", getAttrs: (pre) => (
        { language: (/language-(\S+)/.exec(pre.firstElementChild?.className ?? "") ?? ["", ""])[1] }) }],
      toDOM: (node) => ["pre", ["code", node.attrs.language ? { class: `language-${node.attrs.language}` } : {}, 0]],
    },
    ...tableNodes({ tableGroup: "block", cellContent: "paragraph+", cellAttributes: { align: alignment } }),
    image: {
      inline: true, group: "inline", draggable: true,
      attrs: { src: {}, alt: { default: "" } },
      parseDOM: [{ tag: "img[src]", getAttrs: (picture) => (
        { src: picture.getAttribute("src"), alt: picture.getAttribute("alt") || "" }) }],
      toDOM: (node) => ["img", { src: node.attrs.src, alt: node.attrs.alt }],
    },
    hard_break: { inline: true, group: "inline", selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
    text: { group: "inline" },
  },
  marks: {
    link: {
      attrs: { href: {} }, inclusive: false,
      parseDOM: [{ tag: "a[href]", getAttrs: (link) => ({ href: link.getAttribute("href") }) }],
      toDOM: (mark) => ["a", { href: mark.attrs.href }, 0],
    },
    strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
    em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
    code: { code: true, parseDOM: [{ tag: "code" }], toDOM: () => ["code", 0] },
  },
});
