"""What pages say in code: Spanish sentences, translated for the reader."""

import flask_babel


def _(text: str, **values: object) -> str:
    """Return `text` in the reader's language, with %(name)s filled in."""
    return str(flask_babel.gettext(text, **values))


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """Return `one` or `many` in the reader's language; %(num)s is the number."""
    return str(flask_babel.ngettext(one, many, num, **values))
