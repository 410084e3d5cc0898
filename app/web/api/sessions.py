"""Operations by which people come in: begin a request, redeem a link, prove the code, leave."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal
from uuid import UUID

from flask import Blueprint

from app import wiring
from app.services import applicants, cases, identification, visits
from app.services.cases import Request
from app.web import frame
from app.web.api.operations import V1, Operation, operation
from app.web.frame import limiter
from app.web.gate import open_to, visitor

bp = Blueprint("api_sessions", __name__, url_prefix=V1)
GROUP = "coming in"


@dataclass(frozen=True, slots=True)
class PersonStated:
    """A person as declared. `mobile` with or without country code; `id_country` (ISO 3166) for passports."""

    id_type: Literal["dni", "nie", "passport"]
    id_number: str
    given_name: str
    surname1: str
    email: str
    mobile: str
    surname2: str = ""
    id_country: str = "ES"

    def typed(self) -> dict[str, str]:
        """Return the fields as the office reads them."""
        return {name: getattr(self, name)[:200] for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class CaseWanted:
    """Who asks for which procedure. The same `attempt` again opens no second case."""

    procedure: str
    person: PersonStated
    language: str = "es"
    attempt: UUID | None = None


@dataclass(frozen=True, slots=True)
class CaseBegun:
    """A case that was opened; its personal link went to the person's e-mail."""

    number: str


@dataclass(frozen=True, slots=True)
class LinkShown:
    """A personal link's token and the number of the person's document."""

    link: str
    id_number: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """A code was sent to the telephone, or nothing was: the answer is the same."""

    challenge: UUID


@dataclass(frozen=True, slots=True)
class CodeTyped:
    """The code that the telephone got."""

    challenge: UUID
    code: str


@dataclass(frozen=True, slots=True)
class CameIn:
    """The token of a citizen's visit, to be sent as a bearer; it ends after half an hour without a call."""

    token: str


@bp.post("/cases")
@open_to("public")
@limiter.limit("10 per 10 minutes")
@operation(Operation(GROUP, takes=CaseWanted, gives=CaseBegun, status=HTTPStatus.CREATED))
def begin(body: CaseWanted) -> CaseBegun:
    """Open a case for somebody who has declared who they are, and mail them the link into it."""
    parts = wiring.parts()
    details = applicants.read(body.person.typed())
    language = body.language if body.language in parts.settings.languages.split(",") else frame.language()
    request = Request(body.procedure, details, language, attempt=body.attempt)
    return CaseBegun(cases.open_case(parts.outside, parts.settings.entity, request).number)


@bp.post("/challenges")
@open_to("public")
@limiter.limit("20 per 10 minutes")
@operation(Operation(GROUP, takes=LinkShown, gives=Challenge, status=HTTPStatus.CREATED))
def knock(body: LinkShown) -> Challenge:
    """Redeem a link; the answer never tells whether the number was right."""
    parts = wiring.parts()
    return Challenge(identification.knock(parts.outside, parts.settings.entity, body.link, body.id_number[:40]).id)


@bp.post("/sessions")
@open_to("public")
@limiter.limit("20 per 10 minutes")
@operation(Operation(GROUP, takes=CodeTyped, gives=CameIn, status=HTTPStatus.CREATED))
def prove(body: CodeTyped) -> CameIn:
    """Let the person in when the code is right; every other answer is the same."""
    parts = wiring.parts()
    return CameIn(identification.prove(parts.outside, parts.settings.entity, body.challenge, body.code[:20]))


@bp.delete("/sessions/current")
@open_to("citizen")
@operation(Operation(GROUP))
def leave() -> None:
    """End the visit."""
    visits.close(wiring.outside(), visitor())
