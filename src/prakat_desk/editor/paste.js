// What the clipboard holds -> HTML that the editor reads.
const escaped = (text) => text.replace(/[&<>]/g, (each) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[each]);

/** Text without any looks: a line is a paragraph; lines with tabs are rows of a table, as Excel copies them. */
export function plainAsPage(text) {
  const lines = text.replace(/\r\n?/g, "\n").split("\n").filter((line) => line.trim());
  if (lines.length > 1 && lines.every((line) => line.includes("\t"))) {
    const row = (line, tag) => `<tr>${line.split("\t").map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("")}</tr>`;
    return `<table>${lines.map((line, index) => row(line, index ? "td" : "th")).join("")}</table>`;
  }
  return lines.map((line) => `<p>${escaped(line)}</p>`).join("");
}

/** What the server made of a page from elsewhere; `html` is null where it could not be asked. */
export async function pasted(address, html) {
  try {
    const body = new FormData();
    body.set("html", html);
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    const found = await answer.json();
    return { html: answer.ok ? found.html : null, told: found.told, changed: found.changed };
  } catch {
    return { html: null, told: "" };
  }
}
