"""Exactly where each limit lies, for the pages and for the schema alike."""

from typing import Any

import pytest

from app.intake import forms
from tests.intake.browser import TODAY, fill_in, same
from tests.intake.builders import choice, field, form
from tests.intake.strategies import IDS

ENTRY = [field("n", "integer", required=True)]
OPTIONAL = [field("n", "integer")]

CASES: list[tuple[dict[str, Any], list[Any], list[Any]]] = [
    (field("a", "text", min=2, max=3), ["xx", "xxx"], ["x", "xxxx"]),
    (field("a", "text"), ["x" * 200], ["x" * 201]),
    (field("a", "text", pattern="[A-Z]{2}"), ["AB"], ["ABC", "xAB", "A"]),
    (field("a", "textarea", max=3), ["a\nb"], ["a\nbc"]),
    (field("a", "textarea"), ["x" * 4000], ["x" * 4001]),
    (field("a", "name"), ["x" * 60], ["x" * 61]),
    (field("a", "integer", min=-1, max=2), [-1, 2], [-2, 3]),
    (field("a", "integer"), [999_999_999_999, -999_999_999_999], [1_000_000_000_000]),
    (field("a", "money", max=150), [0, 150], [151, -1]),
    (field("a", "money", min=5), [5], [4]),
    (field("a", "money"), [100_000_000_000], [100_000_000_001]),
    (
        field("a", "date", min="2026-01-01", max="2026-12-31"),
        ["2026-01-01", "2026-12-31"],
        ["2025-12-31", "2027-01-01"],
    ),
    (field("a", "date", max="today"), ["2026-11-20"], ["2026-11-21"]),
    (field("a", "date", min="today"), ["2026-11-20"], ["2026-11-19"]),
    (field("a", "date"), ["1900-01-01", "9999-12-31"], ["1899-12-31"]),
    (choice("a", "x", "y", "z", kind="multi", min=2, max=2), [["x", "z"]], [["x"], ["x", "y", "z"]]),
    (field("a", "file", min=2, max=3), [IDS[:2], IDS[:3]], [IDS[:1], IDS[:4]]),
    (field("a", "file"), [IDS[:10]], [IDS[:11]]),
    (field("a", "group", min=2, max=3, fields=ENTRY), [[{"n": 1}] * 2, [{"n": 1}] * 3], [[{"n": 1}], [{"n": 1}] * 4]),
    (field("a", "group", fields=ENTRY), [[{"n": 1}] * 20], [[{"n": 1}] * 21]),
    (field("a", "group", min=2, fields=OPTIONAL), [[{"n": 1}] * 2], [[{"n": 1}], [{"n": 1}, {}]]),
]


def judged(spec: dict[str, Any], answers: dict[str, Any]) -> set[bool]:
    """Return the verdicts of both doors."""
    made = form(spec)
    accepted, read = fill_in(made, answers)
    return {accepted and same(made, read, answers), not forms.validate(made, answers, today=TODAY)}


@pytest.mark.parametrize("required", [False, True])
@pytest.mark.parametrize(("spec", "within", "beyond"), CASES)
def test_both_doors_draw_the_line_at_the_same_place(
    spec: dict[str, Any], within: list[Any], beyond: list[Any], *, required: bool
) -> None:
    asked = {**spec, "required": required}

    assert [judged(asked, {"a": value}) for value in within] == [{True}] * len(within)
    assert [judged(asked, {"a": value}) for value in beyond] == [{False}] * len(beyond)
    assert judged(asked, {}) == {not required}
