"""`procedures check`, as an analyst or an editor runs it: what it says, how it leaves, what it costs."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FOREIGN = ROOT / "tests" / "diagrams" / "foreign"
SECONDS, MEGABYTES = 2.0, 200
HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x" id="d">'
    '<bpmn:process id="p" isExecutable="true">'
)
TAIL = "</bpmn:process></bpmn:definitions>"


def run(*asked: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the verb without any office around it."""
    plain = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    words = [sys.executable, "-P", "-m", "app.cli", "procedures", "check", *map(str, asked)]
    return subprocess.run(words, env=plain, cwd=ROOT, capture_output=True, text=True, check=False)


_MEASURE = """
import json, resource, subprocess, sys
said = subprocess.run(sys.argv[1:], capture_output=True, text=True, check=False).stdout
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([json.loads(said), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""
"""Measures one command alone: a process of its own has no other children to be confused with."""


def measured(path: Path) -> tuple[dict[str, Any], float, float]:
    """Return what the verb says of a file, the seconds of CPU and the megabytes that it took."""
    plain = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    verb = [sys.executable, "-P", "-m", "app.cli", "procedures", "check", str(path), "--json"]
    words = [sys.executable, "-c", _MEASURE, *verb]
    done = subprocess.run(words, env=plain, cwd=ROOT, capture_output=True, text=True, check=True)
    found, seconds, megabytes = json.loads(done.stdout)
    return found, seconds, megabytes


def files(*asked: str | Path) -> dict[str, list[dict[str, str]]]:
    found: dict[str, Any] = json.loads(run(*asked, "--json").stdout)
    assert set(found) == {"files"}
    assert all(set(one) == {"file", "problems"} for one in found["files"])
    assert all(
        set(each) == {"element", "name", "message", "hint"} for one in found["files"] for each in one["problems"]
    )
    return {one["file"]: one["problems"] for one in found["files"]}


def busy(kind: str, number: int) -> str:
    """Return a diagram of a size, of tasks or of gateways whose flows come and go."""
    nodes = "".join(f'<bpmn:{kind} id="n{at}" name="Número {at}"/>' for at in range(number))
    flows = "".join(
        f'<bpmn:sequenceFlow id="f{at}" sourceRef="n{at}" targetRef="n{(at * 7) % number}"/>'
        f'<bpmn:sequenceFlow id="g{at}" sourceRef="n{at}" targetRef="n{(at * 13) % number}"/>'
        for at in range(number)
    )
    return f"{HEAD}{nodes}{flows}{TAIL}"


def test_a_file_without_problems_is_empty_and_leaves_with_zero() -> None:
    sound = ROOT / "bpmn" / "domiciliacion.bpmn"

    assert files(sound) == {str(sound): []}
    assert run(sound).returncode == 0


def test_problems_leave_with_one_and_every_file_has_its_entry() -> None:
    asked = sorted(FOREIGN.iterdir())

    found = files(*asked)

    assert list(found) == [str(path) for path in asked]
    assert all(any(one["element"] for one in problems) for problems in found.values())
    assert run(*asked).returncode == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.bpmn", b"", "vacío"),
        ("picture.bpmn", b"\x89PNG\r\n", "imagen"),
        ("bizagi.bpm", b"PK\x03\x04", "comprimido"),
        ("letter.txt", b"Querido ayuntamiento:", "no es XML"),
        ("big.bpmn", b" " * 5 + b"<a>" + b" " * 3_000_000, "2 MB"),
        ("page.html", b"<html><body/></html>", "página web"),
        ("form.json", b'{"id": "x"}', "versión"),
        ("form.json", b"{", "JSON"),
        ("procedure.yaml", b"id: Ay", "Debe ser"),
        ("procedure.yaml", b"a: [", "YAML"),
    ],
)
def test_whatever_the_file_it_is_told_what_is_wrong_with_it(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    done = run(path)

    assert done.returncode == 1
    assert words in done.stdout
    assert done.stderr == ""


def test_what_is_not_there_or_holds_nothing_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    (tmp_path / "forms").mkdir()

    assert "No existe" in run(tmp_path / "nowhere.bpmn").stdout
    assert "no es un procedimiento" in run(tmp_path / "nothing").stdout
    assert "no hay procedure.yaml" in run(tmp_path).stdout


def test_a_heap_of_diagrams_is_judged_one_by_one() -> None:
    found = files(FOREIGN)

    assert len(found) == 1 + len(list(FOREIGN.iterdir()))
    assert "procedure.yaml" in found[str(FOREIGN)][0]["message"]


@pytest.mark.parametrize("kind", ["userTask", "exclusiveGateway", "sendTask"])
def test_a_megabyte_is_judged_within_two_seconds_and_200_megabytes(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "big.bpmn"
    text = busy(kind, 6000)
    path.write_text(text[: -len(TAIL)] + f'<bpmn:task id="last" name="{"x" * (1_000_000 - len(text))}"/>{TAIL}')

    found, seconds, megabytes = measured(path)

    assert path.stat().st_size >= 1_000_000
    assert found["files"][0]["problems"]
    assert seconds < SECONDS
    assert megabytes < MEGABYTES
