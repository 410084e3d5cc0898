"""At the counter: somebody books, prepares, comes, and everything is done with an official."""

from dataclasses import dataclass

from demo import papers, people
from demo.citizen import Filed, filed
from demo.clerk import Clerk
from demo.journeys import ACCEPTED, PROCEDURE, Journey, Town, decide
from demo.meetings import Guest
from demo.mismatch import Mismatch, demand
from demo.pages import Page
from demo.people import Answers, Person, dni
from demo.post import wait

VICENTA = Person("Vicenta", "Blasco", "Ibáñez", dni(10000011), "vicenta.blasco@correo.example", "666 111 222")
ROSARIO = Person("Rosario", "Peñalver", "Ruiz", dni(10000012), "rosario.penalver@correo.example", "")
TRIAGE: Answers = {"holder_same": "yes"}
_MOST_PAGES = 20


@dataclass(frozen=True, slots=True)
class Counter:
    """A clerk with a person before them."""

    clerk: Clerk

    def call(self, number: str) -> Page:
        """Find the appointment of a case, of whatever day, and call its person; return the case."""
        browser = self.clerk.browser
        page = browser.go(f"/oficina/citas?q={number}")
        page = browser.go(page.link(r"/oficina/citas/[0-9a-f-]{36}$"))
        page = browser.press(page.form("/llamar$"))
        if "/otro-dia/" in page.url:
            page = browser.press(page.form("/llamar$"))
        demand("/oficina/expedientes/" in page.url, f"al llamar se ha llegado a {page.url}")
        return page

    def accept_identity(self, case: Page, person: Person) -> Page:
        """Copy the document that the person shows and accept who they are; return the case."""
        seen = {
            "document_kind": person.id_type,
            "document_number": person.id_number,
            "document_expiry-d": "1",
            "document_expiry-m": "1",
            "document_expiry-y": "9999",
            "looked": "1",
        }
        page = self.clerk.browser.go(case.link("/identidad/"))
        return self.clerk.browser.press(page.form(r"/identidad/[0-9a-f-]{36}$").fill(seen))

    def fill_in(self, case: Page, answers: Answers) -> Page:
        """Fill in the person's form with them; return the case."""
        browser = self.clerk.browser
        page = browser.go(case.link("/rellenar/"))
        for _ in range(_MOST_PAGES):
            if page.url.endswith("/revisar"):
                return browser.press(page.form("/revisar$"))
            page = browser.press(page.form("/rellenar/").fill(answers))
        raise Mismatch("el formulario no se acaba")

    def papers_done(self, case: Page) -> Page:
        """Say for the person that nothing is missing; return the case."""
        return self.clerk.browser.press(case.form("/hecho$"))

    def sign_on_paper(self, case: Page, person: Person) -> Page:
        """Print what waits to be signed, have it signed by hand, scan it and say so; return the case."""
        browser = self.clerk.browser

        def ready() -> str | None:
            links = browser.go(case.url).links("/firma-en-papel/")
            return links[0] if links else None

        page = browser.go(wait(ready, "la orden para firmarla en papel"))
        printed = browser.download(page.link(r"/documento\.pdf$"))
        demand(printed.startswith(b"%PDF-"), "lo que se imprime para firmar no es un PDF")
        scan = ("firmado.jpg", papers.photograph(f"Firmado a mano por {person.given_name}"), "image/jpeg")
        return browser.press(page.form("/firma-en-papel/").attach("file", scan).fill({"declares": "1"}))

    def end(self, case: Page) -> Page:
        """Note that the person was attended; return what follows."""
        return self.clerk.browser.press(case.form("/atendida$"))


@dataclass(frozen=True, slots=True)
class AtDesk:
    """What a case left, as the office reads it on its `page`; evidence is the supervisor's to take."""

    town: Town
    page: Page

    def documents(self) -> list[Filed]:
        """Return the documents of the case."""
        browser = self.town.clerk.browser
        page = browser.go(self.page.url)
        return filed(browser, page, page.tree.xpath("//*[contains(@class,'v-documents')]/li"))

    def evidence(self) -> bytes:
        """Return the bundle of the case's evidence."""
        return self.town.boss().browser.download(f"{self.page.url}/evidencias.zip")


def at_the_counter(town: Town) -> Journey:
    """Book, come, and have the whole order made at the counter; sign with a code to one's own telephone."""
    request, name = people.asks(VICENTA), VICENTA.given_name
    citizen = town.arrive(VICENTA)
    guest, seen = Guest(citizen), citizen.post.seen()
    guest.book(PROCEDURE, TRIAGE)
    guest.enter(seen)
    number = citizen.number()
    town.say(f"{name} pide cita, la confirma y entra en su portal: expediente {number}")
    counter = Counter(town.clerk)
    case = counter.accept_identity(counter.call(number), VICENTA)
    demand("Está aquí" in case.text, "el expediente no dice que la persona está delante")
    town.say(f"La oficina llama a {name}, ve su documento y acepta su identidad")
    case = counter.papers_done(counter.fill_in(case, request.answers))
    town.say(f"Rellenan la orden juntos; a {name} no se le pide copia de su documento")
    done = citizen.sign()
    demand("Registro de entrada" in done.text, "falta el número de registro de entrada")
    town.say(f"{name} firma allí mismo con el código que llega a su móvil y la orden queda registrada")
    decide(town, number, {"outcome": "accepted"})
    counter.end(town.clerk.browser.go(case.url))
    page = citizen.ended(ACCEPTED)
    demand("en la oficina" in page.text, "la persona no ve con quién rellenó la orden")
    town.say("La oficina acepta la orden y da la cita por atendida")
    return Journey("mostrador", number, [citizen], "accepted")


def on_paper(town: Town) -> Journey:
    """Book without a mobile, come, be identified, and sign the order by hand; it is registered all the same."""
    request, name, counter = people.asks(ROSARIO), ROSARIO.given_name, Counter(town.clerk)
    citizen = town.arrive(ROSARIO)
    seen = citizen.post.seen()
    booked = Guest(citizen).book(PROCEDURE, TRIAGE, mobile=False)
    numbers = booked.tree.xpath("//main//*[@data-copy]/@data-copy")
    demand(numbers and citizen.post.letter(ROSARIO.email, seen), "la reserva no dice su número de expediente")
    number = str(numbers[0])
    town.say(f"{name} no tiene móvil: pide cita marcando «sin móvil», expediente {number}")
    case = counter.accept_identity(counter.call(number), ROSARIO)
    case = counter.papers_done(counter.fill_in(case, request.answers))
    town.say(f"{name} viene, la oficina ve su documento, acepta su identidad y rellenan la orden juntos")
    case = counter.sign_on_paper(case, ROSARIO)
    demand("Firmado en papel" in case.text, "el expediente no dice que se ha firmado en papel")
    town.say(f"{name} firma a mano la orden impresa; la oficina la escanea y responde de la firma")
    seen = citizen.post.seen()
    decide(town, number, {"outcome": "accepted"})
    counter.end(town.clerk.browser.go(case.url))
    citizen.post.letter(ROSARIO.email, seen)
    office = AtDesk(town, case)
    kept = [one.name for one in office.documents() if one.csv]
    demand(any("receipt" in one for one in kept), f"falta el justificante del registro: {kept}")
    town.say(f"La orden queda sellada y registrada, la oficina la acepta y se lo escribe a {name}")
    return Journey("en-papel", number, [], "accepted", office)
