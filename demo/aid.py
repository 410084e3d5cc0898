"""Journeys of the region's aid: granted, asked for twice, denied, papers asked for and handed in."""

from demo.authority import Authority
from demo.citizen import Citizen
from demo.journeys import Journey, Town
from demo.people import Answers, Person, dni

PROCEDURE = "dana_ayuda"
CHECK_IDENTITY, CHECK, SETTLE = "papeles y la identidad", "Comprobar la solicitud", "Resolver el conflicto"
GRANTED, DENIED = "Ayuda concedida", "Ayuda denegada"
ADELA = Person("Adela", "Fontestad", "Brull", dni(10000031), "adela.fontestad@correo.example", "611 200 031")
TONI = Person("Toni", "Fontestad", "Brull", dni(10000032), "toni.fontestad@correo.example", "611 200 032")
RAMON = Person("Ramon", "Quiles", "Sert", dni(10000033), "ramon.quiles@correo.example", "611 200 033")
CARLA = Person("Carla", "Ivars", "Duart", dni(10000034), "carla.ivars@correo.example", "611 200 034")
_HOME = "9872023VH5797S0001WX"
_USUAL: Answers = {
    "applicant_kind": "person",
    "occupancy_title": "owner",
    "home-street": "Calle de la Ribera",
    "home-municipality": "Ribalba",
    "home-postcode": "99001",
    "damaged_goods": ["furniture", "clothes"],
    "damage_description": "Entró el agua hasta la cintura y se perdieron los muebles.",
    "account_iban": "ES80 9999 0001 4500 0000 0001",
    "iban_holder_same": "yes",
    "declares_truth": "1",
    "declares_single_application": "1",
    "accepts_rules": "1",
    "queries": "allowed",
}


def asked(town: Town, person: Person, number: str, reference: str = "") -> tuple[Citizen, str]:
    """Ask for aid for the home with this number of the street, and sign; return the citizen and the case's number."""
    citizen = town.arrive(person)
    citizen.enter(citizen.ask(PROCEDURE))
    case = citizen.number()
    answers = {**_USUAL, "home-number": number, "home-cadastral": reference}
    citizen.fill_in(answers)
    citizen.fill_in(answers)
    citizen.hand_in()
    citizen.papers_done()
    page = town.clerk.claim(town.clerk.open_case(case, CHECK_IDENTITY))
    town.clerk.identify(town.clerk.accept_papers(page), person.id_number, person.id_type)
    citizen.sign()
    town.say(f"{person.given_name} pide la ayuda y la firma: expediente {case}")
    return citizen, case


def check(town: Town, case: str, **answers: str) -> None:
    """Let the clerk say what was checked."""
    page = town.clerk.claim(town.clerk.open_case(case, CHECK))
    town.clerk.complete(page, {"zone": "yes", "title": "title", "proposal": "table", **answers})


def all_of(town: Town) -> list[Journey]:
    """Ask four times: one granted, one out of the zone, one that lacks a paper, one for a home that has the aid."""
    adela, first = asked(town, ADELA, "3", _HOME)
    check(town, first)
    ramon, outside = asked(town, RAMON, "98")
    check(town, outside, zone="no")
    carla, lacking = asked(town, CARLA, "15")
    check(town, lacking, title="none")
    carla.open_notification()
    carla.fill_in({"handed_in": "1"})
    check(town, lacking)
    town.say("A Carla le falta un papel: abre el requerimiento, lo entrega y se vuelve a comprobar")
    Authority.of(town).sign(first, outside, lacking)
    adela.open_notification()
    adela.ended(GRANTED)
    carla.open_notification()
    carla.ended(GRANTED)
    ramon.refuse_notification()
    ramon.ended(DENIED)
    town.say("Se concede a Adela y a Carla, que abren su notificación; a Ramon se le deniega, y la rechaza")
    return [
        Journey("ayuda-concedida", first, [adela], "granted"),
        Journey("ayuda-con-requerimiento", lacking, [carla], "granted"),
        Journey("ayuda-denegada", outside, [ramon], "denied"),
        asked_twice(town),
    ]


def asked_twice(town: Town) -> Journey:
    """Ask for a home that has the aid already: whoever is responsible settles the conflict."""
    toni, case = asked(town, TONI, "3", _HOME)
    check(town, case)
    boss = town.boss()
    page = boss.claim(boss.open_case(case, SETTLE))
    boss.complete(page, {"outcome": "refuse", "conflict_reason": "La vivienda ya tiene concedida la ayuda."})
    Authority.of(town).sign(case)
    toni.open_notification()
    toni.ended(DENIED)
    town.say("Toni la pidió para la misma vivienda: se registra, se estudia el conflicto y se deniega")
    return Journey("ayuda-repetida", case, [toni], "denied")
