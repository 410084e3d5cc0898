"""People who do not exist, and what they ask for."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

Answers = Mapping[str, str | Sequence[str]]
_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


def dni(number: int) -> str:
    """Return a DNI with its letter. Source: RD 1553/2005, by the rest of the division by 23."""
    return f"{number:08d}{_LETTERS[number % 23]}"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who deals with the office. `mobile` as the person types it, `telephone` as E.164."""

    given_name: str
    surname1: str
    surname2: str
    id_number: str
    email: str
    mobile: str
    id_type: str = "dni"
    language: str = "es"

    @property
    def telephone(self) -> str:
        """Return the telephone as the gateway writes it."""
        return f"+34{self.mobile.replace(' ', '')}"

    @property
    def start(self) -> Answers:
        """Return what the person types to begin."""
        return {
            "id_type": self.id_type,
            "id_number": self.id_number,
            "given_name": self.given_name,
            "surname1": self.surname1,
            "surname2": self.surname2,
            "email": self.email,
            "mobile": self.mobile,
            "language": self.language,
            "accept_privacy": "1",
        }


AMPARO = Person("Amparo", "Giménez", "Peris", dni(10000001), "amparo.gimenez@correo.example", "612 345 678")
NURIA = Person("Núria", "Agulló", "i Sempere", dni(10000002), "nuria.agullo@correo.example", "622 000 111")
JOSEP = Person("Josep Lluís", "Martínez de la Peña", "Ortolà", dni(10000003), "josep@correo.example", "633 222 111")
MOHAMED = Person(
    "Mohamed", "El Amrani", "", "X1234567L", "mohamed@correo.example", "644 555 666", id_type="nie", language="ca"
)
BEGONA = Person("Begoña", "Iñárritu", "Güell", dni(10000005), "begona@correo.example", "655 444 333")


OWN: Answers = {"holder_same": "yes"}
BOTH_COME: Answers = {"holder_same": "no", "holder_comes": "yes"}
ALONE: Answers = {"holder_same": "no", "holder_comes": "no"}
"""Whose account it is, as it is asked before an appointment."""


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks for a direct debit, with what answers, and whose account it is."""

    applicant: Person
    answers: Answers
    holder: Person | None = None


FROM = (datetime.now(UTC) + timedelta(days=3)).date()
"""From when the direct debits count."""

_USUAL: Answers = {
    "holder_same": "yes",
    "account_iban": "ES80 9999 0001 4500 0000 0001",
    "concepts": ["ibi", "basuras"],
    "payment_type": "recurrent",
    "effective_from-d": str(FROM.day),
    "effective_from-m": str(FROM.month),
    "effective_from-y": str(FROM.year),
    "address-street": "Carrer del Molí Vell",
    "address-number": "12",
    "address-floor_door": "escala B, 3.º, 2.ª",
    "address-in_spain": "yes",
    "address-postcode": "46001",
    "address-city": "Ribalba",
    "address-province": "València",
    "accepts_rules": "1",
    "declares_truth": "1",
}


def asks(applicant: Person, holder: Person | None = None, **other: str | Sequence[str]) -> Request:
    """Return the usual request of somebody, from the account of `holder` if it is another's."""
    block: dict[str, str | Sequence[str]] = {}
    if holder:
        block = {
            "holder_same": "no",
            "holder-given_name": holder.given_name,
            "holder-surname1": holder.surname1,
            "holder-surname2": holder.surname2,
            "holder-person_id-type": holder.id_type,
            "holder-person_id-number": holder.id_number,
            "holder-email": holder.email,
            "holder-mobile": holder.mobile,
        }
    return Request(applicant, {**_USUAL, **block, **other}, holder)


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the demonstration's staff."""

    username: str
    password: str = field(repr=False)
    totp: str = field(repr=False)
    name: str = ""
    roles: AbstractSet[str] = frozenset()
