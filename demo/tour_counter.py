"""Every page of the counter: who somebody is, their form filled in together, the screen lent to sign on, paper."""

from collections.abc import Iterator

from demo import journeys, people
from demo.clerk import Clerk
from demo.counter import TRIAGE, Counter
from demo.journeys import Town
from demo.meetings import Guest
from demo.pages import Page
from demo.people import Person, dni
from demo.post import wait
from demo.stops import SEND, Guide, Stop

NEUS = Person(
    "Maria dels Àngels",
    "Vallespinosa",
    "Sanchis de la Torre",
    dni(10000013),
    "neus.vallespinosa@correo.example",
    "699 123 458",
    language="ca",
)
"""Somebody whose pages, on the screen lent to her, are in Catalan whatever the official reads."""
_FORM = "main form[data-form] button"


def stops(town: Town, boss: Clerk) -> Iterator[Stop]:
    """Yield every page of a person who comes to the counter."""
    guide = Guide(town, boss, town.arrive(NEUS))
    guest, seen = Guest(guide.citizen), guide.citizen.post.seen()
    guide.citizen.browser.go("/?lang=ca")  # what she books in is what she is spoken to in
    guest.book(journeys.PROCEDURE, TRIAGE)
    guest.enter(seen)
    case = Counter(town.clerk).call(guide.citizen.number())
    for part in (_known, _form, _signing):
        yield from part(guide, case)


def _known(guide: Guide, case: Page) -> Iterator[Stop]:
    """Yield who the person is and how to reach them."""
    yield guide.desk("counter-case", case)
    yield guide.desk("counter-identity", case.link("/identidad/"))
    yield guide.desk("counter-identity-error", case.link("/identidad/"), _FORM)
    case = Counter(guide.town.clerk).accept_identity(case, NEUS)
    yield guide.desk("counter-case-known", case)
    yield guide.desk("counter-contact", case.link("/contacto/"))
    yield guide.desk("counter-contact-error", case.link("/contacto/"), _FORM)


def _form(guide: Guide, case: Page) -> Iterator[Stop]:
    """Yield the form of the person, page by page, as both look at it."""
    browser, answers = guide.town.clerk.browser, people.asks(NEUS).answers
    page = browser.go(browser.go(case.url).link("/rellenar/"))
    yield guide.desk("counter-form-error", page, SEND)
    while not page.url.endswith("/revisar"):
        yield guide.desk(f"counter-form-{page.url.rpartition('/')[2]}", page)
        page = browser.press(page.form("/rellenar/").fill(answers))
    yield guide.desk("counter-review", page)
    Counter(guide.town.clerk).papers_done(browser.press(page.form("/revisar$")))


def _signing(guide: Guide, case: Page) -> Iterator[Stop]:
    """Yield both ways to sign: on the lent screen and on paper."""
    browser = guide.town.clerk.browser

    def ready() -> Page | None:
        page = browser.go(case.url)
        return page if page.links("/firma-en-papel/") else None

    case = wait(ready, "algo que firmar en el mostrador")
    yield guide.desk("counter-to-sign", case)
    yield guide.desk("counter-paper", case.link("/firma-en-papel/"))
    yield guide.desk("counter-paper-error", case.link("/firma-en-papel/"), "main form[enctype] button")
    lent = browser.go(case.link("/firma/"))
    yield guide.desk("counter-sign", lent)
    yield guide.desk("counter-sign-error", lent, SEND)
    seen = guide.citizen.post.seen()
    asked = browser.press(lent.form(having="declares").fill({"declares": "1"}))
    yield guide.desk("counter-sign-code", asked)
    code = guide.citizen.post.code(NEUS.telephone, seen)
    page = browser.press(asked.form(having="code").fill({"code": code}))
    yield guide.desk("counter-sign-wait", page)
    wait(lambda: "/estado" in page.url and "registr" in browser.go(page.url).text.casefold(), "la firma terminada")
    yield guide.desk("counter-signed", page)
