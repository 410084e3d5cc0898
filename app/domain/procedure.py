"""What an office says about a procedure: words, lanes, papers, documents, steps. No diagram, no code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.domain.work import Json

Texts = Mapping[str, str]
"""One text per language, keyed by BCP 47 code."""

Condition = Mapping[str, Json]
"""A question about earlier answers in the closed language of the forms, e.g. {"field": "a", "eq": "b"}."""

FALLBACK: Final = "es"
LEVELS: Final = ("declared", "code", "official", "certificate")
"""How surely the office knows a person, from the weakest to the strongest."""

STAFF: Final = ("clerk", "supervisor", "authority", "calendar_manager", "analyst", "auditor", "administrator")

COMPETENCES: Final = ("municipal", "regional")
"""Whose a procedure is: an entity is offered the built-in ones of its own kind."""

EVERYONE: Final = "everyone"
"""Instead of a role, to whom a message goes: every party of the case."""

PLACES: Final = frozenset({"case_number", "procedure", "name", "entity", "link"})
"""The places that the office itself fills in every message."""

APPEALS: Final = ("reposicion", "alzada", "contencioso")
"""Appeals against a resolution. Source: Ley 39/2015 art. 121 to 124; Ley 29/1998 art. 46."""

RESOLUTION_PLACES: Final = frozenset({"case_number", "procedure", "name", "document", "entity", "body", "date"})
"""The places that the office itself fills in every resolution."""


def text(texts: Texts, language: str) -> str:
    """Return `texts` in `language`, else in its parent (ca-valencia, then ca), else Spanish, else any, else ""."""
    for code in (language, language.split("-", 1)[0], FALLBACK):
        if texts.get(code):
            return texts[code]
    return next((found for found in texts.values() if found), "")


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in the sources of a procedure, worded for the analyst who can mend it.

    `file` is the source's path, `element` the place in it (a BPMN id, a key, a field's path), `name`
    what the analyst calls it, `hint` what to do.
    """

    file: str
    element: str
    name: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """Who does the tasks of a lane: a party of the case, a role of the staff, or the machine."""

    name: str
    party: str | None = None
    role: str | None = None
    machine: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """The longest time to resolve, in months or in working days; both zero when the law sets none."""

    months: int = 0
    working_days: int = 0


@dataclass(frozen=True, slots=True)
class LegalSource:
    """A rule that the procedure rests on, with the address where it can be read."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A slot for a paper that a party must or may hand in.

    `when` is asked over the answers of the first form; a slot whose condition does not hold is
    not asked for. `by` is the party who hands it in. A slot is not asked for either once the office knows that
    party to the level `waived_at`: who was seen with their document need not hand in its copy.
    """

    slot: str
    title: Texts
    by: str
    required: bool
    hint: Texts = field(default_factory=dict)
    when: Condition | None = None
    waived_at: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a resolution, printed when what the diagram gave is such. It holds {places}, as messages do."""

    text: Texts
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal that a resolution names: `kind` is reposicion, alzada or contencioso; `before` whom, "" by the law."""

    kind: str
    before: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ResolutionTexts:
    """What a resolution says, in order. `ends_route` when it ends the administrative route (Ley 39/2015 art. 114)."""

    facts: tuple[Paragraph, ...]
    grounds: tuple[Paragraph, ...]
    decision: tuple[Paragraph, ...]
    ends_route: bool = True
    appeals: tuple[Appeal, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A document that the office writes: its title, its typst source and its ENI type (TD01..TD99).

    `resolution` are the texts of one that a body decides.
    """

    name: str
    title: Texts
    template: str
    eni_type: str
    resolution: ResolutionTexts | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message to a party. Subject and body hold {placeholders} and nothing cleverer."""

    name: str
    subject: Texts
    body: Texts


@dataclass(frozen=True, slots=True)
class PlainStep:
    """One step of the procedure as a citizen sees it; `elements` are the diagram's ids that it sums up.

    An `optional` step is shown only once the case has come to it.
    """

    elements: tuple[str, ...]
    title: Texts
    who: str
    hint: Texts = field(default_factory=dict)
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A way in which the procedure can end; `tone` is "done" or "error"."""

    name: str
    title: Texts
    tone: str


@dataclass(frozen=True, slots=True)
class Longer:
    """An appointment takes `minutes` when the answers to the triage are such."""

    when: Condition
    minutes: int


@dataclass(frozen=True, slots=True)
class Advice:
    """What a person is told before choosing an hour when the answers to the triage are such.

    With `stop` no appointment can be booked: it would not help.
    """

    when: Condition
    text: Texts
    stop: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """Something to read before the day. `kind` is rules, form or instructions; it has a `text`, a `url`, or both."""

    kind: str
    title: Texts
    text: Texts = field(default_factory=dict)
    url: str = ""


@dataclass(frozen=True, slots=True)
class AppointmentNeeds:
    """What an appointment for the procedure takes.

    `minutes` is its length, a multiple of 5. `triage` is the form that is asked before any hour is shown, ""
    for none; the first of `longer` that holds gives another length.
    """

    minutes: int
    triage: str = ""
    longer: tuple[Longer, ...] = ()
    advice: tuple[Advice, ...] = ()
    reading: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """The procedure as the catalogue shows it. `keywords` are more words under which people look for it."""

    title: Texts
    summary: Texts
    obtains: Texts
    who: Texts
    duration: Texts
    cost: Texts
    category: str
    audience: tuple[str, ...]
    channels: tuple[str, ...]
    keywords: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a class of documents or data of the procedure is kept, in words."""

    what: Texts
    period: Texts


@dataclass(frozen=True, slots=True)
class Privacy:
    """What the procedure does with personal data: its row in the record of processing. Source: RGPD art. 13 and 30."""

    purpose: Texts
    basis: Texts
    recipients: Texts
    retention: tuple[Retention, ...]


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure's administrative data and texts, as procedure.yaml has them.

    `code` begins its case numbers. `appointment` is None where none can be booked. `silence` is "positive",
    "negative" or "none". `start_level` is the identity level that the first task asks for.
    """

    id: str
    code: str
    card: Card
    max_term: Term
    silence: str
    legal_basis: tuple[LegalSource, ...]
    sia_code: str
    start_level: str
    lanes: Mapping[str, Lane]
    papers: tuple[Paper, ...]
    documents: Mapping[str, DocumentKind]
    messages: Mapping[str, Message]
    steps: tuple[PlainStep, ...]
    outcomes: Mapping[str, Outcome]
    appointment: AppointmentNeeds | None = None
    privacy: Privacy | None = None
    competence: str = COMPETENCES[0]

    @staticmethod
    def text(texts: Texts, language: str) -> str:
        """Return `texts` in `language`, falling back as `app.domain.procedure.text` does."""
        return text(texts, language)

    def lane_names(self, *, party: str = "", role: str = "") -> Sequence[str]:
        """Return the names of the lanes that the party or the staff role works in."""
        return [
            lane.name for lane in self.lanes.values() if (party and lane.party == party) or (role and lane.role == role)
        ]
