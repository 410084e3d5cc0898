"""An office that grants aid for homes, and people who ask for it through its pages."""

from collections.abc import Mapping
from typing import Any

import yaml

from app.domain.actors import SYSTEM
from app.services.grants import calls
from app.services.parties import PersonDetails
from app.services.reference import tables
from demo.pages import Page
from tests.builders import ANA, TOWN
from tests.desk import asking
from tests.desk.asking import ROOT, Asked, Open
from tests.desk.conftest import Desk
from tests.services import bodies

PROCEDURE = "dana_ayuda"
IBAN = "ES80 9999 0001 4500 0000 0001"
HOME: Mapping[str, str] = {
    "street": "Calle de la Ribera",
    "number": "3",
    "floor": "1",
    "door": "2",
    "postcode": "99001",
    "municipality": "Ribalba",
    "cadastral": "9872023VH5797S0001WX",
}
ANSWERS: Mapping[str, Any] = {
    "applicant_kind": "person",
    "occupancy_title": "owner",
    "damaged_goods": ["furniture", "clothes"],
    "damage_description": "Entró el agua hasta la cintura.",
    "account_iban": IBAN,
    "iban_holder_same": "yes",
    "declares_truth": "1",
    "declares_single_application": "1",
    "accepts_rules": "1",
    "queries": "opposed",
    "opposition_reason": "Prefiero traerlo.",
}


def office(desk: Desk, call: str = "riuada-demostracion") -> Open:
    """Publish the procedure, its table and a call in the office of a desk."""
    outside = desk.world.outside
    here = asking.office(desk, PROCEDURE, bodies.DIRECTOR)
    table = (ROOT / "forms" / "tables" / "zonas_afectadas.yaml").read_text(encoding="utf-8")
    tables.declare(outside, TOWN, yaml.safe_load(table), SYSTEM)
    calls.publish(outside, TOWN, calls.read((ROOT / "forms" / "calls" / f"{call}.yaml").read_bytes()), SYSTEM)
    return here


def asked(here: Open, person: PersonDetails = ANA, home: Mapping[str, str] | None = None, **answers: Any) -> Asked:
    """Let somebody whom an official knows ask for aid, page by page, and sign; the office then works."""
    found = asking.begin(here, person)
    given = {**ANSWERS, **{f"home.{name}": value for name, value in {**HOME, **(home or {})}.items()}, **answers}
    for task in ("fill_request", "confirm_request"):
        asking.fill(found, task, given)
    asking.hand_in(found)
    asking.sign(found)
    return found


def check(found: Asked, **answers: str) -> Page:
    """Let the clerk check an application."""
    given = {"zone": "yes", "title": "title", "proposal": "table", **answers}
    return asking.decide(found, found.here.clerk, "check_application", given)


def settle(found: Asked, outcome: str) -> Page:
    """Let whoever is responsible settle a conflict."""
    given = {"outcome": outcome, "conflict_reason": "Ya tiene la ayuda."}
    return asking.decide(found, found.here.manager, "settle_conflict", given)
