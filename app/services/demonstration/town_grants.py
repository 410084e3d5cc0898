"""What the demonstration offers about grants: its tables, as analysts would own them, and its calls, all fictional."""

from pathlib import Path

import yaml

from app.domain.actors import SYSTEM
from app.ports import Outside
from app.services.grants import calls
from app.services.reference import tables


def offer(outside: Outside, entity: str, built_in: Path) -> None:
    """Make the tables that are missing and publish the fictional calls; doing it again changes nothing."""
    for path in sorted((built_in / "forms" / "tables").glob("*.yaml")):
        tables.declare(outside, entity, yaml.safe_load(path.read_text(encoding="utf-8")), SYSTEM)
    for path in sorted((built_in / "forms" / "calls").glob("*.yaml")):
        content = calls.read(path.read_bytes())
        if content.get("fictional"):
            calls.publish(outside, entity, content, SYSTEM)
