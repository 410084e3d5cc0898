"""Choose the verb, and import only what it needs: a diagram is judged without an office around it."""

import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Final

from app.cli import words
from app.domain import errors
from app.embedded import refusals, usage

MODULES: Final[Mapping[str, str]] = {
    "seed": "office",
    "worker": "office",
    "procedures check": "checking",
    "procedures publish": "publishing",
    "procedures list": "publishing",
    "verify": "evidence",
    "db": "database",
}
"""Where each verb is."""


def _parser(arguments: Sequence[str]) -> usage.Parser:
    """Return a parser that knows the verb of `arguments`, or all of them when that is none."""
    named = {MODULES.get(" ".join(arguments[:count])) for count in (1, 2)} - {None}
    parser = usage.Parser(prog="ventanilla", description="Oficina virtual de atención ciudadana.")
    verbs = words.Verbs(parser)
    for module in sorted(set(MODULES.values()) if not named else filter(None, named)):
        importlib.import_module(f"app.cli.{module}").add(verbs)
    return parser


def main(arguments: Sequence[str]) -> int:
    """Run one verb and return its exit code; deliberate errors become one line on stderr."""
    wanted = _parser(arguments).parse_args(arguments)
    verb: words.Verb = wanted.do
    try:
        return verb(wanted)
    except refusals.Refused as refusal:
        sys.stderr.write(f"ventanilla: {refusal.reason}\n{refusal.remedy}\n")
        return words.UNAVAILABLE
    except errors.OfficeError as error:
        sys.stderr.write(f"ventanilla: {error.code}: {error}\n")
        return 1


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main(sys.argv[1:]))
