"""What documents say of terms, in every language. Usted in Spanish, vós in Catalan."""

from collections.abc import Mapping
from typing import Final

from app.domain import procedure
from app.domain.terms import Length

TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "inicio": {"es": "Comunicación de inicio del procedimiento", "ca": "Comunicació d'inici del procediment"},
    "silencio": {
        "es": "Certificado de silencio administrativo",
        "ca": "Certificat de silenci administratiu",
    },
    "ampliacion": {"es": "Ampliación del plazo", "ca": "Ampliació del termini"},
    "months": {"es": "{n} meses", "ca": "{n} mesos"},
    "months_1": {"es": "1 mes", "ca": "1 mes"},
    "days": {"es": "{n} días naturales", "ca": "{n} dies naturals"},
    "days_1": {"es": "1 día natural", "ca": "1 dia natural"},
    "working_days": {"es": "{n} días hábiles", "ca": "{n} dies hàbils"},
    "working_days_1": {"es": "1 día hábil", "ca": "1 dia hàbil"},
    "and": {"es": "{one} y {other}", "ca": "{one} i {other}"},
    "effect_positive": {
        "es": "Podrá entender estimada su solicitud (silencio positivo, art. 24.1 de la Ley 39/2015).",
        "ca": "Podreu entendre estimada la vostra sol·licitud (silenci positiu, art. 24.1 de la Llei 39/2015).",
    },
    "effect_negative": {
        "es": "Podrá entender desestimada su solicitud (silencio negativo, art. 24.1 de la Ley 39/2015) y recurrir.",
        "ca": "Podreu entendre desestimada la vostra sol·licitud (silenci negatiu, art. 24.1 de la Llei 39/2015) i "
        "recórrer.",
    },
    "effect_none": {
        "es": "La ley no da ningún efecto a la falta de resolución en este trámite.",
        "ca": "La llei no dona cap efecte a la falta de resolució en aquest tràmit.",
    },
    "certified_positive": {
        "es": "La solicitud se entiende ESTIMADA por silencio administrativo (art. 24.1 de la Ley 39/2015). A todos "
        "los efectos es un acto administrativo que pone fin al procedimiento (art. 24.2).",
        "ca": "La sol·licitud s'entén ESTIMADA per silenci administratiu (art. 24.1 de la Llei 39/2015). A tots els "
        "efectes és un acte administratiu que posa fi al procediment (art. 24.2).",
    },
    "certified_negative": {
        "es": "La solicitud puede entenderse DESESTIMADA por silencio administrativo (art. 24.1 de la Ley 39/2015), "
        "solo para que la persona interesada pueda recurrir (art. 24.2). La Administración sigue obligada a resolver.",
        "ca": "La sol·licitud es pot entendre DESESTIMADA per silenci administratiu (art. 24.1 de la Llei 39/2015), "
        "només perquè la persona interessada pugui recórrer (art. 24.2). L'Administració continua obligada a "
        "resoldre.",
    },
}


def say(key: str, language: str, **values: object) -> str:
    """Return the text `key` in `language` with `values` in its places."""
    return procedure.text(TEXTS[key], language).format(**values)


def length(found: Length, language: str) -> str:
    """Return how long a term is in words: "1 mes y 15 días naturales"."""
    parts = [
        say(f"{unit}_1" if n == 1 else unit, language, n=n)
        for unit, n in (("months", found.months), ("days", found.days), ("working_days", found.working_days))
        if n
    ]
    return parts[0] if len(parts) == 1 else say("and", language, one=parts[0], other=parts[1]) if parts else ""
