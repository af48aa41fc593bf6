// Adds a button that copies the citation; without it the text can be selected with one tap.
const text = document.querySelector("[data-citation]");
const status = document.querySelector("[data-citation-status]");

if (text && navigator.clipboard) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet";
  button.textContent = "复制引文";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.textContent);
    status.textContent = "已复制。";
  });
  text.after(button);
}
