"""Read what a person declares about themselves on the way in."""

from collections.abc import Callable, Collection, Mapping

from email_validator import EmailNotValidError, validate_email

from app.domain import people
from app.domain.errors import Invalid
from app.domain.malformed import Malformed
from app.services.parties import PersonDetails

_NAME, _LONGEST = 60, 200


FIELDS = ("id_type", "id_number", "id_country", "given_name", "surname1", "surname2", "email", "mobile")
"""Every field that describes a person."""


def problems(typed: Mapping[str, str], optional: Collection[str] = ()) -> dict[str, str]:
    """Return what is wrong with each field: "required", "letter" or "malformed".

    Fields of `optional` ("email", "mobile") may be left empty.
    """
    checks: Mapping[str, Callable[[Mapping[str, str]], object]] = {
        "id_number": _document,
        "given_name": lambda found: _name(found, "given_name"),
        "surname1": lambda found: _name(found, "surname1"),
        "surname2": lambda found: found.get("surname2") and _name(found, "surname2"),
        "email": _email,
        "mobile": lambda found: people.normalise_mobile(found.get("mobile", "")),
    }
    wrong: dict[str, str] = {}
    if typed.get("id_type") not in {"dni", "nie", "passport"}:
        wrong["id_type"] = "required"
    for field, check in checks.items():
        if field in optional and not typed.get(field, "").strip():
            continue
        try:
            check(typed)
        except Malformed as fault:
            wrong[field] = "letter" if fault.reason == "checksum" else "malformed"
    return wrong


def read(typed: Mapping[str, str], optional: Collection[str] = ()) -> PersonDetails:
    """Return the person that the fields describe.

    Fields: id_type (dni, nie, passport), id_number, given_name, surname1, surname2, email, mobile. What is left
    empty of `optional` ("email", "mobile") is "".
    Raises `Invalid` with a word for every field that is wrong.
    """
    wrong = problems(typed, optional)
    if wrong:
        raise Invalid("the person's data are not complete", wrong)
    return PersonDetails(
        given_name=_name(typed, "given_name"),
        surname1=_name(typed, "surname1"),
        surname2=_name(typed, "surname2") if typed.get("surname2") else "",
        id_type=typed["id_type"],
        id_number=_document(typed),
        email=_email(typed) if typed.get("email", "").strip() else "",
        mobile=people.normalise_mobile(typed["mobile"]) if typed.get("mobile", "").strip() else "",
    )


def _document(typed: Mapping[str, str]) -> str:
    number = typed.get("id_number", "")
    if typed.get("id_type") == "passport":
        return people.normalise_passport(typed.get("id_country") or "ES", number).number
    found = people.normalise_nif(number)
    if (typed.get("id_type") == "nie") != (found[0] in "XYZ"):
        raise Malformed("kind")
    return found


def _name(typed: Mapping[str, str], field: str) -> str:
    text = " ".join(typed.get(field, "").split())
    if not text or len(text) > _NAME or not any(letter.isalpha() for letter in text) or not text.isprintable():
        raise Malformed("characters" if text else "empty")
    return text


def _email(typed: Mapping[str, str]) -> str:
    return email(typed.get("email", ""))


def email(typed: str) -> str:
    """Return an e-mail address as it is stored. Raises `Malformed`."""
    try:
        return validate_email(typed[:_LONGEST], check_deliverability=False).normalized
    except EmailNotValidError as fault:
        raise Malformed("characters") from fault
