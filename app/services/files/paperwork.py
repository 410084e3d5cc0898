"""How far the papers of many cases are: how many wait for review, how many are missing. Not a use case.

Four statements, whatever the number of cases.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import identity
from app.domain.procedure import Paper
from app.intake import conditions
from app.services.cases import ANSWERS
from app.services.publishing.procedures import Pinned
from app.store import agenda as rows
from app.store.sealing import CaseSeal


@dataclass(frozen=True, slots=True)
class Opened:
    """A case of which only the key and the procedure are at hand.

    `shows` is whether its people come to the office and show there what the office need only see.
    """

    seal: CaseSeal
    pinned: Pinned
    shows: bool = False


@dataclass(frozen=True, slots=True)
class Papers:
    """How many papers of a case wait for review, and how many of those that are required are not there."""

    to_review: int = 0
    missing: int = 0


def counted(session: Session, cases: Mapping[UUID, Opened]) -> dict[UUID, Papers]:
    """Return how far the papers of each case are. The caller has checked who may see the cases."""
    wanted = [case for case, one in cases.items() if one.pinned.procedure.papers]
    if not wanted:
        return {}
    filed, levels = rows.papers(session, wanted), rows.levels(session, wanted)
    asking = [case for case in wanted if any(paper.when for paper in cases[case].pinned.procedure.papers)]
    names = {name for case in asking for name in _asked(cases[case].pinned)}
    answers = rows.answers(session, asking, names) if asking else {}
    return {
        case: _count(
            _needed(cases[case], filed.get(case, {})),
            filed.get(case, {}),
            levels.get(case, {}),
            _first(cases[case], answers.get(case, {})),
        )
        for case in wanted
    }


def _asked(pinned: Pinned) -> list[str]:
    return [element.variable for element in pinned.spec.elements.values() if element.form and element.variable]


def _first(case: Opened, sealed: Mapping[str, bytes]) -> Mapping[str, Any]:
    """Return the answers to the form that the diagram began with, none before it was sent."""
    asked = _asked(case.pinned)
    first = next((name for name in sealed if name in asked), None)
    return {} if first is None else case.seal.open_json(sealed[first], ANSWERS)


def _needed(case: Opened, filed: Mapping[str, str]) -> list[Paper]:
    """Return the papers that are required, but those that are shown at the office unless a copy was handed in."""
    return [
        paper
        for paper in case.pinned.procedure.papers
        if paper.required and not (case.shows and paper.waived_at and paper.slot not in filed)
    ]


def _count(
    needed: list[Paper], filed: Mapping[str, str], levels: Mapping[str, str], given: Mapping[str, Any]
) -> Papers:
    missing = [
        paper
        for paper in needed
        if paper.by in levels
        and filed.get(paper.slot) in {None, "returned"}
        and not _waived(paper, levels[paper.by])
        and conditions.holds(paper.when, given)
    ]
    return Papers(sum(1 for state in filed.values() if state == "received"), len(missing))


def _waived(paper: Paper, level: str) -> bool:
    return bool(paper.waived_at) and identity.level(level).meets(identity.level(paper.waived_at))
