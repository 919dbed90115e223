// Buttons in words over the text, as WAI-ARIA's toolbar pattern has it: one stop by Tab, arrows between buttons.
import { redo, undo } from "prosemirror-history";
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, isInTable } from "prosemirror-tables";
import { schema } from "./blocks.js";
import * as does from "./commands.js";
import { ask } from "./dialogs.js";

const LEVELS = [0, 2, 3, 4];

function buttons(words, pictures) {
  const { marks } = schema;
  return [
    { name: "row", run: addRowAfter, ofTable: true },
    { name: "column", run: addColumnAfter, ofTable: true },
    { name: "row-gone", run: deleteRow, ofTable: true },
    { name: "column-gone", run: deleteColumn, ofTable: true },
    { name: "table-gone", run: deleteTable, ofTable: true },
    { name: "strong", run: does.strong, key: "Ctrl+B", isOn: (state) => does.marked(state, marks.strong) },
    { name: "slanted", run: does.slanted, key: "Ctrl+I", isOn: (state) => does.marked(state, marks.em) },
    { name: "link", key: "Ctrl+K", act: (view) => askLink(view, words), isOn: (state) => Boolean(does.linkAt(state)) },
    { name: "bullets", run: does.bullets, isOn: (state) => does.isIn(state, "bullet_list") },
    { name: "numbers", run: does.numbers, isOn: (state) => does.isIn(state, "numbered_list") },
    { name: "quote", run: does.quoted, isOn: (state) => does.isIn(state, "blockquote") },
    { name: "table", run: does.newTable(3, 2) },
    { name: "picture", act: (view) => askPicture(view, words, pictures()) },
    { name: "undo", run: undo, key: "Ctrl+Z" },
    { name: "redo", run: redo, key: "Ctrl+Y" },
  ];
}

export async function askLink(view, words) {
  const now = does.linkAt(view.state);
  const given = await ask(words, words.link, [{ name: "href", label: words["link-to"], value: now || "https://" }],
    now && words["link-gone"]);
  view.focus();
  if (given) does.linked(given.pressed === "extra" ? "" : given.href.trim())(view.state, view.dispatch);
}

async function askPicture(view, words, files) {
  const questions = files.length
    ? [{ name: "src", label: words["picture-which"], options: files }, { name: "alt", label: words["picture-says"] }]
    : [];
  const given = await ask(words, files.length ? words.picture : words["picture-none"], questions);
  view.focus();
  if (given) does.picture(given.src, given.alt.trim())(view.state, view.dispatch);
}

export class Toolbar {
  constructor(words, pictures, label) {
    this.dom = document.createElement("div");
    this.dom.className = "toolbar";
    this.dom.setAttribute("role", "toolbar");
    this.dom.setAttribute("aria-label", label);
    this.dom.setAttribute("aria-controls", "body");
    this.level = document.createElement("select");
    this.level.setAttribute("aria-label", words.level);
    for (const each of LEVELS) this.level.add(new Option(words[`level-${each}`], each));
    this.buttons = buttons(words, pictures).map((each) => ({ ...each, dom: this.button(each, words) }));
    this.dom.append(this.level, ...this.buttons.map((each) => each.dom));
    this.stops = [this.level, ...this.buttons.map((each) => each.dom)];
    this.stops.forEach((stop, index) => { stop.tabIndex = index ? -1 : 0; });
    this.dom.addEventListener("keydown", (event) => this.walk(event));
    this.dom.addEventListener("focusin", (event) => {
      for (const stop of this.stops) stop.tabIndex = stop === event.target ? 0 : -1;
    });
  }

  button({ name, key, ofTable }, words) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "tool";
    made.dataset.tool = name;
    made.textContent = words[`do-${name}`];
    made.title = key ? `${words[name]} (${key})` : words[name];
    if (key) made.setAttribute("aria-keyshortcuts", key.replace("Ctrl", "Control"));
    made.hidden = Boolean(ofTable);
    return made;
  }

  of(view) {
    for (const each of this.buttons) {
      each.dom.addEventListener("mousedown", (event) => event.preventDefault());  // the text keeps its selection
      each.dom.addEventListener("click", () => {
        if (each.act) return each.act(view);
        each.run(view.state, view.dispatch, view);
        return view.focus();
      });
    }
    this.level.addEventListener("change", () => {
      does.asBlock(Number(this.level.value))(view.state, view.dispatch);
      view.focus();
    });
    this.update(view);
    return this;
  }

  update({ state }) {
    const inTable = isInTable(state);
    for (const each of this.buttons) {
      if (each.ofTable) each.dom.hidden = !inTable;
      else if (each.run) each.dom.setAttribute("aria-disabled", String(!each.run(state)));
      if (each.isOn) each.dom.setAttribute("aria-pressed", String(each.isOn(state)));
    }
    const { parent } = state.selection.$from;
    this.level.value = parent.type === schema.nodes.heading ? parent.attrs.level : 0;
    if (!this.stops.some((stop) => !stop.hidden && stop.tabIndex === 0)) this.level.tabIndex = 0;
  }

  walk(event) {
    const seen = this.stops.filter((stop) => !stop.hidden);
    const at = seen.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    seen.at(to % seen.length).focus();
  }
}
