"""Which nodes of a diagram no path leads to, and from which no path leads to an end."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from app.engine import diagram

_SCOPES = frozenset({"process", "subProcess"})


def unreachable(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the nodes that no path from a start event of their process leads to."""
    for scope in _scopes(root):
        members = _members(scope)
        forward = _flows(scope)
        for node in members.values():
            if diagram.kind(node) == "boundaryEvent":
                forward[node.get("attachedToRef", "")].add(node.get("id", ""))
        reached = _closure((name for name, node in members.items() if diagram.kind(node) == "startEvent"), forward)
        yield from (node for name, node in members.items() if name not in reached)


def endless(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the nodes from which no path leads to an end event of their process."""
    for scope in _scopes(root):
        members = _members(scope)
        backward: dict[str, set[str]] = defaultdict(set)
        for source, targets in _flows(scope).items():
            for target in targets:
                backward[target].add(source)
        reached = _closure((name for name, node in members.items() if diagram.kind(node) == "endEvent"), backward)
        yield from (node for name, node in members.items() if name not in reached)


def _scopes(root: etree._Element) -> Iterator[etree._Element]:
    return (element for element in root.iter(f"{diagram.MODEL}*") if diagram.kind(element) in _SCOPES)


def _members(scope: etree._Element) -> dict[str, etree._Element]:
    return {node.get("id", ""): node for node in scope if diagram.kind(node) in diagram.NODES}


def _flows(scope: etree._Element) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for flow in scope.iterchildren(f"{diagram.MODEL}sequenceFlow"):
        found[flow.get("sourceRef", "")].add(flow.get("targetRef", ""))
    return found


def _closure(begin: Iterable[str], steps: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    pending = list(begin)
    while pending:
        name = pending.pop()
        if name not in reached:
            reached.add(name)
            pending.extend(steps.get(name, ()))
    return reached
