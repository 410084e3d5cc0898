"""Book an appointment, second half: who comes, the code, the check, and the page to print."""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Final

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from app import wiring
from app.domain.appointments import BOOKED, EXPIRED
from app.domain.errors import IdentificationFailed, Invalid
from app.services.appointments import booking, booking_person
from app.services.appointments.booking import Booking, HoldOver, HourTaken, TooMany
from app.services.appointments.booking_person import TooManyCodes
from app.web import booking_memory as memory
from app.web import booking_pages as pages
from app.web import booking_words as words
from app.web import person_words
from app.web.frame import limiter
from app.web.gate import open_to

bp = Blueprint("booking_steps", __name__, url_prefix="/cita")
_LONGEST: Final = 200
Typed = Mapping[str, str]


def _on_the_way(page: Callable[[Booking], ResponseReturnValue]) -> Callable[[], ResponseReturnValue]:
    """Give `page` the booking that the browser has under way; without one, or after it, lead elsewhere."""

    @wraps(page)
    def found_first() -> ResponseReturnValue:
        found = memory.under_way()
        if found is None:
            return pages.lost()
        return redirect(url_for("booking_done.done"), 303) if found.state == BOOKED else page(found)

    return found_first


@bp.get("/datos")
@open_to("public")
@_on_the_way
def person(found: Booking) -> ResponseReturnValue:
    """Ask who comes."""
    return pages.person(found, pages.values(found), {})


@bp.post("/datos")
@open_to("public")
@limiter.limit("40 per 10 minutes", on_breach=lambda _limit: pages.slow_down(_typed()))
def give() -> ResponseReturnValue:
    """Keep who comes; send the code that proves the mobile, or go where a button of the page leads."""
    typed, found = _typed(), memory.under_way()
    if found is None:
        return pages.again(typed), HTTPStatus.CONFLICT
    if found.state == BOOKED:
        return redirect(url_for("booking_done.done"), 303)
    problems, kept = _keep(typed)
    if typed.get("accept_privacy"):
        memory.privacy(read=True)
    if typed.get("_then"):
        return redirect(_then(typed["_then"], found), 303)
    problems |= {} if typed.get("accept_privacy") else {"accept_privacy": person_words.worded("accept_privacy", "")}
    if problems or kept is None:
        return pages.person(found, typed, problems), 422
    return _go_on(kept, typed)


@bp.get("/codigo")
@open_to("public")
@_on_the_way
def code(found: Booking) -> ResponseReturnValue:
    """Ask for the code."""
    if found.mobile_proved:
        return redirect(url_for("booking_steps.check"), 303)
    return pages.code(found, {}) if memory.code_until() else redirect(url_for("booking_steps.person"), 303)


@bp.post("/codigo")
@open_to("public")
@limiter.limit("20 per 10 minutes")
@_on_the_way
def prove(found: Booking) -> ResponseReturnValue:
    """Take the code."""
    parts, typed = wiring.parts(), request.form.get("code", "")[:20]
    try:
        booking_person.prove(parts.outside, parts.settings.entity, memory.token(), typed)
    except IdentificationFailed:
        return pages.code(found, {"code": pages.refused()}), 422
    return redirect(url_for("booking_steps.check"), 303)


@bp.post("/codigo/otro")
@open_to("public")
@limiter.limit("10 per 10 minutes")
@_on_the_way
def resend(found: Booking) -> ResponseReturnValue:
    """Send another code."""
    return _go_on(found, pages.values(found))


@bp.get("/resumen")
@open_to("public")
@_on_the_way
def check(found: Booking) -> ResponseReturnValue:
    """Show everything before it is booked."""
    return pages.check(found, {}) if words.complete(found) else redirect(url_for("booking_steps.person"), 303)


@bp.post("/resumen")
@open_to("public")
@limiter.limit("20 per 10 minutes")
def confirm() -> ResponseReturnValue:
    """Book it; a second click finds it booked."""
    parts, found = wiring.parts(), memory.under_way()
    if found is None:
        return pages.lost()
    if found.state != BOOKED and request.form.get("shown") != found.starts_at.isoformat():
        return pages.check(found, {}, moved=True), HTTPStatus.CONFLICT
    try:
        made = booking.confirm(parts.outside, parts.settings.entity, memory.token())
    except HoldOver:
        memory.say("over")
        return redirect(words.again_url(found), 303)
    except Invalid:
        return redirect(url_for("booking_steps.person"), 303)
    except TooMany as fault:
        return pages.check(found, {"": pages.too_many(fault)}), HTTPStatus.CONFLICT
    if found.state != BOOKED or memory.booked() is None:
        memory.end(memory.Booked(made.manage, pages.masked(found), without_mobile=found.without_mobile))
    return redirect(url_for("booking_done.done"), 303)


@bp.errorhandler(CSRFError)
def stale(_error: CSRFError) -> ResponseReturnValue:
    """Give back what was typed to whoever comes without the cookie that proves the form ours; nothing is done."""
    if request.endpoint == "booking_steps.give":
        return pages.again(_typed()), HTTPStatus.CONFLICT
    return pages.lost()


def _typed() -> dict[str, str]:
    return {name: value.strip()[:_LONGEST] for name, value in request.form.items()}


def _keep(typed: Typed) -> tuple[dict[str, str], Booking | None]:
    """Keep what was typed; return what is wrong with it in words, by field, or the booking that has it."""
    parts = wiring.parts()
    try:
        return {}, booking_person.give_person(parts.outside, parts.settings.entity, memory.token(), typed)
    except Invalid as fault:
        return {field: person_words.worded(field, key) for field, key in fault.problems.items()}, None
    except TooMany as fault:
        field = {"document": "id_number", "email": "email", "mobile": "mobile"}.get(fault.limit, "")
        return {field: pages.too_many(fault)}, None


def _then(wanted: str, found: Booking) -> str:
    """Return where a button of the page leads, once what was typed is kept."""
    if wanted.startswith("language:"):
        return url_for("booking_steps.person", lang=wanted.partition(":")[2])
    return url_for("booking.choose") if wanted == "procedure" else words.again_url(found)


def _renewed(found: Booking) -> bool:
    """Hold the same hour anew after its time ran out; False when somebody else has it."""
    parts = wiring.parts()
    try:
        booking.hold_again(parts.outside, parts.settings.entity, memory.token(), found.starts_at, found.office)
    except HourTaken:
        memory.say("over")
        return False
    except TooMany:
        return True  # confirming takes it up again if it is still free
    return True


def _go_on(found: Booking, typed: Typed) -> ResponseReturnValue:
    """Lead on from a person who is complete."""
    if found.state == EXPIRED and not _renewed(found):
        return redirect(words.again_url(found), 303)
    if found.without_mobile or found.mobile_proved:
        return redirect(url_for("booking_steps.check"), 303)
    return _send(found, typed)


def _send(found: Booking, typed: Typed) -> ResponseReturnValue:
    parts = wiring.parts()
    try:
        until = booking_person.send_code(parts.outside, parts.settings.entity, memory.token())
    except TooManyCodes:
        if memory.code_until() > parts.outside.clock.now().timestamp():
            return pages.code(found, {"code": pages.last_code()}), HTTPStatus.CONFLICT
        return pages.person(found, typed, {"mobile": pages.no_more_codes()}), HTTPStatus.CONFLICT
    except Invalid:
        return redirect(url_for("booking_steps.person"), 303)
    memory.code_until(until)
    return redirect(url_for("booking_steps.code"), 303)
