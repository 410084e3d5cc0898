"""What Python says of an expression that it cannot parse, in the analyst's words."""

from typing import Final

_COMPLAINTS: Final = (
    ("was never closed", "falta cerrar un paréntesis o un corchete"),
    ("unmatched", "sobra un paréntesis o un corchete"),
    ("does not match", "un paréntesis se cierra con otro signo"),
    ("unterminated", "falta cerrar unas comillas"),
    ("instead of '='", "se compara con ==, no con ="),
    ("cannot assign", "se compara con ==, no con ="),
    ("forgot a comma", "falta una coma o un operador"),
    ("invalid character", "lleva un carácter que no vale, como unas comillas tipográficas"),
    ("expected 'else'", "a «a if condición» le falta «else b»"),
    ("decimal literal", "un número está mal escrito"),
    ("leading zeros", "un número no empieza por cero"),
)


def said(fault: SyntaxError) -> str:
    """Return Python's complaint in the analyst's words."""
    return next((words for sign, words in _COMPLAINTS if sign in str(fault.msg)), "no se entiende")
