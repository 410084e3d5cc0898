"""An office that keeps the residents' register, and people who ask to be in it through its pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.services.demonstration import town_register
from app.services.demonstration.town_residents import MARINA, Neighbour
from app.services.parties import PersonDetails
from tests.builders import TOWN
from tests.desk import asking
from tests.desk.asking import Asked, Open
from tests.desk.conftest import Desk
from tests.services import bodies

PROCEDURE = "padron_alta"
BIRTH = date(2026, 11, 3)
OLMO = {"street": "Calle del Olmo", "number": "12", "floor": "2", "door": "1", "postcode": "99001"}
SAN_ROQUE = {"street": "Calle de San Roque", "number": "8", "floor": "bajo", "postcode": "99001"}
RIBERA = {"street": "Avenida de la Ribera", "number": "31", "floor": "4", "door": "A", "postcode": "99001"}
MOLINO = {"street": "Camino del Molino", "number": "22", "postcode": "99002"}
HOSPITAL = {"street": "Calle del Hospital", "number": "2", "postcode": "99001"}
EMPTY = {"street": "Plaza de la Fuente", "number": "6", "postcode": "99001"}
BUILDING = {"street": "Calle del Olmo", "number": "12", "postcode": "99001"}
NEW = {"street": "Calle del Almendro", "number": "1", "postcode": "99001"}
LLUM = PersonDetails(
    given_name="Llum",
    surname1="Sanchis",
    surname2="Oria",
    id_type="dni",
    id_number="12345678Z",
    email="llum.sanchis@correo.example",
    mobile="+34611100021",
)
"""Registered nowhere in the town."""
_WANTED = {"wants_certificate": "no", "extract_scope": "individual", "declares_truth": "1"}
_CHILD = {
    "child.given_name": "Joana",
    "child.surname1": "Alapont",
    "child.surname2": "Climent",
    "child.sex": "M",
    "child.birth_place": "València",
    "child.nationality": "España",
}
_SELF = {
    "applicant.sex": "M",
    "applicant.birth_place": "Alcoi, Alacant",
    "applicant.nationality": "España",
    "applicant.education_code": "40",
    "origin": "Alcoi, Alacant",
    "moves_along": "no",
}


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks: the applicant, the other signer if there is one, the answers, and the home."""

    applicant: PersonDetails
    answers: Mapping[str, Any]
    home: Mapping[str, str]
    signer: PersonDetails | None = None


def office(desk: Desk) -> Open:
    """Publish the procedure in the office of a desk, whose register has people, and let it issue certificates."""
    town_register.fill(desk.world.outside, TOWN)
    here = asking.office(desk, PROCEDURE)
    secretary = bodies.body(bodies.SECRETARY, "secretary")
    bodies.automated_act(secretary, "issue_certificate", procedure=PROCEDURE)
    return here


def details(one: Neighbour) -> PersonDetails:
    """Return somebody of the register as they come to the office."""
    kind, number = one.document
    mobile = f"+346111{one.number:05d}"
    return PersonDetails(
        given_name=one.given_name,
        surname1=one.surname1,
        surname2=one.surname2,
        id_type=kind,
        id_number=number,
        email=f"persona.{one.number}@correo.example",
        mobile=mobile,
    )


def birth(applicant: Neighbour = MARINA, signer: Neighbour | None = None, *, born: date = BIRTH,
          home: Mapping[str, str] = OLMO, **answers: Any) -> Request:  # fmt: skip
    """Return the request for somebody who was born; with another signer, both are parents on the sheet."""
    situation = "both_on_sheet" if signer else "one_with_annex_i"
    asked = {"cause": "birth", "birth_proof": "certificate", "parent_situation": situation, **_CHILD}
    asked |= _day("child.birth_date", born)
    if signer:
        asked |= _person("other_parent", details(signer))
    other = details(signer) if signer else None
    return Request(details(applicant), {**asked, **_WANTED, **answers}, home, other)


def move(applicant: Neighbour | None = None, host: Neighbour | None = None, *, cause: str = "residence_change",
         title: str = "owned", home: Mapping[str, str] = EMPTY, **answers: Any) -> Request:  # fmt: skip
    """Return the request of somebody who comes to live in a home (Llum); with a host, who authorises it."""
    asked = {"cause": cause, "home_title": "host_authorisation" if host else title, **_SELF}
    asked |= _day("applicant.birth_date", date(1990, 4, 9))
    if host:
        asked |= _person("host", details(host))
    mover = details(applicant) if applicant else LLUM
    return Request(mover, {**asked, **_WANTED, **answers}, home, details(host) if host else None)


def asked(here: Open, request: Request) -> Asked:
    """Let somebody ask, hand in and sign, and the other signer too if there is one; the office then looks it up."""
    found = asking.begin(here, request.applicant)
    home = {f"home.{part}": said for part, said in request.home.items()}
    asking.fill(found, "fill_request", {**request.answers, **home})
    asking.hand_in(found)
    signers = [found]
    if request.signer:
        second = asking.other(found, "cosigner")
        asking.hand_in(second)
        signers.append(second)
    for one in signers:
        asking.sign(one)
    return found


def proposal(found: Asked) -> str:
    """Return what the proposal of a case says."""
    assert "review" in asking.open_elements(found)
    return asking.text_of(found, "proposal")


def propose(found: Asked, outcome: str = "accept", reason: str = "") -> None:
    """Let the clerk propose."""
    given = {"outcome": outcome, **({"reason": reason} if reason else {})}
    asking.decide(found, found.here.clerk, "review", given)


def _day(field: str, day: date) -> dict[str, str]:
    return {f"{field}.d": str(day.day), f"{field}.m": str(day.month), f"{field}.y": str(day.year)}


def _person(group: str, one: PersonDetails) -> dict[str, str]:
    names = {"given_name": one.given_name, "surname1": one.surname1, "surname2": one.surname2 or ""}
    document = {"person_id.type": one.id_type, "person_id.number": one.id_number}
    said = {**names, **document, "email": one.email, "mobile": one.mobile}
    return {f"{group}.{name}": str(value) for name, value in said.items()}
