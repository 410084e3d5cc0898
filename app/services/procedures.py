"""Procedures: publish versions by content hash, list them, load the one a case is pinned to."""

import base64
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from sqlalchemy.orm import Session

from app.domain import procedure as rules
from app.domain.actors import Actor
from app.domain.errors import Invalid, NotFound
from app.engine import lint, specs
from app.engine.specs import Spec
from app.intake import forms
from app.intake import procedures as texts
from app.intake.definition import FormDefinition
from app.operators import CATALOGUE
from app.ports import Outside
from app.services import record
from app.store import db, office


@dataclass(frozen=True, slots=True)
class Pinned:
    """A published version, parsed: its diagram, texts, forms and templates. Shared, never changed."""

    digest: bytes
    spec: Spec
    procedure: rules.Procedure
    forms: Mapping[str, FormDefinition]
    sources: Mapping[str, bytes]


class Rejected(Invalid):
    """A procedure has faults and was not published; `faults` lists them all."""

    code = "procedure.rejected"

    def __init__(self, faults: list[rules.Problem]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


_KEPT = 64
_pinned: OrderedDict[tuple[str, bytes], Pinned] = OrderedDict()
_guard = Lock()


def pinned(session: Session, entity: str, digest: bytes) -> Pinned:
    """Return the version with this content hash. Reads the database only the first time. Raises `NotFound`."""
    with _guard:
        found = _pinned.get((entity, digest))
        if found is not None:
            _pinned.move_to_end((entity, digest))
            return found
    row = office.version(session, entity, digest)
    made = parse(row.procedure, _unpack(row.sources))
    with _guard:
        _pinned[entity, digest] = made
        while len(_pinned) > _KEPT:
            _pinned.popitem(last=False)
    return made


def current(session: Session, entity: str, procedure: str) -> Pinned:
    """Return the version that new cases of `procedure` get. Raises `NotFound`."""
    return pinned(session, entity, office.current_digest(session, entity, procedure))


def parse(procedure: str, sources: Mapping[str, bytes]) -> Pinned:
    """Parse the sources of a procedure. Raises `DiagramRejected` or `Invalid`."""
    digest = specs.digest_of(sources)
    made = {}
    for path, content in sources.items():
        if path.startswith("forms/") and path.endswith(".json"):
            form = forms.parse(json.loads(content))
            made[form.id] = form
    return Pinned(
        digest=digest,
        spec=specs.cached(digest, lambda: specs.load(sources, procedure)),
        procedure=texts.parse(sources),
        forms=made,
        sources=dict(sources),
    )


def check(procedure: str | None, sources: Mapping[str, bytes]) -> list[rules.Problem]:
    """Return every fault of a procedure's sources, worded for who can mend it. Never raises for bad input."""
    faults = list(texts.problems(sources))
    lanes: list[str] | None = None
    if not faults:
        lanes = list(texts.parse(sources).lanes)
    names = {path.rpartition("/")[2].removesuffix(".json") for path in sources if path.startswith("forms/")}
    return faults + list(lint.check(sources, procedure, CATALOGUE, lanes=lanes, forms=names or None))


def check_diagram(name: str, content: bytes) -> list[rules.Problem]:
    """Return every fault of one diagram that stands alone, from whatever tool. Never raises for bad input."""
    return list(lint.check({name: content}, None, CATALOGUE))


def publish(outside: Outside, entity: str, procedure: str, sources: Mapping[str, bytes], actor: Actor) -> int:
    """Publish `sources` and return the version's number; the same content again changes nothing.

    Running cases keep their version. Raises `Rejected` with every fault.
    """
    faults = check(procedure, sources)
    if faults:
        raise Rejected(faults)
    digest = specs.digest_of(sources)
    now = outside.clock.now()
    with db.transaction() as session:
        try:
            known = office.version(session, entity, digest)
        except NotFound:
            known = None
        if known is not None and office.current_digest(session, entity, procedure) == digest:
            return known.number
        number = known.number if known else office.next_version(session, entity, procedure)
        if known is None:
            office.publish(
                session,
                {
                    "entity": entity,
                    "digest": digest,
                    "procedure": procedure,
                    "number": number,
                    "sources": _pack(sources),
                    "published_at": now,
                    "published_by": actor.ref,
                },
            )
        office.make_current(session, entity, procedure, digest)
        act = record.Act(
            "procedure.published",
            actor,
            record.on("procedure", procedure),
            data={"digest": digest.hex(), "number": number},
        )
        record.in_stream(session, entity, "procedure", procedure, [act], now)
    return number


def catalogue(entity: str) -> list[rules.Procedure]:
    """Return the procedures on offer."""
    with db.reading() as session:
        return offered_now(session, entity)


def offered_now(session: Session, entity: str) -> list[rules.Procedure]:
    """Return the procedures on offer, in a session of the caller's."""
    return [pinned(session, entity, digest).procedure for _, digest in office.offered(session, entity)]


def offered(entity: str, procedure: str) -> Pinned:
    """Return a procedure on offer. Raises `NotFound`."""
    with db.reading() as session:
        return current(session, entity, procedure)


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """A line of the list of versions."""

    procedure: str
    number: int
    digest: str
    published_at: str


def versions(entity: str) -> list[PublishedVersion]:
    """Return every published version."""
    with db.reading() as session:
        return [
            PublishedVersion(row.procedure, row.number, row.digest.hex(), row.published_at.isoformat())
            for row in office.versions(session, entity)
        ]


def _pack(sources: Mapping[str, bytes]) -> bytes:
    coded = {path: base64.b64encode(content).decode() for path, content in sorted(sources.items())}
    return json.dumps(coded, separators=(",", ":")).encode()


def _unpack(packed: bytes) -> dict[str, bytes]:
    return {path: base64.b64decode(content) for path, content in json.loads(packed).items()}
