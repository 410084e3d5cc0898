"""Citizens through the API: come in, answer, hand in, leave."""

from tests import builders
from tests.api.conftest import Town


def test_somebody_begins_a_request_and_the_link_goes_to_their_mail(town: Town) -> None:
    person = {
        "id_type": "dni",
        "id_number": "12345678Z",
        "given_name": "Ana",
        "surname1": "Núñez",
        "email": "ana@ejemplo.es",
        "mobile": "612 345 678",
    }

    begun = town.stranger().done("POST", "/cases", {"procedure": builders.PROCEDURE, "person": person})

    builders.deliver(town.world)
    assert begun["number"].startswith("20")
    assert town.world.mail.sent[-1].to == "ana@ejemplo.es"


def test_a_person_who_is_described_wrongly_is_told_field_by_field_and_opens_nothing(town: Town) -> None:
    person = {
        "id_type": "dni",
        "id_number": "12345678A",
        "given_name": "Ana",
        "surname1": "Núñez",
        "email": "no",
        "mobile": "1",
    }

    status, problem = town.stranger().call("POST", "/cases", {"procedure": builders.PROCEDURE, "person": person})

    assert status == 422
    assert problem["code"] == "input.invalid"
    assert set(problem["problems"]) == {"id_number", "email", "mobile"}
    assert "12345678A" not in str(problem)


def test_a_citizen_answers_the_form_and_the_case_moves_on(town: Town) -> None:
    citizen, _ = town.citizen()
    task = next(step["task"] for step in citizen.get("/case")["steps"] if step["task"])
    schema = citizen.get(f"/case/tasks/{task}")["schema"]

    citizen.done("PUT", f"/case/tasks/{task}/draft", {"answers": {"parcel": "medio escrito"}})
    kept = citizen.get(f"/case/tasks/{task}")["draft"]
    citizen.done("POST", f"/case/tasks/{task}/completion", {"answers": {"parcel": "Uno rojo"}})

    assert "parcel" in schema["properties"]
    assert kept == {"parcel": "medio escrito"}
    assert [step["state"] for step in citizen.get("/case")["steps"]] == ["done", "waiting"]


def test_answers_that_do_not_fit_the_form_are_refused_and_change_nothing(town: Town) -> None:
    citizen, _ = town.citizen()
    task = next(step["task"] for step in citizen.get("/case")["steps"] if step["task"])

    status, problem = citizen.call("POST", f"/case/tasks/{task}/completion", {"answers": {"another": "x"}})

    assert (status, problem["code"]) == (422, "form.incomplete")
    assert citizen.get(f"/case/tasks/{task}")["id"] == task


def test_whoever_left_comes_in_no_more(town: Town) -> None:
    citizen, _ = town.citizen()

    citizen.done("DELETE", "/sessions/current")

    assert citizen.call("GET", "/case")[0] == 401


def test_a_wrong_code_and_a_foreign_challenge_are_answered_alike(town: Town) -> None:
    case = builders.open_case(town.world)
    one = town.stranger()
    asked = one.done("POST", "/challenges", {"link": case.token, "id_number": builders.ANA.id_number})
    code = builders.code_sent(town.world)
    foreign = one.done("POST", "/challenges", {"link": "x" * 43, "id_number": builders.ANA.id_number})

    wrong = one.call("POST", "/sessions", {"challenge": asked["challenge"], "code": builders.wrong(code)})
    nobody = one.call("POST", "/sessions", {"challenge": foreign["challenge"], "code": code})

    assert wrong == nobody
    assert wrong[0] == 422


def test_a_citizen_s_token_opens_nothing_of_the_staff_s(town: Town) -> None:
    citizen, case = town.citizen()

    assert citizen.call("GET", f"/cases/{case.id}")[0] == 401
    assert citizen.call("GET", "/keys")[0] == 401


def test_a_cookie_is_no_way_into_the_api(town: Town) -> None:
    case = builders.open_case(town.world)
    town.client.set_cookie("visit", builders.visit(town.world, case))

    assert town.stranger().call("GET", "/case")[0] == 401
