"""What the sources of a procedure say about each other: names that lead nowhere."""

from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from app.domain.appointments import ONLINE
from app.domain.procedure import Problem, Procedure
from app.intake import conditions, rules
from app.intake.definition import FormDefinition

_BPMN: Final = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_TEXTS: Final = "procedure.yaml"


def problems(procedure: Procedure, forms: Mapping[str, FormDefinition], sources: Mapping[str, bytes]) -> list[Problem]:
    """Return every name in procedure.yaml that the other sources do not have."""
    return [
        *_papers(procedure, forms),
        *_documents(procedure, sources),
        *_appointment(procedure, forms),
        *_diagram(procedure, sources),
    ]


def _papers(procedure: Procedure, forms: Mapping[str, FormDefinition]) -> Iterator[Problem]:
    parties = {lane.party for lane in procedure.lanes.values() if lane.party}
    slots = [paper.slot for paper in procedure.papers]
    for at, paper in enumerate(procedure.papers):
        if paper.by not in parties:
            yield Problem(_TEXTS, f"papers.{at}.by", paper.slot, f"no lane has the party {paper.by}", "add the lane")
        if slots.count(paper.slot) > 1:
            yield Problem(_TEXTS, f"papers.{at}.slot", paper.slot, "the slot is there twice", "rename one")
        for leaf in conditions.leaves(paper.when):
            faults = [list(rules.condition_faults(leaf, list(form.fields()))) for form in forms.values()]
            if all(faults):
                message = min((each[0] for each in faults), key=len, default="there is no form to ask")
                hint = "ask a field of the first form"
                yield Problem(_TEXTS, f"papers.{at}.when", paper.slot, message, hint)


def _documents(procedure: Procedure, sources: Mapping[str, bytes]) -> Iterator[Problem]:
    for name, document in procedure.documents.items():
        if document.template not in sources:
            place = f"documents.{name}.template"
            yield Problem(_TEXTS, place, name, f"there is no {document.template}", "add the template or mend the path")


def _appointment(procedure: Procedure, forms: Mapping[str, FormDefinition]) -> Iterator[Problem]:
    needs, attended = procedure.appointment, sorted(set(procedure.card.channels) - {ONLINE})
    if needs is None:
        if attended:
            hint = "say how many minutes it takes, or leave these channels out"
            yield Problem(_TEXTS, "appointment", "", f"{', '.join(attended)} need an appointment", hint)
        return
    form = forms.get(needs.triage)
    if needs.triage and form is None:
        yield Problem(_TEXTS, "appointment.triage", needs.triage, "there is no such form", "add forms/<id>.json")
    asked = list(form.fields()) if form else []
    asking = [(f"longer.{at}", one.when) for at, one in enumerate(needs.longer)]
    asking += [(f"advice.{at}", one.when) for at, one in enumerate(needs.advice)]
    for place, when in asking:
        for leaf in conditions.leaves(when):
            for message in rules.condition_faults(leaf, asked):
                at, hint = f"appointment.{place}.when", "ask a field of the triage"
                yield Problem(_TEXTS, at, needs.triage, message, hint)


def _diagram(procedure: Procedure, sources: Mapping[str, bytes]) -> Iterator[Problem]:
    """Yield lanes, steps and outcomes that no diagram has; diagrams that cannot be read are the engine's to name."""
    roots = [root for path in sources if path.endswith(".bpmn") and (root := _root(sources[path])) is not None]
    if not roots:
        return
    elements = {str(node.get("id")) for root in roots for node in root.iter(etree.Element) if node.get("id")}
    lanes = {str(lane.get("name")) for root in roots for lane in root.iter(f"{_BPMN}lane")}
    for name in sorted(set(procedure.lanes) - lanes):
        yield Problem(_TEXTS, f"lanes.{name}", name, "no diagram has this lane", "copy the lane's name exactly")
    for place, element in _named(procedure):
        if element not in elements:
            yield Problem(_TEXTS, place, element, "no diagram has this element", "mend the id")


def _named(procedure: Procedure) -> Iterator[tuple[str, str]]:
    """Yield the ids of the diagram that the texts name, each after its place."""
    for at, step in enumerate(procedure.steps):
        yield from ((f"steps.{at}.elements", element) for element in step.elements)
    yield from ((f"outcomes.{name}", name) for name in procedure.outcomes)


def _root(content: bytes) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None
