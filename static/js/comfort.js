// The large-type version (大字版) and the size of the type: chosen by buttons, kept in local storage, no cookie.
// before_paint.js sets what was chosen before the page is drawn; modes.css says what it looks like.
import { announce } from "./announce.js";

const SIZES = { usual: [16, 18, 20, 22, 24], elder: [22, 24, 27, 30] };
const STANDARD = { usual: 18, elder: 22 };
const root = document.documentElement;
const mode = () => (root.dataset.mode === "elder" ? "elder" : "usual");
const size = () => Number(root.dataset.size) || STANDARD[mode()];

for (const button of document.querySelectorAll("[data-mode-switch]")) {
  button.addEventListener("click", () => {
    const elder = mode() === "usual";
    keep("mode", elder ? "elder" : "");
    keep("size", "");
    announce(elder ? "已换成大字版。" : "已回到普通版。");
    // The button that was pressed is gone: its counterpart takes the focus.
    document.querySelector(elder ? ".elder-bar [data-mode-switch]" : ".mode-switch[data-mode-switch]")?.focus();
    document.dispatchEvent(new Event("modechange"));
  });
}

for (const button of document.querySelectorAll("[data-size-step]")) {
  button.addEventListener("click", () => {
    const sizes = SIZES[mode()];
    const step = Number(button.dataset.sizeStep);
    const wanted = step ? sizes[sizes.indexOf(size()) + step] : STANDARD[mode()];
    if (wanted) keep("size", wanted === STANDARD[mode()] ? "" : String(wanted));
    announce(wanted ? `字号 ${wanted}。` : step > 0 ? "已经是最大的字。" : "已经是最小的字。");
  });
}

function kept(name) {
  try {
    return localStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

function keep(name, value) {
  root.dataset[name] = value;
  if (!value) delete root.dataset[name];
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    // storage refused: the choice holds for this page
  }
}

window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return; // a page taken back as it was left: something else may have been chosen meanwhile
  for (const name of ["mode", "size"]) keep(name, kept(name));
});
