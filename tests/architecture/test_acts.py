"""Whatever changes something says so in evidence, or says here why not. Nothing is written outside a door."""

import ast
from collections.abc import Mapping
from functools import cache

import pytest

from app.evidence import acts
from tests.architecture import callgraph
from tools import routes

WHY_NOT_DRAFT = "what is typed but not sent is no act yet"
WHY_NOT_PASSWORD = "a password is judged with its code, on the next page"
WHY_NOT_COOKIE = "answers before an hour is held lie in the browser alone"
WHY_NOT_TRIED = "a text that is tried out is not kept"
WHY_NOT_COMPARED = "a stranger's file is compared and not kept"
WHY_NOT_REVIEWED = "what a change would do is shown before it is made"
STEP = {"workflow.stepped", "case.closed"}

ROUTES: Mapping[str, set[str] | str] = {
    "agenda.of_day": {"access.read"},
    "agenda.look_for": "it only leads to a page: what is looked for stays out of addresses",
    "agenda.one": {"access.read"},
    "agenda.search": {"access.read"},
    "agenda.today": {"access.read"},
    "answers.confirm": {"form.saved", "task.completed"} | STEP,
    "answers.keep": WHY_NOT_DRAFT,
    "api_agenda.arrived": {"appointment.arrived"},
    "api_agenda.assign": {"appointment.assigned"},
    "api_agenda.back": {"appointment.reopened"},
    "api_agenda.book": {"case.opened", "party.invited", "appointment.booked", "mail.queued"} | STEP,
    "api_agenda.call": {"appointment.called"},
    "api_agenda.cancel": {"appointment.cancelled", "mail.queued"},
    "api_agenda.done": {"appointment.ended"},
    "api_agenda.missed": {"appointment.missed", "mail.queued", "sms.queued"},
    "api_agenda.move": {"appointment.changed", "mail.queued"},
    "api_agenda.of_day": {"access.read"},
    "api_agenda.undone": {"appointment.reopened"},
    "api_appointments.attend": {"appointment.attendance"},
    "api_appointments.attend_by_link": {"appointment.attendance"},
    "api_appointments.cancel": {"appointment.cancelled", "mail.queued"},
    "api_appointments.cancel_by_link": {"appointment.cancelled", "mail.queued"},
    "api_attending.attest": {"sign.consented", "sign.completed", "document.refused"},
    "api_attending.hand_in": {"document.uploaded", "document.refused"},
    "api_bookings.confirm": {"case.opened", "party.invited", "appointment.booked", "link.issued", "mail.queued"} | STEP,
    "api_bookings.give_person": WHY_NOT_DRAFT,
    "api_bookings.hold": {"appointment.held"},
    "api_bookings.hold_again": {"appointment.held"},
    "api_appointments.move": {"appointment.changed", "mail.queued"},
    "api_appointments.move_by_link": {"appointment.changed", "mail.queued"},
    "api_bookings.prove": {"code.verified", "code.refused"},
    "api_bookings.send_code": {"code.sent", "sms.queued"},
    "api_appointments.behind": "it only shows: the link is in the body so that no log keeps it",
    "api_case.complete": {"form.saved", "task.completed"} | STEP,
    "api_case.consent": {"sign.consented", "sign.otp_refused", "code.verified"},
    "api_case.content": {"document.downloaded"},
    "api_case.evidence": {"evidence.exported"},
    "api_case.hand_in": {"document.uploaded", "document.refused"},
    "api_case.keep": WHY_NOT_DRAFT,
    "api_case.refuse": {"sign.refused", "call.failed"} | STEP,
    "api_case.send_code": {"sign.otp_sent", "sign.otp_refused", "sms.queued"},
    "api_case.take_back": {"document.withdrawn"},
    "api_case.view": {"document.viewed"},
    "api_counter.accept": {"identity.verified"},
    "api_counter.correct_contact": {"party.changed"},
    "api_counter.refuse": {"identity.refused"},
    "api_desk.accept": {"document.accepted"},
    "api_desk.assign": {"task.assigned"},
    "api_desk.case": {"access.read"},
    "api_desk.claim": {"task.claimed"},
    "api_desk.complete": {"form.saved", "task.completed", "identity.verified", "identity.refused"} | STEP,
    "api_desk.content": {"document.downloaded"},
    "api_desk.evidence": {"evidence.exported"},
    "api_desk.give_back": {"document.returned", "link.issued", "mail.queued"},
    "api_desk.note": {"note.written"},
    "api_desk.release": {"task.released"},
    "api_desk.retry": {"incident.retried"},
    "api_keys.create": {"token.created"},
    "api_keys.revoke": {"token.revoked"},
    "api_schedules.add_day": {"calendar.changed"},
    "api_schedules.add_rule": {"schedule.changed"},
    "api_schedules.change": {"schedule.changed"},
    "api_schedules.close": {"schedule.changed"},
    "api_schedules.effects": "it only says what a rule would do",
    "api_schedules.make": {"schedule.changed"},
    "api_schedules.remove_day": {"calendar.changed"},
    "api_schedules.reopen": {"schedule.changed"},
    "api_schedules.retire_rule": {"schedule.changed"},
    "api_sessions.begin": {"case.opened", "party.invited", "link.issued", "mail.queued"} | STEP,
    "api_sessions.knock": {"link.redeemed", "link.refused", "link.locked", "code.sent", "sms.queued"},
    "api_sessions.leave": {"portal.logout"},
    "api_sessions.prove": {"code.verified", "code.refused", "code.locked", "portal.login"},
    "api_studio.check": WHY_NOT_COMPARED,
    "api_studio.publish": {"procedure.published"},
    "attendance.arrive": {"appointment.arrived"},
    "attendance.assign": {"appointment.assigned"},
    "attendance.back": {"appointment.reopened"},
    "attendance.call": {"appointment.called", "appointment.ended"},
    "attendance.call_next": {"appointment.called"},
    "attendance.end": {"appointment.ended"},
    "attendance.miss": {"appointment.missed", "mail.queued", "sms.queued"},
    "attendance.undo": {"appointment.reopened"},
    "booking.answer": WHY_NOT_COOKIE,
    "booking.take": {"appointment.held"},
    "booking_steps.confirm": {"appointment.booked", "case.opened", "link.issued", "mail.queued", "sms.queued"} | STEP,
    "booking_steps.give": {"code.sent", "sms.queued", "appointment.held"},
    "booking_steps.prove": {"code.verified", "code.refused"},
    "booking_steps.resend": {"code.sent", "sms.queued", "appointment.held"},
    "api_sms.receipt": {"sms.delivered", "sms.undelivered"},
    "clerk.accept_paper": {"document.accepted"},
    "clerk.case_page": {"access.read"},
    "clerk.complete": {"form.saved", "task.completed", "identity.verified", "identity.refused"} | STEP,
    "clerk.document": {"document.downloaded"},
    "clerk.evidence": {"evidence.exported"},
    "clerk.write_note": {"note.written"},
    "clerk.return_paper": {"document.returned", "link.issued", "mail.queued"},
    "clerk_door.leave": {"staff.logout"},
    "clerk_door.password": WHY_NOT_PASSWORD,
    "clerk_door.prove": {"staff.login", "staff.login_failed", "staff.locked"},
    "counter.accept_identity": {"identity.verified", "party.changed"},
    "competences.add": {"competence.changed"},
    "competences.end": {"competence.changed"},
    "counter.correct_contact": {"party.changed", "sms.queued", "mail.queued", "link.issued"},
    "counter.refuse_identity": {"identity.refused"},
    "days_off.add": {"calendar.changed"},
    "days_off.adopt": {"calendar.changed"},
    "days_off.remove": {"calendar.changed"},
    "days_off.review": WHY_NOT_REVIEWED,
    "desk_terms.certify": {"term.certified"},
    "desk_terms.extend": {"term.extended"},
    "desk_terms.more": {"task.extended"} | STEP,
    "own_term.more": {"task.extended"} | STEP,
    "place_days.add": {"calendar.changed"},
    "place_days.remove": {"calendar.changed"},
    "own_term.ask": {"term.certified"},
    "desk_booking.book": {
        "case.opened",
        "party.invited",
        "appointment.booked",
        "appointment.arrived",
        "appointment.called",
    }
    | STEP,
    "doors.begin": {"case.opened", "party.invited", "link.issued", "mail.queued"} | STEP,
    "doors.knock": {"link.redeemed", "link.refused", "link.locked", "code.sent", "sms.queued"},
    "doors.leave": {"portal.logout"},
    "doors.prove": {"code.verified", "code.refused", "code.locked", "portal.login"},
    "doors.resend": {"link.issued", "link.refused", "mail.queued"},
    "folder.document": {"document.downloaded"},
    "folder.give_back": {"decision.returned", "note.written", "call.failed"} | STEP,
    "folder.one": {"document.viewed"},
    "folder.sign": {"staff.proved", "staff.login_failed", "staff.locked", "sign.consented", "decision.taken"},
    "filling.confirm": {"form.saved", "task.completed"} | STEP,
    "filling.done": {"task.completed"} | STEP,
    "filling.keep": WHY_NOT_DRAFT,
    "filling.upload": {"document.uploaded", "document.refused"},
    "grant_calls.publish": {"grant.announced"},
    "incidents.close": {"incident.closed"},
    "incidents.complete": {"incident.completed_by_hand"} | STEP,
    "incidents.retry": {"incident.retried"},
    "incidents.skip": {"incident.skipped"} | STEP,
    "keys.create": {"token.created"},
    "keys.revoke": {"token.revoked"},
    "lent_screen.ask_code": {"sign.otp_sent", "sign.otp_refused", "sms.queued"},
    "lent_screen.consent": {"sign.consented", "sign.otp_refused", "code.verified"},
    "lent_screen.read": {"document.viewed"},
    "letters.brought": {"notification.attempted", "message.unheard"} | STEP,
    "letters.hand_over": {"message.unheard"} | STEP,
    "letters.of_case": {"access.read"},
    "letters.printed": {"notification.printed"},
    "managing.attend": {"appointment.attendance"},
    "managing.cancel": {"appointment.cancelled", "mail.queued", "sms.queued"},
    "managing.move": {"appointment.changed", "link.issued", "mail.queued", "sms.queued"},
    "mandates.look_for": "it only leads to a page: what is looked for stays out of addresses",
    "mandates.export": {"mandate.exported"},
    "payments.write": {"payment.exported"},
    "reference_tables.change": {"reference.changed"},
    "reference_tables.read_in": {"reference.changed"},
    "personnel.change": {"staff.changed"},
    "portal.document": {"document.downloaded"},
    "portal.evidence": {"evidence.exported"},
    "portal.papers_done": {"task.completed"} | STEP,
    "portal.remove_paper": {"document.withdrawn"},
    "notifications.choose": {"party.channel"},
    "notifications.open_it": {"notification.read", "message.unheard"} | STEP,
    "notifications.refuse": {"message.unheard"} | STEP,
    "paper_signing.attest": {"sign.consented", "sign.completed", "document.refused"},
    "portal.upload": {"document.uploaded", "document.refused"},
    "preparing.attend": {"appointment.attendance"},
    "preparing.cancel": {"appointment.cancelled", "mail.queued", "sms.queued"},
    "preparing.move": {"appointment.changed", "link.issued", "mail.queued", "sms.queued"},
    "preparing.remove_paper": {"document.withdrawn"},
    "preparing.upload": {"document.uploaded", "document.refused"},
    "schedule_rules.add": {"schedule.changed"},
    "schedule_rules.retire": {"schedule.changed"},
    "residents.look_for": "it only leads to a page: what is looked for stays out of addresses",
    "residents.person": {"residents.viewed"},
    "residents.search": {"residents.searched"},
    "schedule_rules.review": WHY_NOT_REVIEWED,
    "schedules.change": {"schedule.changed"},
    "schedules.close": {"schedule.changed"},
    "schedules.make": {"schedule.changed"},
    "schedules.reopen": {"schedule.changed"},
    "rearranging.cancel": {"appointment.cancelled", "mail.queued", "sms.queued"},
    "rearranging.move": {"appointment.changed", "mail.queued", "sms.queued"},
    "sendings.again": {"incident.retried", "sms.queued"},
    "sendings.retry": {"incident.retried"},
    "signing.ask_code": {"sign.otp_sent", "sign.otp_refused", "sms.queued"},
    "signing.consent": {"sign.consented", "sign.otp_refused", "code.verified"},
    "signing.read": {"document.viewed"},
    "signing.refuse": {"sign.refused", "call.failed"} | STEP,
    "worklists.narrow": "it only leads to a page: what is looked for stays out of addresses",
    "verification.compare": WHY_NOT_COMPARED,
    "verification.original": {"document.downloaded"},
    "worklists.assign": {"task.assigned"},
    "worklists.claim": {"task.claimed", "task.assigned"},
    "worklists.release": {"task.released"},
    "wordings.change": {"wording.changed"},
    "wordings.reset": {"wording.changed"},
    "wordings.try_out": WHY_NOT_TRIED,
}
"""Every route that changes something: a POST, or a GET that is itself an act (to look is one)."""

TASKS: Mapping[str, set[str] | str] = {
    "workers.tasks.run_call": {
        *(
            "call.answered",
            "call.failed",
            "call.late_answer",
            "incident.opened",
            "document.rendered",
            "document.frozen",
        ),
        *("sign.requested", "sign.completed", "sign.failed", "sign.key_destroyed", "timestamp.applied", "seal.applied"),
        *("registry.entered", "party.invited", "mandate.reserved", "mandate.recorded", "mail.queued", "mail.sent"),
        *("sms.sent", "sms.failed", "link.issued", "notification.made"),
        *("sms.sent", "sms.failed", "link.issued", "grant.applied", "grant.awarded", "payment.ordered"),
    }
    | STEP,
    "workers.tasks.run_appointments": {"mail.queued", "mail.failed", "sms.queued"},
    "workers.tasks.run_cells": "nobody can be booked into time that is over; who was, stands in the appointment",
    "workers.tasks.run_digests": {"digest.written", "mail.queued"},
    "workers.tasks.run_notifications": {"notification.to_paper", "message.unheard"} | STEP,
    "workers.tasks.run_signatures": {"sign.reminded", "mail.queued", "link.issued"},
    "workers.tasks.run_relay": STEP,
    "workers.tasks.run_terms": {"term.expired", "term.moved", "term.certified"} | STEP,
}
"""Every Celery task."""

TOWN = {
    *("office.installed", "staff.created", "admin.role", "procedure.published", "schedule.changed", "staff.changed"),
    *("case.opened", "appointment.booked", "appointment.arrived", "appointment.called", "appointment.ended"),
    *("appointment.missed", "appointment.attendance", "document.uploaded", "document.accepted", "document.returned"),
    *("reference.changed", "grant.announced"),
}
"""What comes of setting up the demonstration town with its busy week."""

VERBS: Mapping[str, set[str] | str] = {
    "app.cli.database._prepare": TOWN,
    "app.cli.office._seed": TOWN,
    "app.cli.publishing._publish": {"procedure.published"},
}
"""Every verb of the command line that acts; the others reach no transaction."""


@cache
def _views() -> dict[str, tuple[str, frozenset[str]]]:
    """Return each endpoint's function and methods."""
    made = routes.office()
    found = {}
    for rule in made.url_map.iter_rules():
        if rule.endpoint != "static":
            view = made.view_functions[rule.endpoint]
            found[rule.endpoint] = (f"{view.__module__}.{view.__qualname__}", frozenset(rule.methods or ()))
    return found


def _verbs() -> set[str]:
    """Return the functions that `set_defaults(do=...)` names in the command line."""
    return {
        f"{module}.{node.value.id}"
        for module, tree in callgraph.trees().items()
        if module.startswith("app.cli.")
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "do" and isinstance(node.value, ast.Name)
    }


def _tasks() -> set[str]:
    found = set()
    for module in ("workers.tasks", "workers.main", "workers.schedule"):
        for node in callgraph.trees()[module].body:
            if isinstance(node, ast.FunctionDef) and any("task" in ast.unparse(one) for one in node.decorator_list):
                found.add(f"{module}.{node.name}")
    return found


def _doors(root: str) -> set[str]:
    known = callgraph.functions()
    return set[str]().union(*(known[name].doors for name in callgraph.reached(root)))


def _check(root: str, said: set[str] | str) -> None:
    if isinstance(said, str):
        assert callgraph.DOORS[0] not in _doors(root), f"{root} acts, although the table says that {said}"
        return
    assert said <= callgraph.events(root, acts.TYPES), f"{root} cannot come to {said}"
    assert callgraph.DOORS[0] in _doors(root), f"{root} opens no transaction"


def test_every_route_that_changes_something_is_in_the_table() -> None:
    views = _views()

    changing = {name for name, (root, methods) in views.items() if methods - {"GET", "HEAD", "OPTIONS"} or _doors(root)}

    assert changing == set(ROUTES)


@pytest.mark.parametrize("endpoint", sorted(ROUTES))
def test_a_route_records_what_the_table_says(endpoint: str) -> None:
    root, _ = _views()[endpoint]

    _check(root, ROUTES[endpoint])


def test_every_task_is_in_the_table() -> None:
    assert _tasks() == set(TASKS)


@pytest.mark.parametrize("task", sorted(TASKS))
def test_a_task_records_what_the_table_says(task: str) -> None:
    _check(task, TASKS[task])


def test_every_verb_that_acts_is_in_the_table() -> None:
    verbs = _verbs()

    assert verbs
    assert {verb for verb in verbs if _doors(verb)} == set(VERBS)


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_a_verb_records_what_the_table_says(verb: str) -> None:
    _check(verb, VERBS[verb])


def test_nothing_is_written_outside_a_transaction_or_bookkeeping() -> None:
    roots = {root for root, _ in _views().values()} | _tasks() | _verbs()
    known = callgraph.functions()

    writing = {
        (root, name) for root in roots for name in callgraph.reached_outside_doors(root) if known[name].writes_outside
    }

    assert roots <= set(known)
    assert writing == set()


def test_the_walk_sees_a_write_outside_a_door() -> None:
    known = callgraph.functions()

    assert known["app.store.cases.add_tasks"].writes_outside
    assert "app.store.cases.add_tasks" in callgraph.reached("app.web.doors.begin")
    assert "app.store.cases.add_tasks" in callgraph.reached_outside_doors("app.services.steps.apply")
    assert "app.store.cases.add_tasks" not in callgraph.reached_outside_doors("app.web.doors.begin")


def test_the_methods_behind_the_ports_are_those_of_the_services() -> None:
    known = callgraph.functions()
    wiring = callgraph.trees()["app.wiring"]
    made = next(
        node for node in ast.walk(wiring) if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Office")
    )
    classes = {ast.unparse(one.value.func) for one in made.keywords if isinstance(one.value, ast.Call)}

    public = {
        name
        for name in known
        if name.startswith("app.services.")
        and name.split(".")[-2] in classes
        and not name.split(".")[-1].startswith("_")
    }

    assert public == set(callgraph.PORTS)


def test_every_type_that_the_tables_name_exists() -> None:
    named = set[str]().union(
        *(said for table in (ROUTES, TASKS, VERBS) for said in table.values() if isinstance(said, set))
    )

    assert named <= set(acts.TYPES)
