"""The pages of the second half of a booking, and what their errors are called."""

import re
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from types import SimpleNamespace
from typing import Final

from flask import Response, make_response, render_template, url_for

from app import wiring
from app.domain import masks
from app.domain import procedure as rules
from app.domain.appointments import CHANNELS
from app.intake import forms
from app.services.appointments.booking import Booking, TooMany
from app.services.publishing import procedures
from app.web import booking_memory as memory
from app.web import booking_words as words
from app.web import frame, privacy_words
from app.web.texts import _, ngettext

FORM: Final = "datos"
"""The id of the form about the person."""
_PROCEDURE = re.compile(r"[a-z][a-z0-9_-]{0,59}", re.ASCII)
Typed = Mapping[str, str]


def lost() -> Response:
    """Say that this browser has no booking under way, and where to begin again."""
    page = render_template("public/booking/lost.html", again_url=url_for("booking.choose"))
    return make_response(page, HTTPStatus.NOT_FOUND)


def values(found: Booking) -> dict[str, str]:
    """Return what fills the form about the person: what was typed so far."""
    kept = {"id_type": "dni", **found.person, "without_mobile": "1" if found.without_mobile else ""}
    return kept | {"accept_privacy": "1" if memory.privacy() else ""}


def person(found: Booking, typed: Typed, errors: Mapping[str, str]) -> str:
    """Return the page that asks who comes."""
    rail = words.rail(words.WHO, title=words.title(found.procedure), minutes=found.minutes, found=found, form=FORM)
    return _person(rail, found.procedure, found.channel, typed, errors)


def again(typed: Typed) -> str:
    """Return the same page for a browser that lost its booking: nothing typed is lost, the hour must be chosen anew."""
    notice = SimpleNamespace(
        text=_(
            "Su navegador ya no tiene la hora que le guardábamos. Elíjala en otra ventana y vuelva a esta: lo "
            "que ha escrito sigue aquí."
        ),
        url=_calendar(typed),
        label=_("Elegir la hora en otra ventana"),
    )
    return _person(words.rail(words.WHO, form=FORM), *_where(typed), typed, {}, notice)


def slow_down(typed: Typed) -> Response:
    """Return the same page for somebody who sends it too often; nothing is looked up, nothing typed is lost."""
    errors = {"": _("Lo ha enviado demasiadas veces seguidas. Espere unos minutos y pulse «Continuar» otra vez.")}
    page = _person(words.rail(words.WHO, form=FORM), *_where(typed), typed, errors)
    return make_response(page, HTTPStatus.TOO_MANY_REQUESTS)


def _where(typed: Typed) -> tuple[str, str]:
    channel = typed.get("canal", "")
    return typed.get("tramite", ""), channel if channel in CHANNELS else CHANNELS[0]


def _calendar(typed: Typed) -> str:
    procedure, channel = _where(typed)
    if not _PROCEDURE.fullmatch(procedure):
        return url_for("booking.choose")
    return url_for("booking.enter", procedure=procedure, canal=channel)


def _person(
    rail: object,
    procedure: str,
    channel: str,
    typed: Typed,
    errors: Mapping[str, str],
    again: SimpleNamespace | None = None,
) -> str:
    return render_template(
        "public/booking/person.html",
        booking=rail,
        values={"id_type": "dni", **typed},
        errors=errors,
        id_types=[("dni", _("DNI")), ("nie", _("NIE")), ("passport", _("Pasaporte"))],
        channel=channel,
        send_url=url_for("booking_steps.give"),
        kept=[("tramite", procedure), ("canal", channel)],
        privacy_text=privacy_words.at_booking(procedure),
        back_then="hour",
        again=again,
    )


def code(found: Booking, errors: Mapping[str, str]) -> str:
    """Return the page that asks for the code."""
    now = wiring.outside().clock.now()
    left = max(0, int(memory.code_until() - now.timestamp()))
    return render_template(
        "public/booking/code.html",
        booking=words.rail(words.WHO, title=words.title(found.procedure), minutes=found.minutes, found=found),
        phone=masks.phone(found.person.get("mobile", "")),
        expires_at=now + timedelta(seconds=left),
        seconds_left=left,
        errors=errors,
        send_url=url_for("booking_steps.prove"),
        resend_url=url_for("booking_steps.resend"),
        change_url=url_for("booking_steps.person"),
    )


def refused() -> str:
    """Return why a code did not serve, as far as that may be told."""
    if memory.code_until() <= wiring.outside().clock.now().timestamp():
        return _("El código ha caducado. Pida otro.")
    return _("El código no es correcto o ya no vale: cada uno admite tres intentos. Compruébelo o pida otro.")


def last_code() -> str:
    """Return what to do when no other code may be sent, but the last one serves."""
    return _("Ya le hemos enviado varios códigos. Escriba el último que le llegó o espere unos minutos.")


def no_more_codes() -> str:
    """Return what to do when no code may be sent to a mobile."""
    return _("A este móvil ya le hemos enviado demasiados códigos. Espere unos minutos o escriba otro.")


def check(found: Booking, errors: Mapping[str, str], *, moved: bool = False) -> str:
    """Return the page that shows everything before it is booked."""
    notice = SimpleNamespace(
        title=_("Ha elegido otra hora en otra ventana"),
        text=_("Esta es la que le guardamos ahora. Compruébela antes de reservar."),
    )
    mail = _("Le enviaremos la confirmación a su correo y abriremos su expediente.")
    return render_template(
        "public/booking/check.html",
        booking=words.rail(words.CHECK, title=words.title(found.procedure), minutes=found.minutes, found=found),
        notice=notice if moved else None,
        ticket=words.ticket(found.starts_at, found.channel, (found.office_name, found.address)),
        sections=[
            SimpleNamespace(title=_("La cita"), rows=_appointment(found)),
            SimpleNamespace(title=_("Sus datos"), rows=_about(found)),
        ],
        action=words.book_it(found.starts_at),
        text=mail if found.without_mobile else _("%(mail)s Allí puede ir preparando los papeles.", mail=mail),
        shown=found.starts_at.isoformat(),
        errors=errors,
        back_url=url_for("booking_steps.person"),
    )


def _appointment(found: Booking) -> list[tuple[str, str, str | None]]:
    pinned = procedures.offered(wiring.parts().settings.entity, found.procedure)
    when = words.again_url(found)
    rows: list[tuple[str, str, str | None]] = [
        (_("Trámite"), rules.text(pinned.procedure.card.title, frame.language()), url_for("booking.choose"))
    ]
    needs = pinned.procedure.appointment
    form = pinned.forms.get(needs.triage) if needs else None
    if form is not None:
        today = words.local(wiring.outside().clock.now()).date()
        for section in forms.review(form, found.triage, frame.language(), today=today):
            url = url_for("booking.questions", procedure=found.procedure, pagina=section.page_id)
            rows += [(row.label, "\n".join(row.lines), url) for row in section.rows]
    rows.append((_("Día y hora"), words.moment(found.starts_at), when))
    how = f"{words.manner(found.channel, found.language)}, {words.length(found.minutes)}"
    rows.append((_("Cómo"), how, when))
    return rows


def _about(found: Booking) -> list[tuple[str, str, str | None]]:
    known, url = found.person, url_for("booking_steps.person")
    kinds = {"dni": _("DNI"), "nie": _("NIE"), "passport": _("Pasaporte")}
    mobile = _("%(number)s, comprobado", number=known.get("mobile", ""))
    return [
        (_("Nombre"), words.name(known), url),
        (_("Documento"), f"{kinds.get(known.get('id_type', ''), '')} {known.get('id_number', '')}", url),
        (_("Correo electrónico"), words.wrapping(known.get("email", "")), url),
        (_("Móvil"), _("No tiene: todo se hará en la oficina") if found.without_mobile else mobile, url),
    ]


def masked(found: Booking) -> str:
    """Return the person's address, masked; "" when there is none any more."""
    return masks.email(found.person["email"]) if found.person.get("email") else ""


def too_many(fault: TooMany) -> str:
    """Return what stands against another appointment, how many one may have, and what to do."""
    return {
        "document": ngettext(
            "Con este documento solo puede tener %(num)s cita pendiente de este trámite. Cámbiela o anúlela.",
            "Con este documento solo puede tener %(num)s citas pendientes de este trámite. Cambie o anule alguna.",
            fault.most,
        ),
        "email": ngettext(
            "Con este correo solo puede tener %(num)s cita pendiente. Anúlela o llámenos.",
            "Con este correo solo puede tener %(num)s citas pendientes. Anule alguna o llámenos.",
            fault.most,
        ),
        "mobile": ngettext(
            "Con este móvil solo puede tener %(num)s cita pendiente. Anúlela o llámenos.",
            "Con este móvil solo puede tener %(num)s citas pendientes. Anule alguna o llámenos.",
            fault.most,
        ),
    }.get(fault.limit, _("Ya tiene todas las citas que caben. Anule alguna o llámenos."))
