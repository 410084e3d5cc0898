"""Tables that analysts own: a declared schema, and rows whose values fit it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from app.domain import people
from app.domain.errors import Invalid
from app.domain.procedure import Texts
from app.domain.work import Json

KINDS: Final = ("text", "integer", "money", "date", "boolean")
LONGEST: Final = 500
_YES: Final = frozenset({"si", "yes", "true", "1"})
_NO: Final = frozenset({"no", "false", "0"})
_LARGEST: Final = 2**53


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. Money is written in euros and kept in cents."""

    name: str
    label: Texts
    kind: str
    required: bool


def key(text: str) -> str:
    """Return a key as keys are compared: accents, capitals and punctuation set apart."""
    return people.fold(text)


def read(columns: Sequence[Column], typed: Mapping[str, str]) -> dict[str, Json]:
    """Return the values of a row that somebody typed.

    Raises `Invalid` whose `problems` name each column at fault: "required" or the kind that it should be.
    """
    problems: dict[str, str] = {}
    found: dict[str, Json] = {}
    for column in columns:
        text = typed.get(column.name, "").strip()
        if not text:
            if column.required:
                problems[column.name] = "required"
            continue
        try:
            found[column.name] = _value(column.kind, text)
        except (ValueError, InvalidOperation):
            problems[column.name] = column.kind
    if problems:
        raise Invalid("the row does not fit the table", problems)
    return found


def written(column: Column, value: Json) -> str:
    """Return a value as somebody would type it."""
    if value is None:
        return ""
    if column.kind == "boolean":
        return "sí" if value else "no"
    if column.kind == "money" and isinstance(value, int):
        return f"{value // 100},{value % 100:02d}"
    return str(value)


def _value(kind: str, text: str) -> Json:
    if kind == "boolean":
        folded = people.fold(text)
        if folded not in _YES | _NO:
            raise ValueError(text)
        return folded in _YES
    if kind == "date":
        return date.fromisoformat(text).isoformat()
    if kind in {"integer", "money"}:
        return _number(kind, text)
    if len(text) > LONGEST:
        raise ValueError("length")
    return text


def _number(kind: str, text: str) -> int:
    number = Decimal(text.replace(".", "").replace(",", ".") if "," in text else text)
    if not number.is_finite():
        raise ValueError(text)
    if kind == "money":
        number *= 100
    whole = int(number)
    if whole != number or abs(whole) >= _LARGEST:
        raise ValueError(text)
    return whole
