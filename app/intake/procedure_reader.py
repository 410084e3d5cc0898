"""Read procedure.yaml into the words of the domain."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final

from app.domain import appointments
from app.domain import procedure as rules
from app.domain.procedure import (
    Card,
    DocumentKind,
    Lane,
    LegalSource,
    Message,
    Outcome,
    Paper,
    PlainStep,
    Procedure,
    Term,
)
from app.intake import conditions
from app.intake.resolution_reader import ResolutionReader

_WORD: Final = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)
_ID: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,99}", re.ASCII)
_CODE: Final = re.compile(r"[A-Z]{2,5}", re.ASCII)
_SIA: Final = re.compile(r"(?:[0-9]{6,7})?", re.ASCII)
_TEMPLATE: Final = re.compile(r"documents/[a-z][a-z0-9_-]*\.typ", re.ASCII)
_TYPE: Final = re.compile(r"TD[0-9]{2}", re.ASCII)
_URL: Final = re.compile(r"https://[^\s<>\"]{1,300}", re.ASCII)
_ANYTHING: Final = re.compile(r"\S.{0,199}")
_CHANNELS: Final = (appointments.ONLINE, *appointments.CHANNELS)
_SILENCES: Final = ("positive", "negative", "none")
_TONES: Final = ("done", "error")
_MONTHS_MOST: Final = 60
_DAYS_MOST: Final = 250
_KEYS: Final = {
    *("id", "code", "title", "summary", "category", "audience", "obtains", "who", "duration", "cost", "max_term"),
    *("silence", "legal_basis", "sia_code", "channels", "lanes", "start_level", "papers", "documents", "messages"),
    *("steps", "outcomes", "keywords", "appointment", "privacy", "competence"),
}


class ProcedureReader(ResolutionReader):
    """Reads one procedure.yaml."""

    most: ClassVar[Mapping[str, int]] = {"papers": 40, "steps": 40, "elements": 40, "appeals": 5}

    def procedure(self, source: Any) -> Procedure:
        """Return the procedure, with empty values where `faults` says so."""
        found = self.mapping(source, "", _KEYS)
        return Procedure(
            id=self.word(found.get("id"), "id", _WORD),
            code=self.word(found.get("code"), "code", _CODE),
            card=self.card(found),
            max_term=self.term(found.get("max_term")),
            silence=self.one_of(found, "silence", _SILENCES),
            legal_basis=tuple(self.legal(each, at) for each, at in self.each(found, "legal_basis")),
            sia_code=self.word(found.get("sia_code", ""), "sia_code", _SIA),
            start_level=self.one_of(found, "start_level", rules.LEVELS),
            lanes={name: self.lane(name, each, at) for name, each, at in self.named(found, "lanes")},
            papers=tuple(self.paper(each, at) for each, at in self.each(found, "papers", empty=True)),
            documents={name: self.document(name, each, at) for name, each, at in self.named(found, "documents")},
            messages={name: self.message(name, each, at) for name, each, at in self.named(found, "messages")},
            steps=tuple(self.step(each, at) for each, at in self.each(found, "steps")),
            outcomes={name: self.outcome(name, each, at) for name, each, at in self.named(found, "outcomes")},
            appointment=self.appointment(found),
            privacy=self.privacy(found),
            competence=self.choice(found.get("competence", rules.COMPETENCES[0]), "competence", rules.COMPETENCES),
        )

    def card(self, found: Mapping[str, Any]) -> Card:
        """Read what the catalogue shows."""
        texts = {key: self.texts(found.get(key), key) for key in ("title", "summary", "obtains", "who")}
        return Card(
            **texts,
            duration=self.texts(found.get("duration"), "duration"),
            cost=self.texts(found.get("cost"), "cost"),
            category=self.word(found.get("category"), "category", _WORD),
            audience=tuple(self.word(each, at, _WORD) for each, at in self.each(found, "audience")),
            channels=tuple(self.choice(each, at, _CHANNELS) for each, at in self.each(found, "channels")),
            keywords=self.texts(found["keywords"], "keywords") if "keywords" in found else {},
        )

    def term(self, source: Any) -> Term:
        """Read the longest time to resolve."""
        found = self.mapping(source, "max_term", {"months", "working_days"})
        months, days = (self.typed(found, key, "max_term", int, 0) for key in ("months", "working_days"))
        if not (0 <= months <= _MONTHS_MOST and 0 <= days <= _DAYS_MOST) or (months and days):
            self.fault(
                "max_term",
                f"El plazo va en months (hasta {_MONTHS_MOST}) o en working_days (hasta {_DAYS_MOST}), no en las dos.",
            )
        return Term(months=months, working_days=days)

    def legal(self, source: Any, at: str) -> LegalSource:
        """Read a rule and where it can be read."""
        found = self.mapping(source, at, {"title", "url"})
        return LegalSource(
            self.word(found.get("title"), f"{at}.title", _ANYTHING), self.word(found.get("url"), f"{at}.url", _URL)
        )

    def lane(self, name: str, source: Any, at: str) -> Lane:
        """Read who does the tasks of a lane."""
        found = self.mapping(source, at, {"party", "role", "machine"})
        if len(found) != 1 or found.get("machine", True) is not True:
            self.fault(at, "Un carril lleva una sola cosa: party, role o machine: true.")
            return Lane(name)
        party = self.word(found["party"], f"{at}.party", _WORD) if "party" in found else None
        role = self.choice(found["role"], f"{at}.role", rules.STAFF) if "role" in found else None
        return Lane(name, party, role, machine="machine" in found)

    def paper(self, source: Any, at: str) -> Paper:
        """Read a slot for a paper."""
        found = self.mapping(source, at, {"slot", "title", "hint", "required", "when", "by", "waived_at"})
        when = found.get("when")
        faults = list(conditions.shape_problems(when)) if when is not None else []
        for message in faults:
            self.fault(f"{at}.when", message)
        return Paper(
            slot=self.word(found.get("slot"), f"{at}.slot", _WORD),
            title=self.texts(found.get("title"), f"{at}.title"),
            hint=self.optional(found, "hint", at),
            required=self.typed(found, "required", at, bool, True),
            when=None if faults else when,
            waived_at=self.choice(found["waived_at"], f"{at}.waived_at", rules.LEVELS) if "waived_at" in found else "",
            by=self.word(found.get("by"), f"{at}.by", _WORD),
        )

    def document(self, name: str, source: Any, at: str) -> DocumentKind:
        """Read a document that the office writes."""
        found = self.mapping(source, at, {"title", "template", "eni_type", "resolution"})
        return DocumentKind(
            name,
            self.texts(found.get("title"), f"{at}.title"),
            self.word(found.get("template"), f"{at}.template", _TEMPLATE),
            self.word(found.get("eni_type"), f"{at}.eni_type", _TYPE),
            self.resolution(found, f"{at}.resolution"),
        )

    def message(self, name: str, source: Any, at: str) -> Message:
        """Read a message; its placeholders are names in braces, the same in every language."""
        found = self.mapping(source, at, {"subject", "body"})
        subject, body = (self.texts(found.get(key), f"{at}.{key}") for key in ("subject", "body"))
        for part, texts in (("subject", subject), ("body", body)):
            self.places(texts, f"{at}.{part}")
        return Message(name, subject, body)

    def step(self, source: Any, at: str) -> PlainStep:
        """Read a plain step."""
        found = self.mapping(source, at, {"elements", "element", "title", "who", "hint", "optional"})
        key = "element" if "element" in found else "elements"
        given = found.get(key)
        listed = {**found, key: [given] if isinstance(given, str) else given}
        elements = tuple(self.word(each, place, _ID) for each, place in self.each(listed, key, at))
        return PlainStep(
            elements=elements,
            title=self.texts(found.get("title"), f"{at}.title"),
            who=self.word(found.get("who"), f"{at}.who", _ANYTHING),
            hint=self.optional(found, "hint", at),
            optional=self.typed(found, "optional", at, bool, False),
        )

    def outcome(self, name: str, source: Any, at: str) -> Outcome:
        """Read a way to end."""
        found = self.mapping(source, at, {"title", "tone"})
        tone = self.choice(found.get("tone"), f"{at}.tone", _TONES)
        return Outcome(name, self.texts(found.get("title"), f"{at}.title"), tone)

    def named(self, found: Mapping[str, Any], key: str) -> Iterator[tuple[str, Any, str]]:
        """Yield the entries of an object with their names and places."""
        entries = found.get(key)
        if not isinstance(entries, Mapping):
            self.fault(key, "Debe ser un objeto, con nombres y valores.")
            return
        for name, entry in entries.items():
            yield self.word(name, f"{key}.{name}", _ANYTHING), entry, f"{key}.{name}"

    def one_of(self, found: Mapping[str, Any], key: str, allowed: tuple[str, ...]) -> str:
        """Return one of the `allowed` words."""
        return self.choice(found.get(key), key, allowed)
