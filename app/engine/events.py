"""What the office demands of the events of a diagram: messages, errors, signals and timers."""

from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from app.domain.procedure import Problem
from app.engine import diagram, dialects, drawn
from app.engine.known import File

_MESSAGE, _SIGNAL, _TIMER, _ERROR = (f"{kind}EventDefinition" for kind in ("message", "signal", "timer", "error"))
_ESCALATION, _CONDITION, _TERMINATE = (f"{kind}EventDefinition" for kind in ("escalation", "conditional", "terminate"))
_HONOURED: Final[Mapping[str, frozenset[str]]] = {
    "startEvent": frozenset({_MESSAGE, _SIGNAL, _CONDITION}),
    "intermediateCatchEvent": frozenset({_MESSAGE, _SIGNAL, _TIMER, _CONDITION}),
    "intermediateThrowEvent": frozenset({_MESSAGE, _SIGNAL, _ESCALATION}),
    "boundaryEvent": frozenset({_MESSAGE, _SIGNAL, _TIMER, _CONDITION, _ERROR, _ESCALATION}),
    "endEvent": frozenset({_MESSAGE, _ERROR, _ESCALATION, _TERMINATE}),
}
_REFUSED_ELSEWHERE: Final = "cancelEventDefinition"
_WORDS: Final[Mapping[str, str]] = {
    _MESSAGE: "un mensaje",
    _SIGNAL: "una señal",
    _TIMER: "un temporizador",
    _ERROR: "un error",
    _ESCALATION: "un escalado",
    _CONDITION: "una condición",
    _TERMINATE: "una terminación",
    "compensateEventDefinition": "una compensación",
    "linkEventDefinition": "un enlace",
}
_POINTED: Final[Mapping[str, tuple[str, str]]] = {
    _MESSAGE: ("messageRef", "message"),
    _SIGNAL: ("signalRef", "signal"),
    _ERROR: ("errorRef", "error"),
    _ESCALATION: ("escalationRef", "escalation"),
}
_CATCHING: Final = ("receiveTask", "intermediateCatchEvent", "boundaryEvent", "startEvent")
_TIMES: Final = ("timeDate", "timeDuration", "timeCycle")


def event(file: File, element: etree._Element) -> Iterator[Problem]:
    """Yield what is wrong with an event, or with a task that sends or receives."""
    kind = diagram.kind(element)
    found = definitions(element)
    if kind in _HONOURED:
        yield from _sort(file, element, found)
    if kind == "boundaryEvent":
        yield from _host(file, element)
    for one in found:
        yield from _definition(file, element, one)
    if kind in {"sendTask", "receiveTask"}:
        yield from _pointer(file, element, element, ("messageRef", "message"))
    yield from _lacking(file, element, found)
    if kind in {"sendTask", "intermediateThrowEvent"}:
        yield from _thrown(file, element)


def _lacking(file: File, element: etree._Element, found: list[etree._Element]) -> Iterator[Problem]:
    kind = diagram.kind(element)
    if kind == "startEvent" and (foreign := dialects.form(element)):
        hint = "Ponga detrás una tarea de usuario con ese formulario."
        yield file.problem(element, f"El inicio lleva {foreign}, y aquí los formularios van en tareas.", hint)
    if kind in {"intermediateCatchEvent", "boundaryEvent"} and not found:
        hint = "Dele un temporizador, un mensaje o un error."
        yield file.problem(element, f"El {drawn.title(element)} no dice qué espera.", hint)
    if kind == "receiveTask" and not element.get("messageRef") and not found:
        yield file.problem(element, "La tarea de recepción no dice qué mensaje espera.", "Elija o defina el mensaje.")


def definitions(element: etree._Element) -> list[etree._Element]:
    """Return what an event waits for or throws."""
    return [child for child in element if diagram.kind(child).endswith("EventDefinition")]


def _sort(file: File, element: etree._Element, found: list[etree._Element]) -> Iterator[Problem]:
    kind = diagram.kind(element)
    for one in found:
        sort = diagram.kind(one)
        if sort in _HONOURED[kind] or sort == _REFUSED_ELSEWHERE:
            continue
        what = _WORDS.get(sort, f"«{sort}»")
        message = f"Un {drawn.title(element)} con {what} no se admite: la oficina lo pasaría por alto."
        yield file.problem(element, message, _INSTEAD.get(sort, "Dibújelo con mensajes, temporizadores o errores."))


def _host(file: File, element: etree._Element) -> Iterator[Problem]:
    attached = element.get("attachedToRef")
    host = file.drawn.named.get(attached or "")
    if attached is not None and (host is None or diagram.kind(host) not in drawn.ACTIVITIES):
        message = f"El evento de límite está pegado a «{attached}», que no es una tarea del diagrama."
        yield file.problem(element, message, "Péguelo al borde de una tarea.")


def _definition(file: File, element: etree._Element, one: etree._Element) -> Iterator[Problem]:
    sort = diagram.kind(one)
    if sort in _POINTED:
        yield from _pointer(file, element, one, _POINTED[sort])
    if sort == _TIMER:
        times = [kind for kind in _TIMES for _ in drawn.children(one, kind)]
        if not times:
            hint = "Dele una duración, como working_days(10), o una fecha."
            yield file.problem(element, "El temporizador no tiene fecha, duración ni ciclo.", hint)
        elif len(times) > 1:
            yield file.problem(element, "El temporizador dice dos tiempos a la vez.", "Deje uno.")
    if sort == _CONDITION and one.find(f"{diagram.MODEL}condition") is None:
        yield file.problem(element, "El evento condicional no tiene condición.", "Escríbala.")


def _pointer(file: File, element: etree._Element, holder: etree._Element, kinds: tuple[str, str]) -> Iterator[Problem]:
    attribute, kind = kinds
    wanted = holder.get(attribute)
    if wanted is None:
        return
    bare = wanted.rpartition(":")[2]
    found = file.drawn.named.get(wanted)
    what = _NOUNS[kind]
    if found is None or diagram.kind(found) != kind:
        said = f"«{bare}» sin prefijo" if bare in file.drawn.named and bare != wanted else f"un <{kind}> con ese id"
        message = f"Apunta {what} «{wanted}», que el diagrama no define."
        yield file.problem(element, message, f"Escriba {said}.")
    elif kind in {"message", "signal"} and not found.get("name"):
        yield file.problem(element, f"Apunta {what} «{wanted}», que no tiene nombre.", "Póngale un nombre.")


def _thrown(file: File, element: etree._Element) -> Iterator[Problem]:
    thrown = [named for one in (element, *definitions(element)) if (named := one.get("messageRef"))]
    if not thrown and diagram.kind(element) != "sendTask":
        return
    caught = {
        one.get("messageRef")
        for other in file.drawn.root.iter(*(f"{diagram.MODEL}{kind}" for kind in _CATCHING))
        for one in (other, *definitions(other))
    }
    if not any(name in caught for name in thrown):
        message = "Nadie del expediente espera este mensaje."
        hint = "Para avisar a otras personas, use una tarea de servicio con un operador, como mail.notify."
        yield file.problem(element, message, hint)


_NOUNS: Final[Mapping[str, str]] = {
    "message": "al mensaje",
    "signal": "a la señal",
    "error": "al error",
    "escalation": "al escalado",
}
_INSTEAD: Final[Mapping[str, str]] = {
    "linkEventDefinition": "Una las dos partes con un flujo de secuencia.",
    "compensateEventDefinition": "Dibuje un camino que deshaga lo hecho.",
    _TIMER: "Ponga un evento intermedio de temporizador después del inicio.",
    _SIGNAL: "Póngalo en un evento intermedio de lanzamiento, antes del final.",
}
