"""What people read about their data: the first layer where data are asked for, the second, the record of processing."""

from collections.abc import Mapping

import pytest

from app.domain.errors import Invalid
from app.intake import procedures
from tests import builders
from tests.services import permits

SAID: Mapping[str, object] = {
    "purpose": {"es": "llevar el reparto", "ca": "portar el repartiment"},
    "basis": {"es": "obligación legal", "ca": "obligació legal"},
    "recipients": {"es": "nadie", "ca": "ningú"},
    "retention": [{"what": {"es": "La orden", "ca": "L’ordre"}, "period": {"es": "Seis años", "ca": "Sis anys"}}],
}


def test_a_procedure_says_what_it_does_with_personal_data() -> None:
    told = procedures.parse(builders.changed(permits.SOURCES, privacy=SAID)).privacy

    assert told is not None
    assert (told.purpose["es"], told.retention[0].period["ca"]) == ("llevar el reparto", "Sis anys")
    assert procedures.parse(permits.SOURCES).privacy is None


@pytest.mark.parametrize(
    ("key", "value", "place"),
    [
        ("purpose", {"es": "solo en español"}, "privacy.purpose"),
        ("retention", [], "privacy.retention"),
        ("retention", [{"what": {"es": "a", "ca": "a"}}], "privacy.retention"),
        ("owner", "nobody", "privacy"),
    ],
)
def test_a_fault_in_it_is_named_by_its_place(key: str, value: object, place: str) -> None:
    with pytest.raises(Invalid) as caught:
        procedures.parse(builders.changed(permits.SOURCES, privacy={**SAID, key: value}))

    assert [at for at in caught.value.problems if at.startswith(place)]
