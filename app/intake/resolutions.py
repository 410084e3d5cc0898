"""What a resolution says: paragraphs chosen and filled from what the diagram gave, and the appeals in full.

Source: Ley 39/2015 art. 35, 40.2 and 88; Ley 40/2015 art. 9.4.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import babel.dates

from app.domain import procedure as rules
from app.domain import wordings
from app.domain.procedure import Appeal, Paragraph, ResolutionTexts, Texts
from app.intake import conditions

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_ROUTE: Final[Mapping[bool, Texts]] = {
    True: {
        "es": "Este acto pone fin a la vía administrativa.",
        "ca": "Aquest acte posa fi a la via administrativa.",
    },
    False: {
        "es": "Este acto no pone fin a la vía administrativa.",
        "ca": "Aquest acte no posa fi a la via administrativa.",
    },
}
_APPEALS: Final[Mapping[str, Texts]] = {
    "reposicion": {
        "es": "Recurso potestativo de reposición ante {before}, en el plazo de un mes desde el día siguiente a su "
        "notificación (art. 123 y 124 de la Ley 39/2015).",
        "ca": "Recurs potestatiu de reposició davant {before}, en el termini d’un mes des de l’endemà de la "
        "notificació (art. 123 i 124 de la Llei 39/2015).",
    },
    "alzada": {
        "es": "Recurso de alzada ante {before}, en el plazo de un mes desde el día siguiente a su notificación "
        "(art. 121 y 122 de la Ley 39/2015).",
        "ca": "Recurs d’alçada davant {before}, en el termini d’un mes des de l’endemà de la notificació "
        "(art. 121 i 122 de la Llei 39/2015).",
    },
    "contencioso": {
        "es": "Recurso contencioso-administrativo ante {before}, en el plazo de dos meses desde el día siguiente a su "
        "notificación (art. 46 de la Ley 29/1998).",
        "ca": "Recurs contenciós administratiu davant {before}, en el termini de dos mesos des de l’endemà de la "
        "notificació (art. 46 de la Llei 29/1998).",
    },
}
_BEFORE: Final[Mapping[str, Texts]] = {
    "reposicion": {"es": "el mismo órgano que lo ha dictado", "ca": "el mateix òrgan que l’ha dictat"},
    "alzada": {"es": "el órgano superior jerárquico", "ca": "l’òrgan superior jeràrquic"},
    "contencioso": {
        "es": "el Juzgado de lo Contencioso-Administrativo",
        "ca": "el Jutjat Contenciós Administratiu",
    },
}


def compose(
    texts: ResolutionTexts, given: Mapping[str, Any], places: Mapping[str, str], language: str
) -> dict[str, Any]:
    """Return what a resolution says: facts, grounds and decision, whether it ends the route, the appeals.

    Conditions and places ask `given`, what the diagram gave and its answers; `places` are filled by the office.
    Raises `KeyError` for a place that nothing fills.
    """
    filled = {name: _spoken(value, language) for name, value in given.items()} | dict(places)

    def chosen(paragraphs: Sequence[Paragraph]) -> list[str]:
        held = [one for one in paragraphs if conditions.holds(one.when, given)]
        return [wordings.filled(rules.text(one.text, language), filled) for one in held]

    return {
        "facts": chosen(texts.facts),
        "grounds": chosen(texts.grounds),
        "decision": chosen(texts.decision),
        "route": rules.text(_ROUTE[texts.ends_route], language),
        "appeals": [_appeal(one, language) for one in texts.appeals],
    }


def places(texts: ResolutionTexts) -> frozenset[str]:
    """Return every place that a resolution's paragraphs may ask for."""
    every = (*texts.facts, *texts.grounds, *texts.decision)
    return frozenset(name for one in every for text in one.text.values() for name in wordings.names(text))


def _appeal(one: Appeal, language: str) -> str:
    before = rules.text(one.before, language) or rules.text(_BEFORE[one.kind], language)
    return rules.text(_APPEALS[one.kind], language).format(before=before)


def _spoken(value: Any, language: str) -> str:
    """Return a value as a sentence says it: a day in full, everything else as it is."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return babel.dates.format_date(date.fromisoformat(value), "long", locale=language.split("-", 1)[0])
        except ValueError:
            return value
    return str(value)
