"""What the office demands of decision tables, whatever tool they come from."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from app.domain.procedure import Problem
from app.engine import decisions, diagram, expressions
from app.engine.drawn import Drawn
from app.engine.known import File
from app.engine.rules import text

NAMESPACES: Final = frozenset({
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
})  # fmt: skip
_COLUMNS: Final = frozenset({"input", "output", "rule"})
_POLICIES: Final = "UNIQUE (una fila), FIRST (la primera) o COLLECT (todas)"
_CELL: Final = 'Una celda es un valor ("a", 3), una comparación (> 4) o una lista (in ["a", "b"]); vacía, cualquiera.'
_RANGE: Final = re.compile(r"\A[\[\](].*\.\..*[\[\])]\Z")
_SEVERAL: Final = re.compile(r'\A"[^"]*"(\s*,\s*"[^"]*")+\Z')
_CONSTANT: Final = (re.compile(r"\A[<>=]*\s*(?:true|false|null)\Z"), "Los valores son True, False y None.")
_FEEL: Final = (
    (_RANGE, "Es un intervalo de FEEL: use dos columnas, o dos filas, con comparaciones como >= 1."),
    (_SEVERAL, 'Para varios valores escriba in ["a", "b"].'),
    (re.compile(r"\Anot\s*\("), 'Para lo contrario escriba != "a" o not in ["a", "b"].'),
    (re.compile(r"\A[<>=]*\s*(?:date and time|time|duration)\b"), "Las fechas se comparan con date(…)."),
    _CONSTANT,
)


def is_dmn(root: etree._Element) -> bool:
    """Say whether a file holds decisions."""
    return diagram.kind(root) == "definitions" and "/DMN/" in str(root.tag)


def outputs(root: etree._Element) -> dict[str, tuple[str, ...]]:
    """Return the decisions of a file with the names of their outputs."""
    return {
        decision.get("id") or "": tuple(
            output.get("name") or output.get("label") or "" for output in decision.iter() if _is(output, "output")
        )
        for decision in root.iter()
        if _is(decision, "decision")
    }


def faults(drawn: Drawn) -> Iterator[Problem]:
    """Yield what is wrong with the decisions of a file, their expressions included."""
    decided = [element for element in drawn.root.iter() if _is(element, "decision")]
    if not decided:
        yield drawn.problem(drawn.root, "El fichero no tiene ninguna decisión.", "Dibuje una tabla de decisión.")
    for more in decided[1:]:
        message = "El fichero tiene más de una decisión, y solo se lee la primera."
        yield drawn.problem(more, message, "Ponga cada tabla en un fichero .dmn.")
    for decision in decided:
        yield from _decision(drawn, decision)
    for element in drawn.twice:
        yield drawn.problem(element, f"El id «{element.get('id')}» está dos veces.", "Dé a cada elemento el suyo.")


def _decision(drawn: Drawn, decision: etree._Element) -> Iterator[Problem]:
    found = [child for child in decision if _is(child, "decisionTable")]
    if not decision.get("id"):
        yield drawn.problem(decision, "La decisión no tiene id.", "Dele el que nombra la tarea de regla de negocio.")
    if any(_is(child, "informationRequirement") for child in decision) and any(
        _is(child, "requiredDecision") for child in decision.iter()
    ):
        message = "La decisión depende de otra, y las decisiones encadenadas no se admiten."
        yield drawn.problem(decision, message, "Ponga una tarea de regla de negocio por tabla, una detrás de otra.")
    if not found:
        message = "La decisión no es una tabla: las expresiones literales y las funciones no se admiten."
        yield drawn.problem(decision, message, "Conviértala en una tabla de decisión, o use una tarea de script.")
    for table in found:
        yield from _table(drawn, table)


def _policy(drawn: Drawn, table: etree._Element) -> Iterator[Problem]:
    policy = (table.get("hitPolicy") or "UNIQUE").upper()
    if policy not in decisions.POLICIES:
        message = f"La política de aciertos {policy} no se admite."
        yield drawn.problem(table, message, f"Use {_POLICIES}.")
    elif policy == "COLLECT" and table.get("aggregation"):
        message = f"La agregación {table.get('aggregation')} no se tiene en cuenta: COLLECT da la lista de todas."
        yield drawn.problem(table, message, "Quite la agregación y use sum(…), min(…), max(…) o len(…) después.")


def _table(drawn: Drawn, table: etree._Element) -> Iterator[Problem]:
    yield from _policy(drawn, table)
    inputs = [child for child in table if _is(child, "input")]
    results = [child for child in table if _is(child, "output")]
    rows = [child for child in table if _is(child, "rule")]
    for child in table:
        if diagram.kind(child) not in _COLUMNS:
            yield drawn.problem(child, f"La tabla lleva «{diagram.kind(child)}», que no se admite.", "Quítelo.")
    if not results:
        yield drawn.problem(table, "La tabla no tiene ninguna columna de salida.", "Añada una, con un nombre.")
    if not rows:
        yield drawn.problem(table, "La tabla no tiene filas: no decide nunca nada.", "Añada al menos una.")
    columns = [_column(one) for one in inputs]
    for one, source in zip(inputs, columns, strict=True):
        yield from _input(drawn, one, source)
    named = Counter(other.get("name") or other.get("label") for other in results)
    for one in results:
        yield from _output(drawn, one, named)
    for row in rows:
        yield from _row(drawn, row, columns, len(results))


def _input(drawn: Drawn, column: etree._Element, source: str) -> Iterator[Problem]:
    if not column.get("id"):
        yield drawn.problem(column, "A una columna de entrada le falta el id.", "Dele uno.")
    if not source:
        hint = "Escriba en inputExpression una variable, como solicitud.mesas."
        yield drawn.problem(column, "La columna de entrada no dice qué se mira.", hint)
    elif complaint := expressions.check(source):
        hint = "Nombre una variable de la forma tarea.campo."
        yield drawn.problem(column, f"La columna de entrada «{source}» no vale: {complaint}.", hint)


def _output(drawn: Drawn, column: etree._Element, named: Mapping[str | None, int]) -> Iterator[Problem]:
    name = column.get("name") or column.get("label") or ""
    if not column.get("id"):
        yield drawn.problem(column, "A una columna de salida le falta el id.", "Dele uno.")
    if not name or not name.isascii() or not name.isidentifier() or name.startswith("_"):
        message = f"La columna de salida «{name}» necesita un nombre sencillo."
        yield drawn.problem(column, message, "Letras sin tilde, cifras y guiones bajos, sin espacios ni puntos.")
    elif named.get(name, 0) > 1:
        yield drawn.problem(column, f"Dos columnas de salida se llaman «{name}».", "Cambie una.")


def _row(drawn: Drawn, row: etree._Element, columns: list[str], results: int) -> Iterator[Problem]:
    tests = [child for child in row if _is(child, "inputEntry")]
    gives = [child for child in row if _is(child, "outputEntry")]
    if not row.get("id") or not all(one.get("id") for one in (*tests, *gives)):
        yield drawn.problem(row, "A una fila o a una de sus celdas le falta el id.", "Vuelva a guardar la tabla.")
    if len(tests) != len(columns) or len(gives) != results:
        yield drawn.problem(row, "La fila no tiene una celda por columna.", "Complétela o quite las que sobran.")
        return
    for cell, column in zip(tests, columns, strict=True):
        yield from _cell(drawn, cell, column)
    for cell in gives:
        source = _cell_text(cell)
        feel = _CONSTANT[1] if _CONSTANT[0].search(source) else ""
        if source and (complaint := "está en FEEL" if feel else expressions.check(source)):
            hint = feel or 'Un texto va entre comillas: "leve".'
            yield drawn.problem(cell, f"La salida «{source}» no vale: {complaint}.", hint)


def _cell(drawn: Drawn, cell: etree._Element, column: str) -> Iterator[Problem]:
    source = _cell_text(cell)
    test = decisions.test_of(column or "x", source)
    feel = _advice(source)
    complaint = "está en FEEL" if feel else expressions.check(test) if test else None
    if complaint:
        yield drawn.problem(cell, f"La celda «{source}» no vale: {complaint}.", feel or _CELL)


def _advice(source: str) -> str:
    """Return what to write instead of a cell in FEEL, "" for one that is none."""
    return next((words for pattern, words in _FEEL if pattern.search(source)), "")


def sources(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the expressions of a file's tables that can be read, each with the element that it stands in."""
    for table in (element for element in root.iter() if _is(element, "decisionTable")):
        columns = [(child, _column(child)) for child in table if _is(child, "input")]
        yield from ((child, source) for child, source in columns if source)
        for cell in (cell for row in table if _is(row, "rule") for cell in row if _is(cell, "outputEntry")):
            source = _cell_text(cell)
            if source:
                yield cell, source


def unused(file: File, asked: frozenset[str]) -> Iterator[Problem]:
    """Yield the decisions of a file that no task asks for."""
    for decision in file.drawn.root.iter():
        if _is(decision, "decision") and decision.get("id") not in asked:
            hint = "Nómbrela en una tarea de regla de negocio, o borre el fichero."
            yield file.problem(decision, "Ninguna tarea usa esta tabla de decisión.", hint)


def _column(column: etree._Element) -> str:
    asked = next((child for child in column if _is(child, "inputExpression")), None)
    words = next((text(child) for child in asked if _is(child, "text")), "") if asked is not None else ""
    return words or column.get("label") or ""


def _cell_text(cell: etree._Element) -> str:
    return next((text(child) for child in cell if _is(child, "text")), "")


def _is(element: etree._Element, kind: str) -> bool:
    return str(element.tag).rpartition("}")[2] == kind
