// The one script that may hold up the page: a classic script, loaded before the style sheets, so that a reader who chose
// large type never sees the small one first. A module would run after the first paint. Without storage nothing changes.
(function () {
  var root = document.documentElement;
  root.dataset.scripts = "";
  try {
    if (localStorage.getItem("mode") === "elder") root.dataset.mode = "elder";
    if (/^(16|18|20|22|24|27|30)$/.test(localStorage.getItem("size"))) root.dataset.size = localStorage.getItem("size");
  } catch (refused) {}
})();
