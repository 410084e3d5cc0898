"""The verbs of the script, of the command line and of the reference page are the same."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = (ROOT / "ventanilla").read_text()
PAGE = (ROOT / "docs" / "reference" / "commands.md").read_text()
STABLE = {
    "run",
    "test",
    "check",
    "demo",
    "bench",
    "procedures",
    "verify",
    "screens",
    "db",
    "worker",
    "lock",
    "docs",
    "help",
}


def _accepted() -> set[str]:
    dispatch = SCRIPT[SCRIPT.index("case $verb in") :]
    words = re.findall(r"^  ([a-z |-]+)\)", dispatch, re.MULTILINE)
    return {word.strip() for line in words for word in line.split("|") if not word.strip().startswith("-")}


def _documented() -> set[str]:
    return {match.split()[0] for match in re.findall(r"^\| `([a-z ]+)", PAGE, re.MULTILINE)}


def test_no_promised_verb_is_missing() -> None:
    assert _accepted() >= STABLE


def test_every_verb_is_on_the_reference_page() -> None:
    assert _documented() == _accepted()


def test_every_verb_is_in_the_list_of_help() -> None:
    listed = subprocess.run([ROOT / "ventanilla", "help"], capture_output=True, text=True, check=True).stdout

    assert set(re.findall(r"^  ([a-z]+)", listed, re.MULTILINE)) == _accepted()


@pytest.mark.parametrize("script", ["ventanilla", ".ci/run", "ui/build.sh"])
def test_scripts_are_posix(script: str) -> None:
    text = (ROOT / script).read_text()

    assert text.startswith("#!/bin/sh\n")
    assert not re.search(r"\[\[|\blocal\b|\bfunction \w|<<<|\$'", text)
    assert subprocess.run(["/bin/sh", "-n", ROOT / script], check=False).returncode == 0
