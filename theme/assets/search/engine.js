// Reads the index that src/prakat/search/index.py writes: the manifest once, then for each query the few shards that its
// grams stand in, and the texts of what is shown. What the grams promise is looked up in the text before it is shown.

import { folded, holds, stands, termsOf } from "./text.js";

const MOST_GRAMS = 10; // of a query: each costs a shard
const MOST_LOOKS = 60; // texts read for one list of results, promises that did not hold included
// What a term counts by where it stands: what a page is called and what kind of page it is say more than that it
// mentions something. A page for the office's own people counts half; one whose day is past stands behind its equals.
const TITLE = 16, BADGE = 12, SUMMARY = 8, TEXT = 4, FACT = 2, APART = 1;
const BEFORE_TEXT = [TITLE, BADGE, SUMMARY];

export class Engine {
  // `cache`: how to fetch the manifest. "no-cache" asks whether the one at hand is still good; a server that tells
  // by whole seconds may say so wrongly, which "reload" gets around.
  constructor(url, cache = "no-cache") {
    this.url = url;
    this.cache = cache;
    this.files = new Map();
    this.places = new Map();
  }

  // Once; asked for early, it spares the first query a round trip.
  open() {
    this.manifest ??= fetchPacked(new URL("manifest.bin", this.url), { cache: this.cache }).then((bytes) => {
      const manifest = JSON.parse(new TextDecoder().decode(bytes));
      let total = 0;
      manifest.starts = manifest.passages.map((count) => (total += count) - count);
      return { ...manifest, staff: new Set(manifest.staff), past: new Set(manifest.past), total };
    });
    this.manifest.catch(() => (this.manifest = undefined));
    return this.manifest;
  }

  async search(query) {
    const manifest = await this.open();
    const terms = termsOf(query);
    const known = terms.filter(({ text }) => text.length > 1);
    const most = Math.max(2, Math.floor(MOST_GRAMS / known.length));
    const scores = await Promise.all(known.map((term) => this.score(term, most, manifest)));
    return new Found(this, query, manifest, terms, known, scores);
  }

  // For each page: where the term seems to stand best.
  async score(term, most, manifest) {
    const chosen = term.day ? [term.day] : gramsOf(term.text, manifest).filter(spread(most));
    const flags = await Promise.all(chosen.map((gram) => this.passagesOf(gram, manifest)));
    const result = new Uint8Array(manifest.days.length);
    manifest.starts.forEach((start, page) => {
      const last = start + manifest.passages[page] - 1;
      for (let passage = start; passage <= last && !result[page]; passage += 1)
        if (flags.every((flag) => flag[passage]))
          result[page] = passage === last ? FACT : (BEFORE_TEXT[passage - start] ?? TEXT);
    });
    return term.day ? this.withWordsApart(term, result, manifest) : result;
  }

  // A day is also found where its words stand, as they did before any date was understood.
  async withWordsApart({ words }, result, manifest) {
    const known = words.filter((word) => word.length > 1);
    const scores = await Promise.all(known.map((text) => this.score({ text }, 2, manifest)));
    return result.map((score, page) => score || (known.length && scores.every((each) => each[page]) ? APART : 0));
  }

  // One byte a passage: 1 if a gram that begins so stands in it.
  passagesOf(start, manifest) {
    if (!this.places.has(start)) this.places.set(start, this.readPassages(start, manifest));
    return this.places.get(start);
  }

  async readPassages(start, manifest) {
    const shards = await Promise.all(shardsOf(start, manifest).map((number) => this.file(`grams/${number}.bin`)));
    const flags = new Uint8Array(manifest.total);
    for (const shard of shards) flag(shard, start, manifest, flags);
    return flags;
  }

  async page(number) {
    const { pagesPerFile } = await this.open();
    const bytes = await this.file(`texts/${Math.floor(number / pagesPerFile)}.bin`);
    return JSON.parse(new TextDecoder().decode(bytes))[number % pagesPerFile];
  }

  async file(name) {
    const { folder } = await this.open();
    if (!this.files.has(name)) this.files.set(name, fetchPacked(new URL(`${folder}/${name}`, this.url)));
    return this.files.get(name);
  }
}

export class Found {
  constructor(engine, query, manifest, terms, known, scores) {
    this.engine = engine;
    this.query = query;
    this.manifest = manifest;
    this.terms = terms;
    this.known = known;
    this.unknown = known.filter((_, index) => !scores[index].some(Boolean)).map(({ text }) => text);
    this.rest = manifest.days
      .map((_, number) => ({ number, score: this.total(number, scores.map((score) => score[number])) }))
      .filter(({ score }) => score);
    this.rest.sort((one, other) => this.order(one, other));
    this.count = 0;
  }

  // Of one page, by what each term counts on it.
  total(number, each) {
    if (!each.every(Boolean)) return 0;
    return each.reduce((sum, score) => sum + score, 0) / (this.manifest.staff.has(number) ? 2 : 1);
  }

  order(one, other) {
    const { days, staff, past } = this.manifest;
    return (
      other.score - one.score ||
      staff.has(one.number) - staff.has(other.number) ||
      past.has(one.number) - past.has(other.number) ||
      days[other.number] - days[one.number] ||
      one.number - other.number
    );
  }

  // The next pages that hold every term, at most `most`; fewer only if no more are left or too many were read. What a
  // page was promised to hold is looked up before it is shown, and may turn out to stand further back.
  async next(most) {
    const pages = [];
    let looks = MOST_LOOKS;
    while (pages.length < most && this.rest.length) {
      if (this.rest[0].page) {
        pages.push(this.rest.shift().page);
        continue;
      }
      const unread = this.rest.slice(0, Math.min(most - pages.length, looks)).filter(({ page }) => !page);
      if (!unread.length) break;
      looks -= unread.length;
      await Promise.all(unread.map((entry) => this.read(entry)));
      this.rest = this.rest.filter(({ score }) => score).sort((one, other) => this.order(one, other));
    }
    this.count += pages.length;
    return pages;
  }

  async read(entry) {
    const page = await this.engine.page(entry.number);
    const parts = partsOf(page).map(([score, text]) => [score, folded(text)]);
    const isAll = holds(parts.map(([, text]) => text).join("\n"), this.terms);
    entry.page = page;
    entry.score = isAll ? this.total(entry.number, this.known.map((term) => standing(parts, term))) : 0;
  }
}

function standing(parts, term) {
  return parts.find(([, text]) => stands(text, term))?.[0] ?? APART;
}

// What a reader may look for on a page, by what it counts.
function partsOf(page) {
  const about = [page.category, page.category_en, page.unit, page.unit_en];
  return [
    [TITLE, [page.title, page.title_en]],
    [BADGE, [...page.badges, ...page.badges_en]],
    [SUMMARY, [page.summary, page.summary_en]],
    [TEXT, [page.text]],
    [FACT, [...about, ...[...page.facts, ...page.facts_en].map(([, value]) => value)]],
  ].map(([score, texts]) => [score, texts.join("\n")]);
}

function gramsOf(term, { gram, overlap }) {
  const letters = term.slice(0, overlap);
  if (letters.length <= gram) return [letters];
  return Array.from({ length: letters.length - gram + 1 }, (_, at) => letters.slice(at, at + gram));
}

// A filter that keeps `most` of a list, the first and the last among them.
function spread(most) {
  return (_, index, { length }) =>
    length <= most || Math.floor((index * (most - 1)) / (length - 1)) !== Math.floor(((index - 1) * (most - 1)) / (length - 1));
}

// A gram's shard is the last one whose first gram is not behind it; a shorter beginning may go on in the next ones.
function shardsOf(start, { shards }) {
  let low = 0;
  for (let high = shards.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (shards[middle] <= start) low = middle + 1;
    else high = middle;
  }
  const numbers = low > 0 ? [low - 1] : [];
  for (let next = low; next < shards.length && shards[next].startsWith(start); next += 1) numbers.push(next);
  return numbers;
}

const SEGMENT_PASSAGES = 1 << 14;

function flag(shard, start, { gram }, flags) {
  const view = new DataView(shard.buffer, shard.byteOffset, shard.byteLength);
  const decoder = new TextDecoder();
  for (let at = 0; at < shard.length; ) {
    const nameEnd = at + 5 + view.getUint8(at);
    const end = nameEnd + view.getUint32(at + 1, true);
    const name = decoder.decode(shard.subarray(at + 5, nameEnd));
    if (start.length < gram ? name.startsWith(start) : name === start) flagSegments(view, nameEnd, end, flags);
    at = end;
  }
}

// See SEGMENT in src/prakat/search/postings.py.
function flagSegments(view, at, end, flags) {
  while (at < end) {
    const count = view.getUint16(at + 2, true);
    const planes = view.getUint8(at + 4);
    let passage = view.getUint16(at, true) * SEGMENT_PASSAGES;
    at += 5;
    for (let index = 0; index < count; index += 1) {
      passage += view.getUint8(at + index) + (planes > 1 ? view.getUint8(at + count + index) << 8 : 0);
      flags[passage] = 1;
    }
    at += count * planes;
  }
}

async function fetchPacked(url, options) {
  const response = await fetch(url, options);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const plain = response.body.pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}
