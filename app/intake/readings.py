"""Read what people type into the one form that is stored, and show what is stored as people type it.

The same functions are the formats of the JSON Schema: a stored text is right when reading it gives
it back unchanged.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import babel.dates
import babel.numbers
import email_validator

from app.domain import banking, people
from app.domain.malformed import Malformed
from app.intake import definition, tidy, words
from app.intake.definition import Field

_INTEGER: Final = re.compile(r"([+-]?)([0-9]{1,12}|[0-9]{1,3}(?:\.[0-9]{3}){1,3})", re.ASCII)
_MONEY: Final = re.compile(r"([0-9]{1,12}|[0-9]{1,3}(?:\.[0-9]{3}){1,3})(?:,([0-9]{1,2}))?", re.ASCII)
_MONEY_WITH_POINT: Final = re.compile(r"([0-9]{1,12})\.([0-9]{1,2})", re.ASCII)
_ISO_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
TYPED_MOST: Final = 20_000
"""More than this is not read at all, whatever the kind."""


class Refused(ValueError):
    """What was typed cannot be accepted; `key` and `values` make the sentence that says why."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


@dataclass(frozen=True, slots=True)
class Terms:
    """What a page depends on besides its definition: the reader's language and the office's date."""

    language: str
    today: date

    def bound(self, limit: str) -> str:
        """Return a date limit as an ISO date; "today" is the office's."""
        return self.today.isoformat() if limit == definition.TODAY else limit

    def date(self, iso: str) -> str:
        """Return an ISO date in full, as people write it."""
        return babel.dates.format_date(date.fromisoformat(iso), "long", locale=self.locale)

    def money(self, cents: int) -> str:
        """Return an amount with its currency."""
        return babel.numbers.format_currency(cents / 100, "EUR", locale=self.locale)

    @property
    def locale(self) -> str:
        """The language as Babel knows it, without regional variants."""
        return self.language.split("-", 1)[0]


def _person_name(text: str) -> str:
    return people.person_name(text, "x").given_name


def _dni(text: str) -> str:
    number = people.normalise_nif(text)
    if not number[0].isdigit():
        raise Malformed("kind")
    return number


def _nie(text: str) -> str:
    number = people.normalise_nif(text)
    if number[0] not in "XYZ":
        raise Malformed("kind")
    return number


def _document(text: str) -> str:
    return people.normalise_passport("ES", text).number


def _email(text: str) -> str:
    return email_validator.validate_email(text, check_deliverability=False, allow_smtputf8=False).normalized


def _date(text: str) -> str:
    if not _ISO_DATE.fullmatch(text):
        raise Malformed("characters")
    return date.fromisoformat(text).isoformat()


FORMATS: Final[Mapping[str, Callable[[str], str]]] = {
    "tidy": lambda text: text,
    "tidy-lines": lambda text: text,
    "person-name": _person_name,
    "es-nif": people.normalise_nif,
    "es-dni": _dni,
    "es-nie": _nie,
    "document-number": _document,
    "iban": banking.normalise_iban,
    "bic": banking.normalise_bic,
    "phone": people.normalise_phone,
    "mobile": people.normalise_mobile,
    "email": _email,
    "cadastral": people.normalise_cadastral,
    "postcode": people.normalise_postcode,
    "date": _date,
}
"""Format of the JSON Schema to the function that returns a text in its one stored form, or raises `ValueError`."""

FORMAT_OF: Final[Mapping[str, str]] = {
    "text": "tidy",
    "textarea": "tidy-lines",
    "name": "person-name",
    "nif": "es-nif",
    "iban": "iban",
    "bic": "bic",
    "tel": "phone",
    "email": "email",
    "cadastral": "cadastral",
    "postcode": "postcode",
    "document": "document-number",
}
ID_FORMATS: Final[Mapping[str, str]] = {
    "dni": "es-dni",
    "nie": "es-nie",
    "tie": "es-nie",
    "passport": "document-number",
    "eu_id": "document-number",
}
ABROAD: Final = frozenset({"passport", "eu_id"})
"""Identity documents that need the country that issued them."""


def format_of(field: Field) -> str:
    """Return the JSON Schema format of a typed field's text."""
    return "mobile" if field.kind == "tel" and field.mobile else FORMAT_OF[field.kind]


def in_form(name: str, text: str) -> str:
    """Return `text` in the stored form of the format `name`. Raises `ValueError`."""
    return FORMATS[name](tidy.lines(text) if name == "tidy-lines" else tidy.line(text))


def stored(name: str, text: str) -> bool:
    """Return whether `text` already is in the stored form of the format `name`."""
    try:
        return in_form(name, text) == text
    except ValueError:
        return False


def blank(typed: str) -> bool:
    """Return whether nothing was typed but spaces and invisible marks."""
    if len(typed) > TYPED_MOST:
        return False
    try:
        return not tidy.line(typed)
    except tidy.Unreadable:
        return False


def read(field: Field, typed: str) -> str | int:
    """Return the answer that `typed` stands for. Raises `Refused`."""
    if len(typed) > TYPED_MOST:
        raise Refused("too_long", most=longest(field))
    try:
        if field.kind in {"integer", "money"}:
            return _number(field, tidy.line(typed))
        return _text(field, in_form(format_of(field), typed))
    except tidy.Unreadable:
        raise Refused("unreadable") from None
    except Malformed as cause:
        raise _refused(format_of(field), cause.reason) from None
    except email_validator.EmailNotValidError:
        raise Refused("email") from None


def longest(field: Field) -> int:
    """Return the most characters that a text may have."""
    default = definition.TEXTAREA_MOST if field.kind == "textarea" else definition.TEXT_MOST
    return field.most if isinstance(field.most, int) else default


def numbers(field: Field) -> tuple[int, int]:
    """Return the least and the most that an integer or an amount in cents may be."""
    least, most = (
        (0, definition.MONEY_MOST) if field.kind == "money" else (-definition.INTEGER_MOST, definition.INTEGER_MOST)
    )
    return (
        field.least if isinstance(field.least, int) else least,
        field.most if isinstance(field.most, int) else most,
    )


def dates(field: Field) -> tuple[str, str]:
    """Return the first and the last date allowed, each an ISO date or "today"."""
    return (
        field.least if isinstance(field.least, str) else definition.FIRST_DATE,
        field.most if isinstance(field.most, str) else definition.LAST_DATE,
    )


def read_date(field: Field, text: str, terms: Terms) -> str:
    """Return the ISO date in `text` when it exists and lies within the field's limits. Raises `Refused`."""
    try:
        found = _date(text)
    except ValueError:
        raise Refused("date") from None
    least, most = dates(field)
    if found < terms.bound(least):
        raise Refused("date_past" if least == definition.TODAY else "date_early", least=terms.date(terms.bound(least)))
    if found > terms.bound(most):
        raise Refused("date_future" if most == definition.TODAY else "date_late", most=terms.date(terms.bound(most)))
    return found


def read_number_of_document(kind: str, typed: str) -> str:
    """Return the number of an identity document of `kind` in its stored form. Raises `Refused`."""
    try:
        return in_form(ID_FORMATS[kind], typed[:TYPED_MOST])
    except Malformed as cause:
        if cause.reason == "checksum":
            raise Refused("nif_checksum") from None
    except tidy.Unreadable:
        pass
    raise Refused({"dni": "id_dni", "nie": "id_nie", "tie": "id_nie"}.get(kind, "id_other"))


def show(field: Field, value: object) -> str:
    """Return a stored answer as it stands in the box where it was typed."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    if field.kind == "money" and isinstance(value, int):
        return f"{value // 100},{value % 100:02d}" if value >= 0 else str(value)
    if field.kind == "iban" and isinstance(value, str) and stored("iban", value):
        return banking.spaced_iban(value)
    return str(value)


def _text(field: Field, text: str) -> str:
    if field.kind not in {"text", "textarea"}:
        return text
    if len(text) > longest(field):
        raise Refused("too_long", most=longest(field))
    if isinstance(field.least, int) and len(text) < field.least:
        raise Refused("too_short", least=field.least)
    if field.pattern and not re.fullmatch(field.pattern, text):
        raise Refused("pattern")
    return text


def _number(field: Field, text: str) -> int:
    value = _cents(text) if field.kind == "money" else _integer(text)
    least, most = numbers(field)
    if value < least:
        raise Refused("too_little", least=show(field, least))
    if value > most:
        raise Refused("too_much", most=show(field, most))
    return value


def _integer(text: str) -> int:
    found = _INTEGER.fullmatch(text)
    if not found:
        raise Refused("integer")
    return int(found[1] + found[2].replace(".", ""))


def _cents(text: str) -> int:
    amount = text.removesuffix("€").replace(" ", "")
    found = _MONEY.fullmatch(amount) or _MONEY_WITH_POINT.fullmatch(amount)
    if not found:
        raise Refused("money")
    return int(found[1].replace(".", "")) * 100 + int((found[2] or "0").ljust(2, "0"))


def _refused(form: str, reason: str) -> Refused:
    key = {"es-nif": "nif", "person-name": "name", "phone": "tel", "document-number": "id_other"}.get(form, form)
    return Refused(f"{key}_{reason}" if f"{key}_{reason}" in words.CATALOGUE else key)
