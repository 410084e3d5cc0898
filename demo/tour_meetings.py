"""Every page of appointments, as those who book, prepare, move and cancel them see it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from demo import journeys, people
from demo.clerk import Clerk
from demo.journeys import Town
from demo.meetings import PORTAL, Guest
from demo.pages import Page
from demo.people import Person, dni
from demo.stops import SEND, Guide, Stop, stop

VICENTA = Person(
    "Maria Vicenta",
    "Iñárritu-Goikoetxea",
    "de la Fuente i Roig",
    dni(10000008),
    "vicenta@correo.example",
    "677 123 457",
)
PERE = Person("Pere Joan", "Escrivà", "Montaner", dni(10000009), "pere.joan@correo.example", "688 123 456")


def stops(town: Town, boss: Clerk) -> Iterator[Stop]:
    """Yield every page of two appointments: one being booked, one from its link to its cancellation."""
    yield from _booking(Guide(town, boss, town.arrive(VICENTA)))
    guide = Guide(town, boss, town.arrive(PERE))
    for part in (_by_link, _preparing, _over):
        yield from part(guide)


def _booking(guide: Guide) -> Iterator[Stop]:
    """Yield a booking, from what it is for to the confirmation."""
    citizen, procedure = guide.citizen, journeys.PROCEDURE
    asked, browser = f"/cita/{procedure}/preguntas", citizen.browser

    def mine(name: str, page: Page | str, press: str = "") -> Stop:
        return stop(f"booking-{name}", page, citizen, press)

    yield mine("choose", "/cita")
    yield mine("choose-nothing", "/cita?q=submarino")
    yield mine("lost", "/cita/datos")
    yield mine("triage", asked)
    yield mine("triage-error", asked, SEND)
    browser.press(browser.go(asked).form(having="_page").fill(people.ALONE))
    yield mine("stop", f"/cita/{procedure}/cuando")
    page = browser.press(browser.go(asked).form(having="_page").fill(people.BOTH_COME))
    yield mine("when", page)
    yield mine("when-phone", f"/cita/{procedure}/cuando?canal=phone&mes=2099-01")
    far = datetime.now(UTC).date() + timedelta(days=400)
    yield mine("when-nothing", f"/cita/{procedure}/cuando?mes={far:%Y-%m}")
    page = citizen.take_hour(page)
    yield mine("when-kept", f"/cita/{procedure}/cuando")
    yield mine("person", page)
    yield mine("person-error", page, SEND)
    seen = citizen.post.seen()
    asked_code = browser.press(page.form(having="id_number").fill(VICENTA.start))
    yield mine("code", asked_code)
    yield mine("code-error", asked_code, SEND)
    code = citizen.post.code(VICENTA.telephone, seen)
    page = browser.press(asked_code.form(having="code").fill({"code": code}))
    yield mine("check", page)
    yield mine("done", browser.press(page.form("/resumen$")))


def _by_link(guide: Guide) -> Iterator[Stop]:
    """Yield an appointment by its link, from the confirmation to another hour."""
    guest = Guest(guide.citizen)
    seen = guide.citizen.post.seen()
    guest.book(journeys.PROCEDURE, {"holder_same": "yes"}, way="phone")
    page = guest.manage(seen)
    yield guide.mine("link-appointment", page)
    yield guide.mine("link-appointment-change", page.link("/cambiar$"))
    yield guide.mine("link-appointment-confirm", guest.choose(page))
    yield guide.mine("link-appointment-cancel", page.link("/anular$"))
    moved = guest.move(guest.attend(page))
    yield guide.mine("link-appointment-moved", moved)
    yield guide.mine("link-appointment-dead", page)
    guest.enter(seen)


def _preparing(guide: Guide) -> Iterator[Stop]:
    """Yield the portal: papers missing, given, returned, accepted."""
    guest, clerk = Guest(guide.citizen), guide.town.clerk
    yield guide.mine("appointment-case", "/tramite")
    yield guide.mine("appointment-missing", PORTAL)
    yield guide.mine("appointment-error", PORTAL, "main form[data-upload] button")
    guest.prepare()
    yield guide.mine("appointment-given", PORTAL)
    case = clerk.browser.go(f"/oficina/citas?q={guide.citizen.number()}").link("/oficina/expedientes/")
    clerk.return_paper(clerk.browser.go(case), "identity", "No se lee el número: súbalo de nuevo, por las dos caras.")
    yield guide.mine("appointment-returned", PORTAL)
    yield guide.mine("appointment-case-returned", "/tramite")
    guest.prepare(again=True)
    clerk.accept_papers(clerk.browser.go(case))
    yield guide.mine("appointment-ready", PORTAL)
    yield guide.mine("appointment-change", f"{PORTAL}/cambiar")


def _over(guide: Guide) -> Iterator[Stop]:
    """Yield an appointment that is cancelled."""
    guest = Guest(guide.citizen)
    guest.cancel(guide.citizen.browser.go(PORTAL))
    yield guide.mine("appointment-cancelled", PORTAL)
    yield guide.mine("appointment-case-cancelled", "/tramite")
