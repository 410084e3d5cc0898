"""Colours and sizes live in one file, and every pair of them can be read."""

import re
from pathlib import Path

import pytest

from tests.look import contrast

CSS = contrast.TOKENS.parent
SHEETS = sorted(path for path in CSS.glob("*.css") if path.name not in {"tokens.css", "fonts.css", "pages.css"})
RAW_COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|oklch|lab)\(|:\s*(?:white|black|red|green|blue|gr[ae]y)\b"
)
RAW_SIZE = re.compile(r"(?<![\w-])\d*\.?\d+(?:px|rem|em|ch|pt|cm|mm|in|s|ms)\b")
TEXT_ON_GROUND = [
    *((ink, ground) for ink in ("ink", "ink-muted", "link", "brand", "error") for ground in ("paper", "card")),
    *((ink, "sunk") for ink in ("ink", "ink-muted")),
    *((state, f"{state}-ground") for state in ("done", "waiting", "action", "error")),
    *(("ink", f"{state}-ground") for state in ("done", "waiting", "action", "error")),
    *(("on-state", state) for state in ("done", "error")),
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("ink", "brand-tint"),
    ("on-focus", "focus"),
]
LINES_ON_GROUND = [
    *(
        (line, ground)
        for line in ("control", "brand", "done", "waiting", "action", "error")
        for ground in ("paper", "card")
    ),
]


def declarations(path: Path) -> str:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"@media[^{]*{", "{", text)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_no_colour_is_written_outside_the_tokens(path: Path) -> None:
    assert RAW_COLOUR.findall(declarations(path)) == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_no_size_or_duration_is_written_outside_the_tokens(path: Path) -> None:
    found = [raw for raw in RAW_SIZE.findall(declarations(path)) if raw != "1em"]

    assert found == []


def test_every_token_that_is_read_exists_and_every_token_is_read() -> None:
    tokens = set(re.findall(r"(--[a-z0-9-]+):", contrast.TOKENS.read_text(encoding="utf-8")))
    read = {
        name for path in CSS.glob("*.css") for name in re.findall(r"var\((--[a-z0-9-]+)\)", path.read_text("utf-8"))
    }

    assert read - tokens == set()
    assert tokens - read == set()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON_GROUND)
def test_text_has_at_least_4_5_to_1_on_its_ground(theme: str, ink: str, ground: str) -> None:
    colours = contrast.themes()[theme]

    assert contrast.ratio(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), LINES_ON_GROUND)
def test_lines_that_mean_something_have_at_least_3_to_1(theme: str, line: str, ground: str) -> None:
    colours = contrast.themes()[theme]

    assert contrast.ratio(colours[line], colours[ground]) >= 3


def test_the_measure_of_contrast_is_that_of_the_standard() -> None:
    assert contrast.ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast.ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def drawn(path: Path) -> set[str]:
    """Return the names that a sheet draws on their own, wherever they stand."""
    rules = re.findall(r"([^{}]+)\{", declarations(path))
    return {one.strip() for rule in rules for one in rule.split(",") if re.fullmatch(r"\s*\.v-[\w-]+\s*", one)}


def test_a_name_is_drawn_in_one_sheet_so_that_two_pages_do_not_mean_different_things_by_it() -> None:
    sheets = [path for path in SHEETS if path.name != "print.css"]

    twice = {name for one in sheets for other in sheets if one < other for name in drawn(one) & drawn(other)}

    assert twice == set()
