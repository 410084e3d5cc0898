"""Second clicks, the back button, two tabs: nothing is done twice and nothing is lost."""

import copy

from demo import citizen as visitor
from demo import journeys
from demo.clerk import Clerk, task_form
from demo.journeys import Town
from demo.pages import Form, Page
from demo.people import Person
from tests.journeys import walks
from tests.journeys.walks import Walk


def twice(walk: Walk, form: Form) -> tuple[Page, Page]:
    """Press a button two times, as an impatient hand does."""
    browser = walk.citizen.browser
    return browser.send(form), browser.send(form)


def test_beginning_twice_sends_two_links_that_both_open(town: Town, somebody: Person) -> None:
    citizen = town.arrive(somebody)
    form = citizen.browser.go(f"/tramites/{journeys.PROCEDURE}/empezar").form(having="id_number").fill(somebody.start)

    pages = [citizen.browser.press(form), citizen.browser.press(form)]

    assert {page.heading for page in pages} == {"Mire su correo"}
    assert citizen.enter(citizen.post.link(somebody.email, frozenset())).url.endswith(visitor.CASE)


def test_asking_for_a_code_twice_lets_the_last_one_in(town: Town, somebody: Person) -> None:
    citizen = town.arrive(somebody)
    link = citizen.ask(journeys.PROCEDURE)
    knock = citizen.browser.go(link).form(having="id_number").fill({"id_number": somebody.id_number})
    before = citizen.post.seen()
    citizen.browser.press(knock)
    first = citizen.post.code(somebody.telephone, before)
    middle = citizen.post.seen()
    page = citizen.browser.press(knock)
    second = citizen.post.code(somebody.telephone, middle)

    inside = citizen.browser.send(page.form(having="code").fill({"code": second}))

    assert first
    assert inside.url.endswith(visitor.CASE)


def test_typing_the_code_twice_keeps_the_person_inside(town: Town, somebody: Person) -> None:
    citizen = town.arrive(somebody)
    before = citizen.post.seen()
    link = citizen.ask(journeys.PROCEDURE)
    before = citizen.post.seen()
    page = citizen.browser.press(
        citizen.browser.go(link).form(having="id_number").fill({"id_number": somebody.id_number})
    )
    form = page.form(having="code").fill({"code": citizen.post.code(somebody.telephone, before)})
    citizen.browser.press(form)

    walks.explained(citizen.browser.send(form))

    assert citizen.case.url.endswith(visitor.CASE)


def test_every_button_of_the_citizen_may_be_pressed_twice(town: Town, somebody: Person) -> None:
    walk = walks.inside(town, somebody)
    citizen, browser = walk.citizen, walk.citizen.browser
    page = browser.go(citizen.my_turn("/tramite/tareas/"))
    while not page.url.endswith("/revisar"):
        page, again = twice(walk, walks.question(page).fill(walk.request.answers))
        assert again.url == page.url
    first, second = twice(walk, page.form("/revisar"))
    walks.explained(first, 200)
    walks.explained(second, 200, 409)
    form = browser.go(visitor.PAPERS).form("/papeles/identity$")
    first, second = twice(walk, form.attach("file", ("dni.jpg", b"\xff\xd8\xff no picture", "image/jpeg")))
    walks.explained(second, 422)
    citizen.hand_in()
    first, second = twice(walk, browser.go(visitor.PAPERS).form("/papeles/entregados/"))
    walks.explained(first, 200)
    walks.explained(second, 200, 409)
    journeys.check(town, walk.request, walk.number)
    _sign_twice(walk)

    journeys.decide(town, walk.number, {"outcome": "accepted"})

    citizen.ended(journeys.ACCEPTED)
    assert len([one for one in citizen.documents() if "receipt" in one.name]) == 1


def _sign_twice(walk: Walk) -> None:
    citizen = walk.citizen
    page = citizen.read_what_to_sign()
    before = citizen.post.seen()
    ticked = page.form(having="declares").fill({"declares": "1"})
    citizen.browser.press(ticked)
    citizen.post.code(citizen.person.telephone, before)
    before = citizen.post.seen()
    asked = citizen.browser.press(ticked)
    code = citizen.post.code(citizen.person.telephone, before)
    first, second = twice(walk, asked.form(having="code").fill({"code": code}))
    walks.explained(first, 200)
    walks.explained(second, 200)
    citizen.until(lambda case: "Registro de entrada" in case.text, "registrado")


def test_signing_takes_only_the_last_code_and_the_ticked_sentence(town: Town, somebody: Person) -> None:
    walk = walks.to_sign(town, somebody)
    citizen = walk.citizen
    page = citizen.read_what_to_sign()

    unticked = citizen.browser.send(page.form(having="declares"))
    asked = citizen.browser.press(page.form(having="declares").fill({"declares": "1"}))
    wrong = citizen.browser.send(asked.form(having="code").fill({"code": "000000"}))

    assert "Marque la casilla" in walks.explained(unticked, 422)
    assert "no es correcto" in walks.explained(wrong, 422)
    assert "Registro de entrada" not in citizen.case.text


def test_refusing_to_sign_twice_ends_once_and_says_so(town: Town, somebody: Person) -> None:
    walk = walks.to_sign(town, somebody)
    page = walk.citizen.read_what_to_sign()
    asked = walk.citizen.browser.go(page.link("/firma/rechazar"))

    _, second = twice(walk, asked.form())

    walks.explained(second, 200, 409)
    walk.citizen.ended(journeys.WITHDRAWN)


def test_going_back_to_a_form_that_was_sent_changes_nothing(town: Town, somebody: Person) -> None:
    walk = walks.inside(town, somebody)
    old = walks.form_page(walk, "address-street")
    walk.citizen.fill_in(walk.request.answers)

    answer = walk.citizen.browser.send(walks.question(old).fill({"address-street": "Another street"}))

    assert "ya está hecha" in walks.explained(answer, 409)
    assert walk.citizen.my_turn(visitor.PAPERS)


def test_two_tabs_of_a_form_keep_what_was_sent_last(town: Town, somebody: Person) -> None:
    walk = walks.inside(town, somebody)
    one = walks.question(walks.form_page(walk, "address-street")).fill(walk.request.answers)
    other = walks.question(walk.citizen.browser.go(walk.citizen.my_turn("/tramite/tareas/")))
    other.fill({**walk.request.answers, "address-street": "Plaça Nova"})

    walk.citizen.browser.press(one)
    walk.citizen.browser.press(other)

    page = walk.citizen.browser.go(other.url)
    assert dict(walks.question(page).sent())["address-street"] == "Plaça Nova"


def test_two_clerks_cannot_have_one_task(town: Town, other_clerk: Clerk, somebody: Person) -> None:
    walk = walks.handed_in(town, somebody)
    late = other_clerk.open_case(walk.number, journeys.CHECK_APPLICANT)
    town.clerk.claim(town.clerk.open_case(walk.number, journeys.CHECK_APPLICANT))

    answer = other_clerk.browser.send(late.form("/asignar$"))

    assert "Esta tarea la tiene ahora Lucía" in walks.explained(answer, 200)
    assert "La tiene Lucía" in answer.text


def test_every_button_of_the_desk_may_be_pressed_twice(town: Town, somebody: Person) -> None:
    walk = walks.handed_in(town, somebody)
    browser = town.clerk.browser
    page = town.clerk.open_case(walk.number, journeys.CHECK_APPLICANT)
    case = page.url
    claim = page.form("/asignar$")
    browser.press(claim)
    walks.explained(browser.send(claim), 200)
    release = browser.go(case).form("/soltar$")
    browser.press(release)
    walks.explained(browser.send(release), 200)
    page = browser.press(claim)
    paper = browser.go(page.link(r"/papeles/[0-9a-f-]{36}$"))
    accept = paper.form("/aceptar$")
    browser.press(accept)
    walks.explained(browser.send(accept), 200, 409)
    done = task_form(browser.go(case))
    identity = copy.copy(done)

    town.clerk.identify(browser.go(case), somebody.id_number)
    again = browser.send(identity)

    walks.explained(again, 404, 409, 422)
    assert walk.citizen.my_turn("/tramite/firma$")
