"""The last guard works while the office runs: rows without an event are not committed."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, text, update

from app.store import db
from app.store.tables import EntityRow

TOWN = {"id": "t", "name": "Town", "dir3": "L01990017", "ine": "99001", "nif": "P9900100J", "zone": "Europe/Madrid"}


@pytest.fixture(autouse=True)
def office(database_url: str) -> Iterator[None]:
    app = Flask("guard")
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    db.db.init_app(app)
    with app.app_context():
        yield
        db.db.session.remove()
        db.db.engine.dispose()


def _row() -> EntityRow:
    return EntityRow(**TOWN, demonstration=True, facts={})


def _found(events: int, fault: Exception | None = None) -> None:
    with db.transaction() as session:
        session.add(_row())
        session.flush()
        db.recorded(session, events)
        if fault:
            raise fault


def _towns() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(EntityRow)) or 0


def test_an_object_written_without_an_event_is_not_committed() -> None:
    with pytest.raises(db.ActWithoutEvidence):
        _found(events=0)

    assert _towns() == 0


def test_an_object_that_would_only_be_written_by_the_commit_is_not_committed() -> None:
    with pytest.raises(db.ActWithoutEvidence), db.transaction() as session:
        session.add(_row())

    assert _towns() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO holiday (entity, day, scope, name) VALUES ('t', '2026-01-01', 'national', 'New Year')",
        "  update entity set name = 'Other'",
        "DELETE FROM entity",
        "WITH gone AS (DELETE FROM entity RETURNING id) SELECT count(*) FROM gone",
        "/* quickly */ DELETE FROM entity",
        "TRUNCATE holiday",
    ],
)
def test_a_statement_written_by_hand_is_noticed_too(statement: str) -> None:
    with db.bookkeeping("a town for the test") as session:
        session.add(_row())

    with pytest.raises(db.ActWithoutEvidence), db.transaction() as session:
        session.execute(text(statement))

    with db.reading() as session:
        assert session.execute(select(EntityRow.id, EntityRow.name)).all() == [("t", "Town")]


def test_with_an_event_it_is_committed() -> None:
    with db.transaction() as session:
        session.add(_row())
        db.recorded(session, 1)

    assert _towns() == 1


def test_an_event_of_an_earlier_transaction_does_not_count() -> None:
    with db.transaction() as session:
        session.add(_row())
        db.recorded(session, 1)

    with pytest.raises(db.ActWithoutEvidence), db.transaction() as session:
        session.execute(update(EntityRow).values(name="Other"))


def test_an_act_that_changes_nothing_needs_no_event() -> None:
    with db.transaction() as session:
        assert session.scalar(select(func.count()).select_from(EntityRow)) == 0


def test_what_is_changed_while_reading_is_forgotten() -> None:
    with db.reading() as session:
        session.execute(insert(EntityRow).values(**TOWN, demonstration=True, facts={}))

    assert _towns() == 0


def test_bookkeeping_needs_its_reason() -> None:
    with pytest.raises(ValueError, match="reason"), db.bookkeeping(""):
        pass


def test_an_error_inside_an_act_takes_everything_back() -> None:
    with pytest.raises(LookupError):
        _found(events=1, fault=LookupError())

    assert _towns() == 0
