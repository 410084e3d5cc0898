"""Random form definitions of every kind, and random answers to them, right and wrong."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from app.intake import definition
from app.intake.definition import Field, FormDefinition

BOTH = {"es": "texto", "ca": "text"}
IDS = [f"{at:08x}-0000-4000-8000-000000000000" for at in range(12)]

GOOD: dict[str, list[Any]] = {
    "name": ["María José", "Núñez", "L·lull", "O'Neill", "d’Ors"],
    "nif": ["12345678Z", "X1234567L", "Y1234567X", "Z1234567R", "00000000T"],
    "iban": ["ES9121000418450200051332", "ES8099990001450000000001", "FR1420041010050500013M02606"],
    "bic": ["CAIXESBBXXX", "CAIXESBB"],
    "tel": ["+34612345678", "+34712345678", "+34972000001", "+33170189900"],
    "email": ["ana@example.org", "a.b+c@ejemplo.es", "x@xn--fiqs8s.example.com"],
    "cadastral": ["9872023VH5797S0001WX", "4A08169P03PRAT0001LR"],
    "postcode": ["17001", "08940", "46169"],
    "document": ["ABC12345", "12345"],
    "date": ["2026-11-20", "2026-11-19", "2026-11-21", "1900-01-01", "9999-12-31", "2024-02-29", "2020-01-01"],
}
BAD: dict[str, list[Any]] = {
    "name": ["R2D2", "x" * 61, "María  José", " Ana", "Ana\u200b", "Ana; DROP"],
    "nif": ["12345678z", "12345678A", " 12345678Z", "1234567L", "B58378431", "１2345678Z", "12345678Z\n"],
    "iban": ["ES91 2100 0418 4502 0005 1332", "ES9121000418450200051333", "US64SVBKUS6S3300958879", "es9121"],
    "bic": ["caixesbb", "CAIXESB", "CAIXESBBXX"],
    "tel": ["612345678", "600", "+34799000000", "+34 612 345 678", "tel:+34612345678"],
    "email": ["ana@example", "ana", "ana@EXAMPLE.org", "a b@example.org", "@", "ana@example.org\x00", "ñ@example.org"],
    "cadastral": ["9872023VH5797S0001WY", "9872023 VH5797S 0001 WX", "9872023VH5797S"],
    "document": ["abc12345", "AB-12345", "AB12", "x" * 21],
    "postcode": ["99001", "1700", "17 001", "００001"],
    "date": [
        "2026-02-31",
        "2026-1-1",
        "26-01-01",
        "0026-01-01",
        "1899-12-31",
        "x",
        "2026-01",
        "20260101",
        "2024-W01-1",
    ],
    "accept": [False, 1, "1", "on", "true"],
    "choice": ["no-such", "A", 1, True],
    "multi": ["a", ["a", "a"], ["a", "zz"], [], [""]],
    "file": ["x", ["x"], [IDS[0], IDS[0]], [IDS[0].upper()], []],
    "integer": ["5", "5.5", "١", 5.0, 5.5, True, 10**12, -(10**12), "1.000", "doce"],
    "money": ["12,5", "12,555", -1, 10**11 + 1, 1.5, "1,00 €", "doce"],
    "block": [{}, "x"],
    "group": [[], [{}], "x"],
    "person_id": [{}, "x", {"type": "dni"}, {"number": "12345678Z"}, {"type": "zz", "number": "12345678Z"}],
}
IDENTITIES = [
    {"type": "dni", "number": "12345678Z"},
    {"type": "nie", "number": "X1234567L"},
    {"type": "tie", "number": "X1234567L"},
    {"type": "passport", "number": "ABC12345", "country": "FR"},
    {"type": "eu_id", "number": "ABC12345", "country": "IT"},
]
WRONG_IDENTITIES = [
    {"type": "dni", "number": "X1234567L"},
    {"type": "nie", "number": "12345678Z"},
    {"type": "dni", "number": "12345678z"},
    {"type": "dni", "number": "12345678Z", "country": "FR"},
    {"type": "dni", "number": "12345678Z", "country": "zz"},
    {"type": "passport", "number": "ABC12345"},
    {"type": "passport", "number": "abc12345", "country": "FR"},
    {"type": "passport", "number": "AB1", "country": "FR"},
    {"type": "passport", "number": "ABC12345", "country": "XX"},
    {"type": "passport", "number": "ABC12345", "country": ""},
    {"type": "dni", "number": "12345678Z", "extra": "x"},
]
TYPED = [
    "text",
    "textarea",
    "name",
    "nif",
    "iban",
    "bic",
    "tel",
    "email",
    "integer",
    "money",
    "cadastral",
    "postcode",
    "document",
]
PLAIN = [*TYPED, "person_id", "date", "choice", "multi", "accept", "file", "info"]
JUNK: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.text(max_size=20), st.integers(-10, 10), st.sampled_from([True, False, [], {}, "", " ", 0])
)
SPACED = st.text(
    st.one_of(st.sampled_from("ab \t\n\r\u00a0\u200b\u202e\u0301e\x00\x1f\u2028\ufffd"), st.characters()), max_size=30
)


@st.composite
def definitions(draw: st.DrawFn) -> dict[str, Any]:
    """Return a form of one to three pages, with conditions on earlier answers."""
    pages: list[dict[str, Any]] = []
    before: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 3))):
        page: dict[str, Any] = {"id": f"p{number}", "title": BOTH, "fields": []}
        if before and draw(st.integers(0, 3)) == 0 and (when := draw(conditions(before))):
            page["when"] = when
        for _ in range(draw(st.integers(1, 4))):
            field = draw(fields(f"f{len(before)}", before))
            page["fields"].append(field)
            before.append(field)
        pages.append(page)
    return {"id": "random", "version": "1", "title": BOTH, "pages": pages}


@st.composite
def single(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """Return a form that asks a yes or no, then one question of `kind` that may depend on it."""
    asked = [{"value": "yes", "label": BOTH}, {"value": "no", "label": BOTH}]
    first = {"name": "f0", "type": "choice", "label": BOTH, "required": True, "options": asked}
    field: dict[str, Any] = {"name": "f1", "type": kind, "label": BOTH, **draw(_options(kind))}
    if kind in definition.NESTED:
        field["fields"] = draw(_inner())
    if kind != "info":
        field["required"] = draw(st.booleans())
    if draw(st.integers(0, 2)) == 0:
        field["when"] = {"field": "f0", "eq": "yes"}
    page = {"id": "p0", "title": BOTH, "fields": [first, field]}
    return {"id": "random", "version": "1", "title": BOTH, "pages": [page]}


@st.composite
def fields(draw: st.DrawFn, name: str, before: list[dict[str, Any]], *, inside: bool = False) -> dict[str, Any]:
    """Return a field of any kind, perhaps with a condition on one of `before`."""
    kind = draw(st.sampled_from(PLAIN if inside else [*PLAIN, "group", "block", "calc", "choice", "multi", "group"]))
    field: dict[str, Any] = {"name": name, "type": kind, "label": BOTH, **draw(_options(kind))}
    if kind not in {"info", "calc"}:
        field["required"] = draw(st.booleans())
    if kind == "calc":
        counted = [each["name"] for each in before if each["type"] in {"group", "multi", "file"}]
        field["calc"] = {"count": draw(st.sampled_from(counted))} if counted else {"sum": []}
    if kind in {"group", "block"}:
        field["fields"] = draw(_inner())
    conditional: bool = draw(st.booleans())
    if conditional and before and (when := draw(conditions(before))):
        field["when"] = when
    return field


@st.composite
def _inner(draw: st.DrawFn) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    many: int = draw(st.integers(1, 3))
    for at in range(many):
        found.append(draw(fields(f"i{at}", found, inside=True)))
    return found


@st.composite
def _options(draw: st.DrawFn, kind: str) -> dict[str, Any]:  # noqa: PLR0911 - one line per kind
    if kind in {"choice", "multi"}:
        values = draw(st.sampled_from([["a"], ["a", "b"], ["a", "b", "c"], ["yes", "no"]]))
        limits = draw(_limits(1, 2)) if kind == "multi" else {}
        return {"options": [{"value": value, "label": BOTH} for value in values], **limits}
    if kind == "text":
        return draw(st.sampled_from([{}, {"pattern": "[a-c]{1,3}"}, {"max": 3}, {"min": 2, "max": 5}, {"min": 3}]))
    if kind == "textarea":
        return draw(st.sampled_from([{}, {"max": 5}, {"min": 2}]))
    if kind == "tel":
        return {"mobile": draw(st.booleans())}
    if kind == "date":
        bound = st.sampled_from(["today", "2020-01-01", "2026-11-20"])
        return draw(st.sampled_from([{}, {"max": draw(bound)}, {"min": draw(bound)}]))
    if kind == "person_id":
        return draw(st.sampled_from([{}, {"types": ["dni", "nie"]}, {"types": ["passport", "tie"]}]))
    if kind in {"integer", "money"}:
        return draw(_limits(0, 500))
    return draw(_limits(1, 2)) if kind in {"file", "group"} else {}


@st.composite
def _limits(draw: st.DrawFn, least: int, most: int) -> dict[str, Any]:
    low = draw(st.integers(least, most))
    return draw(st.sampled_from([{}, {"min": low}, {"max": most}, {"min": low, "max": most}]))


@st.composite
def conditions(draw: st.DrawFn, before: list[dict[str, Any]], depth: int = 0) -> dict[str, Any] | None:
    """Return a condition on one of the fields before, None when none of them can be asked."""
    if depth < 2 and draw(st.integers(0, 3)) == 0:
        parts = [part for _ in range(draw(st.integers(1, 2))) if (part := draw(conditions(before, depth + 1)))]
        word = draw(st.sampled_from(["all", "any", "not"]))
        return ({"not": parts[0]} if word == "not" else {word: parts}) if parts else None
    asked = [test for each in before for test in _askable(each)]
    return draw(st.sampled_from(asked)) if asked else None


def _askable(each: Mapping[str, Any], prefix: str = "") -> list[dict[str, Any]]:  # noqa: PLR0911 - one line per kind
    path = f"{prefix}{each['name']}"
    match each["type"]:
        case "choice" | "multi":
            values = [option["value"] for option in each["options"]]
            return [
                {"field": path, "eq": values[0]},
                {"field": path, "in": values[:2]},
                {"field": path, "eq": values[-1]},
            ]
        case "accept":
            return [{"field": path, "eq": True}]
        case "integer" | "money":
            return [{"field": path, "gte": 5}, {"field": path, "eq": 1}]
        case "person_id":
            return [{"field": f"{path}.type", "eq": "dni"}, {"field": f"{path}.country", "in": ["FR", "IT"]}]
        case "block":
            return [test for inner in each["fields"] for test in _askable(inner, f"{path}.")]
        case "postcode" | "nif":
            return [{"field": path, "eq": GOOD[each["type"]][0]}]
        case _:
            return []


def holds(condition: Any, answers: Any) -> bool:
    """Say again, in other words, whether a condition holds."""
    match condition:
        case None:
            return True
        case {"all": parts}:
            return not [part for part in parts if not holds(part, answers)]
        case {"any": parts}:
            return bool([part for part in parts if holds(part, answers)])
        case {"not": inner}:
            return not holds(inner, answers)
    value = answers
    for name in condition["field"].split("."):
        value = value[name] if isinstance(value, dict) and name in value else None
    if "gte" in condition:
        return isinstance(value, int) and not isinstance(value, bool) and value >= condition["gte"]
    wanted = [repr(one) for one in condition.get("in", [condition.get("eq")])]
    return any(repr(one) in wanted for one in (value if isinstance(value, list) else [value]))


@st.composite
def answers(draw: st.DrawFn, form: FormDefinition) -> dict[str, Any]:
    """Return answers to a form: all right, wrong in one place, or wrong in many."""
    specs = tuple(form.fields())
    wrong = draw(st.sampled_from(["none", "one", "one", "many"]))
    found = draw(_answers(specs, 4 if wrong == "many" else 0))
    if wrong == "one":
        spec = draw(st.sampled_from(specs))
        found[spec.name] = draw(near(spec))
    return found | ({"unknown": "x"} if draw(st.integers(0, 40)) == 0 else {})


@st.composite
def _answers(draw: st.DrawFn, specs: tuple[Field, ...], rate: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for spec in specs:
        wrong = rate > draw(st.integers(0, 9))
        if spec.kind in definition.SILENT or (not holds(spec.when, found) and not wrong):
            continue
        if wrong:
            found[spec.name] = draw(near(spec))
        elif spec.required or draw(st.booleans()):
            found[spec.name] = draw(_good(spec, rate))
    return found


@st.composite
def near(draw: st.DrawFn, spec: Field) -> Any:
    """Return an answer at or beyond the edge of what a field accepts, or a right one."""
    if spec.kind in definition.SILENT:
        return draw(JUNK)
    return draw(st.one_of(_edge(spec), _edge(spec), _bad(spec), _good(spec, 4), JUNK))


def _edge(spec: Field) -> st.SearchStrategy[Any]:
    """Return answers one below, at and one above the field's limits, and lists with a stranger or a twin."""
    least, most = spec.least, spec.most
    edges = [limit + step for limit in (least, most) if isinstance(limit, int) for step in (-1, 0, 1)]
    match spec.kind:
        case "integer" | "money":
            return st.sampled_from(edges or [-1, 0])
        case "text" | "textarea":
            default = 200 if spec.kind == "text" else 4000
            lengths = [*edges, default, default + 1]
            return st.builds(lambda length, letter: letter * length, st.sampled_from(lengths), st.sampled_from("ad"))
        case "multi" | "file":
            values = [option.value for option in spec.options] or [*IDS, *IDS[:1]]
            return st.lists(st.sampled_from([*values, "stranger"]), min_size=1, max_size=12)
        case "group":
            entry = _answers(spec.fields, 0)
            return st.sampled_from([*edges, 20, 21]).flatmap(
                lambda n: st.lists(entry, min_size=max(n, 0), max_size=n + 1)
            )
        case "block":
            return _answers(spec.fields, 4)
    return _bad(spec)


def _bad(spec: Field) -> st.SearchStrategy[Any]:
    if spec.kind in {"text", "textarea"}:
        return SPACED
    if spec.kind == "person_id":
        return st.sampled_from([*BAD["person_id"], *WRONG_IDENTITIES, *IDENTITIES])
    return st.sampled_from([*BAD[spec.kind], *GOOD.get(spec.kind, [])])


def _good(spec: Field, rate: int) -> st.SearchStrategy[Any]:
    if spec.kind in definition.NESTED:
        return _good_nested(spec, rate)
    return st.sampled_from(GOOD[spec.kind]) if spec.kind in GOOD and spec.kind != "date" else _good_plain(spec)


def _good_nested(spec: Field, rate: int) -> st.SearchStrategy[Any]:
    if spec.kind == "block":
        return _answers(spec.fields, rate)
    least = int(spec.least or 1)
    return st.lists(_answers(spec.fields, rate), min_size=least, max_size=int(spec.most or least + 1))


def _good_plain(spec: Field) -> st.SearchStrategy[Any]:  # noqa: C901, PLR0911 - one line per kind
    match spec.kind:
        case "text" | "textarea":
            return st.text("abc", min_size=int(spec.least or 1), max_size=min(int(spec.most or 3), 3))
        case "integer" | "money":
            return st.integers(int(spec.least or 0), int(500 if spec.most is None else spec.most))
        case "choice":
            return st.sampled_from([option.value for option in spec.options])
        case "multi":
            return _some([option.value for option in spec.options], spec)
        case "file":
            return _some(IDS, spec)
        case "accept":
            return st.just(True)
        case "person_id":
            return st.sampled_from([each for each in IDENTITIES if each["type"] in (spec.types or ("dni", "passport"))])
        case "date":
            return st.sampled_from(GOOD["date"]).filter(lambda day: _allowed(spec, day))
    return st.nothing()


def _allowed(spec: Field, day: str) -> bool:
    least, most = (str(limit or "").replace("today", "2026-11-20") for limit in (spec.least, spec.most))
    return (least or day) <= day <= (most or day)


def _some(values: list[str], spec: Field) -> st.SearchStrategy[list[str]]:
    least = min(int(spec.least or 1), len(values))
    most = max(min(int(spec.most or len(values)), len(values)), least)
    return st.lists(st.sampled_from(values), min_size=least, max_size=most, unique=True)
