"""A text message about an appointment that did not arrive is written anew from the page of what was sent."""

import pytest

from app.services.messaging import deliveries
from app.services.messaging.deliveries import Receipt
from tests import builders
from tests.pages.browsers import Browser, Place
from tests.services.offices import PERSON, at

PAGE = "/oficina/envios"


@pytest.fixture
def boss(place: Place) -> Browser:
    return place.browser(place.desk.boss)


def lost(place: Place, boss: Browser) -> str:
    """Move an appointment, lose the message about it, and return the address of the appointment."""
    made = f"/oficina/citas/{place.desk.book('10:00').appointment_id}"
    hour = f"{at('12:30').isoformat()}|casa"
    boss.post(f"{made}/cambiar", hora=hour, by="office", reason="Hay una boda.")
    builders.deliver(place.desk.world)
    (sent,) = builders.call_rows("sms.deliver")
    deliveries.note(place.desk.world.outside, Receipt(str(sent.id), delivered=False, reason="absent"))
    return made


def button(boss: Browser) -> str:
    """Return where the page's one button posts to."""
    (found,) = boss.get(PAGE, state="undelivered").buttons()
    return found


def test_what_did_not_arrive_is_written_anew_and_leaves_the_list(place: Place, boss: Browser) -> None:
    lost(place, boss)
    before = len(place.desk.world.sms.sent)

    page = boss.post(button(boss))
    builders.deliver(place.desk.world)

    (anew,) = place.desk.world.sms.sent[before:]
    assert "al móvil que consta ahora" in page.main
    assert page.buttons() == []
    assert anew.to.endswith(PERSON["mobile"])
    assert "12:30" in anew.text


def test_a_second_click_writes_nothing_and_neither_does_a_late_receipt_list_it_again(
    place: Place, boss: Browser
) -> None:
    lost(place, boss)
    address = button(boss)
    first = builders.call_rows("sms.deliver")[0].id
    boss.post(address)

    again = boss.post(address)
    deliveries.note(place.desk.world.outside, Receipt(str(first), delivered=False, reason="absent"))

    assert again.status == 409
    assert len(builders.call_rows("sms.deliver")) == 2
    assert boss.get(PAGE, state="undelivered").buttons() == []


def test_about_an_appointment_that_is_over_nothing_is_written(place: Place, boss: Browser) -> None:
    made = lost(place, boss)
    address = button(boss)
    boss.post(f"{made}/anular", by="person")

    page = boss.post(address)

    assert page.status == 409
    assert "ya se anuló" in page.main


def test_a_clerk_does_not_write_anew(place: Place, boss: Browser) -> None:
    lost(place, boss)

    assert place.browser(place.desk.marta).post(button(boss)).status == 403
