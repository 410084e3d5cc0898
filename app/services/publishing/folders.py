"""A procedure as an analyst keeps it: a folder with procedure.yaml, diagrams, tables, forms and templates."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from app.domain.errors import Invalid
from app.domain.procedure import Problem
from app.engine import diagram
from app.intake import sources as reading

TEXTS: Final = "procedure.yaml"
PATTERNS: Final = (TEXTS, "*.bpmn", "*.dmn", "forms/*.json", "documents/*.typ")
MOST_FILES: Final = 200
_ENOUGH: Final = diagram.BIGGEST + 1
"""More of a file is not read: it is refused for its size."""


class NoFolder(Invalid):
    """What was named is no folder with files of a procedure."""

    code = "procedure.no_folder"


@dataclass(frozen=True, slots=True)
class Folder:
    """The sources of a procedure, and what could not be read. `procedure` is its id, or the folder's name."""

    procedure: str
    sources: dict[str, bytes]
    problems: list[Problem] = field(default_factory=list)


def is_procedure(folder: Path) -> bool:
    """Say whether a folder looks like that of a procedure, rather than a heap of diagrams."""
    return any((folder / part).exists() for part in (TEXTS, "forms", "documents"))


def read(folder: Path) -> Folder:
    """Return the procedure in `folder`. Raises `NoFolder` when there is no such folder, or nothing to read in it."""
    if not folder.is_dir():
        raise NoFolder(f"no existe la carpeta {folder}")
    sources: dict[str, bytes] = {}
    problems: list[Problem] = []
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        if len(sources) >= MOST_FILES:
            hint = "Deje en la carpeta solo los ficheros del procedimiento."
            problems.append(Problem("", "", "", f"La carpeta tiene más de {MOST_FILES} ficheros.", hint))
            break
        content = content_of(path)
        if content is None:
            problems.append(unreadable(name))
        else:
            sources[name] = content
    if not sources and not problems:
        raise NoFolder(f"en la carpeta {folder} no hay procedure.yaml, ni diagramas, ni formularios")
    return Folder(_named(sources) or folder.resolve().name, sources, problems)


def content_of(path: Path) -> bytes | None:
    """Return what a file holds, as much of it as is ever accepted and a byte more; None when it cannot be read."""
    try:
        with path.open("rb") as opened:
            return opened.read(_ENOUGH)
    except OSError:
        return None


def unreadable(name: str) -> Problem:
    """Return the problem of a file that cannot be opened."""
    return Problem(name, "", "", "No se puede leer el fichero.", "Compruebe que existe y sus permisos.")


def _files(folder: Path) -> Iterator[Path]:
    for pattern in PATTERNS:
        yield from sorted(path for path in folder.glob(pattern) if not path.is_dir())


def _named(sources: dict[str, bytes]) -> str:
    """Return the id that procedure.yaml gives, "" when it gives none that can be read."""
    try:
        about = reading.from_yaml(sources.get(TEXTS, b""))
    except reading.Unreadable:
        return ""
    found = about.get("id") if isinstance(about, dict) else None
    return found if isinstance(found, str) else ""
