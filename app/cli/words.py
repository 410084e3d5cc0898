"""What every verb of the command line shares: its parser, its home, its exit codes."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from app.embedded.usage import Parser

ROOT = Path(__file__).resolve().parents[2]
UNAVAILABLE = 69

Verb = Callable[[argparse.Namespace], int]


class Verbs:
    """The verbs of a parser, to which each module adds its own."""

    def __init__(self, parser: Parser) -> None:
        self._verbs = parser.add_subparsers(dest="verb", metavar="VERBO", required=True)
        self._groups: dict[str, argparse._SubParsersAction[Parser]] = {}
        self._here = Parser(add_help=False)
        home = Path(os.environ.get("VENTANILLA_HOME") or ROOT / "instance")
        self._here.add_argument(
            "--home", type=Path, default=home, metavar="DIR", help="carpeta de la oficina (instance/)"
        )

    def add(self, name: str, about: str, *, within: str = "", home: bool = True) -> Parser:
        """Return the parser of a new verb, in the group `within`; with --home unless it needs no office."""
        verbs = self._groups[within] if within else self._verbs
        return verbs.add_parser(name, help=about, description=about, parents=[self._here] if home else [])

    def group(self, name: str, about: str) -> str:
        """Make a group of verbs, unless it is there, and return its name."""
        if name not in self._groups:
            made = self._verbs.add_parser(name, help=about, description=about)
            self._groups[name] = made.add_subparsers(dest="action", metavar="ACCIÓN", required=True)
        return name


def report(line: str) -> None:
    """Print a line for people at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
