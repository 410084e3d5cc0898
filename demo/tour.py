"""Every page of the office in the order of one journey, each at the moment when it can be seen."""

from collections.abc import Iterator, Mapping

from demo import journeys, people, tour_counter, tour_meetings
from demo.citizen import PAPERS
from demo.clerk import AGENDA, MANDATES, TASKS, Clerk
from demo.journeys import Town
from demo.people import Person, dni
from demo.stops import SEND, Guide, Stop, stop

CALENDARS, DAYS_OFF, STAFF = "/oficina/calendarios", "/oficina/festivos", "/oficina/personal"
RULES = ("series", "break", "exception", "closure")

REMEI = Person("Remei", "Sanchis de la Torre", "Català", dni(10000007), "remei.sanchis@correo.example", "677 123 456")


def stops(town: Town, boss: Clerk) -> Iterator[Stop]:
    """Yield every page. Between two of them the journey goes on, so each must be looked at before the next."""
    guide = Guide(town, boss, town.arrive(REMEI))
    for part in (_public, _ways_in, _form, _papers, _check, _signature, _after, _desk, _calendars):
        yield from part(guide)
    yield from tour_meetings.stops(town, boss)
    yield from tour_counter.stops(town, boss)


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
    yield stop("desk-mandates", MANDATES, guide.boss)
    yield stop("desk-mandates-error", MANDATES, guide.boss, "main form[method=post] button")


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
        yield stop(name, address, guide.boss)
    for name, address in (("calendar-new", places["calendar-new"]), ("days-off", DAYS_OFF)):
        yield stop(f"{name}-error", address, guide.boss, SEND)
    yield stop("calendar-series-error", places["calendar-series"], guide.boss, SEND)
