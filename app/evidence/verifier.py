"""Verify an evidence bundle offline, with none of the office's code.

usage: python verifier.py BUNDLE --policy policy.json [--json] [--lang es|en]

Needs Python 3.11 or later and the package `cryptography`. Exit code 0: valid, 1: not valid, 2: wrong
use. The policy says whose seal to believe and must not come from where the bundle comes from; no key
that a bundle carries is believed for its own sake. Format: docs/reference/evidence-format.md.
"""

import argparse
import hashlib
import hmac
import io
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

MOST_BYTES: Final = 512 * 2**20
MOST_FILES: Final = 20_000
NEVER_HERE: Final = ("log", "witness", "anchor", "qualified_timestamp", "revocation")
"""What no bundle of this format proves; a verdict says so each time."""

_HEX, _TEXT = re.compile(r"[0-9a-f]{64}"), re.compile(r".*", re.DOTALL)
_WORD, _REF = re.compile(r"[a-z][a-z0-9_]{0,63}"), re.compile(r"[!-~]{1,200}")
_TENANT, _UUID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}"), re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
_PART = r"[A-Za-z0-9_][A-Za-z0-9_.-]*"
_NAME = re.compile(
    r"manifest\.(json|p7s)|(events|open)/[0-9]{6}\.json|documents/[0-9a-f]{64}\.[a-z0-9]{1,8}"
    rf"|sources/[0-9a-f]{{64}}/({_PART}/)*{_PART}"
)


def _instant(value: object) -> bool:
    try:
        return isinstance(value, str) and _AT.fullmatch(value) is not None and datetime.fromisoformat(value) is not None
    except ValueError:
        return False


_ACTOR = {"kind": re.compile("citizen|clerk|worker|system"), "ref": _REF}
_DOC = {"sha256": _HEX, "bytes": int, "mime": re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+"), "role": _WORD}
_EVENT = {
    "v": int,
    "tenant": _TENANT,
    "case": _UUID,
    "seq": int,
    "prev": _HEX,
    "at": _instant,
    "nonce": re.compile(r"[0-9a-f]{32}"),
    "type": re.compile(r"[a-z]+\.[a-z_]+"),
    "actor": (_ACTOR, _ACTOR | {"auth": _WORD}),
    "subject": {"kind": _WORD, "ref": _REF},
    "docs": [_DOC],
    "commit": dict,
    "data": dict,
}
_OPENING = {"salt": _HEX, "value": lambda _: True}
_MANIFEST = {
    "format": re.compile("ventanilla-evidence/1"),
    "tenant": _TENANT,
    "case": _UUID,
    "events": int,
    "head": _HEX,
    "closed": bool,
    "made_at": _instant,
    "facts": dict,
    "files": [{"path": _NAME, "sha256": _HEX, "bytes": int}],
}
_POLICY = {
    "format": re.compile("ventanilla-policy/1"),
    "tenant": _TENANT,
    "require": [_WORD],
    "allow": [_WORD],
    "seal": {"roots": [_TEXT], "fingerprints": [_HEX], "organisation": _TEXT},
}

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "valid": ("VÁLIDO", "VALID"),
    "not_valid": ("NO VÁLIDO", "NOT VALID"),
    "events": ("Hechos", "Events"),
    "nth": ("hecho", "event"),
    "proved": ("Demostrado", "Proved"),
    "absent": ("No está en este paquete y no se ha demostrado", "Not in this bundle, and not proved"),
    "withheld": ("Retirado por quien entrega el paquete", "Withheld by whoever hands the bundle over"),
    "chain": ("los hechos están enlazados, en orden y sin huecos", "the events are linked, in order and without gaps"),
    "files": ("cada fichero es el que enumera el manifiesto", "each file is the one that the manifest lists"),
    "openings": ("los valores mostrados son los comprometidos", "the values shown are those committed to"),
    "documents": ("los documentos son los que nombran los hechos", "the documents are those that the events name"),
    "sources": ("el procedimiento es el que se ejecutó", "the procedure is the one that was run"),
    "closed": ("el expediente está cerrado", "the case is closed"),
    "manifest_signature": ("sello de la entidad sobre el manifiesto", "the entity's seal over the manifest"),
    "log": ("registro público de evidencias", "public log of evidence"),
    "witness": ("testigos independientes", "independent witnesses"),
    "anchor": ("anclaje externo", "external anchor"),
    "qualified_timestamp": ("sello de tiempo cualificado", "qualified time-stamp"),
    "revocation": ("estado de revocación del certificado del sello", "revocation status of the seal's certificate"),
    "required": ("la política exige algo que no se ha demostrado", "the policy requires what has not been proved"),
    "not_a_zip": ("no es un zip íntegro", "it is no sound zip"),
    "too_many": ("contiene demasiados ficheros", "it holds too many files"),
    "too_big": ("es demasiado grande", "it is too big"),
    "twice": ("un nombre aparece dos veces en el zip", "a name stands twice in the zip"),
    "name": ("nombre de fichero no admitido", "a file name that is not allowed"),
    "kind": ("no es un fichero corriente", "it is no ordinary file"),
    "ratio": ("se expande sin proporción", "it expands out of all proportion"),
    "no_manifest": ("falta el manifiesto", "the manifest is missing"),
    "canonical": ("no está en forma canónica", "it is not in canonical form"),
    "manifest": ("el manifiesto no tiene la forma debida", "the manifest has not the right shape"),
    "tenant": ("es de otra entidad", "it is another entity's"),
    "listing": ("el manifiesto enumera un fichero dos veces", "the manifest lists a file twice"),
    "unlisted": ("fichero que el manifiesto no enumera", "a file that the manifest does not list"),
    "missing": ("falta un fichero enumerado", "a listed file is missing"),
    "file": ("el fichero ha cambiado", "the file was changed"),
    "event_missing": ("falta el hecho", "the event is missing"),
    "event_extra": ("hay más hechos que los contados", "there are more events than counted"),
    "version": ("versión desconocida del formato", "an unknown version of the format"),
    "event": ("el hecho no tiene la forma debida", "the event has not the right shape"),
    "foreign": ("el hecho es de otro expediente o lugar", "the event belongs to another case or place"),
    "prev": ("el hecho no enlaza con el anterior", "the event does not follow the one before"),
    "clock": ("el reloj retrocede", "the clock goes back"),
    "count": ("el cierre no cuenta los hechos", "the closing event does not count the events"),
    "head": ("el último hecho no es el del manifiesto", "the last event is not the manifest's"),
    "closing": ("el manifiesto miente sobre el cierre", "the manifest is wrong about the closing"),
    "opening_shape": ("la apertura no tiene la forma debida", "the opening has not the right shape"),
    "opening": ("el valor mostrado no es el comprometido", "the value shown is not the one committed to"),
    "document": ("ningún hecho nombra este documento", "no event names this document"),
    "source": ("ningún hecho nombra este procedimiento", "no event names this procedure"),
    "cms": ("la firma del manifiesto no se puede leer", "the manifest's signature cannot be read"),
    "cms_shape": ("la firma del manifiesto está truncada", "the manifest's signature is cut off"),
    "cms_digest": ("la firma es de otro manifiesto", "the signature is of another manifest"),
    "cms_signature": ("la firma del manifiesto es falsa", "the manifest's signature is false"),
    "seal_fingerprint": ("no es el sello que indica la política", "it is not the seal that the policy names"),
    "seal_organisation": ("el sello es de otra organización", "the seal is another organisation's"),
    "seal_usage": ("el certificado no sirve para sellar", "the certificate is not one for sealing"),
    "seal_chain": ("el sello no lleva a una raíz de la política", "the seal leads to no root of the policy"),
    "seal_time": ("el certificado no regía en esa fecha", "the certificate was not in force then"),
}


class NotValid(Exception):
    """The bundle does not prove what it should. `code` is a key of `SAID`; `place` an event's number or a file."""

    def __init__(self, code: str, place: object = "") -> None:
        super().__init__(code)
        self.code, self.place = code, str(place)


class Misused(Exception):
    """The policy or the arguments cannot be used."""


def _need(claim: object, code: str, place: object = "") -> None:
    if not claim:
        raise NotValid(code, place)


def verify(bundle: bytes, policy: Mapping[str, Any]) -> dict[str, Any]:
    """Return the verdict on a bundle: `valid`, and what was proved, or the first fault found. Raises `Misused`."""
    if not _fits(policy, _POLICY):
        raise Misused("the policy has not the right shape")
    seal = policy["seal"]
    if not seal["fingerprints"] and not (seal["roots"] and seal["organisation"]):
        raise Misused("the policy names neither a seal nor roots with an organisation")
    try:
        for pem in seal["roots"]:
            x509.load_pem_x509_certificate(pem.encode())
    except ValueError as cause:
        raise Misused("a root of the policy is no certificate") from cause
    try:
        return {"valid": True} | _proved(_unzipped(bundle), policy)
    except NotValid as fault:
        return {"valid": False, "fault": fault.code, "place": fault.place}


def _proved(files: Mapping[str, bytes], policy: Mapping[str, Any]) -> dict[str, Any]:
    manifest = _manifest(files, policy)
    withheld = _listed_files(files, manifest, policy)
    chain = _chain(files, manifest)
    counts = _openings(files, chain) | _documents(files, chain) | {"sources": _sources(files, chain)}
    seal = _seal(files, manifest, policy["seal"]) if "manifest.p7s" in files else {}
    done = {"chain": True, "files": True, "closed": manifest["closed"], "manifest_signature": seal} | counts
    proved = [word for word in done if word in SAID and done[word]]
    for word in policy["require"]:
        _need(word in proved, "required", word)
    return {
        **{name: manifest[name] for name in ("tenant", "case", "events", "head", "made_at", "facts")},
        "first_at": chain[0]["at"] if chain else "",
        "last_at": chain[-1]["at"] if chain else "",
        "counts": counts,
        "seal": seal,
        "proved": proved,
        "absent": [*NEVER_HERE, *([] if seal else ["manifest_signature"])],
        "withheld": withheld,
    }


def _fits(value: Any, form: Any) -> bool:
    if isinstance(form, re.Pattern):
        return isinstance(value, str) and form.fullmatch(value) is not None
    if isinstance(form, dict):
        return isinstance(value, dict) and value.keys() == form.keys() and all(_fits(value[k], form[k]) for k in form)
    if isinstance(form, list):
        return isinstance(value, list) and all(_fits(item, form[0]) for item in value)
    if isinstance(form, tuple):
        return any(_fits(value, one) for one in form)
    return type(value) is form if isinstance(form, type) else bool(form(value))


def _read(body: bytes, place: object) -> Any:
    try:
        value = json.loads(body.decode(), parse_float=_refused, parse_constant=_refused)
        spelt = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        canonical = spelt == body and _plain(value)
    except (ValueError, RecursionError):
        canonical = False
    _need(canonical, "canonical", place)
    return value


def _refused(text: str) -> None:
    raise ValueError(text)


def _plain(value: Any) -> bool:
    if isinstance(value, dict):
        return all(_WORD.fullmatch(key) and _plain(item) for key, item in value.items())
    if isinstance(value, list):
        return all(map(_plain, value))
    return value is not None and (not isinstance(value, int) or abs(value) < 2**53)


def _unzipped(blob: bytes) -> dict[str, bytes]:
    _need(len(blob) <= MOST_BYTES, "too_big")
    size, start = (int.from_bytes(blob[at : at + 4], "little") for at in (len(blob) - 10, len(blob) - 6))
    _need(blob[-22:-18] == b"PK\5\6" and blob[-2:] == b"\0\0" and start + size + 22 == len(blob), "not_a_zip")
    _need(size <= 256 * MOST_FILES, "too_many")
    try:
        with zipfile.ZipFile(io.BytesIO(blob)) as archive:
            members = archive.infolist()
            for member in members:
                _need(_NAME.fullmatch(member.orig_filename), "name", ascii(member.orig_filename[:100]))
                ordinary = member.external_attr >> 28 in {0, 8} and member.compress_type in {0, 8}
                _need(ordinary and not member.flag_bits & 1, "kind", member.filename)
                _need(member.file_size <= 200 * member.compress_size + 4096, "ratio", member.filename)
            _need(len(members) <= MOST_FILES, "too_many")
            _need(sum(member.file_size for member in members) <= MOST_BYTES, "too_big")
            _need(len({member.filename for member in members}) == len(members), "twice")
            return {member.filename: archive.read(member) for member in members}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as cause:
        raise NotValid("not_a_zip") from cause


def _manifest(files: Mapping[str, bytes], policy: Mapping[str, Any]) -> dict[str, Any]:
    _need("manifest.json" in files, "no_manifest")
    manifest: dict[str, Any] = _read(files["manifest.json"], "manifest.json")
    _need(_fits(manifest, _MANIFEST), "manifest")
    _need(manifest["tenant"] == policy["tenant"], "tenant")
    return manifest


def _listed_files(files: Mapping[str, bytes], manifest: Mapping[str, Any], policy: Mapping[str, Any]) -> list[str]:
    listed = {one["path"]: (one["sha256"], one["bytes"]) for one in manifest["files"]}
    _need(len(listed) == len(manifest["files"]), "listing")
    for path in files.keys() - {"manifest.json", "manifest.p7s"}:
        _need(path in listed, "unlisted", path)
        _need(listed[path] == (_sha256(files[path]), len(files[path])), "file", path)
    missing = sorted(listed.keys() - files.keys())
    for path in missing:
        _need("withheld" in policy["allow"] and path.startswith(("open/", "documents/")), "missing", path)
    return missing


def _chain(files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> list[dict[str, Any]]:
    prev, chain = _sha256(b"ovac-case-v1\n" + UUID(manifest["case"]).bytes), list[dict[str, Any]]()
    for seq in range(1, manifest["events"] + 1):
        body = files.get(f"events/{seq:06d}.json", b"")
        _need(body, "event_missing", seq)
        event = _read(body, seq)
        _need(isinstance(event, dict) and event.get("v") == 1, "version", seq)
        _need(_fits(event, _EVENT) and _fits(list(event["commit"].values()), [_HEX]), "event", seq)
        place = (manifest["tenant"], manifest["case"], seq)
        _need((event["tenant"], event["case"], event["seq"]) == place, "foreign", seq)
        _need(event["prev"] == prev, "prev", seq)
        _need(not chain or event["at"] > chain[-1]["at"], "clock", seq)
        _need(event["type"] != "case.closed" or event["data"].get("count") == seq, "count", seq)
        prev = _sha256(b"\0" + body)
        chain.append(event)
    _need(sum(path.startswith("events/") for path in files) == len(chain), "event_extra")
    _need(prev == manifest["head"], "head")
    ends = [event["type"] for event in chain if event["type"] in {"case.closed", "case.reopened"}]
    _need(manifest["closed"] == (ends[-1:] == ["case.closed"]), "closing")
    return chain


def _openings(files: Mapping[str, bytes], chain: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    opened = 0
    for path in sorted(path for path in files if path.startswith("open/")):
        seq, found = int(path[5:11]), _read(files[path], path)
        commit = chain[seq - 1]["commit"] if 1 <= seq <= len(chain) else {}
        _need(isinstance(found, dict) and all(_fits(one, _OPENING) for one in found.values()), "opening_shape", path)
        for name, one in found.items():
            value = json.dumps(one["value"], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
            proof = hmac.digest(bytes.fromhex(one["salt"]), value, "sha256").hex()
            _need(commit.get(name) == proof, "opening", f"{path} {name}")
            opened += 1
    return {"openings": opened, "commitments": sum(len(event["commit"]) for event in chain)}


def _documents(files: Mapping[str, bytes], chain: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    named = {doc["sha256"]: doc["bytes"] for event in chain for doc in event["docs"]}
    paths = [path for path in files if path.startswith("documents/")]
    for path in paths:
        digest = _sha256(files[path])
        _need(path[10:74] == digest and named.get(digest) == len(files[path]), "document", path)
    return {"documents": len(paths), "documents_named": len(named)}


def _sources(files: Mapping[str, bytes], chain: Sequence[Mapping[str, Any]]) -> int:
    run = {event["data"].get("diagram") for event in chain if event["type"] == "workflow.stepped"}
    versions: dict[str, str] = {}
    for path in sorted(path for path in files if path.startswith("sources/")):
        line = f"{_sha256(files[path])}  {path[73:]}\n"
        versions[path[8:72]] = versions.get(path[8:72], "") + line
    for digest, lines in versions.items():
        _need(digest in run and _sha256(lines.encode()) == digest, "source", digest)
    return len(versions)


def _sha256(blob: bytes) -> str:
    return hashlib.sha256(blob).hexdigest()


# The manifest's signature: a detached CMS (RFC 5652) with signed attributes, by one signer.

_HASHES: Final[Mapping[str, hashes.HashAlgorithm]] = {
    "608648016503040201": hashes.SHA256(),
    "608648016503040202": hashes.SHA384(),
    "608648016503040203": hashes.SHA512(),
}
_MESSAGE_DIGEST: Final = "2a864886f70d010904"
_CARRIED: Final = 0xA0
_DEEPEST: Final = 5
Part = tuple[int, bytes, bytes]
"""One piece of DER: its tag, its content, and the whole of it."""


def _seal(files: Mapping[str, bytes], manifest: Mapping[str, Any], seal: Mapping[str, Any]) -> dict[str, str]:
    try:
        carried, signer = _opened_cms(files["manifest.p7s"])
        _, sid, digest, attributes, _, signature = signer[:6]
        serial = int.from_bytes(_parts(sid[1])[1][1], "big", signed=True)
        leaf = next(one for one in carried if one.serial_number == serial)
        algorithm = _HASHES[_parts(digest[1])[0][1].hex()]
        stated = _attribute(attributes, _MESSAGE_DIGEST)
        _need(stated == hashlib.new(algorithm.name, files["manifest.json"]).digest(), "cms_digest")
        _need(_signed(leaf, signature[1], b"\x31" + attributes[2][1:], algorithm), "cms_signature")
        _believed(leaf, carried, seal, datetime.fromisoformat(manifest["made_at"]))
    except (ValueError, LookupError, StopIteration, TypeError, UnsupportedAlgorithm) as cause:
        raise NotValid("cms") from cause
    return {"subject": leaf.subject.rfc4514_string(), "fingerprint": leaf.fingerprint(hashes.SHA256()).hex()}


def _opened_cms(blob: bytes) -> tuple[list[x509.Certificate], list[Part]]:
    content = _parts(_parts(_parts(_part(blob, 0)[1])[1][1])[0][1])
    carried = [
        x509.load_der_x509_certificate(one[2]) for tag, body, _ in content if tag == _CARRIED for one in _parts(body)
    ]
    (signer,) = _parts(content[-1][1])
    return carried, _parts(signer[1])


def _part(blob: bytes, at: int) -> Part:
    size, start = blob[at + 1], at + 2
    if size & 0x80:
        start += size & 0x7F
        size = int.from_bytes(blob[at + 2 : start], "big")
    _need(start + size <= len(blob), "cms_shape")
    return blob[at], blob[start : start + size], blob[at : start + size]


def _parts(content: bytes) -> list[Part]:
    parts, at = list[Part](), 0
    while at < len(content):
        parts.append(_part(content, at))
        at += len(parts[-1][2])
    return parts


def _attribute(attributes: Part, wanted: str) -> bytes:
    found = [_parts(one[1]) for one in _parts(attributes[1])]
    ((value,),) = [_parts(values[1]) for kind, values in found if kind[1].hex() == wanted]
    return value[1]


def _signed(by: x509.Certificate, signature: bytes, over: bytes, algorithm: hashes.HashAlgorithm) -> bool:
    key = by.public_key()
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, over, ec.ECDSA(algorithm))
            return True
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, over, padding.PKCS1v15(), algorithm)
            return True
    except InvalidSignature:
        return False
    return False


def _believed(
    leaf: x509.Certificate, carried: Sequence[x509.Certificate], seal: Mapping[str, Any], at: datetime
) -> None:
    known = {one.value for one in leaf.subject.get_attributes_for_oid(NameOID.ORGANIZATION_IDENTIFIER)}
    pins = seal["fingerprints"]
    _need(not pins or leaf.fingerprint(hashes.SHA256()).hex() in pins, "seal_fingerprint")
    _need(not seal["organisation"] or seal["organisation"] in known, "seal_organisation")
    _need(_seals(leaf), "seal_usage")
    _need(_in_force(leaf, at), "seal_time")
    roots = [x509.load_pem_x509_certificate(pem.encode()) for pem in seal["roots"]]
    _need(not roots or _leads(leaf, carried, roots, at), "seal_chain")


def _seals(leaf: x509.Certificate) -> bool:
    try:
        usage = leaf.extensions.get_extension_for_class(x509.KeyUsage).value
        purposes = [one.value for one in leaf.extensions if isinstance(one.value, x509.ExtendedKeyUsage)]
    except (x509.ExtensionNotFound, ValueError):
        return False
    stamps = any(ExtendedKeyUsageOID.TIME_STAMPING in purpose for purpose in purposes)
    return (usage.digital_signature or usage.content_commitment) and not stamps


def _leads(
    leaf: x509.Certificate, carried: Sequence[x509.Certificate], roots: Sequence[x509.Certificate], at: datetime
) -> bool:
    below = leaf
    for depth in range(_DEEPEST):
        if any(_issued(root, below, depth, at) for root in roots):
            return True
        above = [one for one in carried if _issued(one, below, depth, at)]
        if not above:
            return False
        below = above[0]
    return False


def _issued(issuer: x509.Certificate, below: x509.Certificate, depth: int, at: datetime) -> bool:
    try:
        below.verify_directly_issued_by(issuer)
        limits = issuer.extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = issuer.extensions.get_extension_for_class(x509.KeyUsage).value
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    deep_enough = limits.path_length is None or limits.path_length >= depth
    return limits.ca and usage.key_cert_sign and deep_enough and _in_force(issuer, at)


def _in_force(certificate: x509.Certificate, at: datetime) -> bool:
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


# What people read, and the command.


def told(verdict: Mapping[str, Any], language: str = "es") -> str:
    """Return the verdict as sentences in "es" or "en"."""
    which = ("es", "en").index(language)

    def say(word: str) -> str:
        return SAID[word][which] if word in SAID else word

    if not verdict["valid"]:
        fault, place = say(verdict["fault"]), verdict["place"]
        where = f"{say('nth')} {place}" if place.isdigit() else say(place)
        return f"{say('not_valid')}. {fault[0].upper()}{fault[1:]}{where and f' ({where})'}.\n"
    stated = f"{say('events')}: {verdict['events']} ({verdict['first_at']} – {verdict['last_at']})."
    lines = [f"{say('valid')}. {verdict['tenant']}, {verdict['case']}. {stated}"]
    for heading in ("proved", "absent", "withheld"):
        if verdict[heading]:
            lines += ["", f"{say(heading)}:", *(f"  - {say(word)}" for word in verdict[heading])]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify one bundle and return the exit code."""
    parser = argparse.ArgumentParser(prog="verifier", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--policy", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--lang", choices=("es", "en"), default="es")
    given = parser.parse_args(arguments)
    try:
        policy = json.loads(given.policy.read_bytes())
        with given.bundle.open("rb") as file:
            verdict = verify(file.read(MOST_BYTES + 1), policy)
    except (OSError, ValueError, RecursionError, Misused) as cause:
        sys.stderr.write(f"{parser.format_usage()}{type(cause).__name__}: {cause}\n")
        return 2
    said = json.dumps(verdict, ensure_ascii=False, indent=2) + "\n" if given.json else told(verdict, given.lang)
    letters = sys.stdout.encoding or "utf-8"
    sys.stdout.write(said.encode(letters, "replace").decode(letters))  # a poor terminal is no reason to fail
    return 0 if verdict["valid"] else 1


if __name__ == "__main__":
    sys.exit(main())
