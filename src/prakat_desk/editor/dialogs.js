// A question asked in a dialog of its own; the answer, or null.
const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

/** `questions`: [{name, label, value, options?}]; `extra` is a third button that answers with its own name. */
export function ask(words, title, questions, extra = "") {
  const form = element("form", { method: "dialog" }, element("h2", { id: "dialog-title" }, title));
  for (const each of questions) {
    const entry = each.options ? element("select") : element("input", { type: "text", autocomplete: "off" });
    for (const [value, text] of each.options ?? []) entry.append(element("option", { value }, text));
    entry.id = `dialog-${each.name}`;
    entry.name = each.name;
    if (each.value !== undefined) entry.value = each.value;
    form.append(element("div", { class: "field" }, element("label", { for: entry.id }, each.label), entry));
  }
  const bar = element("div", { class: "actions" });
  if (questions.length) bar.append(element("button", { value: "ok" }, words.ok));
  if (extra) bar.append(element("button", { value: "extra", class: "secondary" }, extra));
  bar.append(element("button", { value: "", class: "secondary", formnovalidate: "" }, words.cancel));
  form.append(bar);
  const dialog = element("dialog", { "aria-labelledby": "dialog-title" }, form);
  document.body.append(dialog);
  return new Promise((answered) => {
    dialog.addEventListener("close", () => {
      const given = dialog.returnValue && { ...Object.fromEntries(new FormData(form)), pressed: dialog.returnValue };
      dialog.remove();
      answered(given || null);
    });
    dialog.showModal();
  });
}
