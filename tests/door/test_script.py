"""The script ./ventanilla before it has installed anything."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a checkout with a blank in its path, and nothing installed."""
    made = tmp_path / "una oficina"
    made.mkdir()
    for name in ("ventanilla", "requirements.lock", "requirements-dev.lock"):
        shutil.copy2(ROOT / name, made)
    shutil.copytree(ROOT / "tools", made / "tools")
    return made


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """Return a folder with the few programs of a bare machine, python3 without pip among them."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "dirname", "readlink", "cat", "cut", "mkdir", "rm", "mv", "cp", "cmp"):
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)
    python = folder / "python3"
    python.write_text(f'#!/bin/sh\n[ "$2" = pip ] && exit 1\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    return folder


def run(checkout: Path, *words: str, path: Path | None = None, cwd: str = "/") -> subprocess.CompletedProcess[str]:
    """Run the script with no HOME."""
    environment = {"PATH": str(path) if path else os.environ["PATH"]}
    return subprocess.run(
        [checkout / "ventanilla", *words], env=environment, cwd=cwd, capture_output=True, text=True, check=False
    )


def _holds(checkout: Path) -> set[str]:
    return {path.name for path in checkout.iterdir()}


@pytest.mark.parametrize("word", ["help", "--help", "-h"])
def test_help_fetches_nothing(checkout: Path, tools: Path, word: str) -> None:
    before = _holds(checkout)

    done = run(checkout, word, path=tools)

    assert done.returncode == 0
    assert "./ventanilla VERBO" in done.stdout
    assert _holds(checkout) == before


@pytest.mark.parametrize("words", [(), ("nada",)])
def test_no_verb_or_an_unknown_one_is_a_usage_error(checkout: Path, tools: Path, words: tuple[str, ...]) -> None:
    done = run(checkout, *words, path=tools)

    assert done.returncode == 64
    assert "./ventanilla VERBO" in done.stderr


def test_a_machine_without_pip_is_told_what_to_install(checkout: Path, tools: Path) -> None:
    done = run(checkout, "run", path=tools)

    assert done.returncode == 69
    assert "apt-get install python3-pip" in done.stderr
    assert not (checkout / ".venv").exists()


def test_a_machine_without_python_is_told_what_to_install(checkout: Path, tools: Path) -> None:
    (tools / "python3").unlink()

    done = run(checkout, "run", path=tools)

    assert done.returncode == 69
    assert "python3 >= 3.11" in done.stderr


def test_an_older_python_is_not_used(checkout: Path, tools: Path) -> None:
    (tools / "python3").write_text("#!/bin/sh\nexit 1\n")

    done = run(checkout, "run", path=tools)

    assert done.returncode == 69


def _pretend_installed(checkout: Path, *locks: str) -> None:
    """Put an environment there whose Python prints its arguments."""
    bin_folder = checkout / ".venv" / "bin"
    bin_folder.mkdir(parents=True, exist_ok=True)
    python = bin_folder / "python"
    python.write_text('#!/bin/sh\necho "$PWD $PYTHONPATH $*"\n')
    python.chmod(0o755)
    for lock in locks:
        shutil.copy2(checkout / lock, checkout / ".venv" / f".made-from-{lock}")


def test_an_installed_office_needs_nothing_more(checkout: Path, tools: Path) -> None:
    _pretend_installed(checkout, "requirements.lock")
    (tools / "python3").unlink()

    done = run(checkout, "run", "--port", "9", path=tools)

    assert done.stdout == f"/ {checkout} -m app.embedded --port 9\n"


def test_the_development_environment_serves_the_office_too(checkout: Path, tools: Path) -> None:
    _pretend_installed(checkout, "requirements-dev.lock")

    assert "-m app.embedded" in run(checkout, "run", path=tools).stdout


def test_the_office_environment_does_not_serve_the_tests(checkout: Path, tools: Path) -> None:
    _pretend_installed(checkout, "requirements.lock")

    assert run(checkout, "test", path=tools).returncode == 69


def test_a_changed_lock_file_asks_for_an_installation(checkout: Path, tools: Path) -> None:
    _pretend_installed(checkout, "requirements.lock")
    with (checkout / "requirements.lock").open("a") as lock:
        lock.write("another==1\n")

    assert run(checkout, "run", path=tools).returncode == 69


def test_relative_paths_are_those_of_the_caller(checkout: Path, tools: Path, tmp_path: Path) -> None:
    _pretend_installed(checkout, "requirements.lock")

    done = run(checkout, "verify", "here.zip", path=tools, cwd=str(tmp_path))

    assert done.stdout == f"{tmp_path} {checkout} -m app.cli verify here.zip\n"


def test_the_tests_run_in_the_checkout_two_at_a_time(checkout: Path, tools: Path) -> None:
    _pretend_installed(checkout, "requirements-dev.lock")

    done = run(checkout, "test", "--full", "tests/a b", path=tools)

    assert done.stdout == f"{checkout} {checkout} -m pytest -n 2 --full tests/a b\n"


def test_a_link_to_the_script_works(checkout: Path, tools: Path, tmp_path: Path) -> None:
    _pretend_installed(checkout, "requirements.lock")
    (tmp_path / "ventanilla").symlink_to(checkout / "ventanilla")

    assert run(tmp_path, "run", path=tools).stdout == f"/ {checkout} -m app.embedded\n"
