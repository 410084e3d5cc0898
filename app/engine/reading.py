"""Read any file as a diagram, as far as it can be read, and say what is wrong with it as a file.

`diagram.parse` refuses what is not perfect, since it is about to run. A checker wants more: the analyst is told
that the file is cut *and* what is wrong in the part that arrived.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from app.domain.procedure import Problem
from app.engine import diagram, dialects

_DOCTYPE: Final = re.compile(rb"<!DOCTYPE[^\[<>]{0,2000}(?:\[.{0,9000}?\]\s{0,99})?>", re.DOTALL)
_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]*\?>")
_ENCODING: Final = re.compile(rb"""\A\s*<\?xml[^>]*encoding=["']([A-Za-z0-9._-]{1,40})["']""")
_FIRST_TAG: Final = re.compile(rb"<[A-Za-z_][^\s/>]*")
_PREFIX: Final = re.compile(r"Namespace prefix (\S+)")
_PLACE: Final = re.compile(
    rb"""<(?:[A-Za-z0-9_]+:)?(?:process|definitions|decision)\b[^<>]{0,1000}?\sid=["']([^"']{1,200})["']"""
)
_MARKS: Final = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_OTHERS: Final = (
    (b"PK\x03\x04", "es un fichero comprimido (así guardan Bizagi y otros programas)"),
    (b"%PDF", "es un PDF"),
    (b"\x89PNG", "es una imagen"),
    (b"\xff\xd8\xff", "es una imagen"),
    (b"\xd0\xcf\x11\xe0", "es un documento de Office o de Visio"),
)
_EXPORT: Final = "En su programa, exporte el diagrama como BPMN 2.0 (XML)."
_BEGINNING: Final = 20_000
"""Where the process or the document type of a file is looked for, in bytes."""
_PREFIXED: Final = "Usa el prefijo"
_DANGEROUS: Final = (
    "El fichero trae un tipo de documento o entidades (<!DOCTYPE, <!ENTITY), que no se aceptan por seguridad."
)
_ENTITY, _NESTED = 26, 114
"""The parser's codes for an entity that it does not know, and for elements too deep for it."""
_SAVE_AGAIN: Final = "Vuelva a guardarlo o a exportarlo desde su editor; si lo escribió a mano, corrija esa línea."
_WORDS: Final[Mapping[int, str]] = {
    5: "sobra texto después del final",
    9: "hay un carácter que XML no admite",
    26: "usa una entidad que nadie define",
    38: "hay un «<» dentro de un atributo: escriba &lt;",
    39: "a un atributo le faltan las comillas",
    40: "las comillas de un atributo no se cierran",
    42: "un atributo está dos veces en la misma etiqueta",
    64: "hay algo antes de la declaración <?xml",
    65: "falta un espacio entre dos atributos",
    68: "hay un «&» suelto: escriba &amp;",
    73: "una etiqueta no se cierra con «>»",
    76: "una etiqueta se abre y se cierra otra",
    77: "está cortado: quedan etiquetas sin cerrar",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read of a file. `root` is None when nothing could; not `whole` when a part is missing."""

    root: etree._Element | None
    problems: tuple[Problem, ...] = ()
    whole: bool = True


def read(path: str, source: bytes) -> Reading:
    """Return what `source` holds, with a problem for each reason why `diagram.parse` would refuse it. Never raises."""
    if not source.strip():
        return Reading(None, (Problem(path, "", "", "El fichero está vacío.", _EXPORT),))
    if len(source) > diagram.BIGGEST:
        message = f"El fichero ocupa más de {diagram.BIGGEST // 1024 // 1024} MB y no se lee."
        hint = "Quite las imágenes y los anexos incrustados, o divida el proceso en varios."
        return Reading(None, (Problem(path, _first_id(source), "", message, hint),))
    for mark, what in _OTHERS:
        if source.startswith(mark):
            return Reading(None, (Problem(path, "", "", f"No es un diagrama: {what}.", _EXPORT),))
    text, problems = _in_utf8(path, source)
    text, more, readable = _without_doctype(path, text)
    problems += more
    return _parsed(path, text, problems) if readable else Reading(None, tuple(problems))


def _in_utf8(path: str, source: bytes) -> tuple[bytes, list[Problem]]:
    """Return `source` in UTF-8 whatever it was written in, and a problem when it was in something else."""
    found = next((name for mark, name in _MARKS if source.startswith(mark)), "")
    if not found:
        try:
            source.decode("utf-8")
        except UnicodeDecodeError:
            declared = _ENCODING.search(source[:400])
            found = declared[1].decode().lower() if declared else "latin-1"
        else:
            return source, []
    try:
        text = source.decode(found if found not in {"utf-8", "utf8"} else "latin-1", "replace")
    except (LookupError, ValueError):
        text = source.decode("latin-1")
    read = _DECLARATION.sub("", text).encode("utf-8", "replace")
    message = "El fichero no está escrito en UTF-8."
    return read, [Problem(path, _first_id(read), "", message, "Guárdelo con la codificación UTF-8.")]


def _without_doctype(path: str, text: bytes) -> tuple[bytes, list[Problem], bool]:
    """Return `text` without a plain document type, and whether it may be read: one with entities is not."""
    if b"<!DOCTYPE" not in text and b"<!ENTITY" not in text:
        return text, [], True
    problem = Problem(path, _first_id(text), "", _DANGEROUS, "Borre esas líneas: un diagrama BPMN no las necesita.")
    first = _FIRST_TAG.search(text)
    head = text[: first.start()] if first else text[:_BEGINNING]
    bare = _DOCTYPE.sub(b"", head)
    return bare + text[len(head) :], [problem], b"<!DOCTYPE" not in bare and b"<!ENTITY" not in bare


def _parsed(path: str, text: bytes, problems: list[Problem]) -> Reading:
    reader = diagram.reader()
    try:
        root = etree.fromstring(text, reader)
    except etree.XMLSyntaxError as fault:
        own: Any = reader.error_log  # that of the exception remembers other files
        unknown = [found[1] for entry in own if (found := _PREFIX.match(entry.message or ""))]
        return _mended(path, text, problems, (fault, unknown))
    except ValueError:
        return Reading(None, (*problems, Problem(path, "", "", "El fichero no es XML.", _EXPORT)))
    if diagram.depth(root) > diagram.DEEPEST:
        return Reading(None, (*problems, _too_deep(path, text)))
    return Reading(root, tuple(problems))


def _too_deep(path: str, text: bytes) -> Problem:
    message = "Los elementos están anidados a demasiada profundidad."
    return Problem(path, _first_id(text), "", message, f"Como mucho se admiten {diagram.DEEPEST} niveles.")


def _mended(path: str, text: bytes, problems: list[Problem], said: tuple[etree.XMLSyntaxError, list[str]]) -> Reading:
    """Return what can be saved of a file that is no well-formed XML."""
    fault, unknown = said
    named = [prefix for prefix in dict.fromkeys(unknown) if prefix.isidentifier()][:20]
    declared = _declaring(text, named)
    if named and declared != text and not any(_PREFIXED in one.message for one in problems):
        words = ", ".join(f"«{prefix}:»" for prefix in named)
        message = f"{_PREFIXED} {words} sin declarar su espacio de nombres (línea {fault.lineno})."
        hint = f'Añada a la etiqueta raíz xmlns:{named[0]}="{dialects.namespace_of(named[0])}".'
        problems.append(Problem(path, _first_id(text), "", message, hint))
        return _parsed(path, declared, problems)
    code = getattr(fault, "code", 0)
    root = _recovered(text)
    if code == _NESTED or (root is not None and diagram.depth(root) > diagram.DEEPEST):
        return Reading(None, (*problems, _too_deep(path, text)))
    words = _WORDS.get(code, "no está bien formado")
    at = _last_before(root, fault.lineno or 0) if root is not None else None
    if root is None:
        problem = Problem(path, _first_id(text), "", "El fichero no es XML.", _EXPORT)
    else:
        element, name = (at.get("id") or "", at.get("name") or "") if at is not None else (_first_id(text), "")
        message, hint = f"El XML está roto en la línea {fault.lineno}: {words}.", _SAVE_AGAIN
        if code == _ENTITY and any(one.message == _DANGEROUS for one in problems):
            message = f"Usa una entidad en la línea {fault.lineno}, que no se sustituye por lo que significa."
            hint = "Escriba el texto mismo en lugar de la entidad."
        problem = Problem(path, element, name, message, hint)
    return Reading(root, (*problems, problem), whole=False)


def _declaring(text: bytes, prefixes: list[str]) -> bytes:
    found = _FIRST_TAG.search(text)
    if found is None:
        return text
    words = "".join(f' xmlns:{prefix}="{dialects.namespace_of(prefix)}"' for prefix in prefixes)
    return text[: found.end()] + words.encode() + text[found.end() :]


def _recovered(text: bytes) -> etree._Element | None:
    """Return the tree of the part of `text` that can be read, None for none; one that is too deep as it is."""
    try:
        root = etree.fromstring(text, diagram.reader(recover=True))
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None or diagram.depth(root) > diagram.DEEPEST:
        return root
    for element in list(root.iter()):
        above = element.getparent()
        if above is not None and (not isinstance(element.tag, str) or ":" in element.tag.rpartition("}")[2]):
            above.remove(element)
    return root if ":" not in str(root.tag).rpartition("}")[2] else None


def _last_before(root: etree._Element, line: int) -> etree._Element | None:
    """Return the last element with an id that begins at `line` or before."""
    found = None
    for element in root.iter():
        begun: Any = element.sourceline
        if (begun or 0) > line:
            break
        if element.get("id"):
            found = element
    return found


def _first_id(source: bytes) -> str:
    """Return the id of the process or table that a file which cannot be read seems to hold, "" for none."""
    found = _PLACE.search(source[:_BEGINNING])
    return found[1].decode("utf-8", "replace") if found else ""
