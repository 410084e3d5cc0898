"""What a single field of a definition may and may not ask for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from app.domain.procedure import Condition
from app.intake import definition
from app.intake.definition import Field

_EXTENSION: Final = re.compile(r"\.[a-z0-9]{1,8}", re.ASCII)
_AUTOCOMPLETE: Final = re.compile(r"(?:[a-z][a-z0-9-]*(?: (?!$)|$)){0,4}", re.ASCII)
_CEILINGS: Final = {"text": 1000, "textarea": 10_000, "group": 50, "file": 50, "multi": 100}
_CLASS: Final = re.compile(r"\[(?:\\.|[^\]\\])*\]")
_ESCAPED: Final = re.compile(r"\\[dws.\-/()+*?\[\]{}|\\^$]")
_OPEN_REPETITIONS_MOST: Final = 2
_OPTIONAL_MOST: Final = 6


def faults(field: Field) -> Iterator[str]:
    """Yield what is wrong with the options of `field`, taken by itself."""
    yield from _bounds(field)
    if field.pattern is not None:
        yield from _pattern(field)
    if field.mobile and field.kind != "tel":
        yield "«mobile» solo vale con «tel»."
    if not set(field.types) <= set(definition.EVERY_ID_TYPE) or (field.types and field.kind != "person_id"):
        yield f"«types» solo vale con «person_id», con algunos de: {', '.join(definition.EVERY_ID_TYPE)}."
    if not all(map(_EXTENSION.fullmatch, field.accept)) or (field.accept and field.kind != "file"):
        yield "«accept» solo vale con «file», con extensiones como .pdf."
    if not set(field.messages) <= {"required", "invalid"}:
        yield "«messages» lleva required e invalid, y nada más."
    if not _AUTOCOMPLETE.fullmatch(field.autocomplete):
        yield "«autocomplete» lleva las palabras de HTML, como email."
    if not 1 <= field.rows <= 30 or field.width not in {0, 2, 3, 4, 5, 10, 20, 30}:  # noqa: PLR2004 - what the skin has
        yield "«rows» va de 1 a 30, y «width» es 2, 3, 4, 5, 10, 20 o 30."


def condition_faults(leaf: Condition, before: Sequence[Field]) -> Iterator[str]:
    """Yield what is wrong with a single question of a condition, given the fields that come before."""
    asked = _found(str(leaf["field"]), before)
    if asked is None:
        yield f"Una condición solo pregunta por un campo anterior, y «{leaf['field']}» no lo es."
        return
    if "gte" in leaf:
        if asked.kind not in {"integer", "money"}:
            yield "«gte» pregunta por un número entero o un importe."
        return
    values: Any = leaf["in"] if "in" in leaf else [leaf["eq"]]
    allowed = {option.value for option in asked.options}
    if asked.kind == "accept" and values != [True]:
        yield "Por una casilla se pregunta con eq: true; para lo contrario, con not."
    elif asked.kind in {"choice", "multi"} and not all(isinstance(one, str) and one in allowed for one in values):
        yield f"«{leaf['field']}» no tiene esa respuesta (en YAML, yes y no van entre comillas)."
    elif asked.kind in {"integer", "money"} and not all(type(one) is int for one in values):
        yield f"«{leaf['field']}» es un número."
    elif asked.kind not in {"accept", "choice", "multi", "integer", "money"} and not _texts(asked, values):
        yield f"Por «{leaf['field']}» no se puede preguntar así."


def calc_faults(field: Field, before: Sequence[Field]) -> Iterator[str]:
    """Yield what is wrong with a calculation, given the fields that come before."""
    if field.kind != "calc":
        if field.calc:
            yield "«calc» solo vale en un campo de tipo calc."
        return
    keys = set(field.calc)
    if keys <= {"count", "plus"} and "count" in keys:
        counted = _found(str(field.calc["count"]), before)
        if (
            counted is None
            or counted.kind not in {"group", "multi", "file"}
            or type(field.calc.get("plus", 0)) is not int
        ):
            yield "«count» nombra un group, multi o file anterior, y «plus» es un número entero."
    elif keys <= {"sum", "unit"} and "sum" in keys and field.calc.get("unit", "") in {"", "money"}:
        yield from _sum_faults(field.calc, before)
    else:
        yield "«calc» es {count, plus} o {sum, unit}."


def _sum_faults(calc: Mapping[str, object], before: Sequence[Field]) -> Iterator[str]:
    paths = calc["sum"]
    wanted = "money" if calc.get("unit") == "money" else "integer"
    for path in paths if isinstance(paths, list) else [""]:
        summed = _found(str(path), before, lists=True)
        if summed is None or summed.kind != wanted:
            yield f"«sum» lleva campos anteriores de tipo {wanted}."


def _found(path: str, before: Sequence[Field], *, lists: bool = False) -> Field | None:
    """Return the field that a path leads to; into a group only where `lists` allows it."""
    first, _, rest = path.partition(".")
    field = next((each for each in before if each.name == first), None)
    if field is None or not rest:
        return field
    if field.kind == "person_id" and rest in {"type", "country"}:
        return Field(rest, "text", {})
    if field.kind == "block" or (lists and field.kind == "group"):
        return _found(rest, field.fields)
    return None


def _texts(asked: Field, values: Any) -> bool:
    texts = asked.kind in definition.TYPED | {"date"}
    return texts and all(isinstance(one, str) and one for one in values)


def _bounds(field: Field) -> Iterator[str]:
    least, most = field.least, field.most
    if field.kind == "date":
        if not all(map(_limit, (least, most))):
            yield "«min» y «max» de una fecha son fechas como 2026-12-31, o today."
        return
    if (least, most) == (None, None):
        return
    if field.kind not in {*_CEILINGS, "integer", "money"}:
        yield f"«{field.kind}» no tiene min ni max."
        return
    floor, ceiling = _range(field.kind)
    low = least if isinstance(least, int) else floor
    high = most if isinstance(most, int) else ceiling
    if not floor <= low <= high <= ceiling:
        yield f"«min» y «max» van de {floor} a {ceiling}, y el primero no pasa del segundo."


def _range(kind: str) -> tuple[int, int]:
    if kind == "integer":
        return -definition.INTEGER_MOST, definition.INTEGER_MOST
    return (0, definition.MONEY_MOST) if kind == "money" else (1, _CEILINGS[kind])


def _limit(limit: object) -> bool:
    if limit in {None, definition.TODAY}:
        return True
    try:
        return isinstance(limit, str) and date.fromisoformat(limit).isoformat() == limit
    except ValueError:
        return False


def _pattern(field: Field) -> Iterator[str]:
    """Yield why a pattern is refused: it must be text's, compile, and never take long to fail."""
    pattern = field.pattern or ""
    if field.kind != "text" or not 1 <= len(pattern) <= 100:  # noqa: PLR2004 - long enough for any code
        yield "«pattern» solo vale con «text», y tiene 100 caracteres como mucho."
        return
    try:
        re.compile(pattern)
    except re.error:
        yield "«pattern» no es una expresión regular."
        return
    plain = _CLASS.sub("c", _ESCAPED.sub("e", pattern))
    repeated = len(re.findall(r"[*+]|\{[0-9]*,[0-9]*\}", plain)) > _OPEN_REPETITIONS_MOST
    if repeated or "\\" in plain or plain.count("?") > _OPTIONAL_MOST or "(?" in plain or re.search(r"\)[*+{]", plain):
        yield "«pattern» no puede mirar alrededor ni atrás, repetir un grupo, ni llevar más de dos repeticiones."
