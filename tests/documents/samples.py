"""Documents, people and papers that the tests of this room share."""

import hashlib
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.documents import manifests, one_time, rendering, signing, timestamps
from app.documents.pki import Pki

NOW = datetime(2025, 12, 10, 9, 30, 12, tzinfo=UTC)
ARC = "1.3.6.1.4.1.99999.39"
CSV = "4TER-SYFE-GQJ3-9D5J-XKX7-QKXW-C8"
URL = f"https://ribalba.example/csv/{CSV}"
TEMPLATES = Path(__file__).resolve().parents[2] / "forms" / "documents"
DIGEST = "ab" * 32

JOAN = one_time.Subject("Joan", "Pla i Puig", "dni", "12345678Z")
MARIA = one_time.Subject("María de los Ángeles", "Fernández-Montesinos i Roca", "nie", "X1234567L")

MANDATE: Mapping[str, Any] = {
    "title": "Orden de domiciliación de adeudo directo SEPA",
    "subtitle": "Domiciliación de tributos y recibos municipales",
    "entity": {"name": "Ayuntamiento de Ribalba", "address": "Plaza Mayor, 1", "city": "99001 Ribalba"},
    "values": {"reference": "L01990017-DOM-2026-000123", "creditor": "ES21000P9900100A"},
    "answers": {
        "request": {
            "holder_same": "no",
            "account_iban": "ES8099990001450000000001",
            "concepts": ["ibi", "basuras"],
            "object_reference": [{"reference": "9872023VH5797S0001WX"}],
            "payment_type": "recurrent",
            "effective_from": "2027-01-01",
            "address": {
                "street": "Calle del Molino",
                "number": "3",
                "floor_door": "2.º B",
                "postcode": "08001",
                "city": "Ribalba",
            },
        }
    },
    "applicant": {"name": "Joan Pla i Puig", "document": "12345678Z"},
    "parties": {
        "applicant": {"name": "Joan Pla i Puig", "document": "12345678Z"},
        "holder": {"name": "María de los Ángeles Fernández-Montesinos i Roca", "document": "X1234567L"},
    },
    "place_and_date": "Ribalba, 10 de diciembre de 2025",
    "signers": [
        {"field": "applicant", "name": "Joan Pla i Puig", "role": "Persona solicitante"},
        {"field": "holder", "name": "María de los Ángeles Fernández-Montesinos", "role": "Titular de la cuenta"},
    ],
}

REQUEST: Mapping[str, Any] = {
    "title": "Solicitud de ayuda",
    "applicant": {"name": "Núria Ŀlull Ñíguez", "document": "12345678Z", "email": "nuria@example.org"},
    "notices": {"channel": "Electrónica", "email": "nuria@example.org"},
    "blocks": [
        {"title": "Vivienda", "rows": [["Referencia catastral", "9872023VH5797S0001WX"]]},
        {"title": "Enseres", "table": {"head": ["Cosa", "Estado"], "rows": [["Lavadora", "Perdida"]]}},
    ],
    "petition": "Que se me conceda la ayuda.",
    "attachments": [{"title": "DNI", "name": "dni.pdf", "size": "120 kB", "sha256": DIGEST}],
    "addressee": {"body": "Alcaldía", "dir3": "L01990017"},
    "place_and_date": "Ribalba, 10 de diciembre de 2025",
    "signers": [{"field": "applicant", "name": "Núria Ŀlull Ñíguez", "role": "Persona solicitante"}],
}

RECEIPT: Mapping[str, Any] = {
    "title": "Justificante de registro",
    "number": "2026-E-RC-000123",
    "registered_at": "sábado, 13 de diciembre de 2025, 10:30:12",
    "legal_date": "lunes, 15 de diciembre de 2025",
    "legal_note": "Se presentó en día inhábil: cuenta desde la primera hora del siguiente día hábil.",
    "office": "Casa Consistorial",
    "channel": "Sede electrónica",
    "interested": [{"name": "Núria Ŀlull Ñíguez", "document": "12345678Z"}],
    "addressee": {"body": "Alcaldía", "dir3": "L01990017"},
    "subject": "Solicitud de ayuda",
    "document": {"title": "Solicitud de ayuda", "csv": CSV, "sha256": DIGEST},
    "attachments": [{"title": "DNI", "name": "dni.pdf", "size": "120 kB", "sha256": "cd" * 32}],
    "term": [["Plazo máximo para resolver", "3 meses"]],
    "clock": "Hora oficial: Real Instituto y Observatorio de la Armada.",
}

PADRON: Mapping[str, Any] = {
    "title": "Volante de empadronamiento",
    "subtitle": "Inscripción en el padrón municipal",
    "case_number": "2026/PAD/000001",
    "entity": {"name": "Ayuntamiento de Ribalba"},
    "answers": {
        "padron": {
            "scope": "collective",
            "on": "10/12/2025",
            "address": "Calle del Olmo, 12, 2 1, 99001",
            "cadastral_reference": "9872023VH5797S0001WX",
            "kind": "family",
            "sheet": 118,
            "municipality": "Ribalba",
            "people": [
                {
                    "name": "Marina Climent Boix",
                    "document": "99100001D",
                    "birth_date": "04/05/1991",
                    "nationality": "España",
                    "since": "02/09/2019",
                },
                {"name": "Pau Alapont Climent", "document": "", "birth_date": "15/03/2021", "since": "15/03/2021"},
            ],
        }
    },
    "values": {"purpose": "Matrícula escolar", "body": "Secretaría General", "basis": "Acto automatizado 3/2025."},
    "place_and_date": "Ribalba, 10 de diciembre de 2025",
}


def marks(language: str = "es", *, demonstration: bool = True) -> rendering.Marks:
    return rendering.Marks(CSV, URL, NOW, "Ayuntamiento de Ribalba", language, demonstration)


def render(name: str, data: Mapping[str, Any], language: str = "es") -> bytes:
    return rendering.render((TEMPLATES / f"{name}.typ").read_bytes(), data, marks(language))


def manifest(pdf: bytes, who: str) -> bytes:
    return manifests.build(
        manifests.Signing(
            "ribalba",
            "domiciliacion",
            "DOM-2026-000001",
            CSV,
            hashlib.sha256(pdf).hexdigest(),
            {"name": who},
            "00" * 32,
        ),
        manifests.Identification("video", "official", NOW, {"face": "11" * 32, "front": "12" * 32}),
        manifests.Consent("22" * 32, "es", NOW),
        manifests.VerifiedCode("sms", "+34 *** *** 123", "33" * 32, "44" * 32, NOW, NOW, 1),
    )


def sign(
    pdf: bytes,
    office: Pki,
    who: one_time.Subject,
    field: str,
    authority: timestamps.EmbeddedAuthority,
    at: datetime = NOW,
) -> bytes:
    evidence = manifest(pdf, who.given_name)
    key = one_time.issue(office, who, manifests.digest(evidence), at)
    lines = (f"Firmado por {who.given_name} {who.surnames}", "10/12/2025 10:30:12", "Certificado de un solo uso")
    return signing.sign_citizen(pdf, key, evidence, signing.Place(field, at, lines), authority)


def needs(program: str, package: str) -> pytest.MarkDecorator:
    """Skip where an outside witness is missing; CI installs them all."""
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is missing (apt-get install {package})")
