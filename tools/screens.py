"""`./ventanilla screens [--home DIR --url URL] [NAME...]`: every page as a picture, into screens/.

Each page at 1280 and 390 pixels, light and dark, in Spanish and Catalan, at the moment of a journey
when it can be seen: empty, full and with errors.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Literal

from playwright.sync_api import Error

from app.embedded import usage
from demo import office, tour
from demo.__main__ import arrival, having, say
from demo.office import ROOT, Office
from demo.stops import Stop
from tools import chromium
from tools.chromium import Eye

WIDTHS = (1280, 390)
HEIGHT = 900
Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
LANGUAGES = {"es": "es-ES", "ca": "ca-ES"}
PRESSED: Sequence[tuple[Theme, str]] = (("light", "es"), ("dark", "ca"))
"""A page with errors is made by sending it, and the office counts how often that is done."""

_LONGEST = 4000


def picture(eye: Eye, folder: Path, stop: Stop, looks: str) -> None:
    """Take a page at every width."""
    eye.look(stop)
    for width in WIDTHS:
        eye.page.set_viewport_size({"width": width, "height": HEIGHT})
        eye.page.wait_for_timeout(60)
        tall = min(int(eye.page.evaluate("document.documentElement.scrollHeight")), _LONGEST)
        eye.page.screenshot(
            path=folder / f"{stop.name}-{width}-{looks}.png",
            clip={"x": 0, "y": 0, "width": width, "height": max(tall, HEIGHT)},
            full_page=True,
        )


@contextmanager
def _eyes() -> Iterator[dict[tuple[Theme, str], Eye]]:
    with chromium.launched() as browser:
        yield {
            (theme, language): Eye(
                browser.new_context(
                    color_scheme=theme, locale=locale, reduced_motion="reduce", viewport={"width": 1280, "height": 900}
                ).new_page()
            )
            for theme in THEMES
            for language, locale in LANGUAGES.items()
        }


def take(here: Office, folder: Path, wanted: Sequence[str]) -> int:
    """Take every page whose name begins with one of `wanted`, or all; return how many pictures there are."""
    folder.mkdir(exist_ok=True)
    with _eyes() as eyes:
        for stop in tour.stops(arrival(here), having(here, "supervisor")):
            if wanted and not stop.name.startswith(tuple(wanted)):
                continue
            for (theme, language), eye in eyes.items():
                if stop.press and (theme, language) not in PRESSED:
                    continue
                spoken = replace(stop, cookies={**stop.cookies, "language": language})
                try:
                    picture(eye, folder, spoken, f"{theme}-{language}")
                except Error as error:
                    say(f"{stop.name}: {error.message.splitlines()[0]}")
            say(stop.name)
        for complaint in sorted({each for eye in eyes.values() for each in eye.complaints}):
            say(complaint)
    return len(list(folder.glob("*.png")))


def main(arguments: Sequence[str]) -> int:
    """Take the pictures and return the exit code."""
    parser = usage.Parser(prog="ventanilla screens", description="Hace una foto de cada página.")
    parser.add_argument("--url", help="una oficina de demostración que ya esté en marcha")
    parser.add_argument(
        "--home", type=Path, default=ROOT / "instance", metavar="DIR", help="la carpeta de esa oficina (instance/)"
    )
    parser.add_argument("names", nargs="*", metavar="NOMBRE", help="solo las páginas que empiezan así")
    wanted = parser.parse_args(arguments)
    if not chromium.PROGRAM.exists():
        sys.stderr.write(f"screens: hace falta Chromium en {chromium.PROGRAM}\n")
        return 69
    folder = ROOT / "screens"
    if wanted.url:
        taken = take(Office(wanted.url, wanted.home.absolute()), folder, wanted.names)
    else:
        with tempfile.TemporaryDirectory(prefix="vt-screens-") as home, office.own(Path(home)) as here:
            taken = take(here, folder, wanted.names)
    say(f"{taken} imágenes en {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
