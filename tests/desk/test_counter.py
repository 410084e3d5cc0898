"""At the counter in a browser: fill in together, take papers, sign on the lent screen, correct a mobile, note."""

import pytest

from app.services import tasks
from app.services.desk import contacts, counter, notes
from app.services.files import documents
from demo import papers
from demo.pages import Page
from tests import builders, counting
from tests.desk.conftest import Desk, Seat
from tests.services import permits
from tests.services.permits import IBAN, Permit
from tests.services.test_counter import DNI

MOST = 12
ANSWERS = {"parcel": "alone", "account": IBAN, "kind": "recurrent"}


@pytest.fixture
def marta(desk: Desk) -> Seat:
    return desk.seat("soler", "clerk")


@pytest.fixture
def permit(desk: Desk, marta: Seat) -> Permit:
    """Return a case whose person the official has before them."""
    case = builders.open_case(desk.world, mailed=False)
    counter.accept(desk.world.outside, marta.visitor, case.id, case.party, DNI, correct=False)
    return Permit(case, builders.citizen(desk.world, case), marta.visitor)


def address(permit: Permit) -> str:
    return f"/oficina/expedientes/{permit.case.id}"


def test_a_form_is_filled_in_together_and_its_person_sees_with_whom(desk: Desk, marta: Seat, permit: Permit) -> None:
    page = marta.get(marta.get(address(permit)).link("Rellenarlo juntos"))

    review = marta.press(page, "/rellenar/", **ANSWERS)
    done = marta.press(review, "/revisar$")

    assert "con la persona" in review.heading
    assert done.url.endswith(address(permit))
    assert "Lo hizo con usted Marta Soler, en la oficina" in desk.citizen(permit.case).get("/tramite").text


def test_a_form_may_be_left_for_the_person_to_go_on(desk: Desk, marta: Seat, permit: Permit) -> None:
    page = marta.get(marta.get(address(permit)).link("Rellenarlo juntos"))
    form = page.form("/rellenar/").fill({"parcel": "a medias"})
    form.forged["_save"] = "1"

    back = marta.send(form)

    assert "Guardado" in back.text
    portal = desk.citizen(permit.case)
    own = portal.get(portal.get("/tramite").link("/tramite/tareas/"))
    assert dict(own.form("/tareas/").sent())["parcel"] == "a medias"


def test_faults_are_said_beside_the_questions(marta: Seat, permit: Permit) -> None:
    page = marta.get(marta.get(address(permit)).link("Rellenarlo juntos"))

    again = marta.press(page, "/rellenar/", parcel="alone")

    assert again.status == 422
    assert len(again.errors) == 2


def test_who_is_not_here_gets_no_button_but_a_way_to_be(desk: Desk, marta: Seat) -> None:
    case = builders.open_case(desk.world, mailed=False)

    page = marta.get(f"/oficina/expedientes/{case.id}")

    assert page.links("Rellenarlo juntos") == []
    assert "compruebe su identidad" in page.text
    assert page.links("/identidad/")
    task = permits.task_of(Permit(case, marta.visitor, marta.visitor), "ask")
    assert marta.get(f"/oficina/expedientes/{case.id}/rellenar/{task}").status == 403


def test_a_paper_is_taken_in_for_its_person(marta: Seat, permit: Permit) -> None:
    page = marta.get(address(permit))
    form = page.form("/papeles/.*/identity$").attach("file", papers.paper("identity", "Ana"))

    done = marta.send(form)

    assert "pendiente de revisión" in done.text
    assert builders.types(permit.case.id).count("document.uploaded") == 1


def test_a_file_that_is_none_is_explained(marta: Seat, permit: Permit) -> None:
    page = marta.get(address(permit))

    nothing = marta.send(page.form("/papeles/.*/identity$"))
    broken = marta.send(page.form("/papeles/.*/identity$").attach("file", ("a.pdf", b"no PDF", "application/pdf")))

    assert "Elija un archivo" in nothing.text
    assert "PDF" in broken.text
    assert "document.uploaded" not in builders.types(permit.case.id)


def test_a_person_signs_on_the_screen_that_is_lent(desk: Desk, marta: Seat) -> None:
    permit = permits.to_signing(desk.world)
    counter.accept(desk.world.outside, marta.visitor, permit.case.id, permit.case.party, DNI, correct=False)
    page = marta.get(marta.get(address(permit)).link("Firmar aquí"))

    code = marta.press(page, "/firma/", declares="1")
    permits.work(desk.world)
    waiting = marta.press(code, "/codigo$", code=permits.code(desk.world))
    permits.work(desk.world)
    signed = marta.get(f"{address(permit)}/firma/{permit.case.party}/estado")

    assert page.tree.xpath("//nav[contains(@class,'v-nav')]") == []
    assert "Estamos preparando su firma" in waiting.heading
    assert "Firmado" in signed.heading
    assert signed.links("Devolver la pantalla")[0].endswith(address(permit))
    assert signed.links("/documentos/") == []


def test_a_person_signs_on_paper_and_everybody_reads_so(desk: Desk, marta: Seat) -> None:
    permit = permits.to_signing(desk.world)
    counter.accept(desk.world.outside, marta.visitor, permit.case.id, permit.case.party, DNI, correct=False)
    case = marta.get(address(permit))
    page = marta.get(case.link("/firma-en-papel/"))
    sheet = papers.paper("identity", "Ana")

    missing = marta.press(page, "/firma-en-papel/")
    broken = marta.send(
        missing.form("/firma-en-papel/").attach("file", ("a.pdf", b"no PDF", "application/pdf")), declares="1"
    )
    done = marta.send(broken.form("/firma-en-papel/").attach("file", sheet), declares="1")
    again = marta.send(page.form("/firma-en-papel/").attach("file", sheet), declares="1")
    permits.work(desk.world)
    citizen = desk.citizen(permit.case)
    portal = citizen.get("/tramite/firma/estado")
    listed = documents.list_of(desk.world.outside, permit.citizen, permit.case.id)
    issued = next(one for one in listed if one.kind == "rendered")
    judged = citizen.get(f"/csv/{issued.csv}")

    assert case.links("/firma/")
    assert page.links("/documento.pdf")
    assert (missing.status, len(missing.errors)) == (422, 2)
    assert (broken.status, len(broken.errors)) == (422, 1)
    assert dict(broken.form("/firma-en-papel/").sent())["declares"] == "1"
    assert "Firmado en papel" in done.text
    assert "no tiene ahora nada que firmar" in again.text
    assert builders.types(permit.case.id).count("sign.completed") == 1
    assert "Firmado en papel por" in portal.text
    assert "copia firmada en papel" in portal.text
    assert "auténtico y está completo" in judged.text
    assert "Quien firmó en papel" in judged.text
    assert "certificado de un solo uso" not in judged.text


def test_whoever_has_no_mobile_is_offered_paper_alone(desk: Desk, marta: Seat) -> None:
    permit = permits.to_signing(desk.world)
    outside, at = desk.world.outside, (permit.case.id, permit.case.party)
    counter.accept(outside, marta.visitor, *at, DNI, correct=False)
    contacts.correct(outside, marta.visitor, *at, ("", builders.ANA.email), "Ya no tiene móvil")

    page = marta.get(address(permit))

    assert page.links("/firma-en-papel/")
    assert page.links("/firma/") == []


def test_whoever_left_signs_no_paper(desk: Desk, marta: Seat) -> None:
    permit = permits.to_signing(desk.world)

    page = marta.get(f"{address(permit)}/firma-en-papel/{permit.case.party}")

    assert page.status == 403
    assert marta.get(address(permit)).links("/firma-en-papel/") == []


def test_a_mobile_is_corrected_from_the_case(marta: Seat, permit: Permit) -> None:
    page = marta.get(marta.get(address(permit)).link("/contacto/"))

    wrong = marta.press(page, "/contacto/", mobile="12", reason="Se equivocó")
    done = marta.press(wrong, "/contacto/", mobile="699000111", reason="Se equivocó")

    assert wrong.status == 422
    assert "Contacto corregido" in done.text
    assert "+34699000111" in done.text


def test_whoever_was_inside_while_the_mobile_was_corrected_reads_that_this_closes_the_session(
    desk: Desk, marta: Seat, permit: Permit
) -> None:
    citizen = desk.citizen(permit.case)
    page = marta.get(marta.get(address(permit)).link("/contacto/"))
    marta.press(page, "/contacto/", mobile="699000111", reason="Se equivocó")

    page = citizen.get("/tramite")

    assert "también cuando la oficina corrige su móvil o su correo" in page.text


def test_nobody_is_corrected_before_they_were_seen(desk: Desk, marta: Seat) -> None:
    case = builders.open_case(desk.world, mailed=False)

    page = marta.get(f"/oficina/expedientes/{case.id}/contacto/{case.party}")

    assert "Antes hay que comprobar" in page.text
    assert not [one for one in page.forms() if "/contacto/" in one.url]


def test_a_note_is_kept_for_colleagues_and_not_for_the_person(desk: Desk, marta: Seat, permit: Permit) -> None:
    page = marta.get(address(permit))

    empty = marta.press(page, "/notas$", note=" ")
    marta.press(empty, "/notas$", note="Prefiere la tarde")

    assert (empty.status, empty.errors) == (422, ["Escriba la nota"])
    assert "Prefiere la tarde" in desk.seat("pere", "clerk").get(address(permit)).text
    assert "Prefiere la tarde" not in desk.citizen(permit.case).get("/tramite").text


@pytest.mark.parametrize("more", [0, 30])
def test_the_page_of_a_case_stays_within_the_budget(desk: Desk, marta: Seat, permit: Permit, more: int) -> None:
    permits.asked(desk.world, permit)
    tasks.claim(desk.world.outside, marta.visitor, permits.task_of(permit, "decide"))
    for number in range(more):
        notes.write(desk.world.outside, marta.visitor, permit.case.id, f"Nota {number}")
    marta.get(address(permit))

    with counting.counting() as count:
        page = marta.get(address(permit))

    assert page.status == 200
    assert 0 < len(count.statements) <= MOST, count.statements


def spoken(page: Page) -> str:
    return str(page.tree.get("lang"))


def test_a_screen_before_a_person_speaks_their_language_and_not_the_officials(desk: Desk, marta: Seat) -> None:
    case = builders.open_case(desk.world, language="ca", mailed=False)
    counter.accept(desk.world.outside, marta.visitor, case.id, case.party, DNI, correct=False)
    home = f"/oficina/expedientes/{case.id}"
    desk_page = marta.get(f"{home}?lang=es")

    form = marta.get(desk_page.link("Rellenarlo juntos"))
    review = marta.press(form, "/rellenar/", **ANSWERS)
    chosen = marta.get(f"{review.url}?lang=es")
    kept = marta.get(review.url)
    back = marta.press(review, "/revisar$")

    assert [spoken(page) for page in (desk_page, form, review, chosen, kept, back)] == [
        "es",
        "ca",
        "ca",
        "es",
        "es",
        "es",
    ]
    assert "Camp parcel" in form.text


def test_a_person_reads_what_to_sign_in_their_language_on_the_lent_screen(desk: Desk, marta: Seat) -> None:
    permit = permits.to_signing(desk.world, language="ca")
    counter.accept(desk.world.outside, marta.visitor, permit.case.id, permit.case.party, DNI, correct=False)
    marta.get(f"{address(permit)}?lang=es")

    page = marta.get(f"{address(permit)}/firma/{permit.case.party}")
    spanish = marta.get(f"{page.url}?lang=es")
    after = marta.get(f"{address(permit)}?lang=ca")

    assert (spoken(page), spoken(spanish), spoken(after)) == ("ca", "es", "ca")
    assert "Declaro que són certes" in page.text
    assert "Lea y firme" in spanish.text
