"""Who decides in a town of the demonstration: bodies and their heads, delegations, automated acts; from a file."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

from app.ports import Outside
from app.services.deciding import appointing, registers
from app.services.deciding.appointing import NewAct, NewBody, NewDelegation, NewTerm
from app.services.deciding.registers import Registers
from app.services.demonstration import town_schedules
from app.services.visits import Visitor


def make(outside: Outside, entity: str, folder: Path) -> None:
    """Add what the file of the entity says and its registers lack; nothing for an entity without a file.

    An automated act waits until its procedure is on offer.
    """
    path = folder / "forms" / "demonstration" / f"{entity}.yaml"
    if not path.exists():
        return
    said: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    keeper = _keeper(entity)
    found = registers.shown(outside, keeper)
    bodies = {one.code: one.id for one in found.bodies}
    for one in said["bodies"]:
        if one["code"] not in bodies:
            bodies[one["code"]] = _body(outside, keeper, one, found)
    if not found.delegations:
        for one in said["delegations"]:
            given = NewDelegation(
                bodies[one["from"]], bodies[one["to"]], one["procedures"], one["published"], one["since"]
            )
            appointing.delegate(outside, keeper, given)
    known = {(one.procedure_id, one.act) for one in found.acts}
    offered = {key for key, _title in found.offered}
    for one in said["automated_acts"]:
        if one["procedure"] in offered and (one["procedure"], one["act"]) not in known:
            act = NewAct(
                one["procedure"], one["act"], one["decides"], bodies[one["body"]], one["published"], one["since"]
            )
            appointing.publish_act(outside, keeper, act)


def _body(outside: Outside, keeper: Visitor, said: Mapping[str, Any], found: Registers) -> UUID:
    made = appointing.make_body(outside, keeper, NewBody(said["code"], said["kind"], said["names"], said["dir3"]))
    head = next(one.id for one in found.people if one.name == said["head"])
    appointing.appoint(outside, keeper, NewTerm(made, head, "holder", said["appointed_by"], said["since"]))
    return made


def _keeper(entity: str) -> Visitor:
    """Return the office itself as one who may keep these registers."""
    return replace(town_schedules.the_office(entity), roles=frozenset(registers.KEEPERS))
