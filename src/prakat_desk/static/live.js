"use strict";
/* Looks again, every second, at whether a request that all have signed is live: `[data-live=ADDRESS][data-waiting]`.
   Without script the page itself is loaded again. */
(() => {
  const AGAIN = 1000;  // milliseconds
  const look = async () => {
    const shown = document.querySelector("[data-live][data-waiting]");
    if (!shown) return;
    try {
      const answer = await fetch(shown.dataset.live);
      const text = answer.ok ? await answer.text() : "";
      const found = new DOMParser().parseFromString(text, "text/html").querySelector("[data-live]");
      if (found && !("waiting" in found.dataset)) return location.reload();
      if (found && found.textContent !== shown.textContent) shown.replaceChildren(...found.childNodes);
    } catch { /* the network is tried again */ }
    setTimeout(look, AGAIN);
  };
  setTimeout(look, AGAIN);
})();
