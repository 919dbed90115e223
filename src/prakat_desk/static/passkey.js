// A form with data-passkey="get" or "create": asks data-options what the device is to be asked, asks the device, puts its
// answer into the field `answer` and sends the form. Without passkeys in this browser it says so. With data-anew a
// question that the desk will not ask any more sends the form as it is, so that the desk shows what has changed.
(() => {
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const known = (options) => {
    const found = { ...options, challenge: bytes(options.challenge) };
    if (options.user) found.user = { ...options.user, id: bytes(options.user.id) };
    for (const list of ["excludeCredentials", "allowCredentials"]) {
      if (options[list]) found[list] = options[list].map((each) => ({ ...each, id: bytes(each.id) }));
    }
    return found;
  };

  const shown = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    const { id, type } = credential;
    return JSON.stringify({ id, type, rawId: text(credential.rawId), response });
  };

  const asked = async (form) => {
    const answer = await fetch(form.dataset.options, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (answer.status === 409 && "anew" in form.dataset) return null;
    if (!answer.ok) throw new DOMException(String(answer.status), answer.status === 429 ? "tooMany" : "other");
    return { publicKey: known(await answer.json()) };
  };

  const told = {
    NotAllowedError: "notAllowed",
    AbortError: "notAllowed",
    NotSupportedError: "notSupported",
    ConstraintError: "notSupported",
    InvalidStateError: "already",
    tooMany: "tooMany",
  };

  const say = (form, problem) => {
    const place = form.querySelector("[data-passkey-said]");
    place.textContent = place.dataset[told[problem.name] || "other"];
    place.hidden = false;
    place.focus();
  };

  const send = async (form, button) => {
    button.disabled = true;
    form.querySelector("[data-passkey-said]").hidden = true;
    try {
      const question = await asked(form);
      if (question) {
        form.elements.answer.value = shown(await navigator.credentials[form.dataset.passkey](question));
      }
      form.submit();
    } catch (problem) {
      say(form, problem);
      button.disabled = false;
    }
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("[data-passkey-button]");
    if (!window.PublicKeyCredential) {
      form.querySelector("[data-passkey-none]").hidden = false;
      continue;
    }
    button.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form, button);
    });
  }
})();
