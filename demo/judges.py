"""What programs that we did not write say about the documents: pdfsig, qpdf and openssl, when they are here."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from demo import signatures
from demo.mismatch import demand
from demo.signatures import Signature

_NEEDED = {"pdfsig": "poppler-utils", "qpdf": "qpdf", "openssl": "openssl", "certutil": "libnss3-tools"}


def missing() -> dict[str, str]:
    """Return the programs that are not here, with the Debian package of each."""
    return {name: package for name, package in _NEEDED.items() if shutil.which(name) is None}


@dataclass(frozen=True, slots=True)
class Judges:
    """The programs that are here, and the root certificate (DER) that they are told to trust."""

    folder: Path
    say: Callable[[str], None]

    def judge(self, pdf: Path) -> list[str]:
        """Let every program look at a signed PDF and return what they found good. Raises Mismatch otherwise."""
        content = pdf.read_bytes()
        found = signatures.inside(content)
        absent = missing()
        good = []
        if "qpdf" not in absent:
            self._qpdf(pdf)
            good.append("qpdf")
        if "pdfsig" not in absent and found:
            self._pdfsig(pdf, found)
            good.append("pdfsig")
        if "openssl" not in absent:
            for one in found:
                self._cms(pdf.name, one)
                self._stamp(pdf.name, one)
            good += ["openssl cms", "openssl ts"] if found else []
        return good

    def doubts(self, pdf: Path) -> bool:
        """Tell whether pdfsig finds fault with a PDF: a signature that does not hold, or bytes that none covers.

        Without pdfsig nobody else looks, and the answer is yes.
        """
        if "pdfsig" in missing():
            return True
        said = self._asked(pdf)
        stamps = said.count("Signature has not yet been verified.")  # pdfsig knows no document time stamps
        empty = said.count("The signature form field is not signed.")  # whoever signed by hand has left it so
        sound = said.count("Signature is Valid.")
        return (
            sound == 0 or sound + stamps + empty != said.count("Signature #") or "  - Total document signed" not in said
        )

    def _qpdf(self, pdf: Path) -> None:
        said = _run("qpdf", "--check", str(pdf))
        demand(said.returncode == 0, f"qpdf --check no acepta {pdf.name}: {said.stdout[-400:]}{said.stderr[-400:]}")

    def _pdfsig(self, pdf: Path, found: Sequence[Signature]) -> None:
        said = self._asked(pdf)
        people = sum(1 for one in found if not one.is_stamp)
        demand(said.count("Signature is Valid.") == people, f"pdfsig no acepta las firmas de {pdf.name}:\n{said}")
        demand(not self.doubts(pdf), f"pdfsig encuentra algo sin firmar en {pdf.name}:\n{said}")
        if "certutil" not in missing():
            trusted = said.count("Certificate is Trusted.")
            demand(trusted == people, f"pdfsig no se fía de los certificados de {pdf.name}:\n{said}")

    def _asked(self, pdf: Path) -> str:
        return _run("pdfsig", "-nssdir", f"sql:{self.folder}", str(pdf)).stdout

    def _cms(self, name: str, one: Signature) -> None:
        if one.is_stamp:
            return
        with _files(cms=one.cms, covered=one.covered) as folder:
            said = _run(
                *("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", f"{folder}/cms"),
                *("-content", f"{folder}/covered", "-CAfile", str(self.folder / "root.pem"), "-purpose", "any"),
                *("-certfile", str(self.folder / "authorities.pem"), "-out", f"{folder}/out", *one.moment),
            )
        demand(said.returncode == 0, f"openssl cms -verify no acepta «{one.field}» de {name}: {said.stderr}")

    def _stamp(self, name: str, one: Signature) -> None:
        token, data = one.token, one.covered if one.is_stamp else one.value
        demand(token, f"la firma «{one.field}» de {name} no lleva sello de tiempo")
        with _files(token=token, data=data) as folder:
            said = _run(
                *("openssl", "ts", "-verify", "-token_in", "-in", f"{folder}/token", "-data", f"{folder}/data"),
                *("-CAfile", str(self.folder / "root.pem"), "-untrusted", str(self.folder / "authorities.pem")),
            )
        demand(
            "Verification: OK" in said.stdout, f"openssl ts -verify no acepta «{one.field}» de {name}: {said.stderr}"
        )


def prepare(folder: Path, certificates: Sequence[bytes], say: Callable[[str], None]) -> Judges:
    """Write the office's certificates (DER, the root first) where the programs look for them."""
    absent = missing()
    for name, package in absent.items():
        say(f"Aquí no está {name} (paquete {package}): esa comprobación ajena no se hace")
    for number, certificate in enumerate(certificates):
        (folder / f"{number}.cer").write_bytes(certificate)
    if "openssl" not in absent:
        texts = [
            _run("openssl", "x509", "-inform", "DER", "-in", str(folder / f"{n}.cer")).stdout
            for n in range(len(certificates))
        ]
        (folder / "root.pem").write_text(texts[0])
        (folder / "authorities.pem").write_text("".join(texts[1:]))
    if "certutil" not in absent:
        _run("certutil", "-N", "-d", f"sql:{folder}", "--empty-password")
        trust = ["CT,C,C", *([",,"] * (len(certificates) - 1))]
        for number, words in enumerate(trust):
            given = ("-d", f"sql:{folder}", "-n", f"ribalba-{number}", "-t", words, "-i", str(folder / f"{number}.cer"))
            _run("certutil", "-A", *given)
    return Judges(folder, say)


def _files(**contents: bytes) -> "AbstractContextManager[str]":
    folder = tempfile.TemporaryDirectory()
    for name, content in contents.items():
        (Path(folder.name) / name).write_bytes(content)
    return folder


def _run(*command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
