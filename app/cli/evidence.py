"""The verb that proves a bundle of evidence."""

import argparse
from pathlib import Path

from app.cli import words
from app.evidence import verifier


def add(verbs: words.Verbs) -> None:
    """Add the verb of this module."""
    verify = verbs.add("verify", "comprueba un paquete de evidencias", home=False)
    verify.add_argument("bundle", type=Path, metavar="BUNDLE")
    verify.add_argument("--policy", type=Path, required=True, metavar="FILE")
    verify.add_argument("--json", action="store_true")
    verify.set_defaults(do=_verify)


def _verify(wanted: argparse.Namespace) -> int:
    asked = [str(wanted.bundle), "--policy", str(wanted.policy), *(["--json"] if wanted.json else [])]
    return verifier.main(asked)
