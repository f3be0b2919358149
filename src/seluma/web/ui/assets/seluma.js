
// Only enhancement: every task works without this file.
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
}
initAll();

// A second click on a form that is already on its way is not sent. The server holds the same promise by the form's key.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !(form instanceof HTMLFormElement) || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  // An answer that is a download leaves this page standing: after a while it may be sent again.
  setTimeout(() => delete form.dataset.sent, 5000);
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A file over the limit is named at once, not after a long upload.
for (const input of document.querySelectorAll("input[type=file][data-max-bytes]")) {
  input.addEventListener("change", () => {
    const tooLarge = [...input.files].some((file) => file.size > Number(input.dataset.maxBytes));
    let note = document.getElementById(`${input.id}-too-large`);
    if (!note) {
      note = document.createElement("p");
      note.id = `${input.id}-too-large`;
      note.className = "govuk-error-message";
      note.setAttribute("role", "alert");
      input.before(note);
    }
    note.textContent = tooLarge ? input.dataset.tooLarge : "";
    note.hidden = !tooLarge;
  });
}

// Single letters press what carries them in data-key, while nobody types; they can be turned off (WCAG 2.1.4).
const keys = document.querySelector("[data-keys]");
if (keys) {
  const NAME = "seluma-keys";
  const stored = () => {
    try {
      return localStorage.getItem(NAME);
    } catch {
      return null;
    }
  };
  let on = stored() !== "off";
  const carriers = new Map();
  for (const element of document.querySelectorAll("[data-key]")) {
    if (!element.disabled && !carriers.has(element.dataset.key)) carriers.set(element.dataset.key, element);
  }
  const list = keys.querySelector("[data-keys-list]");
  const told = new Map();
  for (const [key, element] of carriers) {
    const does = element.dataset.does || element.textContent.trim();
    told.set(does, [...(told.get(does) || []), key.toUpperCase()]);
  }
  for (const [does, letters] of told) {
    const row = document.createElement("div");
    const [term, meaning] = [document.createElement("dt"), document.createElement("dd")];
    const shown = letters.length > 2 ? [`${letters[0]}–${letters.at(-1)}`] : letters;
    for (const letter of shown) {
      const sign = document.createElement("kbd");
      sign.textContent = letter;
      term.append(sign);
    }
    meaning.textContent = does;
    row.append(term, meaning);
    list.append(row);
  }
  const change = keys.querySelector("[data-keys-switch]");
  const show = () => {
    change.textContent = on ? change.dataset.on : change.dataset.off;
    list.hidden = !on;
    for (const [key, element] of carriers) {
      if (on) element.setAttribute("aria-keyshortcuts", key);
      else element.removeAttribute("aria-keyshortcuts");
    }
  };
  change.addEventListener("click", () => {
    on = !on;
    try {
      localStorage.setItem(NAME, on ? "on" : "off");
    } catch {
      // Without storage it holds for this page.
    }
    show();
  });
  show();
  keys.hidden = carriers.size === 0;
  const types = (element) => element.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (!on || event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
    if (event.target instanceof Element && types(event.target)) return;
    const element = carriers.get(event.key.toLowerCase());
    if (!element) return;
    event.preventDefault();
    const details = element.querySelector("details");
    if (details) {
      details.open = true;
      details.querySelector("input:not([type=hidden]), textarea, select, button")?.focus();
    } else if (element instanceof HTMLInputElement) {
      element.focus();
    } else {
      element.click();
    }
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
