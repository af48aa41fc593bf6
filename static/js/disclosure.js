// Disclosures that have room on a wide screen stand open there; on a narrow one, and in the large-type version, which
// has one column, the reader opens them. The attribute may name the width from which there is room.
const disclosures = [...document.querySelectorAll("details[data-open-when-wide]")].map((disclosure) => ({
  disclosure,
  wide: window.matchMedia(`(min-width: ${disclosure.dataset.openWhenWide || "60rem"})`),
}));

function openWhenWide() {
  const oneColumn = document.documentElement.dataset.mode === "elder";
  for (const { disclosure, wide } of disclosures) {
    if (oneColumn) disclosure.open = false;
    else if (wide.matches) disclosure.open = true;
  }
}

openWhenWide();
document.addEventListener("modechange", openWhenWide);
for (const { wide } of disclosures) wide.addEventListener("change", openWhenWide);
