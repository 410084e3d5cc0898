"""What the staff do at the desk, one page after another."""

import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from urllib.parse import urljoin

from pyotp.totp import TOTP

from demo.browser import Browser
from demo.mismatch import Mismatch, demand
from demo.pages import Form, Page
from demo.people import Account
from demo.post import PATIENCE

AGENDA, TASKS, MANDATES = "/oficina/agenda", "/oficina/tareas", "/oficina/domiciliaciones"
FOLDER = "/oficina/firma"
"""The signing folder of whoever decides for a body."""
_STEP = 30


@dataclass(slots=True)
class Clerk:
    """A member of staff with a browser and an authenticator."""

    account: Account
    browser: Browser

    def sign_in(self) -> Page:
        """Come in with password and code. A code is good once, so a used one is waited out."""
        for _ in range(2):
            first = self.browser.go("/oficina/entrar").form(having="password")
            known = {"username": self.account.username, "password": self.account.password}
            second = self.browser.press(first.fill(known)).form(having="code")
            page = self.browser.send(second.fill({"code": self.code()}))
            if page.url.endswith((AGENDA, TASKS, FOLDER)):
                return page.good()
            time.sleep(_STEP - time.time() % _STEP + 0.5)
        raise Mismatch(f"{self.account.username} no puede entrar: {page.errors}")

    def code(self) -> str:
        """Return what the authenticator shows now."""
        return TOTP(self.account.totp).now()

    def agenda(self, day: str = "") -> Page:
        """Open the agenda of all offices, today or on a day written 2026-12-01."""
        return self.browser.go(f"{AGENDA}/{day}?office=" if day else f"{AGENDA}?office=").good()

    def appointment(self, number: str) -> Page:
        """Open the appointment of a case, by the case's number."""
        return self.browser.go(self.browser.go(f"/oficina/citas?q={number}").link("/oficina/citas/[0-9a-f-]{36}$"))

    def arrived(self, number: str) -> Page:
        """Note that the person of a case is here, whatever the day of the appointment."""
        return self._note(number, "llegada")

    def call(self, number: str) -> Page:
        """Call the person of a case, whatever the day of the appointment; return the case."""
        return self._note(number, "llamar")

    def done(self, number: str) -> Page:
        """Note that the person of a case was attended."""
        return self._note(number, "atendida")

    def missed(self, number: str) -> Page:
        """Note that the person of a case did not come."""
        return self._note(number, "ausente")

    def _note(self, number: str, act: str) -> Page:
        page = self.browser.press(self.appointment(number).form(f"/{act}$"))
        meant = [one for one in page.forms() if one.url.endswith(f"/{act}") and "other_day" in one.names]
        return self.browser.press(meant[0]) if meant else page

    def open_case(self, number: str, task: str, patience: float = PATIENCE) -> Page:
        """Wait until a task whose name holds `task` waits in the case, and open the case."""
        deadline = time.monotonic() + patience
        while True:
            page = self.browser.go(f"{TASKS}?q={number}")
            for row in page.tree.xpath("//main//tbody/tr"):
                if number in re.sub(r"\s", "", row.text_content()) and task in row.text_content():
                    return self.browser.go(page.link("/oficina/expedientes/"))
            if time.monotonic() > deadline:
                raise Mismatch(f"tras {patience:.0f} s la tarea «{task}» de {number} no está en la mesa")
            time.sleep(0.3)

    def claim(self, page: Page) -> Page:
        """Take the task of a case."""
        claimed = self.browser.press(page.form(r"/tareas/[0-9a-f-]{36}/asignar$"))
        demand("La tiene usted" in claimed.text, "la tarea asignada no consta como propia")
        return claimed

    def look_at_papers(self, page: Page) -> list[str]:
        """Open every paper of the case, all its pages; return the addresses of the papers' pages."""
        found = list(dict.fromkeys(page.links(r"/papeles/[0-9a-f-]{36}$")))
        demand(found, "el expediente no enseña ningún papel")
        for link in found:
            for picture in self.browser.go(link).pictures():
                demand(self.browser.download(picture).startswith(b"\x89PNG"), "un papel no se ve")
        return found

    def accept_papers(self, page: Page) -> Page:
        """Look at every paper and accept those that wait for it; return the case."""
        case = page.url
        for link in self.look_at_papers(page):
            paper = self.browser.go(link)
            if any(one.url.endswith("/aceptar") for one in paper.forms()):
                self.browser.press(paper.form("/aceptar$"))
        return self.browser.go(case)

    def return_paper(self, page: Page, slot: str, reason: str) -> Page:
        """Give back the paper of a slot; return the case."""
        case = page.url
        links = page.tree.xpath(f"//li[@id='papel-{slot}']//h3/a/@href")
        demand(links, f"el expediente no enseña el papel «{slot}»")
        paper = self.browser.go(urljoin(case, links[0]))
        self.browser.press(paper.form("/devolver$").fill({"reason": reason}))
        return self.browser.go(case)

    def complete(self, page: Page, answers: Mapping[str, str]) -> Page:
        """Complete the task of a case with these answers; return the case."""
        return self.browser.press(task_form(page).fill(answers))

    def complete_leaving_papers(self, page: Page, answers: Mapping[str, str]) -> Page:
        """Complete the task of a case though papers wait, once the office has asked whether that is meant."""
        asked = self.browser.send(task_form(page).fill(answers))
        demand("sin revisar" in " ".join(asked.errors), "nadie avisa de que hay documentos sin revisar")
        (box,) = asked.tree.xpath("//input[@name='unreviewed']/@value")
        return self.complete(asked, {"unreviewed": str(box)})

    def identify(self, page: Page, number: str, kind: str = "dni") -> Page:
        """State that the papers and the identity are right."""
        return self.complete(
            page,
            {
                "outcome": "accepted",
                "document_kind": kind,
                "document_number": number,
                "document_expiry-d": "31",
                "document_expiry-m": "12",
                "document_expiry-y": "2031",
                "method": "papers",
            },
        )

    def remittance(self, days: Iterable[date], amount: str) -> bytes:
        """Return the file for the bank with the mandates in force, on the first of these days that banks work."""
        for day in days:
            typed = {"collection_date": day.isoformat(), "amount": amount}
            answer = self.browser.send(self.browser.go(MANDATES).form("/remesa$").fill(typed))
            if answer.status != HTTPStatus.UNPROCESSABLE_ENTITY:
                break
        answer.good()
        demand(answer.kind == "application/xml", f"la remesa ha llegado como {answer.kind}")
        return answer.body


def task_form(page: Page) -> Form:
    """Return the form that completes the task of a case."""
    return page.form(r"/expedientes/[0-9a-f-]{36}/tareas/[0-9a-f-]{36}$")
