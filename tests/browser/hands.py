"""How a person works a page: with a pointer, or with a keyboard and nothing else."""

from playwright.sync_api import Page

from demo import people

_MOST = 120


def fill(page: Page, values: people.Answers) -> None:
    """Type, choose and tick what `values` has for the fields of a page."""
    for name, value in values.items():
        boxes = page.locator(f"main [name='{name}']")
        if boxes.count() == 0:
            continue
        if boxes.first.get_attribute("type") in {"radio", "checkbox"}:
            for one in [value] if isinstance(value, str) else value:
                page.locator(f"main [name='{name}'][value='{one}']").check()
        else:
            boxes.first.fill(str(value))


class Keys:
    """Somebody who has a keyboard and nothing else: Tab, Space, Enter, arrows and letters."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, selector: str) -> None:
        """Press Tab until the focus is on what `selector` names, and see that the focus shows."""
        for _ in range(_MOST):
            if self.page.evaluate("wanted => document.activeElement?.matches(wanted) ?? false", selector):
                assert self.page.evaluate(_SHOWN), f"the focus on {selector} does not show"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {selector} on {self.page.url}")

    def press(self, selector: str, key: str = "Enter") -> None:
        """Go to a thing and press a key on it; wait for the page that follows."""
        self.to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def fill(self, values: people.Answers) -> None:
        """Type and choose, question by question, in the order of the page."""
        names = self.page.evaluate(_NAMES)
        for name in dict.fromkeys(names):
            if name in values and self.page.locator(f"main [name='{name}']").first.is_visible():
                self._put(name, values[name])

    def _put(self, name: str, value: object) -> None:
        box = self.page.locator(f"main [name='{name}']").first
        kind = box.get_attribute("type")
        if kind == "radio":
            self._choose(name, str(value))
        elif kind == "checkbox":
            for one in [value] if isinstance(value, str) else value:  # type: ignore[attr-defined]  # a list of texts
                self.to(f"[name='{name}'][value='{one}']")
                self.page.keyboard.press("Space")
        else:
            self.to(f"[name='{name}']")
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.type(str(value))

    def _choose(self, name: str, value: str) -> None:
        self.to(f"[name='{name}']")
        self.page.keyboard.press("Space")
        for _ in range(10):
            if self.page.locator(f"[name='{name}'][value='{value}']").is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not reach {value}")


_NAMES = "[...document.querySelectorAll('main [name]')].filter(one => one.type !== 'hidden').map(one => one.name)"
_SHOWN = """() => {
  const at = document.activeElement, style = getComputedStyle(at), label = at.labels?.[0];
  const around = label ? getComputedStyle(label, "::before") : style;
  const outlined = each => each.outlineStyle !== "none" && parseFloat(each.outlineWidth) > 0;
  const shows = each => outlined(each) || each.boxShadow !== "none";
  return [style, around, getComputedStyle(at, "::before"), getComputedStyle(at.parentElement)].some(shows)
    || at.parentElement.querySelector(":focus-visible") !== null;
}"""
