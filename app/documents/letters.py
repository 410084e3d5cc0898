"""Compose e-mails: plain text and HTML that say the same, with the entity's name, and one button at most.

Nothing is fetched when a letter is opened: no pictures, no fonts, no counters. The link stands in
words under the button, for readers who do not trust buttons, and rightly so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from app.domain import procedure

_WIDTH: Final = 72
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
_INK, _MUTED, _PAPER, _CARD, _HAIR, _BRAND, _AMBER = (
    "#1b1f24",
    "#55606b",
    "#fbfaf7",
    "#ffffff",
    "#dedbd4",
    "#0f5562",
    "#7a4b00",
)
_FONT: Final = "'Atkinson Hyperlegible Next','Atkinson Hyperlegible',Verdana,Arial,sans-serif"


@dataclass(frozen=True, slots=True)
class Head:
    """Who writes. `contact` are lines for the foot, such as the address and the telephone."""

    name: str
    contact: Sequence[str] = ()
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """The one thing that the letter asks for."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be said, in `language` (BCP 47)."""

    subject: str
    paragraphs: Sequence[str]
    language: str
    button: Button | None = None


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter in both forms."""

    subject: str
    text: str
    html: str
    language: str


def compose(head: Head, message: Message) -> Composed:
    """Return `message` as a letter of `head`, marked in subject and body when it is a demonstration."""
    mark = _say("demonstration", message.language) if head.demonstration else ""
    subject = " ".join(message.subject.split())
    return Composed(
        subject=f"[{mark}] {subject}" if mark else subject,
        text=_text(head, message, mark),
        html=_html(head, message, mark),
        language=message.language,
    )


def _text(head: Head, message: Message, mark: str) -> str:
    blocks = [head.name]
    blocks += [mark] if mark else []
    blocks += message.paragraphs
    if message.button is not None:
        blocks.append(f"{message.button.label}:\n{message.button.url}")
    blocks.append("-" * _WIDTH)
    blocks.append("\n".join(_foot(head, message.language)))
    return "\n\n".join(blocks) + "\n"


def _html(head: Head, message: Message, mark: str) -> str:
    language = escape(message.language, quote=True)
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(message.subject)}</title></head>"
        f'<body style="margin:0;background:{_PAPER};color:{_INK};font:17px/1.5 {_FONT}">'
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>'
        '<td align="center" style="padding:24px 12px">'
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" '
        f'style="max-width:600px;background:{_CARD};border:1px solid {_HAIR};border-radius:6px">'
        f"{_row(_title(head, mark), f'padding:20px 28px;border-bottom:3px solid {_BRAND}')}"
        f"{_row(_body(message), 'padding:24px 28px 12px')}"
        f"{_row(_small(_foot(head, message.language)), f'padding:16px 28px 20px;border-top:1px solid {_HAIR}')}"
        "</table></td></tr></table></body></html>\n"
    )


def _title(head: Head, mark: str) -> str:
    marked = f'<br><strong style="color:{_AMBER};font-size:14px">{escape(mark)}</strong>' if mark else ""
    return f'<strong style="font-size:20px">{escape(head.name)}</strong>{marked}'


def _body(message: Message) -> str:
    said = "".join(f'<p style="margin:0 0 16px">{_lines(one)}</p>' for one in message.paragraphs)
    if message.button is None:
        return said
    url, label = escape(message.button.url, quote=True), escape(message.button.label)
    return (
        f'{said}<p style="margin:24px 0"><a href="{url}" style="display:inline-block;padding:12px 24px;'
        f'background:{_BRAND};color:#ffffff;text-decoration:none;font-weight:bold;border-radius:4px">{label}</a></p>'
        f'<p style="margin:0 0 16px;font-size:15px;color:{_MUTED}">{escape(_say("or_copy", message.language))}<br>'
        f'<span style="word-break:break-all">{url}</span></p>'
    )


def _row(content: str, style: str) -> str:
    return f'<tr><td style="{style}">{content}</td></tr>'


def _small(lines: Sequence[str]) -> str:
    shown = "<br>".join(escape(line) for line in lines)
    return f'<p style="margin:0;font-size:14px;color:{_MUTED}">{shown}</p>'


def _lines(paragraph: str) -> str:
    return "<br>".join(escape(line) for line in paragraph.splitlines())


def _foot(head: Head, language: str) -> list[str]:
    return [_say("no_notification", language), _say("automatic", language), " · ".join([head.name, *head.contact])]


def _say(key: str, language: str) -> str:
    return procedure.text(_WORDS[key], language)
