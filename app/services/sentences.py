"""What the office says about papers, signatures and entries, in every language. Usted in Spanish, vós in Catalan."""

from collections.abc import Mapping
from typing import Final

from app.documents.letters import Button
from app.domain import procedure
from app.services import identification, parties
from app.services.messaging import messages, wording
from app.services.steps import Held
from app.store.tables import PartyRow

DECLARATION: Final[Mapping[str, str]] = {
    "es": "Declaro que son ciertos los datos a firmar y confirmo mi voluntad de firmar.",
    "ca": "Declaro que són certes les dades que he de signar i confirmo la meva voluntat de signar.",
}
"""The sentence that a signer ticks. Source: Resolución de 14-7-2017, SGAD, sección II."""

WITNESSED: Final[Mapping[str, str]] = {
    "es": "Esta persona ha firmado este documento ante mí.",
    "ca": "Aquesta persona ha signat aquest document davant meu.",
}
"""The sentence that an official ticks before whom somebody signed by hand. Source: Ley 39/2015 art. 12.2."""

DECIDING: Final[Mapping[str, str]] = {
    "es": "He leído lo que firmo y es mi decisión. Cada documento se firma por separado.",
    "ca": "He llegit el que signo i és la meva decisió. Cada document se signa per separat.",
}
"""The sentence that an official ticks who signs for a body."""

TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "demonstration_mark": {"es": "DEMOSTRACIÓN, SIN VALIDEZ", "ca": "DEMOSTRACIÓ, SENSE VALIDESA"},
    "signed_by": {"es": "Firmado por {name}", "ca": "Signat per {name}"},
    "signed_copy": {"es": "{title} (copia firmada en papel)", "ca": "{title} (còpia signada en paper)"},
    "one_time": {"es": "Certificado de un solo uso", "ca": "Certificat d'un sol ús"},
    "sealed_by": {"es": "Sello electrónico de {name}", "ca": "Segell electrònic de {name}"},
    "receipt_title": {"es": "Justificante de registro de entrada", "ca": "Justificant de registre d'entrada"},
    "next_working_day": {
        "es": "Se presentó en un día inhábil: a efectos de plazos se entiende presentado a la primera hora del primer "
        "día hábil siguiente (art. 31.2.b de la Ley 39/2015).",
        "ca": "Es va presentar en un dia inhàbil: a l'efecte de terminis s'entén presentat a la primera hora del "
        "primer dia hàbil següent (art. 31.2.b de la Llei 39/2015).",
    },
    "electronic_office": {"es": "Sede electrónica", "ca": "Seu electrònica"},
    "channel": {"es": "Electrónica", "ca": "Electrònica"},
    "clock": {
        "es": "Fecha y hora oficiales del registro ({zone}).",
        "ca": "Data i hora oficials del registre ({zone}).",
    },
    "longest_term": {"es": "Plazo máximo para resolver", "ca": "Termini màxim per resoldre"},
    "term_until": {"es": "{length}: hasta el {date}", "ca": "{length}: fins al {date}"},
    "months": {"es": "{n} meses", "ca": "{n} mesos"},
    "month": {"es": "1 mes", "ca": "1 mes"},
    "working_days": {"es": "{n} días hábiles", "ca": "{n} dies hàbils"},
    "silence": {"es": "Si no se resuelve en plazo", "ca": "Si no es resol en termini"},
    "silence_positive": {
        "es": "Puede entender estimada su solicitud (silencio positivo)",
        "ca": "Podeu entendre estimada la vostra sol·licitud (silenci positiu)",
    },
    "silence_negative": {
        "es": "Puede entender desestimada su solicitud (silencio negativo)",
        "ca": "Podeu entendre desestimada la vostra sol·licitud (silenci negatiu)",
    },
}


def say(key: str, language: str, **values: object) -> str:
    """Return the text `key` in `language` with `values` in its places."""
    return procedure.text(TEXTS[key], language).format(**values)


def write_to(held: Held, party: PartyRow, about: str, **values: str) -> None:
    """Mail a party of a held case the letter `about` ("returned", "sign") with a fresh personal link."""
    details, language = parties.details_of(party, held.seal), party.language
    token = identification.issue_link(held, party.id)
    button = Button(wording.say(f"{about}_button", language), messages.link_url(held.outside, held.entity, token))
    told = messages.case_values(held, details, language) | values
    letter = wording.letter(held.entity, about, language, told, {"button": [button]})
    messages.queue_mail(held, details, letter, about=about)
