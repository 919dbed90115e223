// Light or dark, as the reader chose it before; in the head, so that the page is not painted twice.
(() => {
  const KEY = "scheme";
  const stored = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const isDark = () => (stored() ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const root = document.documentElement;
  if (stored()) root.dataset.scheme = stored();
  addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("button.scheme");
    if (!button) return;
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.hidden = false;
    button.addEventListener("click", () => {
      const chosen = isDark() ? "light" : "dark";
      try { localStorage.setItem(KEY, chosen); } catch { /* private mode: lasts as long as the page */ }
      root.dataset.scheme = chosen;
      show();
    });
    show();
  });
})();
