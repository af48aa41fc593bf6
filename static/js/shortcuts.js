// Single keys for readers who use the keyboard: only while no field has the focus, listed with ?, and switched off with
// one tick that is kept (WCAG 2.1.4).
const OFF = "shortcuts-off";
const KEYS = [
  ["/", "去查找"],
  ["j", "下一节"],
  ["k", "上一节"],
  ["[", "上一篇"],
  ["]", "下一篇"],
  ["?", "打开这张表"],
];
const DEEDS = {
  "/": toSearch,
  j: () => toSection(1),
  k: () => toSection(-1),
  "[": () => follow("a[rel=prev]"),
  "]": () => follow("a[rel=next]"),
  "?": openList,
  "？": openList,
};
let dialog = null;

document.addEventListener("keydown", (event) => {
  const deed = DEEDS[event.key];
  if (!deed || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isOff() || dialog?.open || event.target.closest("input, select, textarea, [contenteditable]")) return;
  event.preventDefault();
  deed();
});

for (const button of document.querySelectorAll("[data-shortcuts]")) button.addEventListener("click", openList);

function isOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

function toSearch() {
  const box = document.querySelector("main input[name=q]");
  if (!box) return follow("a[data-search]");
  box.closest("details")?.setAttribute("open", "");
  return box.focus();
}

function follow(selector) {
  document.querySelector(selector)?.click();
}

function toSection(step) {
  const all = document.querySelectorAll("main :is(h2, h3, h4)");
  const sections = [...all].filter((each) => each.checkVisibility?.() ?? true);
  const tops = sections.map((each) => each.getBoundingClientRect().top);
  const line = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) + 2;
  const focused = sections.indexOf(document.activeElement);
  const inSight = tops[focused] > 0 && tops[focused] < window.innerHeight;
  const here = inSight ? focused : tops.filter((top) => top < line).length - 1;
  const section = sections[here + step];
  if (!section) return;
  section.tabIndex = -1;
  section.focus({ preventScroll: true });
  section.scrollIntoView({ behavior: "instant" }); // the next key may come before a smooth scroll ends
}

function openList() {
  dialog ??= build();
  dialog.querySelector("input").checked = !isOff();
  dialog.showModal();
}

function build() {
  const made = document.createElement("dialog");
  made.className = "shortcuts";
  made.setAttribute("aria-labelledby", "shortcuts-title");
  made.innerHTML = `<h2 id="shortcuts-title">键盘快捷键</h2><dl></dl>
    <p><label><input type="checkbox"> 使用这些快捷键</label></p>
    <form method="dialog"><button class="button">关上</button></form>`;
  for (const [key, deed] of KEYS) {
    const row = made.querySelector("dl").appendChild(document.createElement("div"));
    row.appendChild(document.createElement("dt")).appendChild(document.createElement("kbd")).textContent = key;
    row.appendChild(document.createElement("dd")).textContent = deed;
  }
  made.querySelector("input").addEventListener("change", (event) => {
    try {
      if (event.target.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    } catch {
      event.target.checked = true; // storage refused: nothing can be kept
    }
  });
  document.body.append(made);
  return made;
}
