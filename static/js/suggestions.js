// Suggestions under a search box while a reader types: a combobox with a list box (WAI-ARIA APG). Without it the form
// works as it is.
const PAUSE = 180; // milliseconds without a key before anything is asked

for (const box of document.querySelectorAll("input[data-suggestions]")) suggest(box);

function suggest(box) {
  const list = listBelow(box);
  const status = statusOf(box);
  const known = new Map();
  let chosen = -1;
  let timer = 0;
  let asking = null;

  const close = () => {
    list.hidden = true;
    choose(-1);
    box.setAttribute("aria-expanded", "false");
  };

  const choose = (index) => {
    list.children[chosen]?.setAttribute("aria-selected", "false");
    chosen = index;
    const option = list.children[chosen];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) box.setAttribute("aria-activedescendant", option.id);
    else box.removeAttribute("aria-activedescendant");
  };

  const show = (found) => {
    choose(-1);
    list.replaceChildren(...found.map((one, index) => optionOf(one, `${list.id}-${index}`)));
    list.hidden = found.length === 0;
    box.setAttribute("aria-expanded", String(found.length > 0));
    status.textContent = found.length ? `有 ${found.length} 条建议，按上下键选择。` : "";
  };

  const ask = async () => {
    asking?.abort();
    const typed = box.value.trim();
    if (!typed) return close();
    if (!known.has(typed)) {
      asking = new AbortController();
      try {
        const answer = await fetch(`${box.dataset.suggestions}?q=${encodeURIComponent(typed)}`, {
          signal: asking.signal,
        });
        if (!answer.ok) return close();
        known.set(typed, (await answer.json()).suggestions);
      } catch {
        return undefined; // another key was pressed, or the line is down: the form still works
      }
    }
    if (typed === box.value.trim() && document.activeElement === box) show(known.get(typed));
    return undefined;
  };

  box.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, PAUSE); // pinyin on its way to characters is no question
  });
  box.addEventListener("compositionend", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = list.hidden ? 0 : list.children.length;
    if (event.key === "Escape" && count) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" && !count) {
      ask();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = chosen + step;
      choose(next >= count ? -1 : next < -1 ? count - 1 : next); // -1: back in the box
    } else if (event.key === "Enter" && count && chosen >= 0) {
      event.preventDefault();
      window.location.assign(list.children[chosen].dataset.url);
    }
  });
  box.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) window.location.assign(option.dataset.url);
  });
}

function listBelow(box) {
  const list = document.createElement("ul");
  list.id = `${box.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "建议");
  box.form.append(list);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("aria-controls", list.id);
  return list;
}

function statusOf(box) {
  const status = document.createElement("span");
  status.className = "hidden-visually";
  status.setAttribute("role", "status");
  box.form.append(status);
  return status;
}

function optionOf(one, id) {
  const option = document.createElement("li");
  option.id = id;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.url = one.url;
  for (const [name, text] of [["text", one.text], ["note", [one.kind_name, one.note].filter(Boolean).join(" · ")]]) {
    const part = document.createElement("span");
    part.className = `suggestion-${name}`;
    part.textContent = text;
    option.append(part);
  }
  return option;
}
