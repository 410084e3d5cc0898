"""Rows of the tables that analysts own fit the columns that were declared."""

import pytest

from app.domain import reference
from app.domain.errors import Invalid
from app.domain.reference import Column
from app.domain.work import Json

_LABEL = {"es": "Columna", "ca": "Columna"}


def column(kind: str, *, required: bool = False) -> Column:
    return Column("it", _LABEL, kind, required)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("text", " Alto ", "Alto"),
        ("integer", "12", 12),
        ("money", "6.000,50", 600_050),
        ("money", "12.34", 1234),
        ("date", "2026-11-30", "2026-11-30"),
        ("boolean", "Sí", True),
        ("boolean", "NO", False),
    ],
)
def test_what_is_typed_becomes_a_value_and_is_written_so_that_it_reads_the_same(
    kind: str, typed: str, value: Json
) -> None:
    found = reference.read([column(kind)], {"it": typed})

    assert found == {"it": value}
    assert reference.read([column(kind)], {"it": reference.written(column(kind), value)}) == found


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("integer", "1,5"),
        ("integer", "a"),
        ("integer", "9" * 20),
        ("integer", "NaN"),
        ("money", "1,234"),
        ("money", "Infinity"),
        ("date", "31/12/2026"),
        ("boolean", "quizá"),
        ("text", "x" * 501),
    ],
)
def test_what_does_not_fit_its_column_is_refused_by_its_kind(kind: str, typed: str) -> None:
    with pytest.raises(Invalid) as caught:
        reference.read([column(kind)], {"it": typed})

    assert caught.value.problems == {"it": kind}


def test_an_empty_cell_is_no_value_unless_one_is_required() -> None:
    assert reference.read([column("text")], {"it": " "}) == {}
    with pytest.raises(Invalid) as caught:
        reference.read([column("text", required=True)], {})
    assert caught.value.problems == {"it": "required"}


def test_keys_are_compared_without_accents_or_capitals() -> None:
    assert reference.key(" Alaquàs ") == reference.key("ALAQUAS")
