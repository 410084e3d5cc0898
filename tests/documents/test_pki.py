"""The office's keys are made once, whole, locked; what they issue says exactly what it may."""

import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app.documents import certificates, entity_seals, manifests, one_time, pki
from app.domain import errors
from tests.documents import samples

TOWN = pki.TownIdentity("Ayuntamiento de Ribalba", "P9900100A", "http://127.0.0.1:8080")


def test_making_the_keys_twice_gives_the_same_keys(office: pki.Pki, keys_folder: Path) -> None:
    again = pki.create(keys_folder, "a long passphrase", TOWN, samples.ARC, samples.NOW + timedelta(days=1))

    assert again.root == office.root
    assert again.seal.certificate == office.seal.certificate


def test_two_processes_that_make_keys_at_once_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: pki.create(tmp_path / "k", "p", TOWN, samples.ARC, samples.NOW), range(4)))

    assert len({certificates.fingerprint(one.root) for one in made}) == 1
    assert [path.name for path in (tmp_path / "k").iterdir()] == ["g1"]


def test_what_a_crash_left_behind_does_not_count(tmp_path: Path) -> None:
    (tmp_path / ".building-dead").mkdir()
    (tmp_path / ".building-dead" / "root.pem").write_bytes(b"half")

    assert pki.create(tmp_path, "p", TOWN, samples.ARC, samples.NOW).root.subject


def test_keys_lie_encrypted_and_private(keys_folder: Path, office: pki.Pki) -> None:
    files = list((keys_folder / "g1").glob("*.key"))

    assert len(files) == 5
    assert all(b"BEGIN ENCRYPTED PRIVATE KEY" in file.read_bytes() for file in files)
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)
    assert "PrivateKey" not in repr(office)


def test_a_wrong_passphrase_opens_nothing(keys_folder: Path, office: pki.Pki) -> None:
    assert office.root_key is not None

    with pytest.raises(pki.KeysLocked):
        pki.load(keys_folder, "wrong")


def test_an_empty_folder_has_no_keys(tmp_path: Path) -> None:
    with pytest.raises(errors.NotFound):
        pki.load(tmp_path, "p")


def test_an_office_works_with_its_root_key_elsewhere(tmp_path: Path) -> None:
    made = pki.create(tmp_path, "p", TOWN, samples.ARC, samples.NOW)
    (tmp_path / "g1" / "root.key").unlink()

    opened = pki.load(tmp_path, "p")

    assert opened.root_key is None
    assert pki.crls(opened, samples.NOW)["root.crl"] == made.root_crl


def test_authorities_are_bounded(office: pki.Pki) -> None:
    bounds = [
        one.extensions.get_extension_for_class(x509.BasicConstraints).value
        for one in (office.root, office.citizens.certificate, office.services.certificate)
    ]

    assert [(bound.ca, bound.path_length) for bound in bounds] == [(True, 1), (True, 0), (True, 0)]
    key = office.root.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert key.key_size == 384


def test_authorities_outlive_what_they_issue(office: pki.Pki) -> None:
    ends = office.services.certificate.not_valid_after_utc

    assert office.tsa.certificate.not_valid_after_utc < ends
    assert office.root.not_valid_after_utc > ends


def test_the_seal_names_the_administration(office: pki.Pki) -> None:
    subject = office.seal.certificate.subject

    assert subject.get_attributes_for_oid(NameOID.ORGANIZATION_IDENTIFIER)[0].value == "VATES-P9900100A"


def test_a_one_time_certificate_lives_ten_minutes_and_signs_documents_only(office: pki.Pki) -> None:
    key = one_time.issue(office, samples.JOAN, b"\7" * 32, samples.NOW)
    issued = key.certificate
    purposes = issued.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    usage = issued.extensions.get_extension_for_class(x509.KeyUsage).value

    assert issued.not_valid_after_utc - issued.not_valid_before_utc == timedelta(minutes=10)
    assert issued.not_valid_before_utc == samples.NOW - timedelta(seconds=30)
    assert list(purposes) == [x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36"), ExtendedKeyUsageOID.EMAIL_PROTECTION]
    assert usage.content_commitment
    assert not usage.digital_signature
    assert manifests.bound(issued, samples.ARC) == b"\7" * 32


@pytest.mark.parametrize(
    ("kind", "country", "prefix"),
    [("dni", "ES", "IDCES-"), ("nie", "ES", "IDCES-"), ("passport", "MA", "PASMA-"), ("eu_id", "FR", "IDCFR-")],
)
def test_the_document_number_carries_its_kind_and_country(
    office: pki.Pki, kind: str, country: str, prefix: str
) -> None:
    key = one_time.issue(office, one_time.Subject("A", "B", kind, "X123", country), bytes(32), samples.NOW)

    assert key.certificate.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)[0].value == f"{prefix}X123"


def test_very_long_and_odd_names_fit(office: pki.Pki) -> None:
    subject = one_time.Subject("Wolfeschlegelstein\n" * 5, "Ñ" * 100, "passport", "X" * 20, "DE")

    name = one_time.issue(office, subject, bytes(32), samples.NOW).certificate.subject

    assert len(str(name.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)) <= 64
    assert "\n" not in str(name.get_attributes_for_oid(NameOID.GIVEN_NAME)[0].value)


def test_a_person_with_one_name_gets_a_certificate(office: pki.Pki) -> None:
    key = one_time.issue(office, one_time.Subject("", "Suharto", "passport", "A1", "ID"), bytes(32), samples.NOW)

    assert not key.certificate.subject.get_attributes_for_oid(NameOID.GIVEN_NAME)


def test_a_one_time_key_signs_once(office: pki.Pki) -> None:
    key = one_time.issue(office, samples.JOAN, bytes(32), samples.NOW)
    key.sign(b"first")

    assert key.destroyed
    with pytest.raises(one_time.KeyDestroyed):
        key.sign(b"second")


@pytest.mark.parametrize(("kind", "digest"), [("library_card", bytes(32)), ("dni", bytes(31))])
def test_nothing_is_issued_without_a_known_document_and_a_manifest(office: pki.Pki, kind: str, digest: bytes) -> None:
    with pytest.raises(errors.Invalid):
        one_time.issue(office, one_time.Subject("A", "B", kind, "1"), digest, samples.NOW)


def test_revocation_lists_are_fresh_and_empty(office: pki.Pki) -> None:
    lists = {name: x509.load_der_x509_crl(der) for name, der in pki.crls(office, samples.NOW).items()}

    assert sorted(lists) == ["citizens.crl", "root.crl", "services.crl"]
    assert all(len(one) == 0 and one.last_update_utc < samples.NOW for one in lists.values())
    assert lists["citizens.crl"].is_signature_valid(office.citizens.key.public_key())


def test_the_anchors_tell_an_outside_verifier_whom_to_trust(office: pki.Pki) -> None:
    anchors = pki.policy_anchors(office)

    assert anchors["tsa_sha256"] == certificates.fingerprint(office.tsa.certificate)
    assert str(anchors["roots"]).count("BEGIN CERTIFICATE") == 1


@samples.needs("openssl", "openssl")
def test_openssl_accepts_the_chain_strictly(office: pki.Pki, tmp_path: Path) -> None:
    issued = one_time.issue(office, samples.JOAN, bytes(32), samples.NOW).certificate
    for name, one in (("root", office.root), ("ca", office.citizens.certificate), ("leaf", issued)):
        (tmp_path / f"{name}.pem").write_bytes(certificates.pem(one))
    moment = str(int(samples.NOW.timestamp()))

    command = ["openssl", "verify", "-x509_strict", "-attime", moment, "-CAfile", "root.pem", "-untrusted", "ca.pem"]
    done = subprocess.run([*command, "leaf.pem"], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.stdout.strip() == "leaf.pem: OK", done.stderr


def test_a_further_entity_seals_in_its_own_name_under_the_same_root(office: pki.Pki, keys_folder: Path) -> None:
    region = pki.TownIdentity("Generalitat de Ribera", "S9900001J", TOWN.url)

    made = entity_seals.create(keys_folder, "a long passphrase", "ribera", region, samples.NOW)

    again = entity_seals.create(keys_folder, "a long passphrase", "ribera", region, samples.NOW + timedelta(days=1))
    subject = made.seal.certificate.subject
    assert subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value == region.name
    assert made.seal.certificate.issuer == office.seal.certificate.issuer
    assert made.seal.certificate != office.seal.certificate
    assert again.seal.certificate == made.seal.certificate
    assert (made.root, made.tsa.certificate) == (office.root, office.tsa.certificate)
    assert made.town == region


def test_an_entity_without_a_seal_of_its_own_uses_the_first_ones(office: pki.Pki, keys_folder: Path) -> None:
    assert entity_seals.of(keys_folder, "a long passphrase", "elsewhere", office) == office
