"""What is wrong with what people say about themselves, in words."""

from app.web.texts import _


def worded(field: str, key: str) -> str:
    """Return a sentence for a field of `app.services.applicants` and the word for what is wrong with it."""
    sentences = {
        "id_type": _("Elija el tipo de documento"),
        "id_number": _("Escriba el número completo, con su letra; por ejemplo 12345678Z"),
        "given_name": _("Escriba su nombre"),
        "surname1": _("Escriba su primer apellido"),
        "surname2": _("Revise el segundo apellido"),
        "email": _("Escriba un correo válido, por ejemplo nombre@ejemplo.es"),
        "mobile": _("Escriba un móvil válido, por ejemplo 612 345 678"),
        "accept_privacy": _("Marque la casilla para continuar"),
        "without_mobile": _(
            "Sin móvil solo podemos atenderle en la oficina. Vuelva a las horas y elija «En la oficina»."
        ),
    }
    if key == "contradiction":
        return _("Ha escrito un móvil y ha marcado que no tiene. Borre el número o quite la marca.")
    if key == "letter":
        return _("La letra no corresponde a ese número. Revíselo.")
    return sentences.get(field, _("Revise este dato"))
