"""The people of the demonstration town: none of them exists, and neither do their documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_LETTERS: Final = "TRWAGMYFPDXBNJZSQVHLCKE"
_FIRST_DNI, _FIRST_NIE = 99_000_001, 9_900_001


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody who comes to the office. `document` is dni, nie, or the country of a passport."""

    given_name: str
    surname1: str
    surname2: str = ""
    document: str = "dni"
    language: str = "es"

    @property
    def full_name(self) -> str:
        """Return the whole name."""
        return " ".join(filter(None, (self.given_name, self.surname1, self.surname2)))

    def typed(self, number: int, *, reachable: bool) -> Mapping[str, str]:
        """Return what is written down of the person, who is the town's `number`th.

        Only the `reachable` have e-mail and mobile, at addresses and numbers that the sinks of the demonstration take.
        """
        reach = {"email": f"vecindad.{number}@ribalba.example", "mobile": f"6990{number:05d}"} if reachable else {}
        return {
            "given_name": self.given_name,
            "surname1": self.surname1,
            "surname2": self.surname2,
            **self._identity(number),
            **reach,
        }

    def _identity(self, number: int) -> Mapping[str, str]:
        if self.document == "dni":
            digits = _FIRST_DNI + number
            return {"id_type": "dni", "id_number": f"{digits}{_LETTERS[digits % 23]}"}
        if self.document == "nie":
            digits = _FIRST_NIE + number
            return {"id_type": "nie", "id_number": f"X{digits}{_LETTERS[digits % 23]}"}
        return {"id_type": "passport", "id_country": self.document, "id_number": f"DEMO{number:05d}"}


PEOPLE: Final[Sequence[Neighbour]] = (
    Neighbour("M.ª Àngels", "Sánchez-Ocaña", "y Ruiz de la Prada"),
    Neighbour("Joan", "Puig", "Ferrer", language="ca"),
    Neighbour("Núria", "Öztürk", document="nie", language="ca"),
    Neighbour("Begoña", "Muñoz", "Peñalver"),
    Neighbour("Wei", "Chen", document="nie"),
    Neighbour("Francesc d’Assís", "Boronat", "i Llàcer", language="ca"),
    Neighbour("José Ángel", "Núñez", "Güell"),
    Neighbour("Fátima Zahra", "El Ouazzani", document="nie"),
    Neighbour("Concepción", "de la Encarnación", "Fernández de Córdoba"),
    Neighbour("Pau", "Vidal", "Ràfols", language="ca"),
    Neighbour("Olena", "Shevchenko", document="UA"),
    Neighbour("Íñigo", "Aguirrezabala", "Etxebarria"),
    Neighbour("Llúcia", "Martínez", "i Roig", language="ca"),
    Neighbour("Antonio", "García", "García"),
    Neighbour("Ngozi", "Okafor", document="NG"),
    Neighbour("Vicenta", "Català", "Momparler", language="ca"),
    Neighbour("Rocío del Carmen", "Peña", "Báñez"),
    Neighbour("João", "Gonçalves", "de Oliveira", document="nie"),
    Neighbour("Mercè", "Sunyer", "Collell", language="ca"),
    Neighbour("Mohamed", "Benali", document="nie"),
    Neighbour("Amparo", "Climent", "Sanchis"),
    Neighbour("Ştefania", "Ionescu", document="nie"),
    Neighbour("Gonzalo", "Martín", "de los Reyes"),
    Neighbour("Sílvia", "Company", "Bolufer", language="ca"),
    Neighbour("Encarnación", "López", "Ibáñez"),
    Neighbour("Étienne", "Lefèvre", document="FR"),
    Neighbour("Josep Maria", "Ribalta", "de Castellar-Montpalau", language="ca"),
    Neighbour("Noelia", "Vázquez", "Ferreiro"),
    Neighbour("Aïcha", "Diallo", document="nie"),
    Neighbour("Remei", "Bataller", "Peiró", language="ca"),
    Neighbour("Luis Alfonso", "Cárdenas", "Quiñones", document="nie"),
    Neighbour("Xavier", "Pla", "Gómez", language="ca"),
    Neighbour("Dolores", "Úbeda", "Lorente"),
    Neighbour("Yolanda", "Castaño", "Sáez"),
    Neighbour("Kwame", "Mensah", document="GH"),
    Neighbour("Teresa", "Gisbert", "Mollà", language="ca"),
)
"""In the order in which they book; the list begins anew when it is at its end."""
