"""What people type wrongly, and what they are told."""

import pytest

from demo import journeys
from demo.journeys import Town
from demo.people import Person
from tests.journeys import walks
from tests.journeys.fixtures import Arrive
from tests.journeys.walks import Walk

START = f"/tramites/{journeys.PROCEDURE}/empezar"


@pytest.fixture
def walk(town: Town, somebody: Person) -> Walk:
    return walks.inside(town, somebody)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("id_number", "10000001A", "La letra no corresponde"),
        ("id_number", "123", "con su letra"),
        ("mobile", "961 234 567", "móvil válido"),
        ("email", "vicenta arroba correo", "correo válido"),
        ("given_name", "   ", "su nombre"),
        ("surname1", "\x00\x1b", "apellido"),
        ("id_type", "library card", "tipo de documento"),
        ("given_name", "x" * 5000, "su nombre"),
    ],
)
def test_the_start_says_what_is_wrong_and_keeps_the_rest(
    arrive: Arrive, somebody: Person, field: str, typed: str, said: str
) -> None:
    citizen = arrive(somebody)
    seen = citizen.post.seen()
    form = citizen.browser.go(START).form(having="id_number").fill(somebody.start)
    form.forged[field] = typed

    page = citizen.browser.send(form)

    walks.explained(page, 422)
    assert [sentence for sentence in page.errors if said in sentence]
    kept = dict(page.form(having="id_number").sent())
    assert kept["surname2"] == somebody.surname2
    assert citizen.post.letters(somebody.email, seen) == []


@pytest.mark.parametrize(
    ("iban", "said"),
    [
        ("ES80 9999 0001 4500 0000 0002", "IBAN"),
        ("BR18 0036 0305 0000 1000 9795 493C 1", "SEPA"),
        ("1234", "IBAN"),
        ("ES80 9999 0001 4500 0000 0001 <script>", "IBAN"),
    ],
)
def test_an_account_that_cannot_be_charged_is_refused_in_words(walk: Walk, iban: str, said: str) -> None:
    browser = walk.citizen.browser
    page = walks.form_page(walk, "account_iban")

    answer = browser.send(walks.question(page).fill({"account_iban": iban}))

    walks.explained(answer, 422)
    assert [sentence for sentence in answer.errors if said in sentence], answer.errors
    assert dict(walks.question(answer).sent())["account_iban"] == iban


@pytest.mark.parametrize(
    "iban", ["DE89 3704 0044 0532 0130 00", "fr1420041010050500013m02606", "GB29NWBK60161331926819"]
)
def test_an_account_in_any_country_of_sepa_is_accepted(walk: Walk, iban: str) -> None:
    page = walks.form_page(walk, "account_iban")

    answer = walk.citizen.browser.send(walks.question(page).fill({"account_iban": iban}))

    assert answer.status == 200
    assert answer.errors == []
    assert answer.url != page.url


@pytest.mark.parametrize(
    ("day", "month", "year"), [("30", "2", "2030"), ("1", "13", "2030"), ("x", "1", "2030"), ("1", "1", "99")]
)
def test_a_day_that_does_not_exist_is_refused_and_stays_on_the_page(
    walk: Walk, day: str, month: str, year: str
) -> None:
    page = walks.form_page(walk, "effective_from-d")
    typed = {"effective_from-d": day, "effective_from-m": month, "effective_from-y": year}

    answer = walk.citizen.browser.send(walks.question(page).fill({**walk.request.answers, **typed}))

    walks.explained(answer, 422)
    assert answer.errors
    assert typed.items() <= dict(walks.question(answer).sent()).items()


def test_what_was_typed_is_there_on_another_device(town: Town, somebody: Person) -> None:
    walk = walks.inside(town, somebody)
    seen = walk.citizen.post.seen()
    form = walks.question(walks.form_page(walk, "address-street")).fill({"address-street": "Carrer de l’Àngel"})
    saved = walk.citizen.browser.press(form, ("_save", "1"))
    elsewhere = town.arrive(somebody)
    again = elsewhere.browser.go("/continuar").form(having="email")
    elsewhere.browser.press(again.fill({"email": somebody.email, "id_number": somebody.id_number}))

    elsewhere.enter(elsewhere.post.link(somebody.email, seen))

    assert saved.url.endswith("/guardado")
    page = elsewhere.browser.go(elsewhere.my_turn("/tramite/tareas/"))
    assert dict(walks.question(page).sent())["address-street"] == "Carrer de l’Àngel"


def test_an_unknown_page_of_a_form_does_not_exist(walk: Walk) -> None:
    task = walk.citizen.my_turn("/tramite/tareas/")

    walks.explained(walk.citizen.browser.open(f"{task}/no-existe"), 404)


def test_sending_before_all_is_answered_leads_back_to_the_question(town: Town, somebody: Person) -> None:
    walk = walks.inside(town, somebody)
    page = walks.form_page(walk, "address-street")
    task = page.url.rpartition("/")[0]
    form = walks.question(page)
    form.url = f"{task}/revisar"

    answer = walk.citizen.browser.send(form)

    assert answer.url == page.url


def test_a_form_without_its_token_is_refused_in_words(walk: Walk) -> None:
    form = walks.question(walks.form_page(walk, "account_iban"))
    form.forged["csrf_token"] = "another"

    walks.explained(walk.citizen.browser.send(form), 422)
