// Copy a number or a code with one click, and say so.

export function start(root) {
  for (const button of root.querySelectorAll("button[data-copy]")) {
    const words = button.querySelector("[data-words]");
    const before = words.textContent;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        words.textContent = button.dataset.done;
      } catch {
        words.textContent = button.dataset.failed;
      }
      setTimeout(() => {
        words.textContent = before;
      }, 3000);
    });
  }
}
