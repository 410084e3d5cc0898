"""Operations open to everybody: the catalogue, what a form asks, the verification of a document."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint

from app import wiring
from app.domain import procedure as rules
from app.domain.errors import NotFound
from app.domain.procedure import Procedure
from app.intake import forms
from app.services.files import verification
from app.services.files.verification import Verification
from app.services.publishing import procedures
from app.web import frame
from app.web.api.operations import V1, Operation, operation
from app.web.frame import limiter
from app.web.gate import open_to

bp = Blueprint("api_catalogue", __name__, url_prefix=V1)
GROUP = "catalogue"


@dataclass(frozen=True, slots=True)
class ProcedureLine:
    """A procedure in the catalogue, in the language of Accept-Language."""

    id: str
    title: str
    summary: str
    category: str
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperAsked:
    """A paper that the procedure may ask for. `by` is the party who hands it in."""

    slot: str
    title: str
    hint: str
    required: bool
    by: str


@dataclass(frozen=True, slots=True)
class ProcedureCard:
    """A procedure with all that people read before they begin. `minutes` is the length of an appointment, or none."""

    id: str
    title: str
    summary: str
    obtains: str
    who: str
    duration: str
    cost: str
    category: str
    audience: tuple[str, ...]
    channels: tuple[str, ...]
    months: int
    working_days: int
    silence: str
    papers: tuple[PaperAsked, ...]
    minutes: int | None
    triage: str | None


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the office answers: always "ok", or a fault instead."""

    status: str


@bp.get("/health")
@open_to("public")
@operation(Operation(GROUP, gives=Health))
def health() -> Health:
    """Say that the process answers and the database too."""
    procedures.catalogue(wiring.parts().settings.entity)
    return Health("ok")


@bp.get("/procedures")
@open_to("public")
@operation(Operation(GROUP, gives=list[ProcedureLine]))
def listed() -> list[ProcedureLine]:
    """List the procedures on offer."""
    return [_line(one) for one in procedures.catalogue(wiring.parts().settings.entity)]


@bp.get("/procedures/<procedure>")
@open_to("public")
@operation(Operation(GROUP, gives=ProcedureCard))
def card(procedure: str) -> ProcedureCard:
    """Show the card of a procedure."""
    return _card(procedures.offered(wiring.parts().settings.entity, procedure).procedure)


@bp.get("/procedures/<procedure>/forms/<form>")
@open_to("public")
@operation(Operation(GROUP, gives=dict[str, Any]))
def schema(procedure: str, form: str) -> dict[str, Any]:
    """Give what a form of the procedure accepts, as JSON Schema 2020-12."""
    found = procedures.offered(wiring.parts().settings.entity, procedure).forms.get(form)
    if found is None:
        raise NotFound("form")
    return forms.schema(found)


@bp.get("/documents/<csv>")
@open_to("public")
@limiter.limit("60 per 10 minutes")
@operation(Operation(GROUP, gives=Verification))
def verified(csv: str) -> Verification:
    """Say what the office knows of a document by its verification code (CSV)."""
    parts = wiring.parts()
    found = verification.by_code(parts.outside, parts.settings.entity, csv)
    if found is None:
        raise NotFound("document")
    return found


def _line(one: Procedure) -> ProcedureLine:
    here = frame.language()
    title, summary = (rules.text(part, here) for part in (one.card.title, one.card.summary))
    return ProcedureLine(one.id, title, summary, one.card.category, one.card.channels)


def _card(one: Procedure) -> ProcedureCard:
    here = frame.language()
    texts = {
        name: rules.text(getattr(one.card, name), here)
        for name in ("title", "summary", "obtains", "who", "duration", "cost")
    }
    return ProcedureCard(
        id=one.id,
        **texts,
        category=one.card.category,
        audience=one.card.audience,
        channels=one.card.channels,
        months=one.max_term.months,
        working_days=one.max_term.working_days,
        silence=one.silence,
        papers=tuple(
            PaperAsked(each.slot, rules.text(each.title, here), rules.text(each.hint, here), each.required, each.by)
            for each in one.papers
        ),
        minutes=one.appointment.minutes if one.appointment else None,
        triage=one.appointment.triage or None if one.appointment else None,
    )
