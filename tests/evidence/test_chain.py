"""The chain of a case."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import EvidenceBroken, EvidenceMalformed
from app.evidence import canonical, chain, commitments, events
from app.evidence.chain import Entry
from tests.evidence.builders import CASE, START, TENANT, chained, counted, doc, draft

KINDS = ["case.opened", "form.saved", "workflow.stepped", "document.uploaded", "task.completed", "case.closed"]


def test_the_first_event_follows_the_genesis_of_its_case() -> None:
    entry, head = chain.extend(chain.start(TENANT, CASE), draft(), START)

    written = json.loads(entry.body)
    assert (written["seq"], written["prev"]) == (1, events.genesis(CASE).hex())
    assert (head.seq, head.digest, head.at) == (1, events.leaf_hash(entry.body), START)
    assert entry.leaf == head.digest


def test_each_event_states_the_leaf_hash_of_the_one_before() -> None:
    entries, head = chained(map(draft, KINDS))

    assert [json.loads(e.body)["prev"] for e in entries[1:]] == [e.leaf.hex() for e in entries[:-1]]
    assert head.digest == entries[-1].leaf


def test_personal_data_stay_out_of_the_event() -> None:
    entry, _ = chain.extend(chain.start(TENANT, CASE), draft("form.saved", values={"nif": "12345678Z"}), START)

    assert b"12345678Z" not in entry.body
    committed = {name: bytes.fromhex(digest) for name, digest in json.loads(entry.body)["commit"].items()}
    assert commitments.opened(committed, entry.openings) == {"nif": "12345678Z"}


def test_two_equal_acts_have_unequal_leaves() -> None:
    start = chain.start(TENANT, CASE)

    assert chain.extend(start, draft(), START)[0].leaf != chain.extend(start, draft(), START)[0].leaf


@pytest.mark.parametrize(
    ("back", "skew"), [(timedelta(), 1), (timedelta(seconds=2), 2_000_001), (timedelta(microseconds=1), 2)]
)
def test_a_clock_that_does_not_advance_is_pushed_and_the_event_says_so(back: timedelta, skew: int) -> None:
    _, head = chained([draft()])
    entry, after = chain.extend(head, draft("form.saved"), START - back)

    assert after.at == START + timedelta(microseconds=1)
    assert json.loads(entry.body)["data"] == {"skew": skew}


def test_a_clock_that_advances_leaves_no_trace() -> None:
    _, head = chained([draft()])
    entry, after = chain.extend(head, draft("form.saved"), START + timedelta(microseconds=1))

    assert after.at == START + timedelta(microseconds=1)
    assert json.loads(entry.body)["data"] == {}


def test_a_time_of_another_zone_is_the_same_time() -> None:
    entry, head = chain.extend(chain.start(TENANT, CASE), draft(), START.astimezone(ZoneInfo("Europe/Madrid")))

    assert head.at == START
    assert json.loads(entry.body)["at"] == events.instant(START)


def test_the_closing_event_counts_the_chain() -> None:
    entries, _ = chained(map(draft, KINDS))

    assert json.loads(entries[-1].body)["data"] == {"count": len(KINDS)}


def test_callers_do_not_state_the_skew() -> None:
    with pytest.raises(EvidenceMalformed):
        chain.extend(chain.start(TENANT, CASE), draft(data={"skew": 1}), START)


def test_callers_may_state_the_count_if_it_is_right() -> None:
    _, head = chained([draft()])

    assert chain.extend(head, draft("case.closed", data={"count": 2}), START)
    assert chain.extend(head, draft("evidence.erased", data={"count": 7}), START)
    with pytest.raises(EvidenceMalformed):
        chain.extend(head, draft("case.closed", data={"count": 3}), START)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(EvidenceMalformed):
        chain.extend(chain.start(TENANT, CASE), draft(), datetime(2026, 11, 23))  # noqa: DTZ001 - the fault tested


@given(st.lists(st.sampled_from(KINDS), min_size=1, max_size=8))
def test_a_chain_verifies_to_its_head(kinds: list[str]) -> None:
    entries, head = chained(draft(kind, docs=(doc(),), values={"nif": kind}) for kind in kinds)

    assert chain.verify(chain.start(TENANT, CASE), entries) == head


def test_a_chain_verifies_from_any_of_its_heads() -> None:
    entries, middle = chained(map(draft, KINDS[:3]))
    entry, head = chain.extend(middle, draft("case.closed"), START + timedelta(days=1))

    assert chain.verify(middle, [entry]) == head
    assert chain.verify(chain.start(TENANT, CASE), [*entries, entry]) == head


def _respelt(entry: Entry, **changes: object) -> Entry:
    body = canonical.encode(json.loads(entry.body) | changes)
    return replace(entry, body=body, leaf=events.leaf_hash(body))


@given(st.integers(0, len(KINDS) - 1), st.sampled_from(["edit", "rehash", "delete", "duplicate", "swap", "loosen"]))
def test_any_change_breaks_the_chain_at_its_place(at: int, attack: str) -> None:
    entries, head = chained(map(draft, KINDS))
    entry = entries[at]
    edited = entry.body.replace(b'"system"', b'"worker"')
    match attack:
        case "edit":
            entries[at] = replace(entry, body=edited)
        case "rehash":
            entries[at] = replace(entry, body=edited, leaf=events.leaf_hash(edited))
        case "delete":
            del entries[at]
        case "duplicate":
            entries.insert(at, entry)
        case "swap":
            entries[at], entries[at - 1] = entries[at - 1], entries[at]
        case "loosen":
            loose = json.dumps(json.loads(entry.body)).encode()
            entries[at] = replace(entry, body=loose, leaf=events.leaf_hash(loose))

    if at == len(KINDS) - 1 and attack in {"rehash", "delete"}:
        assert chain.verify(chain.start(TENANT, CASE), entries) != head
        return
    with pytest.raises(EvidenceBroken) as caught:
        chain.verify(chain.start(TENANT, CASE), entries)
    place = {"rehash": at + 2, "duplicate": at + 2, "swap": at or 1}.get(attack, at + 1)
    assert caught.value.position == place


@pytest.mark.parametrize(
    "changes",
    [
        {"seq": 3},
        {"prev": "00" * 32},
        {"case": str(UUID(int=1))},
        {"tenant": "elsewhere"},
        {"at": "2020-01-01T00:00:00.000000Z"},
        {"at": "2026-11-23T08:15:04.123456Z"},
        {"at": "2026-11-24T08:15:04Z"},
        {"at": "tomorrow"},
        {"at": 5},
    ],
)
def test_an_event_that_does_not_follow_is_found(changes: dict[str, object]) -> None:
    entries, _ = chained(map(draft, KINDS[:2]))
    entries[1] = _respelt(entries[1], **changes)

    with pytest.raises(EvidenceBroken) as caught:
        chain.verify(chain.start(TENANT, CASE), entries)
    assert caught.value.position == 2


def test_a_list_is_no_event() -> None:
    body = b"[]"

    with pytest.raises(EvidenceBroken):
        chain.verify(chain.start(TENANT, CASE), [Entry(1, body, events.leaf_hash(body))])


def test_randomness_is_asked_for_nothing_but_salts_and_nonce() -> None:
    asked: list[int] = []
    source = counted()

    def random(size: int) -> bytes:
        asked.append(size)
        return source(size)

    chain.extend(chain.start(TENANT, CASE), draft("form.saved", values={"a": "1", "b": "2"}), START, random)

    assert asked == [32, 32, 16]
