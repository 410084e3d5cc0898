"""What the sources of a procedure say about each other: names that lead nowhere."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from lxml import etree

from app.domain.appointments import ONLINE
from app.domain.procedure import Problem, Procedure, text
from app.intake import conditions, reader, rules
from app.intake.definition import FormDefinition

_BPMN: Final = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_SPIFF: Final = "{http://spiffworkflow.org/bpmn/schema/1.0/core}"
_TEXTS: Final = "procedure.yaml"
_FORM_KEYS: Final = ("form", "formJsonSchemaFilename")


def problems(
    procedure: Procedure, forms: Mapping[str, FormDefinition | None], sources: Mapping[str, bytes]
) -> list[Problem]:
    """Return every name in procedure.yaml and the forms that the other sources do not have, or do not use.

    `forms` holds None for a form that could not be read; what hangs on its fields is then not judged.
    """
    read = {name: form for name, form in forms.items() if form is not None}
    every = len(read) == len(forms)
    return [
        *_papers(procedure, read, every=every),
        *_documents(procedure, sources),
        *_appointment(procedure, read, forms),
        *_diagram(procedure, forms, sources),
    ]


def _papers(procedure: Procedure, forms: Mapping[str, FormDefinition], *, every: bool) -> Iterator[Problem]:
    parties = {lane.party for lane in procedure.lanes.values() if lane.party}
    slots = [paper.slot for paper in procedure.papers]
    for at, paper in enumerate(procedure.papers):
        if paper.by and paper.by not in parties:
            message = f"Ningún carril tiene a «{paper.by}» como party."
            hint = f"Añada el carril a «lanes», o elija entre: {', '.join(sorted(parties)) or 'ninguno'}."
            yield Problem(_TEXTS, f"papers.{at}.by", paper.slot, message, hint)
        if paper.slot and slots.count(paper.slot) > 1:
            message = f"Hay dos papeles con el slot «{paper.slot}»."
            yield Problem(_TEXTS, f"papers.{at}.slot", paper.slot, message, "Cambie el nombre de uno.")
        for leaf in conditions.leaves(paper.when) if every else ():
            faults = [list(rules.condition_faults(leaf, list(form.fields()))) for form in forms.values()]
            if all(faults):
                message = min((each[0] for each in faults), key=len, default="No hay formulario al que preguntar.")
                hint = "Pregunte por un campo del primer formulario."
                yield Problem(_TEXTS, f"papers.{at}.when", paper.slot, message, hint)


def _documents(procedure: Procedure, sources: Mapping[str, bytes]) -> Iterator[Problem]:
    for name, document in procedure.documents.items():
        if document.template and document.template not in sources:
            place = f"documents.{name}.template"
            hint = "Añada la plantilla a la carpeta, o corrija la ruta."
            yield Problem(_TEXTS, place, name, f"No está el fichero {document.template}.", hint)


def _appointment(
    procedure: Procedure, read: Mapping[str, FormDefinition], forms: Mapping[str, FormDefinition | None]
) -> Iterator[Problem]:
    needs, attended = procedure.appointment, sorted(set(procedure.card.channels) - {ONLINE, ""})
    if needs is None:
        if attended:
            hint = "Diga en «appointment» cuántos minutos dura, o quite esos canales."
            message = f"Los canales {', '.join(attended)} necesitan cita."
            yield Problem(_TEXTS, "appointment", "", message, hint)
        return
    if needs.triage and needs.triage not in forms:
        message = f"No hay ningún formulario «{needs.triage}»."
        yield Problem(_TEXTS, "appointment.triage", needs.triage, message, f"Cree forms/{needs.triage}.json.")
    form = read.get(needs.triage)
    if form is None and needs.triage:
        return
    asked = list(form.fields()) if form else []
    asking = [(f"longer.{at}", one.when) for at, one in enumerate(needs.longer)]
    asking += [(f"advice.{at}", one.when) for at, one in enumerate(needs.advice)]
    for place, when in asking:
        for leaf in conditions.leaves(when):
            for message in rules.condition_faults(leaf, asked):
                at, hint = f"appointment.{place}.when", "Pregunte por un campo del formulario de «triage»."
                yield Problem(_TEXTS, at, needs.triage, message, hint)


def _diagram(
    procedure: Procedure, forms: Mapping[str, FormDefinition | None], sources: Mapping[str, bytes]
) -> Iterator[Problem]:
    """Yield what no diagram has or uses; nothing when one cannot be read, which is the engine's to say."""
    roots = [_root(sources[path]) for path in sorted(sources) if path.endswith(".bpmn")]
    drawn = [root for root in roots if root is not None]
    if not drawn or len(drawn) < len(roots):
        return
    lanes = {str(lane.get("name")): lane for root in drawn for lane in root.iter(f"{_BPMN}lane") if lane.get("name")}
    for name in sorted(set(procedure.lanes) - set(lanes)):
        there = ", ".join(sorted(lanes)) or "ninguno"
        hint = f"Escriba el nombre igual que en el diagrama{reader.meant(name, lanes)}. Hay: {there}."
        yield Problem(_TEXTS, f"lanes.{name}", name, f"Ningún diagrama tiene el carril «{name}».", hint)
    for name in sorted(name for name in set(lanes) - set(procedure.lanes) if not _peopled(drawn, lanes[name])):
        message = f"El carril «{name}» del diagrama no está en «lanes»."
        yield Problem(_TEXTS, "lanes", str(lanes[name].get("id") or name), message, "Añádalo: party, role o machine.")
    elements = {str(node.get("id")) for root in drawn for node in root.iter(f"{_BPMN}*") if node.get("id")}
    for place, element in _named(procedure):
        if element and element not in elements:
            hint = f"Corrija el id{reader.meant(element, elements)}."
            yield Problem(_TEXTS, place, element, f"Ningún diagrama tiene el elemento «{element}».", hint)
    kinds = [f"{_BPMN}serviceTask", f"{_BPMN}endEvent"]
    ends = {str(node.get("id")) for root in drawn for node in root.iter(*kinds)}
    for name in sorted((set(procedure.outcomes) & elements) - ends):
        message = f"El desenlace «{name}» no es un final ni una tarea de servicio."
        hint = "Nómbrelo por el evento de fin de su camino, o por la última tarea de servicio que lleva a él."
        yield Problem(_TEXTS, f"outcomes.{name}", name, message, hint)
    used = {procedure.appointment.triage if procedure.appointment else "", *_forms(drawn)}
    for name in sorted(set(forms) - used):
        form = forms[name]
        hint = "Nómbrelo en la propiedad «form» de una tarea, o borre el fichero."
        title = text(form.title, "es") if form else ""
        yield Problem(f"forms/{name}.json", "id", title, "Ninguna tarea usa este formulario.", hint)


def _peopled(drawn: Sequence[etree._Element], lane: etree._Element) -> bool:
    """Say whether somebody has a task in a lane: then the engine tells what is wrong with it."""
    people = {node.get("id") for root in drawn for node in root.iter(f"{_BPMN}userTask", f"{_BPMN}manualTask")}
    return bool(people & {str(reference.text).strip() for reference in lane.iter(f"{_BPMN}flowNodeRef")})


def _forms(drawn: Sequence[etree._Element]) -> Iterator[str]:
    for root in drawn:
        for pair in root.iter(f"{_SPIFF}property"):
            if pair.get("name") in _FORM_KEYS:
                yield str(pair.get("value") or "").removesuffix(".json")


def _named(procedure: Procedure) -> Iterator[tuple[str, str]]:
    """Yield the ids of the diagram that the texts name, each after its place."""
    for at, step in enumerate(procedure.steps):
        yield from ((f"steps.{at}.elements", element) for element in step.elements)
    yield from ((f"outcomes.{name}", name) for name in procedure.outcomes)


def _root(content: bytes) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
