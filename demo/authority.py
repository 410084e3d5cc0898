"""What somebody does who decides for a body: the signing folder."""

import time
from dataclasses import dataclass

from demo.clerk import FOLDER, Clerk
from demo.journeys import Town
from demo.mismatch import Mismatch, demand
from demo.post import PATIENCE

_STEP = 30


@dataclass(frozen=True, slots=True)
class Authority:
    """A member of staff at the head of a body, with a browser and an authenticator."""

    official: Clerk

    @classmethod
    def of(cls, town: Town) -> "Authority":
        """Return who decides in the town."""
        return cls(town.authority())

    def sign(self, *numbers: str) -> None:
        """Wait until a document of each case lies in the folder, and sign them in one go."""
        chosen = [self._waiting(number) for number in numbers]
        for _ in range(3):
            form = self.official.browser.go(FOLDER).form(r"/oficina/firma$")
            typed = {"resolution": chosen, "declares": "1", "code": self.official.code()}
            page = self.official.browser.send(form.fill(typed))
            if not page.errors:
                page.good()
                return
            time.sleep(_STEP - time.time() % _STEP + 0.5)  # a code is good once
        raise Mismatch(f"no se puede firmar: {page.errors}")

    def give_back(self, number: str, reason: str) -> None:
        """Give the document of a case back to who drew it up."""
        page = self.official.browser.go(f"{FOLDER}/{self._waiting(number)}")
        self.official.browser.press(page.form("/devolver$").fill({"reason": reason}))

    def _waiting(self, number: str) -> str:
        deadline = time.monotonic() + PATIENCE
        while True:
            page = self.official.browser.go(FOLDER)
            for row in page.tree.xpath("//form//tbody/tr"):
                if number in "".join(row.text_content().split()):
                    found = row.xpath(".//input[@name='resolution']/@value")
                    demand(found, "la fila no se puede elegir")
                    return str(found[0])
            if time.monotonic() > deadline:
                raise Mismatch(f"tras {PATIENCE:.0f} s no hay nada de {number} en la carpeta de firma")
            time.sleep(0.3)
