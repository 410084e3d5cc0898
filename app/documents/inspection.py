"""Look inside a PDF that a stranger sent; runs in the confined child only."""

import io
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/Sound", "/RichMediaExecute"}
)
_ACTIVE_ANNOTATIONS = frozenset({"/RichMedia", "/3D", "/Movie", "/Screen", "/Sound"})
_PROGRAMS = (b"\x7fELF", b"MZ", b"#!")
_MOST_NODES, _DEEPEST = 2_000_000, 100
_LARGEST_TEXT, _LARGEST_PICTURE, _LARGEST_SUM = 32_000_000, 200_000_000, 1_000_000_000
_CHUNK = 1 << 20
_END_ZONE = 1024

_Node = pikepdf.Object


class _Rejected(Exception):
    """The file may not enter; the argument is the reason."""


def inspect(header: dict[str, Any], blobs: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """Answer {"pages", "signed"} or {"rejected": reason}."""
    try:
        return _pdf(blobs[0], header), []
    except _Rejected as refused:
        return {"rejected": str(refused)}, []


def _pdf(content: bytes, header: dict[str, Any]) -> dict[str, Any]:
    if b"%%EOF" not in content[-_END_ZONE:]:
        raise _Rejected("damaged" if b"%%EOF" not in content else "polyglot")
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            pages = len(document.pages)
            if pages > header["pages"]:
                raise _Rejected("bomb")
            signed = _walked(document)
    except pikepdf.PasswordError as locked:
        raise _Rejected("encrypted") from locked
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError) as broken:
        raise _Rejected("damaged") from broken
    if not pages:
        raise _Rejected("damaged")
    return {"pages": pages, "signed": signed}


def _walked(document: pikepdf.Pdf) -> bool:
    """Refuse what acts or explodes anywhere in `document`; return whether it is signed."""
    signed, inflated = False, 0
    for node in _nodes(document):
        _refuse_active(node)
        if isinstance(node, pikepdf.Stream):
            inflated += _inflated(node)
            if inflated > _LARGEST_SUM:
                raise _Rejected("bomb")
        elif node.get("/ByteRange") is not None:
            signed = True
    return signed


def _nodes(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield every dictionary and stream: pikepdf lists indirect objects only, and actions hide in direct ones."""
    seen = 0
    for top in [*document.objects, document.trailer]:
        stack: list[tuple[_Node, int]] = [(top, 0)]
        while stack:
            node, depth = stack.pop()
            seen += 1
            if seen > _MOST_NODES or depth > _DEEPEST:
                raise _Rejected("bomb")
            if isinstance(node, pikepdf.Dictionary | pikepdf.Stream):
                yield node
                inner = [value for _key, value in node.items()]
            elif isinstance(node, pikepdf.Array):
                inner = list(node)
            else:
                continue
            stack += [(one, depth + 1) for one in inner if _is_direct_container(one)]


def _is_direct_container(value: Any) -> bool:
    return isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect


def _refuse_active(node: pikepdf.Object) -> None:
    kind, subtype = node.get("/S"), node.get("/Subtype")
    acts = (isinstance(kind, pikepdf.Name) and str(kind) in _ACTIONS) or "/JS" in node or "/XFA" in node
    plays = isinstance(subtype, pikepdf.Name) and str(subtype) in _ACTIVE_ANNOTATIONS
    if acts or plays:
        raise _Rejected("active_content")
    carried = node.get("/EF")
    if isinstance(carried, pikepdf.Dictionary):
        for file in carried.values():
            if isinstance(file, pikepdf.Stream) and _start(file).startswith(_PROGRAMS):
                raise _Rejected("active_content")


def _filters(stream: pikepdf.Object) -> list[str]:
    found = stream.get("/Filter")
    if found is None:
        return []
    return [str(one) for one in found] if isinstance(found, pikepdf.Array) else [str(found)]


def _start(stream: pikepdf.Object) -> bytes:
    raw = stream.read_raw_bytes()
    if _filters(stream) != ["/FlateDecode"]:
        return raw[:8]
    try:
        return zlib.decompressobj().decompress(raw, 8)
    except zlib.error:
        return b""


def _inflated(stream: pikepdf.Object) -> int:
    """Return the inflated size of `stream`, refusing it as soon as it is too large to be honest."""
    filters = _filters(stream)
    if filters.count("/FlateDecode") > 1:
        raise _Rejected("bomb")
    if filters[:1] != ["/FlateDecode"]:
        return 0
    most = _LARGEST_PICTURE if stream.get("/Subtype") == pikepdf.Name.Image else _LARGEST_TEXT
    unpacker, size, rest = zlib.decompressobj(), 0, stream.read_raw_bytes()
    try:
        while rest and not unpacker.eof:
            size += len(unpacker.decompress(rest, _CHUNK))
            rest = unpacker.unconsumed_tail
            if size > most:
                raise _Rejected("bomb")
    except zlib.error:
        return size  # a damaged stream shows nothing; the rest of the file may be well
    return size
