"""Compose e-mails: plain text and HTML that say the same, with the entity's name, and one button at most.

Nothing is fetched when a letter is opened: no pictures, no fonts, no counters. The link stands in
words under the button, for readers who do not trust buttons, and rightly so.
"""

import textwrap
from dataclasses import dataclass
from typing import Final

from app.documents import letter_pages
from app.documents.letter_blocks import (
    Block,
    Button,
    Facts,
    Head,
    Links,
    Listing,
    Message,
    Passage,
    foot,
    say,
)

__all__ = ["Block", "Button", "Composed", "Facts", "Head", "Links", "Listing", "Message", "Passage", "compose"]

_WIDTH: Final = 72


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter in both forms."""

    subject: str
    text: str
    html: str
    language: str


def compose(head: Head, message: Message) -> Composed:
    """Return `message` as a letter of `head`, marked in subject and body when it is a demonstration."""
    mark = say("demonstration", message.language) if head.demonstration else ""
    subject = " ".join(message.subject.split())
    return Composed(
        subject=f"[{mark}] {subject}" if mark else subject,
        text=_text(head, message, mark),
        html=letter_pages.page(head, message, mark),
        language=message.language,
    )


def _text(head: Head, message: Message, mark: str) -> str:
    blocks = [head.name]
    blocks += [mark] if mark else []
    blocks += [said for said in map(_block, message.blocks) if said]
    blocks.append("-" * _WIDTH)
    blocks.append("\n".join(foot(head, message.language)))
    return "\n\n".join(blocks) + "\n"


def _block(block: Block) -> str:
    match block:
        case str():
            return block
        case Button():
            lead = f"{block.lead}\n\n" if block.lead else ""
            return f"{lead}{block.label}:\n{block.url}"
        case Links():
            return "\n".join(f"{label}:\n{url}" for label, url in block.links)
        case Facts():
            return "\n".join(f"{label}: {text}" for label, text in block.rows)
        case Listing():
            items = [textwrap.fill(f"- {item}", _WIDTH, subsequent_indent="  ") for item in block.items]
            return "\n".join([f"{block.title}:", *items]) if items else ""
        case Passage():
            return "\n\n".join([f"{block.title}:", *block.paragraphs])
