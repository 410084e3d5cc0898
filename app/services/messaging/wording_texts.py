"""The built-in texts of the office's own messages (`app.domain.wordings`), in every language.

Usted in Spanish, vós in Catalan. Text messages keep to the alphabet of 7 bits where the language lets them: with
one "ó" they would cost double.
"""

from collections.abc import Mapping
from typing import Final

from app.services.messaging import wording_signing

SUBJECTS: Final[Mapping[str, Mapping[str, str]]] = {
    "booked": {
        "es": "Cita confirmada: {date}, {time}",
        "ca": "Cita confirmada: {date}, {time}",
    },
    "moved": {
        "es": "Su cita ha cambiado: {date}, {time}",
        "ca": "La vostra cita ha canviat: {date}, {time}",
    },
    "moved_by_office": {
        "es": "Hemos tenido que cambiar su cita: {date}, {time}",
        "ca": "Hem hagut de canviar la vostra cita: {date}, {time}",
    },
    "cancelled": {
        "es": "Cita anulada: {date}, {time}",
        "ca": "Cita anul·lada: {date}, {time}",
    },
    "cancelled_by_office": {
        "es": "Hemos tenido que anular su cita: {date}, {time}",
        "ca": "Hem hagut d’anul·lar la vostra cita: {date}, {time}",
    },
    "day_before": {
        "es": "Recuerde su cita: {date}, {time}",
        "ca": "Recordeu la vostra cita: {date}, {time}",
    },
    "soon": {
        "es": "Su cita es hoy a las {time}",
        "ca": "La vostra cita és avui a les {time}",
    },
    "missed": {
        "es": "No pudimos atenderle: cita del {date}",
        "ca": "No us vam poder atendre: cita del {date}",
    },
    "link": {
        "es": "Su enlace para continuar el trámite {number}",
        "ca": "El vostre enllaç per continuar el tràmit {number}",
    },
    "link_again": {
        "es": "Su enlace para continuar el trámite {number}",
        "ca": "El vostre enllaç per continuar el tràmit {number}",
    },
    "returned": {
        "es": "Debe corregir un documento del trámite {number}",
        "ca": "Heu de corregir un document del tràmit {number}",
    },
    "notification": {
        "es": "Tiene una notificación: trámite {number}",
        "ca": "Teniu una notificació: tràmit {number}",
    },
    "notification_offered": {
        "es": "Tiene una notificación: trámite {number}",
        "ca": "Teniu una notificació: tràmit {number}",
    },
    "notification_letter": {
        "es": "Le enviamos una notificación en papel: trámite {number}",
        "ca": "Us enviem una notificació en paper: tràmit {number}",
    },
    "issued": {
        "es": "{document}: trámite {number}",
        "ca": "{document}: tràmit {number}",
    },
    **wording_signing.SUBJECTS,
}
"""Subjects of e-mails."""

BODIES: Final[Mapping[str, Mapping[str, str]]] = {
    "booked": {
        "es": "Hola, {name}:\n\nSu cita para «{procedure}» está confirmada.\n\n{appointment}\n\n{button}\n\n"
        "{bring}\n\n{terms}",
        "ca": "Hola, {name},\n\nLa vostra cita per a «{procedure}» està confirmada.\n\n{appointment}\n\n"
        "{button}\n\n{bring}\n\n{terms}",
    },
    "moved": {
        "es": "Hola, {name}:\n\n"
        "Su cita para «{procedure}» ha cambiado. La que vale ahora es esta; la hora anterior queda "
        "anulada.\n\n{appointment}\n\n{button}\n\n{bring}\n\n{terms}",
        "ca": "Hola, {name},\n\n"
        "La vostra cita per a «{procedure}» ha canviat. La que val ara és aquesta; l’hora anterior queda "
        "anul·lada.\n\n{appointment}\n\n{button}\n\n{bring}\n\n{terms}",
    },
    "moved_by_office": {
        "es": "Hola, {name}:\n\nHemos tenido que cambiar su cita para «{procedure}».\n\nEl motivo es este: {reason}\n\n"
        "La que vale ahora es esta; la hora anterior queda anulada. Si no le va bien, cámbiela, por favor."
        "\n\n{appointment}\n\n{button}\n\n{bring}\n\n{terms}",
        "ca": "Hola, {name},\n\nHem hagut de canviar la vostra cita per a «{procedure}».\n\n"
        "El motiu és aquest: {reason}"
        "\n\nLa que val ara és aquesta; l’hora anterior queda anul·lada. Si no us va bé, canvieu-la, si us plau."
        "\n\n{appointment}\n\n{button}\n\n{bring}\n\n{terms}",
    },
    "cancelled": {
        "es": "Hola, {name}:\n\n"
        "Hemos anulado su cita para «{procedure}» del {date} a las {time}. No tiene que hacer nada más.\n\n"
        "Su expediente {number} sigue abierto, con todo lo que ya nos ha dado. Cuando quiera, puede pedir "
        "otra cita.\n\n{button}",
        "ca": "Hola, {name},\n\n"
        "Hem anul·lat la vostra cita per a «{procedure}» del {date} a les {time}. No cal que feu res "
        "més.\n\n"
        "El vostre expedient {number} continua obert, amb tot el que ja ens heu donat. Quan vulgueu, podeu "
        "demanar una altra cita.\n\n{button}",
    },
    "cancelled_by_office": {
        "es": "Hola, {name}:\n\n"
        "Sentimos decirle que no podremos atenderle en su cita para «{procedure}» del {date} a las "
        "{time}.\n\nEl motivo es este: {reason}\n\n"
        "Su expediente {number} sigue abierto, con todo lo que ya nos ha dado. Elija otra hora, por "
        "favor.\n\n{button}",
        "ca": "Hola, {name},\n\n"
        "Ens sap greu dir-vos que no us podrem atendre a la vostra cita per a «{procedure}» del {date} a "
        "les {time}.\n\nEl motiu és aquest: {reason}\n\n"
        "El vostre expedient {number} continua obert, amb tot el que ja ens heu donat. Trieu una altra "
        "hora, si us plau.\n\n{button}",
    },
    "day_before": {
        "es": "Hola, {name}:\n\nLe recordamos su cita para «{procedure}».\n\n{appointment}\n\n{button}\n\n"
        "{bring}\n\nSi no le va bien, anúlela, por favor: otra persona podrá aprovechar la hora.",
        "ca": "Hola, {name},\n\nUs recordem la vostra cita per a «{procedure}».\n\n{appointment}\n\n{button}\n\n"
        "{bring}\n\nSi no us va bé, anul·leu-la, si us plau: una altra persona podrà aprofitar l’hora.",
    },
    "soon": {
        "es": "Hola, {name}:\n\nSu cita para «{procedure}» es hoy.\n\n{appointment}\n\n{button}\n\n{bring}",
        "ca": "Hola, {name},\n\nLa vostra cita per a «{procedure}» és avui.\n\n{appointment}\n\n{button}\n\n{bring}",
    },
    "missed": {
        "es": "Hola, {name}:\n\nTenía cita para «{procedure}» el {date} a las {time} y no pudimos atenderle.\n\n"
        "No pasa nada: no pierde ningún derecho y su expediente {number} sigue abierto. Si todavía lo "
        "necesita, pida otra cita. Si cree que es un error, llámenos.\n\n{button}",
        "ca": "Hola, {name},\n\n"
        "Teníeu cita per a «{procedure}» el {date} a les {time} i no us vam poder atendre.\n\n"
        "No passa res: no perdeu cap dret i el vostre expedient {number} continua obert. Si encara ho "
        "necessiteu, demaneu una altra cita. Si creieu que és un error, truqueu-nos.\n\n{button}",
    },
    "terms": {
        "es": "Acudir es voluntario: ninguna norma con rango de ley le obliga a ello (art. 19.1 de la Ley "
        "39/2015).\n\n"
        "Si no acude, no pierde ningún derecho y su expediente sigue abierto; solo se libera la hora. "
        "Puede pedir otra cita o seguir por otro medio.\n\n"
        "Si lo necesita, pídanos un certificado de comparecencia, el mismo día o después (art. 19.3).",
        "ca": "Comparèixer és voluntari: cap norma amb rang de llei no us hi obliga (art. 19.1 de la Llei "
        "39/2015).\n\n"
        "Si no hi compareixeu, no perdeu cap dret i el vostre expedient continua obert; només s’allibera l’hora. "
        "Podeu demanar una altra cita o continuar per un altre mitjà.\n\n"
        "Si us cal, demaneu-nos un certificat de compareixença, el mateix dia o després (art. 19.3).",
    },
    "booked_sms": {
        "es": "Cita confirmada: {date} a las {time}. {place}. Verla, cambiarla o anularla: {link}",
        "ca": "Cita confirmada: {date} a les {time}. {place}. Per veure-la o canviar-la: {link}",
    },
    "moved_sms": {
        "es": "Su cita ha cambiado: {date} a las {time}. {place}. Verla, cambiarla o anularla: {link}",
        "ca": "La vostra cita ha canviat: {date} a les {time}. {place}. Per veure-la o canviar-la: {link}",
    },
    "moved_by_office_sms": {
        "es": "Hemos tenido que cambiar su cita: {date} a las {time}. Motivo: {reason} Si no le va bien: {link}",
        "ca": "Hem hagut de canviar la vostra cita: {date} a les {time}. Motiu: {reason} Si no us va bé: {link}",
    },
    "cancelled_sms": {
        "es": "Su cita del {date} a las {time} queda anulada. {entity}",
        "ca": "La vostra cita del {date} a les {time} queda sense efecte. {entity}",
    },
    "cancelled_by_office_sms": {
        "es": "No podremos atenderle en su cita del {date} a las {time}. Motivo: {reason} {entity}",
        "ca": "No us podrem atendre a la cita del {date} a les {time}. Motiu: {reason} {entity}",
    },
    "day_before_sms": {
        "es": "Recuerde su cita: {date} a las {time}. {place}. Si no le va bien: {link}",
        "ca": "Recordeu la vostra cita: {date} a les {time}. {place}. Si no us va bé: {link}",
    },
    "soon_sms": {
        "es": "Su cita es hoy a las {time}. {place}. Si no le va bien: {link}",
        "ca": "Teniu cita avui a les {time}. {place}. Si no us va bé: {link}",
    },
    "link": {
        "es": "Hola, {name}:\n\n"
        "Ha iniciado el trámite «{procedure}», con el número {number}. Con este enlace personal puede "
        "continuarlo y consultar cómo va, desde cualquier dispositivo.\n\n{button}\n\n"
        "Para entrar le pediremos el número de su documento de identidad y un código que enviaremos a su "
        "móvil.\n\n"
        "El enlace es solo para usted y caduca en {days} días. No lo comparta. Si no ha pedido nada, no "
        "tiene que hacer nada.",
        "ca": "Hola, {name},\n\n"
        "Heu iniciat el tràmit «{procedure}», amb el número {number}. Amb aquest enllaç personal podeu "
        "continuar-lo i consultar com va, des de qualsevol dispositiu.\n\n{button}\n\n"
        "Per entrar us demanarem el número del vostre document d’identitat i un codi que us enviarem al "
        "mòbil.\n\n"
        "L’enllaç és només per a vós i caduca d’aquí a {days} dies. No el compartiu. Si no heu demanat "
        "res, no cal que feu res.",
    },
    "link_again": {
        "es": "Hola, {name}:\n\n"
        "Nos ha pedido un enlace nuevo para el trámite «{procedure}», con el número {number}. Los enlaces "
        "anteriores siguen sirviendo hasta que caduquen.\n\n{button}\n\n"
        "Para entrar le pediremos el número de su documento de identidad y un código que enviaremos a su "
        "móvil.\n\n"
        "El enlace es solo para usted y caduca en {days} días. No lo comparta. Si no ha pedido nada, no "
        "tiene que hacer nada.",
        "ca": "Hola, {name},\n\n"
        "Ens heu demanat un enllaç nou per al tràmit «{procedure}», amb el número {number}. Els enllaços "
        "anteriors continuen servint fins que caduquin.\n\n{button}\n\n"
        "Per entrar us demanarem el número del vostre document d’identitat i un codi que us enviarem al "
        "mòbil.\n\n"
        "L’enllaç és només per a vós i caduca d’aquí a {days} dies. No el compartiu. Si no heu demanat "
        "res, no cal que feu res.",
    },
    "code_sms": {
        "es": "Use {code} para entrar. Caduca en 5 minutos. No lo comparta. {entity}",
        "ca": "El vostre codi per entrar és {code}. Caduca al cap de 5 minuts. No el compartiu. {entity}",
    },
    "booking_sms": {
        "es": "Use {code} para pedir cita. Caduca en 5 minutos. No lo comparta. {entity}",
        "ca": "El vostre codi per demanar cita és {code}. Caduca al cap de 5 minuts. No el compartiu. {entity}",
    },
    "returned": {
        "es": "Hola, {name}:\n\n"
        "Hemos revisado «{paper}», del trámite «{procedure}», y tenemos que devolvérselo. Entre con este "
        "enlace personal para leer el motivo y entregarlo de nuevo.\n\n{button}",
        "ca": "Hola, {name},\n\n"
        "Hem revisat «{paper}», del tràmit «{procedure}», i us l’hem de tornar. Entreu amb aquest enllaç "
        "personal per llegir-ne el motiu i lliurar-lo de nou.\n\n{button}",
    },
    "notification": {
        "es": "Hola, {name}:\n\n"
        "Tiene una notificación del trámite «{procedure}». Entre con este enlace personal para acceder a ella o "
        "rechazarla.\n\n{button}\n\n"
        "Tiene de plazo hasta el {until}, incluido. Si no accede en ese plazo, se entenderá rechazada y el trámite "
        "seguirá adelante (art. 43.2 de la Ley 39/2015).\n\n"
        "Este correo es solo un aviso: la notificación se recibe en el portal, después de identificarse.",
        "ca": "Hola, {name},\n\n"
        "Teniu una notificació del tràmit «{procedure}». Entreu amb aquest enllaç personal per accedir-hi o "
        "rebutjar-la.\n\n{button}\n\n"
        "Teniu de termini fins al {until}, inclòs. Si no hi accediu en aquest termini, s’entendrà rebutjada i el "
        "tràmit continuarà (art. 43.2 de la Llei 39/2015).\n\n"
        "Aquest correu és només un avís: la notificació es rep al portal, després d’identificar-se.",
    },
    "notification_offered": {
        "es": "Hola, {name}:\n\n"
        "Tiene una notificación del trámite «{procedure}». Entre con este enlace personal para acceder a "
        "ella.\n\n{button}\n\n"
        "Si no accede hasta el {until}, incluido, se la enviaremos en papel.\n\n"
        "Este correo es solo un aviso: la notificación se recibe en el portal, después de identificarse.",
        "ca": "Hola, {name},\n\n"
        "Teniu una notificació del tràmit «{procedure}». Entreu amb aquest enllaç personal per "
        "accedir-hi.\n\n{button}\n\n"
        "Si no hi accediu fins al {until}, inclòs, us l’enviarem en paper.\n\n"
        "Aquest correu és només un avís: la notificació es rep al portal, després d’identificar-se.",
    },
    "notification_letter": {
        "es": "Hola, {name}:\n\n"
        "Le enviamos en papel una notificación del trámite «{procedure}». Si lo prefiere, puede acceder a ella ya con "
        "este enlace personal: vale la primera que reciba.\n\n{button}\n\n"
        "Este correo es solo un aviso: no dice qué se le notifica.",
        "ca": "Hola, {name},\n\n"
        "Us enviem en paper una notificació del tràmit «{procedure}». Si ho preferiu, hi podeu accedir ja amb aquest "
        "enllaç personal: val la primera que rebeu.\n\n{button}\n\n"
        "Aquest correu és només un avís: no diu què se us notifica.",
    },
    "notification_sms": {
        "es": "Tiene una notificacion del tramite {number} hasta el {until}. Entre con el enlace del correo. {entity}",
        "ca": "Us hem de notificar el tràmit {number}: teniu fins al {until}. Entreu-hi des del correu. {entity}",
    },
    "notification_letter_sms": {
        "es": "Le notificamos en papel el expediente {number}. {entity}",
        "ca": "Us notifiquem en paper el tràmit {number}. {entity}",
    },
    "issued": {
        "es": "Hola, {name}:\n\n"
        "En el expediente {number}, del trámite «{procedure}», tiene un documento nuevo: «{document}». Entre con este "
        "enlace personal para leerlo y descargarlo.\n\n{button}",
        "ca": "Hola, {name},\n\n"
        "A l’expedient {number}, del tràmit «{procedure}», teniu un document nou: «{document}». Entreu amb aquest "
        "enllaç personal per llegir-lo i descarregar-lo.\n\n{button}",
    },
    "mobile_gone_sms": {
        "es": "Este teléfono ya no recibe las claves del expediente {number}. Si no fue usted, avise a la "
        "oficina. {entity}",
        "ca": "Aquest mòbil ja no rep els codis del tràmit {number}. Si no ho vau demanar, aviseu l'oficina. {entity}",
    },
    "mobile_new_sms": {
        "es": "Desde ahora este teléfono recibe las claves del expediente {number}. {entity}",
        "ca": "Des d'ara aquest mòbil rep els codis del tràmit {number}. {entity}",
    },
    **wording_signing.BODIES,
}
"""Bodies of e-mails, whole text messages, and the passages that e-mails quote."""
