"""`./ventanilla demo --out DIR [--url URL] [--home DIR]`: drive whole journeys over HTTP and check what they leave."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path

from app.embedded import usage
from demo import aid, counter, folder, journeys, judges, office, registration
from demo.browser import Browser
from demo.citizen import Citizen
from demo.clerk import Clerk
from demo.folder import Kept
from demo.journeys import Town
from demo.mismatch import Mismatch, demand
from demo.office import ROOT, Office
from demo.people import Person
from demo.post import Post
from demo.proofs import Proofs

REGION = "ribera"
"""The further administration of the demonstration."""
CERTIFICATES = ("root.cer", "citizens.cer", "services.cer")
_BEGAN = time.monotonic()
_LINES = count(2)


def say(line: str) -> None:
    """Print a line with the seconds since the beginning."""
    sys.stdout.write(f"{time.monotonic() - _BEGAN:6.1f} s  {line}\n")
    sys.stdout.flush()


def arrival(here: Office) -> Town:
    """Return the town of an office: its clerk signed in, people who come each from an address of their own."""
    post = Post(here.home)

    def arrive(person: Person) -> Citizen:
        return Citizen(person, Browser(here.address, f"127.0.1.{next(_LINES)}"), post)

    clerk = Clerk(here.having("clerk"), Browser(here.address, f"127.0.1.{next(_LINES)}"))
    clerk.sign_in()
    say(f"{clerk.account.name} entra en la mesa con contraseña y código")
    return Town(arrive, clerk, say, cache(lambda: having(here, "supervisor")), cache(lambda: having(here, "authority")))


def having(here: Office, role: str) -> Clerk:
    """Return the first member of staff with a role, signed in."""
    one = Clerk(here.having(role), Browser(here.address, f"127.0.1.{next(_LINES)}"))
    one.sign_in()
    return one


def remittance(town: Town, out: Path) -> None:
    """Leave the file for the bank, as the supervisor downloads it."""
    boss = town.boss()
    first = datetime.now(UTC).date() + timedelta(days=30)
    written = boss.remittance([first + timedelta(days=n) for n in range(8)], "25,00")
    demand(b"pain.008.001.08" in written, "la remesa no es un pain.008.001.08")
    (out / "remesa.xml").write_bytes(written)
    say(f"{boss.account.name} descarga la remesa pain.008 con las órdenes aceptadas")


def drive(here: Office, out: Path) -> None:
    """Drive every journey, leave what they produce in `out`, and check it. Raises Mismatch."""
    town, wider = arrival(here), here.of(REGION)
    post, seen = Post(here.home), Post(here.home).seen()
    of_town = [journey(town) for journey in (counter.at_the_counter, counter.on_paper, *journeys.ALL)]
    kept = [folder.keep(out, one) for one in (*of_town, *registration.all_of(town))]
    remittance(town, out)
    region = arrival(wider)
    aided = [folder.keep(out, one) for one in aid.all_of(region)]
    sent = folder.keep_post(out, [path for path in post.files() if path.name not in seen])
    say(f"Guardados {sent} correos y SMS, los documentos y las pruebas")
    _check(here, out / "policy.json", kept)
    _check(wider, out / f"policy-{REGION}.json", aided)


def _check(here: Office, policy: Path, kept: Sequence[Kept]) -> None:
    """Check what an administration left against its own policy, left in the file `policy`."""
    stranger = Browser(here.address, f"127.0.1.{next(_LINES)}")
    policy.write_bytes(stranger.download(folder.POLICY))
    known = [stranger.download(f"/pki/{name}") for name in CERTIFICATES]
    with tempfile.TemporaryDirectory(prefix="vt-") as scratch:
        proofs = Proofs(policy, judges.prepare(Path(scratch), known, say), stranger, say)
        for one in kept:
            proofs.check(one)
        proofs.forge_bundle(kept[0])
        proofs.forge_documents(kept[0])


@contextmanager
def _own(out: Path) -> Iterator[Office]:
    with tempfile.TemporaryDirectory(prefix="vt-demo-", dir=out) as home:
        say("Arranca una oficina solo para este recorrido")
        with office.own(Path(home)) as here:
            say(f"La oficina está en {here.address}")
            yield here


def main(arguments: Sequence[str] | None = None) -> int:
    """Drive, check, and return the exit code."""
    parser = usage.Parser(prog="ventanilla demo", description="Recorre trámites enteros y comprueba lo que dejan.")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="dónde dejar documentos y pruebas")
    parser.add_argument("--url", help="una oficina de demostración que ya esté en marcha")
    home = Path(os.environ.get("VENTANILLA_HOME") or ROOT / "instance")
    parser.add_argument("--home", type=Path, default=home, metavar="DIR", help="la carpeta de esa oficina (instance/)")
    wanted = parser.parse_args(arguments)
    out = wanted.out.absolute()
    out.mkdir(parents=True, exist_ok=True)
    place = nullcontext(Office(wanted.url, wanted.home.absolute())) if wanted.url else _own(out)
    try:
        with place as here:
            drive(here, out)
    except Mismatch as mismatch:
        sys.stderr.write(f"demo: no cuadra: {mismatch}\n")
        return 1
    say(f"Todo cuadra. Lo que queda está en {out}")
    return 0


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main())
