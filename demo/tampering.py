"""Copies of bundles and documents with one thing changed, as a forger would."""

import io
import json
import zipfile
from collections.abc import Callable, Mapping

from demo.mismatch import Mismatch

Change = Callable[[dict[str, bytes]], None]


def bundle(content: bytes, change: Change) -> bytes:
    """Return a bundle whose files `change` has changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    change(files)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name, body in files.items():
            packed.writestr(zipfile.ZipInfo(name), body)
    return out.getvalue()


def _one(files: Mapping[str, bytes], start: str) -> str:
    found = sorted(name for name in files if name.startswith(start))
    if not found:
        raise Mismatch(f"el paquete de pruebas no lleva «{start}»")
    return found[len(found) // 2]


def _event_byte(files: dict[str, bytes]) -> None:
    name = _one(files, "events/")
    files[name] = flipped(files[name])


def _event_rewritten(files: dict[str, bytes]) -> None:
    name = _one(files, "events/")
    event = json.loads(files[name])
    event["type"] = "task.claimed" if event["type"] != "task.claimed" else "task.released"
    files[name] = json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _document_byte(files: dict[str, bytes]) -> None:
    name = _one(files, "documents/")
    files[name] = flipped(files[name])


def _event_removed(files: dict[str, bytes]) -> None:
    del files[_one(files, "events/")]


def _last_event_removed(files: dict[str, bytes]) -> None:
    del files[max(name for name in files if name.startswith("events/"))]


def _document_removed(files: dict[str, bytes]) -> None:
    del files[_one(files, "documents/")]


BUNDLE_CHANGES: Mapping[str, Change] = {
    "un byte de un paso": _event_byte,
    "un paso escrito de nuevo": _event_rewritten,
    "un byte de un documento": _document_byte,
    "un paso quitado": _event_removed,
    "el último paso quitado": _last_event_removed,
    "un documento quitado": _document_removed,
}


def flipped(content: bytes, at: int | None = None) -> bytes:
    """Return `content` with one bit of one byte changed, in the middle unless `at` says where."""
    place = len(content) // 2 if at is None else at
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


PDF_CHANGES: Mapping[str, Callable[[bytes], bytes]] = {
    "un byte cambiado": flipped,
    "bytes añadidos al final": lambda content: content + b"\n% otra cosa\n%%EOF\n",
}
