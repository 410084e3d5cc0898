"""The verbs that publish procedures and list what is published."""

import argparse
import sys
from pathlib import Path

import workers.operators
from app import wiring
from app.cli import offices, problems, words
from app.domain.actors import SYSTEM
from app.domain.procedure import Problem
from app.services.publishing import folders, procedures
from app.services.publishing.procedures import PublishedVersion

_SHOWN = 12
"""As much of a content hash as tells versions apart at a glance."""


def add(verbs: words.Verbs) -> None:
    """Add the verbs of this module."""
    group = verbs.group(problems.GROUP, problems.ABOUT)
    publish = verbs.add("publish", "publica el procedimiento de una carpeta", within=group)
    publish.add_argument("folder", type=Path, metavar="DIR")
    publish.set_defaults(do=_publish)
    verbs.add("list", "enumera las versiones publicadas", within=group).set_defaults(do=_list)


def _publish(wanted: argparse.Namespace) -> int:
    try:
        folder = folders.read(wanted.folder)
    except folders.NoFolder as missing:
        sys.stderr.write(f"ventanilla: {missing}\n")
        return 1
    if folder.problems:
        return _refused(wanted.folder, folder.problems)
    found = offices.of(wanted)
    with wiring.bare(found).app_context():
        workers.operators.load()
        try:
            done = procedures.publish(wiring.outside(), found.entity, folder.procedure, folder.sources, SYSTEM)
        except procedures.Rejected as rejected:
            return _refused(wanted.folder, rejected.faults)
    if done.changed:
        words.report(f"{done.procedure} v{done.number} publicado: lo usan los expedientes que se abran desde ahora.")
    else:
        words.report(f"{done.procedure} v{done.number} ya estaba publicado: no cambia nada.")
    return 0


def _refused(folder: Path, found: list[Problem]) -> int:
    by_file: dict[str, list[Problem]] = {}
    for one in found:
        by_file.setdefault(str(folder / one.file) if one.file else str(folder), []).append(one)
    words.report(problems.as_text(by_file))
    words.report("No se ha publicado nada.")
    return 1


def _list(wanted: argparse.Namespace) -> int:
    found = offices.of(wanted)
    with wiring.bare(found).app_context():
        versions = procedures.versions(found.entity)
    for line in table(versions):
        words.report(line)
    return 0


def table(versions: list[PublishedVersion]) -> list[str]:
    """Return the versions as lines in columns."""
    if not versions:
        return ["No hay ningún procedimiento publicado."]
    rows = [("PROCEDIMIENTO", "VERSIÓN", "PUBLICADA", "HUELLA", "ESTADO")]
    rows += [
        (one.procedure, f"v{one.number}", one.published_at[:16].replace("T", " "), one.digest[:_SHOWN], _state(one))
        for one in versions
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _state(one: PublishedVersion) -> str:
    return "vigente" if one.current else ""
