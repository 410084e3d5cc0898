"""Tables that analysts own: entries that begin on a day, each change as evidence, CSV in and out."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from app.domain.actors import SYSTEM
from app.domain.errors import Denied, Invalid, NotFound, OperatorFailed
from app.ports import CallRef, Looked
from app.services.reference import csv_files, tables
from app.services.reference.lookups import ReferenceTables
from app.services.reference.tables import Entry
from app.services.visits import Visitor
from tests import builders
from tests.builders import TOWN
from tests.fakes.outside import World
from tests.services import permits

TODAY = date(2026, 11, 23)
CONTENT: Mapping[str, Any] = {
    "name": "fees",
    "title": {"es": "Tasas", "ca": "Taxes"},
    "columns": [
        {"name": "street", "label": {"es": "Calle", "ca": "Carrer"}},
        {"name": "fee", "type": "money", "required": True, "label": {"es": "Tasa", "ca": "Taxa"}},
    ],
    "effective_from": "2026-01-01",
    "rows": [{"street": "Carrer Major", "fee": "12,50"}],
}


@pytest.fixture
def analyst(world: World) -> Visitor:
    tables.declare(world.outside, TOWN, CONTENT, SYSTEM)
    return permits.member(world, "inaki", "analyst")


def looked(world: World, key: str, day: str = "") -> Looked:
    call = CallRef(TOWN, uuid4(), uuid4())
    return ReferenceTables(world.outside).look_up(call, table="fees", key=key, day=day)


def put(world: World, analyst: Visitor, since: date, fee: str = "", street: str = "Carrer Major") -> int:
    entry = Entry({"street": street, "fee": fee}, since, removed=not fee)
    return tables.put(world.outside, analyst, "fees", [entry])


def test_a_table_says_what_held_on_the_day_that_is_asked_about(world: World, analyst: Visitor) -> None:
    put(world, analyst, date(2026, 12, 1), "15,00")
    put(world, analyst, date(2027, 1, 1))

    said = [looked(world, "carrer major", day) for day in ("", "2026-12-01", "2026-12-31", "2027-01-01", "2025-12-31")]

    assert [(one.found, one.row.get("fee"), one.effective_from) for one in said] == [
        (True, 1250, "2026-01-01"),
        (True, 1500, "2026-12-01"),
        (True, 1500, "2026-12-01"),
        (False, None, ""),
        (False, None, ""),
    ]


def test_what_is_entered_last_for_a_day_counts(world: World, analyst: Visitor) -> None:
    put(world, analyst, TODAY, "1,00")
    put(world, analyst, TODAY, "2,00")

    assert looked(world, "Carrer Major").row == {"street": "Carrer Major", "fee": 200}


def test_what_a_table_says_already_is_not_said_again(world: World, analyst: Visitor) -> None:
    before = len(builders.stream("reference_table", "fees"))

    assert put(world, analyst, TODAY, "12,50") == 0
    assert put(world, analyst, TODAY, street="Carrer Nou") == 0
    assert len(builders.stream("reference_table", "fees")) == before


def test_each_change_is_evidence_and_is_shown_with_who_made_it(world: World, analyst: Visitor) -> None:
    put(world, analyst, date(2026, 12, 1), "15,00")

    event = builders.stream("reference_table", "fees")[-1]
    change = tables.shown(world.outside, analyst, "fees").changes[0]

    assert event.type == "reference.changed"
    assert event.data["entries"] == 1
    assert event.data["effective_from"] == "2026-12-01"
    assert event.actor["ref"] == str(analyst.id)
    assert (change.key, change.by, change.effective_from) == ("Carrer Major", "Marta Soler", date(2026, 12, 1))


def test_rows_are_shown_as_they_stand_on_a_day(world: World, analyst: Visitor) -> None:
    put(world, analyst, date(2026, 12, 1), "3,00", "Avinguda Nova")

    now = tables.shown(world.outside, analyst, "fees")
    then = tables.shown(world.outside, analyst, "fees", date(2026, 12, 1))

    assert [row.cells for row in now.rows] == [("Carrer Major", "12,50")]
    assert [row.cells for row in then.rows] == [("Avinguda Nova", "3,00"), ("Carrer Major", "12,50")]


@pytest.mark.parametrize(
    ("street", "fee", "problems"),
    [("", "1,00", {"street": "required"}), ("...", "1,00", {"street": "text"}), ("Carrer", "much", {"fee": "money"})],
)
def test_an_entry_that_does_not_fit_is_refused(
    world: World, analyst: Visitor, street: str, fee: str, problems: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as caught:
        put(world, analyst, TODAY, fee, street)

    assert caught.value.problems == problems


def test_a_file_taken_out_and_read_in_again_changes_nothing(world: World, analyst: Visitor) -> None:
    put(world, analyst, TODAY, "5,00", "-Passeig; «nou»")
    view = tables.shown(world.outside, analyst, "fees")

    entries = csv_files.read(view, csv_files.written(view), TODAY)

    assert len(entries) == 2
    assert tables.put(world.outside, analyst, "fees", entries) == 0


def test_a_file_is_read_in_all_or_nothing(world: World, analyst: Visitor) -> None:
    view = tables.shown(world.outside, analyst, "fees")
    entries = csv_files.read(view, "street,fee\nA,1.50\nB,dear\n".encode("cp1252"), TODAY)

    with pytest.raises(Invalid) as caught:
        tables.put(world.outside, analyst, "fees", entries)

    assert caught.value.problems == {"2.fee": "money"}
    assert not looked(world, "A").found


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "header"),
        (b"fee\n1\n", "header"),
        (b"street;fee;colour\na;1;red\n", "header"),
        (b"street;street\na;b\n", "header"),
        (b"street;fee\n", "rows"),
        (b"street;fee\n" + b"a;1\n" * 5001, "rows"),
        (b"x" * 1_100_000, "size"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(world: World, analyst: Visitor, content: bytes, reason: str) -> None:
    view = tables.shown(world.outside, analyst, "fees")

    with pytest.raises(Invalid) as caught:
        csv_files.read(view, content, TODAY)

    assert caught.value.problems == {"": reason}


def test_a_table_is_declared_once(world: World, analyst: Visitor) -> None:
    assert not tables.declare(world.outside, TOWN, {**CONTENT, "rows": []}, SYSTEM)
    assert [(one.name, one.rows) for one in tables.listed(world.outside, analyst)] == [("fees", 1)]


def test_only_analysts_change_tables(world: World, analyst: Visitor) -> None:
    clerk = permits.member(world, "lucia", "clerk")

    with pytest.raises(Denied):
        put(world, clerk, TODAY, "1,00")

    assert tables.shown(world.outside, clerk, "fees").rows
    assert analyst.id != clerk.id


def test_a_table_that_is_not_there_and_a_day_that_is_none_are_refused(world: World, analyst: Visitor) -> None:
    with pytest.raises(NotFound):
        tables.shown(world.outside, analyst, "prices")
    with pytest.raises(OperatorFailed) as day:
        looked(world, "a", "tomorrow")
    with pytest.raises(OperatorFailed) as table:
        ReferenceTables(world.outside).look_up(CallRef(TOWN, uuid4(), uuid4()), table="prices", key="a", day="")

    assert (day.value.error, table.value.error) == ("day", "table_unknown")
