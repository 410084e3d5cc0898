"""Numbers and names of people as the office stores and compares them.

Every `normalise_*` takes what a person typed, returns the one form that is stored, and raises
`Malformed` (a `ValueError` with a stable `reason`) when it cannot be right.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

import phonenumbers
from stdnum.es import cif, postal_code, referenciacatastral
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

from app.domain import countries
from app.domain.malformed import Malformed

_LETTERS: Final = "TRWAGMYFPDXBNJZSQVHLCKE"
_NIE: Final = {"X": "0", "Y": "1", "Z": "2"}
_NIF: Final = re.compile(r"(?:[0-9]{8}|[XYZKLM][0-9]{7})[A-Z]", re.ASCII)
_CIF: Final = re.compile(r"[ABCDEFGHJNPQRSUVW][0-9]{7}[0-9A-J]", re.ASCII)
_PASSPORT: Final = re.compile(r"[A-Z0-9]{5,20}", re.ASCII)
_LETTER_CONTROL: Final = frozenset("PQRSNW")
_DIGIT_CONTROL: Final = frozenset("ABEH")
_WRITTEN_OTHERWISE: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)


class Passport(NamedTuple):
    """A passport's issuing country (ISO 3166-1 alpha-2) and number; it has no check digit."""

    country: str
    number: str


def compact(text: str) -> str:
    """Return `text` in capitals without the spaces, dots and hyphens that people group by."""
    kept = (c for c in text if c != "." and unicodedata.category(c) not in {"Zs", "Zl", "Zp", "Pd", "Cf", "Cc"})
    return "".join(kept).upper()


def normalise_nif(text: str) -> str:
    """Return the nine characters of a natural person's NIF: a DNI, a NIE, or one of K, L, M.

    Leading zeros are not supplied: 1234567L may be a DNI short of its zero or a NIE short of its
    X, and both have the same letter. Source: Orden EHA/451/2008 and RD 1065/2007 art. 19-20.
    """
    number = _present(text)
    if not _NIF.fullmatch(number):
        raise Malformed("length" if len(number) != 9 else "characters")  # noqa: PLR2004 - a NIF has nine
    digits = _NIE.get(number[0], "") + number[1:8] if number[0].isalpha() else number[:8]
    if _LETTERS[int(digits) % 23] != number[8]:
        raise Malformed("checksum")
    return number


def normalise_cif(text: str) -> str:
    """Return the nine characters of a legal person's NIF, with the control that its kind demands.

    P, Q, R, S, N and W end in a letter, A, B, E and H in a digit, the others in either.
    """
    number = _present(text)
    if not _CIF.fullmatch(number):
        raise Malformed("length" if len(number) != 9 else "characters")  # noqa: PLR2004 - a NIF has nine
    if number[-1] not in cif.calc_check_digits(number[:-1]):
        raise Malformed("checksum")
    if number[0] in (_LETTER_CONTROL if number[-1].isdigit() else _DIGIT_CONTROL):
        raise Malformed("kind")
    return number


def normalise_passport(country: str, number: str) -> Passport:
    """Return the passport's country and number; only their shape can be checked."""
    issued_by, found = compact(country), _present(number)
    if issued_by not in countries.ALPHA_2:
        raise Malformed("country")
    if not _PASSPORT.fullmatch(found):
        raise Malformed("characters")
    return Passport(issued_by, found)


def normalise_phone(text: str) -> str:
    """Return a telephone number in E.164; one without a prefix is Spanish."""
    return phonenumbers.format_number(_phone(text), phonenumbers.PhoneNumberFormat.E164)


def normalise_mobile(text: str) -> str:
    """Return a mobile number in E.164, the only kind to which the office sends codes.

    Countries that do not tell mobiles from land lines (the United States) are given the benefit
    of the doubt. Raises `Malformed("kind")` for a number that is no mobile.
    """
    number = _phone(text)
    mobile = {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
    if phonenumbers.number_type(number) not in mobile:
        raise Malformed("kind")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normalise_postcode(text: str) -> str:
    """Return a Spanish postcode: five digits, of which the first two are a province (01-52)."""
    return _checked(postal_code.validate, _present(text))


def normalise_cadastral(text: str) -> str:
    """Return the twenty characters of a cadastral reference, both control letters checked.

    Two flats of one building share the first fourteen, so all twenty are kept.
    """
    return _checked(referenciacatastral.validate, _present(text))


def masked_nif(number: str) -> str:
    """Return `number` with only four digits to be read, as lists and notices show it.

    12345678Z gives ***4567**, X1234567L gives ****4567*, the passport ABC123456 gives *****3456.
    Source: LO 3/2018 disposición adicional séptima and the AEPD's guidance of 4-3-2019.
    """
    digits = [at for at, c in enumerate(number) if c.isdigit()]
    seven = 7
    shown = set(digits[3:7] if len(digits) >= seven else range(max(len(number) - 4, 0), len(number)))
    return "".join(c if at in shown else "*" for at, c in enumerate(number))


def fold(name: str) -> str:
    """Return `name` as names are compared: no accents, case, hyphens, apostrophes or middle dots."""
    letters = unicodedata.normalize("NFKD", name).casefold().translate(_WRITTEN_OTHERWISE)
    spaced = "".join(" " if unicodedata.category(c) in {"Pd", "Zs", "Cc"} else c for c in letters)
    return " ".join("".join(c for c in spaced if c.isalnum() or c == " ").split())


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's given name and one or two surnames, spelt as the person spells them."""

    given_name: str
    surname1: str
    surname2: str = ""

    @property
    def full(self) -> str:
        """The name as it is spoken: given name, then surnames."""
        return " ".join(part for part in (self.given_name, self.surname1, self.surname2) if part)

    @property
    def listed(self) -> str:
        """The name as lists sort it: surnames, comma, given name."""
        return f"{' '.join(part for part in (self.surname1, self.surname2) if part)}, {self.given_name}"

    def same_as(self, other: "PersonName") -> bool:
        """Return whether both are the same name but for accents, case and punctuation."""
        return fold(self.listed) == fold(other.listed)


def person_name(given_name: str, surname1: str, surname2: str = "") -> PersonName:
    """Return the name with its spaces put in order.

    Raises `Malformed("empty")` without a given name or first surname, "characters" for signs that
    no name has, "length" above 60 characters in a part.
    """
    parts = [" ".join(unicodedata.normalize("NFC", part).split()) for part in (given_name, surname1, surname2)]
    if not parts[0] or not parts[1]:
        raise Malformed("empty")
    if any(not _nameable(c) for part in parts for c in part):
        raise Malformed("characters")
    most = 60
    if max(map(len, parts)) > most:
        raise Malformed("length")
    return PersonName(*parts)


def _nameable(character: str) -> bool:
    return character in " '’-·.ªº" or unicodedata.category(character)[0] in {"L", "M"}


def _present(text: str) -> str:
    found = compact(text)
    if not found:
        raise Malformed("empty")
    return found


def _phone(text: str) -> phonenumbers.PhoneNumber:
    if not text.strip():
        raise Malformed("empty")
    try:
        number = phonenumbers.parse(text, "ES")
    except phonenumbers.NumberParseException as cause:
        raise Malformed("characters") from cause
    if number.extension or not phonenumbers.is_valid_number(number):
        raise Malformed("length" if not phonenumbers.is_possible_number(number) else "kind")
    return number


def _checked(validate: Callable[[str], str], number: str) -> str:
    try:
        return validate(number)
    except InvalidLength:
        raise Malformed("length") from None
    except InvalidChecksum:
        raise Malformed("checksum") from None
    except ValidationError:
        raise Malformed("characters") from None
