// Runs before the style sheet, so that the first paint already has the chosen colours and
// the shape of the screen that comes. `layout/theme.rs` and `layout/first_paint.rs` know the keys.
(() => {
  const root = document.documentElement;
  let theme = null;
  let signedIn = false;
  try {
    theme = localStorage.getItem("copperline-theme");
    signedIn = localStorage.getItem("copperline-signed-in") !== null;
  } catch {
    // A browser that keeps nothing gets the system's colours.
  }
  if (theme === "copper" || theme === "copper-dark") root.dataset.theme = theme;
  const inbox = location.pathname === "/" || location.pathname.startsWith("/conversations");
  const screens = { pipeline: "Pipeline", numbers: "Numbers", billing: "Billing", handset: "Handset", settings: "Settings" };
  const screen = screens[location.pathname.split("/")[1]];
  if (screen) root.style.setProperty("--first-screen", `"${screen}"`);
  root.dataset.shape = !signedIn ? "plain" : inbox ? "inbox" : "page";
})();
