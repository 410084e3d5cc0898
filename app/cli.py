"""Composition root of commands: every verb of ./ventanilla that is not a developer's tool ends up here."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from app import settings
from app.domain import errors
from app.embedded import office, refusals
from app.store import migrations

ROOT = Path(__file__).resolve().parents[1]
USAGE, UNAVAILABLE = 64, 69

Verb = Callable[[argparse.Namespace], int]


class _Parser(argparse.ArgumentParser):
    """A parser that leaves with the exit code of sysexits.h."""

    def error(self, message: str) -> None:  # type: ignore[override]  # never returns all the same
        """Print what is wrong and leave with 64."""
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n")


def _db_upgrade(_wanted: argparse.Namespace) -> int:
    migrations.upgrade(settings.from_environment().database_url)
    return 0


def _run(wanted: argparse.Namespace) -> int:
    office.run(wanted.home.absolute(), wanted.port, report, os.environ)
    return 0


def report(line: str) -> None:
    """Print a line for people at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="ventanilla", description="Oficina virtual de atención ciudadana.")
    verbs = parser.add_subparsers(dest="verb", metavar="VERBO", required=True)

    run = verbs.add_parser("run", help="arranca la oficina entera en este equipo")
    run.add_argument("--port", type=int, default=8080, help="puerto de las páginas, o el siguiente libre (8080)")
    home = Path(os.environ.get("VENTANILLA_HOME") or ROOT / "instance")
    run.add_argument("--home", type=Path, default=home, help="carpeta de todos sus datos (instance/)")
    run.set_defaults(do=_run)

    db = verbs.add_parser("db", help="migraciones y copias de la base de datos")
    parts = db.add_subparsers(dest="part", metavar="PARTE", required=True)
    parts.add_parser("upgrade", help="aplica las migraciones que faltan").set_defaults(do=_db_upgrade)
    return parser


def main(arguments: Sequence[str]) -> int:
    """Run one verb and return its exit code; deliberate errors become one line on stderr."""
    wanted = _parser().parse_args(arguments)
    verb: Verb = wanted.do
    try:
        return verb(wanted)
    except refusals.Refused as refusal:
        sys.stderr.write(f"ventanilla: {refusal.reason}\n{refusal.remedy}\n")
        return UNAVAILABLE
    except errors.OfficeError as error:
        sys.stderr.write(f"ventanilla: {error.code}: {error}\n")
        return 1


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main(sys.argv[1:]))
