// What a button or a key does to the text.
import { setBlockType, toggleMark, wrapIn, lift } from "prosemirror-commands";
import { InputRule, inputRules, wrappingInputRule } from "prosemirror-inputrules";
import { liftListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { TextSelection } from "prosemirror-state";
import { isInTable } from "prosemirror-tables";
import { findWrapping } from "prosemirror-transform";
import { schema } from "./blocks.js";

const { nodes, marks } = schema;
const NUMBER = /^(\(?(?:[0-9๐-๙]+\.)*)([0-9]+|[๐-๙]+)([.)]*)(\s+|$)/;

const around = (state, type) => {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type === type) return { node: $from.node(depth), at: $from.before(depth), depth };
  }
  return null;
};

export const isIn = (state, name) => Boolean(around(state, nodes[name]));

export const marked = (state, mark) => {
  const { from, to, empty, $from } = state.selection;
  return empty ? Boolean(mark.isInSet(state.storedMarks || $from.marks())) : state.doc.rangeHasMark(from, to, mark);
};

export const strong = toggleMark(marks.strong);
export const slanted = toggleMark(marks.em);
export const asBlock = (level) => (level ? setBlockType(nodes.heading, { level }) : setBlockType(nodes.paragraph));

const thai = (text) => text.replace(/[0-9]/g, (digit) => "๐๑๒๓๔๕๖๗๘๙"[digit]);
const arabic = (text) => text.replace(/[๐-๙]/g, (digit) => "๐๑๒๓๔๕๖๗๘๙".indexOf(digit));

function numberAfter(text) {
  const found = NUMBER.exec(text);
  if (!found) return "";
  const next = String(Number(arabic(found[2])) + 1);
  return `${found[1]}${/[๐-๙]/.test(found[2]) ? thai(next) : next}${found[3]} `;
}

/** Every entry of the list that has no number gets the one after the entry before it. */
function numbered(tr, at) {
  let last = "";
  let place = at + 1;
  tr.doc.nodeAt(at).forEach((entry) => {
    const text = entry.firstChild.textContent;
    const isNumbered = NUMBER.test(text);
    const number = isNumbered ? "" : numberAfter(last) || "1. ";
    if (number) tr.insertText(number, place + 2);
    last = isNumbered ? text : number;
    place += entry.nodeSize + number.length;
  });
  return tr;
}

const wrapped = (type) => (state, dispatch) => {
  const before = around(state, nodes.list_item);
  const list = before && state.doc.resolve(before.at).parent;
  if (list && list.type === nodes[type]) return liftListItem(nodes.list_item)(state, dispatch);
  if (isInTable(state)) return false;
  return wrapInList(nodes[type])(state, dispatch && ((tr) => {
    const made = around({ selection: tr.selection }, nodes[type]);
    dispatch(made && type === "numbered_list" ? numbered(tr, made.at) : tr);
  }));
};

export const bullets = wrapped("bullet_list");
export const numbers = wrapped("numbered_list");

export const quoted = (state, dispatch) => (
  isInTable(state) ? false : (isIn(state, "blockquote") ? lift : wrapIn(nodes.blockquote))(state, dispatch));

/** Enter in a list: the next entry with the next number; from an entry without words, out of the list. */
export function nextEntry(state, dispatch) {
  const entry = around(state, nodes.list_item);
  if (!entry || isInTable(state)) return false;
  const isCounted = state.doc.resolve(entry.at).parent.type === nodes.numbered_list;
  if (!isCounted) return splitListItem(nodes.list_item)(state, dispatch);
  const text = state.selection.$from.parent.textContent;
  const number = NUMBER.exec(text);
  if (number && number[0].length === text.length && entry.node.childCount === 1) {
    const start = state.selection.$from.start();
    const bare = state.apply(state.tr.delete(start, start + text.length));
    return liftListItem(nodes.list_item)(bare, dispatch && ((tr) => {
      const whole = state.tr.delete(start, start + text.length);
      tr.steps.forEach((step) => whole.step(step));
      dispatch(whole.scrollIntoView());
    }));
  }
  return splitListItem(nodes.list_item)(state, dispatch && ((tr) => {
    const next = numberAfter(entry.node.firstChild.textContent);
    dispatch(next ? tr.insertText(next) : tr);
  }));
}

export const broken = (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
};

export function newTable(rows, columns) {
  return (state, dispatch) => {
    if (isInTable(state)) return false;
    const cells = (type) => Array.from({ length: columns }, () => type.createAndFill());
    const body = Array.from({ length: rows }, (_, row) => (
      nodes.table_row.create(null, cells(row ? nodes.table_cell : nodes.table_header))));
    const tr = state.tr.replaceSelectionWith(nodes.table.create(null, body));
    let place = null;
    tr.doc.nodesBetween(tr.mapping.map(state.selection.from, -1), tr.doc.content.size, (node, at) => {
      if (place === null && node.type === nodes.table_header) place = at + 2;
    });
    if (place !== null) tr.setSelection(TextSelection.create(tr.doc, place));
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

export const picture = (src, alt) => (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.image.create({ src, alt })).scrollIntoView());
  return true;
};

/** Of what is marked, or of the link that the cursor stands in; without either, the address itself is typed. */
export const linked = (href) => (state, dispatch) => {
  const { from, to, empty } = linkRange(state);
  const tr = state.tr;
  if (!href) tr.removeMark(from, to, marks.link);
  else if (empty) tr.replaceSelectionWith(schema.text(href, [marks.link.create({ href })]), false);
  else tr.removeMark(from, to, marks.link).addMark(from, to, marks.link.create({ href }));
  dispatch?.(tr.scrollIntoView());
  return true;
};

export function linkAt(state) {
  const { from, to } = linkRange(state);
  let href = "";
  state.doc.nodesBetween(from, to, (node) => {
    href = href || (marks.link.isInSet(node.marks)?.attrs.href ?? "");
  });
  return href;
}

function linkRange(state) {
  const { from, to, empty, $from } = state.selection;
  if (!empty) return { from, to, empty };
  const index = $from.index();
  const has = (child) => child && marks.link.isInSet(child.marks);
  const { parent } = $from;
  let first = index;
  if (!has(parent.maybeChild(first)) && first > 0 && $from.textOffset === 0) first -= 1;
  const mark = has(parent.maybeChild(first));
  if (!mark) return { from, to, empty };
  let last = first;
  while (first > 0 && mark.isInSet(parent.child(first - 1).marks)) first -= 1;
  while (last + 1 < parent.childCount && mark.isInSet(parent.child(last + 1).marks)) last += 1;
  let start = $from.start();
  for (let each = 0; each < first; each += 1) start += parent.child(each).nodeSize;
  let end = start;
  for (let each = first; each <= last; each += 1) end += parent.child(each).nodeSize;
  return { from: start, to: end, empty: false };
}

/** A typed number stays where it was typed; only the list around it is made. */
const typedNumber = new InputRule(/^\(?(?:[0-9๐-๙]+\.)*[0-9๐-๙]+[.)]\s$/, (state, match, start, end) => {
  const $start = state.doc.resolve(start);
  if ($start.parent.type !== nodes.paragraph || isIn(state, "list_item") || isInTable(state)) return null;
  const tr = state.tr.insertText(" ", end);
  const range = tr.doc.resolve(start).blockRange();
  const wrapping = range && findWrapping(range, nodes.numbered_list);
  return wrapping ? tr.wrap(range, wrapping) : null;
});

export const rules = inputRules({ rules: [wrappingInputRule(/^\s*[-•]\s$/, nodes.bullet_list), typedNumber] });
