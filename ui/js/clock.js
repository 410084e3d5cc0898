// The official clock: the server's time, carried on by this computer's stopwatch, never by its clock.

export function start(root) {
  for (const element of root.querySelectorAll("time[data-clock]")) {
    const served = Date.parse(element.dateTime);
    const since = performance.now();
    const format = new Intl.DateTimeFormat(document.documentElement.lang || "es", {
      timeZone: element.dataset.zone,
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    });
    const show = () => {
      element.textContent = format.format(served + performance.now() - since);
      if (element.isConnected) setTimeout(show, 1000);
    };
    show();
  }
}
