"""Every row of the tables of the residents' register, reached through the pages; the proposal says so."""

from datetime import date
from typing import Any

import pytest

from app.services.demonstration.town_residents import AITANA, AMPARO, MARINA, OTHER_PARENT, RUBEN, VICENT
from tests.desk import registering
from tests.desk.conftest import Desk
from tests.desk.registering import BUILDING, EMPTY, HOSPITAL, MOLINO, NEW, RIBERA, SAN_ROQUE, Request, birth, move

_REGISTER = "Inscribir"
_CHECK = "Inscribir, con una comprobación posterior"
_ASK = "Pedir los documentos que faltan (artículo 68 de la Ley 39/2015)"
_OTHER = "No inscribir por este motivo: corresponde otro"
_KNOWN = "No inscribir: ya consta en el padrón"
_WAIT = "No inscribir mientras no haya acuerdo o resolución"
_SOCIAL = "Pedir el informe de los servicios sociales sobre la dirección"
_PAU: dict[str, Any] = {"born": date(2021, 3, 15), "child.given_name": "Pau"}
_SIGNS: dict[str, Any] = {"home": SAN_ROQUE, "parent_situation": "one_with_other_signature"}
_SHARED: dict[str, Any] = {"home": SAN_ROQUE, "parent_situation": "shared_custody"}

_BIRTHS: list[tuple[str, Request, str]] = [
    ("1", birth(MARINA, VICENT, **_PAU), _KNOWN),
    ("2", birth(MARINA, VICENT, birth_proof="none"), _ASK),
    ("3", birth(MARINA, VICENT, born=date(2025, 11, 22)), _OTHER),
    ("4", birth(AITANA, OTHER_PARENT, home=EMPTY), _OTHER),
    ("4", birth(AITANA, OTHER_PARENT, home=NEW), _OTHER),
    ("5", birth(MARINA, VICENT), _REGISTER),
    ("5", birth(MARINA, VICENT, born=date(2025, 11, 23)), _REGISTER),
    ("6", birth(AITANA, OTHER_PARENT, **_SIGNS), _REGISTER),
    ("7", birth(AITANA, home=SAN_ROQUE), _CHECK),
    ("8", birth(AITANA, home=SAN_ROQUE, parent_situation="exclusive_custody_annex_ii"), _REGISTER),
    ("9", birth(AITANA, written_agreement="no", **_SHARED), _WAIT),
    ("9", birth(AITANA, written_agreement="yes", **_SHARED), _REGISTER),
    ("10", birth(AITANA, home=SAN_ROQUE, parent_situation="guardian"), _REGISTER),
    ("11", birth(MARINA, VICENT, home=BUILDING), _ASK),
]
_MOVES: list[tuple[str, Request, str]] = [
    ("1", move(RUBEN, cause="address_change", home=MOLINO), _KNOWN),
    ("2", move(cause="address_change"), _OTHER),
    ("3", move(RUBEN), _OTHER),
    ("4", move(title="social_services", home=NEW), _SOCIAL),
    ("5", move(home=BUILDING), _ASK),
    ("6", move(title="collective", home=HOSPITAL), _REGISTER),
    ("7", move(title="collective"), _ASK),
    ("8", move(host=AMPARO, home=RIBERA), _REGISTER),
    ("9", move(host=AMPARO, home=EMPTY), _ASK),
    ("10", move(title="rented", home=RIBERA), _CHECK),
    ("11", move(title="rented"), _REGISTER),
    ("11", move(home=NEW, cause="omission"), _REGISTER),
]
_NAMES = [
    f"{table}-{n}-row-{one[0]}" for table, rows in (("birth", _BIRTHS), ("home", _MOVES)) for n, one in enumerate(rows)
]


@pytest.mark.parametrize(("row", "wanted", "says"), [*_BIRTHS, *_MOVES], ids=_NAMES)
def test_each_row_leads_to_a_proposal_that_names_it(desk: Desk, row: str, wanted: Request, says: str) -> None:
    found = registering.asked(registering.office(desk), wanted)

    assert f"Propuesta {says} Fila de la tabla {row} Esta propuesta" in registering.proposal(found)
