"""The HTML of letters: tables and inline styles, since mail programs know little else; light and dark.

Type, colours and the thread are those of the pages (ui/css/tokens.css), written out here because a letter carries
everything with it.
"""

from collections.abc import Sequence
from html import escape
from typing import Final

from app.documents.letter_blocks import Block, Button, Facts, Head, Links, Listing, Message, Passage, foot, say

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
_DARK: Final = (
    ":root{color-scheme:light dark;supported-color-schemes:light dark}"
    "@media (prefers-color-scheme:dark){"
    ".v-paper{background:#16191c!important}.v-card{background:#1e2226!important;border-color:#363b41!important}"
    ".v-ink{color:#eceae4!important}.v-muted{color:#aeb5bb!important}.v-rule{border-color:#363b41!important}"
    ".v-link{color:#8fd0d9!important}.v-brand{border-color:#7cc5cf!important}.v-knot{color:#7cc5cf!important}"
    ".v-button{background:#7cc5cf!important;color:#0d1b1e!important}.v-mark{color:#f0bd62!important}}"
    "@media (max-width:480px){.v-pad{padding-left:18px!important;padding-right:18px!important}"
    ".v-button{display:block!important;text-align:center}}"
)
_TABLE: Final = '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"'


def page(head: Head, message: Message, mark: str) -> str:
    """Return a letter as a page. `mark` is "" or what a demonstration must say."""
    language = escape(message.language, quote=True)
    body = "".join(_block(one, message.language) for one in message.blocks)
    small = _small(foot(head, message.language))
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
        f"<title>{escape(message.subject)}</title><style>{_DARK}</style></head>"
        f'<body class="v-paper v-ink" style="margin:0;background:{_PAPER};color:{_INK};font:17px/1.5 {_FONT}">'
        f'{_TABLE} class="v-paper"><tr><td align="center" style="padding:24px 12px">'
        f'{_TABLE} class="v-card" style="max-width:600px;background:{_CARD};'
        f'border:1px solid {_HAIR};border-radius:6px">'
        f"{_row(_title(head, mark), f'padding:20px 28px;border-bottom:3px solid {_BRAND}', 'v-pad v-brand')}"
        f"{_row(body, 'padding:24px 28px 12px', 'v-pad')}"
        f"{_row(small, f'padding:16px 28px 20px;border-top:1px solid {_HAIR}', 'v-pad v-rule')}"
        "</table></td></tr></table></body></html>\n"
    )


def plain(text: str, notes: Sequence[str], language: str) -> str:
    """Return a text that is sent as it is (the plain form of a letter, a text message) as a page, under some notes."""
    said = "".join(f'<p class="v-muted" style="margin:0 0 12px;color:{_MUTED}">{escape(note)}</p>' for note in notes)
    shown = "white-space:pre-wrap;overflow-wrap:anywhere;margin:0;font:inherit"
    return (
        f'<!doctype html>\n<html lang="{escape(language, quote=True)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(text[:40])}</title>'
        f"<style>{_DARK}</style></head>"
        f'<body class="v-paper v-ink" style="margin:0;padding:20px;background:{_PAPER};color:{_INK};'
        f'font:17px/1.5 {_FONT}">{said}<div class="v-card" style="padding:16px 20px;background:{_CARD};'
        f'border:1px solid {_HAIR};border-radius:10px;max-width:600px"><pre style="{shown}">{escape(text)}</pre></div>'
        "</body></html>\n"
    )


def _title(head: Head, mark: str) -> str:
    style = f"color:{_AMBER};font-size:14px;letter-spacing:.02em"
    marked = f'<br><strong class="v-mark" style="{style}">{escape(mark)}</strong>' if mark else ""
    return f'<strong class="v-ink" style="font-size:20px;color:{_INK}">{escape(head.name)}</strong>{marked}'


def _block(block: Block, language: str) -> str:
    match block:
        case str():
            return f'<p style="margin:0 0 16px">{_lines(block)}</p>'
        case Button():
            return _button(block, language)
        case Links():
            return _links(block)
        case Facts():
            return _facts(block)
        case Listing():
            return _listing(block)
        case Passage():
            return _passage(block)


def _button(button: Button, language: str) -> str:
    url, label = escape(button.url, quote=True), escape(button.label)
    lead = f'<p style="margin:0 0 12px">{escape(button.lead)}</p>' if button.lead else ""
    return (
        f'{lead}<p style="margin:20px 0 14px"><a class="v-button" href="{url}" style="display:inline-block;'
        f"padding:13px 26px;background:{_BRAND};color:#ffffff;text-decoration:none;font-weight:bold;border-radius:6px"
        f'">{label}</a></p><p class="v-muted" style="margin:0 0 18px;font-size:14px;line-height:1.4;color:{_MUTED}">'
        f'{escape(say("or_copy", language))}<br><span style="word-break:break-all">{url}</span></p>'
    )


def _links(links: Links) -> str:
    style = f"color:{_BRAND};white-space:nowrap;line-height:2"
    said = " &nbsp;·&nbsp; ".join(
        f'<a class="v-link" href="{escape(url, quote=True)}" style="{style}">{escape(label)}</a>'
        for label, url in links.links
    )
    return f'<p class="v-muted" style="margin:0 0 22px;font-size:15px;color:{_MUTED}">{said}</p>'


def _facts(facts: Facts) -> str:
    """Hang the facts from the thread: a line with a knot for each."""
    rows = "".join(
        f'<tr><td class="v-knot" valign="top" style="width:14px;padding:3px 0;font-size:11px;line-height:24px;'
        f'color:{_BRAND}">●</td><td class="v-rule" style="padding:3px 0 9px 6px">'
        f'<span class="v-muted" style="font-size:14px;color:{_MUTED}">{escape(label)}</span><br>'
        f"<strong>{_lines(text)}</strong></td></tr>"
        for label, text in facts.rows
    )
    return f'{_TABLE} style="margin:0 0 16px">{rows}</table>'


def _listing(listing: Listing) -> str:
    if not listing.items:
        return ""
    items = "".join(f'<li style="margin:0 0 6px">{_lines(item)}</li>' for item in listing.items)
    return f'{_heading(listing.title)}<ul style="margin:0 0 20px;padding-left:22px">{items}</ul>'


def _passage(passage: Passage) -> str:
    style = f"margin:0 0 10px;font-size:15px;color:{_MUTED}"
    said = "".join(f'<p class="v-muted" style="{style}">{_lines(one)}</p>' for one in passage.paragraphs)
    return f"{_heading(passage.title)}{said}"


def _heading(title: str) -> str:
    return (
        f'<h2 class="v-ink" style="margin:20px 0 8px;font-size:18px;line-height:1.3;color:{_INK}">{escape(title)}</h2>'
    )


def _row(content: str, style: str, names: str) -> str:
    return f'<tr><td class="{names}" style="{style}">{content}</td></tr>'


def _small(lines: Sequence[str]) -> str:
    shown = "<br>".join(escape(line) for line in lines)
    return f'<p class="v-muted" style="margin:0;font-size:14px;color:{_MUTED}">{shown}</p>'


def _lines(paragraph: str) -> str:
    return "<br>".join(escape(line) for line in paragraph.splitlines())
