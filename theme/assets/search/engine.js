// Reads the index that src/prakat/search/index.py writes: the manifest once, then for each query the lists that lead to
// the few shards that its grams stand in, and the texts of what is shown. What the grams promise is looked up in the text
// before it is shown; the newest pages have no grams, and are looked up at once. Files are named by what they hold.

import { APART, BADGE, FACT, Grams, SUMMARY, TEXT, TITLE } from "./grams.js";
import { folded, holds, stands, termsOf } from "./text.js";

const MOST_LOOKS = 60; // texts read for one list of results, promises that did not hold included

export class Engine {
  // `cache`: how to fetch the manifest. "no-cache" asks whether the one at hand is still good; a server that tells
  // by whole seconds may say so wrongly, which "reload" gets around.
  constructor(url, cache = "no-cache") {
    this.url = url;
    this.cache = cache;
    this.files = new Map();
  }

  // Once; asked for early, it spares the first query a round trip.
  open() {
    this.manifest ??= fetchPacked(new URL("manifest.bin", this.url), { cache: this.cache }).then((bytes) => {
      const manifest = told(JSON.parse(new TextDecoder().decode(bytes)));
      this.grams = new Grams(manifest, (name) => this.list(name), (name) => this.file(`grams/${name}`));
      return manifest;
    });
    this.manifest.catch(() => (this.manifest = undefined));
    return this.manifest;
  }

  async search(query) {
    const manifest = await this.open();
    const terms = termsOf(query);
    const known = terms.filter(({ text }) => text.length > 1);
    const [promised, newest] = await Promise.all([this.grams.scores(known), this.newest(manifest)]);
    return new Found(this, query, manifest, terms, known, promised, newest);
  }

  // The pages without grams.
  newest({ withGrams, isThere }) {
    const waiting = isThere.flatMap((there, number) => (there && number >= withGrams ? [number] : []));
    return Promise.all(waiting.map(async (number) => ({ number, page: await this.page(number) })));
  }

  async page(number) {
    const { texts, pagesPerFile, filesPerList } = await this.open();
    const file = Math.floor(number / pagesPerFile);
    const names = await this.list(texts[Math.floor(file / filesPerList)]);
    return (await this.json(`texts/${names[file % filesPerList]}`))[number % pagesPerFile];
  }

  list(name) {
    return this.json(`lists/${name}`);
  }

  async json(name) {
    return JSON.parse(new TextDecoder().decode(await this.file(name)));
  }

  file(name) {
    if (!this.files.has(name)) this.files.set(name, fetchPacked(new URL(`${name}.bin`, this.url)));
    return this.files.get(name);
  }
}

// A manifest with what it says of each page by its number; see IndexManifest.packed in search/index_manifest.py.
function told({ signs, days, ...rest }) {
  const pages = [...signs];
  const isThere = pages.map((sign) => sign !== ".");
  const numbers = (wanted) => new Set(pages.flatMap((sign, number) => (wanted.includes(sign) ? [number] : [])));
  let next = 0, day = 0;
  const all = isThere.map((there) => (there ? (day += days[next++]) : 0));
  return { ...rest, count: pages.length, isThere, days: all, staff: numbers("13"), past: numbers("23") };
}

export class Found {
  constructor(engine, query, manifest, terms, known, promised, newest) {
    Object.assign(this, { engine, query, manifest, terms, known });
    const isUnknown = (term, index) =>
      promised[index].isWhole && !promised[index].scores.some(Boolean) && !newest.some(({ page }) => standing(partsOf(page), term));
    this.unknown = known.filter(isUnknown).map(({ text }) => text);
    const scores = promised.map((each) => each.scores);
    const looked = newest.map(({ number, page }) => this.judged({ number }, page));
    this.rest = manifest.days
      .map((_, number) => ({ number, score: this.total(number, scores.map((score) => score[number])) }))
      .concat(looked)
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
    this.judged(entry, await this.engine.page(entry.number));
  }

  // The entry, by what stands on its page.
  judged(entry, page) {
    const parts = partsOf(page);
    const isAll = holds(parts.map(([, text]) => text).join("\n"), this.terms);
    const score = isAll ? this.total(entry.number, this.known.map((term) => standing(parts, term) || APART)) : 0;
    return Object.assign(entry, { page, score });
  }
}

// What a term counts by the best part in which it stands; a day also where its words stand apart.
function standing(parts, term) {
  const best = parts.find(([, text]) => stands(text, term));
  return best ? best[0] : holds(parts.map(([, text]) => text).join("\n"), [term]) ? APART : 0;
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
  ].map(([score, texts]) => [score, folded(texts.join("\n"))]);
}

async function fetchPacked(url, options) {
  const response = await fetch(url, options);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const plain = response.body.pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}
