"use strict";
/*
What a page gives this script (everything works without it):

- `<form action="/drafts/ID" data-save="/drafts/ID/save" data-changed="ISO">` is kept while it is typed in. Its
  data-changed="ISO" is which state of the draft the page shows; in it `[data-saved]` (role=status): "kept 09:41".
  POST data-save sends all entries but files, and `changed`, as multipart/form-data:
  200 `{"saved": ISO, "told": TEXT, "findings": [{"field": NAME, "message": TEXT, "error": BOOLEAN}], "body": TEXT}`
  (`saved` is the next `changed`; `body` the text made of the entry `body.html`); 409 `{"told": TEXT}`: another page
  wrote meanwhile, nothing was kept; other statuses: said, tried again at the next key.
- `{{ face.words() }}` of templates/face.html: the sentences that this script says.
- `[data-field=NAME]`, in it `[data-error=NAME]`: where a finding is said. `[data-summary]`: loses what was mended.
- `section[data-preview][hidden]` with `iframe[data-src]`: the reader's page, beside the form on wide screens.
- `button[name=do]` with `add:LIST`, `remove:LIST.N`, `drop:FILE`: sent by fetch; `[data-field=LIST]`, or `[data-files]`,
  is taken from the page that comes back.
- `section[data-files="/drafts/ID/files"]` with data-changed, data-most-bytes, data-longest-side, `input[type=file]`s,
  `[data-attach]` (hidden by script), `[data-progress]`, `[data-picture=NAME][data-title]` at pictures. Each file is
  POSTed alone as `upload`; the answer is the section anew.
- `select[data-filter]` gets a search box where it is long; a form[method=post] is sent once.
- editor.js: `{{ face.body(...) }}`. It listens on the form for desk:body, desk:text, desk:picture, and asks form.keep().
*/
(() => {
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const words = JSON.parse(find("[data-words]")?.dataset.words ?? "{}");
  const filled = (text, values) => (text ?? "").replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const said = (place, text) => { if (place && place.textContent !== text) place.textContent = text; };
  const grouped = (list, key) => list.reduce((found, each) => found.set(key(each), [...(found.get(key(each)) ?? []), each]), new Map());
  const made = (tag, values) => Object.assign(document.createElement(tag), values);
  const WAIT = 150;  // milliseconds after the last key
  const AGAIN = 5000;  // milliseconds until a dead network is tried again

  /** A form that is kept while it is typed in. */
  class Kept {
    constructor(form) {
      this.form = form;
      this.told = find("[data-saved]", form);
      this.store = `desk:${form.action}`;
      this.isDirty = false;
      form.keep = () => this.keep();
      form.alone = (task) => this.alone(task);
      form.state = (changed) => this.state(changed);
      for (const kind of ["input", "change"]) {
        form.addEventListener(kind, ({ target }) => { if (target.type !== "file" && !("filter" in target.dataset)) this.touched(); });
      }
      form.addEventListener("submit", (event) => this.submitted(event));
      addEventListener("pagehide", () => this.leave());
      addEventListener("pageshow", () => { this.isSent = false; });
      document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.leave(); });
      addEventListener("online", () => this.soon(0));
      addEventListener("DOMContentLoaded", () => this.takeUp());
    }

    state(changed) {
      if (changed) this.form.dataset.changed = changed;
    }

    entries() {
      return [...new FormData(this.form)].filter(([, value]) => typeof value === "string");
    }

    data() {
      const data = new FormData();
      for (const [name, value] of this.entries()) data.append(name, value);
      data.set("changed", this.form.dataset.changed);
      return data;
    }

    touched() {
      this.isDirty = true;
      this.soon(WAIT);
    }

    soon(wait) {
      clearTimeout(this.timer);
      if (this.isDirty && !this.isOver && !this.isSent) this.timer = setTimeout(() => this.keep(), wait);
    }

    /** Whether everything typed so far lies on the server. One at a time, so that the last one is the last. */
    keep() {
      clearTimeout(this.timer);
      this.busy = (this.busy ?? Promise.resolve()).then(() => (this.isDirty && !this.isOver && !this.isSent ? this.send() : !this.isOver));
      return this.busy;
    }

    /** What else changes the draft on the server: nothing is kept meanwhile, as of a state that the page does not show. */
    alone(task) {
      const done = this.keep().then(task);
      this.busy = done.then(() => !this.isOver, () => !this.isOver);
      return done;
    }

    async send() {
      this.isDirty = false;
      this.remember();
      said(this.told, words.keeping);
      try {
        const data = this.data();
        if (this.isUnsure) data.set("changed", "");  // the last one may have been kept, though no answer came
        const answer = await fetch(this.form.dataset.save, { method: "POST", body: data });
        const found = await answer.json().catch(() => ({}));
        if (answer.ok) return this.kept(found);
        this.isDirty = true;
        this.isOver = answer.status === 409;
        this.alarm(found.told || words["not-kept"], this.isOver);
      } catch {
        this.isDirty = this.isUnsure = true;
        this.alarm(words.offline, false);
        this.soon(AGAIN);
      }
      return false;
    }

    kept(found) {
      this.isUnsure = false;
      this.state(found.saved);
      if (!this.isDirty) sessionStorage.removeItem(this.store);
      this.told?.classList.remove("wrong");
      said(this.told, found.told);
      if ("body" in found) this.form.dispatchEvent(new CustomEvent("desk:text", { detail: found.body }));
      if (found.findings) showFindings(this.form, found.findings);
      reloadPreviews();
      if (this.isDirty) this.soon(WAIT);
      return true;
    }

    alarm(text, isOver) {
      this.told?.classList.add("wrong");
      said(this.told, text);
      if (isOver) this.told?.append(" ", made("a", { href: this.form.action, textContent: words.reload }));
    }

    remember(isSent) {
      try {
        const { changed } = this.form.dataset;
        sessionStorage.setItem(this.store, JSON.stringify({ changed, isSent, entries: this.entries() }));
      } catch { /* a full or forbidden store: the server keeps it a moment later */ }
    }

    /** A page that goes away still sends; what is larger than browsers send then is kept here for the next page. */
    leave() {
      if (!this.isDirty || this.isOver || this.isSent) return;
      this.remember();
      fetch(this.form.dataset.save, { method: "POST", body: this.data(), keepalive: true }).then(
        async (answer) => { if (answer.ok) { this.isDirty = false; this.kept(await answer.json()); } }, () => {});
    }

    /** What never reached the server is typed again, unless the draft was changed elsewhere since. */
    takeUp() {
      const stored = JSON.parse(sessionStorage.getItem(this.store) ?? "null");
      if (!stored) return;
      if (stored.changed === this.form.dataset.changed) {
        this.isUnsure = true;  // the page before may have reached the server just now
        this.put(stored.entries);
        return;
      }
      const html = stored.entries.find(([name]) => name === "body.html")?.[1];
      const told = (entries) => JSON.stringify(entries.filter(([name]) => name !== "body.html" && !(html && name === "body")));
      const seen = (page) => new DOMParser().parseFromString(page ?? "", "text/html").body.textContent.replace(/\s+/g, "");
      const isThere = told(this.entries()) === told(stored.entries) &&
        (!html || seen(html) === seen(find("template[data-html]", this.form)?.innerHTML));
      if (stored.isSent || isThere) return void sessionStorage.removeItem(this.store);
      const notice = made("div", { className: "notice", role: "status" });
      const button = made("button", { type: "button", className: "secondary", textContent: words["take-up"] });
      button.addEventListener("click", () => { notice.remove(); this.put(stored.entries); });
      notice.append(made("p", { textContent: words.unsent }), button);
      this.form.before(notice);
    }

    put(entries) {
      const given = grouped(entries, ([name]) => name);
      for (const control of this.form.elements) {
        if (/file|hidden|submit|button|fieldset/.test(control.type)) continue;
        const values = given.get(control.name) ?? [];
        if (/radio|checkbox/.test(control.type)) control.checked = values.some(([, value]) => value === control.value);
        else if (values.length) [, control.value] = values.shift();
      }
      const body = given.get("body.html");
      if (body) this.form.dispatchEvent(new CustomEvent("desk:body", { detail: body[0][1] }));
      this.touched();
    }

    submitted(event) {
      const button = event.submitter;
      if (/^(add|remove|drop):/.test(button?.value ?? "")) {
        event.preventDefault();
        this.regroup(button);
      } else {
        this.isSent = true;
        clearTimeout(this.timer);
        if (this.isDirty) this.remember(true);
      }
    }

    /** One entry, or one file, more or fewer, without leaving the page. */
    async regroup(button) {
      const [, does, list] = /^(\w+):(.*?)(?:\.\d+)?$/.exec(button.value);
      const place = does === "drop" ? "[data-files]" : `[data-field="${CSS.escape(list)}"]`;
      await this.keep();
      const data = this.data();
      data.set(button.name, button.value);
      try {
        const answer = await fetch(this.form.action, { method: "POST", body: data });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (!answer.ok || !find(place, page)) throw new Error(answer.status);
        const fresh = document.adoptNode(find(place, page));
        find(place).replaceWith(fresh);
        this.state(find("form[data-save]", page).dataset.changed);
        if (does === "drop") this.putBody(page);
        grow(fresh);
        const first = does === "add" && find("input, select, textarea", all("[data-group]", fresh).at(-1));
        (first || find("fieldset, input[type=file]", fresh) || fresh).focus();
        reloadPreviews();
      } catch {
        this.isSent = true;
        this.form.append(made("input", { type: "hidden", name: button.name, value: button.value }));
        this.form.submit();
      }
    }

    /** The server took a picture out of the text. */
    putBody(page) {
      const [area, fresh] = [find("textarea[name=body]", this.form), find("textarea[name=body]", page)];
      if (!area || !fresh || area.value === fresh.value) return;
      area.value = fresh.value;
      const html = find("template[data-html]", page)?.innerHTML;
      if (html !== undefined) this.form.dispatchEvent(new CustomEvent("desk:body", { detail: html }));
    }
  }

  /** Messages at their fields, as the server found them just now; nobody is blamed for a field not come to yet. */
  const left = new Set();
  document.addEventListener("focusout", ({ target }) => {
    const field = target.closest?.("[data-field]")?.dataset.field;
    if (field) left.add(field);
  });
  function showFindings(form, findings) {
    const errors = grouped(findings, (each) => each.field);
    const isLeft = (name) => [...left].some((each) => name === each || name.startsWith(`${each}.`) || each.startsWith(`${name}.`));
    for (const place of all("[data-error]", form)) {
      const name = place.dataset.error;
      const here = !place.hidden || isLeft(name) ? errors.get(name) ?? [] : [];
      const isWrong = here.some((each) => each.error);
      const texts = here.map((each) => each.message);
      if (texts.join("\n") !== all("p", place).map((each) => each.textContent).join("\n")) {
        place.replaceChildren(...texts.map((text) => made("p", { textContent: text })));
      }
      place.hidden = !here.length;
      place.classList.toggle("warning", here.length > 0 && !isWrong);
      const field = place.closest("[data-field]");
      if (field?.dataset.field !== name) continue;
      field.classList.toggle("wrong", isWrong);
      const control = document.getElementById(name);
      if (isWrong) control?.setAttribute("aria-invalid", "true");
      else control?.removeAttribute("aria-invalid");
      const described = (control?.getAttribute("aria-describedby") ?? "").split(/\s+/).filter((each) => each && each !== place.id);
      control?.setAttribute("aria-describedby", [...described, ...(here.length ? [place.id] : [])].join(" "));
    }
    const summary = find("[data-summary]");
    if (!summary) return;
    for (const link of all("a[href^='#']", summary)) {
      const name = decodeURIComponent(link.hash.slice(1));
      if (find(`[data-error="${CSS.escape(name)}"]`, form)?.hidden) link.closest("li").remove();
    }
    summary.hidden = !find("li", summary);
  }

  /** Beside the form where there is room; at most one load in flight, and the reader's place on the page stays. */
  const preview = find("section[data-preview]");
  const frame = preview && find("iframe", preview);
  const wide = matchMedia("(min-width: 70rem)");
  const loading = { isOn: false, isWanted: false };
  function reloadPreviews() {
    if (!frame) return;
    preview.hidden = !wide.matches;
    document.body.classList.toggle("beside", wide.matches);
    if (!wide.matches) return;
    if (loading.isOn) { loading.isWanted = true; return; }
    loading.isOn = true;
    const top = frame.contentWindow?.scrollY ?? 0;
    frame.addEventListener("load", () => {
      frame.contentWindow?.scrollTo(0, top);
      loading.isOn = false;
      if (loading.isWanted) { loading.isWanted = false; reloadPreviews(); }
    }, { once: true });
    frame.contentWindow.location.replace(frame.dataset.src);
  }

  /** Files come at once, each alone, scaled where they are pictures that are too large. */
  let queue = Promise.resolve();
  const section = () => find("[data-files]");
  const told = (text) => said(find("[data-progress]", section()), text);

  function take(files) {
    for (const file of files) queue = queue.then(() => sendFile(file));
  }

  async function sendFile(file) {
    const form = section().closest("form");
    return form.alone(() => sendAlone(file, form));
  }

  async function sendAlone(file, form) {
    const { mostBytes, longestSide } = section().dataset;
    const { sent, note } = await fitted(file, Number(longestSide));
    if (!sent.size) return complain(file.name, words["file-empty"]);
    if (sent.size > Number(mostBytes)) {
      return complain(file.name, filled(words["file-large"], { most: Math.floor(mostBytes / 1048576) }));
    }
    const { status, text } = await post(sent);
    const fresh = status === 200 && find("[data-files]", new DOMParser().parseFromString(text, "text/html"));
    if (!fresh) return complain(file.name, words["file-offline"]);
    renew(document.adoptNode(fresh), form);
    return told(note ?? "");
  }

  function post(file) {
    return new Promise((answered) => {
      const request = new XMLHttpRequest();
      const data = new FormData();
      data.append("upload", file, file.name);
      request.upload.addEventListener("progress", (event) => {
        const part = event.lengthComputable ? Math.round((event.loaded / event.total) * 100) : 0;
        told(filled(words["file-coming"], { name: file.name, part }));
      });
      request.addEventListener("loadend", () => answered({ status: request.status, text: request.responseText }));
      request.open("POST", section().dataset.files);
      request.send(data);
    });
  }

  /** The list of files as it is now, with the titles that are being typed; new pictures go into the text, too. */
  function renew(fresh, form) {
    const old = section();
    const names = (place) => all("[data-picture]", place).map((each) => each.dataset.picture);
    const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
    for (const entry of all("input[type=text]", old)) {
      const now = entry.id && find(`#${CSS.escape(entry.id)}`, fresh);
      if (now) now.value = entry.value;
    }
    const before = names(old);
    const added = all("[data-picture]", fresh).filter((each) => !before.includes(each.dataset.picture));
    for (const problem of all("[data-wrong]", old)) fresh.prepend(problem);
    old.replaceWith(fresh);
    grow(fresh);
    if (focused) document.getElementById(focused)?.focus();
    form.state(fresh.dataset.changed);
    for (const { dataset } of added) {
      const taken = new CustomEvent("desk:picture", { detail: dataset, cancelable: true });
      const area = find("textarea[name=body]", form);
      if (form.dispatchEvent(taken) && area) {
        area.value = `${area.value.trimEnd()}\n\n![${dataset.title.replace(/[[\]]/g, "")}](${dataset.picture})\n`.trimStart();
      }
    }
    reloadPreviews();
  }

  function complain(name, text) {
    told("");
    const box = made("div", { className: "error" });
    box.setAttribute("role", "alert");
    box.dataset.wrong = "";
    box.append(made("p", { textContent: `${name}: ${text}` }));
    section().prepend(box);
  }

  document.addEventListener("change", ({ target }) => {
    if (target.type !== "file" || !target.closest("[data-files]")) return;
    for (const each of all("[data-wrong]", section())) each.remove();
    take([...target.files]);
    target.value = "";
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const place = event.target.closest?.("[data-files]");
      if (!place) return;
      event.preventDefault();
      place.classList.toggle("over", kind === "dragover");
      if (kind === "drop") take([...event.dataTransfer.files]);
    });
  }
  document.addEventListener("desk:files", (event) => { if (section()) take(event.detail); });

  /** A picture that is larger than a page can show, drawn smaller and upright; anything else as it is. */
  async function fitted(file, most) {
    if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return { sent: file };
    try {
      const drawn = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = most / Math.max(drawn.width, drawn.height);
      if (scale >= 1) return { sent: file };
      const [width, height] = [Math.round(drawn.width * scale), Math.round(drawn.height * scale)];
      const canvas = made("canvas", { width, height });
      canvas.getContext("2d").drawImage(drawn, 0, 0, width, height);
      drawn.close();
      const blob = await new Promise((drawnAnew) => { canvas.toBlob(drawnAnew, file.type, 0.85); });
      if (!blob || blob.type !== file.type) return { sent: file };
      return { sent: new File([blob], file.name, { type: blob.type }), note: filled(words["picture-scaled"], { width, height }) };
    } catch {
      return { sent: file };  // the server says what is wrong with it
    }
  }

  /** A second press sends nothing again. */
  function once(event) {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || "many" in form.dataset) return;
    if (form.dataset.sent) return void event.preventDefault();
    form.dataset.sent = "yes";
    addEventListener("pageshow", () => { delete form.dataset.sent; }, { once: true });
  }

  /** A long list of names is searched by typing. */
  function searchable(select) {
    const options = [...select.options];
    if (options.length < 12) return;
    const box = made("input", { type: "search", autocomplete: "off", className: "filter", placeholder: words.filter });
    box.dataset.filter = "";
    box.setAttribute("aria-label", words.filter);
    box.setAttribute("aria-controls", select.id);
    box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    box.addEventListener("input", () => {
      const typed = box.value.trim().toLowerCase();
      select.replaceChildren(...options.filter((each) => (
        !each.value || each.selected || each.text.toLowerCase().includes(typed))));
    });
    select.before(box);
  }

  function grow(place) {
    for (const select of all("select[data-filter]", place)) searchable(select);
    for (const button of all("[data-attach]", place)) button.hidden = true;
  }

  for (const form of all("form[data-save]")) new Kept(form);
  grow(document);
  document.addEventListener("submit", once);
  wide.addEventListener("change", reloadPreviews);
  reloadPreviews();
  find("[data-summary]")?.focus();
})();
