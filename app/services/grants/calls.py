"""Calls for grants, published as data. A call that changes becomes a further version; the earlier ones stay."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import yaml
from sqlalchemy.orm import Session

from app.domain import grants as rules
from app.domain.actors import Actor
from app.domain.errors import Invalid, NotFound
from app.domain.grants import Call
from app.evidence.canonical import Value
from app.ports import Outside
from app.services import entities, record
from app.services.visits import Visitor
from app.store import db
from app.store import grants as store
from app.store.tables import GrantCallRow

PUBLISHERS: Final = ("analyst",)
READERS: Final = ("analyst", "clerk", "supervisor", "auditor")
STREAM: Final = "grant_call"
MOST_BYTES: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Published:
    """A call in force, and which version of it that is. `open`: anybody may apply on the day asked about."""

    call: Call
    version: int
    published_at: datetime
    open: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A call with what became of it: how many applied, how many were granted, and how many cents."""

    published: Published
    applied: int
    granted: int
    granted_cents: int


def read(text: bytes) -> dict[str, Any]:
    """Return what a YAML file of a call holds, days as ISO texts. Raises `Invalid` with "" and "size" or "yaml"."""
    if len(text) > MOST_BYTES:
        raise Invalid("too long", {"": "size"})
    try:
        found = yaml.safe_load(text)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as fault:
        raise Invalid("not YAML", {"": "yaml"}) from fault
    if not isinstance(found, dict):
        raise Invalid("not a call", {"": "yaml"})
    plain: dict[str, Any] = json.loads(json.dumps(found, default=str))
    return plain


def publish(outside: Outside, entity: str, content: Mapping[str, Any], actor: Actor) -> int:
    """Publish a call and return its version; the same content again changes nothing. Raises `Invalid`."""
    call = rules.call(content)
    digest = hashlib.sha256(json.dumps(dict(content), sort_keys=True, ensure_ascii=False).encode()).digest()
    now = outside.clock.now()
    with db.transaction() as session:
        store.hold_call(session, entity, call.id)
        known = store.call(session, entity, call.id)
        if known is not None and known.sha256 == digest:
            session.rollback()
            return known.version
        version = known.version + 1 if known else 1
        row = {"entity": entity, "id": call.id, "version": version, "series": call.series, "opens_on": call.opens_on}
        kept = {"content": dict(content), "sha256": digest, "published_by": actor.ref, "published_at": now}
        store.add_call(session, row | kept)
        about: dict[str, Value] = {"version": version, "sha256": digest.hex(), "fictional": call.fictional}
        act = record.Act("grant.announced", actor, record.on(STREAM, call.id), data=about)
        record.in_stream(session, entity, STREAM, call.id, [act], now)
    return version


def publish_file(outside: Outside, visitor: Visitor, text: bytes) -> str:
    """Publish the call that an analyst hands in and return its id. Raises `Denied`, `Invalid`."""
    visitor.require(*PUBLISHERS)
    content = read(text)
    publish(outside, visitor.entity, content, visitor.actor)
    return rules.call(content).id


def offered(outside: Outside, entity: str) -> list[Published]:
    """Return the calls that an entity has published, the last to open first. For everybody."""
    with db.reading() as session:
        today = _today(session, outside, entity)
        return [_published(row, today) for row in store.calls(session, entity)]


def shown(outside: Outside, entity: str, call_id: str) -> Published:
    """Return a call. For everybody. Raises `NotFound`."""
    with db.reading() as session:
        row = store.call(session, entity, call_id)
        if row is None:
            raise NotFound("call")
        return _published(row, _today(session, outside, entity))


def standing(outside: Outside, visitor: Visitor) -> list[Standing]:
    """Return the calls with what became of them. Raises `Denied`."""
    visitor.require(*READERS)
    with db.reading() as session:
        counted = store.counted(session, visitor.entity)
        today = _today(session, outside, visitor.entity)
        return [
            Standing(_published(row, today), *counted.get(row.id, (0, 0, 0)))
            for row in store.calls(session, visitor.entity)
        ]


def named(session: Session, entity: str, name: str, day: date) -> Published | None:
    """Return the call with that id, else the one of that series that counts on `day`; None when there is none."""
    row = store.call(session, entity, name) or store.opening_first(store.calls(session, entity), name, day)
    return _published(row, day) if row else None


def version_of(session: Session, entity: str, call_id: str, version: int, day: date) -> Published:
    """Return one version of a call. Raises `NotFound`."""
    row = store.call(session, entity, call_id, version)
    if row is None:
        raise NotFound("call")
    return _published(row, day)


def _published(row: GrantCallRow, day: date) -> Published:
    call = rules.call(row.content)
    return Published(call, row.version, row.published_at, call.opens_on <= day <= call.last_day)


def _today(session: Session, outside: Outside, entity: str) -> date:
    now = outside.clock.now()
    return entities.get(session, entity, now).calendar.local_day(now)
