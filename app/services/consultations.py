"""What a case was told by a register, kept beside it: the source of each value that was looked up, and its moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from app.domain.work import Json
from app.ports import CallRef
from app.services.steps import Held
from app.store import residents as store
from app.store.sealing import CaseSeal
from app.store.tables import ConsultationRow

TOLD = "case.consultation"


@dataclass(frozen=True, slots=True)
class Consultation:
    """One question to a register and its answer. `about` is whom or what it was about; `told` the answer by word."""

    source: str
    question: str
    about: str
    told: Mapping[str, Any]
    at: datetime


def keep(held: Held, call: CallRef, source: str, question: str, answer: tuple[str, Mapping[str, Json]]) -> None:
    """Keep what a held case was told. `answer` is whom it is about, and the answer; the same call is kept once."""
    about, told = answer
    store.keep_consultation(
        held.session,
        {
            "id": uuid4(),
            "entity": held.row.entity,
            "case_id": held.row.id,
            "call_id": call.call_id,
            "source": source,
            "question": question,
            "sealed": held.seal.seal_json({"about": about, "told": dict(told)}, TOLD),
            "at": held.now,
        },
    )


def opened(seal: CaseSeal, rows: Iterable[ConsultationRow]) -> list[Consultation]:
    """Return what a case was told, opened; of a question that was repeated, the last answer.

    The caller has checked who may see it.
    """
    found: dict[tuple[str, str, str], Consultation] = {}
    for row in rows:
        said = seal.open_json(row.sealed, TOLD)
        found[row.source, row.question, said["about"]] = Consultation(
            row.source, row.question, said["about"], said["told"], row.at
        )
    return list(found.values())
