// Says to screen readers what happened. The place for it is made when there is something to say.
let place = null;

export function announce(text) {
  if (!place) {
    place = document.createElement("p");
    place.className = "hidden-visually";
    place.setAttribute("role", "status");
    document.body.append(place);
  }
  place.textContent = "";
  requestAnimationFrame(() => { place.textContent = text; }); // the same words twice are said twice
}
