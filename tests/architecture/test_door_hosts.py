"""No tracked file names a package host: whoever installs chooses the index."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOSTS = [
    ".".join(parts).encode()
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("ghcr", "io"),
    )
]


def test_no_tracked_file_names_a_package_host() -> None:
    names = _tracked() or [ROOT / name for name in ("requirements.lock", "requirements-dev.lock", "tools/uv.txt")]

    naming = [str(path.relative_to(ROOT)) for path in names if path.is_file() and _names_a_host(path.read_bytes())]

    assert naming == []


def _tracked() -> list[Path]:
    """Return the tracked files, none where there is no git or no repository."""
    git = shutil.which("git")
    if git is None:
        return []
    listed = subprocess.run(
        [git, "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    )
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name]


def _names_a_host(content: bytes) -> bool:
    return any(host in content for host in HOSTS)


def test_every_locked_package_has_hashes() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "tools/uv.txt"):
        entries = (ROOT / name).read_text().replace("\\\n", " ").splitlines()

        assert all("--hash=sha256:" in entry and "==" in entry for entry in entries if entry.strip()), name


def test_the_development_packages_contain_the_others_in_the_same_versions() -> None:
    def pinned(name: str) -> set[str]:
        return {line.split()[0] for line in (ROOT / name).read_text().splitlines() if not line.startswith(" ")}

    assert pinned("requirements.lock") <= pinned("requirements-dev.lock")
