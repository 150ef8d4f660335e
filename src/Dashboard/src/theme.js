// Before the first paint: the theme that was chosen, where one was. Without it the system's is used.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem("flows-theme");
  } catch (error) {
    // A browser that keeps nothing has the system's theme.
  }
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
})();
