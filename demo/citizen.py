"""What a citizen does at the office, one page after another."""

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from demo import papers
from demo.browser import Browser
from demo.mismatch import Mismatch, demand
from demo.pages import Page
from demo.people import Answers, Person
from demo.post import PATIENCE, Post

CASE, PAPERS, NOTIFICATIONS = "/tramite", "/tramite/papeles", "/tramite/notificaciones"
_MOST_PAGES = 20


@dataclass(frozen=True, slots=True)
class Filed:
    """A document of a case. `csv` is its verification code, "" for what people handed in."""

    name: str
    body: bytes
    csv: str


@dataclass(slots=True)
class Citizen:
    """A person with a browser, a mailbox and a telephone."""

    person: Person
    browser: Browser
    post: Post

    def ask(self, procedure: str) -> str:
        """Begin a procedure from the home page and return the personal link that came by e-mail."""
        seen = self.post.seen()
        card = self.browser.go(self.browser.go("/").link(f"/tramites/{procedure}$"))
        start = self.browser.go(card.link(r"/empezar$"))
        sent = self.browser.press(start.form(having="id_number").fill(self.person.start))
        demand("/enviado" in sent.url, f"al empezar el trámite se ha llegado a {sent.url}")
        return self.post.link(self.person.email, seen)

    def enter(self, link: str) -> Page:
        """Come in with a link, the number of the document and the code of the SMS; return the case."""
        seen = self.post.seen()
        asked = self.browser.press(
            self.browser.go(link).form(having="id_number").fill({"id_number": self.person.id_number})
        )
        code = self.post.code(self.person.telephone, seen)
        case = self.browser.press(asked.form(having="code").fill({"code": code}))
        demand(case.url.endswith(CASE), f"tras el código se ha llegado a {case.url}")
        return case

    def find_hours(self, procedure: str, triage: Answers, channel: str = "in_person") -> Page:
        """Go from the home page to the free hours of a procedure, answering what is asked before."""
        card = self.browser.go(self.browser.go("/").link(f"/tramites/{procedure}$"))
        page = self.browser.go(card.link(f"canal={channel}"))
        for _ in range(_MOST_PAGES):
            if "/preguntas" not in page.url:
                return page
            page = self.browser.press(page.form(having="_page").fill(triage))
        raise Mismatch("las preguntas antes de la cita no se acaban")

    def take_hour(self, page: Page, which: int = 0) -> Page:
        """Choose one of the free hours of a calendar; return the page that follows."""
        hours = free_hours(page)
        demand(len(hours) > which, f"«{page.heading}» no ofrece tantas horas libres")
        return self.browser.press(page.form("/cuando$"), ("hora", hours[which]))

    def introduce(self, page: Page, *, without_mobile: bool = False) -> Page:
        """Say who comes, and prove the mobile where there is one; return the check of the whole."""
        seen = self.post.seen()
        typed = {**self.person.start, **({"mobile": "", "without_mobile": "1"} if without_mobile else {})}
        asked = self.browser.press(page.form(having="id_number").fill(typed))
        if without_mobile:
            return asked
        code = self.post.code(self.person.telephone, seen)
        return self.browser.press(asked.form(having="code").fill({"code": code}))

    def book(
        self,
        procedure: str,
        triage: Answers,
        channel: str = "in_person",
        *,
        which: int = 0,
        without_mobile: bool = False,
    ) -> Page:
        """Book a free hour, from the home page on; return the page that says so."""
        page = self.take_hour(self.find_hours(procedure, triage, channel), which)
        checked = self.introduce(page, without_mobile=without_mobile)
        demand(checked.url.endswith("/cita/resumen"), f"tras los datos se ha llegado a {checked.url}")
        booked = self.browser.press(checked.form("/resumen$"))
        demand(booked.url.endswith("/cita/hecha"), f"al reservar se ha llegado a {booked.url}")
        return booked

    @property
    def case(self) -> Page:
        """The page of the case, as it stands now."""
        return self.browser.go(CASE)

    def number(self) -> str:
        """Return the number of the case."""
        found = self.case.tree.xpath("//h1/preceding::*[@data-copy][1]/@data-copy")
        demand(found, "la página del trámite no dice su número de expediente")
        return str(found[0])

    def until(self, claim: Callable[[Page], object], what: str, patience: float = PATIENCE) -> Page:
        """Return the page of the case once `claim` holds of it, looking again and again."""
        deadline = time.monotonic() + patience
        while True:
            page = self.case
            if claim(page):
                return page
            if time.monotonic() > deadline:
                raise Mismatch(f"tras {patience:.0f} s el trámite no llega a «{what}»: {page.knots}")
            time.sleep(0.3)

    def my_turn(self, link: str, patience: float = PATIENCE) -> str:
        """Wait until the case offers a thing to do and return its address."""
        return self.until(lambda page: page.links(link), f"{link}", patience).link(link)

    def fill_in(self, answers: Answers) -> Page:
        """Answer every page of the form, look at the answers and confirm them; return the case."""
        page = self.browser.go(self.my_turn("/tramite/tareas/"))
        for _ in range(_MOST_PAGES):
            if page.url.endswith("/revisar"):
                return self.browser.press(page.form("/revisar"))
            page = self.browser.press(page.form("/tareas/").fill(answers))
        raise Mismatch("el formulario no se acaba")

    def hand_in(self, *, again: bool = False) -> list[str]:
        """Upload every paper that is asked for and say that these are all; return their slots."""
        page = self.browser.go(PAPERS)
        wanted = [slot for slot, state in waiting_papers(page).items() if not again or state == "returned"]
        demand(wanted, "no se pide ningún documento")
        for slot in wanted:
            file = papers.paper(slot, self.person.given_name, again=again)
            page = self.browser.press(page.form(f"/papeles/{slot}$").attach("file", file))
            demand(slot not in waiting_papers(page), f"el documento «{slot}» no consta como entregado")
        return wanted

    def papers_done(self) -> Page:
        """Say that all papers are there; return the case."""
        return self.browser.press(self.browser.go(PAPERS).form("/papeles/entregados/"))

    def read_what_to_sign(self) -> Page:
        """Open the page that shows what is to be signed, with all its pictures and the PDF itself."""
        page = self.browser.go(self.my_turn("/tramite/firma$"))
        pictures = page.pictures()
        demand(pictures, "la página de firma no enseña el documento")
        for picture in pictures:
            demand(self.browser.download(picture).startswith(b"\x89PNG"), "una página del documento no es una imagen")
        pdf = self.browser.download(page.link(r"documento\.pdf$"))
        demand(pdf.startswith(b"%PDF-"), "lo que se va a firmar no es un PDF")
        return page

    def sign(self) -> Page:
        """Read, tick, type the code, wait; return the page that says it is done."""
        page = self.read_what_to_sign()
        seen = self.post.seen()
        asked = self.browser.press(page.form(having="declares").fill({"declares": "1"}))
        code = self.post.code(self.person.telephone, seen)
        page = self.browser.press(asked.form(having="code").fill({"code": code}))
        deadline = time.monotonic() + PATIENCE
        while "Firmado" not in page.heading and "Signat" not in page.heading:
            demand(time.monotonic() < deadline, f"la firma no termina: «{page.heading}»")
            time.sleep(0.3)
            page = self.browser.go("/tramite/firma/estado")
        return page

    def open_notification(self) -> Page:
        """Open the notification that waits; return what it says."""
        page = self.browser.go(self.my_turn(rf"{NOTIFICATIONS}/[0-9a-f-]{{36}}$"))
        return self.browser.press(page.form("/acceder$"))

    def refuse_notification(self) -> Page:
        """Refuse the notification that waits, and confirm it; return what follows."""
        page = self.browser.go(self.my_turn(rf"{NOTIFICATIONS}/[0-9a-f-]{{36}}$"))
        return self.browser.press(self.browser.go(page.link("/rechazar$")).form("/rechazar$"))

    def refuse_to_sign(self) -> Page:
        """Read what is to be signed, and refuse; return the case."""
        page = self.read_what_to_sign()
        asked = self.browser.go(page.link("/firma/rechazar"))
        return self.browser.press(asked.form())

    def ended(self, sentence: str) -> Page:
        """Wait until the case has ended and says `sentence`."""
        return self.until(lambda page: sentence in page.text, sentence)

    def documents(self) -> list[Filed]:
        """Return the documents of the case that this person may open."""
        page = self.browser.go("/tramite/documentos")
        return filed(self.browser, page, page.tree.xpath("//main//li[contains(@class,'v-paper')]"))

    def evidence(self) -> bytes:
        """Return the bundle of the case's evidence, from the link of its page."""
        return self.browser.download(self.case.link(r"evidencias\.zip$"))


def filed(browser: Browser, page: Page, rows: Iterable[Any]) -> list[Filed]:
    """Return the documents that the rows of a page link to, each opened."""
    found = []
    for row in rows:
        answer = browser.go(urljoin(page.url, row.xpath(".//a/@href")[0]))
        named = re.search(r'filename="?([^";]+)', answer.headers.get("Content-Disposition", ""))
        demand(named, f"{answer.url} llega sin nombre de archivo")
        code = "".join(row.xpath(".//@data-copy")[:1])
        found.append(Filed(named[1] if named else "", answer.body, code))
    return found


def free_hours(page: Page) -> list[str]:
    """Return what the buttons of the free hours of a day send."""
    return [str(one) for one in page.tree.xpath("//main//button[@name='hora']/@value")]


def waiting_papers(page: Page) -> dict[str, str]:
    """Return the papers that the page of papers still waits for: slot and "missing" or "returned"."""
    found = {}
    for row in page.tree.xpath("//li[starts-with(@id,'papel-')]"):
        tag = " ".join(row.xpath(".//*[contains(@class,'v-tag')]/@class"))
        slot = row.get("id").removeprefix("papel-")
        if row.xpath(".//form[@data-upload]") and ("v-tag--error" in tag or "v-tag--action" in tag):
            found[slot] = "returned" if "v-tag--error" in tag else "missing"
    return found
