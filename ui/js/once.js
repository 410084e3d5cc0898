// A second click on a button sends nothing twice.

const QUIET = 8000;

export function start(root) {
  const forms = root.querySelectorAll("form[method='post']:not([data-upload])");
  for (const form of forms) {
    let sentAt = -QUIET;
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      if (event.timeStamp - sentAt < QUIET) event.preventDefault();
      else sentAt = event.timeStamp;
    });
    addEventListener("pageshow", () => {
      sentAt = -QUIET;
    });
  }
}
