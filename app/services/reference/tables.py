"""See and change the tables that analysts own. An entry is never edited: a later one takes its place."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from app.domain import reference as rules
from app.domain.actors import Actor
from app.domain.errors import Invalid
from app.domain.procedure import Texts
from app.domain.reference import Column
from app.evidence.canonical import Value
from app.ports import Outside
from app.services import entities, record
from app.services.visits import Visitor
from app.store import db, people
from app.store import reference as store
from app.store.tables import ReferenceEntryRow, ReferenceTableRow

EDITORS: Final = ("analyst",)
READERS: Final = ("analyst", "supervisor", "auditor", "clerk")
STREAM: Final = "reference_table"
HISTORY: Final = 30
_LONGEST_KEY: Final = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A table as the list shows it."""

    name: str
    title: Texts
    rows: int


@dataclass(frozen=True, slots=True)
class Row:
    """What a table says of a key; `cells` are written as somebody would type them, the key first."""

    key: str
    cells: tuple[str, ...]
    effective_from: date


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was said of a key: by whom, when, and since when it holds."""

    key: str
    removed: bool
    effective_from: date
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TableView:
    """A table as it stands on `day`. `columns` begin with that of the key."""

    name: str
    title: Texts
    columns: tuple[Column, ...]
    day: date
    rows: tuple[Row, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be said of a key from a day on: values by column, None when nothing more."""

    typed: Mapping[str, str]
    effective_from: date
    removed: bool = False


def declare(outside: Outside, entity: str, content: Mapping[str, Any], actor: Actor) -> bool:
    """Make the table that a file describes, with its first rows; False, changing nothing, when it is there.

    `content` has `name`, `title`, `columns` (the first is the key), `effective_from` and `rows`. Raises `Invalid`.
    """
    name = str(content["name"])
    columns: list[dict[str, Any]] = [{"required": False, "type": "text"} | dict(one) for one in content["columns"]]
    names = [str(one["name"]) for one in columns]
    since = date.fromisoformat(str(content["effective_from"]))
    entries = [Entry({each: _typed(given.get(each)) for each in names}, since) for given in content.get("rows", [])]
    now = outside.clock.now()
    with db.transaction() as session:
        if store.known(session, entity, name):
            session.rollback()
            return False
        row = {"entity": entity, "name": name, "title": dict(content["title"]), "columns": columns}
        store.add_table(session, row | {"created_at": now})
        _say(session, store.table(session, entity, name), entries, actor, now)
    return True


def listed(outside: Outside, visitor: Visitor) -> list[Line]:
    """Return the tables of the entity. Raises `Denied`."""
    visitor.require(*READERS)
    with db.reading() as session:
        today = _today(session, outside, visitor)
        return [
            Line(one.name, one.title, len(_standing(session, one, today)))
            for one in store.tables(session, visitor.entity)
        ]


def shown(outside: Outside, visitor: Visitor, name: str, day: date | None = None) -> TableView:
    """Return a table as it stands on `day` (today). Raises `Denied` or `NotFound`."""
    visitor.require(*READERS)
    with db.reading() as session:
        table = store.table(session, visitor.entity, name)
        asked = day or _today(session, outside, visitor)
        columns = columns_of(table)
        rows = [
            Row(one.shown, tuple(rules.written(c, one.given.get(c.name)) for c in columns), one.effective_from)
            for one in _standing(session, table, asked)
        ]
        names = {str(one): name for one, name in people.staff_names(session, visitor.entity).items()}
        changes = [
            Change(one.shown, one.removed, one.effective_from, names.get(one.recorded_by, ""), one.recorded_at)
            for one in store.history(session, visitor.entity, name, HISTORY)
        ]
        return TableView(table.name, table.title, columns, asked, tuple(rows), tuple(changes))


def put(outside: Outside, visitor: Visitor, name: str, entries: Sequence[Entry]) -> int:
    """Say something of some keys from a day on, all or nothing; return how many entries that made.

    What a table says already is not said again. Raises `Denied`, `NotFound`, or `Invalid` whose `problems` name
    the column at fault, or with several entries "<line>.<column>".
    """
    visitor.require(*EDITORS)
    with db.transaction() as session:
        table = store.table(session, visitor.entity, name)
        return _say(session, table, entries, visitor.actor, outside.clock.now())


def columns_of(table: ReferenceTableRow) -> tuple[Column, ...]:
    """Return the columns of a table; the first is its key."""
    return tuple(
        Column(one["name"], one["label"], str(one["type"]), at == 0 or bool(one["required"]))
        for at, one in enumerate(table.columns)
    )


def _say(session: Session, table: ReferenceTableRow, entries: Sequence[Entry], actor: Actor, now: datetime) -> int:
    rows = _rows(session, table, entries)
    if not rows and entries:
        session.rollback()
        return 0
    common = {"entity": table.entity, "name": table.name, "recorded_by": actor.ref, "recorded_at": now}
    store.add_entries(session, [row | common for row in rows])
    about: dict[str, Value] = {"table": table.name, "entries": len(rows), "sha256": _digest(rows)}
    if len(rows) == 1:
        about["effective_from"] = rows[0]["effective_from"].isoformat()
        about["removed"] = bool(rows[0]["removed"])
    act = record.Act("reference.changed", actor, record.on(STREAM, table.name), data=about)
    record.in_stream(session, table.entity, STREAM, table.name, [act], now)
    return len(rows)


def _rows(session: Session, table: ReferenceTableRow, entries: Sequence[Entry]) -> list[dict[str, Any]]:
    columns, problems, rows = columns_of(table), dict[str, str](), list[dict[str, Any]]()
    for number, entry in enumerate(entries, 1):
        try:
            row = _row(columns, entry)
        except Invalid as fault:
            at = f"{number}." if len(entries) > 1 else ""
            problems |= {f"{at}{column}": what for column, what in fault.problems.items()}
            continue
        known = store.entry(session, table.entity, table.name, row["key"], entry.effective_from)
        if (known is not None) if entry.removed else (known is None or known.given != row["given"]):
            rows.append(row)
    if problems:
        raise Invalid("entries do not fit the table", problems)
    return rows


def _row(columns: Sequence[Column], entry: Entry) -> dict[str, Any]:
    first = columns[0]
    given = rules.read([first] if entry.removed else columns, entry.typed)
    shown = rules.written(first, given[first.name])
    key = rules.key(shown)
    if not key or len(shown) > _LONGEST_KEY:
        raise Invalid("no key", {first.name: first.kind})
    return {
        "key": key,
        "shown": shown,
        "given": given,
        "removed": entry.removed,
        "effective_from": entry.effective_from,
    }


def _standing(session: Session, table: ReferenceTableRow, day: date) -> list[ReferenceEntryRow]:
    return [one for one in store.in_force(session, table.entity, table.name, day) if not one.removed]


def _digest(rows: Sequence[Mapping[str, Any]]) -> str:
    text = json.dumps([dict(row) for row in rows], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _typed(value: object) -> str:
    if value is None:
        return ""
    return ("sí" if value else "no") if isinstance(value, bool) else str(value)


def _today(session: Session, outside: Outside, visitor: Visitor) -> date:
    now = outside.clock.now()
    return entities.get(session, visitor.entity, now).calendar.local_day(now)
