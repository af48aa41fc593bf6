// Disclosures that have room on a wide screen stand open there; on a narrow one the reader opens them.
const wide = window.matchMedia("(min-width: 60rem)");
const disclosures = document.querySelectorAll("details[data-open-when-wide]");

function openWhenWide() {
  for (const disclosure of disclosures) {
    if (wide.matches) disclosure.open = true;
  }
}

openWhenWide();
wide.addEventListener("change", openWhenWide);
