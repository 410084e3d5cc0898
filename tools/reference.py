"""Write the reference pages that the code itself knows: `python -m tools.reference [--check]`.

With `--check` nothing is written; the exit code is 1 when a page is not what the code says.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tools import authoring, catalogues, routes

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"

PAGES: Mapping[str, Callable[[], str]] = {
    "settings.md": catalogues.settings_page,
    "errors.md": catalogues.errors_page,
    "operators.md": catalogues.operators_page,
    "events.md": catalogues.events_page,
    "procedures.md": catalogues.procedures_page,
    "procedure-yaml.md": authoring.procedure_page,
    "forms.md": authoring.forms_page,
    "routes.md": routes.page,
    "openapi.json": routes.openapi_page,
}


def stale(folder: Path = FOLDER) -> list[str]:
    """Return the names of the pages in `folder` that are not what the code says."""
    return [name for name, page in PAGES.items() if _written(folder / name) != page()]


def main(words: Sequence[str], folder: Path = FOLDER) -> int:
    """Write the pages, or check them, and return the exit code."""
    old = stale(folder)
    if "--check" in words:
        for name in old:
            sys.stderr.write(f"docs/reference/{name} no es lo que dice el código: ./ventanilla docs\n")
        return 1 if old else 0
    for name in old:
        (folder / name).write_text(PAGES[name](), encoding="utf-8")
    return 0


def _written(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
