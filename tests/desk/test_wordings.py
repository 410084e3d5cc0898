"""The office's own messages in the entity's own words."""

import re
from datetime import timedelta

import pytest

from app.domain.errors import Denied, NotFound
from app.domain.wordings import CATALOGUE, SMS
from app.services import entities, steps, wording_previews
from app.services.messaging import messages, wordings
from app.services.messaging.wording import Text
from app.store import db
from app.store import wordings as stored
from tests import builders, counting
from tests.builders import ANA, TOWN
from tests.desk.conftest import Desk, Seat

MOST = 12
LIST = "/oficina/mensajes"
LINK = f"{LIST}/link/es"
MINE = Text("Su trámite {number}", "Buenos días, {name}:\n\nAquí tiene su enlace.\n\n{button}")
OWN = {"subject": MINE.subject, "body": MINE.body}


@pytest.fixture
def sara(desk: Desk) -> Seat:
    return desk.seat("sara", "administrator")


def mailed(desk: Desk) -> str:
    """Return the text of the letter with the first link of a new case."""
    builders.open_case(desk.world)
    return desk.world.mail.sent[-1].text


def test_every_message_is_listed_in_every_language(sara: Seat) -> None:
    page = sara.get(LIST)

    links = set(re.findall(rf'href="{LIST}/(\w+)/(es|ca)"', page.body.decode()))
    assert links == {(name, language) for name in CATALOGUE for language in ("es", "ca")}


def test_a_message_is_said_in_the_entitys_own_words_from_now_on(desk: Desk, sara: Seat) -> None:
    page = sara.press(sara.get(LINK), "/es$", **OWN)

    assert "Guardado" in page.text
    assert "texto propio" in page.text
    assert "Texto propio" in sara.get(LIST).text
    letter = mailed(desk)
    assert "Buenos días, Ana:" in letter
    assert "/enlace/" in letter
    assert desk.world.mail.sent[-1].subject.startswith("[DEMOSTRACIÓN, SIN VALIDEZ] Su trámite 20")


def test_the_other_language_keeps_its_words(desk: Desk, sara: Seat) -> None:
    sara.press(sara.get(LINK), "/es$", **OWN)

    builders.open_case(desk.world, language="ca")

    assert "Heu iniciat el tràmit" in desk.world.mail.sent[-1].text


def test_the_built_in_words_come_back(desk: Desk, sara: Seat) -> None:
    sara.press(sara.get(LINK), "/es$", **OWN)

    page = sara.press(sara.get(f"{LINK}/restablecer"), "/restablecer$")

    assert "texto de serie" in page.text
    assert "Ha iniciado el trámite" in mailed(desk)


def test_the_built_in_words_typed_again_are_no_words_of_ones_own(desk: Desk, sara: Seat) -> None:
    built_in = wordings.shown(desk.world.outside, sara.visitor, "link", "es").built_in
    sara.press(sara.get(LINK), "/es$", **OWN)

    wordings.change(desk.world.outside, sara.visitor, "link", "es", built_in)

    assert not wordings.shown(desk.world.outside, sara.visitor, "link", "es").text.own


def test_every_change_is_evidence_and_going_back_to_nothing_is_none(desk: Desk, sara: Seat) -> None:
    sara.press(sara.get(LINK), "/es$", **OWN)
    for _ in range(2):
        wordings.reset(desk.world.outside, sara.visitor, "link", "es")

    told = [one for one in builders.stream("entity", TOWN) if one.type == "wording.changed"]
    assert [(one.data["message"], one.data["language"], one.data["own"]) for one in told] == [
        ("link", "es", True),
        ("link", "es", False),
    ]
    assert len(told[0].data["sha256"]) == 64


def test_nothing_that_was_typed_is_lost_when_it_cannot_be_used(desk: Desk, sara: Seat) -> None:
    typed = {"subject": "Su {trámite raro}", "body": "Hola, {nadie}:\r\n\r\nSin botón & <b>con marcas</b>."}

    page = sara.press(sara.get(LINK), "/es$", **typed)

    assert page.status == 422
    assert "Su {trámite raro}" in page.body.decode()
    assert "Sin botón &amp; &lt;b&gt;con marcas&lt;/b&gt;." in page.body.decode()
    for said in ("una llave { o } suelta", "No se sabe qué poner en {nadie}", "Falta {button}"):
        assert said in page.text
    assert "Ha iniciado el trámite" in mailed(desk)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({**OWN, "subject": " "}, "Escriba el asunto."),
        ({**OWN, "body": " "}, "Escriba el texto."),
        ({**OWN, "subject": "x" * 151}, "caben 150 caracteres"),
        ({**OWN, "body": OWN["body"].replace("{button}", "Pulse {button}")}, "{button} va solo en su párrafo"),
    ],
)
def test_each_fault_says_what_to_do(sara: Seat, typed: dict[str, str], said: str) -> None:
    page = sara.press(sara.get(LINK), "/es$", **typed)

    assert page.status == 422
    assert said in page.text


@pytest.mark.parametrize("language", ["es", "ca"])
@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_every_message_can_be_looked_at(sara: Seat, name: str, language: str) -> None:
    page = sara.get(f"{LIST}/{name}/{language}/vista")

    assert page.status == 200
    assert not re.search(r"\{\w+\}", page.text)
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy


def test_what_was_typed_can_be_looked_at_before_it_is_kept(desk: Desk, sara: Seat) -> None:
    page = sara.press(sara.get(LINK), "/es$", **OWN)
    form = page.form("/es$")
    form.url = form.url.replace("/es", "/es/vista")

    looked = sara.send(form, subject="Otra cosa", body="Hola, {name}: esto no se guarda.\n\n{number}\n\n{button}")

    assert "Hola, Ana: esto no se guarda." in looked.text
    assert "esto no se guarda" not in mailed(desk)


def test_a_text_message_says_what_it_costs(desk: Desk, sara: Seat) -> None:
    cheap, dear = Text("", "Use {code}."), Text("", "Su código es {code}." + "." * 60)

    shown = [wording_previews.preview(desk.world.outside, sara.visitor, "code_sms", "es", one) for one in (cheap, dear)]

    assert [one.length.messages for one in shown if one.length] == [1, 2]
    assert "se paga como 1 SMS" in shown[0].plain
    assert "Encarecen el mensaje: ó" in shown[1].plain


@pytest.mark.parametrize("name", sorted(name for name, one in CATALOGUE.items() if one.kind == SMS))
def test_built_in_text_messages_cost_two_at_most(desk: Desk, sara: Seat, name: str) -> None:
    for language in ("es", "ca"):
        text = wordings.shown(desk.world.outside, sara.visitor, name, language).text
        found = wording_previews.preview(desk.world.outside, sara.visitor, name, language, text)

        assert found.length
        assert (found.length.alphabet, found.length.messages <= 2) == ("gsm7", True)


def test_the_page_may_show_the_letter_and_the_letter_nothing_else(sara: Seat) -> None:
    page = sara.get(LINK)

    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert "sandbox>" in page.body.decode()
    assert "frame-src" not in sara.get(LIST).headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", [f"{LIST}/nothing/es", f"{LIST}/link/xx", f"{LIST}/link/xx/vista"])
def test_what_the_office_does_not_write_is_not_found(sara: Seat, path: str) -> None:
    assert sara.get(path).status == 404


@pytest.mark.parametrize("role", ["clerk", "supervisor", "auditor", "analyst"])
def test_it_is_for_administrators_and_calendar_managers(desk: Desk, role: str) -> None:
    seat = desk.seat("pere", role)

    assert seat.get(LIST).status == 403
    for act in (wordings.change, wording_previews.preview):
        with pytest.raises(Denied):
            act(desk.world.outside, seat.visitor, "link", "es", MINE)
    with pytest.raises(Denied):
        wordings.reset(desk.world.outside, seat.visitor, "link", "es")


def test_a_message_of_another_name_is_not_kept(desk: Desk, sara: Seat) -> None:
    with pytest.raises(NotFound):
        wordings.change(desk.world.outside, sara.visitor, "another", "es", MINE)


def test_a_text_that_names_what_is_no_longer_told_gives_way_to_the_built_in_one(desk: Desk, sara: Seat) -> None:
    sara.press(sara.get(LINK), "/es$", **OWN)
    with db.bookkeeping("an old text for a test") as session:
        row = stored.held(session, TOWN, "link", "es")
        assert row is not None
        row.body = "Hola, {apellido}.\n\n{button}"
    entities.forget()

    assert "Ha iniciado el trámite" in mailed(desk)


def test_own_words_cost_no_statement_once_they_are_known(desk: Desk, sara: Seat) -> None:
    case = builders.open_case(desk.world)
    costs = []
    for _ in range(2):
        with db.transaction() as session, counting.counting() as count:
            held = steps.hold(session, desk.world.outside, TOWN, case.id)
            messages.queue_link(held, ANA, "es", "x" * 43)
        costs.append(len(count.statements))
        sara.press(sara.get(LINK), "/es$", **OWN)
        sara.get(LINK)

    assert costs[0] == costs[1]


def test_other_processes_follow_within_a_minute(desk: Desk, sara: Seat) -> None:
    with db.reading() as session:
        kept = entities.get(session, TOWN, desk.world.clock.now())
    sara.press(sara.get(LINK), "/es$", **OWN)
    entities._known[TOWN] = (desk.world.clock.now(), kept)

    before = mailed(desk)
    desk.world.clock.at += timedelta(seconds=61)

    assert "Ha iniciado el trámite" in before
    assert "Buenos días, Ana:" in mailed(desk)


def test_the_pages_stay_within_the_budget(sara: Seat) -> None:
    sara.get(LINK)
    for path in (LIST, LINK, f"{LINK}/vista"):
        with counting.counting() as count:
            sara.get(path)

        assert 0 < len(count.statements) <= MOST, count.statements
