// A part of a page that keeps itself fresh: asks again while the tab is seen, follows where the server leads.
import { swap } from "./swap.js";

export function start(root) {
  const parts = root.matches?.("[data-refresh]") ? [root] : root.querySelectorAll("[data-refresh]");
  for (const part of parts) keepFresh(part);
}

// What counts as news: not the token of a form, not what the reader has unfolded.
function essence(part) {
  const copy = part.cloneNode(true);
  for (const field of copy.querySelectorAll("input[name='csrf_token']")) field.remove();
  for (const fold of copy.querySelectorAll("details")) fold.removeAttribute("open");
  return copy.innerHTML;
}

// Nothing moves under the hands of somebody who is typing or has something unfolded.
function busy(part) {
  return part.contains(document.activeElement) || part.querySelector("details[open]") !== null;
}

function keepFresh(part) {
  const known = essence(part);
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
      if (essence(fresh) !== known && !busy(part)) {
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
