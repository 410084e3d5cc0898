"""`./ventanilla run`: a root of its own, so that the supervisor stays small and starts at once."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app.embedded import office, refusals, usage

UNAVAILABLE = 69


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _wanted(arguments: Sequence[str]) -> argparse.Namespace:
    parser = usage.Parser(prog="ventanilla run", description="Arranca la oficina entera en este equipo.")
    parser.add_argument("--port", type=int, default=8080, metavar="N", help="puerto, o el siguiente libre (8080)")
    home = Path(os.environ.get("VENTANILLA_HOME") or office.ROOT / "instance")
    parser.add_argument("--home", type=Path, default=home, metavar="DIR", help="carpeta de la oficina (instance/)")
    parser.add_argument("--discard", action="store_true", help="al detenerla, borra todos sus datos")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Run the office and return the exit code; what prevents it is said in words."""
    wanted = _wanted(arguments)
    try:
        office.run(wanted.home, wanted.port, _say, os.environ, discard=wanted.discard)
    except refusals.Refused as refusal:
        sys.stderr.write(f"ventanilla: {refusal.reason}\n{refusal.remedy}\n")
        return UNAVAILABLE
    return 0


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main(sys.argv[1:]))
