"""What a checker knows around a diagram: operators, lanes, forms, tables, names, variables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from lxml import etree

from app.domain.procedure import Problem
from app.engine.drawn import Drawn

Fields = Mapping[str, frozenset[str] | None]
"""The fields of a form; for a choice, its values."""


class OperatorContract(Protocol):
    """What a diagram must know of an operator."""

    @property
    def name(self) -> str:
        """Return the name by which service tasks ask for it."""

    @property
    def params(self) -> Mapping[str, str]:
        """Return the words for the types of its parameters, by name."""

    @property
    def optional(self) -> frozenset[str]:
        """Return the parameters that may be left out."""

    @property
    def result(self) -> Mapping[str, str]:
        """Return the words for the types of what it answers, by name."""

    @property
    def refers(self) -> Mapping[str, str]:
        """Return which parameters name something of the procedure, and what: "document", "message", "party"."""


@dataclass(frozen=True, slots=True)
class Known:
    """What stands around a diagram. `lanes`, `forms` and `names` are None when they are not known.

    `decisions` maps the ids of decision tables to the names of their outputs, `names` what operators may refer
    to ("document", "message", "party", "recipient") to the names that there are, `places` each message to the
    names in braces that a diagram must fill.
    """

    catalogue: Mapping[str, OperatorContract]
    processes: frozenset[str] = frozenset()
    decisions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lanes: frozenset[str] | None = None
    forms: Mapping[str, Fields | None] | None = None
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    places: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class File:
    """A diagram under examination, with what is known around it. `runs` are the processes that would run."""

    drawn: Drawn
    known: Known
    runs: frozenset[etree._Element] = frozenset()

    def problem(self, element: etree._Element, message: str, hint: str = "") -> Problem:
        """Return a problem that stands at `element`."""
        return self.drawn.problem(element, message, hint)

    def matters(self, element: etree._Element) -> bool:
        """Say whether `element` belongs to a process that would run."""
        return self.drawn.process(element) in self.runs


def options(names: frozenset[str] | Mapping[str, object]) -> str:
    """Return names as a list for a hint."""
    return ", ".join(sorted(names)) or "ninguno"
