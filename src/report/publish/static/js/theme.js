/* The switch between light and dark (without a choice the reader's system decides); menus that close when left; the contents: open
   beside the text, closed above it. */
(() => {
  const root = document.documentElement;
  const key = "theme";
  const systemIsDark = () => matchMedia("(prefers-color-scheme: dark)").matches;
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : systemIsDark());

  if (["light", "dark"].includes(site.recall(key))) root.dataset.theme = site.recall(key);

  const button = document.createElement("button");
  button.type = "button";
  button.className = "switch";
  const label = () => { button.textContent = isDark() ? "Light page" : "Dark page"; };
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    site.remember(key, root.dataset.theme);
    label();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", label);
  label();
  document.querySelector(".bar")?.append(button);

  const closeMenus = (except) => document.querySelectorAll(".menu[open]").forEach((menu) => { if (menu !== except) menu.open = false; });
  document.addEventListener("click", (event) => closeMenus(event.target.closest(".menu")));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest(".menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  const besideText = matchMedia("(min-width: 72rem)");
  const contents = document.querySelector(".contents details");
  const openOrClose = () => { if (contents) contents.open = besideText.matches; };
  besideText.addEventListener("change", openOrClose);
  openOrClose();
})();
