// How two spellings compare, and which part of a text answers a query. shown() and folded() are the same rules as
// in src/prakat/search/folding.py. A term is {text}, or a day: {text, day, words}, found by the day however a page writes
// it, or where all its words stand.

import { datesIn } from "./dates.js";

const NEVER_SHOWN =
  /[\0-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffe\uffff]|\p{Surrogate}/gu;
// What never begins a piece: vowels and tones above or below a letter, and the second half of a character.
const COMBINING = /[\p{Mn}\udc00-\udfff]/u;
const CONTEXT = 60;
const LONGEST_EXCERPT = 180;

export function shown(text) {
  return text
    .replace(NEVER_SHOWN, "")
    .trim()
    .replace(/\s+/g, " ")
    .replaceAll("เเ", "แ")
    .replace(/([\u0e48-\u0e4b]*)\u0e4d([\u0e48-\u0e4b]*)\u0e32/g, "$1$2\u0e33")
    .replace(/[\u0e31\u0e34-\u0e3a\u0e48-\u0e4b]{2,}/g, vowelsFirst)
    .normalize("NFC");
}

function vowelsFirst(marks) {
  return [...marks].sort((one, other) => (one >= "\u0e48") - (other >= "\u0e48")).join("");
}

// As long as the text, so that a place in one is the same place in the other.
export function folded(text) {
  return text
    .replaceAll("İ", "I")
    .toLowerCase()
    .replace(/[๐-๙]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0x0e50 + 0x30))
    .replace(/[\u{10000}-\u{10ffff}]/gu, "  ");
}

export function termsOf(query) {
  const plain = folded(shown(query));
  const dates = datesIn(plain).filter(({ runs }) => runs.length === 1);
  let rest = plain;
  for (const { from, to } of dates) rest = rest.slice(0, from) + " ".repeat(to - from) + rest.slice(to);
  const days = dates.map(({ from, to, runs }) => ({ text: plain.slice(from, to), day: runs[0] }));
  const others = dates.length ? wordsOf(rest).filter((word) => !/^(ณ|ลง)?วันที่$/.test(word)) : wordsOf(rest);
  return [...others.map((text) => ({ text })), ...days.map((day) => ({ ...day, words: wordsOf(day.text) }))];
}

function wordsOf(text) {
  const words = text.split(" ").map((word) => word.replace(/^["“”'‘’]+|["“”'‘’]+$/g, ""));
  return [...new Set(words)].filter(Boolean);
}

// The text in pieces, [part, whether it answers], from `start` to `end`.
export function marked(text, terms, start = 0, end = text.length) {
  const pieces = [];
  let at = start;
  for (const [from, to] of hits(text, terms)) {
    if (to <= at || from >= end) continue;
    if (from > at) pieces.push([text.slice(at, from), false]);
    at = Math.min(to, end);
    pieces.push([text.slice(Math.max(from, start), at), true]);
  }
  if (at < end) pieces.push([text.slice(at, end), false]);
  return pieces;
}

// What surrounds the first answer, in pieces; the beginning of the text if there is none.
export function excerpt(text, terms) {
  const [first] = hits(text, terms);
  const start = first ? wordStart(text, Math.max(0, first[0] - CONTEXT)) : 0;
  const end = clusterEnd(text, Math.min(text.length, Math.max(start + LONGEST_EXCERPT, first ? first[1] : 0)));
  const pieces = marked(text, terms, start, end);
  if (start > 0) pieces.unshift(["…", false]);
  if (end < text.length) pieces.push(["…", false]);
  return pieces;
}

export function holds(text, terms) {
  const plain = folded(text);
  return terms.every((term) => stands(plain, term) || term.words?.every((word) => plain.includes(word)));
}

// Whether a folded text has the term itself: the day in some form, not only its words.
export function stands(plain, { text, day }) {
  return day ? datesIn(plain).some(({ runs }) => runs.some((run) => run.endsWith(day))) : plain.includes(text);
}

// Where the terms stand, in order and without overlap; never between a letter and its vowel or tone.
function hits(text, terms) {
  const plain = folded(text);
  const found = terms.flatMap((term) => (term.day ? dayHits(plain, term) : wordHits(plain, term.text)));
  found.sort((one, other) => one[0] - other[0]);
  const merged = [];
  for (const [from, end] of found) {
    const to = clusterEnd(text, end);
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

function wordHits(plain, word) {
  const found = [];
  for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + word.length))
    found.push([at, at + word.length]);
  return found;
}

function dayHits(plain, { day, words }) {
  const dates = datesIn(plain).filter(({ runs }) => runs.some((run) => run.endsWith(day)));
  if (dates.length) return dates.map(({ from, to }) => [from, to]);
  return words.filter((word) => word.length > 1).flatMap((word) => wordHits(plain, word));
}

function clusterEnd(text, at) {
  while (at < text.length && COMBINING.test(text[at])) at += 1;
  return at;
}

// The beginning of a run nearby, else of a letter.
function wordStart(text, at) {
  const space = text.lastIndexOf(" ", at);
  if (space >= 0 && at - space < CONTEXT) return space + 1;
  while (at > 0 && COMBINING.test(text[at])) at -= 1;
  return at;
}
