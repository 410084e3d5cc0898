"""The residents' register as diagrams ask and change it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.domain import residence
from app.domain.errors import OperatorFailed
from app.domain.residence import Move, Stay
from app.ports import LivesThere, PersonFound, Registration
from app.services import cases, consultations
from app.services.residents.register import ResidentsRegister
from app.store import cases as case_rows
from app.store import db, residents
from app.store.sealing import CaseSeal
from app.store.tables import DwellingRow, ResidenceRow, ResidentRow
from tests import builders
from tests.builders import TOWN, OpenCase
from tests.fakes.outside import World
from tests.services import neighbours
from tests.services.neighbours import CHILD, HOME, MARIA, OTHER_HOME, OTHER_TOWN, PERE

TODAY = date(2026, 11, 23)


@pytest.fixture
def padron(world: World) -> ResidentsRegister:
    return neighbours.padron(world)


@pytest.fixture
def case(world: World) -> OpenCase:
    return builders.open_case(world, mailed=False)


def found(world: World, case: OpenCase, person: Any) -> PersonFound:
    answers = neighbours.told(world, case, {"person": person})
    return neighbours.padron(world).find_person(neighbours.call(world, case), answers=answers, group="person")


def at_home(world: World, case: OpenCase, home: Any) -> Any:
    answers = neighbours.told(world, case, {"home": home})
    return neighbours.padron(world).find_dwelling(neighbours.call(world, case), answers=answers, group="home")


def failure(work: Any) -> str:
    with pytest.raises(OperatorFailed) as caught:
        work()
    return caught.value.error


def protect(resident: str) -> None:
    with db.bookkeeping("a protected person for a test") as session:
        session.get_one(ResidentRow, UUID(resident)).protected = True


def opened(world: World, case: OpenCase, ref: str) -> Any:
    with db.reading() as session:
        row, wrapped = case_rows.get(session, TOWN, case.id)
        seal = CaseSeal(row.id, world.outside.keys.unwrap(wrapped, row.id))
        return seal.open_json(case_rows.answers(session, case.id, [UUID(ref)])[0].sealed, cases.ANSWERS)


def kept(world: World, case: OpenCase) -> list[consultations.Consultation]:
    with db.reading() as session:
        rows = residents.consultations(session, case.id)
        return consultations.opened(cases.reading(session, world.outside, TOWN, case.id).seal, rows)


def test_a_person_who_was_registered_is_found_with_the_home_and_the_day(world: World, case: OpenCase) -> None:
    made = neighbours.moved(world, MARIA)

    answer = found(world, case, MARIA)

    assert (answer.found, answer.registered, answer.agrees, answer.since) == (True, True, True, "2026-11-23")
    assert answer.dwelling == at_home(world, case, HOME).dwelling
    assert at_home(world, case, HOME).sheet == made.sheet


def test_a_person_is_found_by_the_document_even_under_another_name_and_by_name_and_birth_without_one(
    world: World, case: OpenCase
) -> None:
    neighbours.moved(world, MARIA)

    renamed = found(world, case, {**MARIA, "surname1": "Solé"})
    nameless = found(world, case, {**MARIA, "person_id": {}, "given_name": "MARIA"})
    namesake = found(world, case, {**MARIA, "person_id": {"type": "dni", "number": "99000003C"}})

    assert (renamed.found, renamed.agrees) == (True, False)
    assert (nameless.found, nameless.agrees) == (True, True)
    assert not namesake.found


def test_who_is_not_in_the_register_is_not_found_and_that_is_kept_too(world: World, case: OpenCase) -> None:
    answer = found(world, case, PERE)

    assert answer == PersonFound(found=False)
    (told,) = kept(world, case)
    assert (told.source, told.question, told.about) == ("padron", "person", "Pere Vidal")
    assert told.told == {"found": False, "registered": False}
    assert told.at == world.clock.now()


def test_what_the_answers_do_not_say_of_a_person_comes_from_the_party_with_that_role(
    world: World, case: OpenCase
) -> None:
    ana = {"given_name": "Ana", "surname1": "Núñez", "surname2": "Ferrer"}
    neighbours.moved(world, {**ana, "person_id": {"type": "dni", "number": "12345678Z"}})
    answers = neighbours.told(world, case, {"applicant": {"birth_date": "1990-01-01"}})

    answer = neighbours.padron(world).find_person(neighbours.call(world, case), answers=answers, group="applicant")

    assert answer.registered


@pytest.mark.parametrize(
    ("home", "kinds"),
    [
        (HOME, "one"),
        ({**HOME, "street_type": "C/", "street_name": "OLMO", "floor": "2º", "door": "1ª"}, "one"),
        ({**HOME, "floor": "5"}, "none"),
        ({**HOME, "floor": "", "door": ""}, "several"),
        ({**HOME, "number": "9"}, "none"),
        ({**HOME, "municipality_ine": OTHER_TOWN}, "none"),
        ({**HOME, "municipality_ine": "99001"}, "one"),
    ],
)
def test_an_address_means_one_home_none_or_several(
    world: World, case: OpenCase, home: dict[str, str], kinds: str
) -> None:
    neighbours.moved(world, MARIA)
    neighbours.moved(world, PERE, home=OTHER_HOME)

    answer = at_home(world, case, home)

    assert answer.found == kinds
    assert bool(answer.dwelling) == (kinds == "one")
    assert answer.occupants == (1 if kinds == "one" else 0)


def test_an_adult_lives_there_a_child_does_too_and_a_stranger_does_not(
    world: World, padron: ResidentsRegister, case: OpenCase
) -> None:
    made = neighbours.moved(world, MARIA, CHILD)
    home = at_home(world, case, HOME).dwelling
    answers = neighbours.told(world, case, {"adult": MARIA, "child": CHILD, "stranger": PERE})

    told = [
        padron.lives_there(neighbours.call(world, case), answers=answers, group=group, dwelling=home)
        for group in ("adult", "child", "stranger")
    ]

    assert told == [LivesThere(True, True, made.sheet), LivesThere(True, False, made.sheet), LivesThere(lives=False)]


def test_nobody_lives_in_a_home_that_the_register_does_not_have(
    world: World, padron: ResidentsRegister, case: OpenCase
) -> None:
    neighbours.moved(world, MARIA)
    answers = neighbours.told(world, case, {"person": MARIA})

    told = padron.lives_there(neighbours.call(world, case), answers=answers, group="person", dwelling="")

    assert told == LivesThere(lives=False)
    assert "residents.consulted" in builders.types(case.id)


def test_a_birth_takes_effect_on_the_day_of_birth(world: World, case: OpenCase) -> None:
    parents = neighbours.moved(world, MARIA, PERE)

    born = neighbours.moved(world, CHILD, cause="birth")

    assert (born.sheet, born.effective_on) == (parents.sheet, "2026-10-30")
    assert found(world, case, CHILD).since == "2026-10-30"
    assert at_home(world, case, HOME).occupants == 3


def test_a_change_of_address_ends_the_former_residence_on_its_day(world: World, case: OpenCase) -> None:
    first = neighbours.moved(world, MARIA, effective_on=date(2026, 11, 2))

    second = neighbours.moved(world, MARIA, home=OTHER_HOME, cause="address_change")

    resident = found(world, case, MARIA).resident
    with db.reading() as session:
        stays = [(one.residence.since, one.residence.until) for one in residents.homes(session, UUID(resident))]
    assert stays == [(date(2026, 11, 2), TODAY), (TODAY, None)]
    assert second.sheet != first.sheet
    assert [one.cause for one in neighbours.movements(resident)] == ["omission", "address_change"]
    assert at_home(world, case, HOME).occupants == 0


def test_the_same_call_changes_the_register_once_and_another_call_of_the_case_not_at_all(
    world: World, padron: ResidentsRegister, case: OpenCase
) -> None:
    answers = neighbours.told(world, case, {"person": MARIA, "home": dict(HOME)})
    change = Registration(answers, ["person"], "omission", "", "home")
    call = neighbours.call(world, case)

    first, again = (padron.register(call, change=change) for _ in range(2))

    assert first == again
    assert builders.types(case.id).count("residents.changed") == 1
    assert failure(lambda: padron.register(neighbours.call(world, case), change=change)) == "already_recorded"


def test_data_change_where_the_person_lives_does_not(world: World, case: OpenCase) -> None:
    before = neighbours.moved(world, MARIA)

    made = neighbours.moved(world, {**MARIA, "surname1": "Solé"}, home=None, cause="data_change")

    answer = found(world, case, {**MARIA, "surname1": "Solé"})
    assert (answer.registered, answer.agrees, made.sheet) == (True, True, before.sheet)
    assert len(neighbours.movements(answer.resident)) == 2


@pytest.mark.parametrize(
    ("people", "home", "cause", "error"),
    [
        ((MARIA,), HOME, "birth", "already_registered"),
        ((MARIA,), HOME, "omission", "already_registered"),
        ((PERE,), HOME, "address_change", "not_registered"),
        ((PERE,), None, "data_change", "not_registered"),
        ((PERE,), HOME, "holiday", "cause"),
        ((PERE,), {"number": "3"}, "omission", "address"),
        ((PERE,), {**HOME, "municipality_ine": OTHER_TOWN}, "omission", "address"),
        (({"given_name": "Pere"},), HOME, "omission", "person"),
        ((), HOME, "omission", "person"),
    ],
)
def test_what_the_register_does_not_allow_fails_with_its_reason_and_changes_nothing(
    world: World, people: Any, home: Any, cause: str, error: str
) -> None:
    neighbours.moved(world, MARIA)

    assert failure(lambda: neighbours.moved(world, *people, home=home, cause=cause)) == error

    with db.reading() as session:
        assert len(residents.movements(session, TOWN)) == 1


def test_an_address_that_may_be_several_homes_is_not_guessed(world: World) -> None:
    neighbours.moved(world, MARIA)
    neighbours.moved(world, PERE, home=OTHER_HOME)

    building = {**HOME, "floor": "", "door": ""}
    assert failure(lambda: neighbours.moved(world, CHILD, home=building, cause="birth")) == "dwelling_ambiguous"


def test_the_register_knows_no_future(world: World) -> None:
    tomorrow = TODAY + timedelta(1)

    assert failure(lambda: neighbours.moved(world, MARIA, effective_on=tomorrow)) == "effective_on"


def test_a_later_movement_stands_in_the_way_of_an_earlier_one(world: World) -> None:
    neighbours.moved(world, MARIA)

    late = TODAY - timedelta(9)
    error = failure(lambda: neighbours.moved(world, MARIA, home=OTHER_HOME, cause="address_change", effective_on=late))
    assert error == "newer_movement"


def test_unknown_answers_and_dwellings_fail_with_their_reason(
    world: World, padron: ResidentsRegister, case: OpenCase
) -> None:
    call = neighbours.call(world, case)
    answers = neighbours.told(world, case, {"person": MARIA})

    assert failure(lambda: padron.find_person(call, answers=str(uuid4()), group="person")) == "answers_unknown"
    assert failure(lambda: padron.find_person(call, answers=answers, group="nobody")) == "person"
    assert failure(lambda: padron.find_dwelling(call, answers=answers, group="person")) == "address"
    there = {"answers": answers, "group": "person", "dwelling": str(uuid4())}
    assert failure(lambda: padron.lives_there(call, **there)) == "dwelling_unknown"


def test_an_extract_holds_everybody_but_protected_people(
    world: World, padron: ResidentsRegister, case: OpenCase
) -> None:
    neighbours.moved(world, MARIA, PERE, CHILD)
    protect(found(world, case, PERE).resident)
    home = at_home(world, case, HOME)
    call = neighbours.call(world, case)

    made, again = (padron.extract(call, dwelling=home.dwelling, resident="", scope="collective") for _ in range(2))

    content = opened(world, case, made.ref)
    assert made == again
    assert {one["name"] for one in content["people"]} == {"María Soler Ibáñez", "Jana Vidal Soler"}
    assert (made.people, content["address"], home.protected) == (2, "Calle del Olmo, 7, 2 1, 99001", True)


def test_a_protected_person_has_no_extract_and_no_address_beside_the_case(
    world: World, padron: ResidentsRegister, case: OpenCase
) -> None:
    neighbours.moved(world, MARIA)
    resident = found(world, case, MARIA).resident
    before = kept(world, case)
    protect(resident)
    world.clock.forward(minutes=1)
    found(world, case, MARIA)
    world.clock.forward(minutes=1)
    at_home(world, case, HOME)

    error = failure(
        lambda: padron.extract(neighbours.call(world, case), dwelling="", resident=resident, scope="individual")
    )

    assert error == "protected"
    assert "address" in before[0].told
    shown = kept(world, case)
    assert [one.question for one in shown] == ["person", "dwelling"]
    assert all(one.told["protected"] and "address" not in one.told for one in shown)


@pytest.mark.parametrize(
    ("scope", "who", "error"),
    [
        ("individual", "", "scope"),
        ("everything", "maria", "scope"),
        ("individual", "nobody", "resident_unknown"),
        ("collective", "", "dwelling_unknown"),
    ],
)
def test_an_extract_of_nobody_fails_with_its_reason(
    world: World, padron: ResidentsRegister, case: OpenCase, scope: str, who: str, error: str
) -> None:
    neighbours.moved(world, MARIA)
    resident = {"maria": found(world, case, MARIA).resident, "nobody": str(uuid4())}.get(who, "")
    call = neighbours.call(world, case)

    assert failure(lambda: padron.extract(call, dwelling="", resident=resident, scope=scope)) == error


def test_a_collective_establishment_has_individual_extracts_only(
    world: World, padron: ResidentsRegister, case: OpenCase
) -> None:
    neighbours.moved(world, MARIA, PERE, home={**HOME, "dwelling_type": "collective"})
    resident = found(world, case, MARIA).resident
    call = neighbours.call(world, case)

    alone = padron.extract(call, dwelling="", resident=resident, scope="individual")

    assert alone.people == 1
    other = neighbours.call(world, case)
    together = failure(lambda: padron.extract(other, dwelling="", resident=resident, scope="collective"))
    assert together == "individual_only"


def test_no_name_number_or_address_goes_into_evidence(world: World, padron: ResidentsRegister, case: OpenCase) -> None:
    neighbours.moved(world, MARIA)
    resident = found(world, case, MARIA).resident
    at_home(world, case, HOME)
    padron.extract(neighbours.call(world, case), dwelling="", resident=resident, scope="individual")

    evidence = builders.all_evidence()

    assert {"residents.consulted", "residents.extracted"} <= set(builders.types(case.id))
    assert not any(word in evidence for word in ("Soler", "99000001H", "Olmo", "1988"))


def test_movements_cannot_be_changed_and_nobody_can_be_at_two_places(world: World, case: OpenCase) -> None:
    made = neighbours.moved(world, MARIA)
    resident = UUID(found(world, case, MARIA).resident)

    with pytest.raises(DBAPIError, match="insert-only"), db.bookkeeping("a test") as session:
        session.execute(text("UPDATE movement SET cause = 'birth'"))
    second = {"id": uuid4(), "entity": TOWN, "resident_id": resident, "sheet_id": UUID(made.sheet)}
    with pytest.raises(IntegrityError, match="residence_one_place"), db.bookkeeping("a test") as session:
        residents.add(session, ResidenceRow, [second | {"since": TODAY, "until": None, "cause": "omission"}])


ASKED = st.lists(
    st.tuples(
        st.sampled_from([MARIA, PERE, CHILD]),
        st.sampled_from(residence.CAUSES),
        st.sampled_from([HOME, OTHER_HOME, {**HOME, "number": "9"}]),
        st.integers(0, 30),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ASKED)
def test_whatever_happens_the_movements_explain_where_people_live(world: World, asked: Any) -> None:
    for person, cause, home, days in asked:
        on = TODAY - timedelta(30 - days)
        place = None if cause == "data_change" else home
        try:
            neighbours.moved(world, person, home=place, cause=cause, effective_on=on)
        except OperatorFailed:
            continue

    with db.reading() as session:
        people = [row.id for row in session.query(ResidentRow)]
        for resident in people:
            rows = residents.movements(session, TOWN, resident_id=resident)
            homes = residents.homes(session, resident)
            stays = [Stay(one.sheet.id, one.residence.since, one.residence.until) for one in homes]
            moves = [Move(row.cause, row.origin_id, row.target_id, row.effective_on) for row in rows]
            assert residence.replay(moves) == stays
        assert [row.number for row in residents.movements(session, TOWN)] == list(
            range(1, len(residents.movements(session, TOWN)) + 1)
        )
        assert session.query(DwellingRow).count() <= 3
