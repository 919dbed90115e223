// Every <form data-search>: the box that finds pages of this site. data-index is the folder of the index, data-site
// the root of the site, both relative to the page. Without this script the form only leads to the search page.

import { Engine } from "./engine.js";
import { excerpt, holds, marked, termsOf } from "./text.js";

const AT_ONCE = 10;
const PAUSE = 250; // milliseconds without a key before a query is sent
const SHORTEST = 2;
const SHORTEST_WHILE_TYPING = 3;
const THAI_RUN = /([ก-๛][^A-Za-z]*[ก-๛]|[ก-๛])/;
const DATE = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };

const THAI = {
  dates: "th-TH-u-ca-buddhist-nu-latn",
  busy: "กำลังค้นหา…",
  short: "โปรดพิมพ์คำค้นอย่างน้อย 2 ตัวอักษร",
  none: (query) => `ไม่พบข้อมูลที่ตรงกับ “${query}”`,
  unknown: (terms) => `ไม่มีหน้าใดมีคำว่า ${terms.map((term) => `“${term}”`).join(" ")}`,
  advice: "ลองตรวจตัวสะกด ใช้คำที่สั้นลงหรือคำอื่นที่ความหมายใกล้กัน เว้นวรรคระหว่างคำ หรือเลือกดูตามหมวดข้อมูล",
  found: (count) => `พบ ${count} รายการ`,
  shown: (count) => `แสดง ${count} รายการแรก เรียงตามความตรงและวันที่ล่าสุด`,
  notYet: "ยังไม่พบในหน้าที่ตรวจแล้ว กด “แสดงเพิ่ม” เพื่อค้นต่อ",
  more: "แสดงเพิ่ม",
  list: "ผลการค้นหา",
  old: "เบราว์เซอร์นี้เก่าเกินกว่าจะค้นหาได้ โปรดปรับรุ่นเบราว์เซอร์ หรือเลือกดูตามหมวดข้อมูล",
  failed: "เปิดข้อมูลสำหรับค้นหาไม่ได้ โปรดตรวจการเชื่อมต่อแล้วลองอีกครั้ง หรือเลือกดูตามหมวดข้อมูล",
};

const ENGLISH = {
  dates: "en-GB",
  busy: "Searching…",
  short: "Please type at least 2 characters",
  none: (query) => `Nothing found for “${query}”`,
  unknown: (terms) => `No page has ${terms.map((term) => `“${term}”`).join(" ")}`,
  advice: "Check the spelling, try a shorter or another word, put spaces between words, or browse the categories",
  found: (count) => `${count} found`,
  shown: (count) => `First ${count} shown, best and newest first`,
  notYet: "Not found in the pages read so far: “Show more” goes on",
  more: "Show more",
  list: "Search results",
  old: "This browser is too old to search here. Please update it, or browse the categories",
  failed: "The search index cannot be opened. Please check the connection and try again, or browse the categories",
};

class SearchBox {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.words = document.documentElement.lang.startsWith("en") ? ENGLISH : THAI;
    this.site = new URL(form.dataset.site, document.baseURI);
    this.engine = this.newEngine();
    this.status = element("p", { class: "search-status", role: "status" });
    this.advice = element("p", { class: "search-advice", hidden: "" });
    this.list = element("ol", { class: "search-results", "aria-label": this.words.list, hidden: "" });
    this.more = element("button", { class: "search-more", type: "button", hidden: "" }, this.words.more);
    this.results = element("div", { class: "search", "aria-busy": "false" }, this.status, this.advice, this.list, this.more);
    form.after(this.results);
    this.listen();
  }

  newEngine(cache) {
    return new Engine(new URL(this.form.dataset.index, document.baseURI), cache);
  }

  listen() {
    this.input.addEventListener("focus", () => isAble() && this.engine.open().catch(() => {}));
    this.input.addEventListener("input", () => this.typed());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.run(SHORTEST);
    });
    this.more.addEventListener("click", () => this.showMore());
    for (const place of [this.form, this.results]) place.addEventListener("keydown", (event) => this.pressed(event));
    this.input.value = new URLSearchParams(location.search).get("q") ?? this.input.value;
    if (this.input.value) this.run(SHORTEST);
  }

  typed() {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.run(SHORTEST_WHILE_TYPING), PAUSE);
  }

  // Escape closes the results; arrows walk from the box through them; Enter is the link's own.
  pressed(event) {
    const stops = [this.input, ...this.list.querySelectorAll("a"), ...(this.more.hidden ? [] : [this.more])];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && !this.list.hidden) {
      this.turn = undefined;
      this.clear();
      this.input.focus();
    } else if (step && stops.includes(document.activeElement)) {
      stops[stops.indexOf(document.activeElement) + step]?.focus();
    } else return;
    event.preventDefault();
  }

  clear(reason = "") {
    this.list.replaceChildren();
    for (const part of [this.list, this.more, this.advice]) part.hidden = true;
    this.say(reason);
  }

  async run(shortest) {
    const query = this.input.value.trim();
    const terms = termsOf(query);
    clearTimeout(this.pause);
    const turn = (this.turn = Symbol("query"));
    history.replaceState(null, "", query ? `?${new URLSearchParams({ q: query })}` : location.pathname);
    if (!isAble()) return this.clear(this.words.old);
    if (!terms.some(({ text }) => text.length >= shortest))
      return this.clear(query && shortest === SHORTEST ? this.words.short : "");
    this.say(this.words.busy);
    this.results.setAttribute("aria-busy", "true");
    try {
      const [found, pages] = await this.ask(query);
      if (turn !== this.turn) return;
      this.clear();
      this.show(found, pages);
    } catch {
      if (turn === this.turn) this.clear(this.words.failed);
    }
  }

  // A release in the meantime takes the files away that the manifest named: then the new manifest tells the new ones.
  async ask(query, isRepeated = false) {
    try {
      const found = await this.engine.search(query);
      return [found, await found.next(AT_ONCE)];
    } catch (problem) {
      if (isRepeated) throw problem;
      this.engine = this.newEngine("reload");
      return this.ask(query, true);
    }
  }

  show(found, pages) {
    const { words } = this;
    this.found = found;
    this.list.append(...pages.map((page) => this.item(page)));
    this.list.hidden = found.count === 0;
    this.more.hidden = found.rest.length === 0;
    this.advice.hidden = found.count > 0 || found.rest.length > 0;
    this.advice.textContent = this.advice.hidden ? "" : words.advice;
    if (found.rest.length) this.say(found.count ? words.shown(found.count) : words.notYet);
    else if (found.count) this.say(words.found(found.count));
    else this.say(found.unknown.length ? words.unknown(found.unknown) : words.none(found.query));
  }

  async showMore() {
    const { found, turn } = this;
    const known = this.list.children.length;
    try {
      const pages = await found.next(AT_ONCE);
      if (turn !== this.turn) return;
      this.show(found, pages);
      this.list.children[known]?.querySelector("a").focus();
    } catch {
      this.say(this.words.failed);
    }
  }

  say(text) {
    this.status.textContent = text;
    this.results.setAttribute("aria-busy", "false");
  }

  item(page) {
    const { terms } = this.found;
    const lang = this.words === ENGLISH && page.title_en ? "en" : "th";
    const title = lang === "en" ? page.title_en : page.title;
    const link = element("a", { lang, href: new URL(page.url, this.site).href }, ...nodes(marked(title, terms)));
    const [label, text, spoken] = telling(page, lang, terms, this.found.manifest.labels);
    return element(
      "li",
      {},
      link,
      element("p", { class: "search-excerpt", lang: spoken }, label, ...nodes(excerpt(text, terms), spoken)),
      element("p", { class: "search-about" }, ...this.about(page)),
    );
  }

  // What kind of page it is, from when and whose, in the words of the page that searches.
  about(page) {
    const { terms } = this.found;
    const day = element("time", { datetime: page.published }, ...nodes(marked(this.date(page.published), terms)));
    const span = ([name, lang]) => element("span", { lang }, ...nodes(marked(name, terms)));
    const [category, unit] = ["category", "unit"].map((name) => span(this.named(page, name)));
    const [badges, lang] = this.named(page, "badges");
    const parts = [...badges.map((badge) => span([badge, lang])), category, day, unit];
    return parts.flatMap((part, index) => (index ? [" · ", part] : [part]));
  }

  // In English if there is such a name.
  named(page, name) {
    const english = this.words === ENGLISH ? page[`${name}_en`] : "";
    return english?.length ? [english, "en"] : [page[name], "th"];
  }

  date(iso) {
    const format = new Intl.DateTimeFormat(this.words.dates, DATE);
    const parts = format.formatToParts(new Date(iso)).filter(({ type }) => type !== "era");
    return parts.map(({ value }) => value).join("").replace(/\s+/g, " ").trim();
  }
}

// What shows best why the page was found, and its language: the summary unless a text or a fact holds more of the terms.
function telling(page, lang, terms, labels) {
  const named = (facts, spoken) => facts.map(([name, value]) => [value, spoken, `${labels[name][spoken]}: `]);
  const thai = [[page.summary, "th"], [page.text, "th"], ...named(page.facts, "th")];
  const english = [[page.summary_en, "en"], [page.title_en, "en"], ...named(page.facts_en, "en")];
  const parts = lang === "en" ? [...english, ...thai] : [...thai, ...english];
  const holdsOne = ([part]) => terms.some((term) => holds(part, [term]));
  const [text, spoken, label = ""] = parts.find(([part]) => holds(part, terms)) ?? parts.find(holdsOne) ?? parts[0];
  return [label, text, spoken];
}

function isAble() {
  return "DecompressionStream" in window;
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

// Thai names and titles among English words are said to be Thai.
function nodes(pieces, spoken = "th") {
  return pieces.flatMap(([text, isMark]) => {
    const parts = spoken === "en" ? text.split(THAI_RUN) : [text];
    const said = parts.filter(Boolean).map((each) => (parts.length > 1 && /[ก-๛]/.test(each) ? element("span", { lang: "th" }, each) : each));
    return isMark ? [element("mark", {}, ...said)] : said;
  });
}

for (const form of document.querySelectorAll("form[data-search]")) new SearchBox(form);
