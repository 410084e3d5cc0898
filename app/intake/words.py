"""The sentences of every form, in every language of the first release.

A form brings its own labels; what the office says around them (errors, buttons, marks) stands here,
so that a page reads the same whatever form it shows. Usted in Spanish, vós in Catalan.
"""

from typing import Final

from app.domain import procedure

CATALOGUE: Final[dict[str, dict[str, str]]] = {
    # marks and buttons
    "voluntary": {"es": "(voluntario)", "ca": "(voluntari)"},
    "optional": {"es": "(opcional)", "ca": "(opcional)"},
    "error": {"es": "Error:", "ca": "Error:"},
    "summary": {"es": "Hay un problema", "ca": "Hi ha un problema"},
    "continue": {"es": "Continuar", "ca": "Continua"},
    "save": {"es": "Guardar y seguir más tarde", "ca": "Desa i continua més tard"},
    "back": {"es": "Volver", "ca": "Torna"},
    "step": {"es": "Paso {number} de {total}", "ca": "Pas {number} de {total}"},
    "add": {"es": "Añadir más", "ca": "Afegeix-ne més"},
    "add_first": {"es": "Añadir", "ca": "Afegeix"},
    "remove": {"es": "Quitar", "ca": "Treu"},
    "change": {"es": "Cambiar", "ca": "Canvia"},
    "check": {"es": "Compruebe sus respuestas", "ca": "Comproveu les respostes"},
    "none_given": {"es": "No indicado", "ca": "No indicat"},
    "yes": {"es": "Sí", "ca": "Sí"},
    "no": {"es": "No", "ca": "No"},
    "day": {"es": "Día", "ca": "Dia"},
    "month": {"es": "Mes", "ca": "Mes"},
    "year": {"es": "Año", "ca": "Any"},
    "choose": {"es": "Elija una opción", "ca": "Trieu una opció"},
    "files_given": {"es": "Archivos ya entregados", "ca": "Fitxers ja lliurats"},
    "files_rules": {"es": "Formatos: {formats}.", "ca": "Formats: {formats}."},
    # identity documents
    "id_type": {"es": "Tipo de documento", "ca": "Tipus de document"},
    "id_number": {"es": "Número del documento", "ca": "Número del document"},
    "id_country": {"es": "País que lo expide", "ca": "País que l’expedeix"},
    "id_country_hint": {
        "es": "Solo si es un pasaporte o un documento de otro país.",
        "ca": "Només si és un passaport o un document d’un altre país.",
    },
    "dni": {"es": "DNI", "ca": "DNI"},
    "nie": {"es": "NIE", "ca": "NIE"},
    "passport": {"es": "Pasaporte", "ca": "Passaport"},
    "eu_id": {
        "es": "Documento de identidad de otro país de la Unión Europea",
        "ca": "Document d’identitat d’un altre país de la Unió Europea",
    },
    # conditions in words
    "only_if": {"es": "(solo si {condition})", "ca": "(només si {condition})"},
    "cond_eq": {"es": "en «{label}» responde «{value}»", "ca": "a «{label}» responeu «{value}»"},
    "cond_accept": {"es": "marca «{label}»", "ca": "marqueu «{label}»"},
    "cond_gte": {"es": "en «{label}» pone {value} o más", "ca": "a «{label}» poseu {value} o més"},
    "cond_not": {"es": "no {condition}", "ca": "no {condition}"},
    "and": {"es": " y ", "ca": " i "},
    "or": {"es": " o ", "ca": " o "},
    # an answer is missing
    "required": {"es": "Escriba una respuesta en «{label}»", "ca": "Escriviu una resposta a «{label}»"},
    "required_choice": {"es": "Elija una respuesta en «{label}»", "ca": "Trieu una resposta a «{label}»"},
    "required_multi": {"es": "Marque al menos una opción en «{label}»", "ca": "Marqueu almenys una opció a «{label}»"},
    "required_accept": {
        "es": "Para continuar, marque la casilla «{label}»",
        "ca": "Per continuar, marqueu la casella «{label}»",
    },
    "required_date": {"es": "Escriba la fecha en «{label}»", "ca": "Escriviu la data a «{label}»"},
    "required_file": {"es": "Suba un archivo en «{label}»", "ca": "Pugeu un fitxer a «{label}»"},
    "required_group": {"es": "Rellene «{label}»", "ca": "Empleneu «{label}»"},
    "required_id_type": {"es": "Elija el tipo de documento", "ca": "Trieu el tipus de document"},
    "required_id_number": {"es": "Escriba el número del documento", "ca": "Escriviu el número del document"},
    "required_id_country": {
        "es": "Elija el país que expide el documento",
        "ca": "Trieu el país que expedeix el document",
    },
    # an answer cannot be accepted
    "unreadable": {
        "es": "«{label}» contiene caracteres que no se pueden leer. Bórrelo y escríbalo de nuevo",
        "ca": "«{label}» conté caràcters que no es poden llegir. Esborreu-ho i torneu-ho a escriure",
    },
    "too_long": {
        "es": "«{label}» puede tener como máximo {most} caracteres",
        "ca": "«{label}» pot tenir com a màxim {most} caràcters",
    },
    "too_short": {
        "es": "«{label}» debe tener al menos {least} caracteres",
        "ca": "«{label}» ha de tenir almenys {least} caràcters",
    },
    "pattern": {
        "es": "«{label}» no tiene el formato correcto. Revise el ejemplo",
        "ca": "«{label}» no té el format correcte. Reviseu l’exemple",
    },
    "name": {
        "es": "En «{label}» use solo letras, espacios, guiones y apóstrofos (60 como máximo)",
        "ca": "A «{label}» feu servir només lletres, espais, guionets i apòstrofs (60 com a màxim)",
    },
    "nif": {
        "es": "Escriba un DNI o NIE completo, con su letra, por ejemplo 12345678Z o X1234567L",
        "ca": "Escriviu un DNI o NIE complet, amb la lletra, per exemple 12345678Z o X1234567L",
    },
    "nif_checksum": {
        "es": "La letra no corresponde a ese número. Revise el DNI o NIE",
        "ca": "La lletra no correspon a aquest número. Reviseu el DNI o NIE",
    },
    "iban": {
        "es": "Escriba un IBAN válido, por ejemplo ES91 2100 0418 4502 0005 1332",
        "ca": "Escriviu un IBAN vàlid, per exemple ES91 2100 0418 4502 0005 1332",
    },
    "iban_length": {
        "es": "Al IBAN le sobran o le faltan caracteres. El de una cuenta española tiene 24: ES91 2100 0418 4502…",
        "ca": "A l’IBAN li sobren o li falten caràcters. El d’un compte espanyol en té 24: ES91 2100 0418 4502…",
    },
    "iban_checksum": {
        "es": "El IBAN tiene algún número equivocado. Cópielo de la libreta, de la aplicación o de la web de su banco",
        "ca": "L’IBAN té algun número equivocat. Copieu-lo de la llibreta, de l’aplicació o del web del banc",
    },
    "iban_country": {
        "es": "La cuenta debe ser de un país de la zona SEPA. Revise las dos primeras letras del IBAN",
        "ca": "El compte ha de ser d’un país de la zona SEPA. Reviseu les dues primeres lletres de l’IBAN",
    },
    "bic": {
        "es": "Escriba un BIC de 8 u 11 caracteres, por ejemplo CAIXESBBXXX",
        "ca": "Escriviu un BIC de 8 o 11 caràcters, per exemple CAIXESBBXXX",
    },
    "tel": {
        "es": "Escriba un teléfono válido, por ejemplo 972 000 000 o +33 1 70 18 99 00",
        "ca": "Escriviu un telèfon vàlid, per exemple 972 000 000 o +33 1 70 18 99 00",
    },
    "mobile": {
        "es": "Escriba un teléfono móvil válido, por ejemplo 612 345 678",
        "ca": "Escriviu un telèfon mòbil vàlid, per exemple 612 345 678",
    },
    "mobile_kind": {
        "es": "Escriba un teléfono móvil: necesitamos enviarle códigos por SMS",
        "ca": "Escriviu un telèfon mòbil: us hem d’enviar codis per SMS",
    },
    "email": {
        "es": "Escriba una dirección de correo completa, por ejemplo nombre@ejemplo.com",
        "ca": "Escriviu una adreça de correu completa, per exemple nom@exemple.com",
    },
    "integer": {
        "es": "En «{label}» escriba un número entero, por ejemplo 12",
        "ca": "A «{label}» escriviu un nombre enter, per exemple 12",
    },
    "money": {
        "es": "En «{label}» escriba una cantidad en euros, por ejemplo 1.234,50",
        "ca": "A «{label}» escriviu una quantitat en euros, per exemple 1.234,50",
    },
    "too_little": {"es": "«{label}» debe ser {least} o más", "ca": "«{label}» ha de ser {least} o més"},
    "too_much": {"es": "«{label}» debe ser {most} o menos", "ca": "«{label}» ha de ser {most} o menys"},
    "cadastral": {
        "es": "Escriba los 20 caracteres de la referencia catastral, por ejemplo 9872023 VH5797S 0001 WX",
        "ca": "Escriviu els 20 caràcters de la referència cadastral, per exemple 9872023 VH5797S 0001 WX",
    },
    "cadastral_checksum": {
        "es": "La referencia catastral tiene algún carácter equivocado. Cópiela del recibo del IBI",
        "ca": "La referència cadastral té algun caràcter equivocat. Copieu-la del rebut de l’IBI",
    },
    "postcode": {
        "es": "Escriba un código postal de cinco cifras, por ejemplo 17001",
        "ca": "Escriviu un codi postal de cinc xifres, per exemple 17001",
    },
    "date": {
        "es": "En «{label}» escriba una fecha que exista, con día, mes y año, por ejemplo 27 3 2026",
        "ca": "A «{label}» escriviu una data que existeixi, amb dia, mes i any, per exemple 27 3 2026",
    },
    "date_early": {
        "es": "La fecha de «{label}» debe ser {least} o posterior",
        "ca": "La data de «{label}» ha de ser {least} o posterior",
    },
    "date_late": {
        "es": "La fecha de «{label}» debe ser {most} o anterior",
        "ca": "La data de «{label}» ha de ser {most} o anterior",
    },
    "date_past": {
        "es": "La fecha de «{label}» no puede ser anterior a hoy",
        "ca": "La data de «{label}» no pot ser anterior a avui",
    },
    "date_future": {
        "es": "La fecha de «{label}» no puede ser posterior a hoy",
        "ca": "La data de «{label}» no pot ser posterior a avui",
    },
    "choice": {"es": "Elija una de las respuestas de «{label}»", "ca": "Trieu una de les respostes de «{label}»"},
    "too_few": {"es": "En «{label}» debe haber al menos {least}", "ca": "A «{label}» n’hi ha d’haver almenys {least}"},
    "too_many": {
        "es": "En «{label}» puede haber como máximo {most}",
        "ca": "A «{label}» n’hi pot haver com a màxim {most}",
    },
    "accept": {
        "es": "Marque o deje sin marcar la casilla «{label}»",
        "ca": "Marqueu o deixeu sense marcar la casella «{label}»",
    },
    "file": {"es": "Vuelva a subir el archivo de «{label}»", "ca": "Torneu a pujar el fitxer de «{label}»"},
    "id_dni": {
        "es": "Escriba un DNI completo, con su letra, por ejemplo 12345678Z",
        "ca": "Escriviu un DNI complet, amb la lletra, per exemple 12345678Z",
    },
    "id_nie": {
        "es": "Escriba un NIE completo, con sus letras, por ejemplo X1234567L",
        "ca": "Escriviu un NIE complet, amb les lletres, per exemple X1234567L",
    },
    "id_other": {
        "es": "Escriba el número del documento, de 5 a 20 letras y cifras, sin guiones",
        "ca": "Escriviu el número del document, de 5 a 20 lletres i xifres, sense guionets",
    },
    "id_no_country": {"es": "El DNI y el NIE no llevan país", "ca": "El DNI i el NIE no porten país"},
    "hidden": {"es": "«{label}» no se pide en este caso", "ca": "«{label}» no es demana en aquest cas"},
    "unknown": {"es": "El formulario no tiene este campo", "ca": "El formulari no té aquest camp"},
    "wrong_type": {"es": "«{label}» no tiene la forma que se espera", "ca": "«{label}» no té la forma que s’espera"},
}


def say(key: str, language: str, **values: object) -> str:
    """Return the sentence `key` in `language` (Spanish where it has none) with its values filled in."""
    return procedure.text(CATALOGUE[key], language).format(**values)
