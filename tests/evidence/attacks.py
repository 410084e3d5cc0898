"""Bundles that someone tampered with, each with the fault that a verifier must find in it.

The forger who has no key changes a bundle and leaves its seal as it was (`edited`). The office that
lies has the key: it makes a bundle that is wrong and seals it properly (`sealed`), so that one check
after another stands alone.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from app.evidence import bundle, canonical, events, policy
from tests.evidence import seals
from tests.evidence.builders import CASE, PDF, SOURCES, START, TENANT, contents, digest_of, doc, story
from tests.evidence.seals import Holder, Wish

Files = dict[str, bytes]
Policy = dict[str, Any]
LAST = 8


@dataclass(frozen=True)
class Attack:
    """A bundle, a policy, and the fault ("" for none: a control)."""

    name: str
    fault: str
    bundle: bytes
    policy: Policy


class Endless(bytes):
    """Bytes that say they are more than anybody would read."""

    def __len__(self) -> int:
        """Return a size above every limit."""
        return 2**40


def believing(seal: Holder | None = None, /, **changes: Any) -> Policy:
    """Return a policy that believes the town's seal."""
    town = seals.town()
    made = policy.build(TENANT, [(seal or town.seal).der], [town.root.der], organisation=seals.ORGANISATION)
    return made | changes


def rooted(organisation: str = seals.ORGANISATION) -> Policy:
    """Return a policy that believes any seal of the organisation under the town's root."""
    return policy.build(TENANT, [], [seals.town().root.der], organisation=organisation)


@cache
def good() -> bytes:
    """Return an honest bundle."""
    return bundle.build(contents(), seals.town().seal.sign)


def unzipped(blob: bytes | None = None) -> Files:
    """Return the files of a bundle."""
    with zipfile.ZipFile(io.BytesIO(good() if blob is None else blob)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """Return a zip of `files`."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path), content, method)
    return made.getvalue()


def edited(**changes: bytes | None) -> bytes:
    """Return the honest bundle with files put in (None: left out); `/` is written `__` and `.` is `_dot_`."""
    files = unzipped()
    for name, content in changes.items():
        path = name.replace("__", "/").replace("_dot_", ".")
        files.pop(path, None)
        if content is not None:
            files[path] = content
    return zipped(files)


def sealed(files: Files, seal: Holder | None = None, /, **changes: Any) -> bytes:
    """Return a bundle whose manifest lists `files`, says what `changes` say, and bears a seal."""
    manifest = json.loads(unzipped()["manifest.json"])
    rest = {path: files[path] for path in sorted(files) if not path.startswith("manifest.")}
    listed = [{"path": path, "sha256": _sha(body), "bytes": len(body)} for path, body in rest.items()]
    body = _loose(manifest | {"files": listed} | changes)
    return zipped({"manifest.json": body, "manifest.p7s": (seal or seals.town().seal).sign(body), **rest})


def told_otherwise(change: Callable[[list[dict[str, Any]]], None], **changes: Any) -> bytes:
    """Return a sealed bundle whose events were changed before they were chained and counted."""
    files = unzipped()
    told = [json.loads(files[f"events/{seq:06d}.json"]) for seq in range(1, LAST + 1)]
    for one in told:
        one["prev"] = ""
    change(told)
    files = {path: body for path, body in files.items() if not path.startswith("events/")}
    prev = events.genesis(CASE).hex()
    for seq, one in enumerate(told, 1):
        body = _loose(one | {"prev": one["prev"] or prev})
        files[f"events/{seq:06d}.json"], prev = body, events.leaf_hash(body).hex()
    stated: dict[str, Any] = {"events": len(told), "head": prev, **changes}
    return sealed(files, **stated)


def _loose(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _sha(blob: bytes) -> str:
    return hashlib.sha256(blob).hexdigest()


def _set(seq: int, /, **changes: Any) -> Callable[[list[dict[str, Any]]], None]:
    return lambda told: told[seq - 1].update(changes)


def _controls() -> Iterator[Attack]:
    town, shut = seals.town(), unzipped()
    del shut["open/000002.json"]
    unsigned = edited(manifest_dot_p7s=None)
    yield Attack("honest", "", good(), believing())
    yield Attack("honest, packed again", "", zipped(unzipped(), zipfile.ZIP_DEFLATED), believing())
    yield Attack("honest, pinned without roots", "", good(), policy.build(TENANT, [town.seal.der], []))
    yield Attack("honest, roots without pins", "", good(), rooted())
    yield Attack("honest, RSA", "", sealed(unzipped(), town.rsa_seal), believing(town.rsa_seal))
    committed = seals.made(
        Wish("Seal of Ribalba", organisation=seals.ORGANISATION, usage="content_commitment"), town.services
    )
    yield Attack("honest, content commitment", "", sealed(unzipped(), committed), rooted())
    yield Attack("honest, SHA-512", "", _by(lambda body: town.seal.sign(body, hashes.SHA512())), believing())
    yield Attack("opening withheld, allowed", "", zipped(shut), believing(allow=["withheld"]))
    yield Attack("unsigned, not required", "", unsigned, believing(require=["chain"]))
    yield Attack("all required", "", good(), believing(require=["openings", "documents", "sources", "closed"]))
    yield Attack("empty case", "", bundle.build(contents([], documents=(), sources={}), town.seal.sign), believing())


def _zips() -> Iterator[Attack]:
    def case(name: str, fault: str, blob: bytes) -> Attack:
        return Attack(name, fault, blob, believing())

    yield case("nothing", "not_a_zip", b"")
    yield case("no zip", "not_a_zip", b"hello" * 20)
    yield case("cut", "not_a_zip", good()[:-1])
    yield case("bytes before", "not_a_zip", b"MZ" + good())
    yield case("bytes after", "not_a_zip", good() + b"\0")
    yield case("comment", "not_a_zip", good()[:-2] + b"\1\0x")
    yield case("directory cut out", "not_a_zip", good()[:200] + good()[-22:])
    yield case("checksum", "not_a_zip", good().replace(b'"type":"case.opened"', b'"type":"case.openex"'))
    yield case("other local name", "not_a_zip", good().replace(b"manifest.p7s", b"manifest.p7x", 1))
    yield case("endless", "too_big", Endless(good()))
    yield case("claims to be endless", "too_big", _claiming(2**30))
    yield case("many files", "too_many", zipped({f"sources/{'0' * 64}/{n}": b"" for n in range(20_001)}))
    yield case("long directory", "too_many", _commented())
    yield case("name twice", "twice", _twice())
    for path in (
        "../evil",
        "/etc/passwd",
        "C:\\evil",
        "sources\\x",
        "documents/x.pdf",
        "events/1.json",
        "évil",
        "x/",
        "MANIFEST.JSON",
    ):
        yield case(f"path {path}", "name", zipped(unzipped() | {path: b""}))
    for path in ("../x", "a/../x", ".git", "a//x", "/x", "a b", "x\n"):
        yield case(f"source {path!r}", "name", zipped(unzipped() | {f"sources/{'0' * 64}/{path}": b""}))
    yield case("name with a null", "name", good().replace(b"manifest.p7s", b"manifest\0p7s"))
    yield case("symbolic link", "kind", _as(0o120777 << 16))
    yield case("folder", "kind", _as(0o040755 << 16))
    yield case("encrypted", "kind", _flagged())
    yield case("rare compression", "kind", zipped(unzipped(), zipfile.ZIP_LZMA))
    yield case("bomb", "ratio", zipped(unzipped() | {f"sources/{'0' * 64}/x": bytes(2**22)}, zipfile.ZIP_DEFLATED))


def _manifests() -> Iterator[Attack]:
    def case(name: str, fault: str, blob: bytes) -> Attack:
        return Attack(name, fault, blob, believing())

    files = unzipped()
    manifest = json.loads(files["manifest.json"])
    yield case("no manifest", "no_manifest", edited(manifest_dot_json=None))
    for name, body in {
        "spaced": json.dumps(manifest, sort_keys=True).encode(),
        "unsorted": json.dumps(dict(reversed(manifest.items())), separators=(",", ":")).encode(),
        "null": _loose(manifest | {"facts": {"a": None}}),
        "float": _loose(manifest | {"facts": {"a": 1.5}}),
        "large": _loose(manifest | {"facts": {"a": 2**53}}),
        "nan": _loose(manifest | {"facts": {"a": float("nan")}}),
        "capitals": _loose(manifest | {"facts": {"A": 1}}),
        "twice": files["manifest.json"].replace(b'"closed"', b'"closed":true,"closed"', 1),
        "byte order mark": b"\xef\xbb\xbf" + files["manifest.json"],
        "utf-16": files["manifest.json"].decode().encode("utf-16"),
        "no json": b"{",
        "deep": b"[" * 100_000,
    }.items():
        yield case(f"manifest {name}", "canonical", _signed_manifest(body))
    for name, changes in {
        "format": {"format": "ventanilla-evidence/2"},
        "more": {"more": 1},
        "events": {"events": "8"},
        "closed": {"closed": 1},
        "head": {"head": manifest["head"].upper()},
        "case": {"case": "{" + str(CASE) + "}"},
        "made_at": {"made_at": "2026-13-24T08:15:04.123456Z"},
        "zone": {"made_at": "2026-11-24T08:15:04.123456+00:00Z"},
        "facts": {"facts": []},
        "files": {"files": [{"path": "events/000001.json"}]},
        "files by name": {"files": {}},
        "path": {"files": [{"path": "../x", "sha256": "0" * 64, "bytes": 0}]},
    }.items():
        yield case(f"manifest {name}", "manifest", _signed_manifest(_loose(manifest | changes)))
    yield case("manifest is a list", "manifest", _signed_manifest(b"[]"))
    yield Attack("another entity", "tenant", good(), believing(tenant="elsewhere"))


def _listings() -> Iterator[Attack]:
    def case(name: str, fault: str, blob: bytes, allow: tuple[str, ...] = ()) -> Attack:
        return Attack(name, fault, blob, believing(allow=list(allow)))

    files = unzipped()
    listed = json.loads(files["manifest.json"])["files"]
    document = f"documents__{doc().sha256.hex()}_dot_pdf"
    yield case("file listed twice", "listing", sealed(files, files=[*listed, listed[0]]))
    yield case("unlisted file", "unlisted", zipped(files | {f"sources/{digest_of(SOURCES)}/more.dmn": b""}))
    yield case("unlisted event", "unlisted", edited(events__000009_dot_json=b"{}"))
    yield case("event removed", "missing", edited(events__000003_dot_json=None), ("withheld",))
    yield case("event removed at the end", "missing", edited(events__000008_dot_json=None), ("withheld",))
    yield case("document removed", "missing", edited(**{document: None}))
    yield case("opening removed", "missing", edited(open__000002_dot_json=None))
    first = files["events/000001.json"]
    yield case("event edited", "file", edited(events__000001_dot_json=first.replace(b"alta", b"baja")))
    yield case(
        "events exchanged",
        "file",
        edited(events__000001_dot_json=files["events/000002.json"], events__000002_dot_json=first),
    )
    yield case("document replaced", "file", edited(**{document: PDF + b"\n"}))
    opening = files["open/000002.json"]
    yield case("opening edited", "file", edited(open__000002_dot_json=opening.replace(b"12345678Z", b"87654321X")))
    wrong = [one | {"bytes": one["bytes"] + 1} for one in listed]
    yield case("size listed wrong", "file", sealed(files, files=wrong))


def _events() -> Iterator[Attack]:
    def case(name: str, fault: str, blob: bytes) -> Attack:
        return Attack(name, fault, blob, believing())

    files = unzipped()
    yield case("one event too few", "event_missing", sealed(files, events=LAST + 1))
    yield case("empty event", "event_missing", sealed(files | {"events/000003.json": b""}))
    yield case(
        "gap", "event_missing", sealed({path: body for path, body in files.items() if path != "events/000003.json"})
    )
    yield case(
        "one event too many",
        "event_extra",
        sealed(files, events=LAST - 1, head=json.loads(files["events/000008.json"])["prev"]),
    )
    yield case("event zero", "event_extra", sealed(files | {"events/000000.json": b"{}"}))
    yield case("event spaced", "canonical", sealed(files | {"events/000001.json": files["events/000001.json"] + b"\n"}))
    yield case("event with null", "canonical", told_otherwise(_set(1, data={"a": None})))
    yield case("event with a float", "canonical", told_otherwise(_set(1, data={"a": 0.5})))
    yield case("event is a list", "version", sealed(files | {"events/000001.json": b"[]"}))
    yield case("version two", "version", told_otherwise(_set(1, v=2)))
    yield case("version true", "event", told_otherwise(_set(1, v=True)))
    for name, changes in _MISSHAPEN.items():
        yield case(f"event {name}", "event", told_otherwise(_set(2, **changes)))
    yield case("event without nonce", "event", told_otherwise(lambda told: told[1].pop("nonce")))
    yield case("event of another case", "foreign", told_otherwise(_set(2, case="00000000-0000-4000-8000-000000000000")))
    yield case("event of another entity", "foreign", told_otherwise(_set(2, tenant="elsewhere")))
    yield case("event out of place", "foreign", told_otherwise(_set(2, seq=3)))
    yield case("another genesis", "prev", told_otherwise(_set(1, prev="0" * 64)))
    yield case("link cut", "prev", told_otherwise(_set(4, prev="0" * 64)))
    yield case("case of another name", "foreign", sealed(files, case="00000000-0000-4000-8000-000000000000"))
    yield case("clock back", "clock", told_otherwise(_set(3, at="2020-01-01T00:00:00.000000Z")))
    yield case("clock still", "clock", told_otherwise(_set(3, at=events.instant(START + timedelta(minutes=1)))))
    yield case("closing miscounts", "count", told_otherwise(_set(7, data={"count": 8})))
    yield case("closing does not count", "count", told_otherwise(_set(7, data={})))
    yield case("tail cut before the closing", "closing", told_otherwise(lambda told: told.__delitem__(slice(5, None))))
    yield case("wrong head", "head", sealed(files, head="0" * 64))
    yield case("closed but not so", "closing", told_otherwise(_set(7, type="case.reopened"), closed=True))
    yield case("open but not so", "closing", sealed(files, closed=False))


_MISSHAPEN: dict[str, dict[str, Any]] = {
    "with more": {"more": 1},
    "type": {"type": "Case Opened"},
    "at": {"at": "2026-11-23T08:16:04Z"},
    "impossible at": {"at": "2026-11-31T08:16:04.123456Z"},
    "at is a number": {"at": 5},
    "nonce": {"nonce": "00"},
    "actor kind": {"actor": {"kind": "robot", "ref": "x"}},
    "actor name": {"actor": {"kind": "citizen", "ref": "Ana García"}},
    "actor with more": {"actor": {"kind": "citizen", "ref": "x", "auth": "link_sms", "name": "x"}},
    "actor auth": {"actor": {"kind": "citizen", "ref": "x", "auth": ""}},
    "subject": {"subject": {"kind": "Task", "ref": "x"}},
    "docs": {"docs": [{"sha256": "0" * 64, "bytes": 1, "mime": "application/pdf"}]},
    "docs mime": {"docs": [{"sha256": "0" * 64, "bytes": 1, "mime": "pdf", "role": "x"}]},
    "docs bytes": {"docs": [{"sha256": "0" * 64, "bytes": True, "mime": "a/b", "role": "x"}]},
    "commit": {"commit": {"nif": "0" * 63}},
    "commit is a list": {"commit": []},
    "commit holds a number": {"commit": {"nif": 1}},
    "data": {"data": "x"},
    "seq": {"seq": True},
}


def _openings() -> Iterator[Attack]:
    files = unzipped()
    path = "open/000002.json"
    opened = json.loads(files[path])

    def case(name: str, fault: str, body: bytes, at: str = path) -> Attack:
        kept = {one: files[one] for one in files if one != path}
        return Attack(name, fault, sealed(kept | {at: body}), believing())

    def nif(**changes: Any) -> bytes:
        return _loose(opened | {"nif": opened["nif"] | changes})

    yield case("opened value replaced", "opening", nif(value="87654321X"))
    yield case("salt replaced", "opening", nif(salt="0" * 64))
    yield case("opened under another name", "opening", _loose({"iban": opened["nif"]}))
    yield case("opened in another event", "opening", files[path], "open/000001.json")
    yield case("opened in no event", "opening", files[path], "open/000009.json")
    yield case("opened in event zero", "opening", files[path], "open/000000.json")
    yield case("salt short", "opening_shape", nif(salt="00"))
    yield case("opening with more", "opening_shape", nif(more=1))
    yield case("opening without value", "opening_shape", _loose({"nif": {"salt": "0" * 64}}))
    yield case("opening is a text", "opening_shape", _loose({"nif": "12345678Z"}))
    yield case("openings are a list", "opening_shape", b"[]")
    yield case("openings spaced", "canonical", files[path] + b" ")


def _documents() -> Iterator[Attack]:
    files = unzipped()
    digest, png = digest_of(SOURCES), doc(b"\x89PNG\r\n\x1a\n").sha256.hex()

    def case(name: str, fault: str, changes: Files) -> Attack:
        return Attack(name, fault, sealed(files | changes), believing())

    yield case("document of no event", "document", {f"documents/{_sha(b'x')}.pdf": b"x"})
    yield case("document under another name", "document", {f"documents/{'0' * 64}.pdf": PDF})
    yield case("document exchanged", "document", {f"documents/{doc().sha256.hex()}.pdf": files[f"documents/{png}.png"]})
    lie = {"sha256": doc().sha256.hex(), "bytes": 5, "mime": "application/pdf", "role": "request"}
    yield Attack("size of a document", "document", told_otherwise(_set(8, docs=[lie])), believing())
    yield case("diagram changed", "source", {f"sources/{digest}/alta.bpmn": b"<definitions></definitions>"})
    yield case("diagram added", "source", {f"sources/{digest}/more.dmn": b""})
    other = {"alta.bpmn": b"<other/>"}
    yield case("another procedure", "source", {f"sources/{digest_of(other)}/alta.bpmn": b"<other/>"})


def _signatures() -> Iterator[Attack]:
    def case(name: str, fault: str, blob: bytes) -> Attack:
        return Attack(name, fault, blob, believing())

    files, town = unzipped(), seals.town()
    p7s = files["manifest.p7s"]
    changed = canonical.encode(json.loads(files["manifest.json"]) | {"facts": {"number": "ALT-2026-000002"}})
    yield case("manifest edited", "cms_digest", zipped(files | {"manifest.json": changed}))
    yield case("signature of something else", "cms_digest", _by(lambda body: town.seal.sign(body + b" ")))
    yield case("tail cut and listed anew", "cms_digest", _cut_without_key())
    yield case("signature empty", "cms", edited(manifest_dot_p7s=b""))
    yield case("signature is text", "cms_shape", edited(manifest_dot_p7s=b"0\5hello"))
    yield case("signature cut", "cms_shape", edited(manifest_dot_p7s=p7s[:-1]))
    yield case("signature says it is longer", "cms_shape", edited(manifest_dot_p7s=b"\x30\x84\xff\xff\xff\xff" + p7s))
    yield case("signature byte", "cms_signature", edited(manifest_dot_p7s=p7s[:-1] + bytes([p7s[-1] ^ 1])))
    rsa = town.rsa_seal.sign(files["manifest.json"])
    forged = zipped(files | {"manifest.p7s": rsa[:-1] + bytes([rsa[-1] ^ 1])})
    yield Attack("RSA signature byte", "cms_signature", forged, believing(town.rsa_seal))
    number = town.seal.certificate.serial_number
    before, serial, rest = p7s.rpartition(number.to_bytes(number.bit_length() // 8 + 1, "big"))
    nobody = bytes([1]) * len(serial)
    yield case("signer not carried", "cms", edited(manifest_dot_p7s=before + nobody + rest))
    yield case(
        "weak digest",
        "cms",
        edited(manifest_dot_p7s=p7s.replace(bytes.fromhex("608648016503040201"), bytes.fromhex("608648016503040204"))),
    )


def _seals() -> Iterator[Attack]:
    town, other = seals.town(), seals.town("Elsewhere")
    ours = Wish("Seal of Ribalba", organisation=seals.ORGANISATION)

    def case(name: str, fault: str, seal: Holder, believed: Policy | None = None, **changes: Any) -> Attack:
        return Attack(name, fault, sealed(unzipped(), seal, **changes), believed or rooted())

    yield case("sealed anew by a stranger", "seal_fingerprint", other.seal, believing())
    yield case("sealed anew by itself", "seal_chain", seals.made(ours))
    yield case("sealed by another town of the same number", "seal_chain", other.seal)
    yield case("sealed by another organisation", "seal_organisation", town.seal, rooted("VATES-P0000000X"))
    yield case("sealed by a citizen", "seal_organisation", town.citizen)
    yield case("sealed by the clock", "seal_usage", town.clock)
    yield case(
        "sealed by a key for encryption",
        "seal_usage",
        seals.made(replace(ours, usage="key_encipherment"), town.services),
    )
    yield case(
        "sealed by a certificate without purpose", "seal_usage", seals.made(replace(ours, bare=True), town.services)
    )
    yield case("sealed under a citizen", "seal_chain", seals.made(ours, town.citizen))
    yield case("sealed under the seal", "seal_chain", seals.made(ours, town.seal))
    bare = seals.made(Wish("Bare", ca=True, bare=True), town.root)
    yield case("sealed under a certificate without limits", "seal_chain", seals.made(ours, bare))
    idle = seals.made(Wish("Idle", ca=True, path_length=0), town.root)
    yield case("sealed under an authority that may not issue", "seal_chain", seals.made(ours, idle))
    posing = seals.made(Wish("Posing", usage="key_cert_sign"), town.root)
    yield case("sealed under what is no authority", "seal_chain", seals.made(ours, posing))
    deeper = seals.made(Wish("Deeper", ca=True, usage="key_cert_sign"), town.services)
    yield case("sealed under too long a chain", "seal_chain", seals.made(ours, deeper))
    short = Wish("Short", ca=True, path_length=0, usage="key_cert_sign", until=START)
    yield case("sealed under an expired authority", "seal_chain", seals.made(ours, seals.made(short, town.root)))
    claimed = replace(seals.made(ours), above=(town.services.certificate, town.root.certificate))
    yield case("sealed beside the right chain", "seal_chain", claimed)
    alone = replace(town.seal, above=())
    yield case("chain not carried", "seal_chain", alone)
    too_late = seals.after(town.seal.certificate)
    yield case("sealed too late", "seal_time", town.seal, made_at=events.instant(too_late))
    yield case("sealed too early", "seal_time", town.seal, made_at="2025-01-01T00:00:00.000000Z")


def _required() -> Iterator[Attack]:
    for word in ("log", "witness", "anchor", "qualified_timestamp", "revocation", "unicorn", "valid"):
        yield Attack(f"required: {word}", "required", good(), believing(require=["chain", word]))
    yield Attack("seal stripped", "required", edited(manifest_dot_p7s=None), believing())
    unsealed = zipped({path: body for path, body in unzipped(_cut_without_key()).items() if path != "manifest.p7s"})
    yield Attack("tail cut, seal stripped", "required", unsealed, believing())
    still_open = bundle.build(contents(list(_open_story())), seals.town().seal.sign)
    yield Attack("required: closed", "required", still_open, believing(require=["closed"]))
    shut = {path: body for path, body in unzipped().items() if not path.startswith("open/")}
    yield Attack("required: openings", "required", sealed(shut), believing(require=["openings"]))


def _open_story() -> Iterator[Any]:
    yield from (one for one in story() if one.type != "case.closed")


def _by(sign: Callable[[bytes], bytes]) -> bytes:
    files = unzipped()
    return zipped(files | {"manifest.p7s": sign(files["manifest.json"])})


def _signed_manifest(body: bytes) -> bytes:
    return zipped(unzipped() | {"manifest.json": body, "manifest.p7s": seals.town().seal.sign(body)})


def _cut_without_key() -> bytes:
    """Return the bundle without its last event, and a manifest that hides it, under the old seal."""
    files = unzipped()
    last = json.loads(files.pop("events/000008.json"))
    made = unzipped(sealed(files, events=LAST - 1, head=last["prev"]))
    return zipped(made | {"manifest.p7s": files["manifest.p7s"]})


def _twice() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for path, body in [*unzipped().items(), ("events/000001.jsox", b"{}")]:
            archive.writestr(zipfile.ZipInfo(path), body)
    return made.getvalue().replace(b"events/000001.jsox", b"events/000001.json")


def _as(attributes: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for path, body in unzipped().items():
            member = zipfile.ZipInfo(path)
            member.external_attr = attributes if path == "manifest.json" else 0
            archive.writestr(member, body)
    return made.getvalue()


def _flagged() -> bytes:
    """Return the bundle with the first file of its directory marked as encrypted."""
    blob = bytearray(good())
    blob[blob.index(b"PK\1\2") + 8] |= 1
    return bytes(blob)


def _claiming(size: int) -> bytes:
    """Return the bundle whose directory says that the first file has `size` bytes, packed and unpacked."""
    blob = bytearray(good())
    at = blob.index(b"PK\1\2") + 20
    blob[at : at + 8] = size.to_bytes(4, "little") * 2
    return bytes(blob)


def _commented() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for path, body in (unzipped() | {f"sources/{'0' * 64}/{n}": b"" for n in range(90)}).items():
            member = zipfile.ZipInfo(path)
            member.comment = b"x" * 60_000
            archive.writestr(member, body)
    return made.getvalue()


def pem(holder: Holder) -> str:
    """Return a certificate as text."""
    return holder.certificate.public_bytes(Encoding.PEM).decode()


GROUPS: tuple[Callable[[], Iterator[Attack]], ...] = (
    _controls,
    _zips,
    _manifests,
    _listings,
    _events,
    _openings,
    _documents,
    _signatures,
    _seals,
    _required,
)


@cache
def attacks() -> tuple[Attack, ...]:
    """Return all of them, controls first."""
    return tuple(attack for group in GROUPS for attack in group())
