"""The page that describes the format: its worked example is right, and its lists are whole."""

import hashlib
import hmac
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from app.domain.actors import SYSTEM, Actor
from app.evidence import bundle, chain, commitments, events, verifier
from app.evidence.bundle import Contents
from app.evidence.chain import Draft, Entry
from app.evidence.events import Doc, Subject
from tests.evidence.attacks import believing

PAGE = (Path(__file__).parents[2] / "docs/reference/evidence-format.md").read_text(encoding="utf-8")
SHOWN = dict(re.findall(r"```\w+ id=(\w+)\n(.*?)\n```", PAGE, re.DOTALL))
CASE = UUID("00112233-4455-4677-8899-aabbccddeeff")
CITIZEN = Actor("citizen", "0f8fad5b-d9cb-469f-a165-70867728950e", "link_sms")
AT = datetime(2026, 11, 23, 8, 15, 4, 123456, tzinfo=UTC)
PAPER = b"Hola\n"


def _bytes(name: str) -> bytes:
    return str(SHOWN[name]).encode()


def _sha(blob: bytes) -> str:
    return hashlib.sha256(blob).hexdigest()


def test_the_example_holds_by_nothing_but_a_hash_function() -> None:
    genesis = b"ovac-case-v1\n" + bytes.fromhex("00112233445546778899aabbccddeeff")
    assert SHOWN["genesis_input"] == genesis.hex()
    assert SHOWN["genesis"] == _sha(genesis)
    before = SHOWN["genesis"]
    for number in ("1", "2", "3"):
        event = json.loads(SHOWN[f"event_{number}"])
        assert (event["prev"], event["seq"]) == (before, int(number))
        before = _sha(b"\0" + _bytes(f"event_{number}"))
        assert SHOWN[f"leaf_{number}"] == before
    proof = hmac.digest(bytes.fromhex(SHOWN["salt"]), _bytes("value"), "sha256").hex()
    assert SHOWN["commitment"] == proof == json.loads(SHOWN["event_2"])["commit"]["nif"]
    assert json.loads(SHOWN["opening_2"]) == {"nif": {"salt": SHOWN["salt"], "value": json.loads(SHOWN["value"])}}
    assert SHOWN["manifest_sha256"] == _sha(_bytes("manifest"))


def test_the_page_counts_the_bytes_of_the_first_event() -> None:
    assert f"The first event, {len(_bytes('event_1'))} bytes" in PAGE


def _counting_up() -> Callable[[int], bytes]:
    """Return the randomness of the example: the nonce of 1, the salt and the nonce of 2, the nonce of 3."""
    starts: Iterator[int] = iter([0x00, 0x00, 0x10, 0x20])
    return lambda size: bytes(range(start := next(starts), start + size))


def _entries() -> list[Entry]:
    head, random, entries = chain.start("ribalba", CASE), _counting_up(), list[Entry]()
    paper = Doc(hashlib.sha256(PAPER).digest(), len(PAPER), "text/plain", "paper")
    form = Draft(
        "form.saved", CITIZEN, Subject("task", "solicitud"), (paper,), {"nif": "12345678Z"}, {"form": "solicitud"}
    )
    for seconds, one in (
        (0, Draft("case.opened", CITIZEN, Subject("case", str(CASE)), data={"procedure": "ejemplo"})),
        (61, form),
        (60, Draft("case.closed", SYSTEM, Subject("case", str(CASE)))),
    ):
        entry, head = chain.extend(head, one, AT + timedelta(seconds=seconds), random)
        entries.append(entry)
    return entries


def test_the_office_writes_the_example() -> None:
    entries = _entries()

    assert events.genesis(CASE).hex() == SHOWN["genesis"]
    assert [entry.body for entry in entries] == [_bytes(f"event_{n}") for n in (1, 2, 3)]
    assert [entry.leaf.hex() for entry in entries] == [SHOWN[f"leaf_{n}"] for n in (1, 2, 3)]
    assert entries[1].openings == _bytes("opening_2")
    committed = {"nif": bytes.fromhex(SHOWN["commitment"])}
    assert commitments.opened(committed, entries[1].openings) == {"nif": "12345678Z"}


def test_the_verifier_accepts_the_example() -> None:
    made = datetime(2026, 11, 24, 9, tzinfo=UTC)
    packed = bundle.build(Contents("ribalba", CASE, _entries(), made, (PAPER,), {}, {"number": "EJ-2026-000001"}))

    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.read("manifest.json") == _bytes("manifest")
    verdict = verifier.verify(packed, believing(require=["chain", "files", "openings", "documents", "closed"]))
    assert verdict["valid"]
    assert verdict["head"] == SHOWN["leaf_3"]


def test_the_page_names_every_type_and_no_other() -> None:
    listed = dict(re.findall(r"^\| `([a-z]+\.[a-z_]+)` \| (.*) \|$", PAGE.partition("## Types")[2], re.MULTILINE))

    assert listed == events.TYPES


def test_the_page_names_what_can_be_required_and_what_is_never_here() -> None:
    for word in (
        "chain",
        "files",
        "openings",
        "documents",
        "sources",
        "closed",
        "manifest_signature",
        *verifier.NEVER_HERE,
    ):
        assert f"`{word}`" in PAGE
