"""Verbs about the database: migrations and copies."""

import argparse
from pathlib import Path

from app.cli import office, offices, words
from app.embedded import backups
from app.store import migrations


def add(verbs: words.Verbs) -> None:
    """Add the verbs of this module."""
    db = verbs.group("db", "migraciones y copias de la base de datos")
    verbs.add("upgrade", "aplica las migraciones que faltan", within=db).set_defaults(do=_upgrade)
    verbs.add("prepare", "las dos cosas: upgrade y seed", within=db).set_defaults(do=_prepare)
    backup = verbs.add("backup", "guarda una copia entera en un fichero nuevo", within=db)
    backup.add_argument("out", type=Path, metavar="FILE")
    backup.set_defaults(do=_backup)
    restore = verbs.add("restore", "llena una base de datos vacía con una copia", within=db)
    restore.add_argument("source", type=Path, metavar="FILE")
    restore.set_defaults(do=_restore)


def _upgrade(wanted: argparse.Namespace) -> int:
    migrations.upgrade(offices.of(wanted).database_url)
    return 0


def _prepare(wanted: argparse.Namespace) -> int:
    return _upgrade(wanted) or office.seed(wanted)


def _backup(wanted: argparse.Namespace) -> int:
    backups.backup(offices.of(wanted).database_url, wanted.out.absolute())
    return 0


def _restore(wanted: argparse.Namespace) -> int:
    backups.restore(offices.of(wanted).database_url, wanted.source.absolute())
    return 0
