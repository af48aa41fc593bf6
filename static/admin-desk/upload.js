// A sent form says that it works, and is not sent twice. Everything works without this.
for (const button of document.querySelectorAll("button[data-busy]")) {
  const form = button.form;
  const said = button.textContent;
  form.addEventListener("submit", () => {
    button.textContent = button.dataset.busy;
    const status = form.querySelector("[data-status]");
    if (status) status.textContent = button.dataset.busy;
    setTimeout(() => (button.disabled = true)); // after the form has been put together
  });
  addEventListener("pageshow", () => {
    button.textContent = said;
    button.disabled = false;
  });
}

// The keyboard goes on from where a jump landed.
addEventListener("hashchange", () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
});

// Too large a file is refused before it is sent. (The desk's frame would look for a text box beside the file box:
// it must not hear of the choice.)
for (const input of document.querySelectorAll("[data-upload] input[type=file]")) {
  document.addEventListener(
    "change",
    (event) => {
      if (event.target !== input) return;
      event.stopImmediatePropagation();
      const size = input.files[0]?.size ?? 0;
      input.setCustomValidity(size > Number(input.dataset.most) ? input.dataset.tooLarge : "");
      input.reportValidity();
    },
    true,
  );
}
