// The body of an item, written as it will look. A page gives it (templates/face.html draws it):
// [data-editor] with data-paste, data-body, data-pictures (addresses below the draft's own), in it
// label#body-label, textarea#body[name=body], template[data-html] (the body's HTML; without it there is only the text
// area), button[data-switch]. It works on HTML and makes no text: at each keeping the form's entry `body.html` says
// what was changed, and the server answers with the text. A body that nobody touched sends no `body.html`.
import { baseKeymap } from "prosemirror-commands";
import { closeHistory, history, redo, undo } from "prosemirror-history";
import { undoInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { DOMParser, DOMSerializer } from "prosemirror-model";
import { liftListItem, sinkListItem } from "prosemirror-schema-list";
import { EditorState } from "prosemirror-state";
import { goToNextCell, tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import { schema } from "./blocks.js";
import * as does from "./commands.js";
import { plainAsPage, pasted } from "./paste.js";
import { askLink, Toolbar } from "./toolbar.js";

const elsewhere = document.implementation.createHTMLDocument("");  // where no picture is fetched
// LINE copies lines as one run of text, whose looks alone say that it has lines; its plain text has them.
const BLOCK = /<(?:p|div|br|li|tr|td|pre|h[1-6])\b/i;
const parser = DOMParser.fromSchema(schema);

function read(html) {
  const holder = elsewhere.createElement("div");
  holder.innerHTML = html;
  return parser.parse(holder);
}

function written(doc) {
  const holder = elsewhere.createElement("div");
  DOMSerializer.fromSchema(schema).serializeFragment(doc.content, { document: elsewhere }, holder);
  for (const only of holder.querySelectorAll("li > p:first-child, :is(td, th) > p:only-child")) {
    only.replaceWith(...only.childNodes);  // as the server writes them: a list without gaps
  }
  return holder.innerHTML;
}

class BodyEditor {
  constructor(root, words) {
    this.root = root;
    this.words = words;
    this.area = root.querySelector("textarea[name=body]");
    this.form = this.area.form;
    this.switch = root.querySelector("[data-switch]");
    this.isChanged = false;
    this.status = document.createElement("p");
    this.status.className = "hint";
    this.status.setAttribute("role", "status");
    this.area.after(this.status);
    this.form.addEventListener("formdata", (event) => {
      if (this.view && this.isChanged) event.formData.set("body.html", written(this.view.state.doc));
    });
    this.form.addEventListener("desk:body", (event) => this.put(event.detail));
    this.form.addEventListener("desk:picture", (event) => this.take(event));
    this.form.addEventListener("desk:text", (event) => { if (this.view) this.area.value = event.detail; });
    this.switch.addEventListener("click", () => (this.view ? this.toText() : this.toLooks()));
    root.querySelector("#body-label").addEventListener("click", () => this.view?.focus());
    this.show(root.querySelector("template[data-html]").innerHTML);
  }

  show(html) {
    this.isChanged = false;
    this.place = document.createElement("div");
    this.place.className = "editor";
    this.area.after(this.place);
    this.toolbar = new Toolbar(this.words, () => this.pictures(), this.words.toolbar);
    this.area.hidden = true;
    this.area.id = "body-text";
    this.view = new EditorView({ mount: this.place }, {
      state: EditorState.create({ doc: read(html), plugins: this.plugins() }),
      attributes: {
        id: "body", role: "textbox", "aria-multiline": "true", "aria-labelledby": "body-label", class: "text",
        "aria-describedby": this.area.getAttribute("aria-describedby") || "",
      },
      dispatchTransaction: (tr) => this.changed(tr),
      // Before ProseMirror reads a page from elsewhere: the server alone does.
      handleDOMEvents: { paste: (view, event) => this.paste(event), drop: (view, event) => this.dropped(event) },
      nodeViews: { image: (node) => ({ dom: this.picture(node) }) },
    });
    this.place.before(this.toolbar.of(this.view).dom);
    this.switch.textContent = this.words["to-text"];
  }

  plugins() {
    const item = schema.nodes.list_item;
    return [
      does.rules,
      keymap({
        "Mod-b": does.strong, "Mod-i": does.slanted, "Mod-z": undo, "Mod-y": redo, "Shift-Mod-z": redo,
        "Mod-k": (state, dispatch, view) => { askLink(view, this.words); return true; },
        "Shift-Enter": does.broken, "Mod-]": sinkListItem(item), "Mod-[": liftListItem(item),
        Enter: does.nextEntry, Backspace: undoInputRule, Tab: goToNextCell(1), "Shift-Tab": goToNextCell(-1),
        "Alt-F10": () => { this.toolbar.stops.find((stop) => stop.tabIndex === 0).focus(); return true; },
      }),
      keymap(baseKeymap),
      history(),
      tableEditing(),
    ];
  }

  changed(tr) {
    this.view.updateState(this.view.state.apply(tr));
    this.toolbar.update(this.view);
    if (!tr.docChanged) return;
    this.isChanged = true;
    this.place.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Takes up what was typed before the page was loaded anew. */
  put(html) {
    if (!this.view) return;
    const { state } = this.view;
    this.view.dispatch(state.tr.replaceWith(0, state.doc.content.size, read(html).content));
  }

  /** A picture that came among the files stands at the end of the text, as it does without script. */
  take(event) {
    if (!this.view) return;
    event.preventDefault();
    const { image, paragraph } = schema.nodes;
    const shown = image.create({ src: event.detail.picture, alt: event.detail.title });
    this.view.dispatch(this.view.state.tr.insert(this.view.state.doc.content.size, paragraph.create(null, shown)));
  }

  picture(node) {
    const shown = document.createElement("img");
    shown.src = this.root.dataset.pictures + encodeURIComponent(node.attrs.src);
    shown.alt = node.attrs.alt;
    return shown;
  }

  pictures() {
    return [...document.querySelectorAll("[data-files] [data-picture]")].map((each) => (
      [each.dataset.picture, each.dataset.title || each.dataset.picture]));
  }

  paste(event) {
    const given = event.clipboardData;
    if (!given) return false;
    const html = given.getData("text/html");
    const plain = given.getData("text/plain");
    if (html.includes("data-pm-slice")) return false;
    event.preventDefault();
    if (!html && !plain && given.files.length) return this.hand(given.files);
    if (!html || (!BLOCK.test(html) && plain.includes("\n"))) {
      this.insert(plainAsPage(plain));
      return true;
    }
    this.convert(html, plain);
    return true;
  }

  /** The server alone decides what a page from elsewhere says; meanwhile the text stays as it is. */
  async convert(html, plain) {
    this.status.textContent = this.words.pasting;
    const { html: made, told } = await this.form.alone(async () => {
      const found = await pasted(this.root.dataset.paste, html);
      this.form.state(found.changed);
      return found;
    });
    this.insert(made ?? plainAsPage(plain));
    this.status.textContent = told || (made === null ? this.words["paste-plain"] : "");
  }

  insert(html) {
    this.view.dispatch(closeHistory(this.view.state.tr));  // undone alone
    this.view.pasteHTML(html);
  }

  dropped(event) {
    if (!event.dataTransfer?.files.length) return false;
    event.preventDefault();
    return this.hand(event.dataTransfer.files);
  }

  hand(files) {
    document.dispatchEvent(new CustomEvent("desk:files", { detail: [...files] }));
    return true;
  }

  async toText() {
    if (!(await this.form.keep())) return this.say(this.words["not-now"]);
    this.view.destroy();
    this.view = null;
    this.toolbar.dom.remove();
    this.place.remove();
    this.area.id = "body";
    this.area.hidden = false;
    this.switch.textContent = this.words["to-looks"];
    return this.area.focus();
  }

  async toLooks() {
    const answer = (await this.form.keep()) && await fetch(this.root.dataset.body).catch(() => null);
    if (!answer?.ok) return this.say(this.words["not-now"]);
    const { html, refused } = await answer.json();
    if (refused) return this.say(refused);
    this.say("");
    this.show(html);
    return this.view.focus();
  }

  say(text) { this.status.textContent = text; }
}

const root = document.querySelector("[data-editor]");
const words = document.querySelector("[data-words]");
if (root?.querySelector("template[data-html]") && words) new BodyEditor(root, JSON.parse(words.dataset.words));
