"""What the office demands of the paths of a diagram: flows, gateways, beginnings and ends."""

from collections.abc import Iterator, Sequence
from typing import Final

from lxml import etree

from app.domain.procedure import Problem
from app.engine import diagram, dialects, drawn, events, reach, rounds, rules
from app.engine.known import File

_CHOICES: Final = frozenset({"exclusiveGateway", "inclusiveGateway"})
_FORKS: Final = frozenset({*_CHOICES, "parallelGateway", "eventBasedGateway", "complexGateway"})
_WAITING: Final = frozenset({"intermediateCatchEvent", "receiveTask"})
_FEW: Final = 8


def processes(file: File) -> Iterator[Problem]:
    """Yield what is wrong with each process as a whole: how it begins, and who does its tasks."""
    for element in file.drawn.processes.values():
        if element in file.runs:
            yield from _process(file, element)


def _process(file: File, element: etree._Element) -> Iterator[Problem]:
    starts = list(drawn.children(element, "startEvent"))
    if starts and all(events.definitions(start) for start in starts):
        message = "Ningún inicio es sencillo: todos esperan un mensaje, una señal o una condición."
        yield file.problem(
            element, message, "La oficina abre el expediente cuando alguien lo pide: ponga un inicio sin más."
        )
    people = [
        task
        for kind in ("userTask", "manualTask")
        for task in element.iter(f"{diagram.MODEL}{kind}")
        if file.drawn.process(task) is element
    ]
    if people and not rules.has_lanes(element):
        named = ", ".join(task.get("id") or "?" for task in people[:_FEW]) + (", …" if len(people) > _FEW else "")
        what = "su tarea" if len(people) == 1 else f"sus {len(people)} tareas"
        message = f"El proceso no tiene carriles con nombre: no se sabe quién hace {what} ({named})."
        said = next((found for task in people if (found := dialects.person(task))), "")
        more = f" Alguna lleva {said}, que aquí no se usa." if said else ""
        hint = f"Divídalo en carriles, uno por cada quien, y ponga cada tarea en el suyo.{more}"
        yield file.problem(element, message, hint)


def scopes(file: File) -> Iterator[Problem]:
    """Yield beginnings and ends that are missing, and nodes that lead nowhere or that nothing leads to."""
    for scope in reach.scopes(file.drawn.root):
        owner = scope if diagram.kind(scope) == "process" else file.drawn.process(scope)
        if owner in file.runs:
            yield from _scope(file, scope, reach.members(scope))


def _scope(file: File, scope: etree._Element, inside: Sequence[etree._Element]) -> Iterator[Problem]:
    what = drawn.title(scope)
    kinds = [diagram.kind(member) for member in inside]
    if not inside:
        yield file.problem(scope, f"El {what} está vacío.", "Dibuje un inicio, sus tareas y un final.")
        return
    if "startEvent" not in kinds:
        yield file.problem(scope, f"El {what} no tiene evento de inicio.", "Añada uno y únalo.")
    elif kinds.count("startEvent") > 1 and diagram.kind(scope) != "process":
        yield file.problem(scope, f"El {what} tiene varios eventos de inicio.", "Deje uno solo.")
    else:
        for lost in reach.unreachable(scope, inside):
            message = "Ningún camino llega hasta aquí desde el inicio."
            yield file.problem(lost, message, "Únalo con un flujo, o bórrelo.")
    if "endEvent" not in kinds:
        yield file.problem(scope, f"El {what} no tiene evento final.", "Añada uno y únalo.")
    else:
        for lost in reach.endless(scope, inside):
            yield from _endless(file, lost)
    yield from rounds.scope(file, inside)


def _endless(file: File, element: etree._Element) -> Iterator[Problem]:
    if not file.drawn.leaving.get(element.get("id", "")):
        yield file.problem(element, "Aquí se acaba el camino, y no es un evento final.", "Únalo con lo que sigue.")
    else:
        yield file.problem(element, "Desde aquí no se llega a ningún final.", "Dé a este camino un evento final.")


def flow(file: File, element: etree._Element) -> Iterator[Problem]:
    """Yield what is wrong with one sequence flow."""
    ends = [(key, file.drawn.named.get(element.get(key) or "")) for key in ("sourceRef", "targetRef")]
    for key, end in ends:
        yield from _end(file, element, key, end)
    (_, source), (_, target) = ends
    if source is None or target is None:
        return
    if diagram.kind(target) in {"startEvent", "boundaryEvent"}:
        yield file.problem(element, f"A un {drawn.title(target)} no pueden llegar flujos.", "Quite este flujo.")
    if diagram.kind(source) == "endEvent":
        yield file.problem(
            element, "De un evento final no pueden salir flujos.", "Quítelo, o cambie el final por otra cosa."
        )
    if file.drawn.scope(source) is not file.drawn.scope(target):
        message = "El flujo cruza el borde de un subproceso o de una piscina."
        yield file.problem(
            element, message, "Entre y salga por el borde del subproceso; entre piscinas solo van mensajes."
        )
    if diagram.kind(source) not in _CHOICES and element.find(f"{diagram.MODEL}conditionExpression") is not None:
        message = "La condición de este flujo no se tiene en cuenta: solo deciden las compuertas."
        yield file.problem(element, message, "Ponga una compuerta exclusiva después de la tarea.")


def _end(file: File, element: etree._Element, key: str, end: etree._Element | None) -> Iterator[Problem]:
    wanted = element.get(key)
    if not wanted:
        where = "de dónde sale" if key == "sourceRef" else "adónde va"
        yield file.problem(element, f"El flujo no dice {where}.", f"Vuelva a unirlo, o bórrelo: le falta {key}.")
    elif end is None or diagram.kind(end) not in _ENDS:
        where = "sale de" if key == "sourceRef" else "va a"
        what = "que no existe" if end is None else "que no es una tarea, evento ni compuerta"
        yield file.problem(element, f"El flujo {where} «{wanted}», {what}.", "Vuelva a unirlo, o bórrelo.")


def node(file: File, element: etree._Element) -> Iterator[Problem]:
    """Yield what is wrong with what leaves a node."""
    leaving = file.drawn.leaving.get(element.get("id", ""), ())
    kind = diagram.kind(element)
    if len(leaving) > 1 and kind not in _FORKS and kind != "endEvent":
        message = f"De aquí salen {len(leaving)} flujos a la vez, y no es una compuerta."
        yield file.problem(
            element, message, "Ponga detrás una compuerta: exclusiva para elegir, paralela para seguirlos todos."
        )
    if kind in _CHOICES:
        yield from _choice(file, element)
    elif kind == "eventBasedGateway":
        for one in leaving:
            target = file.drawn.named.get(one.get("targetRef") or "")
            if target is not None and diagram.kind(target) not in _WAITING:
                message = "Una compuerta basada en eventos solo puede llevar a eventos de captura."
                yield file.problem(
                    one, message, f"«{target.get('id')}» es {drawn.title(target)}: ponga antes un evento."
                )


def _choice(file: File, element: etree._Element) -> Iterator[Problem]:
    leaving = file.drawn.leaving.get(element.get("id", ""), ())
    default = element.get("default")
    ids = {one.get("id") for one in leaving}
    if default is not None and default not in ids:
        message = f"El flujo predeterminado «{default}» no sale de esta compuerta."
        yield file.problem(element, message, "Elija uno de los que salen de ella.")
    if len(leaving) < 2:  # noqa: PLR2004  # a join has one way out
        return
    bare = [one for one in leaving if one.find(f"{diagram.MODEL}conditionExpression") is None]
    if default is None:
        guess = f" El flujo «{bare[0].get('id')}» no tiene condición: puede ser ese." if len(bare) == 1 else ""
        message = "La compuerta no tiene flujo predeterminado: no se sabe qué camino seguir si no se cumple ninguno."
        yield file.problem(element, message, f"Marque como predeterminado uno de los que salen.{guess}")
        if len(bare) == 1:
            return
    for one in bare:
        if one.get("id") != default:
            message = "El flujo sale de una compuerta y no tiene condición."
            yield file.problem(one, message, "Escríbale una, o hágalo el predeterminado.")


_ENDS: Final = frozenset({*diagram.NODES, "complexGateway", "transaction", "adHocSubProcess"})
