"""`./ventanilla bench NAME [--json]`: 0 when every target is met, 1 when one is missed."""

import sys

from app.embedded import usage
from bench import booking, desk, engine, rows, step

BENCHES = {"booking": booking.measure, "desk": desk.measure, "engine": engine.measure, "step": step.measure}


def main() -> int:
    """Run one benchmark and print it."""
    parser = usage.Parser(prog="ventanilla bench", description="Mide la oficina y compara con sus metas.")
    parser.add_argument("name", choices=sorted(BENCHES), help="qué se mide")
    parser.add_argument("--json", action="store_true", help="para programas")
    wanted = parser.parse_args()
    found = BENCHES[wanted.name]()
    sys.stdout.write(rows.shown(wanted.name, found, as_json=wanted.json) + "\n")
    return 0 if all(row.met is not False for row in found) else 1


if __name__ == "__main__":
    sys.exit(main())
