"""What the schema of BPMN 2.0 says against a diagram, in the analyst's words."""

import itertools
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnValidator
from SpiffWorkflow.dmn.parser.BpmnDmnParser import SCHEMAS
from SpiffWorkflow.spiff.parser.process import VALIDATOR

from app.domain.procedure import Problem
from app.engine import specs
from app.engine.drawn import NAMES, Drawn

MOST_FAULTS: Final = 200
MOST_CHILDREN: Final = 2000
_NAMESPACE: Final = re.compile(r"\{[^}]*\}")
_ELEMENT: Final = re.compile(r"Element '([^']+)'")
_SPELT: Final[Mapping[str, str]] = {name.lower(): name for name in NAMES}
_ORDER: Final = (
    "Dentro de cada elemento, BPMN 2.0 fija el orden y los hijos que puede llevar; su editor lo hace por usted."
)
_FAULTS: Final[tuple[tuple[re.Pattern[str], str, str], ...]] = (
    (
        re.compile(r"Element '([^']+)': This element is not expected\.(?: Expected is(?: one of)? \((.*)\))?"),
        "El elemento «{0}» no puede estar en este sitio{expected}.",
        _ORDER,
    ),
    (
        re.compile(r"Element '([^']+)': Missing child element\(s\)\.(?: Expected is(?: one of)? \((.*)\))?"),
        "A «{0}» le falta algo dentro{expected}.",
        _ORDER,
    ),
    (
        re.compile(r"Element '([^']+)': The attribute '([^']+)' is required but missing"),
        "A «{0}» le falta el atributo «{1}».",
        "Complételo.",
    ),
    (
        re.compile(r"Element '([^']+)', attribute '([^']+)': The attribute '[^']+' is not allowed"),
        "«{0}» no puede llevar el atributo «{1}».",
        "Bórrelo, o póngale el prefijo de su programa si es una extensión.",
    ),
    (
        re.compile(
            r"Element '([^']+)', attribute '([^']+)': (?:\[facet 'enumeration'\] )?.*[Vv]alue '(.*)' is not an ele"
        ),
        "El atributo «{1}» de «{0}» no puede valer «{2}».",
        "Elija uno de los valores de BPMN 2.0.",
    ),
    (
        re.compile(
            r"Element '([^']+)', attribute '([^']+)': '(.*)' is not a valid value of the atomic type 'xs:QName'"
        ),
        "El atributo «{1}» de «{0}» no puede valer «{2}»: no sirve como nombre.",
        "Los nombres empiezan por letra o _ y no llevan espacios ni signos.",
    ),
    (
        re.compile(r"Element '([^']+)', attribute 'id': '(.*)' is not a valid value of the atomic type"),
        "El id «{1}» no sirve como id, o ya está usado.",
        "Un id empieza por letra o _, no lleva espacios y no se repite.",
    ),
    (
        re.compile(r"Element '([^']+)', attribute '([^']+)': '(.*)' is not a valid value"),
        "El atributo «{1}» de «{0}» no puede valer «{2}».",
        "Corrija el valor.",
    ),
    (
        re.compile(r"Element '([^']+)': '(.*)' is not a valid value"),
        "El contenido de «{0}» no puede ser «{1}».",
        "Corrija el texto.",
    ),
    (
        re.compile(r"Element '([^']+)': Character content other than whitespace is not allowed"),
        "Sobra texto suelto dentro de «{0}».",
        "Bórrelo, o llévelo a «documentation».",
    ),
    (
        re.compile(r"Element '([^']+)': No matching global (?:element )?declaration available"),
        "«{0}» no es un elemento de la norma.",
        "Bórrelo o llévelo a «extensionElements».",
    ),
    (
        re.compile(r"Element '([^']+)': Element content is not allowed"),
        "«{0}» no puede llevar otros elementos dentro.",
        "Déjelo vacío o con texto.",
    ),
    (
        re.compile(r"Element '([^']+)': The type definition is abstract|.*The QName value '(.*)' of the attr"),
        "«{0}» tiene un tipo (xsi:type) que no existe.",
        "Bórrelo o use bpmn:tFormalExpression.",
    ),
)


def faults(drawn: Drawn) -> Iterator[Problem]:
    """Yield what the schema of BPMN 2.0 says against a diagram."""
    yield from _faults(drawn, VALIDATOR, "BPMN 2.0")


def table_faults(drawn: Drawn) -> Iterator[Problem]:
    """Yield what the schema of its version of DMN says against decision tables; nothing for one without schema."""
    schema = SCHEMAS.get(str(drawn.root.tag)[1:].partition("}")[0])
    if schema is not None:
        yield from _faults(drawn, _validator(schema), "DMN")


@lru_cache
def _validator(schema: str) -> BpmnValidator:
    return BpmnValidator(schema)


def _faults(drawn: Drawn, validator: Any, norm: str) -> Iterator[Problem]:
    """Yield what `validator` says. It renames what the parser would rename before it validates."""
    with specs.PARSING, _trimmed(drawn.root):
        validator.preprocess(drawn.root)
        validator.validator.validate(drawn.root)
        log: Any = validator.validator.error_log
        found = list(itertools.islice(log, MOST_FAULTS))
    seen: set[tuple[int, str]] = set()
    again = {element.get("id") for element in drawn.twice}
    for fault in found:
        if (fault.line, _subject(fault.message)) in seen or _told(fault.message, again):
            continue
        seen.add((fault.line, _subject(fault.message)))
        message, hint = _worded(fault.message, norm)
        yield drawn.problem(_at(drawn.root, fault.path), f"{message} (línea {fault.line})", hint)


@contextmanager
def _trimmed(root: etree._Element) -> Iterator[None]:
    """Take away what exceeds a crowd of children: libxml2 counts through it for each fault that it finds."""
    tails = [(parent, list(parent)[MOST_CHILDREN:]) for parent in root.iter() if len(parent) > MOST_CHILDREN]
    for parent, tail in tails:
        for child in tail:
            parent.remove(child)
    try:
        yield
    finally:
        for parent, tail in tails:
            parent.extend(tail)


def _subject(message: str) -> str:
    """Return the element and attribute that a fault is about: libxml2 says several things about one."""
    return message.partition(": ")[0]


def _told(message: str, again: set[str | None]) -> bool:
    """Say whether a fault is told elsewhere and better: an id that is there twice, a flow without an end."""
    loose = any(f"The attribute '{end}' is required" in message for end in ("sourceRef", "targetRef"))
    return loose or ("'xs:ID'" in message and any(f"'{name}'" in message for name in again))


def _worded(message: str, norm: str) -> tuple[str, str]:
    bare = _NAMESPACE.sub("", message)
    named = _ELEMENT.match(bare)
    meant = _SPELT.get(named[1].lower(), named[1]) if named else ""
    if named and meant != named[1]:
        return f"«{named[1]}» no es ningún elemento: es «{meant}».", "BPMN distingue mayúsculas y minúsculas."
    for pattern, words, hint in _FAULTS:
        found = pattern.match(bare)
        if found is not None:
            groups = [_short(group or "") for group in found.groups()]
            return words.format(*groups, expected=_expected(found)), hint.replace("BPMN 2.0", norm)
    return f"No cumple {norm}: {_short(bare)}", "Corríjalo en su editor y vuelva a exportar el diagrama."


def _expected(found: re.Match[str]) -> str:
    """Return what the schema would have liked to see, as far as it fits on a line."""
    if found.re.groups < 2 or "Expected" not in found.re.pattern or not found[2]:  # noqa: PLR2004 - element, list
        return ""
    names = [name.strip() for name in found[2].split(",")]
    few = [name for name in dict.fromkeys(names) if name and not name.startswith("##")][:5]
    return f": se esperaba {' o '.join(few)}" if few and len(names) <= 6 else ""  # noqa: PLR2004 - more help nobody


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:77]}…"  # noqa: PLR2004 - what fits on a line


def _at(root: etree._Element, path: str | None) -> etree._Element:
    """Return the element that a fault of the schema points to, the root when it cannot be found."""
    names = {prefix: name for prefix, name in root.nsmap.items() if prefix}
    try:
        found = root.xpath(path or "/*", namespaces=names)
    except etree.XPathError:
        return root
    return found[0] if isinstance(found, list) and found and isinstance(found[0], etree._Element) else root
