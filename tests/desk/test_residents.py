"""The staff look into the residents' register: each look recorded, numbers masked, protected homes untold."""

import pytest

from app.services.demonstration import town_register
from app.services.demonstration.town_residents import MARINA, RUBEN, SONIA
from tests import builders
from tests.builders import TOWN
from tests.desk.conftest import Desk, Seat

PADRON = "/oficina/padron"
REFUGE = "Acequia, 3"


@pytest.fixture
def marta(desk: Desk) -> Seat:
    town_register.fill(desk.world.outside, TOWN)
    return desk.seat("soler", "clerk")


def sought(marta: Seat, typed: str) -> str:
    return marta.press(marta.get(PADRON), "/padron$", q=typed).text


def test_a_person_is_found_by_name_or_document_with_the_number_masked(marta: Seat) -> None:
    by_name, by_number = sought(marta, "climent marina"), sought(marta, MARINA.document[1].lower())

    for text in (by_name, by_number):
        assert "Marina Climent Boix" in text
        assert "Calle del Olmo, 12, 2.º 1.ª, 99001" in text
        assert "2 sept 2019" in text
    assert MARINA.document[1] not in by_name
    assert "***0013**" in by_name


def test_where_a_protected_person_lives_is_never_told(marta: Seat) -> None:
    text = sought(marta, "Requena Mas")
    page = marta.get(marta.press(marta.get(PADRON), "/padron$", q="Requena Mas").link("Sonia"))

    assert SONIA.given_name in text
    assert "Protegido: no se muestra" in text
    for told in (text, page.text):
        assert "Naranjos" not in told
    for street in ("Naranjos", REFUGE.partition(",")[0] + " 3"):
        assert "No figura en el padrón" in sought(marta, street)


def test_homes_are_found_by_their_street_with_how_many_live_there(marta: Seat) -> None:
    text = sought(marta, "hospital")

    assert "Calle del Hospital, 2, 99001" in text
    assert "Establecimiento colectivo" in text
    assert "5" in text


def test_the_movements_of_a_person_explain_where_they_live(marta: Seat) -> None:
    found = marta.press(marta.get(PADRON), "/padron$", q="Cárcel Domingo")

    page = marta.get(found.link(RUBEN.full_name))

    assert page.text.index("Cambio de domicilio") < page.text.index("Alta por cambio de residencia")
    assert "Antes: Calle Nueva, 14, 1.º 3.ª, 99001" in page.text
    assert "Domicilio: Camino del Molino, 22, 99002" in page.text


def test_every_look_is_recorded_with_who_looked_and_not_with_for_whom(marta: Seat) -> None:
    marta.get(marta.press(marta.get(PADRON), "/padron$", q="Marina Climent").link("Marina"))

    looks = [one for one in builders.stream("staff", marta.visitor.id) if one.type.startswith("residents.")]
    assert [one.type for one in looks] == ["residents.searched", "residents.viewed"]
    assert looks[0].data == {"people": 1, "homes": 0}
    assert "Marina" not in builders.all_evidence()


def test_only_those_who_handle_or_check_cases_may_look(desk: Desk) -> None:
    assert desk.seat("sistema", "administrator").get(PADRON).status == 403
    assert desk.seat("ana", "auditor").get(PADRON).status == 200
