"""What letters are made of: paragraphs, facts, lists, passages, one button, quiet links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.domain import procedure

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "demonstration": {"es": "DEMOSTRACIÓN, SIN VALIDEZ", "ca": "DEMOSTRACIÓ, SENSE VALIDESA"},
    "or_copy": {
        "es": "Si el botón no funciona, copie esta dirección en su navegador:",
        "ca": "Si el botó no funciona, copieu aquesta adreça al navegador:",
    },
    "automatic": {
        "es": "Este mensaje se envía automáticamente. No responda a este correo: nadie lo leerá.",
        "ca": "Aquest missatge s’envia automàticament. No respongueu aquest correu: ningú no el llegirà.",
    },
    "no_notification": {
        "es": "Es un aviso, no una notificación: los plazos legales no empiezan a contar con él.",
        "ca": "És un avís, no una notificació: els terminis legals no comencen a comptar amb ell.",
    },
}


@dataclass(frozen=True, slots=True)
class Head:
    """Who writes. `contact` are lines for the foot, such as the address and the telephone."""

    name: str
    contact: Sequence[str] = ()
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """The one thing that the letter asks for; `lead` says before it what it is good for."""

    label: str
    url: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """Further things that the reader may do, as quiet links: labels and addresses."""

    links: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and texts, such as when and where."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list under a title; nothing is shown of an empty one."""

    title: str
    items: Sequence[str]


@dataclass(frozen=True, slots=True)
class Passage:
    """Paragraphs under a title, in small letters: what must be said but is read last."""

    title: str
    paragraphs: Sequence[str]


Block = str | Button | Links | Facts | Listing | Passage
"""A piece of a letter; a string is a paragraph."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be said, in `language` (BCP 47). A `button` that no block holds stands at the end."""

    subject: str
    paragraphs: Sequence[Block]
    language: str
    button: Button | None = None

    @property
    def blocks(self) -> list[Block]:
        """Return everything in its order."""
        return [*self.paragraphs, *([self.button] if self.button else [])]


def foot(head: Head, language: str) -> list[str]:
    """Return the lines under every letter."""
    return [say("no_notification", language), say("automatic", language), " · ".join([head.name, *head.contact])]


def say(key: str, language: str) -> str:
    """Return what every letter says."""
    return procedure.text(_WORDS[key], language)
