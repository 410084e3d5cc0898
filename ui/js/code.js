// Six boxes drawn behind one real field, which keeps paste, autofill and screen readers working.

export function start(root) {
  for (const frame of root.querySelectorAll(".v-code")) {
    const field = frame.querySelector("input");
    const boxes = frame.querySelectorAll(".v-code__box");
    const draw = () => {
      const digits = field.value.replace(/\D/g, "").slice(0, boxes.length);
      if (digits !== field.value) field.value = digits;
      const here = document.activeElement === field;
      boxes.forEach((box, place) => {
        box.textContent = digits[place] ?? "";
        box.classList.toggle("is-next", here && place === Math.min(digits.length, boxes.length - 1));
      });
    };
    const toEnd = () => field.setSelectionRange(field.value.length, field.value.length);
    frame.classList.add("v-code--live");
    field.addEventListener("input", draw);
    field.addEventListener("focus", draw);
    field.addEventListener("blur", draw);
    field.addEventListener("click", toEnd);
    draw();
  }
}
