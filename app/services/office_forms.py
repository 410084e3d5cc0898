"""The forms that the office itself asks its staff, whatever the procedure: forms/office/*.json."""

import json
from functools import cache
from pathlib import Path
from typing import Final

from app.intake import forms
from app.intake.definition import FormDefinition

FOLDER: Final = Path(__file__).resolve().parents[2] / "forms" / "office"
IDENTITY, CONTACT = "counter_identity", "counter_contact"


@cache
def form(name: str) -> FormDefinition:
    """Return one of the office's own forms; it has one page. Raises `FileNotFoundError` for any other name."""
    return forms.parse(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))
