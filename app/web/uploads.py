"""What people may hand in, and why a file was refused, in words."""

from app.web.texts import _

ACCEPT = ".pdf,.jpg,.jpeg,.png"
LARGEST = 10 * 1024 * 1024


def sentence(reason: str) -> str:
    """Return why a file was refused and what to do instead."""
    return {
        "too_big": _("El archivo pesa más de 10 MB. Hágalo más pequeño o divídalo."),
        "empty": _("El archivo está vacío. Elija otro."),
        "unknown_type": _("No es un PDF, un JPG ni un PNG. Guárdelo en uno de esos formatos o haga una foto."),
        "executable": _("Ese archivo es un programa y no se puede entregar. Suba un PDF o una foto."),
        "encrypted": _("El PDF tiene contraseña. Quítesela y vuelva a subirlo."),
        "damaged": _("El archivo está dañado y no se puede abrir. Vuelva a guardarlo o haga una foto."),
        "active_content": _("El PDF contiene programas o acciones automáticas. Imprímalo a PDF y vuelva a subirlo."),
        "bomb": _("El archivo ocupa demasiado al abrirlo. Redúzcalo o haga una foto."),
        "polyglot": _("El archivo mezcla varios formatos. Guárdelo de nuevo como PDF o haga una foto."),
    }.get(reason, _("No hemos podido aceptar ese archivo. Pruebe con un PDF o una foto."))
