// Copies the citation of the document, and from the # of a paragraph its address or its words with their source.
// Where the clipboard is closed (plain HTTP, an old browser) the words are selected instead, and that is said.
import { announce } from "./announce.js";

const citation = document.querySelector("[data-citation]");
const status = document.querySelector("[data-citation-status]");
const menu = document.createElement("div");

document.querySelector("[data-copy-citation]")?.addEventListener("click", async () => {
  const done = await copy(citation.textContent.trim());
  if (!done) window.getSelection().selectAllChildren(citation);
  status.textContent = done ? "已复制。" : "没能自动复制。文字已经选中，请按 Ctrl+C，或长按后选“复制”。";
});

menu.className = "permalink-menu no-print";
menu.setAttribute("role", "group");
menu.setAttribute("aria-label", "这一段");
for (const [label, words] of [
  ["复制这一段和出处", (place) => quoted(place)],
  ["复制这一段的网址", (place) => addressOf(place)],
  ["关上", null],
]) {
  const button = menu.appendChild(document.createElement("button"));
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", () => finish(words));
}
menu.addEventListener("keydown", (event) => {
  if (event.key === "Escape") finish(null);
});

document.querySelector("article")?.addEventListener("click", (event) => {
  const link = event.target.closest(".permalink");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return; // a new window, as the reader asks
  link.parentElement.after(menu);
  menu.querySelector("button").focus({ preventScroll: true });
});

async function finish(words) {
  const place = menu.previousElementSibling;
  if (words) {
    const text = words(place);
    if (!(await copy(text))) return offer(text);
    announce("已复制。");
  }
  menu.remove();
  place.querySelector(".permalink").focus({ preventScroll: true });
  return undefined;
}

// The words stand in a field, selected, for the reader to copy by hand.
function offer(text) {
  const field = menu.querySelector("textarea") ?? menu.appendChild(document.createElement("textarea"));
  field.readOnly = true;
  field.setAttribute("aria-label", "没能自动复制，请按 Ctrl+C，或长按后选“复制”");
  field.value = text;
  field.select();
  field.focus();
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function addressOf(place) {
  return `${location.origin}${location.pathname}#${place.id}`;
}

function quoted(place) {
  const words = place.cloneNode(true);
  words.querySelector(".permalink").remove();
  const label = place.closest(".attachment")?.querySelector(".attachment-label").textContent.trim() ?? "";
  const { work, printed } = citation.dataset;
  return `“${words.textContent.trim()}”——${work}${label}${place.dataset.place ?? ""}${printed}。${addressOf(place)}`;
}
