"""Procedures: publish versions by content hash, list them, load the one a case is pinned to."""

import base64
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.domain import procedure as rules
from app.domain.actors import Actor
from app.domain.errors import Invalid
from app.engine import specs
from app.engine.specs import Spec
from app.intake import forms
from app.intake import procedures as texts
from app.intake.definition import FormDefinition
from app.ports import Outside
from app.services import record
from app.services.publishing import checking
from app.store import db, office

_SIGNING: Final = "signature.request"


@dataclass(frozen=True, slots=True)
class Pinned:
    """A published version, parsed: its diagram, texts, forms and templates. Shared, never changed."""

    digest: bytes
    spec: Spec
    procedure: rules.Procedure
    forms: Mapping[str, FormDefinition]
    sources: Mapping[str, bytes]

    @property
    def signs(self) -> bool:
        """Return whether its diagram has people sign."""
        return any(one.operator == _SIGNING for one in self.spec.elements.values())


class Rejected(Invalid):
    """A procedure has faults and was not published; `faults` lists them all."""

    code = "procedure.rejected"

    def __init__(self, faults: list[rules.Problem]) -> None:
        super().__init__(f"{len(faults)} problems")
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


@dataclass(frozen=True, slots=True)
class Publication:
    """What came of publishing: the version that new cases get, and whether they got another one before."""

    procedure: str
    number: int
    digest: bytes
    changed: bool


def publish(outside: Outside, entity: str, procedure: str, sources: Mapping[str, bytes], actor: Actor) -> Publication:
    """Publish `sources`; the same content again changes nothing. Content published before becomes current again.

    Running cases keep their version. Two who publish at once are served one after the other. Raises `Rejected`
    with every fault.
    """
    faults = checking.check(procedure, sources)
    if faults:
        raise Rejected(faults)
    digest = specs.digest_of(sources)
    now = outside.clock.now()
    with db.transaction() as session:
        office.hold_versions(session, entity)
        known = office.known_version(session, entity, digest)
        number = known.number if known else office.next_version(session, entity, procedure)
        if known is not None and (procedure, digest) in office.offered(session, entity):
            return Publication(procedure, number, digest, changed=False)
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
    return Publication(procedure, number, digest, changed=True)


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
    current: bool


def versions(entity: str) -> list[PublishedVersion]:
    """Return every published version, the newest of each procedure first; new cases get the current ones."""
    with db.reading() as session:
        zone = ZoneInfo(office.entity(session, entity).zone)
        current = set(office.offered(session, entity))
        return [
            PublishedVersion(
                procedure=row.procedure,
                number=row.number,
                digest=row.digest.hex(),
                published_at=row.published_at.astimezone(zone).isoformat(timespec="seconds"),
                current=(row.procedure, row.digest) in current,
            )
            for row in office.versions(session, entity)
        ]


def _pack(sources: Mapping[str, bytes]) -> bytes:
    coded = {path: base64.b64encode(content).decode() for path, content in sorted(sources.items())}
    return json.dumps(coded, separators=(",", ":")).encode()


def _unpack(packed: bytes) -> dict[str, bytes]:
    return {path: base64.b64decode(content) for path, content in json.loads(packed).items()}
