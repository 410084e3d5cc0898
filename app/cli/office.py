"""Verbs about the office itself: its first contents and its workers."""

import argparse
import os

from app import wiring
from app.cli import offices, words
from app.embedded import office
from app.services.demonstration import seeding


def add(verbs: words.Verbs) -> None:
    """Add the verbs of this module."""
    verbs.add("seed", "prepara el municipio de demostración, una vez").set_defaults(do=_seed)
    verbs.add("worker", "arranca un solo proceso de tareas").set_defaults(do=_worker)


def seed(wanted: argparse.Namespace) -> int:
    """Make the demonstration town, unless it is there."""
    found = offices.of(wanted)
    app = wiring.bare(found)
    with app.app_context():
        fresh = seeding.seed(wiring.outside(), found.ventanilla_home, words.ROOT, found.oid_arc)
    words.report("Ribalba está lista." if fresh else "Ribalba ya estaba.")
    return 0


def _seed(wanted: argparse.Namespace) -> int:
    return seed(wanted)


def _worker(wanted: argparse.Namespace) -> int:
    offices.of(wanted)
    os.chdir(words.ROOT)
    argv = office.worker_argv()
    os.execv(argv[0], argv)  # noqa: S606 - becomes Celery, so that signals reach it
