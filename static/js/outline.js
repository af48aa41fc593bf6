// The side outline marks the place the reader has come to.
const outline = document.querySelector("[data-outline]");

function follow() {
  const links = new Map(
    [...outline.querySelectorAll("a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]),
  );
  const places = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  const mark = () => {
    const passed = places.filter((place) => place.getBoundingClientRect().top < window.innerHeight / 3);
    const here = links.get((passed.at(-1) ?? places[0])?.id);
    for (const link of links.values()) {
      if (link === here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  const observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px" });
  places.forEach((place) => observer.observe(place));
}

if (outline) follow();
