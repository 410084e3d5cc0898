// Show a question when its condition holds; the server decides again, so nothing here is trusted.
// Without a script every question stands there with words that say when it is meant.

export function start(root) {
  const forms = root.matches?.("form") ? [root] : root.querySelectorAll("form");
  for (const form of forms) {
    const questions = [...form.querySelectorAll("[data-when]")].map((place) => ({
      place,
      when: JSON.parse(place.dataset.when),
      prefix: place.dataset.prefix ?? "",
    }));
    if (!questions.length) continue;
    const show = () => {
      for (const { place, when, prefix } of questions) {
        place.hidden = !holds(when, (path) => read(form, prefix + path.replaceAll(".", "-")));
      }
    };
    form.addEventListener("input", show);
    form.addEventListener("change", show);
    show();
  }
}

function holds(condition, value) {
  if (condition.all) return condition.all.every((part) => holds(part, value));
  if (condition.any) return condition.any.some((part) => holds(part, value));
  if (condition.not) return !holds(condition.not, value);
  const given = value(condition.field);
  if ("gte" in condition) return Number.isInteger(given) && given >= condition.gte;
  const wanted = condition.in ?? [condition.eq];
  return [given].flat().some((one) => wanted.includes(one));
}

// The answer as the server would read it: text, number, cents, true, list, ISO date, or undefined.
function read(form, name) {
  const fields = [...form.elements].filter((field) => field.name === name && !field.closest("[data-when][hidden]"));
  if (!fields.length) return readDate(form, name);
  const [first] = fields;
  if (first.type === "radio") return fields.find((field) => field.checked)?.value;
  if (first.type === "checkbox") {
    if (first.dataset.kind === "accept") return first.checked ? true : undefined;
    return fields.filter((field) => field.checked).map((field) => field.value);
  }
  const typed = first.value.trim();
  if (!typed) return undefined;
  if (first.dataset.kind === "integer") return Number(typed.replaceAll(".", ""));
  if (first.dataset.kind === "money") return Math.round(Number(typed.replaceAll(".", "").replace(",", ".")) * 100);
  return typed;
}

function readDate(form, name) {
  const part = (letter) => form.elements.namedItem(`${name}-${letter}`)?.value?.trim();
  const [year, month, day] = ["y", "m", "d"].map(part);
  return year && month && day ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : undefined;
}
