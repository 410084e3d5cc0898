"""Check what the drive was given: bundles with the verifier alone, documents with others' programs, forgeries too."""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from demo import tampering
from demo.browser import Browser
from demo.folder import Kept
from demo.judges import Judges
from demo.mismatch import demand
from demo.office import ROOT
from demo.pages import Page

VERIFIER = ROOT / "app" / "evidence" / "verifier.py"
_VERDICT = "v-verdict--"
_COMPARED = 3
"""The office lets a stranger compare ten files in ten minutes, and each document is compared three times."""


@dataclass(frozen=True, slots=True)
class Proofs:
    """What is needed to check: the policy, the other programs, a stranger's browser and where to say it."""

    policy: Path
    judges: Judges
    stranger: Browser
    say: Callable[[str], None]

    def check(self, kept: Kept) -> None:
        """Check the evidence and every document of a journey."""
        code, said = self.verify(kept.bundle)
        demand(code == 0, f"verify no da por buenas las pruebas de «{kept.journey.name}»:\n{said}")
        self.say(f"verify da por buenas las pruebas de «{kept.journey.name}»")
        for path, csv in kept.documents.items():
            if csv:
                good = self.judges.judge(path)
                self.say(f"{path.name}: de acuerdo {', '.join(good) or 'nadie más, porque no hay nadie aquí'}")

    def forge_bundle(self, kept: Kept) -> None:
        """Change copies of a bundle and demand that `verify` catches each."""
        content = kept.bundle.read_bytes()
        for what, change in tampering.BUNDLE_CHANGES.items():
            with tempfile.TemporaryDirectory() as folder:
                forged = Path(folder) / "evidencias.zip"
                forged.write_bytes(tampering.bundle(content, change))
                code, said = self.verify(forged)
            demand(code == 1, f"verify no se da cuenta de {what} en «{kept.journey.name}» (código {code}):\n{said}")
            self.say(f"verify descubre {what}")

    def forge_documents(self, kept: Kept) -> None:
        """Change copies of sealed documents, of three at most, and demand that the office and pdfsig catch each."""
        for path, csv in [(path, csv) for path, csv in kept.documents.items() if csv][:_COMPARED]:
            content = path.read_bytes()
            page = self.compare(csv, path.name, content)
            demand(f"{_VERDICT}done" in page.body.decode(), f"la oficina no reconoce {path.name} con su código")
            for what, change in tampering.PDF_CHANGES.items():
                page = self.compare(csv, path.name, change(content))
                demand(f"{_VERDICT}error" in page.body.decode(), f"la oficina da por bueno {path.name} con {what}")
                self._pdfsig_catches(path, what, change(content))
            self.say(f"{path.name}: la oficina lo reconoce y descubre las copias cambiadas")

    def compare(self, code: str, name: str, content: bytes) -> Page:
        """Hand a file in at the public page of a code, to be compared with the original."""
        page = self.stranger.go(f"/csv/{code}")
        form = page.form(having="file").attach("file", (name, content, "application/pdf"))
        return self.stranger.send(form)

    def verify(self, bundle: Path) -> tuple[int, str]:
        """Run the verifier alone, as somebody elsewhere would; return its exit code and what it says."""
        command = [sys.executable, "-I", str(VERIFIER), str(bundle), "--policy", str(self.policy)]
        done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def _pdfsig_catches(self, path: Path, what: str, forged: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / path.name
            copy.write_bytes(forged)
            demand(self.judges.doubts(copy), f"pdfsig no se da cuenta de {what} en {path.name}")
