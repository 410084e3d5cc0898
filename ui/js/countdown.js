// Say calmly how long something still lasts. The length comes from the server, so this computer's clock may be wrong.

function words(seconds) {
  const minutes = Math.floor(seconds / 60);
  const rest = String(seconds % 60).padStart(2, "0");
  return `${minutes}:${rest}`;
}

export function start(root) {
  for (const element of root.querySelectorAll("[data-countdown]")) {
    const total = Number(element.dataset.countdown);
    const since = performance.now();
    const show = () => {
      const left = Math.max(0, Math.ceil(total - (performance.now() - since) / 1000));
      element.textContent = left > 0 ? element.dataset.text.replace("{time}", words(left)) : element.dataset.over;
      if (left > 0 && element.isConnected) setTimeout(show, 1000);
    };
    show();
  }
}
