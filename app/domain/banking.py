"""Accounts, mandates and creditors of SEPA direct debits."""

import re
from typing import Final

from stdnum import iban
from stdnum.exceptions import InvalidChecksum, ValidationError

from app.domain import countries, people
from app.domain.malformed import Malformed

_SHAPE: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", re.ASCII)
_BIC: Final = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", re.ASCII)
_DIR3: Final = re.compile(r"[A-Z0-9]{9}", re.ASCII)
_SUFFIX: Final = re.compile(r"[A-Z0-9]{3}", re.ASCII)
_LAST_NUMBER: Final = 999_999


def normalise_iban(text: str) -> str:
    """Return an IBAN without spaces, of whatever SEPA country.

    The office may not insist on a Spanish account (Regulation (EU) 260/2012 art. 9). Raises
    `Malformed` with "empty", "characters", "country" (no SEPA country), "length" or "checksum";
    the last also for the inner control digits of a Spanish account.
    """
    number = people.compact(text)
    if not number:
        raise Malformed("empty")
    if not _SHAPE.fullmatch(number):
        raise Malformed("length" if number.isascii() and number.isalnum() else "characters")
    if number[:2] not in countries.SEPA:
        raise Malformed("country")
    if len(number) != countries.SEPA[number[:2]]:
        raise Malformed("length")
    if number[2:4] in {"00", "01", "99"}:  # they pass modulo 97, but control digits run from 02 to 98 (ISO 13616)
        raise Malformed("checksum")
    try:
        return str(iban.validate(number))
    except InvalidChecksum:
        raise Malformed("checksum") from None
    except ValidationError:
        raise Malformed("characters") from None


def normalise_bic(text: str) -> str:
    """Return the BIC of a bank in capitals, without spaces. Raises `Malformed` with "characters"."""
    code = people.compact(text)
    if not _BIC.fullmatch(code):
        raise Malformed("characters")
    return code


def spaced_iban(number: str) -> str:
    """Return a stored IBAN in groups of four, as it is printed."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def masked_iban(number: str) -> str:
    """Return a stored IBAN of which only the country, its control digits and the last four can be read."""
    return spaced_iban(number[:4] + "*" * (len(number) - 8) + number[-4:])


def mandate_reference(dir3: str, year: int, number: int) -> str:
    """Return the unique reference of a mandate (AT-01), e.g. L01990017-DOM-2026-000123.

    Stays within the 35 characters and the alphabet that banks accept. Raises `ValueError` when a
    part cannot be printed in its width.
    """
    if not _DIR3.fullmatch(dir3) or not 2000 <= year <= 9999 or not 1 <= number <= _LAST_NUMBER:  # noqa: PLR2004 - years of four digits
        raise ValueError("a mandate reference needs a DIR3 code, a year and a number of up to six digits")
    return f"{dir3}-DOM-{year:04d}-{number:06d}"


def creditor_identifier(nif: str, suffix: str = "000") -> str:
    """Return the SEPA creditor identifier (AT-02) of a Spanish NIF.

    The control digits leave the three characters of `suffix` out. Source: EPC262-08 and AEB's
    folleto 19.44.
    """
    if not _SUFFIX.fullmatch(suffix):
        raise ValueError("a creditor's suffix is three letters or digits")
    number = people.normalise_cif(nif)
    digits = "".join(str(int(c, 36)) for c in f"{number}ES00")
    return f"ES{98 - int(digits) % 97:02d}{suffix}{number}"
