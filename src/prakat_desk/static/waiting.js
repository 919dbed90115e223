// A page with [data-waits] asks for itself every few seconds, and is shown anew once it waits no more or says something else.
(() => {
  const EVERY = 2000;  // milliseconds
  const told = (page) => page.querySelector("[data-waits]")?.textContent.trim();
  const before = told(document);

  const look = async () => {
    try {
      const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
      const now = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (told(now) === undefined) return location.reload();
      if (told(now) !== before) document.querySelector("[data-waits]").textContent = told(now);
    } catch {
      // no network: asked again
    }
    setTimeout(look, EVERY);
  };
  setTimeout(look, EVERY);
})();
