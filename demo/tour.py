"""Every page of the office in the order of one journey, each at the moment when it can be seen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from demo import journeys, people
from demo.citizen import PAPERS, Citizen
from demo.clerk import AGENDA, MANDATES, TASKS, Clerk
from demo.journeys import Town
from demo.meetings import PORTAL, Guest
from demo.pages import Page
from demo.people import Person, dni

SEND = "main form[method=post] button:not([name])"
"""The button that sends the form of a page; pressed with nothing filled in, it shows the page's errors."""

CALENDARS, DAYS_OFF, STAFF = "/oficina/calendarios", "/oficina/festivos", "/oficina/personal"
RULES = ("series", "break", "exception", "closure")

VICENTA = Person(
    "Maria Vicenta",
    "Iñárritu-Goikoetxea",
    "de la Fuente i Roig",
    dni(10000008),
    "vicenta@correo.example",
    "677 123 457",
)
REMEI = Person("Remei", "Sanchis de la Torre", "Català", dni(10000007), "remei.sanchis@correo.example", "677 123 456")

PERE = Person("Pere Joan", "Escrivà", "Montaner", dni(10000009), "pere.joan@correo.example", "688 123 456")


@dataclass(frozen=True, slots=True)
class Stop:
    """A page to look at: its name, its address, the cookies of whoever may see it, and a button to press first."""

    name: str
    url: str
    cookies: Mapping[str, str] = field(default_factory=dict)
    press: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """Who shows the pages: a citizen of the tour's own, a clerk and the supervisor."""

    town: Town
    boss: Clerk
    citizen: Citizen

    def mine(self, name: str, page: Page | str, press: str = "") -> Stop:
        """Return a page as the citizen sees it."""
        return _stop(name, page, self.citizen, press)

    def desk(self, name: str, page: Page | str, press: str = "") -> Stop:
        """Return a page as the clerk sees it."""
        return _stop(name, page, self.town.clerk, press)


def _stop(name: str, page: Page | str, who: Citizen | Clerk, press: str) -> Stop:
    address = page if isinstance(page, str) else page.url
    url = address if "://" in address else who.browser.address + address
    cookies = {str(one.name): str(one.value) for one in who.browser.session.cookies}
    return Stop(name, url, cookies, press)


def stops(town: Town, boss: Clerk) -> Iterator[Stop]:
    """Yield every page. Between two of them the journey goes on, so each must be looked at before the next."""
    guide = Guide(town, boss, town.arrive(REMEI))
    for part in (_public, _booking, _ways_in, _form, _papers, _check, _signature, _after, _desk, _calendars):
        yield from part(guide)


def _public(guide: Guide) -> Iterator[Stop]:
    simple: Mapping[str, str] = {
        "home": "/",
        "home-search": "/?q=recibos",
        "home-nothing": "/?q=submarino",
        "card": f"/tramites/{journeys.PROCEDURE}",
        "start": f"/tramites/{journeys.PROCEDURE}/empezar",
        "resume": "/continuar",
        "csv": "/csv",
        "csv-unknown": "/csv/0000-0000-0000-0000-0000-0000-00",
        "accessibility": "/accesibilidad",
        "privacy": "/privacidad",
        "legal": "/aviso-legal",
        "style": "/estilo",
        "error-404": "/no-existe",
    }
    for name, address in simple.items():
        yield guide.mine(name, address)
    yield guide.mine("start-error", simple["start"], SEND)
    yield guide.mine("resume-error", simple["resume"], SEND)


def _booking(guide: Guide) -> Iterator[Stop]:
    citizen, procedure = guide.town.arrive(VICENTA), journeys.PROCEDURE
    asked, browser = f"/cita/{procedure}/preguntas", citizen.browser

    def mine(name: str, page: Page | str, press: str = "") -> Stop:
        return _stop(f"booking-{name}", page, citizen, press)

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


def _ways_in(guide: Guide) -> Iterator[Stop]:
    citizen = guide.citizen
    link = citizen.ask(journeys.PROCEDURE)
    yield guide.mine("sent", "/enviado")
    yield guide.mine("link", link)
    yield guide.mine("link-error", link, SEND)
    seen = citizen.post.seen()
    asked = citizen.browser.press(
        citizen.browser.go(link).form(having="id_number").fill({"id_number": REMEI.id_number})
    )
    yield guide.mine("code", asked)
    yield guide.mine("code-error", asked, SEND)
    code = citizen.post.code(REMEI.telephone, seen)
    citizen.browser.press(asked.form(having="code").fill({"code": code}))
    yield guide.mine("mailbox", "/demostracion/buzon")
    yield guide.mine("mail", citizen.browser.go("/demostracion/buzon").link("/demostracion/buzon/"))
    yield guide.mine("sms", "/demostracion/sms")


def _form(guide: Guide) -> Iterator[Stop]:
    citizen, answers = guide.citizen, people.asks(REMEI).answers
    yield guide.mine("case-begun", "/tramite")
    page = citizen.browser.go(citizen.my_turn("/tramite/tareas/"))
    while not page.url.endswith("/revisar"):
        name = page.url.rpartition("/")[2]
        yield guide.mine(f"form-{name}-error", page, SEND)
        yield guide.mine(f"form-{name}", page)
        page = citizen.browser.press(page.form("/tareas/").fill(answers))
    yield guide.mine("review", page)
    yield guide.mine("saved", page.url.replace("/revisar", "/guardado"))
    citizen.browser.press(page.form("/revisar"))


def _papers(guide: Guide) -> Iterator[Stop]:
    yield guide.mine("papers-missing", PAPERS)
    yield guide.mine("papers-error", PAPERS, "main form[data-upload] button")
    guide.citizen.hand_in()
    yield guide.mine("papers-given", PAPERS)
    guide.citizen.papers_done()
    yield guide.mine("case-waiting", "/tramite")


def _check(guide: Guide) -> Iterator[Stop]:
    clerk, number = guide.town.clerk, guide.citizen.number()
    yield guide.desk("desk-tasks", TASKS)
    yield guide.desk("desk-tasks-nothing", f"{TASKS}?q=submarino")
    page = clerk.open_case(number, journeys.CHECK_APPLICANT)
    yield guide.desk("desk-case-free", page)
    page = clerk.claim(page)
    paper = clerk.look_at_papers(page)[0]
    yield guide.desk("desk-paper", paper)
    clerk.return_paper(page, "identity", "No se lee el número: súbalo de nuevo, por las dos caras.")
    yield guide.mine("papers-returned", PAPERS)
    yield guide.mine("case-returned", "/tramite")
    guide.citizen.hand_in(again=True)
    page = clerk.accept_papers(clerk.browser.go(page.url))
    yield guide.desk("desk-case-mine", page)
    yield guide.desk("desk-case-error", page, "main form[data-form] button")
    clerk.identify(page, REMEI.id_number)
    yield guide.desk("desk-history", page.url + "/historia")


def _signature(guide: Guide) -> Iterator[Stop]:
    citizen = guide.citizen
    page = citizen.read_what_to_sign()
    yield guide.mine("case-to-sign", "/tramite")
    yield guide.mine("sign", page)
    yield guide.mine("sign-error", page, SEND)
    yield guide.mine("sign-refuse", page.link("/firma/rechazar"))
    seen = citizen.post.seen()
    asked = citizen.browser.press(page.form(having="declares").fill({"declares": "1"}))
    yield guide.mine("sign-code", asked)
    code = citizen.post.code(REMEI.telephone, seen)
    page = citizen.browser.press(asked.form(having="code").fill({"code": code}))
    yield guide.mine("sign-wait", page)
    citizen.until(lambda case: "Registro de entrada" in case.text, "registrado")
    yield guide.mine("signed", "/tramite/firma/estado")


def _after(guide: Guide) -> Iterator[Stop]:
    citizen, number = guide.citizen, guide.citizen.number()
    yield guide.mine("documents", "/tramite/documentos")
    yield guide.mine("case-registered", "/tramite")
    code = next(one.csv for one in citizen.documents() if one.csv)
    yield guide.mine("csv-known", f"/csv/{code}")
    page = guide.town.clerk.claim(guide.town.clerk.open_case(number, journeys.REVIEW))
    yield guide.desk("desk-review", page)
    journeys_done = guide.town.clerk.complete(page, {"outcome": "accepted"})
    yield guide.desk("desk-case-done", journeys_done)
    citizen.ended(journeys.ACCEPTED)
    yield guide.mine("case-ended", "/tramite")


def _desk(guide: Guide) -> Iterator[Stop]:
    address = guide.citizen.browser.address
    yield Stop("desk-sign-in", f"{address}/oficina/entrar")
    yield Stop("desk-sign-in-error", f"{address}/oficina/entrar", press=SEND)
    stranger = guide.town.arrive(REMEI).browser
    known = {"username": guide.boss.account.username, "password": guide.boss.account.password}
    page = stranger.press(stranger.go("/oficina/entrar").form(having="password").fill(known))
    cookies = {str(one.name): str(one.value) for one in stranger.session.cookies}
    yield Stop("desk-code", page.url, cookies)
    yield Stop("desk-code-error", page.url, cookies, SEND)
    yield guide.desk("desk-incidents", "/oficina/incidencias")
    yield guide.desk("desk-agenda", f"{AGENDA}?office=")
    yield guide.desk("desk-agenda-empty", f"{AGENDA}/2020-01-05")
    yield guide.desk("desk-agenda-found", "/oficina/citas?q=submarino")
    yield guide.desk("desk-booking", "/oficina/citas/nueva")
    when = f"/oficina/citas/nueva?tramite={journeys.PROCEDURE}"
    yield guide.desk("desk-booking-when", when)
    yield guide.desk("desk-booking-person", f"{when}&hora=ahora")
    yield guide.desk("desk-booking-person-error", f"{when}&hora=ahora", "main form[data-form] button")
    yield guide.desk("error-403", MANDATES)
    yield _stop("desk-mandates", MANDATES, guide.boss, "")
    yield _stop("desk-mandates-error", MANDATES, guide.boss, "main form[method=post] button")


def _calendars(guide: Guide) -> Iterator[Stop]:
    boss = guide.boss.browser
    calendar = boss.go(CALENDARS).link(f"{CALENDARS}/[0-9a-f-]{{36}}$")
    page = boss.go(calendar)
    places: Mapping[str, str] = {
        "calendars": CALENDARS,
        "calendar": calendar,
        "calendar-new": f"{CALENDARS}/nuevo",
        "calendar-terms": f"{calendar}/cambiar",
        "calendar-history": f"{calendar}/historia",
        "calendar-close": f"{calendar}/cerrar",
        "calendar-retire": page.link("Retirar"),
        "days-off": DAYS_OFF,
        "days-off-remove": boss.go(DAYS_OFF).link("Quitar"),
        "staff": STAFF,
        "staff-abilities": boss.go(STAFF).link("Cambiar"),
        **{f"calendar-{kind}": f"{calendar}/reglas/nueva?kind={kind}" for kind in RULES},
    }
    for name, address in places.items():
        yield _stop(name, address, guide.boss, "")
    for name, address in (("calendar-new", places["calendar-new"]), ("days-off", DAYS_OFF)):
        yield _stop(f"{name}-error", address, guide.boss, SEND)
    yield _stop("calendar-series-error", places["calendar-series"], guide.boss, SEND)


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
