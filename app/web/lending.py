"""A screen of the office before a person at the counter speaks that person's language, not the official's."""

from dataclasses import replace

import flask_babel
from flask import g, request, session

from app import wiring
from app.web import frame

_CHOSEN = "lent_language"


def speak(whom: object, language: str) -> str:
    """Show this page in `language`, or in the one chosen on it before `whom` (a person, a task); return which.

    What is chosen on a lent screen is kept for it alone: the official's own pages stay as they were.
    """
    wanted = request.args.get("lang")
    if wanted in wiring.parts().settings.languages.split(","):
        session[_CHOSEN] = [str(whom), wanted]
    kept = session.get(_CHOSEN)
    g.lent = kept[1] if kept and kept[0] == str(whom) else language
    flask_babel.refresh()
    spoken = frame.language()
    g.visitor = replace(g.visitor, language=spoken)
    return spoken
