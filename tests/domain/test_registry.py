"""Numbers of the general register."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import registry
from app.domain.malformed import Malformed
from app.domain.registry import Direction


def test_an_entry_is_numbered_within_its_year() -> None:
    assert str(registry.entry_number(2026, Direction.ENTRY, 123)) == "2026-E-RE-000123"
    assert str(registry.entry_number(2026, Direction.EXIT, 1)) == "2026-S-RE-000001"


@given(st.integers(2000, 9999), st.sampled_from(Direction), st.integers(1, 99_999_999))
def test_a_number_fits_the_exchange_of_registers_and_is_read_as_it_is_written(
    year: int, way: Direction, n: int
) -> None:
    number = registry.entry_number(year, way, n)

    assert len(str(number)) <= registry.LONGEST
    assert registry.read_entry_number(str(number)) == number


@given(st.integers(1, 999_999), st.integers(1, 999_999))
def test_numbers_sort_as_they_were_given_out(first: int, second: int) -> None:
    numbers = [registry.entry_number(2026, Direction.ENTRY, n) for n in (first, second)]

    assert (str(numbers[0]) < str(numbers[1])) == (first < second)


@pytest.mark.parametrize(("year", "number"), [(26, 1), (10_000, 1), (2026, 0), (2026, 100_000_000), (2026, -1)])
def test_a_number_that_cannot_be_printed_is_refused(year: int, number: int) -> None:
    with pytest.raises(ValueError, match="entry"):
        registry.entry_number(year, Direction.ENTRY, number)


def test_a_number_may_be_typed_in_small_letters() -> None:
    assert str(registry.read_entry_number(" 2026-e-re-000123 ")) == "2026-E-RE-000123"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        ("123", "characters"),
        ("2026-X-RE-000123", "characters"),
        ("2026-E-RE-123", "characters"),
        ("2026-E-RE-000000", "kind"),
        ("1999-E-RE-000001", "kind"),
        ("2026-E-RE-0000123", "kind"),
    ],
)
def test_what_is_no_number_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        registry.read_entry_number(typed)
