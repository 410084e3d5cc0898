"""Book an appointment, first half: what for, the questions before, which day and hour."""

from collections.abc import Mapping
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from app import wiring
from app.domain import procedure as rules
from app.domain.appointments import BOOKED, HELD
from app.domain.errors import Invalid
from app.intake import forms, triage
from app.services.appointments import booking, booking_person
from app.services.appointments.booking import Booking, HourTaken, TooMany, Wish
from app.services.publishing import procedures
from app.services.publishing.procedures import Pinned
from app.web import booking_calendar, calendars, catalogue, frame, sheets
from app.web import booking_memory as memory
from app.web import booking_notices as notices
from app.web import booking_words as words
from app.web.frame import limiter
from app.web.gate import open_to
from app.web.sheets import Asked
from app.web.texts import _

bp = Blueprint("booking", __name__, url_prefix="/cita")


@bp.get("")
@open_to("public")
def choose() -> str:
    """Ask what the appointment is for."""
    here, query = frame.language(), catalogue.query(request.args.get("q", ""))
    found = [one for one in procedures.catalogue(wiring.parts().settings.entity) if words.ways(one)]
    if query:
        found = catalogue.matching(found, query, here)
    lines = [
        SimpleNamespace(
            title=rules.text(one.card.title, here),
            summary=rules.text(one.card.summary, here),
            about=words.about(one),
            url=url_for("booking.enter", procedure=one.id),
        )
        for one in found
    ]
    return render_template(
        "public/booking/choose.html",
        booking=words.rail(words.WHAT),
        query=query,
        procedures=lines,
        search_url=url_for("booking.choose"),
        all_url=url_for("public.home"),
    )


@bp.get("/<procedure>")
@open_to("public")
def enter(procedure: str) -> ResponseReturnValue:
    """Go to the questions that are left, or to the calendar."""
    pinned = _pinned(procedure)
    if _unfinished(pinned):
        return redirect(url_for("booking.questions", procedure=procedure, **_asked()), 303)
    return redirect(words.calendar_url(procedure, **_asked()), 303)


@bp.get("/<procedure>/preguntas")
@open_to("public")
def questions(procedure: str) -> ResponseReturnValue:
    """Ask a page of the questions that come before any hour."""
    pinned = _pinned(procedure)
    asked = _asked_form(pinned)
    if asked is None:
        return redirect(words.calendar_url(procedure, **_asked()), 303)
    page = request.args.get("pagina", "")
    known = [each.id for each in forms.asked_pages(asked.form, asked.draft)]
    page = page if page in known else _unfinished(pinned) or known[0]
    return _questions(pinned, asked, page, sheets.fresh_page(asked, page))


@bp.post("/<procedure>/preguntas")
@open_to("public")
@limiter.limit("60 per 10 minutes")
def answer(procedure: str) -> ResponseReturnValue:
    """Keep the answers of a page; tell what they mean for the appointment."""
    pinned = _pinned(procedure)
    asked = _asked_form(pinned)
    page = request.form.get("_page", "")
    if asked is None or page not in {each.id for each in asked.form.pages}:
        return redirect(url_for("booking.enter", procedure=procedure), 303)
    posted = sheets.posted_page(asked, page, request.form)
    if posted.edited or not posted.valid:
        return _questions(pinned, asked, page, posted), HTTPStatus.OK if posted.edited else 422
    given = forms.merged(asked.form, page, asked.draft, posted.answers)
    if not memory.answer(procedure, given):
        long = {"": _("Sus respuestas son demasiado largas. Acórtelas un poco.")}
        return _questions(pinned, asked, page, posted, long), 422
    following = _after(asked, page, given)
    if following:
        return redirect(url_for("booking.questions", procedure=procedure, pagina=following, **_asked()), 303)
    return redirect(words.calendar_url(procedure, **_asked()), 303)


@bp.get("/<procedure>/cuando")
@open_to("public")
def calendar(procedure: str) -> ResponseReturnValue:
    """Show the month and the free hours of a day."""
    pinned = _pinned(procedure)
    if _unfinished(pinned):
        return redirect(url_for("booking.questions", procedure=procedure, **_asked()), 303)
    return _calendar(pinned, notices.notice(memory.said()), request.args)


@bp.post("/<procedure>/cuando")
@open_to("public")
@limiter.limit("40 per 10 minutes")
def take(procedure: str) -> ResponseReturnValue:
    """Keep an hour for ten minutes."""
    pinned = _pinned(procedure)
    chosen = calendars.hour_of(request.form.get("hora", ""))
    if _unfinished(pinned):
        return redirect(url_for("booking.questions", procedure=procedure, **_asked()), 303)
    if chosen is None:
        return _calendar(pinned, notices.notice("garbled"), request.form), 422
    starts_at, office = chosen
    spoken = request.form.get("idioma", "")
    language = spoken if spoken in booking_calendar.languages() else frame.language()
    wish = Wish(procedure, request.form.get("canal", ""), office, language, starts_at, memory.answers(procedure))
    try:
        held = _held(wish, memory.under_way())
    except HourTaken:
        return _calendar(pinned, notices.notice("taken"), request.form), HTTPStatus.CONFLICT
    except TooMany as fault:
        return _calendar(pinned, notices.notice(f"many_{fault.limit}"), request.form), HTTPStatus.CONFLICT
    except Invalid:
        return redirect(url_for("booking.enter", procedure=procedure), 303)
    return redirect(url_for(_next(held)), 303)


@bp.errorhandler(CSRFError)
def stale(_error: CSRFError) -> ResponseReturnValue:
    """Show the page again to whoever comes without the cookie that proves the form ours; nothing is done."""
    pinned = _pinned(str((request.view_args or {}).get("procedure", "")))
    asked, page = _asked_form(pinned), request.form.get("_page", "")
    if asked is not None and page in {each.id for each in asked.form.pages}:
        posted, said = sheets.posted_page(asked, page, request.form), notices.notice("cookies")
        return _questions(pinned, asked, page, posted, {"": said.text if said else ""}), HTTPStatus.CONFLICT
    return _calendar(pinned, notices.notice("cookies"), request.form), HTTPStatus.CONFLICT


def _held(wish: Wish, before: Booking | None) -> Booking:
    """Hold the hour of `wish`; what was typed `before` goes along."""
    parts = wiring.parts()
    entity = parts.settings.entity
    if before is not None and before.state != BOOKED and _same(wish, before):
        return booking.hold_again(parts.outside, entity, memory.token(), wish.starts_at, wish.office)
    held, token = booking.hold(parts.outside, entity, wish, request.remote_addr or "")
    memory.keep(token)
    if before is not None and before.person:
        typed = {**before.person, "without_mobile": "1" if before.without_mobile else ""}
        try:
            return booking_person.give_person(parts.outside, entity, token, typed)
        except (Invalid, TooMany):
            return held
    return held


def _same(wish: Wish, before: Booking) -> bool:
    """Return whether a booking only takes another hour to be the one wished for."""
    return (wish.procedure, wish.channel, wish.language, dict(wish.triage)) == (
        before.procedure,
        before.channel,
        before.language,
        dict(before.triage),
    )


def _next(held: Booking) -> str:
    """Return the page that follows once the hour is held: the check when nothing is missing."""
    return "booking_steps.check" if words.complete(held) else "booking_steps.person"


def _pinned(procedure: str) -> Pinned:
    return procedures.offered(wiring.parts().settings.entity, procedure)


def _asked() -> dict[str, Any]:
    """Return what the address says about the calendar, to be carried on."""
    names = ("canal", "oficina", "idioma", "mes", "dia")
    return {name: request.args[name][:60] for name in names if request.args.get(name)}


def _asked_form(pinned: Pinned) -> Asked | None:
    """Return the form of the triage with what was answered so far, None for a procedure without one."""
    needs = pinned.procedure.appointment
    form = pinned.forms.get(needs.triage) if needs is not None else None
    if form is None:
        return None
    return Asked(form, memory.answers(pinned.procedure.id), words.local(wiring.outside().clock.now()).date())


def _unfinished(pinned: Pinned) -> str | None:
    asked = _asked_form(pinned)
    return forms.first_unfinished(asked.form, asked.draft, today=asked.today) if asked else None


def _after(asked: Asked, page: str, given: Mapping[str, Any]) -> str | None:
    ids = [each.id for each in forms.asked_pages(asked.form, given)]
    return ids[ids.index(page) + 1] if page in ids and ids.index(page) + 1 < len(ids) else None


def _questions(
    pinned: Pinned, asked: Asked, page: str, posted: sheets.Posted, errors: Mapping[str, str] | None = None
) -> str:
    here, form_page = frame.language(), asked.form.page(page)
    title = rules.text(pinned.procedure.card.title, here)
    return render_template(
        "public/booking/triage.html",
        booking=words.rail(words.WHAT),
        procedure=SimpleNamespace(title=title),
        page=SimpleNamespace(id=page, title=rules.text(form_page.title, here), intro=rules.text(form_page.intro, here)),
        fields_html=sheets.fields(posted),
        errors=errors or posted.errors,
        back_url=url_for("booking.choose"),
    )


def _calendar(pinned: Pinned, notice: SimpleNamespace | None, asked: Mapping[str, str]) -> str:
    procedure, here = pinned.procedure, frame.language()
    answers = memory.answers(procedure.id)
    told = triage.advice(procedure.appointment, answers) if procedure.appointment else ()
    if any(each.stop for each in told):
        return notices.stop(procedure, [rules.text(each.text, here) for each in told if each.stop])
    shown = booking_calendar.read(procedure, answers, asked)
    if shown is None:
        return notices.none(procedure)
    title = rules.text(procedure.card.title, here)
    found = memory.under_way()
    kept = found if found is not None and found.state == HELD and found.procedure == procedure.id else None
    return render_template(
        "public/booking/when.html",
        booking=words.rail(words.WHEN, title=title, minutes=shown.minutes, found=kept),
        procedure=SimpleNamespace(title=title),
        advice=[rules.text(each.text, here) for each in told],
        notice=notice,
        kept=SimpleNamespace(text=words.moment(kept.starts_at), url=url_for(_next(kept))) if kept else None,
        back_url=url_for("booking.questions" if _asked_form(pinned) else "booking.choose", procedure=procedure.id),
        **booking_calendar.page(shown),
    )
