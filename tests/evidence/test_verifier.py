"""The verifier as a reader meets it: what it says, and as a command of its own."""

import ast
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents import asn1, cms
from app.evidence import bundle, policy, verifier
from tests.evidence import attacks, seals
from tests.evidence.attacks import believing, good
from tests.evidence.builders import CASE, TENANT, contents

FILE = Path(verifier.__file__)


def test_the_verifier_shares_no_code_with_the_office() -> None:
    tree = ast.parse(FILE.read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}

    foreign = {name.split(".")[0] for name in imported} - set(sys.stdlib_module_names)
    assert foreign == {"cryptography"}


def test_a_verdict_says_what_was_proved_and_what_is_absent() -> None:
    verdict = verifier.verify(good(), believing())

    assert verdict["valid"] is True
    assert (verdict["tenant"], verdict["case"], verdict["events"]) == (TENANT, str(CASE), 8)
    assert verdict["first_at"] == "2026-11-23T08:15:04.123456Z"
    assert verdict["last_at"] == "2026-11-23T08:22:04.123456Z"
    assert verdict["head"] == contents().entries[-1].leaf.hex()
    assert set(verdict["proved"]) == {
        "chain",
        "files",
        "closed",
        "manifest_signature",
        "openings",
        "documents",
        "sources",
    }
    assert verdict["absent"] == ["log", "witness", "anchor", "qualified_timestamp", "revocation"]
    assert verdict["withheld"] == []
    assert verdict["counts"] == {"openings": 2, "commitments": 2, "documents": 2, "documents_named": 2, "sources": 1}
    assert verdict["facts"] == {"number": "ALT-2026-000001", "demonstration": True}
    assert verdict["seal"]["fingerprint"] == hashlib.sha256(seals.town().seal.der).hexdigest()


def test_an_unsealed_bundle_is_said_to_be_unsealed() -> None:
    verdict = verifier.verify(attacks.edited(manifest_dot_p7s=None), believing(require=["chain"]))

    assert "manifest_signature" in verdict["absent"]
    assert "manifest_signature" not in verdict["proved"]


def test_what_is_withheld_is_listed() -> None:
    verdict = verifier.verify(attacks.edited(open__000002_dot_json=None), believing(allow=["withheld"]))

    assert verdict["withheld"] == ["open/000002.json"]
    assert "openings" not in verdict["proved"]
    assert "open/000002.json" in verifier.told(verdict)


def test_nothing_absent_is_ever_proved() -> None:
    for attack in attacks.attacks():
        verdict = verifier.verify(attack.bundle, attack.policy)
        assert set(verdict.get("proved", ())).isdisjoint([*verifier.NEVER_HERE, *verdict.get("absent", ())])
        assert ("proved" in verdict) is verdict["valid"]


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        {},
        believing(format="ventanilla-policy/2"),
        believing(more=1),
        believing(tenant=1),
        believing(require="chain"),
        believing(seal={"roots": [], "fingerprints": [], "organisation": "VATES-P9900100D"}),
        believing(seal={"roots": [attacks.pem(seals.town().root)], "fingerprints": [], "organisation": ""}),
        believing(seal={"roots": ["no certificate"], "fingerprints": ["0" * 64], "organisation": ""}),
        believing(seal={"roots": [], "fingerprints": ["0"], "organisation": ""}),
    ],
)
def test_a_policy_that_believes_anybody_or_cannot_be_read_is_refused(wrong: Any) -> None:
    with pytest.raises(verifier.Misused):
        verifier.verify(good(), wrong)


def test_the_offices_own_signatures_are_read() -> None:
    seal = seals.town().seal

    def sign(manifest: bytes) -> bytes:
        signatory = cms.Signatory(seal.certificate, seal.above[:1], lambda body: seal.key.sign(body, _ecdsa()))  # type: ignore[call-arg]  # the key is EC
        attributes = cms.signed_attributes(signatory, asn1.DATA, hashlib.sha256(manifest).digest())
        return cms.envelope(signatory, attributes, lambda _: b"")

    assert verifier.verify(bundle.build(contents(), sign), believing())["valid"]


def _ecdsa() -> Any:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.ECDSA(hashes.SHA256())


@pytest.mark.skipif(shutil.which("openssl") is None, reason="OpenSSL's own command is not here")
def test_openssl_agrees_with_an_honest_seal(tmp_path: Path) -> None:
    files = attacks.unzipped()
    for name in ("manifest.json", "manifest.p7s"):
        (tmp_path / name).write_bytes(files[name])
    (tmp_path / "root.pem").write_text(attacks.pem(seals.town().root))
    given_files = "-inform DER -in manifest.p7s -content manifest.json -CAfile root.pem -out out"
    command = f"openssl cms -verify -binary {given_files} -purpose any -attime 1795000000"

    done = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, check=False)

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out").read_bytes() == files["manifest.json"]


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_no_damage_makes_the_verifier_stumble_or_believe(data: st.DataObject) -> None:
    blob = bytearray(good())
    for _ in range(data.draw(st.integers(1, 3))):
        blob[data.draw(st.integers(0, len(blob) - 1))] = data.draw(st.integers(0, 255))

    verdict = verifier.verify(bytes(blob), believing())

    if verdict["valid"]:
        assert attacks.unzipped(bytes(blob)) == attacks.unzipped()


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_no_damage_to_the_signature_makes_the_verifier_stumble(data: st.DataObject) -> None:
    p7s = bytearray(attacks.unzipped()["manifest.p7s"])
    at = data.draw(st.integers(0, len(p7s) - 1))
    p7s[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))

    verdict = verifier.verify(attacks.edited(manifest_dot_p7s=bytes(p7s)), believing())

    assert verdict["valid"] or verdict["fault"].startswith(("cms", "seal"))


@pytest.mark.parametrize("language", [0, 1])
def test_every_word_is_said_in_both_languages(language: int) -> None:
    said = [texts[language] for texts in verifier.SAID.values()]

    assert all(said)
    assert len(set(said)) == len(said)


def test_the_verdict_is_told_in_plain_words() -> None:
    spanish, english = (verifier.told(verifier.verify(good(), believing()), language) for language in ("es", "en"))

    assert spanish.startswith(f"VÁLIDO. ribalba, {CASE}. Hechos: 8 (2026-11-23T08:15:04.123456Z – ")
    assert "No está en este paquete y no se ha demostrado:\n  - registro público de evidencias" in spanish
    assert english.startswith("VALID.")
    assert "Proved:\n  - the events are linked, in order and without gaps\n" in english
    assert "Withheld" not in english


@pytest.mark.parametrize(
    ("name", "es", "en"),
    [
        (
            "link cut",
            "El hecho no enlaza con el anterior (hecho 4)",
            "The event does not follow the one before (event 4)",
        ),
        ("no zip", "No es un zip íntegro", "It is no sound zip"),
        ("manifest spaced", "No está en forma canónica (manifest.json)", "It is not in canonical form (manifest.json)"),
        (
            "required: anchor",
            "La política exige algo que no se ha demostrado (anclaje externo)",
            "The policy requires what has not been proved (external anchor)",
        ),
    ],
)
def test_a_fault_is_told_with_its_place(name: str, es: str, en: str) -> None:
    attack = next(one for one in attacks.attacks() if one.name == name)
    verdict = verifier.verify(attack.bundle, attack.policy)

    assert verifier.told(verdict, "es") == f"NO VÁLIDO. {es}.\n"
    assert verifier.told(verdict, "en") == f"NOT VALID. {en}.\n"


def _alone(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a copy of the file where nothing of the office can be imported."""
    shutil.copy(FILE, folder / "verifier.py")
    command = [sys.executable, "-I", "-W", "error", "verifier.py", *arguments]
    return subprocess.run(
        command, cwd=folder, capture_output=True, check=False, encoding="utf-8", env={"PYTHONUTF8": "1"}
    )


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "good.zip").write_bytes(good())
    (tmp_path / "bad.zip").write_bytes(attacks.edited(events__000003_dot_json=None))
    (tmp_path / "policy.json").write_bytes(policy.encode(believing()))
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "loose.json").write_text("{}")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("good.zip --policy policy.json", 0),
        ("bad.zip --policy policy.json", 1),
        ("policy.json --policy policy.json", 1),
        ("none.zip --policy policy.json", 2),
        ("good.zip --policy none.json", 2),
        ("good.zip --policy broken.json", 2),
        ("good.zip --policy loose.json", 2),
        ("good.zip", 2),
        ("--policy policy.json", 2),
        ("good.zip --policy policy.json --lang xx", 2),
        (". --policy policy.json", 2),
    ],
)
def test_the_command_answers_with_its_exit_code(desk: Path, arguments: str, code: int) -> None:
    done = _alone(desk, *arguments.split())

    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert bool(done.stdout) is (code != 2)
    assert bool(done.stderr) is (code == 2)


def test_the_command_writes_json(desk: Path) -> None:
    done = _alone(desk, "bad.zip", "--policy", "policy.json", "--json")

    assert json.loads(done.stdout) == {"valid": False, "fault": "missing", "place": "events/000003.json"}


def test_the_command_speaks_spanish_unless_asked(desk: Path) -> None:
    assert _alone(desk, "good.zip", "--policy", "policy.json").stdout.startswith("VÁLIDO.")
    assert _alone(desk, "good.zip", "--policy", "policy.json", "--lang", "en").stdout.startswith("VALID.")


def test_a_poor_terminal_changes_letters_but_not_the_verdict(desk: Path) -> None:
    command = [sys.executable, str(FILE), "good.zip", "--policy", "policy.json"]

    done = subprocess.run(
        command, cwd=desk, capture_output=True, check=False, env={"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"}
    )

    assert done.returncode == 0
