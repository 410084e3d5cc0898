"""Judge a single file from whatever tool. Apart from `checking`, so that it imports no typesetting."""

from collections.abc import Mapping
from dataclasses import replace

from app.domain.procedure import Problem
from app.engine import lint
from app.intake import procedures as texts
from app.operators import CATALOGUE


def check_file(name: str, content: bytes, beside: Mapping[str, bytes] | None = None) -> list[Problem]:
    """Return every fault of one file that stands alone: a form, texts, or a diagram or table from whatever tool.

    `beside` are the decision tables that lie with a diagram; their own faults are not told. Never raises for bad input.
    """
    if name.endswith(".json"):
        return texts.form_problems(name, content)
    if name.endswith((".yaml", ".yml")):
        return texts.text_problems(name, content)
    known = name if name.endswith((".bpmn", ".dmn")) else f"{name}.bpmn"
    found = lint.check({**(beside or {}), known: content}, None, CATALOGUE)
    return [replace(one, file=name) for one in found if one.file in {known, ""}]
