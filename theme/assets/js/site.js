// Loaded in the head, so that a page in the colours that the reader chose is not painted twice.
(() => {
  const KEY = "scheme";
  const root = document.documentElement;

  function stored() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  }

  function isDark() {
    const scheme = root.dataset.scheme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    return scheme === "dark";
  }

  function schemeSwitch(button) {
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.hidden = false;
    show();
    button.addEventListener("click", () => {
      root.dataset.scheme = isDark() ? "light" : "dark";
      show();
      try {
        localStorage.setItem(KEY, root.dataset.scheme);
      } catch {
        // Storage is off: the choice lasts as long as the page.
      }
    });
  }

  function menu(details) {
    const close = (event) => {
      if (!details.contains(event.target)) details.open = false;
    };
    document.addEventListener("click", close);
    document.addEventListener("focusin", close);
    details.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !details.open) return;
      details.open = false;
      details.querySelector("summary").focus();
    });
  }

  // The office's day, whatever clock and calendar the reader's device keeps.
  function today() {
    const locale = root.lang === "th" ? "th-TH-u-ca-buddhist-nu-latn" : "en-GB-u-ca-gregory";
    const parts = { day: "numeric", month: "long", timeZone: "Asia/Bangkok", year: "numeric" };
    const found = new Intl.DateTimeFormat(locale, parts).formatToParts(new Date());
    return ["day", "month", "year"].map((type) => found.find((part) => part.type === type).value).join(" ");
  }

  function tellDay() {
    document.querySelectorAll(".printed .when").forEach((when) => {
      when.querySelector("span").textContent = today();
      when.hidden = false;
    });
  }

  addEventListener("beforeprint", tellDay);
  if (["dark", "light"].includes(stored())) root.dataset.scheme = stored();
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("button.scheme").forEach(schemeSwitch);
    document.querySelectorAll(".menu details").forEach(menu);
  });
})();
