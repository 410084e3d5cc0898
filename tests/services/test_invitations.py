"""What a person with an appointment is told, by e-mail, by text message and for the calendar."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from app.domain import sms
from app.services import entities, identification, steps
from app.services.appointments import invitations, manage_links
from app.services.parties import PersonDetails
from app.store import db, people
from app.store.tables import EntityRow
from tests import builders
from tests.builders import ANA, JORDI, TOWN, OpenCase
from tests.fakes.outside import BASE_URL, World
from tests.services import invited

DAY, SOON = timedelta(hours=24), timedelta(hours=2)


@pytest.fixture
def town(bare_world: World) -> World:
    builders.found_town()
    builders.publish(bare_world.outside, sources=invited.SOURCES)
    return bare_world


@pytest.fixture
def case(town: World) -> OpenCase:
    return invited.case_of(town)


def manage_url(world: World, sequence: int = 0) -> str:
    token = manage_links.token(world.outside.keys, invited.APPOINTMENT, sequence)
    return f"{BASE_URL}/cita/gestion/{token}"


def event(world: World) -> Any:
    """Return the calendar file of the last letter."""
    (file,) = world.mail.sent[-1].attachments
    return Calendar.from_ical(file.content.decode())


@pytest.mark.parametrize(
    "said",
    [
        *("Jueves, 10 de diciembre de 2026", "10:30 (unos 20 minutos)", "Casa Consistorial, Plaza Mayor, 1"),
        *(
            "Recoger un paquete",
            "En persona. También puede hacerlo por teléfono o por internet",
            "Teléfono 900 000 000",
        ),
        *("Acudir es voluntario", "art. 19.1 de la Ley 39/2015", "Si no acude, no pierde ningún derecho"),
        *("certificado de comparecencia", "Es un aviso, no una notificación", "Hola, Ana:"),
    ],
)
def test_a_confirmation_states_what_the_law_asks_of_a_summons(town: World, case: OpenCase, said: str) -> None:
    invited.tell(town, case, invitations.booked, invited.appointment(town))

    letter = town.mail.sent[-1]
    assert said in letter.text
    assert said in letter.html


def test_a_confirmation_says_what_to_bring_and_names_no_document_twice(town: World, case: OpenCase) -> None:
    invited.tell(town, case, invitations.booked, invited.appointment(town))

    told = " ".join(town.mail.sent[-1].text.split())
    assert (
        "Qué debe traer: - Su DNI, NIE o pasaporte, original y en vigor (basta con enseñarlo, no hace falta copia)"
        in told
    )
    assert "- Factura - Fotografía (si lo tiene) - Autorización (solo si es su caso)" in told


def test_the_one_button_leads_into_the_portal_and_the_quiet_links_to_the_appointment(
    town: World, case: OpenCase
) -> None:
    invited.tell(town, case, invitations.booked, invited.appointment(town))

    letter = town.mail.sent[-1]
    challenge = identification.knock(town.outside, TOWN, builders.token_in(letter.text), ANA.id_number)
    assert identification.prove(town.outside, TOWN, challenge.id, builders.code_sent(town))
    assert letter.html.count('class="v-button"') == 1
    for place in ("#asistir", "/cambiar", "/anular"):
        assert f'href="{manage_url(town)}{place}"' in letter.html


def test_without_a_mobile_the_button_leads_to_the_appointment_and_nothing_personal(town: World) -> None:
    case = invited.case_of(town, replace(ANA, mobile=""))

    invited.tell(town, case, invitations.booked, invited.appointment(town))

    letter = town.mail.sent[-1]
    assert f'class="v-button" href="{manage_url(town)}"' in letter.html
    assert "/enlace/" not in letter.text + letter.html
    assert town.sms.sent == []


def test_a_confirmation_costs_no_text_message_where_there_is_an_address(town: World, case: OpenCase) -> None:
    invited.tell(town, case, invitations.booked, invited.appointment(town))

    assert town.sms.sent == []


def test_without_an_address_the_confirmation_goes_to_the_mobile(town: World) -> None:
    case = invited.case_of(town, replace(ANA, email=""))

    invited.tell(town, case, invitations.booked, invited.appointment(town))

    assert town.mail.sent == []
    assert [message.to for message in town.sms.sent] == [ANA.mobile]
    assert "jueves 10/12 a las 10:30. Casa Consistorial." in town.sms.sent[0].text
    assert manage_url(town) in town.sms.sent[0].text


def test_the_calendar_file_puts_the_appointment_where_it_belongs(town: World, case: OpenCase) -> None:
    invited.tell(town, case, invitations.booked, invited.appointment(town))

    found = event(town)
    (entry,) = found.walk("VEVENT")
    (alarm,) = entry.walk("VALARM")
    assert found["METHOD"] == "PUBLISH"
    assert entry["UID"] == f"{invited.APPOINTMENT}@ventanilla.test"
    assert entry["SEQUENCE"] == 0
    assert entry["DTSTART"].dt == builders.at("2026-12-10T09:30:00")
    assert entry["DTEND"].dt == builders.at("2026-12-10T09:50:00")
    assert entry["DTSTAMP"].dt == town.clock.now()
    assert entry["LOCATION"] == "Casa Consistorial, Plaza Mayor, 1"
    assert entry["URL"] == manage_url(town)
    assert entry["STATUS"] == "CONFIRMED"
    assert alarm["TRIGGER"].dt == timedelta(hours=-1)


@pytest.mark.parametrize("channel", ["in_person", "phone", "video"])
def test_the_calendar_file_says_nothing_of_the_person(town: World, case: OpenCase, channel: str) -> None:
    invited.tell(town, case, invitations.booked, invited.appointment(town, channel))

    written = event(town).to_ical().decode().replace("\r\n ", "")
    for personal in (ANA.given_name, ANA.surname1, ANA.email, ANA.id_number, ANA.mobile, ANA.mobile[-3:], "/enlace/"):
        assert personal not in written


def test_a_moved_appointment_replaces_the_one_in_the_calendar(town: World, case: OpenCase) -> None:
    row = invited.appointment(town, sequence=1)
    invited.tell(town, case, invitations.moved, row)

    letter, (entry,) = town.mail.sent[-1], event(town).walk("VEVENT")
    assert letter.subject.endswith("Su cita ha cambiado: jueves, 10 de diciembre de 2026, 10:30")
    assert entry["UID"] == f"{invited.APPOINTMENT}@ventanilla.test"
    assert entry["SEQUENCE"] == 1
    assert manage_url(town, 1) in letter.text


def test_a_cancelled_appointment_leaves_the_calendar(town: World, case: OpenCase) -> None:
    invited.tell(town, case, invitations.cancelled, invited.appointment(town))

    letter, found = town.mail.sent[-1], event(town)
    (entry,) = found.walk("VEVENT")
    assert (found["METHOD"], entry["STATUS"], entry["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert entry.walk("VALARM") == []
    assert letter.attachments[0].media_type == "text/calendar; charset=utf-8; method=CANCEL"
    assert f"Pedir otra cita:\n{BASE_URL}/cita/{builders.PROCEDURE}" in letter.text
    assert town.sms.sent == []


def test_the_office_says_why_it_cancels_by_both_ways(town: World, case: OpenCase) -> None:
    row, reason = invited.appointment(town), "avería de la luz en el edificio."
    invited.tell(town, case, invitations.cancelled, row, reason)

    assert f"El motivo es este: {reason}" in town.mail.sent[-1].text
    assert f"Motivo: {reason}" in town.sms.sent[-1].text


def test_what_a_person_says_when_cancelling_is_not_told_as_the_offices_reason(town: World, case: OpenCase) -> None:
    row = invited.appointment(town)
    row.reason = "person"

    invited.tell(town, case, invitations.cancelled, row, "me voy de viaje")

    assert "viaje" not in town.mail.sent[-1].text
    assert town.sms.sent == []


def test_what_the_office_moves_is_texted_too(town: World, case: OpenCase) -> None:
    with db.transaction() as session:
        held = steps.hold(session, town.outside, TOWN, case.id)
        row = invited.appointment(town, sequence=1)
        invitations.moved(held, row, people.party(session, case.party), by_office=True)
    builders.deliver(town)

    assert "Su cita ha cambiado: jueves 10/12 a las 10:30" in town.sms.sent[-1].text


@pytest.mark.parametrize(("before", "said"), [(DAY, "Recuerde su cita"), (SOON, "Su cita es hoy")])
def test_a_reminder_comes_by_both_ways(town: World, case: OpenCase, before: timedelta, said: str) -> None:
    town.clock.at = builders.at("2026-12-10T09:30:00") - before
    row = invited.appointment(town)
    invited.tell(town, case, invitations.reminded, row, before)

    letter = town.mail.sent[-1]
    assert said in letter.subject
    assert letter.attachments == ()
    assert said in town.sms.sent[-1].text
    assert manage_url(town) in town.sms.sent[-1].text


def test_a_reminder_that_could_not_leave_in_time_is_not_sent_any_more(town: World, case: OpenCase) -> None:
    town.clock.at = builders.at("2026-12-10T09:31:00")
    row = invited.appointment(town)
    invited.tell(town, case, invitations.reminded, row, SOON)

    assert town.sms.sent == []
    assert "sms.failed" in builders.types(case.id)


def test_who_was_missed_learns_that_nothing_is_lost(town: World, case: OpenCase) -> None:
    invited.tell(town, case, invitations.missed, invited.appointment(town))

    assert "no pierde ningún derecho" in town.mail.sent[-1].text
    assert town.sms.sent == []


@pytest.mark.parametrize(
    ("channel", "place"),
    [
        ("in_person", "Lugar: Casa Consistorial, Plaza Mayor, 1"),
        ("phone", "Lugar: Por teléfono: le llamaremos al número que acaba en 678"),
        ("video", "Lugar: Por videollamada, desde su expediente"),
    ],
)
def test_the_place_may_be_a_way_to_meet(town: World, case: OpenCase, channel: str, place: str) -> None:
    invited.tell(town, case, invitations.booked, invited.appointment(town, channel))

    assert place in town.mail.sent[-1].text


def test_everything_is_said_in_the_persons_language(town: World) -> None:
    case = invited.case_of(town, JORDI, "ca")
    row = invited.appointment(town)

    invited.tell(town, case, invitations.booked, row)
    invited.tell(town, case, invitations.reminded, row, DAY)

    letter = town.mail.sent[0]
    for said in ("Dijous, 10 de desembre", "Què heu de portar", "Comparèixer és voluntari", "Canviar l’hora"):
        assert said in letter.text
    assert "Recordeu la vostra cita: dijous 10/12 a les 10:30" in town.sms.sent[-1].text


def test_the_town_has_its_name_in_the_persons_language(town: World) -> None:
    with db.bookkeeping("a name for a test") as session:
        row = session.get_one(EntityRow, TOWN)
        row.facts = {**row.facts, "name": {"ca": "Ajuntament de Ribalba"}}
    entities.forget()

    found = []
    for language in ("ca", "es"):
        invited.tell(town, invited.case_of(town, ANA, language), invitations.booked, invited.appointment(town))
        said = town.mail.sent[-1].text
        found.append([name for name in ("Ajuntament de Ribalba", "Ayuntamiento de Ribalba") if name in said])

    assert found == [["Ajuntament de Ribalba"], ["Ayuntamiento de Ribalba"]]


@pytest.mark.parametrize(("person", "language"), [(ANA, "es"), (JORDI, "ca")])
def test_by_telephone_nobody_is_told_to_go_anywhere(town: World, person: PersonDetails, language: str) -> None:
    case = invited.case_of(town, person, language)
    invited.tell(town, case, invitations.booked, invited.appointment(town, channel="phone"))
    invited.tell(town, case, invitations.reminded, invited.appointment(town, channel="phone"), DAY)

    said = " ".join([letter.text for letter in town.mail.sent] + [one.text for one in town.sms.sent]).casefold()
    assert [word for word in ("iré", "no puedo ir", "venir", "hi aniré", "anar:", "veniu") if word in said] == []


@pytest.mark.parametrize(("person", "language"), [(ANA, "es"), (JORDI, "ca")])
def test_a_reminder_is_paid_for_as_two_messages_at_most(town: World, person: PersonDetails, language: str) -> None:
    case = invited.case_of(town, person, language)
    for before in (DAY, SOON):
        invited.tell(town, case, invitations.reminded, invited.appointment(town), before)

    lengths = [sms.length(message.text) for message in town.sms.sent]
    assert [(one.alphabet, one.messages) for one in lengths] == [("gsm7", 2), ("gsm7", 2)]


def test_evidence_knows_what_was_said_and_not_to_whom(town: World, case: OpenCase) -> None:
    invited.tell(town, case, invitations.booked, invited.appointment(town))

    queued = [one for one in builders.happened(case.id) if one.type == "mail.queued"][-1]
    assert queued.data == {"about": "appointment_booked", "language": "es"}
    assert builders.call_rows("mail.deliver")[-1].element == "appointment_booked"
    assert ANA.email not in builders.all_evidence()


def test_a_link_dies_when_the_appointment_changes(town: World) -> None:
    keys = town.outside.keys
    link = manage_links.read(manage_links.token(keys, invited.APPOINTMENT, 0))

    assert link is not None
    assert link.appointment_id == invited.APPOINTMENT
    assert manage_links.proves(keys, link, 0)
    assert not manage_links.proves(keys, link, 1)


@pytest.mark.parametrize("token", ["", "a", "ñ" * 43, "A" * 42, "A" * 44, "A" * 60, "../../etc/passwd"])
def test_a_link_that_no_office_made_is_none(token: str) -> None:
    assert manage_links.read(token) is None
