"""The term of a case on the pages of its person and of the desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import Settings
from demo.pages import Page
from tests import builders
from tests.builders import OpenCase
from tests.services import deadlines, permits
from tests.web import conftest
from tests.web.conftest import Desk

CASE = "/oficina/expedientes/{}/plazo"


@pytest.fixture
def office(settings: Settings, tmp_path: Path, keys_folder: Path) -> Iterator[Desk]:
    """Yield an office that can seal, with the procedure that has a term."""
    with conftest.opened(settings, tmp_path, deadlines.SOURCES) as desk:
        yield Desk(permits.with_keys(desk.world, keys_folder), desk.app)


@pytest.fixture(scope="session")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the keys of a town."""
    return permits.keys_in(tmp_path_factory.mktemp("keys") / "pki")


@pytest.fixture
def case(office: Desk) -> OpenCase:
    """Return a case whose term runs from 23 November 2026 to 23 February 2027."""
    return deadlines.begun(office.world).case


def offered(page: Page, where: str) -> bool:
    """Return whether a page has a form that goes to an address that ends so."""
    return any(one.url.endswith(where) for one in page.forms())


def test_a_person_reads_how_long_the_office_has_and_what_silence_means(office: Desk, case: OpenCase) -> None:
    status = office.citizen(case).open("/tramite")
    term = office.citizen(case).open("/tramite/plazo")

    assert "Termina el martes, 23 de febrero de 2027" in status.text
    for told in ("23 de noviembre de 2026", "3 meses", "silencio positivo", "Comunicación de inicio"):
        assert told in term.text


def test_nobody_asks_for_a_certificate_while_the_term_runs(office: Desk, case: OpenCase) -> None:
    assert not offered(office.citizen(case).open("/tramite/plazo"), "/certificado")


def test_a_person_asks_for_the_certificate_of_silence_and_gets_it(office: Desk, case: OpenCase) -> None:
    deadlines.later(office.world, days=93)

    asked = office.citizen(case)
    ask = asked.open("/tramite/plazo").form("/certificado$")
    assert "Estamos preparando el certificado" in asked.send(ask).text
    permits.work(office.world)

    assert deadlines.term(case).certificate_id is not None
    assert "Certificado de silencio" in asked.open("/tramite/plazo").text
    assert "Certificado de silencio" in office.world.mail.sent[-1].subject


def test_the_desk_asks_for_the_certificate_for_whoever_wants_it(office: Desk, case: OpenCase) -> None:
    deadlines.later(office.world, days=93)
    clerk = office.staff("clerk")

    ask = clerk.open(CASE.format(case.id)).form("/certificado$")
    clerk.send(ask)
    clerk.send(ask)
    permits.work(office.world)

    assert deadlines.term(case).certificate_id is not None
    assert builders.types(case.id).count("term.certified") == 1


def test_a_supervisor_extends_the_term_with_a_reason_and_the_person_is_told(office: Desk, case: OpenCase) -> None:
    chief = office.staff("supervisor")
    form = chief.open(CASE.format(case.id)).form("/ampliar$")

    form.fill({"days": "20", "reason": "Falta el informe de la comunidad"})
    page = chief.send(form)
    permits.work(office.world)

    assert "15 de marzo de 2027" in page.text
    term = deadlines.term(case)
    assert (term.more, term.due_on.isoformat()) == (20, "2027-03-15")
    assert "Falta el informe de la comunidad" in office.citizen(case).open("/tramite/plazo").text
    assert "Ampliación del plazo" in office.world.mail.sent[-1].subject
    assert not offered(page, "/ampliar")


@pytest.mark.parametrize(("days", "reason"), [("45", "Falta un informe"), ("0", "Falta un informe"), ("20", " ")])
def test_an_extension_beyond_the_half_or_without_a_reason_is_refused(
    office: Desk, case: OpenCase, days: str, reason: str
) -> None:
    chief = office.staff("supervisor")
    form = chief.open(CASE.format(case.id)).form("/ampliar$")
    form.fill({"days": days, "reason": reason})

    assert chief.send(form).status == 422

    assert deadlines.term(case).more == 0


def test_a_term_whose_last_day_is_over_is_not_extended_even_before_it_is_noted(office: Desk, case: OpenCase) -> None:
    office.world.clock.forward(days=93)
    chief = office.staff("supervisor")
    form = chief.open(CASE.format(case.id)).form("/ampliar$")
    form.fill({"days": "20", "reason": "Falta un informe"})

    assert "ya no se puede ampliar" in chief.send(form).text

    assert deadlines.term(case).more == 0


def test_whoever_decides_may_extend_the_term_too(office: Desk, case: OpenCase) -> None:
    head = office.staff("authority")
    form = head.open(CASE.format(case.id)).form("/ampliar$")
    form.fill({"days": "10", "reason": "Falta un informe"})

    assert head.send(form).status == 200

    assert deadlines.term(case).more == 10


def test_a_clerk_sees_the_term_and_cannot_extend_it(office: Desk, case: OpenCase) -> None:
    clerk = office.staff("clerk")
    page = clerk.open(CASE.format(case.id))

    assert "23 de febrero de 2027" in page.text
    assert not offered(page, "/ampliar")
    assert "Termina el martes, 23 de febrero de 2027" in clerk.open(f"/oficina/expedientes/{case.id}").text


def test_a_task_of_the_staff_is_due_with_the_term_and_moves_with_it(office: Desk, case: OpenCase) -> None:
    assert deadlines.task_row(case, "decide").due_at == builders.at("2027-02-23T22:59:59.999999")
    chief = office.staff("supervisor")
    form = chief.open(CASE.format(case.id)).form("/ampliar$")
    form.fill({"days": "20", "reason": "Falta un informe"})

    chief.send(form)

    assert deadlines.task_row(case, "decide").due_at == builders.at("2027-03-15T22:59:59.999999")
