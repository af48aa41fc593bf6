// The outline marks the place the reader has come to and says how far that is. Nothing is measured while the page
// scrolls: the browser tells which blocks have come above a line two fifths from the bottom.
const outline = document.querySelector("[data-outline]");
const ABOVE_THE_LINE = { rootMargin: "9999999px 0px -40% 0px" }; // what was passed stays inside
const BLOCKS = ".clause, .table-scroll, .checklist-item, .attachment, .section[id]";
const COLUMN = window.matchMedia("(min-width: 68rem)"); // the outline has a column of its own (layout.css)

if (outline) follow(outline.closest(".reading").querySelector("article"));

function follow(article) {
  const links = new Map(
    [...outline.querySelectorAll("a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]),
  );
  const blocks = [...article.querySelectorAll(BLOCKS)].filter((block) => !block.closest(".no-print"));
  const stops = measure(blocks, links);
  const reached = new Set();
  let ended = false;
  let shown = "";

  const tell = () => {
    const last = Math.max(-1, ...[...reached].map((block) => stops.get(block).index));
    const stop = stops.get(blocks[last]);
    const percent = ended ? 100 : (stop?.percent ?? 0);
    if (shown === `${percent} ${stop?.link}`) return; // an unchanged outline is not laid out again
    shown = `${percent} ${stop?.link}`;
    show(links, stop?.link, percent);
  };
  const lines = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) reached[isIntersecting ? "add" : "delete"](target);
    tell();
  }, ABOVE_THE_LINE);
  const end = new IntersectionObserver(([seen]) => {
    ended = seen.isIntersecting || seen.boundingClientRect.bottom < 0; // a short last part never comes to the line
    tell();
  });
  blocks.forEach((block) => lines.observe(block));
  if (blocks.length) end.observe(blocks.at(-1).lastElementChild ?? blocks.at(-1));
}

// For each block the line of the outline it belongs to, and how much of the text stands before it.
function measure(blocks, links) {
  const lengths = blocks.map((block) => (block.matches(".attachment, .section") ? 0 : block.textContent.length));
  const whole = lengths.reduce((sum, length) => sum + length, 0) || 1;
  const stops = new Map();
  let link = links.values().next().value;
  let passed = 0;
  blocks.forEach((block, index) => {
    link = links.get(block.id) ?? link;
    stops.set(block, { index, link, percent: Math.floor((passed / whole) * 100) });
    passed += lengths[index];
  });
  return stops;
}

function show(links, here, percent) {
  let read = Boolean(here);
  for (const link of links.values()) {
    if (link === here) read = false;
    link.classList.toggle("is-read", read);
    if (link === here) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  outline.querySelector("[data-here]").textContent = here?.textContent ?? "";
  outline.querySelector("[data-read]").textContent = percent ? `已读 ${percent}%` : "";
  outline.querySelector("progress").value = percent;
  keepInSight(here);
}

// In a long outline the marked line stays in sight; only the outline moves, never the page.
function keepInSight(link) {
  const column = isColumn() ? outline.parentElement : outline.querySelector("ol");
  if (!link || column.scrollHeight <= column.clientHeight) return;
  column.scrollTop = link.offsetTop - column.clientHeight / 2;
}

// On a phone the outline lies over the text: it closes when a line was chosen, and by Esc.
outline?.addEventListener("click", (event) => {
  if (event.target.closest("a") && !isColumn()) outline.open = false;
});
outline?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || isColumn()) return;
  outline.open = false;
  outline.querySelector("summary").focus();
});

function isColumn() {
  return COLUMN.matches && document.documentElement.dataset.mode !== "elder";
}
