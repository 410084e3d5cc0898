"""The verb that says everything that is wrong with diagrams, forms and whole procedures."""

import argparse
import glob
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

import workers.operators
from app.cli import problems, words
from app.domain.procedure import Problem
from app.services.publishing import folders, loose

MOST_FILES: Final = 10_000
_DIAGRAMS: Final = (".bpmn", ".bpmn2", ".bpmn20.xml", ".dmn")


def add(verbs: words.Verbs) -> None:
    """Add the verb of this module."""
    group = verbs.group(problems.GROUP, problems.ABOUT)
    check = verbs.add("check", "dice todo lo que está mal en ficheros o carpetas", within=group, home=False)
    check.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="un fichero, o la carpeta de un procedimiento"
    )
    check.add_argument("--json", action="store_true", help="para programas")
    check.set_defaults(do=_check)


def _check(wanted: argparse.Namespace) -> int:
    workers.operators.load()
    checked: dict[str, Sequence[Problem]] = {}
    for path in wanted.files:
        checked.update(_judged(path))
    words.report((problems.as_json if wanted.json else problems.as_text)(checked))
    return 1 if any(checked.values()) else 0


def _judged(path: Path) -> Iterator[tuple[str, list[Problem]]]:
    """Yield each file under `path` with its problems."""
    if not path.exists():
        hint = "Compruebe la ruta."
        yield str(path), [Problem(str(path), "", "", "No existe.", hint)]
    elif not path.is_dir() and not path.is_file():
        yield str(path), [Problem(str(path), "", "", "No es un archivo.", "Indique un diagrama o una carpeta.")]
    elif path.is_file():
        yield str(path), _file(path)
    elif folders.is_procedure(path):
        yield from _procedure(path)
    else:
        yield from _heap(path)


def _file(path: Path) -> list[Problem]:
    content = folders.content_of(path)
    if content is None:
        return [folders.unreadable(path.name)]
    tables = path.parent.glob(f"{glob.escape(path.stem)}_*.dmn") if path.suffix == ".bpmn" else ()
    beside = {table.name: found for table in tables if (found := folders.content_of(table)) is not None}
    return loose.check_file(path.name, content, beside)


def _procedure(path: Path) -> Iterator[tuple[str, list[Problem]]]:
    """Yield the files of a procedure, and the folder itself with what is missing in it."""
    try:
        folder = folders.read(path)
    except folders.NoFolder as missing:
        yield (
            str(path),
            [Problem("", "", "", f"{str(missing).capitalize()}.", "Escriba los ficheros del procedimiento.")],
        )
        return
    from app.services.publishing import checking  # noqa: PLC0415 -- a loose file is judged in half the time without it

    found = [*folder.problems, *checking.check(folder.procedure, folder.sources)]
    by_file: dict[str, list[Problem]] = {str(path): []}
    by_file |= {str(path / name): [] for name in folder.sources}
    for one in found:
        by_file.setdefault(str(path / one.file) if one.file else str(path), []).append(one)
    if not by_file[str(path)]:
        del by_file[str(path)]
    yield from by_file.items()


def _heap(path: Path) -> Iterator[tuple[str, list[Problem]]]:
    """Yield the diagrams and tables of a folder that is none of a procedure."""
    inside = sorted(one for one in path.rglob("*") if one.name.lower().endswith(_DIAGRAMS) and not one.is_dir())
    hint = "Para revisar diagramas sueltos no hace falta; para publicarlos, escriba procedure.yaml y sus formularios."
    message = f"La carpeta no tiene {folders.TEXTS}: no es un procedimiento."
    yield str(path), [Problem("", "", "", message, hint)]
    for one in islice(inside, MOST_FILES):
        yield str(one), _file(one)
