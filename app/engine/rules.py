"""What the office demands of each task of a diagram, beyond what the parser does."""

import keyword
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from lxml import etree

from app.domain.procedure import LEVELS, Problem
from app.domain.work import URGENT, USUAL
from app.engine import diagram, dialects, drawn, expressions
from app.engine.known import File, OperatorContract, options

_PEOPLE: Final = frozenset({"userTask", "manualTask"})
_PROPERTY: Final = '<spiffworkflow:property name="form" value="…"/>'
_VARIABLE: Final = re.compile(r"[A-Za-z](?:_?[A-Za-z0-9])*_?", re.ASCII)
_NUMBER: Final = re.compile(r"\d{1,4}", re.ASCII)
_FOREIGN_SCRIPTS: Final = frozenset({"groovy", "javascript", "java", "juel", "feel", "ruby", "jython", "mvel"})


def node(file: File, element: etree._Element) -> Iterator[Problem]:
    """Yield what is wrong with one flow node of a process that would run."""
    kind = diagram.kind(element)
    rule = _RULES.get(kind)
    if rule is not None:
        yield from rule(file, element)
    if kind in _PEOPLE:
        yield from _lane(file, element)
        yield from _properties(file, element)
    if kind in drawn.ACTIVITIES:
        yield from _data(file, element)
    for name in sorted({*_variables(element)} - {""}):
        if name == expressions.OFFICE:
            yield file.problem(element, "La variable «office» es de la oficina.", "Elija otro nombre de variable.")
        elif not _VARIABLE.fullmatch(name) or keyword.iskeyword(name):
            message = f"«{name}» no sirve como nombre de variable."
            yield file.problem(element, message, "Letras sin tilde, cifras y guiones bajos, sin espacios.")


def _variables(element: etree._Element) -> Iterator[str]:
    """Yield the variables that a node is told to fill."""
    for own in element.iterchildren(f"{diagram.MODEL}extensionElements"):
        yield from (text(named) for named in own.iter(f"{diagram.SPIFF}variableName"))
        yield from (one.get("resultVariable") or "" for one in own.iter(f"{diagram.SPIFF}serviceTaskOperator"))


def text(element: etree._Element | None) -> str:
    """Return the text of an element without its margins, "" for none."""
    return ((element.text if element is not None else None) or "").strip()


def decision(element: etree._Element) -> str:
    """Return the table that a task of business rules asks, "" for none."""
    return text(diagram.extension(element, "calledDecisionId"))


def form(element: etree._Element) -> str:
    """Return the form of a user task, "" for none."""
    pairs = diagram.properties(element)
    return pairs.get("form") or pairs.get("formJsonSchemaFilename", "").removesuffix(".json")


def _lane(file: File, element: etree._Element) -> Iterator[Problem]:
    lane = file.drawn.lanes.get(element.get("id", ""), "")
    process = file.drawn.process(element)
    if not lane and process is not None and has_lanes(process):
        person = dialects.person(element)
        said = f" Lleva {person}, que aquí no se usa." if person else ""
        message = f"La {drawn.title(element)} no está en ningún carril con nombre: no se sabe quién la hace."
        yield file.problem(element, message, f"Póngala en el carril de quien la hace.{said}")
    elif lane and file.known.lanes is not None and lane not in file.known.lanes:
        message = f"El carril «{lane}» no está en procedure.yaml."
        yield file.problem(element, message, f"Añádalo a «lanes», que tiene: {options(file.known.lanes)}.")


def has_lanes(process: etree._Element) -> bool:
    """Say whether a process is divided into lanes with names."""
    return any(lane.get("name") for lane in process.iter(f"{diagram.MODEL}lane"))


def _properties(file: File, element: etree._Element) -> Iterator[Problem]:
    pairs = diagram.properties(element)
    level, papers, party = (pairs.get(name) for name in ("level", "papers", "verifies"))
    if level is not None and level not in LEVELS:
        message = f"El nivel de identidad «{level}» no existe."
        yield file.problem(element, message, f"La propiedad «level» es una de: {', '.join(LEVELS)}.")
    if papers is not None and papers != "required":
        yield file.problem(element, f"La propiedad «papers» no puede valer «{papers}».", "Escriba required, o quítela.")
    urgency = pairs.get("priority", str(USUAL))
    if not _NUMBER.fullmatch(urgency) or int(urgency) > URGENT:
        message = f"La prioridad «{urgency}» no es un número de 0 a {URGENT}."
        yield file.problem(element, message, f"Corrija la propiedad «priority», o quítela: entonces vale {USUAL}.")
    parties = file.known.names.get("party")
    if party is not None and parties is not None and party not in parties:
        message = f"Comprueba la identidad de «{party}», que no es nadie del procedimiento."
        yield file.problem(element, message, f"La propiedad «verifies» es una de: {options(parties)}.")


def _plain_task(file: File, element: etree._Element) -> Iterator[Problem]:
    worker = dialects.worker(element)
    said = f" Lleva {worker}, que aquí no se usa." if worker else ""
    message = "La tarea no tiene tipo: no se sabe si la hace una persona o la oficina sola."
    yield file.problem(element, message, f"Conviértala en tarea de usuario, manual o de servicio.{said}")


def _user_task(file: File, element: etree._Element) -> Iterator[Problem]:
    named = form(element)
    if not named:
        foreign = dialects.form(element)
        said = f"Lleva {foreign}, que aquí no se usa: diga" if foreign else "Diga"
        hint = f"{said} el formulario con la propiedad «form» ({_PROPERTY})."
        yield file.problem(element, "La tarea de usuario no dice qué formulario se rellena.", hint)
    elif file.known.forms is not None and named not in file.known.forms:
        hint = f"Cree forms/{named}.json o corrija la propiedad «form». Hay: {options(file.known.forms)}."
        yield file.problem(element, f"No hay ningún formulario «{named}».", hint)


def _service_task(file: File, element: etree._Element) -> Iterator[Problem]:
    operator = diagram.extension(element, "serviceTaskOperator")
    name = (operator.get("id") or "") if operator is not None else ""
    contract = file.known.catalogue.get(name)
    if operator is None or not name:
        foreign = dialects.worker(element)
        said = f"Lleva {foreign}, que aquí no se usa. " if foreign else ""
        hint = f"{said}Elija un operador con serviceTaskOperator: {options(file.known.catalogue)}."
        yield file.problem(element, "La tarea de servicio no dice qué operador la hace.", hint)
    elif contract is None:
        hint = f"Elija uno de: {options(file.known.catalogue)}."
        yield file.problem(element, f"No hay ningún operador «{name}».", hint)
    else:
        yield from _parameters(file, element, operator, contract)
    for retry in operator.iter(f"{diagram.SPIFF}retry") if operator is not None else ():
        wrong = [key for key in ("retries", "backoff_base") if not _NUMBER.fullmatch(retry.get(key) or "0")]
        if wrong:
            message = f"Los reintentos no se entienden: «{wrong[0]}» no es un número entero."
            yield file.problem(element, message, 'Escriba por ejemplo retries="5" y backoff_base="2".')


def _parameters(
    file: File, element: etree._Element, operator: etree._Element, contract: OperatorContract
) -> Iterator[Problem]:
    found = [
        (one.get("id", ""), (one.get("value") or "").strip()) for one in operator.iter(f"{diagram.SPIFF}parameter")
    ]
    given = dict(found)
    filled = {name for name, value in given.items() if value}
    takes = f"Sus parámetros son: {options(contract.params)}." if contract.params else "No lleva parámetros."
    for name in sorted(name for name, times in Counter(name for name, _ in found).items() if times > 1):
        yield file.problem(element, f"El parámetro «{name}» está dos veces.", "Deje uno.")
    for name in sorted(filled - set(contract.params)):
        yield file.problem(element, f"El operador {contract.name} no tiene ningún parámetro «{name}».", takes)
    for name in sorted(set(contract.params) - contract.optional - filled):
        message = f"Al operador {contract.name} le falta el parámetro «{name}»."
        yield file.problem(element, message, "Dele una expresión: un texto va entre comillas, un dato es tarea.campo.")
    for name in sorted(filled & set(contract.params)):
        yield from _argument(file, element, contract, (name, given[name]))
    yield from _places(file, element, contract, given)


def _argument(
    file: File, element: etree._Element, contract: OperatorContract, given: tuple[str, str]
) -> Iterator[Problem]:
    name, source = given
    wanted, kind = contract.params[name], expressions.kind_of(source)
    if kind and kind != wanted and not (kind == "none" and name in contract.optional):
        message = f"El parámetro «{name}» de {contract.name} es {_TYPES[wanted]}, y la expresión da {_TYPES[kind]}."
        yield file.problem(element, message, _EXAMPLES[wanted])
        return
    place = contract.refers.get(name, "")
    known = file.known.names.get(place)
    for value in expressions.texts_of(source) if known is not None else ():
        if known is not None and value not in known:
            message = f"El parámetro «{name}» nombra {_PLACES[place]} «{value}», que no está en procedure.yaml."
            yield file.problem(element, message, f"Escríbalo allí o corrija el nombre. Hay: {options(known)}.")


def _places(
    file: File, element: etree._Element, contract: OperatorContract, given: Mapping[str, str]
) -> Iterator[Problem]:
    """Yield the places of a message that a task does not fill, as far as they can be told from its expressions."""
    named = {kind: name for name, kind in contract.refers.items()}
    if not {"message", "places"} <= set(named):
        return
    filled = expressions.group_of(given.get(named["places"]) or "{}")
    for message in expressions.texts_of(given.get(named["message"]) or "") if filled is not None else ():
        missing = file.known.places.get(message, frozenset()) - (filled or {}).keys()
        if missing:
            words = f"El mensaje «{message}» lleva {{{min(missing)}}}, y la tarea no le da valor."
            hint = f'Añádalo al parámetro «{named["places"]}»: {{"{min(missing)}": …}}, o quítelo del texto.'
            yield file.problem(element, words, hint)


def _call_activity(file: File, element: etree._Element) -> Iterator[Problem]:
    called = element.get("calledElement")
    foreign = dialects.process(element) if not called else ""
    said = f" Lleva {foreign}, que aquí no se usa: use calledElement." if foreign else ""
    if not called:
        hint = f"Diga el id de un proceso del mismo procedimiento.{said}"
        yield file.problem(element, "La actividad de llamada no dice a qué proceso llama.", hint)
    elif called not in file.known.processes:
        hint = f"Los que hay son: {options(file.known.processes)}. Si está en otro fichero, revise la carpeta entera."
        yield file.problem(element, f"No hay ningún proceso ejecutable «{called}».", hint)


def _rule_task(file: File, element: etree._Element) -> Iterator[Problem]:
    asked = decision(element)
    foreign = dialects.decision(element) if not asked else ""
    said = f"Lleva {foreign}, que aquí no se usa. " if foreign else ""
    if not asked:
        hint = f"{said}Escriba el id de la tabla en <spiffworkflow:calledDecisionId>."
        yield file.problem(element, "La tarea no dice qué tabla de decisión usa.", hint)
    elif asked not in file.known.decisions:
        hint = f"Añada su fichero .dmn o corrija el id. Hay: {options(file.known.decisions)}."
        yield file.problem(element, f"No hay ninguna tabla de decisión «{asked}».", hint)


def _script_task(file: File, element: etree._Element) -> Iterator[Problem]:
    language = (element.get("scriptFormat") or "").rpartition("/")[2].lower()
    if element.find(f"{diagram.MODEL}script") is None:
        foreign = dialects.script(element)
        said = f" Lleva {foreign}, que aquí no se usa." if foreign else ""
        yield file.problem(element, "La tarea de script no lleva script.", f"Escríbalo, o quite la tarea.{said}")
    elif language in _FOREIGN_SCRIPTS:
        message = f"El script está en {element.get('scriptFormat')}, que aquí no se ejecuta."
        yield file.problem(element, message, "Escriba líneas de la forma: nombre = expresión.")


def _data(file: File, element: etree._Element) -> Iterator[Problem]:
    for association, end in (("dataInputAssociation", "sourceRef"), ("dataOutputAssociation", "targetRef")):
        for reference in element.iterfind(f"{diagram.MODEL}{association}/{diagram.MODEL}{end}"):
            pointed = file.drawn.named.get(text(reference))
            if pointed is None or diagram.kind(pointed) != "dataObjectReference":
                message = f"Está asociada al dato «{text(reference)}», que no es un objeto de datos del proceso."
                yield file.problem(element, message, "Borre la asociación: los datos se leen con expresiones.")


_TYPES: Final[Mapping[str, str]] = {
    "text": "un texto",
    "integer": "un número",
    "boolean": "sí o no",
    "list": "una lista",
    "object": "un grupo",
    "none": "nada",
}
_EXAMPLES: Final[Mapping[str, str]] = {
    "text": 'Un texto va entre comillas: "solicitud".',
    "integer": "Un número va sin comillas: 3.",
    "boolean": "Escriba True o False.",
    "list": "Una lista va entre corchetes: [solicitud.ref].",
    "object": 'Un grupo va entre llaves: {"importe": tasa.total}.',
}
_PLACES: Final[Mapping[str, str]] = {
    "document": "el documento",
    "message": "el mensaje",
    "party": "a",
    "recipient": "a",
}
_RULES: Final[Mapping[str, Callable[[File, etree._Element], Iterable[Problem]]]] = {
    "task": _plain_task,
    "userTask": _user_task,
    "serviceTask": _service_task,
    "callActivity": _call_activity,
    "businessRuleTask": _rule_task,
    "scriptTask": _script_task,
}
