"""What the samples share: the hour, the frame of the pages, one case and its papers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace as Thing
from typing import Any

NOW = datetime(2026, 12, 10, 9, 30, 7, tzinfo=UTC)
PRIVACY = (
    "Responsable: Ayuntamiento de Ribalba. Finalidad: tramitar su solicitud. Legitimación: misión en interés "
    "público (art. 6.1.e RGPD). Destinatarios: su entidad bancaria. Derechos: acceso, rectificación, supresión, "
    "limitación y oposición."
)
CASE = Thing(number="DOM-2026-000123", title="Domiciliación bancaria de tributos", url="/case")


@dataclass(frozen=True, slots=True)
class Page:
    """One template with one context; `staff` puts the desk's header on it."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    staff: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of one of the built-in forms; `sent` is what a browser posted, None at first."""

    form: str
    page: str
    answers: Mapping[str, Any]
    sent: Mapping[str, str] | None = None


def ago(**parts: float) -> datetime:
    return NOW - timedelta(**parts)


def ahead(**parts: float) -> datetime:
    return NOW + timedelta(**parts)


def document(title: str, size: int = 148_000, **more: Any) -> Thing:
    return Thing(**{"title": title, "url": "/doc", "size": size, "kind": "PDF", "at": ago(hours=3), **more})


def site(language: str = "es", *, demo: bool = True) -> Thing:
    return Thing(
        entity="Ayuntamiento de Ribalba" if language == "es" else "Ajuntament de Ribalba",
        service="Oficina virtual",
        emblem_url=None,
        home_url="/home",
        verify_url="/verify",
        resume_url="/resume",
        accessibility_url="/accessibility",
        privacy_url="/privacy",
        legal_url="/legal",
        language=language,
        languages=[
            Thing(code="es", name="Castellano", url="?lang=es", current=language == "es"),
            Thing(code="ca", name="Català", url="?lang=ca", current=language == "ca"),
        ],
        now=NOW,
        zone="Europe/Madrid",
        demo=demo,
        mailbox_url="/mailbox" if demo else None,
        sms_url="/sms" if demo else None,
        contact=Thing(
            address="Plaza Mayor, 1, 99001 Ribalba",
            phone="900 000 010",
            email="oficina@ribalba.example",
            hours="de lunes a viernes, de 9 a 14 horas",
        ),
    )


def staff(current: str = "tasks") -> Thing:
    return Thing(
        name="Amparo Ferrándiz Gil",
        role="Tramitadora",
        sign_out_url="/salir",
        places=[
            Thing(label="Agenda", url="/agenda", current=current == "agenda", count=None),
            Thing(label="Tareas", url="/tasks", current=current == "tasks", count=7),
            Thing(label="Incidencias", url="/incidents", current=current == "incidents", count=2),
            Thing(label="Órdenes de domiciliación", url="/mandates", current=current == "mandates", count=None),
        ],
    )


STEPS = [
    Thing(
        title="Solicitud rellenada",
        state="done",
        who="Usted",
        at=ago(days=3),
        hint="",
        until=None,
        action=None,
        more=None,
        documents=[],
    ),
    Thing(
        title="Documentos entregados",
        state="done",
        who="Usted",
        at=ago(days=3, minutes=-12),
        hint="",
        until=None,
        action=None,
        more=None,
        documents=[],
    ),
    Thing(
        title="Identidad y documentos comprobados",
        state="done",
        who="Oficina de Tributos",
        at=ago(days=1),
        hint="",
        until=None,
        action=None,
        more=None,
        documents=[],
    ),
    Thing(
        title="Firme la orden de domiciliación",
        state="now",
        who="Usted",
        at=None,
        hint="Lea el documento y fírmelo con un código que le enviaremos al móvil. Son dos minutos.",
        until=ahead(days=9),
        action=Thing(label="Leer y firmar la orden", url="/sign"),
        more=Thing(label="Pedir 5 días hábiles más", url="/more"),
        documents=[],
    ),
    Thing(
        title="Aceptamos la orden y la enviamos a su banco",
        state="next",
        who="Oficina de Tributos",
        at=None,
        hint="",
        until=None,
        action=None,
        more=None,
        documents=[],
    ),
    Thing(
        title="Primer recibo domiciliado",
        state="next",
        who="",
        at=None,
        hint="",
        until=None,
        action=None,
        more=None,
        documents=[],
    ),
]


def step(number: int, **changes: Any) -> Thing:
    return Thing(**{**vars(STEPS[number]), **changes})


def case(**changes: Any) -> Thing:
    return Thing(
        **{
            **vars(CASE),
            "opened_at": ago(days=3),
            "sentence": "Solo falta su firma para enviar la solicitud.",
            "tone": "action",
            "steps": STEPS,
            "entry": None,
            "term": Thing(state="Termina el 23 de febrero de 2027", tone="waiting", url="/term"),
            "documents_url": "/documents",
            "papers_url": "/papers",
            "papers_summary": "2 de 2 aceptados",
            "returned": 0,
            "last_access_at": ago(days=1, hours=2),
            "evidence": Thing(count=14, at=NOW, url=None),
            "appointment": None,
            "notified": None,
            "contact": "Lleva su expediente la Oficina de Tributos. Teléfono 900 000 010.",
            **changes,
        }
    )


def paper(slot: str, title: str, state: str, **more: Any) -> Thing:
    return Thing(
        **{
            "slot": slot,
            "title": title,
            "hint": "",
            "required": True,
            "state": state,
            "reason": "",
            "document": None,
            "upload_url": "/papers",
            "remove_url": None,
            "error": "",
            "accept": ".pdf,.jpg,.jpeg,.png",
            "formats": "PDF, JPG o PNG",
            "max_bytes": 10 * 1024 * 1024,
            "accept_url": None,
            "return_url": None,
            "url": None,
            "by": "",
            **more,
        }
    )


SHEETS = [Thing(url=f"/pagina/{number}.svg", number=number, width=1240, height=1754, text="") for number in (1, 2)]
SIGNING = Thing(
    title="Orden de domiciliación de adeudo directo SEPA",
    pages=SHEETS,
    document=document("Descargar el documento", 212_000),
    signer="Llúcia Martínez de la Fuente i Roig, DNI •••4567••",
    others="Joan Puig Ferrer, titular de la cuenta",
    sentence="Declaro que son ciertos los datos a firmar y confirmo mi voluntad de firmar.",
    phone="••• ••• 678",
    refuse_url="/confirm",
    digest="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
)
ENTRY = Thing(
    number="RE-2026-00004217",
    at=datetime(2026, 12, 12, 18, 4, tzinfo=UTC),
    legal_at=datetime(2026, 12, 13, 23, 0, tzinfo=UTC),
    office="Registro general, oficina virtual",
)
SECTIONS = [
    Thing(
        title="La cuenta",
        rows=[
            ("IBAN", "ES80 9999 0001 4500 0000 0001", "/form"),
            ("Titular", "Joan Puig Ferrer, DNI 12345678Z", "/form"),
        ],
    ),
    Thing(
        title="Los recibos",
        rows=[
            ("Conceptos", "Impuesto sobre bienes inmuebles (IBI), tasa de basuras", "/form"),
            ("Desde", "1 de enero de 2027", "/form"),
            ("Tipo de pago", "Recurrente", "/form"),
        ],
    ),
]
