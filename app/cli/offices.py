"""Where the office of a command is: the environment's, or the one that runs in --home."""

import argparse
import os

from app import settings
from app.embedded import addresses


def of(wanted: argparse.Namespace) -> settings.Settings:
    """Return the settings of the environment, or else those of the office that runs in --home."""
    if not os.environ.get("DATABASE_URL"):
        os.environ.update(addresses.of_running(wanted.home.absolute()))
    return settings.from_environment()
