"""Put empty, tagged signature fields where a template drew its boxes."""

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from app.domain import errors

_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")
_PRINTED = 4
_NO_CHANGES = 1
CLOSING = "seal"
_MOST_FIELDS = 12


def place(pdf: bytes, fields: Sequence[Mapping[str, Any]], marked: Sequence[Any]) -> bytes:
    """Return `pdf` without object streams and with a signature field for each of `fields`.

    `fields` hold name, label, page and x, y, width, height in points from the top left corner;
    `marked` the numbers of the pages that carry the verification footer.
    Raises `DocumentRejected("template")` when a page lacks the footer or a field is impossible.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        if set(marked) != set(range(1, len(document.pages) + 1)):
            raise errors.DocumentRejected("template", "a page lacks the verification footer")
        if fields:
            _add_all(document, fields)
        out = io.BytesIO()
        document.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            deterministic_id=True,
            fix_metadata_version=False,
        )
    return out.getvalue()


def names(pdf: bytes) -> list[str]:
    """Return the signature fields of a PDF that the office has just made itself."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        form = document.Root.get("/AcroForm")
        return [str(field.T) for field in form.Fields] if form is not None else []


def _add_all(document: pikepdf.Pdf, fields: Sequence[Mapping[str, Any]]) -> None:
    names = [str(field["name"]) for field in fields]
    if len(set(names)) != len(names) or len(names) > _MOST_FIELDS or not all(map(_NAME.fullmatch, names)):
        raise errors.DocumentRejected("template", "signature fields need different, plain names")
    form = Dictionary(Fields=Array([_widget(document, field) for field in fields]))
    document.Root.AcroForm = document.make_indirect(form)


def _widget(document: pikepdf.Pdf, field: Mapping[str, Any]) -> pikepdf.Object:
    """Make the field and its annotation one object, printed, described and in the reading order.

    Source: ISO 19005-3 6.3 (an appearance, the print flag), ISO 14289-1 7.18 (description, Form element).
    """
    page = document.pages[int(field["page"]) - 1].obj
    top = float(page.MediaBox[3])
    x, y, width, height = (round(float(field[side]), 2) for side in ("x", "y", "width", "height"))
    box = Array([x, round(top - y - height, 2), round(x + width, 2), round(top - y, 2)])
    blank = pikepdf.Stream(document, b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, width, height]))
    widget = document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(str(field["name"])),
            TU=String(str(field["label"])),
            Rect=box,
            F=_PRINTED,
            P=page,
            AP=Dictionary(N=document.make_indirect(blank)),
        )
    )
    if str(field["name"]) == CLOSING:  # a lock must be there before the first signature, or it counts as tampering
        widget.Lock = Dictionary(Type=Name.SigFieldLock, Action=Name.All, P=_NO_CHANGES)
    if "/Annots" not in page:
        page.Annots = Array()
    page.Annots.append(widget)
    page.Tabs = Name.S
    _tag(document, page, widget, str(field["label"]))
    return widget


def _tag(document: pikepdf.Pdf, page: pikepdf.Object, widget: pikepdf.Object, label: str) -> None:
    tree = document.Root.StructTreeRoot
    parent = tree.K[0] if isinstance(tree.K, Array) else tree.K
    key = int(tree.ParentTreeNextKey)
    element = document.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.Form,
            P=parent,
            Pg=page,
            Alt=String(label),
            K=Dictionary(Type=Name.OBJR, Obj=widget, Pg=page),
        )
    )
    widget.StructParent = key
    tree.ParentTreeNextKey = key + 1
    tree.ParentTree.Nums.extend(Array([key, element]))
    parent.K.append(element)
