"""Bundles as the office makes them."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.domain.errors import EvidenceBroken, EvidenceMalformed
from app.evidence import bundle, canonical
from tests.evidence.builders import PDF, PNG, SOURCES, START, contents, digest_of, doc, draft


def _read(made: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_bundle_holds_events_openings_documents_and_sources() -> None:
    files = _read(bundle.build(contents(), sign=lambda manifest: b"signed " + manifest[:10]))

    assert list(files)[:2] == ["manifest.json", "manifest.p7s"]
    assert files["manifest.p7s"] == b"signed " + files["manifest.json"][:10]
    assert [name for name in files if name.startswith("events/")] == [f"events/{n:06d}.json" for n in range(1, 9)]
    assert [name for name in files if name.startswith("open/")] == ["open/000002.json"]
    assert files[f"documents/{doc().sha256.hex()}.pdf"] == PDF
    assert files[f"documents/{doc(PNG).sha256.hex()}.png"] == PNG
    assert files[f"sources/{digest_of(SOURCES)}/forms/request.json"] == b"{}"


def test_the_manifest_lists_every_other_file_and_says_where_the_chain_ends() -> None:
    given = contents()
    files = _read(bundle.build(given))
    manifest = json.loads(files.pop("manifest.json"))

    assert {one["path"]: one["bytes"] for one in manifest["files"]} == {path: len(body) for path, body in files.items()}
    assert (manifest["events"], manifest["head"]) == (8, given.entries[-1].leaf.hex())
    assert manifest["closed"] is True
    assert manifest["facts"] == {"number": "ALT-2026-000001", "demonstration": True}
    assert canonical.decode(canonical.encode(manifest)) == manifest


def test_the_same_contents_give_the_same_bytes() -> None:
    assert bundle.build(contents()) == bundle.build(
        contents(documents=(PNG, PDF), sources={digest_of(SOURCES): dict(reversed(SOURCES.items()))})
    )


@pytest.mark.parametrize(
    ("kinds", "closed"),
    [
        (["case.opened"], False),
        (["case.opened", "case.closed", "mandate.exported"], True),
        (["case.opened", "case.closed", "case.reopened"], False),
        (["case.opened", "case.closed", "case.reopened", "case.closed"], True),
    ],
)
def test_a_case_is_closed_unless_it_was_opened_again(kinds: list[str], closed: bool) -> None:
    files = _read(bundle.build(contents(map(draft, kinds), documents=())))

    assert json.loads(files["manifest.json"])["closed"] is closed


def test_openings_may_be_kept_back() -> None:
    given = contents()
    shut = [replace(entry, openings=b"") for entry in given.entries]

    assert not [name for name in _read(bundle.build(replace(given, entries=shut))) if name.startswith("open/")]


def test_a_document_of_no_known_kind_is_named_bin() -> None:
    given = contents([draft("document.uploaded", docs=(doc(b"x", "paper", "application/x-odd"),))], documents=(b"x",))

    assert f"documents/{doc(b'x').sha256.hex()}.bin" in _read(bundle.build(given))


def test_a_broken_chain_is_not_handed_out() -> None:
    given = contents()

    with pytest.raises(EvidenceBroken):
        bundle.build(replace(given, entries=given.entries[1:]))


def test_an_opening_that_fits_no_commitment_is_not_handed_out() -> None:
    given = contents()
    entries = list(given.entries)
    entries[0] = replace(entries[0], openings=entries[1].openings)

    with pytest.raises(EvidenceMalformed):
        bundle.build(replace(given, entries=entries))


@pytest.mark.parametrize(
    "changes",
    [
        {"documents": (b"not in evidence",)},
        {"sources": {"0" * 64: {"../evil": b""}}},
        {"sources": {"0" * 64: {"/etc/passwd": b""}}},
        {"sources": {"0" * 64: {"a//b": b""}}},
        {"sources": {"0" * 64: {"with space": b""}}},
        {"facts": {"price": 1.5}},
        {"made_at": START.replace(tzinfo=None) + timedelta(days=1)},
    ],
)
def test_what_no_reader_could_trust_does_not_go_into_a_bundle(changes: dict[str, Any]) -> None:
    with pytest.raises(EvidenceMalformed):
        bundle.build(contents(**changes))
