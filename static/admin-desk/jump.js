// From a line of the defect report to the very place: opens the tab, the row and the line that the address names.
// Without this the browser itself goes to the field or to the rows.

const ROW_ID = /-\d+-id$/;

function openTab(place) {
  const rows = place.closest("[id$='-group']");
  if (rows) {
    document.querySelector(`a[href="#${rows.id.slice(0, -"-group".length)}"]`)?.click();
  }
  const page = place.closest(".tab-wrapper");
  if (page) {
    const pages = [...page.parentElement.querySelectorAll(":scope > .tab-wrapper")];
    page.parentElement.querySelectorAll("nav a")[pages.indexOf(page)]?.click();
  }
}

function rowOf(group, key) {
  const ids = [...group.querySelectorAll("input[type=hidden]")];
  const id = ids.find((input) => ROW_ID.test(input.name) && input.value === key);
  if (!id) {
    return group;
  }
  const prefix = id.name.slice(0, -"-id".length);
  const fields = [...group.querySelectorAll("textarea, input:not([type=hidden]), select")].filter(
    (input) => input.name.startsWith(`${prefix}-`),
  );
  return fields.find((input) => input.name.endsWith("-text")) ?? fields[0] ?? group;
}

function selectLine(box, number) {
  const lines = box.value.split("\n");
  const start = lines.slice(0, number - 1).join("\n").length + (number > 1 ? 1 : 0);
  box.focus({ preventScroll: true });
  box.setSelectionRange(start, start + (lines[number - 1] ?? "").length);
  // A box does not scroll to its selection: what is drawn before it tells how far down it stands.
  const whole = box.value;
  box.value = whole.slice(0, start);
  const above = box.scrollHeight;
  box.value = whole;
  box.scrollTop = Math.max(above - box.clientHeight / 2, 0);
  box.setSelectionRange(start, start + (lines[number - 1] ?? "").length);
}

function jump() {
  const asked = new URLSearchParams(location.search);
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const key = asked.get("row");
  const number = Number(asked.get("line"));
  if (!named || !(named.id.startsWith("id_") || named.id.endsWith("-group"))) {
    return;
  }
  const place = key ? rowOf(named, key) : named;
  openTab(named);
  whenShown(place, () => {
    place.scrollIntoView({ block: "center" });
    if (place.tagName === "TEXTAREA" && number > 0) {
      selectLine(place, number);
    } else {
      place.focus?.({ preventScroll: true });
    }
  });
}

// The frame draws an opened tab a little later.
function whenShown(place, act, patience = 60) {
  if (place.getClientRects().length || patience === 0) {
    act();
  } else {
    requestAnimationFrame(() => whenShown(place, act, patience - 1));
  }
}

addEventListener("load", () => setTimeout(jump, 0));
