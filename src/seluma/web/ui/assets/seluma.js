
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

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
