// A part of a page that keeps itself fresh: asks again while the tab is seen, follows where the server leads.
import { swap } from "./swap.js";

export function start(root) {
  const parts = root.matches?.("[data-refresh]") ? [root] : root.querySelectorAll("[data-refresh]");
  for (const part of parts) keepFresh(part);
}

function keepFresh(part) {
  const every = Number(part.dataset.refresh) * 1000;
  let wait = every;
  const again = () => setTimeout(ask, wait);
  const ask = async () => {
    if (!part.isConnected) return;
    if (document.hidden) {
      document.addEventListener("visibilitychange", ask, { once: true });
      return;
    }
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
      if (answer.redirected && new URL(answer.url).pathname !== location.pathname) {
        location.assign(answer.url);
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const html = await answer.text();
      const fresh = new DOMParser().parseFromString(html, "text/html").getElementById(part.id);
      if (!fresh) {
        location.reload();
        return;
      }
      if (fresh.innerHTML !== part.innerHTML) {
        swap(html, part.id);
        return;
      }
      wait = every;
    } catch {
      wait = Math.min(wait * 2, 60000);
    }
    again();
  };
  again();
}
