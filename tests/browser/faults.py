"""What is wrong with a page: rules of accessibility, complaints of the browser, what runs over the edge."""

from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe

from tools.chromium import Eye

WIDTHS = (1280, 390)
_AXE = Axe()
_OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a page at a width."""

    page: str
    width: int
    kind: str
    said: str


def of_page(eye: Eye, name: str) -> list[Fault]:
    """Return what is wrong with the page that an eye looks at, at every width."""
    found = []
    for width in WIDTHS:
        eye.page.set_viewport_size({"width": width, "height": 900})
        found += [Fault(name, width, "axe", said) for said in _violations(eye)]
        over = int(eye.page.evaluate(_OVER))
        found += [Fault(name, width, "edge", f"{over} px run over the edge")] if over > 0 else []
    found += [Fault(name, 0, "complaint", said) for said in eye.complaints]
    eye.complaints.clear()
    return found


def _violations(eye: Eye) -> list[str]:
    result = _AXE.run(eye.page)
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary'][:200]}"
        for rule in result.response["violations"]
        for node in rule["nodes"][:3]
    ]
