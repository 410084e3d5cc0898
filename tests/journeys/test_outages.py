"""Servers that stop, workers that are killed, a disk that is full: people are told, and nothing is lost."""

import time

import psycopg

from demo import citizen as visitor
from demo import journeys, papers, post
from demo.citizen import Citizen
from demo.journeys import Town
from demo.office import Office
from demo.people import Person
from tests.journeys import outage, walks
from tests.journeys.fixtures import Arrive, line

SLOW = 120.0


def test_while_the_mail_server_is_away_people_go_on_and_the_mail_arrives_later(
    arrive: Arrive, office: Office, somebody: Person
) -> None:
    citizen = arrive(somebody)
    seen = citizen.post.seen()
    with outage.without(office, "sinks"):
        start = citizen.browser.go(f"/tramites/{journeys.PROCEDURE}/empezar")
        page = citizen.browser.press(start.form(having="id_number").fill(somebody.start))
        time.sleep(2)
        silent = citizen.post.letters(somebody.email, seen) == []

    link = post.wait(lambda: _link(citizen, seen), "el correo atrasado", SLOW)

    assert silent
    assert page.heading == "Mire su correo"
    assert citizen.enter(link).url.endswith(visitor.CASE)


def _link(citizen: Citizen, seen: frozenset[str]) -> str | None:
    return citizen.post.link(citizen.person.email, seen) if citizen.post.letters(citizen.person.email, seen) else None


def test_a_signature_survives_the_death_of_its_worker(town: Town, office: Office, somebody: Person) -> None:
    walk = walks.to_sign(town, somebody)
    citizen = walk.citizen
    page = citizen.read_what_to_sign()
    before = citizen.post.seen()
    asked = citizen.browser.press(page.form(having="declares").fill({"declares": "1"}))
    code = citizen.post.code(somebody.telephone, before)

    citizen.browser.press(asked.form(having="code").fill({"code": code}))
    _taken(office, "signature.produce")
    outage.kill(office, "worker")
    _forget_leases(office)

    citizen.until(lambda case: "Registro de entrada" in case.text, "registrado", SLOW)
    receipts = post.wait(lambda: [one for one in citizen.documents() if "receipt" in one.name], "el justificante", SLOW)
    assert len(receipts) == 1


def _database(office: Office) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(outage.settings(office)["DATABASE_URL"].replace("+psycopg", "", 1), autocommit=True)


def _taken(office: Office, operator: str) -> None:
    """Wait until a worker has the last call of an operator."""
    asked = "SELECT attempts FROM call WHERE operator = %s ORDER BY created_at DESC LIMIT 1"
    with _database(office) as told:
        post.wait(lambda: (told.execute(asked, (operator,)).fetchone() or (0,))[0], f"{operator} en marcha")


def _forget_leases(office: Office) -> None:
    """Let the leases of dead workers run out at once, so that the test need not wait for minutes."""
    with _database(office) as told:
        told.execute("UPDATE call SET lease_until = now(), handed_until = now() WHERE status = 'owed'")


def test_without_its_database_the_office_says_so_and_comes_back(office: Office, town: Town, somebody: Person) -> None:
    walk = walks.inside(town, somebody)
    with outage.without(office, "database"):
        page = walk.citizen.browser.open(visitor.CASE)
        home = walk.citizen.browser.open("/")

    for one in (page, home):
        assert one.status == 503
        assert "no está disponible" in one.heading
        assert "sigue guardado" in one.body.decode()
    post.wait(lambda: outage.serves(office, line()), "la oficina de vuelta", SLOW)
    assert walk.citizen.fill_in(walk.request.answers).status == 200


def test_on_a_full_disk_a_paper_is_refused_in_words_and_taken_later(
    office: Office, town: Town, somebody: Person
) -> None:
    walk = walks.filled(town, somebody)
    browser = walk.citizen.browser
    form = browser.go(visitor.PAPERS).form("/papeles/identity$")
    form.attach("file", ("dni.jpg", papers.photograph("DNI"), "image/jpeg"))
    with outage.full_disk(office):
        answer = browser.send(form)

    walks.explained(answer, 503)
    assert "sigue guardado" in answer.text
    assert "identity" in visitor.waiting_papers(browser.go(visitor.PAPERS))
    assert walk.citizen.hand_in() == ["identity"]


def test_a_document_that_could_not_be_written_is_written_when_there_is_room(
    office: Office, town: Town, somebody: Person
) -> None:
    walk = walks.handed_in(town, somebody)
    page = town.clerk.accept_papers(town.clerk.claim(town.clerk.open_case(walk.number, journeys.CHECK_APPLICANT)))
    with outage.full_disk(office):
        town.clerk.identify(page, somebody.id_number)
        _taken(office, "documents.render")
        status = walk.citizen.case

    assert status.status == 200
    assert walk.citizen.my_turn("/tramite/firma$", SLOW)
