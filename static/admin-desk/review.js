// The reviewers' page: n and p go from one standing remark to the next, Ctrl+Enter sends, and nobody leaves by mistake with
// words half written. Everything else, and all of it but the keys, works without this file.
const standing = [...document.querySelectorAll("[data-standing]")];
const typed = () => [...document.querySelectorAll("textarea")].some((area) => area.value !== area.defaultValue);
let sending = false;

document.documentElement.classList.add("has-scripts");

document.addEventListener("keydown", (event) => {
  const field = event.target.closest?.("textarea");
  if (field) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) field.form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, select")) return;
  if (event.key === "n") go(1);
  if (event.key === "p") go(-1);
});

document.addEventListener("toggle", (event) => {
  if (event.target.open) event.target.querySelector("textarea")?.focus();
}, true);

document.addEventListener("submit", () => { sending = true; });
window.addEventListener("beforeunload", (event) => {
  if (!sending && typed()) event.preventDefault();
});

function go(step) {
  if (!standing.length) return;
  const here = standing.indexOf(document.activeElement.closest("[data-standing]"));
  const next = here < 0 && step < 0 ? standing.length - 1 : here + step;
  const remark = standing[(next + standing.length) % standing.length];
  remark.scrollIntoView({ block: "center" });
  remark.focus({ preventScroll: true });
}
