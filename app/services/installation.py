"""Set up an entity: its facts, offices, holidays, staff and built-in procedures. Safe to run again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from app.documents import entity_seals, pki
from app.domain.actors import SYSTEM
from app.engine import specs
from app.ports import Outside
from app.services import entities, record, staff
from app.services.publishing import procedures
from app.store import db, office
from app.store.tables import EntityRow, HolidayRow, OfficeRow, PlaceDayRow


@dataclass(frozen=True, slots=True)
class NewEntity:
    """An entity to be set up. `facts` are address, telephone, web and the like; `offices` id, name, address.

    The fact `path` of every entity but the first is "/" and its id: where its pages lie.
    """

    id: str
    name: str
    dir3: str
    ine: str
    nif: str
    zone: str
    demonstration: bool
    facts: Mapping[str, Any]
    offices: Sequence[tuple[str, str, str]]
    holidays: Sequence[tuple[date, str, str]]
    places: Sequence[tuple[str, date, str]] = ()
    """Days off of other municipalities (INE code)."""


def install(outside: Outside, new: NewEntity, arc: str) -> bool:
    """Set up `new` and its keys; return False, changing nothing, when it is there already."""
    _give_keys(outside, new, arc)
    with db.reading() as session:
        if session.get(EntityRow, new.id) is not None:
            return False
    with db.transaction() as session:
        plain = {"id": new.id, "name": new.name, "dir3": new.dir3, "ine": new.ine, "nif": new.nif, "zone": new.zone}
        row = {**plain, "demonstration": new.demonstration, "facts": dict(new.facts)}
        office.install(
            session,
            [
                (EntityRow, [row]),
                (OfficeRow, [{"id": i, "entity": new.id, "name": n, "address": a} for i, n, a in new.offices]),
                (HolidayRow, [{"entity": new.id, "day": d, "scope": s, "name": n} for d, s, n in new.holidays]),
                (PlaceDayRow, [{"entity": new.id, "place": p, "day": d, "name": n} for p, d, n in new.places]),
            ],
        )
        act = record.Act("office.installed", SYSTEM, record.on("entity", new.id), data={"dir3": new.dir3})
        record.in_stream(session, new.id, "entity", new.id, [act], outside.clock.now())
    entities.forget()
    return True


def _give_keys(outside: Outside, new: NewEntity, arc: str) -> None:
    """Make the office's keys for its first entity, and a seal under them for each further one."""
    town = pki.TownIdentity(name=new.name, nif=new.nif, url=outside.base_url)
    folder, passphrase, now = outside.pki_folder, outside.pki_passphrase, outside.clock.now()
    if new.facts.get("path"):
        entity_seals.create(folder, passphrase, new.id, town, now)
    else:
        pki.create(folder, passphrase, town, arc, now)


def hire(outside: Outside, entity: str, people: Sequence[tuple[staff.StaffMember, str, str]]) -> None:
    """Give each member of staff an account: member, password, TOTP secret (base32)."""
    for member, password, totp in people:
        staff.add(outside, entity, member, password, totp)


def built_in(folder: Path) -> dict[str, dict[str, bytes]]:
    """Return the sources of every built-in procedure, as they lie flat in bpmn/ and forms/.

    The decision tables of a procedure are the files bpmn/<procedure>_*.dmn.
    """
    found: dict[str, dict[str, bytes]] = {}
    for texts in sorted((folder / "forms" / "procedures").glob("*.yaml")):
        procedure = texts.stem
        diagram = (folder / "bpmn" / f"{procedure}.bpmn").read_bytes()
        about = yaml.safe_load(texts.read_text(encoding="utf-8"))
        sources = {f"{procedure}.bpmn": diagram, "procedure.yaml": texts.read_bytes()}
        sources |= {table.name: table.read_bytes() for table in (folder / "bpmn").glob(f"{procedure}_*.dmn")}
        spec = specs.load(sources, procedure)
        asked = {element.form for element in spec.elements.values() if element.form}
        triage = str((about.get("appointment") or {}).get("triage") or "")
        for name in sorted(asked | ({triage} if triage else set())):
            sources[f"forms/{name}.json"] = (folder / "forms" / f"{name}.json").read_bytes()
        templates = {kind["template"] for kind in (about.get("documents") or {}).values()}
        for template in sorted(templates):
            sources[template] = (folder / "forms" / template).read_bytes()
        found[procedure] = sources
    return found


def publish_built_in(outside: Outside, entity: str, folder: Path) -> list[str]:
    """Publish the built-in procedures of the entity's competence; return their ids. Raises `procedures.Rejected`."""
    with db.reading() as session:
        competence = entities.get(session, entity, outside.clock.now()).competence
    found = {
        name: sources
        for name, sources in built_in(folder).items()
        if procedures.parse(name, sources).procedure.competence == competence
    }
    for procedure, sources in found.items():
        procedures.publish(outside, entity, procedure, sources, SYSTEM)
    return list(found)
