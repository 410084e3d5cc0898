"""Composition root of commands: what ./ventanilla does with an office, other than run it (see app.embedded)."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import workers.operators
from app import settings, wiring
from app.domain import errors
from app.domain.actors import SYSTEM
from app.embedded import addresses, backups, office, refusals
from app.evidence import verifier
from app.services import demonstration, installation, procedures
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


Verbs: TypeAlias = "argparse._SubParsersAction[_Parser]"  # noqa: SLF001 - the library gives it no other name


def _settings(wanted: argparse.Namespace) -> settings.Settings:
    """Return the settings of the environment, or else those of the office that runs in --home."""
    if not os.environ.get("DATABASE_URL"):
        os.environ.update(addresses.of_running(wanted.home.absolute()))
    return settings.from_environment()


def _db_upgrade(wanted: argparse.Namespace) -> int:
    migrations.upgrade(_settings(wanted).database_url)
    return 0


def _db_prepare(wanted: argparse.Namespace) -> int:
    return _db_upgrade(wanted) or _seed(wanted)


def _db_backup(wanted: argparse.Namespace) -> int:
    backups.backup(_settings(wanted).database_url, wanted.out.absolute())
    return 0


def _db_restore(wanted: argparse.Namespace) -> int:
    backups.restore(_settings(wanted).database_url, wanted.source.absolute())
    return 0


def _worker(wanted: argparse.Namespace) -> int:
    _settings(wanted)
    os.chdir(ROOT)
    argv = office.worker_argv()
    os.execv(argv[0], argv)  # noqa: S606 - becomes Celery, so that signals reach it


def _seed(wanted: argparse.Namespace) -> int:
    found = _settings(wanted)
    app = wiring.bare(found)
    with app.app_context():
        fresh = demonstration.seed(wiring.outside(), found.ventanilla_home, ROOT, found.oid_arc)
    report("Ribalba está lista." if fresh else "Ribalba ya estaba.")
    return 0


def _procedures_list(wanted: argparse.Namespace) -> int:
    found = _settings(wanted)
    with wiring.bare(found).app_context():
        for version in procedures.versions(found.entity):
            report(f"{version.procedure}\tv{version.number}\t{version.digest}\t{version.published_at}")
    return 0


def _procedures_check(wanted: argparse.Namespace) -> int:
    workers.operators.load()
    checked = {str(path): _problems(path) for path in wanted.files}
    if wanted.json:
        files = [{"file": name, "problems": faults} for name, faults in checked.items()]
        report(json.dumps({"files": files}, ensure_ascii=False))
    else:
        for name, faults in checked.items():
            for fault in faults or [{"element": "", "message": "correcto", "hint": ""}]:
                report(f"{name}: {fault['element']}: {fault['message']} {fault['hint']}".rstrip())
    return 1 if any(checked.values()) else 0


def _problems(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return [{"file": str(path), "element": "", "name": "", "message": "no existe", "hint": "compruebe la ruta"}]
    if path.is_dir():
        procedure, sources = installation.on_disk(path)
        found = procedures.check(procedure, sources)
    else:
        found = procedures.check_diagram(path.name, path.read_bytes())
    return [
        {"file": one.file, "element": one.element, "name": one.name, "message": one.message, "hint": one.hint}
        for one in found
    ]


def _procedures_publish(wanted: argparse.Namespace) -> int:
    found = _settings(wanted)
    procedure, sources = installation.on_disk(wanted.folder)
    with wiring.bare(found).app_context():
        workers.operators.load()
        try:
            number = procedures.publish(wiring.outside(), found.entity, procedure, sources, SYSTEM)
        except procedures.Rejected as rejected:
            for fault in rejected.faults:
                report(f"{fault.file}: {fault.element}: {fault.message} {fault.hint}".rstrip())
            return 1
    report(f"{procedure} v{number}")
    return 0


def _verify(wanted: argparse.Namespace) -> int:
    words = [str(wanted.bundle), "--policy", str(wanted.policy), *(["--json"] if wanted.json else [])]
    return verifier.main(words)


def report(line: str) -> None:
    """Print a line for people at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _add_office(verbs: Verbs, here: _Parser) -> None:
    seed = verbs.add_parser("seed", parents=[here], help="prepara el municipio de demostración, una vez")
    seed.set_defaults(do=_seed)
    worker = verbs.add_parser("worker", parents=[here], help="arranca un solo proceso de tareas")
    worker.set_defaults(do=_worker)


def _add_procedures(verbs: Verbs, here: _Parser) -> None:
    known = verbs.add_parser("procedures", help="comprueba, publica y lista procedimientos")
    actions = known.add_subparsers(dest="action", metavar="ACCIÓN", required=True)
    actions.add_parser("list", parents=[here], help="versiones publicadas").set_defaults(do=_procedures_list)
    check = actions.add_parser("check", help="dice todo lo que está mal en unos diagramas o carpetas")
    check.add_argument("files", type=Path, nargs="+", metavar="FILE")
    check.add_argument("--json", action="store_true")
    check.set_defaults(do=_procedures_check)
    publish = actions.add_parser("publish", parents=[here], help="publica el procedimiento de una carpeta")
    publish.add_argument("folder", type=Path, metavar="DIR")
    publish.set_defaults(do=_procedures_publish)


def _add_evidence(verbs: Verbs, _here: _Parser) -> None:
    verify = verbs.add_parser("verify", help="comprueba un paquete de evidencias")
    verify.add_argument("bundle", type=Path, metavar="BUNDLE")
    verify.add_argument("--policy", type=Path, required=True, metavar="FILE")
    verify.add_argument("--json", action="store_true")
    verify.set_defaults(do=_verify)


def _add_database(verbs: Verbs, here: _Parser) -> None:
    db = verbs.add_parser("db", help="migraciones y copias de la base de datos")
    parts = db.add_subparsers(dest="part", metavar="PARTE", required=True)
    upgrade = parts.add_parser("upgrade", parents=[here], help="aplica las migraciones que faltan")
    upgrade.set_defaults(do=_db_upgrade)
    prepare = parts.add_parser("prepare", parents=[here], help="las dos cosas: upgrade y seed")
    prepare.set_defaults(do=_db_prepare)
    backup = parts.add_parser("backup", parents=[here], help="guarda una copia entera en un fichero nuevo")
    backup.add_argument("out", type=Path, metavar="FILE")
    backup.set_defaults(do=_db_backup)
    restore = parts.add_parser("restore", parents=[here], help="llena una base de datos vacía con una copia")
    restore.add_argument("source", type=Path, metavar="FILE")
    restore.set_defaults(do=_db_restore)


def _parser() -> _Parser:
    parser = _Parser(prog="ventanilla", description="Oficina virtual de atención ciudadana.")
    verbs = parser.add_subparsers(dest="verb", metavar="VERBO", required=True)
    here = _Parser(add_help=False)
    home = Path(os.environ.get("VENTANILLA_HOME") or ROOT / "instance")
    here.add_argument("--home", type=Path, default=home, metavar="DIR", help="carpeta de la oficina (instance/)")
    for add in (_add_office, _add_procedures, _add_evidence, _add_database):
        add(verbs, here)
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
