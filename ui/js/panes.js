// On a narrow screen the three columns of the desk become tabs; without this they stand one below the other.

export function start(root) {
  const menu = root.querySelector(".v-panes");
  const space = root.querySelector(".v-workspace");
  if (!menu || !space) return;
  const links = [...menu.querySelectorAll("a")];
  const show = (link) => {
    for (const other of links) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    space.dataset.shown = link.dataset.pane;
  };
  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      show(link);
      menu.scrollIntoView({ block: "start" });
    });
  }
  show(links.find((link) => link.hash === location.hash) ?? links.find((link) => link.dataset.first) ?? links[0]);
}
