"""Messages that a procedure sends to its people."""

from collections.abc import Mapping
from uuid import UUID, uuid4

import pytest

from app.domain.errors import OperatorFailed
from app.domain.work import Json
from app.ports import CallRef
from app.services import identification, notices
from app.services.notices import CaseNotices
from tests import builders
from tests.builders import ANA, JORDI, TOWN, OpenCase
from tests.fakes.outside import World

_WHERE: Mapping[str, Json] = {"place": "El Molino {x}"}


@pytest.fixture
def case(world: World) -> OpenCase:
    return builders.open_case(world)


def notify(
    world: World, case: OpenCase, call_id: UUID, message: str = "ready", to: str = "applicant", **values: Json
) -> str:
    call = CallRef(TOWN, case.id, call_id)
    return CaseNotices(world.outside).notify(call, to=to, message=message, values=values or _WHERE)


def test_a_notice_is_the_procedures_text_with_its_values_and_a_link(world: World, case: OpenCase) -> None:
    notify(world, case, uuid4())

    builders.deliver(world)
    letter = world.mail.sent[-1]
    assert letter.to == ANA.email
    assert letter.subject.endswith(f"Su paquete {case.number}")
    assert "Hola, Ana:\n\nYa puede recogerlo en El Molino {x}." in letter.text
    challenge = identification.knock(world.outside, TOWN, builders.token_in(letter.text), ANA.id_number)
    assert identification.prove(world.outside, TOWN, challenge.id, builders.code_sent(world))


def test_a_notice_speaks_the_persons_language(world: World) -> None:
    case = builders.open_case(world, JORDI, language="ca")

    notify(world, case, uuid4())

    builders.deliver(world)
    assert "Ja el podeu recollir a El Molino" in world.mail.sent[-1].text


def test_the_same_call_writes_once(world: World, case: OpenCase) -> None:
    call_id = uuid4()

    references = {notify(world, case, call_id), notify(world, case, call_id)}

    builders.deliver(world)
    assert len(references) == 1
    assert len(world.mail.sent) == 2
    assert builders.types(case.id).count("link.issued") == 2


@pytest.mark.parametrize(
    ("message", "to", "error"),
    [("unknown", "applicant", "message"), ("broken", "applicant", "message"), ("ready", "mayor", "party")],
)
def test_what_cannot_be_written_fails_for_good_and_leaves_nothing(
    world: World, case: OpenCase, message: str, to: str, error: str
) -> None:
    before = builders.types(case.id)

    with pytest.raises(OperatorFailed) as caught:
        notify(world, case, uuid4(), message, to)

    assert caught.value.error == error
    assert builders.types(case.id) == before


def test_a_placeholder_without_a_value_fails(world: World, case: OpenCase) -> None:
    with pytest.raises(OperatorFailed):
        notify(world, case, uuid4(), elsewhere="Oficina")


@pytest.mark.parametrize("value", [["a"], {"a": "b"}, None, 1.5])
def test_only_words_and_whole_numbers_are_printed(world: World, case: OpenCase, value: Json) -> None:
    with pytest.raises(OperatorFailed):
        notify(world, case, uuid4(), place=value)


@pytest.mark.parametrize("template", ["{a.b}", "{a[0]}", "{a!r}", "{a:>9}", "{0}", "{}", "{", "a}", "{a b}"])
def test_a_placeholder_is_a_name_in_braces(template: str) -> None:
    with pytest.raises(OperatorFailed):
        notices.placeholders(template)


def test_braces_may_be_written_twice_to_be_said() -> None:
    assert notices.placeholders("{{x}} {name} {link}") == ["name", "link"]
