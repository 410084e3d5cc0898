"""Which nodes of a diagram no path leads to, from which no path leads to an end, and which paths come round."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from lxml import etree

from app.engine import diagram

_SCOPES = frozenset({"process", "subProcess"})
_LINK = f"{diagram.MODEL}linkEventDefinition"


def scopes(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the processes and subprocesses of a diagram."""
    return (element for element in root.iter(f"{diagram.MODEL}*") if diagram.kind(element) in _SCOPES)


def members(scope: etree._Element) -> list[etree._Element]:
    """Return the nodes that stand directly in a process or subprocess."""
    return [node for node in scope if diagram.kind(node) in diagram.NODES]


def unreachable(scope: etree._Element, inside: Sequence[etree._Element]) -> Iterator[etree._Element]:
    """Yield the nodes that no path from a start event of their process leads to."""
    forward = _flows(scope)
    for node in inside:
        if diagram.kind(node) == "boundaryEvent":
            forward[node.get("attachedToRef", "")].add(node.get("id", ""))
    reached = _closure(_named(inside, "startEvent"), forward)
    yield from (node for node in inside if node.get("id", "") not in reached)


def endless(scope: etree._Element, inside: Sequence[etree._Element]) -> Iterator[etree._Element]:
    """Yield the nodes from which no path leads to an end event of their process."""
    backward: dict[str, set[str]] = defaultdict(set)
    for source, targets in _flows(scope).items():
        for target in targets:
            backward[target].add(source)
    reached = _closure(_named(inside, "endEvent"), backward)
    yield from (node for node in inside if node.get("id", "") not in reached)


def rounds(steps: Mapping[str, Sequence[str]]) -> Iterator[frozenset[str]]:
    """Yield the nodes of each set of paths that come round to where they began. `steps` has every node.

    Source: Kosaraju's algorithm, without its recursion.
    """
    backward: dict[str, set[str]] = defaultdict(set)
    for name, targets in steps.items():
        for target in targets:
            backward[target].add(name)
    seen: set[str] = set()
    for name in reversed(_left(steps)):
        if name in seen:
            continue
        found = _closure([name], backward, seen)
        seen |= found
        if len(found) > 1 or name in steps[name]:
            yield frozenset(found)


def _left(steps: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the nodes in the order in which a walk that follows every step leaves them."""
    order: list[str] = []
    seen: set[str] = set()
    for begin in steps:
        pending = [] if begin in seen else [(begin, iter(steps[begin]))]
        seen.add(begin)
        while pending:
            name, ways = pending[-1]
            further = next((way for way in ways if way not in seen), None)
            if further is None:
                order.append(name)
                pending.pop()
            else:
                seen.add(further)
                pending.append((further, iter(steps[further])))
    return order


def _named(inside: Sequence[etree._Element], kind: str) -> Iterator[str]:
    return (node.get("id", "") for node in inside if diagram.kind(node) == kind)


def _flows(scope: etree._Element) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for flow in scope.iterchildren(f"{diagram.MODEL}sequenceFlow"):
        found[flow.get("sourceRef", "")].add(flow.get("targetRef", ""))
    ends = {kind: list(_links(scope, kind)) for kind in ("intermediateThrowEvent", "intermediateCatchEvent")}
    arrivals = defaultdict(set)
    for name, node in ends["intermediateCatchEvent"]:
        arrivals[name].add(node)
    for name, node in ends["intermediateThrowEvent"]:
        found[node] |= arrivals[name]
    return found


def _links(scope: etree._Element, kind: str) -> Iterator[tuple[str, str]]:
    """Yield name and node of the link events: they join as a flow does, in tools that honour them."""
    for node in scope.iterchildren(f"{diagram.MODEL}{kind}"):
        for link in node.iterchildren(_LINK):
            yield link.get("name") or "", node.get("id", "")


def _closure(begin: Iterable[str], steps: Mapping[str, set[str]], without: Collection[str] = ()) -> set[str]:
    reached: set[str] = set()
    pending = list(begin)
    while pending:
        name = pending.pop()
        if name not in reached and name not in without:
            reached.add(name)
            pending.extend(steps.get(name, ()))
    return reached
