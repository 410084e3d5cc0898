"""A verb that is called wrongly says so in Spanish, whatever the verb, and leaves with 64."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENGLISH = ("usage:", "error:", "argument", "invalid", "required", "choose from", "expected", "unrecognized", "options")


def _called(module: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("called", "said"),
    [
        (["app.cli", "procedures"], "falta ACCIÓN"),
        (["app.cli", "procedures", "check"], "falta FILE"),
        (["app.cli", "procedures", "check", "--nada", "x"], "no se entiende: --nada"),
        (["app.cli", "verify", "--policy"], "--policy: hace falta un valor"),
        (["app.cli", "verify"], "falta BUNDLE, --policy"),
        (["app.cli", "db", "nada"], "ACCIÓN: «nada» no vale; elija entre upgrade, prepare, backup, restore"),
        (["app.cli", "procedures", "check", "--json=1", "x"], "--json no lleva ningún valor, y tiene «1»"),
        (["app.embedded", "--port", "x"], "--port: «x» no es un número entero"),
        (["demo"], "falta --out"),
        (["bench", "nada"], "name: «nada» no vale; elija entre booking, desk, engine, step"),
        (["tools.screens", "--nada"], "no se entiende: --nada"),
    ],
)
def test_a_verb_called_wrongly_says_so_in_spanish(called: list[str], said: str) -> None:
    done = _called(*called)

    assert done.returncode == 64
    assert said in done.stderr
    assert not [word for word in ENGLISH if word in done.stderr.replace("argumentos", "")]


@pytest.mark.parametrize("called", [["app.cli", "procedures", "check"], ["app.embedded"], ["demo"], ["bench"]])
def test_help_is_in_spanish(called: list[str]) -> None:
    done = _called(*called, "--help")

    assert done.returncode == 0
    assert "uso: ventanilla" in done.stdout
    assert "enseña esta ayuda" in done.stdout
    assert not [word for word in ENGLISH if word in done.stdout.replace("argumentos", "")]
