"""The built-in texts of what is written to people who are to sign: asked, reminded, spared, and the code."""

from collections.abc import Mapping
from typing import Final

SUBJECTS: Final[Mapping[str, Mapping[str, str]]] = {
    "sign": {
        "es": "Tiene un documento por firmar: trámite {number}",
        "ca": "Teniu un document per signar: tràmit {number}",
    },
    "sign_reminder": {
        "es": "Le falta firmar un documento: trámite {number}",
        "ca": "Us falta signar un document: tràmit {number}",
    },
    "sign_refused": {
        "es": "Ya no tiene que firmar: trámite {number}",
        "ca": "Ja no heu de signar: tràmit {number}",
    },
}
"""Subjects of e-mails."""

BODIES: Final[Mapping[str, Mapping[str, str]]] = {
    "sign": {
        "es": "Hola, {name}:\n\n"
        "El documento «{document}», del trámite «{procedure}», está listo para su firma. Entre con este "
        "enlace personal, léalo y fírmelo con un código que le enviaremos al móvil.\n\n{button}",
        "ca": "Hola, {name},\n\n"
        "El document «{document}», del tràmit «{procedure}», és a punt perquè el signeu. Entreu amb aquest "
        "enllaç personal, llegiu-lo i signeu-lo amb un codi que us enviarem al mòbil.\n\n{button}",
    },
    "sign_reminder": {
        "es": "Hola, {name}:\n\nEl documento «{document}», del trámite «{procedure}», todavía espera su firma. Entre "
        "con este enlace personal para leerlo y firmarlo, o para decirnos que no quiere firmar.\n\n{button}",
        "ca": "Hola, {name},\n\nEl document «{document}», del tràmit «{procedure}», encara espera la vostra signatura. "
        "Entreu amb aquest enllaç personal per llegir-lo i signar-lo, o per dir-nos que no voleu signar.\n\n{button}",
    },
    "sign_refused": {
        "es": "Hola, {name}:\n\nOtra persona que tenía que firmar «{document}», del trámite «{procedure}», no quiere "
        "firmarlo. Ya no tiene que firmar; si había firmado, su firma queda sin efecto.\n\n{button}",
        "ca": "Hola, {name},\n\nUna altra persona que havia de signar «{document}», del tràmit «{procedure}», no el "
        "vol signar. Ja no cal que signeu; si havíeu signat, la vostra signatura queda sense efecte.\n\n{button}",
    },
    "sign_sms": {
        "es": "Use {code} para firmar el documento {csv}. Caduca en 5 minutos. No lo comparta. {entity}",
        "ca": "{code} és el vostre codi per signar el document {csv}. Caduca al cap de 5 minuts. No el "
        "compartiu. {entity}",
    },
}
"""Bodies of e-mails, and a text message."""
