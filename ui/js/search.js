// Results while typing; the same form answers without a script.
import { swap } from "./swap.js";

const PAUSE = 250;

export function start(root) {
  for (const form of root.querySelectorAll("form[data-search]")) {
    let timer = 0;
    let latest = 0;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        latest += 1;
        const mine = latest;
        const address = new URL(form.action);
        address.search = new URLSearchParams(new FormData(form)).toString();
        try {
          const answer = await fetch(address, { headers: { Accept: "text/html" }, credentials: "same-origin" });
          if (!answer.ok || mine !== latest) return;
          swap(await answer.text(), form.dataset.search);
          history.replaceState(null, "", address);
        } catch {
          // The button still works.
        }
      }, PAUSE);
    });
  }
}
