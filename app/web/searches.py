"""What the staff look for, without names in addresses.

Names and document numbers go in the body of a form and stay in the browser's own session: addresses are kept in
histories and logs, so that only case numbers stand there.
"""

import re
from collections.abc import Mapping

from flask import session

_KEPT, _SOUGHT = "sought", "buscado"
_LONGEST = 100
_NUMBER = re.compile(r"[0-9]{4}[/-][A-Za-z]{2,5}[/-][0-9]{1,6}|[0-9]{1,6}", re.ASCII)


def read(given: Mapping[str, str]) -> str:
    """Return what is looked for: what the address says, else what was typed last where the address refers to it."""
    typed = given.get("q", "") or (session.get(_KEPT, "") if given.get(_SOUGHT) == "1" else "")
    return " ".join(str(typed)[:_LONGEST].replace("\0", "").split())


def address(words: str) -> dict[str, str]:
    """Return what may stand of `words` in an address: a case number, or that something was typed."""
    if not words:
        return {}
    return {"q": words} if _NUMBER.fullmatch(words) else {_SOUGHT: "1"}


def remember(typed: str) -> dict[str, str]:
    """Keep what was typed for the pages that follow, and return what of it may stand in their addresses."""
    words = read({"q": typed})
    session[_KEPT] = words
    return address(words)
