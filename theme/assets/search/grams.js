// Of each term of a query, on which pages it seems to stand, and how well: by its grams, in the shards that
// src/prakat/search/postings.py makes. Rare grams are read first, then of the frequent ones only what can still matter.

const MOST_GRAMS = 10; // of a query
const FEW_SHARDS = 6; // of a rare gram
const MOST_SHARDS = 24; // of frequent grams, beside those without which nothing were known of a term
// What a term counts by where it stands: what a page is called and what kind of page it is say more than that it
// mentions something.
export const TITLE = 16, BADGE = 12, SUMMARY = 8, TEXT = 4, FACT = 2, APART = 1;
const SLOTS = [TITLE, BADGE, SUMMARY, TEXT, TEXT, TEXT, TEXT, FACT]; // src/prakat/search/slot.py
const BEST = Uint8Array.from({ length: 256 }, (_, mask) => SLOTS[31 - Math.clz32(mask & -mask)] ?? 0);

export class Grams {
  // `manifest` of the index; `list` and `shard` fetch a file by its name.
  constructor(manifest, list, shard) {
    Object.assign(this, { manifest, list, shard });
  }

  // For each term: `scores` by the number of the page, and whether all pages were looked at.
  async scores(terms) {
    const most = Math.max(2, Math.floor(MOST_GRAMS / terms.length));
    const sought = await Promise.all(terms.map((term) => this.words(term, most)));
    const words = sought.flat();
    const sure = words.filter(({ isSure }) => isSure);
    const rare = words.map((word) => [word, word.grams.filter(({ shards }) => shards.length <= FEW_SHARDS)]);
    await Promise.all(rare.flatMap(([word, grams]) => grams.map((gram) => this.read(word, gram))));
    if (sure.length && !sure.some(({ masks }) => masks)) await this.readOneOf(sure);
    await this.readRest(words, this.possible(sure));
    return sought.map((each) => this.scored(each));
  }

  // The term itself; then, for a day, each word that it is written in: where all stand it is found as well, as it was
  // before any date was understood.
  words({ text, day, words = [] }, most) {
    const apart = words.filter((word) => word.length > 1).map((word) => gramsOf(word, this.manifest).filter(spread(2)));
    const own = day ? [day] : gramsOf(text, this.manifest).filter(spread(most));
    const located = async (grams, index) => ({ isSure: !day, isApart: index > 0, grams: await this.located(grams) });
    return Promise.all([own, ...apart].map(located));
  }

  // The rarest first, each with the shards that it stands in: [gram, range, name].
  async located(grams) {
    const found = await Promise.all(grams.map(async (start) => ({ start, shards: await this.shardsOf(start) })));
    return found.sort((one, other) => one.shards.length - other.shards.length);
  }

  async shardsOf(start) {
    const lists = this.manifest.blocks.flatMap((block) => among(block, start));
    return (await Promise.all(lists.map(async ([, , name]) => among(await this.list(name), start)))).flat();
  }

  async readOneOf(words) {
    const [word] = [...words].sort((one, other) => one.grams[0].shards.length - other.grams[0].shards.length);
    await this.read(word, word.grams[0]);
  }

  // Where every word may stand, as far as it is known: ranges of pages; undefined if nothing is.
  possible(words) {
    const known = words.filter(({ masks }) => masks).map(({ masks }) => masks);
    if (!known.length) return undefined;
    const { pagesPerRange, count } = this.manifest;
    const ranges = new Set();
    for (let page = 0; page < count; page += 1)
      if (known.every((masks) => masks[page])) ranges.add(Math.floor(page / pagesPerRange));
    return ranges;
  }

  // What was not read yet, the cheapest first, until it is too much; of a word without which no page is found, something.
  async readRest(words, ranges) {
    const unread = words.flatMap((word) =>
      word.grams.filter(({ isRead }) => !isRead).map((gram) => ({ word, gram, shards: within(gram, ranges, this.manifest) })),
    );
    unread.sort((one, other) => one.shards.length - other.shards.length);
    let total = 0;
    const wanted = unread.filter(({ word, shards }) => {
      total += shards.length;
      word.isNeeded ??= !word.masks && !word.isApart;
      const isRead = word.isNeeded || total <= MOST_SHARDS;
      if (isRead) word.isNeeded = false;
      return isRead;
    });
    await Promise.all(wanted.map(({ word, gram, shards }) => this.read(word, gram, shards)));
  }

  async read(word, gram, shards = gram.shards) {
    gram.isRead = true;
    word.isNarrowed ||= shards.length < gram.shards.length;
    const masks = new Uint8Array(this.manifest.count);
    for (const shard of await Promise.all(shards.map(([, , name]) => this.shard(name))))
      addMasks(shard, gram.start, this.manifest, masks);
    word.masks = word.masks?.map((mask, page) => mask & masks[page]) ?? masks;
  }

  scored([own, ...apart]) {
    const none = new Uint8Array(this.manifest.count);
    const scores = (own.masks ?? none).map((mask) => BEST[mask]);
    const others = apart.map(({ masks }) => masks ?? none);
    const isWhole = [own, ...apart].every(({ masks, isNarrowed }) => masks && !isNarrowed);
    if (!others.length) return { scores, isWhole };
    return { scores: scores.map((score, page) => score || (others.every((masks) => masks[page]) ? APART : 0)), isWhole };
  }
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

// Of sorted places those behind which a gram may stand that begins so: the last one that is not behind it, and the next
// ones that begin so too.
function among(places, start) {
  let low = 0;
  for (let high = places.length; low < high; ) {
    const middle = (low + high) >> 1;
    const [gram, range] = places[middle];
    if (gram < start || (gram === start && range === 0)) low = middle + 1;
    else high = middle;
  }
  const begin = Math.max(0, low - 1);
  let end = low;
  while (end < places.length && places[end][0].startsWith(start)) end += 1;
  return places.slice(begin, end);
}

// The shards of a whole gram that may tell of one of the ranges.
function within({ start, shards }, ranges, { gram }) {
  if (!ranges || start.length < gram) return shards;
  return shards.filter(([first, range], index) => {
    const from = first === start ? range : 0;
    const [next, until] = shards[index + 1] ?? [];
    const to = next === start && until >= from ? until : Infinity;
    return [...ranges].some((each) => each >= from && each <= to);
  });
}

// Adds, for each page, the slots in which a gram stands that begins so. See SEGMENT in src/prakat/search/postings.py.
function addMasks(shard, start, { gram, pagesPerRange }, masks) {
  const view = new DataView(shard.buffer, shard.byteOffset, shard.byteLength);
  const decoder = new TextDecoder();
  for (let at = 0; at < shard.length; ) {
    const gaps = at + 6 + view.getUint8(at);
    const count = view.getUint16(at + 3, true), planes = view.getUint8(at + 5);
    const name = decoder.decode(shard.subarray(at + 6, gaps));
    const kept = gaps + count * planes;
    if (start.length < gram ? name.startsWith(start) : name === start) {
      let page = view.getUint16(at + 1, true) * pagesPerRange;
      for (let index = 0; index < count; index += 1) {
        page += shard[gaps + index] + (planes > 1 ? shard[gaps + count + index] << 8 : 0);
        masks[page] |= shard[kept + index];
      }
    }
    at = kept + count;
  }
}
