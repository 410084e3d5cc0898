"""What a citizen does with an appointment: book it, prepare it, say that one will come, move it, cancel it."""

import re
from dataclasses import dataclass

from demo import papers
from demo.citizen import Citizen, waiting_papers
from demo.mismatch import demand
from demo.pages import Page
from demo.people import Answers
from demo.post import text_of, wait

PORTAL = "/tramite/cita"
_MANAGE = re.compile(r"https?://\S+/cita/gestion/[\w-]+")


@dataclass(slots=True)
class Guest:
    """A citizen with an appointment."""

    citizen: Citizen

    def book(self, procedure: str, triage: Answers, *, way: str = "in_person", mobile: bool = True) -> Page:
        """Book the first free hour from the home page on; return the page that says so."""
        return self.citizen.book(procedure, triage, way, without_mobile=not mobile)

    def link(self, seen: frozenset[str]) -> str:
        """Return the link that manages the appointment, from a new e-mail."""
        return wait(lambda: self._link(seen), f"un correo con el enlace de la cita de {self.citizen.person.email}")

    def enter(self, seen: frozenset[str]) -> Page:
        """Come into the portal with the personal link of a new e-mail; return the case."""
        return self.citizen.enter(self.citizen.post.link(self.citizen.person.email, seen))

    def manage(self, seen: frozenset[str]) -> Page:
        """Open the link of the appointment that came in a new e-mail."""
        return self.citizen.browser.go(self.link(seen))

    def attend(self, page: Page) -> Page:
        """Say that one will come, from the page of the appointment."""
        return self.citizen.browser.press(page.form("/asistir$"))

    def choose(self, page: Page) -> Page:
        """Go to the hours to which the appointment can be moved, and choose the last of the day that is shown."""
        calendar = self.citizen.browser.go(page.link("/cambiar$"))
        hours = calendar.form("/cambiar$", having="")
        last = hours.element.xpath(".//button[@name='hora']/@value")[-1]
        return self.citizen.browser.press(hours, ("hora", last))

    def move(self, page: Page) -> Page:
        """Move the appointment to another hour; return its page."""
        return self.citizen.browser.press(self.choose(page).form("/cambiar$"))

    def cancel(self, page: Page) -> Page:
        """Cancel the appointment; return its page."""
        asked = self.citizen.browser.go(page.link("/anular$"))
        return self.citizen.browser.press(asked.form("/anular$"))

    def prepare(self, *, again: bool = False) -> list[str]:
        """Hand in every paper that the portal waits for; return their slots. `again` only those returned."""
        page = self.citizen.browser.go(PORTAL)
        waiting = waiting_papers(page)
        wanted = [slot for slot, state in waiting.items() if not again or state == "returned"]
        for slot in wanted:
            file = papers.paper(slot, self.citizen.person.given_name, again=again)
            page = self.citizen.browser.press(page.form(f"/papeles/{slot}$").attach("file", file))
            demand(slot not in waiting_papers(page), f"el documento «{slot}» no consta como entregado")
        return wanted

    def _link(self, seen: frozenset[str]) -> str | None:
        for letter in reversed(self.citizen.post.letters(self.citizen.person.email, seen)):
            found = _MANAGE.search(text_of(letter))
            if found:
                return found[0].partition("#")[0]
        return None
