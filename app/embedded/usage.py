"""What the command line says when it is called wrongly, and with --help, in Spanish as all else that it says."""

import argparse
import re
import sys
from collections.abc import Sequence
from typing import Any, Final, NoReturn

USAGE: Final = 64
"""The exit code of a command that was called wrongly (sysexits.h)."""

_COUNTS: Final = {"one argument": "un valor", "at least one argument": "al menos un valor"}
_SAYINGS: Final[Sequence[tuple[str, str]]] = (
    (r"the following arguments are required: (.+)", r"falta \1"),
    (r"one of the arguments (.+) is required", r"falta uno de estos: \1"),
    (r"unrecognized arguments: (.+)", r"no se entiende: \1"),
    (r"ambiguous option: (\S+) could match (.+)", r"«\1» puede ser \2: escríbalo entero"),
    (r"argument (.+?): invalid choice: '?(.*?)'? \(choose from (.+)\)", r"\1: «\2» no vale; elija entre \3"),
    (r"argument (.+?): invalid int value: '?(.*?)'?", r"\1: «\2» no es un número entero"),
    (r"argument (.+?): invalid \w+ value: '?(.*?)'?", r"\1: «\2» no vale"),
    (r"argument (.+?): expected (one argument|at least one argument)", r"\1: hace falta {count}"),
    (r"argument (.+?): expected (\d+) arguments", r"\1: hacen falta \2 valores"),
    (r"argument (.+?): ignored explicit argument '?(.*?)'?", r"\1 no lleva ningún valor, y tiene «\2»"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 no puede ir con \2"),
)
_HEADINGS: Final = {"usage: ": "uso: ", "positional arguments:": "argumentos:", "options:": "opciones:"}


class Parser(argparse.ArgumentParser):
    """A parser that speaks Spanish and leaves with the exit code of sysexits.h."""

    def __init__(self, *, add_help: bool = True, **rest: Any) -> None:
        super().__init__(add_help=False, **rest)
        if add_help:
            self.add_argument("-h", "--help", action="help", help="enseña esta ayuda")

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and leave with 64."""
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {in_spanish(message)}\n")

    def format_usage(self) -> str:
        """Return how to call the command."""
        return _headed(super().format_usage())

    def format_help(self) -> str:
        """Return the help of the command."""
        return _headed(super().format_help())


def in_spanish(message: str) -> str:
    """Return what the library's parser complains of in Spanish; as it is when it is none of its own sayings."""
    for saying, ours in _SAYINGS:
        found = re.fullmatch(saying, message, re.DOTALL)
        if found:
            words = found.expand(ours.replace("{count}", _COUNTS.get(found[found.re.groups], "")))
            return words.replace("', '", ", ").replace("'", "")
    return message


def _headed(text: str) -> str:
    for theirs, ours in _HEADINGS.items():
        text = re.sub(rf"^{theirs}", ours, text, count=1, flags=re.MULTILINE)
    return text
