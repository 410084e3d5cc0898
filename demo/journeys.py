"""Whole journeys of a direct debit, with everybody who takes part."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from demo import people
from demo.citizen import Citizen, Filed
from demo.clerk import Clerk
from demo.mismatch import demand
from demo.people import Request

PROCEDURE = "domiciliacion"
CHECK_APPLICANT, CHECK_HOLDER = "identidad de quien pide", "identidad del titular"
REVIEW = "aceptar la orden"
ACCEPTED, REFUSED, WITHDRAWN = (
    "Sus recibos están domiciliados",
    "No hemos aceptado la domiciliación",
    "La orden no se firmó",
)
FRENCH_IBAN = "FR14 2004 1010 0505 0001 3M02 606"

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Town:
    """Who takes part: `arrive` gives a person a browser, the clerk has one.

    `boss` lets the supervisor in, `authority` who decides at the head of a body.
    """

    arrive: Callable[[people.Person], Citizen]
    clerk: Clerk
    say: Say
    boss: Callable[[], Clerk]
    authority: Callable[[], Clerk]


class Reader(Protocol):
    """Whoever can open the documents of a case and take out its evidence."""

    def documents(self) -> list[Filed]:
        """Return the documents of the case."""
        ...

    def evidence(self) -> bytes:
        """Return the bundle of the case's evidence."""
        ...


@dataclass(frozen=True, slots=True)
class Journey:
    """What a journey leaves: the citizens who may still look at the case, the applicant first; else the `office`."""

    name: str
    number: str
    citizens: list[Citizen]
    outcome: str
    office: Reader | None = None

    @property
    def readers(self) -> list[Reader]:
        """Return those who look at what the case left."""
        return [*self.citizens, *([self.office] if self.office else [])]


def begin(town: Town, request: Request) -> tuple[Citizen, str]:
    """Begin a request, come in, answer the form and hand in the papers; return the applicant and the case's number."""
    applicant = town.arrive(request.applicant)
    name = request.applicant.given_name
    link = applicant.ask(PROCEDURE)
    town.say(f"{name} empieza el trámite y recibe su enlace por correo")
    applicant.enter(link)
    number = applicant.number()
    town.say(f"{name} entra con el número de su documento y el código del SMS: expediente {number}")
    applicant.fill_in(request.answers)
    town.say(f"{name} rellena el formulario y comprueba sus respuestas")
    slots = applicant.hand_in()
    seen = applicant.post.seen()
    applicant.papers_done()
    town.say(f"{name} entrega sus papeles ({', '.join(slots)})")
    if request.holder:
        _bring_holder(town, request.holder, seen)
    return applicant, number


def _bring_holder(town: Town, holder: people.Person, seen: frozenset[str]) -> None:
    other = town.arrive(holder)
    other.enter(other.post.link(holder.email, seen))
    other.hand_in()
    other.papers_done()
    town.say(f"{holder.given_name}, titular de la cuenta, entra con su propio enlace y entrega sus papeles")


def check(town: Town, request: Request, number: str) -> None:
    """Let the clerk look at the papers, accept them and state who the signers are."""
    page = town.clerk.claim(town.clerk.open_case(number, CHECK_APPLICANT))
    page = town.clerk.accept_papers(page)
    town.clerk.identify(page, request.applicant.id_number, request.applicant.id_type)
    town.say("La oficina mira los papeles, los acepta y da por comprobada la identidad")
    if request.holder:
        page = town.clerk.claim(town.clerk.open_case(number, CHECK_HOLDER))
        page = town.clerk.accept_papers(page)
        town.clerk.identify(page, request.holder.id_number, request.holder.id_type)
        town.say("La oficina comprueba también a la persona titular de la cuenta")


def decide(town: Town, number: str, answers: dict[str, str]) -> None:
    """Let the clerk decide on the signed order."""
    page = town.clerk.claim(town.clerk.open_case(number, REVIEW))
    town.clerk.complete(page, answers)


def happy(town: Town) -> Journey:
    """Ask for a direct debit from one's own account; it is accepted."""
    request = people.asks(people.AMPARO)
    applicant, number = begin(town, request)
    check(town, request, number)
    done = applicant.sign()
    demand("Firmado y enviado" in done.heading, f"tras firmar, la página dice «{done.heading}»")
    demand("Registro de entrada" in done.text, "falta el número de registro de entrada")
    town.say("Amparo lee la orden, la firma con un código y recibe su número de registro")
    decide(town, number, {"outcome": "accepted"})
    case = applicant.ended(ACCEPTED)
    links = set(case.links(r"/tramite/documentos/[0-9a-f-]{36}$"))
    demand(len(links) == len(("mandate", "receipt")), "el trámite no enlaza la orden firmada y el justificante")
    town.say("La oficina acepta la orden y Amparo lo ve en su trámite")
    return Journey("feliz", number, [applicant], "accepted")


def two_signers(town: Town) -> Journey:
    """Ask for a direct debit from a foreign account of somebody else; a paper is returned and answered."""
    request = people.asks(
        people.NURIA,
        people.JOSEP,
        account_iban=FRENCH_IBAN,
        account_abroad="1",
        account_bic="PSSTFRPPMON",
        payment_type="one_off",
    )
    applicant, number = begin(town, request)
    _return_a_paper(town, applicant, number)
    check(town, request, number)
    done = applicant.sign()
    demand("Firmado" in done.heading and "demás personas" in done.text, "no dice que falta otra firma")
    town.say("Núria firma; falta la otra persona")
    holder = town.arrive(people.JOSEP)
    holder.enter(holder.post.link(people.JOSEP.email, frozenset()))
    holder.sign()
    town.say("Josep Lluís firma desde otro navegador con un enlace y un código suyos")
    decide(town, number, {"outcome": "accepted"})
    applicant.ended(ACCEPTED)
    town.say("La oficina acepta la orden de dos firmantes")
    return Journey("dos-firmas", number, [applicant, holder], "accepted")


def _return_a_paper(town: Town, applicant: Citizen, number: str) -> None:
    seen = applicant.post.seen()
    page = town.clerk.claim(town.clerk.open_case(number, CHECK_APPLICANT))
    page = town.clerk.return_paper(page, "identity", "No se lee el número: súbalo de nuevo, por las dos caras.")
    page = town.clerk.accept_papers(page)
    town.clerk.complete(page, {"outcome": "papers", "reason": "Falta la otra cara."})
    town.say("La oficina devuelve un papel con su motivo")
    applicant.post.link(applicant.person.email, seen)
    papers = applicant.browser.go("/tramite/papeles")
    demand("No se lee el número" in papers.text, "la persona no puede leer por qué le devuelven el papel")
    applicant.hand_in(again=True)
    applicant.fill_in({"papers_replaced": "1", "message": "Ahora se ven las dos caras."})
    town.say("Núria lee el motivo, sube el papel corregido y contesta")


def refused_by_office(town: Town) -> Journey:
    """Ask for a direct debit that the clerk does not accept."""
    request = people.asks(people.MOHAMED)
    applicant, number = begin(town, request)
    seen = applicant.post.seen()
    page = town.clerk.claim(town.clerk.open_case(number, CHECK_APPLICANT))
    town.clerk.look_at_papers(page)
    answers = {"outcome": "refused", "reason": "El documento no es de quien pide."}
    town.clerk.complete_leaving_papers(page, answers)
    applicant.until(lambda found: found.tree.xpath("//main//*[@data-refresh]") == [], "terminado")
    applicant.post.letter(people.MOHAMED.email, seen, "No hem pogut acceptar")
    town.say("La oficina no acepta la solicitud; Mohamed lo lee en catalán, en su correo y en su trámite")
    return Journey("no-aceptada", number, [applicant], "refused")


def refused_by_signer(town: Town) -> Journey:
    """Ask for a direct debit, and refuse to sign it."""
    request = people.asks(people.BEGONA)
    applicant, number = begin(town, request)
    check(town, request, number)
    seen = applicant.post.seen()
    applicant.refuse_to_sign()
    applicant.ended(WITHDRAWN)
    applicant.post.letter(people.BEGONA.email, seen, "no se ha firmado")
    town.say("Begoña lee la orden y no la firma; el trámite termina y se lo dicen")
    return Journey("no-firmada", number, [applicant], "withdrawn")


ALL = (happy, two_signers, refused_by_office, refused_by_signer)
