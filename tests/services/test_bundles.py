"""Evidence handed out, checked by the verifier that shares no code with the office."""

import io
import json
import zipfile

import pytest

from app.domain.errors import Denied, NotFound
from app.evidence import policy as policies
from app.evidence import verifier
from app.services.files import bundles
from app.services.visits import Visitor
from tests import builders
from tests.builders import ANA, JORDI, TOWN
from tests.fakes.outside import World
from tests.services import permits
from tests.services.permits import BOTH, Permit


@pytest.fixture
def permit(town: World) -> Permit:
    """Return a case that has come to its end, with two signers."""
    found = permits.opened(town)
    permits.asked(town, found, parcel=BOTH)
    permits.known(found.case.party)
    partner = permits.partner(town, found)
    permits.decided(town, found)
    permits.work(town)
    for visitor in (found.citizen, partner):
        permits.sign(town, visitor)
    permits.work(town)
    return found


def verified(world: World, bundle: bytes) -> dict[str, object]:
    policy = json.loads(policies.encode(bundles.policy_of(world.outside, TOWN)))
    found: dict[str, object] = verifier.verify(bundle, policy)
    return found


def text(bundle: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if name.startswith("open/"))


def test_a_bundle_proves_a_whole_case(town: World, permit: Permit) -> None:
    found = bundles.download(town.outside, permit.clerk, permit.case.id)

    verdict = verified(town, found.body)
    assert verdict["valid"] is True
    assert verdict["proved"]
    assert found.name == f"{permit.case.number.replace('/', '-')}-evidence.zip"
    counts = verdict["counts"]
    assert isinstance(counts, dict)
    assert counts["sources"] == 1
    assert counts["openings"] == counts["commitments"]
    assert counts["documents"] == counts["documents_named"]
    assert builders.types(permit.case.id)[-1] == "evidence.exported"


def test_a_bundle_that_was_tampered_with_proves_nothing(town: World, permit: Permit) -> None:
    found = bundles.download(town.outside, permit.clerk, permit.case.id)
    with zipfile.ZipFile(io.BytesIO(found.body)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["events/000003.json"] = files["events/000003.json"].replace(b"party", b"parti")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)

    assert verified(town, made.getvalue())["valid"] is False


def test_a_citizen_gets_the_whole_chain_but_only_the_own_data(town: World, permit: Permit) -> None:
    found = bundles.download(town.outside, permit.citizen)

    assert verified(town, found.body)["valid"] is True
    opened = text(found.body)
    assert ANA.mobile in opened
    for theirs in (JORDI.mobile, JORDI.email, JORDI.id_number):
        assert theirs not in opened


def test_nobody_gets_the_bundle_of_another_case(town: World, permit: Permit) -> None:
    other: Visitor = builders.citizen(town, builders.open_case(town, builders.other_number(ANA, "87654321X")))
    analyst = permits.member(town, "analyst", "analyst")

    with pytest.raises(NotFound):
        bundles.download(town.outside, other, permit.case.id)
    with pytest.raises(Denied):
        bundles.download(town.outside, analyst, permit.case.id)
