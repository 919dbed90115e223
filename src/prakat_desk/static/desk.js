"use strict";
/*
What a page gives this script (everything works without it; templates/face.html draws most of it):

- `<form data-draft="ID" data-save="/drafts/ID/save" data-page="/drafts/ID" method="post" enctype="multipart/form-data">`
  is kept while it is typed in. In it `<input type="hidden" name="changed" value="ISO">`: which state of the draft
  this page shows. POST data-save sends all entries but files as multipart/form-data with `Accept: application/json`:
  200 `{"saved": ISO, "findings": [{"field": NAME, "message": TEXT, "severity": "error"|"warning"}], "body": TEXT?}`
  (`saved` is the next `changed`; `findings` may be left out; `body` is the text that the server made of `body.html`);
  409 `{"told": TEXT}` where `changed` is not the draft's own: another page wrote meanwhile, nothing was kept;
  other statuses `{"told": TEXT}`: said, tried again at the next key.
- `{{ face.words() }}`: the sentences that this script says. `[data-told]` (role=status): "kept 09:41".
- `[data-error=NAME]` in `[data-field=NAME]` (form.html has both): where a finding is said; `[data-summary]` goes stale
  and is hidden once its findings are mended.
- `iframe[data-preview]`, its src the reader's page, sandbox="allow-same-origin": loaded anew after each save.
- `button[name=do][value^="add:"]`, `[value^="remove:"]` in such a form: sent by fetch, and `[data-field=LIST]` is taken
  from the page that comes back.
- `[data-live]` with an id: taken anew from data-page after a file came or went.
- `{{ face.files(...) }}`: `[data-files="/drafts/ID/files"]` with `input[type=file]`s, `[data-progress]`, `[data-wrong]`;
  data-most-bytes and data-most-pixels. Each file is POSTed alone as `file` with `Accept: application/json`:
  200 `{"told": TEXT?}` or 4xx `{"told": TEXT}`. `button[data-drop-file]` in the list posts its own form by fetch.
- `form[method=post]` without data-many is sent once; `select[data-filter]` gets a search box when it is long.
- editor.js: `{{ face.body(...) }}`, see there.
*/
(() => {
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const words = JSON.parse(find("[data-words]")?.dataset.words ?? "{}");
  const filled = (text, values) => (text ?? "").replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const said = (place, text) => { if (place && place.textContent !== text) place.textContent = text; };
  const grouped = (list, key) => list.reduce((found, each) => found.set(key(each), [...(found.get(key(each)) ?? []), each]), new Map());
  const made = (tag, values) => Object.assign(document.createElement(tag), values);
  const JSON_PLEASE = { headers: { Accept: "application/json" } };
  const WAIT = 150;  // milliseconds after the last key
  const AGAIN = 5000;  // milliseconds until a dead network is tried again

  /** A form that is kept while it is typed in. */
  class Kept {
    constructor(form) {
      this.form = form;
      this.told = find("[data-told]", form) ?? find("[data-told]");
      this.store = `desk:${form.dataset.draft}`;
      this.isDirty = false;
      form.keep = () => this.keep();
      for (const kind of ["input", "change"]) {
        form.addEventListener(kind, ({ target }) => { if (target.type !== "file" && !("filter" in target.dataset)) this.touched(); });
      }
      form.addEventListener("submit", (event) => this.submitted(event));
      addEventListener("pagehide", () => this.leave());
      document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.leave(); });
      addEventListener("online", () => this.soon(0));
      addEventListener("DOMContentLoaded", () => this.takeUp());
    }

    entries() {
      return [...new FormData(this.form)].filter(([, value]) => typeof value === "string");
    }

    data() {
      const data = new FormData();
      for (const [name, value] of this.entries()) data.append(name, value);
      return data;
    }

    touched() {
      this.isDirty = true;
      this.soon(WAIT);
    }

    soon(wait) {
      clearTimeout(this.timer);
      if (this.isDirty && !this.isOver) this.timer = setTimeout(() => this.keep(), wait);
    }

    /** Whether everything typed so far lies on the server. One at a time, so that the last one is the last. */
    keep() {
      clearTimeout(this.timer);
      this.busy = (this.busy ?? Promise.resolve()).then(() => (this.isDirty && !this.isOver ? this.send() : !this.isOver));
      return this.busy;
    }

    async send() {
      this.isDirty = false;
      this.remember();
      said(this.told, words.keeping);
      try {
        const answer = await fetch(this.form.dataset.save, { method: "POST", body: this.data(), ...JSON_PLEASE });
        const found = await answer.json().catch(() => ({}));
        if (answer.ok) return this.kept(found);
        this.isDirty = true;
        this.isOver = answer.status === 409;
        this.alarm(found.told || words["not-kept"], this.isOver);
      } catch {
        this.isDirty = true;
        this.alarm(words.offline, false);
        this.soon(AGAIN);
      }
      return false;
    }

    kept(found) {
      find("[name=changed]", this.form).value = found.saved;
      if (!this.isDirty) sessionStorage.removeItem(this.store);
      const time = new Date(found.saved).toLocaleTimeString("th-TH", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Bangkok", numberingSystem: "latn" });
      this.told?.classList.remove("wrong");
      said(this.told, filled(words.kept, { at: time }));
      if ("body" in found) this.form.dispatchEvent(new CustomEvent("desk:text", { detail: found.body }));
      if (found.findings) showFindings(this.form, found.findings);
      reloadPreviews();
      if (this.isDirty) this.soon(WAIT);
      return true;
    }

    alarm(text, isOver) {
      this.told?.classList.add("wrong");
      said(this.told, text);
      if (isOver) this.told?.append(" ", made("a", { href: this.form.dataset.page, textContent: words.reload }));
    }

    remember(isSent) {
      try {
        const changed = find("[name=changed]", this.form).value;
        sessionStorage.setItem(this.store, JSON.stringify({ changed, isSent, entries: this.entries() }));
      } catch { /* a full or forbidden store: the server keeps it a moment later */ }
    }

    /** A page that goes away still sends; what is larger than browsers send then is kept here for the next page. */
    leave() {
      if (!this.isDirty || this.isOver || this.isSent) return;
      this.remember();
      fetch(this.form.dataset.save, { method: "POST", body: this.data(), keepalive: true, ...JSON_PLEASE }).then(
        async (answer) => { if (answer.ok) { this.isDirty = false; this.kept(await answer.json()); } }, () => {});
    }

    /** What never reached the server is typed again, unless the draft was changed elsewhere since. */
    takeUp() {
      const stored = JSON.parse(sessionStorage.getItem(this.store) ?? "null");
      if (!stored) return;
      if (stored.changed === find("[name=changed]", this.form).value) {
        this.put(stored.entries);
        return;
      }
      const isLooks = stored.entries.some(([name]) => name === "body.html");
      const told = (entries) => JSON.stringify(entries.filter(([name]) => (
        !["changed", "body.html", isLooks ? "body" : ""].includes(name))));
      if (stored.isSent || told(this.entries()) === told(stored.entries)) return void sessionStorage.removeItem(this.store);
      const notice = made("div", { className: "notice", role: "status" });
      const button = made("button", { type: "button", className: "secondary", textContent: words["take-up"] });
      button.addEventListener("click", () => { notice.remove(); this.put(stored.entries); });
      notice.append(made("p", { textContent: words.unsent }), button);
      this.form.before(notice);
    }

    put(entries) {
      const given = grouped(entries, ([name]) => name);
      for (const control of this.form.elements) {
        if (control.name === "changed" || /file|hidden|submit|button|fieldset/.test(control.type)) continue;
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
      if (/^(add|remove):/.test(button?.value ?? "")) {
        event.preventDefault();
        this.regroup(button);
      } else {
        this.isSent = true;
        if (this.isDirty) this.remember(true);
      }
    }

    /** One entry more or fewer in a list, without leaving the page. */
    async regroup(button) {
      const list = button.value.replace(/^(?:add:|remove:)(.*?)(?:\.\d+)?$/, (whole, name) => name);
      const isMore = button.value.startsWith("add:");
      await this.keep();
      const data = this.data();
      data.set(button.name, button.value);
      try {
        const answer = await fetch(this.form.action, { method: "POST", body: data });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const name = `[data-field="${CSS.escape(list)}"]`;
        if (!answer.ok || !find(name, page)) throw new Error(answer.status);
        find(name).replaceWith(document.adoptNode(find(name, page)));
        find("[name=changed]", this.form).value = find("form[data-save] [name=changed]", page).value;
        const fresh = find(name);
        ((isMore && find("input, select, textarea", all("[data-group]", fresh).at(-1))) || find("fieldset", fresh) || fresh).focus();
        reloadPreviews();
      } catch {
        this.isSent = true;
        this.form.append(made("input", { type: "hidden", name: button.name, value: button.value }));
        this.form.submit();
      }
    }
  }

  /** Messages at their fields, as the server found them just now. */
  function showFindings(form, findings) {
    const errors = grouped(findings, (each) => each.field);
    for (const place of all("[data-error]", form)) {
      const name = place.dataset.error;
      const here = errors.get(name) ?? [];
      const isWrong = here.some((each) => each.severity === "error");
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

  /** At most one load in flight for each frame; the reader's place on the page stays. */
  const frames = new WeakMap();
  function reloadPreviews() {
    for (const frame of all("iframe[data-preview]")) {
      if (!frame.checkVisibility || frame.checkVisibility()) reload(frame);
    }
  }
  function reload(frame) {
    const state = frames.get(frame) ?? { isLoading: false, isWanted: false };
    frames.set(frame, state);
    if (state.isLoading) { state.isWanted = true; return; }
    state.isLoading = true;
    const top = frame.contentWindow?.scrollY ?? 0;
    frame.addEventListener("load", () => {
      frame.contentWindow?.scrollTo(0, top);
      state.isLoading = false;
      if (state.isWanted) { state.isWanted = false; reload(frame); }
    }, { once: true });
    frame.contentWindow.location.replace(frame.src);
  }

  /** Files come at once, each alone, scaled where they are pictures that are too large. */
  class Files {
    constructor(place) {
      this.place = place;
      this.progress = find("[data-progress]", place);
      this.wrong = find("[data-wrong]", place);
      this.queue = Promise.resolve();
      place.addEventListener("change", (event) => {
        if (event.target.type !== "file") return;
        this.take([...event.target.files]);
        event.target.value = "";
      });
      place.addEventListener("dragover", (event) => { event.preventDefault(); place.classList.add("over"); });
      place.addEventListener("dragleave", () => place.classList.remove("over"));
      place.addEventListener("drop", (event) => {
        event.preventDefault();
        place.classList.remove("over");
        this.take([...event.dataTransfer.files]);
      });
      document.addEventListener("desk:files", (event) => this.take(event.detail));
      document.addEventListener("click", (event) => {
        const button = event.target.closest?.("[data-drop-file]");
        if (!button) return;
        event.preventDefault();
        this.queue = this.queue.then(() => this.drop(button));
      });
      for (const each of all("[data-upload]", place)) each.hidden = true;
    }

    take(files) {
      this.wrong.replaceChildren();
      this.wrong.hidden = true;
      for (const file of files) this.queue = this.queue.then(() => this.send(file));
    }

    async send(file) {
      const { mostBytes, mostPixels } = this.place.dataset;
      const { sent, note } = await fitted(file, Number(mostPixels));
      if (sent.size > Number(mostBytes)) {
        return this.complain(file.name, filled(words["file-large"], { most: Math.floor(mostBytes / 1048576) }));
      }
      if (!sent.size) return this.complain(file.name, words["file-empty"]);
      const { status, found } = await this.post(sent);
      if (status >= 200 && status < 300) {
        said(this.progress, [filled(words["file-came"], { name: file.name }), note, found.told].filter(Boolean).join(" "));
        return renew();
      }
      return this.complain(file.name, found.told || words["file-offline"]);
    }

    post(file) {
      return new Promise((answered) => {
        const request = new XMLHttpRequest();
        const data = new FormData();
        data.append("file", file, file.name);
        request.upload.addEventListener("progress", (event) => {
          const part = event.lengthComputable ? Math.round((event.loaded / event.total) * 100) : 0;
          said(this.progress, filled(words["file-coming"], { name: file.name, part }));
        });
        request.addEventListener("loadend", () => {
          let found = {};
          try { found = JSON.parse(request.responseText); } catch { /* no answer of ours: said as none */ }
          answered({ status: request.status, found });
        });
        request.open("POST", this.place.dataset.files);
        request.setRequestHeader("Accept", "application/json");
        request.send(data);
      });
    }

    async drop(button) {
      const form = button.form;
      try {
        const answer = await fetch(button.formAction || form.action, { method: "POST", body: new FormData(form, button), ...JSON_PLEASE });
        if (!answer.ok) throw new Error(answer.status);
        said(this.progress, words["file-gone"]);
        await renew();
        find("input[type=file]", this.place)?.focus();
      } catch { this.complain("", words["file-offline"]); }
    }

    complain(name, text) {
      said(this.progress, "");
      this.wrong.hidden = false;
      this.wrong.append(made("p", { textContent: name ? `${name}: ${text}` : text }));
    }
  }

  /** A picture of more pixels than may be published, drawn smaller and upright; anything else as it is. */
  async function fitted(file, most) {
    if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return { sent: file };
    try {
      const drawn = await createImageBitmap(file, { imageOrientation: "from-image" });
      const pixels = drawn.width * drawn.height;
      if (pixels <= most) return { sent: file };
      const scale = Math.sqrt(most / pixels);
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [Math.floor(drawn.width * scale), Math.floor(drawn.height * scale)];
      canvas.getContext("2d").drawImage(drawn, 0, 0, canvas.width, canvas.height);
      drawn.close();
      const blob = await new Promise((made) => { canvas.toBlob(made, file.type, 0.9); });
      const note = filled(words["picture-scaled"], { width: canvas.width, height: canvas.height });
      return blob ? { sent: new File([blob], file.name, { type: blob.type }), note } : { sent: file };
    } catch {
      return { sent: file };  // the server says what is wrong with it
    }
  }

  /** What stands on the page about files, as the draft has them now. */
  async function renew() {
    const form = find("form[data-save]");
    if (!form || !(await form.keep())) return;
    const answer = await fetch(form.dataset.page).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const place of all("[data-live]")) {
      const fresh = page.getElementById(place.id);
      if (fresh) place.replaceWith(document.adoptNode(fresh));
    }
    const changed = find("form[data-save] [name=changed]", page);
    if (changed) find("[name=changed]", form).value = changed.value;
    reloadPreviews();
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

  for (const form of all("form[data-save]")) new Kept(form);
  for (const place of all("[data-files]")) new Files(place);
  for (const select of all("select[data-filter]")) searchable(select);
  document.addEventListener("submit", once);
  document.addEventListener("toggle", reloadPreviews, true);
  find("[data-summary]")?.focus();
})();
