"""Events of evidence."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from app.domain.actors import SYSTEM, Actor
from app.domain.errors import EvidenceMalformed
from app.evidence import events
from app.evidence.events import Doc, Event, Subject
from tests.evidence.builders import CASE, CITIZEN, START, doc

EVENT = Event(
    tenant="ribalba",
    case=CASE,
    seq=1,
    prev=events.genesis(CASE),
    at=START,
    nonce=bytes(16),
    type="form.saved",
    actor=CITIZEN,
    subject=Subject("task", "request"),
    docs=(doc(),),
    commit={"nif": bytes(32)},
    data={"form": "request"},
)


def test_an_event_is_written_with_all_its_fields_and_no_others() -> None:
    written = json.loads(events.encode(EVENT))

    assert written == {
        "v": 1,
        "tenant": "ribalba",
        "case": str(CASE),
        "seq": 1,
        "prev": events.genesis(CASE).hex(),
        "at": "2026-11-23T08:15:04.123456Z",
        "nonce": "00" * 16,
        "type": "form.saved",
        "actor": {"kind": "citizen", "ref": CITIZEN.ref, "auth": "link_sms"},
        "subject": {"kind": "task", "ref": "request"},
        "docs": [{"sha256": doc().sha256.hex(), "bytes": doc().size, "mime": "application/pdf", "role": "request"}],
        "commit": {"nif": "00" * 32},
        "data": {"form": "request"},
    }


def test_a_machine_has_no_way_of_signing_in() -> None:
    assert json.loads(events.encode(replace(EVENT, actor=SYSTEM)))["actor"] == {"kind": "system", "ref": "office"}


def test_times_are_written_in_utc_with_six_decimals() -> None:
    assert (
        events.instant(datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Europe/Madrid"))) == "2026-11-23T08:00:00.000000Z"
    )
    assert events.instant(datetime(1, 1, 1, tzinfo=UTC)) == "0001-01-01T00:00:00.000000Z"


def test_the_leaf_hash_is_that_of_rfc_6962() -> None:
    assert events.leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


def test_each_case_has_a_genesis_of_its_own() -> None:
    assert events.genesis(CASE) == hashlib.sha256(b"ovac-case-v1\n" + CASE.bytes).digest()
    assert events.genesis(CASE) != events.genesis(UUID(int=0))


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "case.invented"},
        {"type": ""},
        {"tenant": "Ribalba"},
        {"tenant": ""},
        {"seq": 0},
        {"seq": 2**53},
        {"prev": bytes(31)},
        {"nonce": bytes(15)},
        {"at": datetime(2026, 11, 23, 9, 0)},  # noqa: DTZ001 - a time without a zone is the fault tested
        {"actor": Actor("robot", "x")},
        {"actor": Actor("citizen", "Ana García")},
        {"actor": Actor("citizen", "")},
        {"actor": Actor("citizen", "x", "Link SMS")},
        {"subject": Subject("Task", "x")},
        {"subject": Subject("task", "")},
        {"subject": Subject("task", "x" * 201)},
        {"docs": (replace(doc(), sha256=b""),)},
        {"docs": (Doc(bytes(32), -1, "application/pdf", "request"),)},
        {"docs": (replace(doc(), mime="PDF"),)},
        {"docs": (replace(doc(), role="Solicitud firmada"),)},
        {"commit": {"nif": bytes(31)}},
        {"commit": {"N.I.F.": bytes(32)}},
        {"data": {"amount": 1.5}},
        {"data": {"name": None}},
        {"data": {"big": "x" * events.LARGEST_BODY}},
    ],
)
def test_an_event_that_the_format_does_not_allow_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(EvidenceMalformed):
        events.encode(replace(EVENT, **wrong))  # type: ignore[arg-type]  # fields of an event by name


def test_every_type_is_a_noun_and_a_verb_and_says_what_it_means() -> None:
    for kind, meaning in events.TYPES.items():
        noun, verb = kind.split(".")
        assert noun.isalpha()
        assert verb.replace("_", "").isalpha()
        assert meaning
    assert list(events.TYPES) == sorted(events.TYPES)
