"""What a template is given to print: one shape for every procedure.

title, subtitle       the document's title and the procedure's, in the case's language
language, case_number
entity                {name, dir3, nif} and the entity's facts (address, city, creditor...)
addressee             {body, dir3}
date, place_and_date  today, in full; with the place before it
answers               {variable: {field: value}}: the answers that the diagram named, opened
blocks                [{title, rows: [[label, value]]}]: the same answers as people read them
values                what the diagram gave besides
parties               {role: {name, given_name, surnames, document, email, phone}}
applicant             the party with that role
signers               [{field, name, role}]: `values.signers` (roles), else every party who acts alone
represented           [{name, document, representative}]: the people for whom another acts
attachments           [{title, name, size, sha256}]: papers handed in and not given back
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

import babel.dates

from app.domain import procedure as rules
from app.domain.work import Json
from app.intake import forms
from app.services.cases import CaseFile
from app.services.parties import PartyView
from app.services.publishing.procedures import Pinned

SEAL_FIELD: Final = "seal"
_FIELD = re.compile(r"[^a-z0-9_]+")
_LONGEST_FIELD = 31
_CAPACITY: Final[Mapping[str, Mapping[str, str]]] = {
    "applicant": {"es": "Persona solicitante", "ca": "Persona sol·licitant"}
}


@dataclass(frozen=True, slots=True)
class Answers:
    """Opened answers, and the variable of the diagram that they are known by."""

    variable: str
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Attached:
    """A paper as documents and receipts list it. `sha256` is hex."""

    title: str
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Material:
    """What a document is made of, opened."""

    answers: Sequence[Answers] = ()
    values: Mapping[str, Json] = field(default_factory=dict)
    parties: Sequence[PartyView] = ()
    papers: Sequence[Attached] = ()


def compose(file: CaseFile, kind: rules.DocumentKind, material: Material) -> dict[str, Any]:
    """Return the data for a template of the case's procedure."""
    language, procedure, entity = file.row.language, file.pinned.procedure, file.entity
    today = file.now.astimezone(entity.zone).date()
    people = {party.role: person(party) for party in material.parties}
    place = str(entity.facts.get("city") or entity.name)
    return {
        "title": rules.text(kind.title, language),
        "subtitle": rules.text(procedure.card.title, language),
        "language": language,
        "case_number": file.row.number,
        "entity": {**entity.facts, "name": entity.name, "dir3": entity.dir3, "nif": entity.nif},
        "addressee": {"body": entity.name, "dir3": entity.dir3},
        "date": long_date(today, language),
        "place_and_date": f"{place}, {long_date(today, language)}",
        "answers": {one.variable: dict(one.given) for one in material.answers},
        "blocks": [block for one in material.answers for block in _blocks(file, one, today)],
        "values": dict(material.values),
        "parties": people,
        "applicant": people.get("applicant", {}),
        "signers": _signers(file.pinned, material, language),
        "represented": _represented(material),
        "attachments": attachments(material.papers, language),
    }


def person(party: PartyView) -> dict[str, str]:
    """Return a party as templates print it."""
    details = party.details
    return {
        "name": details.full_name,
        "given_name": details.given_name,
        "surnames": " ".join(part for part in (details.surname1, details.surname2) if part),
        "document": details.id_number,
        "email": details.email,
        "phone": details.mobile,
    }


def attachments(papers: Sequence[Attached], language: str) -> list[dict[str, str]]:
    """Return papers as templates list them."""
    return [
        {"title": one.title, "name": one.name, "size": size_in_words(one.size, language), "sha256": one.sha256}
        for one in papers
    ]


def signature_field(role: str) -> str:
    """Return the name of the field in which a party with this role signs."""
    return f"signer_{_FIELD.sub('_', role.lower())}"[:_LONGEST_FIELD]


def capacity(pinned: Pinned, role: str, language: str) -> str:
    """Return in which capacity a party with this role acts, as the procedure's lanes say it."""
    known = _CAPACITY.get(role)
    if known:
        return rules.text(known, language)
    return next((lane.name for lane in pinned.procedure.lanes.values() if lane.party == role), role)


def long_date(day: date, language: str) -> str:
    """Return a date in full: 10 de diciembre de 2026."""
    return babel.dates.format_date(day, "long", locale=language.split("-", 1)[0])


def long_time(at: datetime, language: str) -> str:
    """Return an aware instant in full, in the zone that it carries: 10 de diciembre de 2026, 9:05:07 (CET)."""
    return f"{long_date(at.date(), language)}, {at:%H:%M:%S} ({at.tzname()})"


def size_in_words(size: int, language: str) -> str:
    """Return a number of bytes as people read it."""
    comma = "," if language.split("-", 1)[0] in {"es", "ca"} else "."
    for unit, name in ((1_000_000, "MB"), (1_000, "kB")):
        if size >= unit:
            return f"{size / unit:.1f} {name}".replace(".", comma)
    return f"{size} B"


def _blocks(file: CaseFile, one: Answers, today: date) -> list[dict[str, Any]]:
    """Return the sections of "check your answers" of the form that these answers were given in."""
    drawn = next((each.form for each in file.pinned.spec.elements.values() if each.variable == one.variable), None)
    form = file.pinned.forms.get(drawn) if drawn else None
    if form is None:
        return []
    sections = forms.review(form, one.given, file.row.language, today=today)
    return [
        {"title": section.title, "rows": [[row.label, "\n".join(row.lines)] for row in section.rows]}
        for section in sections
    ]


def _represented(material: Material) -> list[dict[str, str]]:
    names = {party.id: party.details.full_name for party in material.parties}
    return [
        {
            "name": party.details.full_name,
            "document": party.details.id_number,
            "representative": names.get(party.representative, ""),
        }
        for party in material.parties
        if party.representative is not None
    ]


def _signers(pinned: Pinned, material: Material, language: str) -> list[dict[str, str]]:
    by_role = {party.role: party for party in material.parties if party.representative is None}
    wanted = material.values.get("signers")
    roles = [str(role) for role in wanted] if isinstance(wanted, list | tuple) else list(by_role)
    return [
        {
            "field": signature_field(role),
            "name": by_role[role].details.full_name,
            "role": capacity(pinned, role, language),
        }
        for role in roles
        if role in by_role
    ]
