"""What the applicant should have there on the day: one list for the page, the letter and the link. Not a use case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy.orm import Session

from app.domain import procedure as rules
from app.domain.appointments import IN_PERSON
from app.domain.procedure import Paper, Procedure
from app.intake import conditions
from app.services import cases
from app.services.cases import CaseFile
from app.services.files import paper_slots
from app.services.steps import Held
from app.store import cases as rows

TRIAGE: Final = "triage"
"""Under which name the answers to the triage lie in the case."""
TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "identity": {
        "es": "Su DNI, NIE o pasaporte, original y en vigor",
        "ca": "El vostre DNI, NIE o passaport, original i en vigor",
    },
    "no_copy": {
        "es": "basta con enseñarlo, no hace falta copia",
        "ca": "n’hi ha prou d’ensenyar-lo, no cal còpia",
    },
    "remote": {"es": "Su documento de identidad", "ca": "El vostre document d’identitat"},
    "asked": {
        "es": "Le pediremos algún dato para comprobar que es usted.",
        "ca": "Us demanarem alguna dada per comprovar que sou vós.",
    },
    "if_so": {"es": "solo si es su caso", "ca": "només si és el vostre cas"},
    "optional": {"es": "si lo tiene", "ca": "si el teniu"},
}


@dataclass(frozen=True, slots=True)
class Item:
    """Something to have there. `note` says when it is needed, or that it need only be shown; "" for neither."""

    title: str
    hint: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the case has been told: answers to the triage or to the first form, which `answered` everything."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    answered: bool = False


def known(session: Session, file: CaseFile | Held) -> Known:
    """Return what a case has been told, in one statement."""
    found = rows.all_answers(session, file.row.id)
    triage = [file.seal.open_json(row.sealed, cases.ANSWERS) for row in found if row.name == TRIAGE][-1:]
    form = paper_slots.first_of(file, found)
    return Known({**(triage[0] if triage else {}), **form}, answered=bool(form))


def items(procedure: Procedure, channel: str, language: str, told: Known) -> tuple[Item, ...]:
    """Return what the applicant should have there: what says who they are, then their papers, as far as is known which.

    A paper that the office only wants to see is the document that says who they are: in person it is not named twice.
    """
    mine = [paper for paper in procedure.papers if _concerns(paper, told)]
    shown = [paper for paper in mine if paper.waived_at]
    listed = [paper for paper in mine if not (paper.waived_at and channel == IN_PERSON)]
    return (*_identity(channel, language, shown), *(_item(paper, language, told) for paper in listed))


def _concerns(paper: Paper, told: Known) -> bool:
    """Return whether a paper may be asked for: the applicant's, or another's that the answers say will be."""
    asked = _asked(paper, told)
    return asked is not False if paper.by == cases.APPLICANT else paper.when is not None and asked is True


def _identity(channel: str, language: str, shown: list[Paper]) -> list[Item]:
    if channel == IN_PERSON:
        return [Item(_say("identity", language), note=_say("no_copy", language) if shown else "")]
    return [] if shown else [Item(_say("remote", language), _say("asked", language))]


def _item(paper: Paper, language: str, told: Known) -> Item:
    note = "if_so" if _asked(paper, told) is None else "" if paper.required else "optional"
    return Item(
        rules.text(paper.title, language), rules.text(paper.hint, language), _say(note, language) if note else ""
    )


def _asked(paper: Paper, told: Known) -> bool | None:
    """Return whether a paper is asked for, None while the answers do not say."""
    about = {str(leaf["field"]).split(".")[0] for leaf in conditions.leaves(paper.when)}
    if told.answered or about <= told.answers.keys():
        return conditions.holds(paper.when, told.answers)
    return None


def _say(key: str, language: str) -> str:
    return rules.text(TEXTS[key], language)
