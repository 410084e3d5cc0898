// Put a piece of a freshly fetched page in the place of the same piece here.

const listeners = [];

/** Call `listener(element)` whenever a new piece has come into the page. */
export function onSwap(listener) {
  listeners.push(listener);
}

/** Replace the element `#id` by its namesake in `html`. Return the new element, or null when `html` has none. */
export function swap(html, id) {
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById(id);
  const old = document.getElementById(id);
  if (!fresh || !old) return null;
  const placed = document.importNode(fresh, true);
  old.replaceWith(placed);
  for (const listener of listeners) listener(placed);
  return placed;
}
