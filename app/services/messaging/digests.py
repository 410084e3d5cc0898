"""Once a day the office is written what failed: how much of what, in which cases, why, and what to do about it.

Nothing personal stands in it: case numbers and reasons. Nothing is written when nothing failed.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from sqlalchemy.orm import Session

from app.documents import letters
from app.documents.letters import Block, Button, Facts, Listing
from app.domain import procedure
from app.domain.actors import SYSTEM
from app.evidence.canonical import Value
from app.ports import Outside
from app.services import entities, moments, record, steps
from app.services.entities import Entity
from app.services.messaging import failure_words, messages
from app.store import db, markers, office, sendings

DIGEST: Final = "digest"
SETTLING: Final = timedelta(minutes=5)
"""What failed so lately may still be on its way to the table: it is left for the next day."""
FIRST: Final = timedelta(days=1)
MOST_CASES: Final = 50
LOOKED = "when failures were looked at is no act of the office"

TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "subject": {"es": "{count} envíos o trabajos han fallado", "ca": "{count} enviaments o feines han fallat"},
    "subject_one": {"es": "Un envío o trabajo ha fallado", "ca": "Un enviament o una feina ha fallat"},
    "intro": {
        "es": "Esto es lo que ha fallado desde el {since}. Cada expediente espera a que alguien decida.",
        "ca": "Això és el que ha fallat des del {since}. Cada expedient espera que algú decideixi.",
    },
    "why": {"es": "Por qué, y qué hacer", "ca": "Per què, i què cal fer"},
    "reason": {"es": "{cause} ({count}). {remedy}", "ca": "{cause} ({count}). {remedy}"},
    "cases": {"es": "En qué expedientes", "ca": "En quins expedients"},
    "case": {"es": "{number}: {work}", "ca": "{number}: {work}"},
    "no_case": {"es": "Sin expediente", "ca": "Sense expedient"},
    "more": {"es": "… y {count} más, en la página de envíos", "ca": "… i {count} més, a la pàgina d’enviaments"},
    "button": {"es": "Ver los envíos", "ca": "Veure els enviaments"},
}


@dataclass(frozen=True, slots=True)
class _Failure:
    """Something that failed: the operator, its error, and the number of the case ("" for none)."""

    operator: str
    error: str
    number: str


def write(outside: Outside, at: time) -> int:
    """Write each entity what failed since it was told last, from `at` on its own clock on; return how many letters.

    Safe beside another worker: each failure is told once.
    """
    with db.reading() as session:
        known = office.entity_ids(session)
    return sum(_write(outside, entity, at) for entity in known)


def _write(outside: Outside, entity_id: str, at: time) -> bool:
    now = outside.clock.now()
    with db.reading() as session:
        here, last = entities.get(session, entity_id, now), markers.at(session, entity_id, DIGEST)
    if not _due(here, last, at, now):
        return False
    if last is None:
        with db.bookkeeping(LOOKED) as session:
            markers.start(session, entity_id, DIGEST, now - FIRST)
    until = now - SETTLING
    with db.transaction() as session:
        since = markers.at(session, entity_id, DIGEST, lock=True) or until
        if not _due(here, since, at, now):
            return False  # another worker was here
        if _tell(session, outside, here, (since, until)):
            return True
    with db.bookkeeping(LOOKED) as session:
        markers.move(session, entity_id, DIGEST, (since, until))
    return False


def _tell(session: Session, outside: Outside, here: Entity, span: tuple[datetime, datetime]) -> bool:
    """Owe the letter about what failed in a span of time; say whether there was anything to tell, and somebody."""
    rows, address = sendings.failures(session, here.id, *span), str(here.facts.get("email") or "")
    if not rows or not address:
        return False
    found = [_Failure(row.operator, failure_words.error(row.last_error, row.delivery), number) for row, number in rows]
    markers.move(session, here.id, DIGEST, span)
    params = messages.mail_params(here, address, _letter(outside, here, found, span[0]))
    stream = (entities.STREAM, here.id)
    owed = steps.owe_alone(session, outside, here.id, stream, (messages.MAIL, params), about=DIGEST)
    told: dict[str, Value] = {"failed": len(found), "since": span[0].isoformat(), "until": span[1].isoformat()}
    acts = [
        record.Act("digest.written", SYSTEM, record.on("entity", here.id), data=told),
        record.Act("mail.queued", SYSTEM, record.on("mail", owed), data={"about": DIGEST}),
    ]
    record.in_stream(session, here.id, *stream, acts, outside.clock.now())
    return True


def _due(here: Entity, last: datetime | None, at: time, now: datetime) -> bool:
    """Return whether today's hour has come and nobody has looked since."""
    hour = datetime.combine(now.astimezone(here.zone).date(), at, tzinfo=here.zone)
    return now >= hour and (last is None or last < hour - SETTLING)


def _letter(outside: Outside, here: Entity, found: Sequence[_Failure], since: datetime) -> letters.Message:
    language = procedure.FALLBACK
    day, hour = moments.long_date(since, language, here.zone), moments.clock(since, language, here.zone)
    kinds = Counter(failure_words.work(one.operator, language) for one in found)
    blocks: list[Block] = [
        _say("intro", language, since=f"{day}, {hour}"),
        Facts([(work, str(count)) for work, count in kinds.most_common()]),
        Listing(_say("why", language), _reasons(found, language)),
        Listing(_say("cases", language), _cases(found, language)),
        Button(_say("button", language), f"{entities.address(outside, here)}/oficina/envios"),
    ]
    subject = _say("subject" if len(found) > 1 else "subject_one", language, count=len(found))
    return letters.Message(subject, blocks, language)


def _reasons(found: Sequence[_Failure], language: str) -> list[str]:
    counted = Counter(one.error for one in found)
    return [
        _say(
            "reason",
            language,
            cause=failure_words.cause(error, language).rstrip("."),
            count=count,
            remedy=failure_words.remedy(error, language),
        )
        for error, count in counted.most_common()
    ]


def _cases(found: Sequence[_Failure], language: str) -> list[str]:
    works: dict[str, list[str]] = {}
    for one in found:
        said = works.setdefault(one.number or _say("no_case", language), [])
        work = failure_words.work(one.operator, language)
        if work not in said:
            said.append(work)
    lines = [_say("case", language, number=number, work=", ".join(said)) for number, said in sorted(works.items())]
    if len(lines) > MOST_CASES:
        lines[MOST_CASES:] = [_say("more", language, count=len(lines) - MOST_CASES)]
    return lines


def _say(key: str, language: str, **values: object) -> str:
    return procedure.text(TEXTS[key], language).format(**values)
