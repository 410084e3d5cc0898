"""What anybody reads about personal data, in a browser."""

import pytest

from tests import builders
from tests.desk.conftest import Desk
from tests.services import permits
from tests.web.test_privacy import SAID

RECORD = "/privacidad/registro-de-actividades"


@pytest.fixture
def told(desk: Desk) -> Desk:
    """Return an office whose procedure says what it does with personal data."""
    sources = builders.changed(permits.SOURCES, privacy=SAID)
    builders.publish(desk.world.outside, sources=sources, number=2)
    return desk


def test_the_record_of_processing_lists_what_each_procedure_and_the_office_itself_do(told: Desk) -> None:
    marta = told.seat("marta", "clerk")

    page = marta.get(marta.get("/privacidad").link("Registro de actividades"))

    for words in ("llevar el reparto", "obligación legal", "Seis años", "Cita previa", "Registro general"):
        assert words in page.text
    assert page.url.endswith(RECORD)


def test_the_first_layer_is_printed_on_the_card_and_where_one_begins(told: Desk) -> None:
    marta = told.seat("marta", "clerk")

    for address in (f"/tramites/{builders.PROCEDURE}", f"/tramites/{builders.PROCEDURE}/empezar"):
        text = marta.get(address).text
        assert "Finalidad: llevar el reparto." in text
        assert "Destinatarios: nadie." in text
