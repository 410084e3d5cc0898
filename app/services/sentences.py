"""What the office says about papers, signatures and entries, in every language. Usted in Spanish, vós in Catalan."""

from collections.abc import Mapping
from typing import Final

from app.documents import letters
from app.documents.letters import Button
from app.domain import procedure
from app.services import identification, messages, parties
from app.services.steps import Held
from app.store.tables import PartyRow

DECLARATION: Final[Mapping[str, str]] = {
    "es": "Declaro que son ciertos los datos a firmar y confirmo mi voluntad de firmar.",
    "ca": "Declaro que són certes les dades que he de signar i confirmo la meva voluntat de signar.",
}
"""The sentence that a signer ticks. Source: Resolución de 14-7-2017, SGAD, sección II."""

TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "greeting": {"es": "Hola, {name}:", "ca": "Hola, {name},"},
    "returned_subject": {
        "es": "Debe corregir un documento del trámite {number}",
        "ca": "Heu de corregir un document del tràmit {number}",
    },
    "returned_body": {
        "es": "Hemos revisado «{paper}», del trámite «{title}», y tenemos que devolvérselo. Entre con este enlace "
        "personal para leer el motivo y entregarlo de nuevo.",
        "ca": "Hem revisat «{paper}», del tràmit «{title}», i us l'hem de tornar. Entreu amb aquest enllaç personal "
        "per llegir-ne el motiu i lliurar-lo de nou.",
    },
    "returned_button": {"es": "Corregir el documento", "ca": "Corregeix el document"},
    "sign_subject": {
        "es": "Tiene un documento por firmar: trámite {number}",
        "ca": "Teniu un document per signar: tràmit {number}",
    },
    "sign_body": {
        "es": "El documento «{document}», del trámite «{title}», está listo para su firma. Entre con este enlace "
        "personal, léalo y fírmelo con un código que le enviaremos al móvil.",
        "ca": "El document «{document}», del tràmit «{title}», és a punt perquè el signeu. Entreu amb aquest enllaç "
        "personal, llegiu-lo i signeu-lo amb un codi que us enviarem al mòbil.",
    },
    "sign_button": {"es": "Leer y firmar", "ca": "Llegeix i signa"},
    "sign_sms": {
        "es": "{code} es su código para firmar el documento {csv}. Caduca en 5 minutos. No lo comparta. {entity}",
        "ca": "{code} és el vostre codi per signar el document {csv}. Caduca d'aquí a 5 minuts. No el compartiu. "
        "{entity}",
    },
    "demonstration_sms": {"es": "(Demostración, sin validez)", "ca": "(Demostració, sense validesa)"},
    "demonstration_mark": {"es": "DEMOSTRACIÓN, SIN VALIDEZ", "ca": "DEMOSTRACIÓ, SENSE VALIDESA"},
    "signed_by": {"es": "Firmado por {name}", "ca": "Signat per {name}"},
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


def write_to(held: Held, party: PartyRow, about: str, **values: object) -> None:
    """Mail a party of a held case the letter `about` ("returned", "sign") with a fresh personal link."""
    details, language = parties.details_of(party, held.seal), party.language
    title = procedure.text(held.pinned.procedure.card.title, language)
    facts = {"number": held.row.number, "title": title, **values}
    token = identification.issue_link(held, party.id)
    message = letters.Message(
        subject=say(f"{about}_subject", language, **facts),
        paragraphs=[say("greeting", language, name=details.given_name), say(f"{about}_body", language, **facts)],
        language=language,
        button=Button(say(f"{about}_button", language), messages.link_url(held.outside, token)),
    )
    messages.queue_mail(held, details, message, about=about)
