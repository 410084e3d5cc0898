"""Journeys of the residents' register: a birth with two parents, a move to somebody's home, a refusal."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from demo.authority import Authority
from demo.citizen import Citizen
from demo.journeys import Journey, Town
from demo.mismatch import demand
from demo.people import Answers, Person, dni

PROCEDURE = "padron_alta"
CHECK_APPLICANT, CHECK_OTHER = "identidad de quien pide", "identidad de la otra persona"
PROPOSE = "Revisar la inscripción y proponer"
DONE, REFUSED = "La inscripción en el padrón está hecha", "No se ha inscrito en el padrón"
MARINA = Person("Marina", "Climent", "Boix", dni(99100137), "marina.climent@correo.example", "611 100 001")
VICENT = Person("Vicent", "Alapont", "Roig", dni(99100274), "vicent.alapont@correo.example", "611 100 002")
AMPARO = Person("Amparo", "Gisbert", "Peiró", dni(99100548), "amparo.gisbert@correo.example", "611 100 004")
LLUM = Person("Llum", "Sanchis", "Oria", dni(10000021), "llum.sanchis@correo.example", "611 100 021")
PERE = Person("Pere", "Gascó", "Lli", dni(10000022), "pere.gasco@correo.example", "611 100 022")
_OLMO: Answers = {
    "home-street": "Calle del Olmo",
    "home-number": "12",
    "home-floor": "2",
    "home-door": "1",
    "home-postcode": "99001",
}
_RIBERA: Answers = {
    "home-street": "Avenida de la Ribera",
    "home-number": "31",
    "home-floor": "4",
    "home-door": "A",
    "home-postcode": "99001",
}
_WANTED: Answers = {"wants_certificate": "yes", "extract_scope": "individual", "declares_truth": "1"}
_SELF: Answers = {
    "applicant-sex": "M",
    "applicant-birth_date-d": "9",
    "applicant-birth_date-m": "4",
    "applicant-birth_date-y": "1990",
    "applicant-birth_place": "Alcoi, Alacant",
    "applicant-nationality": "España",
    "applicant-education_code": "40",
    "origin": "Alcoi, Alacant",
    "moves_along": "no",
}


def _born(day: date) -> Answers:
    return {
        "child-birth_date-d": str(day.day),
        "child-birth_date-m": str(day.month),
        "child-birth_date-y": str(day.year),
    }


def _person(group: str, one: Person) -> Mapping[str, str]:
    return {
        f"{group}-given_name": one.given_name,
        f"{group}-surname1": one.surname1,
        f"{group}-surname2": one.surname2,
        f"{group}-person_id-type": one.id_type,
        f"{group}-person_id-number": one.id_number,
        f"{group}-email": one.email,
        f"{group}-mobile": one.mobile,
    }


def asked(town: Town, applicant: Person, answers: Answers, other: Person | None = None) -> tuple[Citizen, str]:
    """Ask for an inscription, hand in the papers, and bring the other signer; return the applicant and the number."""
    citizen = town.arrive(applicant)
    citizen.enter(citizen.ask(PROCEDURE))
    number = citizen.number()
    citizen.fill_in(answers)
    citizen.hand_in()
    seen = citizen.post.seen()
    citizen.papers_done()
    town.say(f"{applicant.given_name} rellena la hoja padronal y entrega sus papeles: expediente {number}")
    if other:
        second = town.arrive(other)
        second.enter(second.post.link(other.email, seen))
        second.hand_in()
        second.papers_done()
        town.say(f"{other.given_name} entra con su propio enlace y entrega su documento")
    return citizen, number


def signed(town: Town, number: str, applicant: Citizen, other: Person | None = None) -> None:
    """Let the office see who everybody is, and everybody sign on their own telephone."""
    for task, one in ((CHECK_APPLICANT, applicant.person), (CHECK_OTHER, other)):
        if one:
            page = town.clerk.claim(town.clerk.open_case(number, task))
            town.clerk.identify(town.clerk.accept_papers(page), one.id_number, one.id_type)
    applicant.sign()
    if other:
        second = town.arrive(other)
        second.enter(second.post.link(other.email, frozenset()))
        second.sign()
    town.say("Firma cada persona con un código en su propio móvil, y la hoja queda registrada")


def proposed(town: Town, number: str, answers: Answers) -> None:
    """Let the clerk look at what the register says, and propose."""
    page = town.clerk.claim(town.clerk.open_case(number, PROPOSE))
    demand("adrón" in page.text, "el expediente no dice de dónde salen los datos")
    town.clerk.complete(page, {name: str(value) for name, value in answers.items()})


def birth(town: Town) -> tuple[Citizen, str]:
    """Ask to register a birth: two parents sign on two telephones, and a clerk proposes."""
    day = datetime.now(UTC).date() - timedelta(days=20)
    child = {
        "cause": "birth",
        "child-given_name": "Joana",
        "child-surname1": "Alapont",
        "child-surname2": "Climent",
        "child-sex": "M",
        "child-birth_place": "València",
        "child-nationality": "España",
        "birth_proof": "certificate",
        "parent_situation": "both_on_sheet",
    }
    answers = {**child, **_born(day), **_person("other_parent", VICENT), **_OLMO, **_WANTED}
    applicant, number = asked(town, MARINA, answers, VICENT)
    signed(town, number, applicant, VICENT)
    proposed(town, number, {"outcome": "accept"})
    return applicant, number


def move_to_a_host(town: Town) -> tuple[Citizen, str]:
    """Ask to live in somebody's home: the host authorises it with a signature of their own."""
    cause = {"cause": "residence_change", "home_title": "host_authorisation", **_person("host", AMPARO)}
    answers = {**cause, **_SELF, **_RIBERA, **_WANTED, "wants_certificate": "no"}
    applicant, number = asked(town, LLUM, answers, AMPARO)
    signed(town, number, applicant, AMPARO)
    proposed(town, number, {"outcome": "accept"})
    return applicant, number


def wrong_move(town: Town) -> tuple[Citizen, str]:
    """Ask for another inscription than the one that is due; a clerk proposes to refuse it."""
    myself = {name: value for name, value in _SELF.items() if name != "origin"}
    answers = {"cause": "address_change", "home_title": "rented", **myself, **_RIBERA, **_WANTED}
    applicant, number = asked(town, PERE, {**answers, "wants_certificate": "no"})
    signed(town, number, applicant)
    proposed(town, number, {"outcome": "refuse", "reason": "No consta en el municipio: pida un cambio de residencia."})
    return applicant, number


def all_of(town: Town) -> list[Journey]:
    """Ask for three inscriptions; a body decides them in one go, and each person hears of it."""
    (mother, born), (guest, moved), (wrong, refused) = birth(town), move_to_a_host(town), wrong_move(town)
    Authority.of(town).sign(born, moved, refused)
    town.say("El órgano competente firma las tres resoluciones de una vez, con un código")
    mother.open_notification()
    mother.ended(DONE)
    names = [one.name for one in mother.documents()]
    demand(any("note" in one for one in names), f"falta el volante: {names}")
    demand(any("certificate" in one for one in names), f"falta el certificado: {names}")
    town.say("Joana consta en el padrón desde que nació; Marina abre la notificación y tiene volante y certificado")
    guest.open_notification()
    guest.ended(DONE)
    town.say("Llum queda empadronada en casa de Amparo, que lo autorizó desde su móvil")
    wrong.refuse_notification()
    wrong.ended(REFUSED)
    town.say("Pere pedía lo que no correspondía: se resuelve que no, y rechaza la notificación")
    return [
        Journey("nacimiento", born, [mother], "accepted"),
        Journey("acogida", moved, [guest], "accepted"),
        Journey("denegada", refused, [wrong], "refused"),
    ]
