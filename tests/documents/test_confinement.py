"""A child that reads hostile bytes has no network, no secrets and little of everything else."""

import pytest

from app.documents import confinement


def test_the_child_opens_no_socket_and_sees_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VENTANILLA_TEST_SECRET", "seen")

    answer, _ = confinement.run("probe", {})

    assert answer["sockets"] is False
    assert "VENTANILLA_TEST_SECRET" not in answer["environment"]


def test_a_message_survives_the_journey() -> None:
    packed = confinement.pack({"a": "ñ"}, [b"", b"xyz"])

    assert confinement.unpack(packed) == ({"a": "ñ"}, [b"", b"xyz"])


@pytest.mark.parametrize("cut", [0, 7, 9, -1])
def test_a_cut_message_is_a_crash(cut: int) -> None:
    with pytest.raises(confinement.ChildFailed):
        confinement.unpack(confinement.pack({"a": 1}, [b"xyz"])[:cut])


def test_a_child_without_memory_says_so() -> None:
    with pytest.raises(confinement.ChildFailed):
        confinement.run("probe", {}, [bytes(50_000_000)], confinement.Limits(memory=80 << 20))


def test_a_slow_child_is_ended() -> None:
    with pytest.raises(confinement.ChildFailed) as ended:
        confinement.run("probe", {}, (), confinement.Limits(wall_seconds=0.001))

    assert ended.value.reason == "timeout"
