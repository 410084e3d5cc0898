"""Dates, times, money and sizes as people read them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from jinja2 import Environment

from app.web import formats

EVENING = datetime(2026, 12, 10, 23, 30, 7, tzinfo=UTC)


def test_a_long_date_is_written_in_full_and_falls_on_the_offices_day() -> None:
    assert formats.long_date(EVENING) == "viernes, 11 de diciembre de 2026"
    assert formats.long_date(EVENING, "ca") == "divendres, 11 de desembre del 2026"
    assert formats.long_date(date(2026, 12, 10)) == "jueves, 10 de diciembre de 2026"


def test_a_moment_carries_its_time() -> None:
    assert formats.long_moment(EVENING) == "viernes, 11 de diciembre de 2026, 00:30"
    assert formats.short_moment(EVENING) == "11 dic 2026, 00:30"
    assert formats.full_clock(EVENING) == "00:30:07"


def test_valencian_reads_as_catalan() -> None:
    assert formats.long_date(EVENING, "ca-valencia") == formats.long_date(EVENING, "ca")


@pytest.mark.parametrize(
    ("cents", "text"), [(123450, "1.234,50\xa0€"), (1234567, "12.345,67\xa0€"), (-5, "-0,05\xa0€")]
)
def test_money_is_written_in_euros(cents: int, text: str) -> None:
    assert formats.money(cents) == text


@pytest.mark.parametrize(
    ("octets", "text"), [(0, "1 kB"), (148_000, "145 kB"), (2_480_000, "2,4 MB"), (10485760, "10 MB")]
)
def test_a_files_size_is_rounded_for_reading(octets: int, text: str) -> None:
    assert formats.file_size(octets) == text


def test_a_span_counts_minutes_and_never_falls_below_zero() -> None:
    assert formats.span(timedelta(minutes=4, seconds=5)) == "4:05"
    assert formats.span(timedelta(seconds=-1)) == "0:00"


def test_filters_ask_for_the_language_at_each_use() -> None:
    spoken = ["es"]
    environment = Environment(autoescape=True)
    formats.install(environment, lambda: spoken[0])
    template = environment.from_string("{{ at|longdate }}")

    spanish = template.render(at=EVENING)
    spoken[0] = "ca"

    assert spanish == "viernes, 11 de diciembre de 2026"
    assert template.render(at=EVENING) == "divendres, 11 de desembre del 2026"
