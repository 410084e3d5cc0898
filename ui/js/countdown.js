// Say calmly how long something still lasts. The length comes from the server, so this computer's clock may be wrong.
// With data-minutes only whole minutes are told, and what has run out is announced once.

const MINUTE = 60;

function words(seconds) {
  const minutes = Math.floor(seconds / MINUTE);
  const rest = String(seconds % MINUTE).padStart(2, "0");
  return `${minutes}:${rest}`;
}

function told(element, left) {
  const { text, one, over, minutes } = element.dataset;
  if (left <= 0) return over;
  if (minutes === undefined) return text.replace("{time}", words(left));
  return left > MINUTE ? text.replace("{time}", Math.ceil(left / MINUTE)) : one;
}

export function start(root) {
  for (const element of root.querySelectorAll("[data-countdown]")) {
    const total = Number(element.dataset.countdown);
    const since = performance.now();
    const bar = element.closest(".v-hold")?.querySelector("progress");
    const show = () => {
      const left = Math.max(0, Math.ceil(total - (performance.now() - since) / 1000));
      const words = told(element, left);
      if (left <= 0) element.setAttribute("role", "status");
      if (words !== element.textContent) element.textContent = words;
      if (bar) bar.value = left;
      if (left > 0 && element.isConnected) setTimeout(show, 1000);
    };
    show();
  }
}
