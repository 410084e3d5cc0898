"""Links, codes and numbers that are wrong, used, late or somebody else's: one answer for all."""

import secrets
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from demo.browser import Browser
from demo.citizen import CASE, Citizen
from demo.clerk import Clerk
from demo.journeys import PROCEDURE, Town
from demo.office import Office
from demo.pages import Page
from demo.people import Person, dni
from tests.journeys import outage, walks
from tests.journeys.fixtures import Arrive, line

CODE_WORDS = "no es correcto o ha caducado"


@pytest.fixture
def known(arrive: Arrive, somebody: Person) -> tuple[Citizen, str]:
    """Return somebody with a link who has not come in yet."""
    citizen = arrive(somebody)
    return citizen, citizen.ask(PROCEDURE)


def knock(citizen: Citizen, link: str, number: str) -> Page:
    form = citizen.browser.go(link).form(having="id_number").fill({"id_number": number})
    return citizen.browser.press(form)


def outside(citizen: Citizen) -> bool:
    return not citizen.browser.open(CASE).url.endswith(CASE)


def quiet(citizen: Citizen, before: frozenset[str]) -> bool:
    return not citizen.post.anything(citizen.person.email, citizen.person.telephone, before)


def test_a_made_up_link_a_wrong_number_and_a_right_one_look_the_same(known: tuple[Citizen, str]) -> None:
    citizen, link = known
    made_up = f"{citizen.browser.address}/enlace/{secrets.token_urlsafe(32)}"

    pages = [
        knock(citizen, made_up, citizen.person.id_number),
        knock(citizen, link, dni(99999999)),
        knock(citizen, link, citizen.person.id_number),
    ]

    assert len({page.heading for page in pages}) == 1
    assert len({page.url.rpartition("/")[0] for page in pages}) == 1
    assert len({page.status for page in pages}) == 1


def test_a_wrong_number_sends_no_code(known: tuple[Citizen, str]) -> None:
    citizen, link = known
    before = citizen.post.seen()

    page = knock(citizen, link, dni(99999999))
    answer = citizen.browser.send(page.form(having="code").fill({"code": "123456"}))

    assert CODE_WORDS in walks.explained(answer, 422)
    assert quiet(citizen, before)
    assert outside(citizen)


def test_five_wrong_numbers_lock_the_link_even_for_its_person(known: tuple[Citizen, str]) -> None:
    citizen, link = known
    for _ in range(5):
        knock(citizen, link, dni(99999999))
    before = citizen.post.seen()

    answer = knock(citizen, link, citizen.person.id_number)

    walks.explained(answer, 200)
    assert quiet(citizen, before)


def test_a_wrong_code_says_so_and_the_right_one_still_opens(known: tuple[Citizen, str]) -> None:
    citizen, link = known
    before = citizen.post.seen()
    page = knock(citizen, link, citizen.person.id_number)
    code = citizen.post.code(citizen.person.telephone, before)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"

    answer = citizen.browser.send(page.form(having="code").fill({"code": wrong}))
    inside = citizen.browser.send(answer.form(having="code").fill({"code": code}))

    assert CODE_WORDS in walks.explained(answer, 422)
    assert inside.url.endswith(CASE)


def test_a_code_opens_once(known: tuple[Citizen, str], arrive: Arrive) -> None:
    citizen, link = known
    before = citizen.post.seen()
    page = knock(citizen, link, citizen.person.id_number)
    code = citizen.post.code(citizen.person.telephone, before)
    citizen.browser.press(page.form(having="code").fill({"code": code}))
    thief = arrive(citizen.person)
    again = thief.browser.go(page.url).form(having="code").fill({"code": code})

    answer = thief.browser.send(again)

    assert CODE_WORDS in walks.explained(answer, 422)
    assert outside(thief)


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "1234567890123", "٣٤٥٦٧٨"])
def test_what_is_no_code_is_refused_like_a_wrong_one(known: tuple[Citizen, str], typed: str) -> None:
    citizen, link = known
    page = knock(citizen, link, citizen.person.id_number)

    answer = citizen.browser.send(page.form(having="code").fill({"code": typed}))

    assert CODE_WORDS in walks.explained(answer, 422)


def test_a_late_code_is_refused_like_a_wrong_one(known: tuple[Citizen, str], office: Office) -> None:
    citizen, link = known
    before = citizen.post.seen()
    page = knock(citizen, link, citizen.person.id_number)
    code = citizen.post.code(citizen.person.telephone, before)
    late(office, "code", page.url.rpartition("/")[2])

    answer = citizen.browser.send(page.form(having="code").fill({"code": code}))

    assert CODE_WORDS in walks.explained(answer, 422)


def test_a_late_link_sends_nothing_and_a_new_one_can_be_asked_for(
    known: tuple[Citizen, str], office: Office, arrive: Arrive
) -> None:
    citizen, link = known
    late(office, "link")
    before = citizen.post.seen()
    knock(citizen, link, citizen.person.id_number)
    silent = quiet(citizen, before)
    again = citizen.browser.go("/continuar").form(having="email")
    citizen.browser.press(again.fill({"email": citizen.person.email, "id_number": citizen.person.id_number}))

    case = arrive(citizen.person).enter(citizen.post.link(citizen.person.email, before))

    assert silent
    assert case.url.endswith(CASE)


def late(office: Office, table: str, row: str = "") -> None:
    """Let time run out for the codes or links of the office, or for one."""
    with psycopg.connect(outage.settings(office)["DATABASE_URL"].replace("+psycopg", "", 1), autocommit=True) as told:
        where = sql.SQL("WHERE id = {}").format(row) if row else sql.SQL("")
        statement = sql.SQL("UPDATE {} SET expires_at = now() - interval '1 second' {}")
        told.execute(statement.format(sql.Identifier(table), where))


def test_the_answer_to_a_request_for_a_link_is_the_same_for_strangers(arrive: Arrive, somebody: Person) -> None:
    citizen = arrive(somebody)
    before = citizen.post.seen()
    form = citizen.browser.go("/continuar").form(having="email")

    page = citizen.browser.press(form.fill({"email": somebody.email, "id_number": somebody.id_number}))

    assert page.url.endswith("/enviado")
    assert quiet(citizen, before)


def test_a_challenge_of_nobody_is_refused_like_a_wrong_code(arrive: Arrive, somebody: Person) -> None:
    citizen = arrive(somebody)
    page = citizen.browser.go(f"/codigo/{uuid4()}")

    answer = citizen.browser.send(page.form(having="code").fill({"code": "123456"}))

    assert CODE_WORDS in walks.explained(answer, 422)


def test_a_link_opened_by_a_machine_redeems_nothing(known: tuple[Citizen, str], office: Office) -> None:
    citizen, link = known
    for _ in range(3):
        Browser(office.address, line()).go(link)

    assert citizen.enter(link).url.endswith(CASE)


def test_after_leaving_the_pages_of_the_case_are_closed(town: Town, somebody: Person) -> None:
    walk = walks.inside(town, somebody)
    browser = walk.citizen.browser
    token = browser.session.cookies.get("visit") or ""
    leave = next(one for one in walk.citizen.case.forms() if one.url.endswith("/salir"))

    browser.press(leave)
    browser.session.cookies.set("visit", token, domain="127.0.0.1")

    assert outside(walk.citizen)


def test_a_forged_cookie_opens_nothing(arrive: Arrive, somebody: Person) -> None:
    citizen = arrive(somebody)
    citizen.browser.session.cookies.set("visit", secrets.token_urlsafe(32), domain="127.0.0.1")

    assert outside(citizen)


def test_a_stranger_at_the_desk_is_told_nothing(office: Office) -> None:
    browser = Browser(office.address, line())
    said = set()
    for username, password in (("lucia.ferrer", "wrong"), ("nobody.here", "wrong")):
        first = browser.go("/oficina/entrar").form(having="password")
        second = browser.press(first.fill({"username": username, "password": password}))
        page = browser.send(second.form(having="code").fill({"code": "123456"}))
        said.add((page.status, *page.errors))

    assert len(said) == 1
    assert "/oficina/entrar" in browser.open("/oficina/tareas").url


def test_a_right_password_without_the_second_factor_opens_nothing(office: Office) -> None:
    account = office.having("supervisor")
    browser = Browser(office.address, line())
    first = browser.go("/oficina/entrar").form(having="password")
    browser.press(first.fill({"username": account.username, "password": account.password}))

    assert "/oficina/entrar" in browser.open("/oficina/tareas").url


def test_a_code_of_the_authenticator_is_good_once(office: Office, clerk: Clerk) -> None:
    account = office.accounts()["andreu.soler"]
    boss = Clerk(account, Browser(office.address, line()))
    boss.sign_in()
    again = Browser(office.address, line())
    first = again.go("/oficina/entrar").form(having="password")
    second = again.press(first.fill({"username": account.username, "password": account.password}))

    page = again.send(second.form(having="code").fill({"code": boss.code()}))

    walks.explained(page, 422)
    assert clerk.browser.go("/oficina/tareas").status == 200
