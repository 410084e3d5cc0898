"""Find a procedure by the words that people use."""

from collections.abc import Iterable

from app.domain import people
from app.domain import procedure as rules
from app.domain.procedure import Procedure

LONGEST = 100
_SMALL = frozenset(
    {
        *("a", "al", "con", "d", "de", "del", "dels", "el", "els", "en", "i", "l", "la", "las", "les", "los"),
        *("meu", "mi", "mis", "para", "pel", "per", "por", "quiero", "su", "un", "una", "vull", "y"),
    }
)
"""Words that say nothing about what is looked for, in Spanish and Catalan."""
_APPOINTMENT = frozenset({"cita", "citas", "cites", "previa"})
_BOOKING = _APPOINTMENT | {"demanar", "hora", "pedir", "reservar", "turno"}
"""Words for an appointment, whatever it is for."""


def query(typed: str) -> str:
    """Return what was typed into a search as it is looked for and shown."""
    return " ".join(typed[:LONGEST].split())


def matching(found: Iterable[Procedure], query: str, language: str) -> list[Procedure]:
    """Return those of `found` whose texts in `language` have every word of `query`; none for small words alone."""
    words = [word for word in _words(query) if word not in _SMALL]
    if wants_appointment(query):
        words = [word for word in words if word not in _BOOKING]

    def text(one: Procedure) -> str:
        parts = (one.card.title, one.card.summary, one.card.obtains, one.card.who, one.card.keywords)
        return people.fold(" ".join(rules.text(part, language) for part in parts))

    return [one for one in found if words and all(word in text(one) for word in words)]


def wants_appointment(query: str) -> bool:
    """Return whether somebody looks for an appointment, whatever it is for."""
    return not _APPOINTMENT.isdisjoint(_words(query))


def _words(query: str) -> list[str]:
    return people.fold(query).replace("'", " ").replace("’", " ").split()
