"""Write the reference pages that the code itself knows: `python -m tools.reference [--check]`.

With `--check` nothing is written; the exit code is 1 when a page is not what the code says.
"""

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

import app
import workers.operators
from app import operators
from app.domain.errors import OfficeError
from app.settings import Settings

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
_NOTE = "<!-- Written by `./ventanilla docs` from the code. Edit the code. -->"


def _modules() -> Iterator[str]:
    """Yield the name of every module of app; the roots that read the environment stay closed."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if not module.name.startswith("app.embedded.launch"):
            yield module.name


def _family(root: type[OfficeError]) -> Iterator[type[OfficeError]]:
    yield root
    for child in root.__subclasses__():
        yield from _family(child)


def errors() -> list[type[OfficeError]]:
    """Return every error of app, in the order of its code."""
    for name in _modules():
        importlib.import_module(name)
    ours = {error for error in _family(OfficeError) if error.__module__.startswith(("app.", "workers."))}
    return sorted(ours, key=lambda error: (error.code, error.__name__))


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    escaped = [[cell.replace("|", r"\|") for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in [heads, ["---"] * len(heads), *escaped])


def _page(title: str, words: str, table: str) -> str:
    return f"{_NOTE}\n\n# {title}\n\n{words}\n\n{table}\n"


def _default(field: FieldInfo) -> str:
    if field.default is PydanticUndefined:
        return "required"
    return f"`{field.default}`" if str(field.default) else "empty"


def settings_page() -> str:
    """Return the page of the settings."""
    rows = [
        [f"`{name.upper()}`", _default(field), field.description or ""]
        for name, field in Settings.model_fields.items()
    ]  # fmt: skip
    words = (
        "Every setting is an environment variable, read once at the start. `./ventanilla run` gives its children all "
        "that are required; whatever you set yourself wins, and the part that it names is not started."
    )
    return _page("Settings", words, _table(["Variable", "Default", "Meaning"], rows))


def errors_page() -> str:
    """Return the page of the error codes."""
    rows = [
        [f"`{error.code}`", str(error.status), (inspect.getdoc(error) or "").partition("\n")[0]] for error in errors()
    ]
    words = "The `code` is stable: clients and logs key on it. The status is that of an HTTP answer (RFC 9457)."
    return _page("Errors", words, _table(["Code", "Status", "Meaning"], rows))


def _fields(of: Mapping[str, str], optional: frozenset[str] = frozenset()) -> str:
    return ", ".join(f"{name}: {kind}{'?' if name in optional else ''}" for name, kind in of.items()) or "none"


def operators_page() -> str:
    """Return the page of the operators."""
    workers.operators.load()
    rows = [
        [f"`{one.name}`", one.summary, _fields(one.params, one.optional), _fields(one.result), one.queue]
        for _, one in sorted(operators.CATALOGUE.items())
    ]
    words = "What a service task of a diagram may call. A question mark: may be left out."
    return _page("Operators", words, _table(["Operator", "What it does", "Parameters", "Result", "Queue"], rows))


PAGES: Mapping[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "errors.md": errors_page,
    "operators.md": operators_page,
}


def main(words: Sequence[str]) -> int:
    """Write the pages, or check them, and return the exit code."""
    stale = [name for name, page in PAGES.items() if _written(FOLDER / name) != page()]
    if "--check" in words:
        for name in stale:
            sys.stderr.write(f"docs/reference/{name} no es lo que dice el código: ./ventanilla docs\n")
        return 1 if stale else 0
    for name in stale:
        (FOLDER / name).write_text(PAGES[name](), encoding="utf-8")
    return 0


def _written(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
