"""What may come between a person and an hour, in words, and what to do then."""

from types import SimpleNamespace

from flask import render_template, url_for

from app.domain import procedure as rules
from app.domain.appointments import ONLINE
from app.domain.procedure import Procedure
from app.web import booking_words as words
from app.web import frame
from app.web.texts import _


def stop(procedure: Procedure, texts: list[str]) -> str:
    """Return the page for somebody whom an appointment would not help: why, and what to do instead."""
    again = url_for("booking.questions", procedure=procedure.id)
    ways = [*_online(procedure), SimpleNamespace(label=_("Cambiar mi respuesta"), url=again, icon="")]
    return _ended(procedure, _("Con esta cita no lo podríamos resolver"), texts, ways, again)


def none(procedure: Procedure) -> str:
    """Return the page of a procedure that nobody attends by appointment."""
    text = _("Ahora mismo nadie atiende este trámite con cita previa.")
    others = SimpleNamespace(label=_("Ver otros trámites con cita"), url=url_for("booking.choose"), icon="calendar")
    ways = [*_online(procedure), others]
    return _ended(procedure, _("Este trámite no tiene cita"), [text], ways, url_for("booking.choose"))


def _online(procedure: Procedure) -> list[SimpleNamespace]:
    if ONLINE not in procedure.card.channels:
        return []
    url = url_for("doors.start", procedure=procedure.id)
    return [SimpleNamespace(label=_("Hacerlo por internet"), url=url, icon=words.ICONS[ONLINE])]


def _ended(procedure: Procedure, title: str, texts: list[str], ways: list[SimpleNamespace], back_url: str) -> str:
    return render_template(
        "public/booking/stop.html",
        booking=words.rail(words.WHAT),
        procedure=SimpleNamespace(title=rules.text(procedure.card.title, frame.language())),
        title=title,
        texts=texts,
        ways=ways,
        back_url=back_url,
        back_label="",
    )


def notice(word: str) -> SimpleNamespace | None:
    """Return what has just happened in words, None for nothing."""
    kept = _("No ha perdido nada de lo que escribió. Elija otra de las que siguen libres.")
    call = _("Si necesita más, llámenos.")
    said = {
        "taken": (_("Esa hora ya no está libre"), kept),
        "over": (_("La hora que le guardábamos ya no está libre"), kept),
        "garbled": (_("No hemos entendido qué hora quería"), _("Elija una de las que están libres.")),
        "cookies": (
            _("Su navegador no ha guardado la cookie que hace falta"),
            _("Vuelva a elegir. Si pasa otra vez, permita las cookies de esta página: solo guardan su reserva."),
        ),
        "many_holds": (
            _("Ha cambiado de hora muchas veces"),
            _("Espere un rato o llámenos y se la damos por teléfono."),
        ),
        "many_address": (_("Desde esta conexión se han pedido ya muchas citas hoy"), call),
    }.get(word)
    return SimpleNamespace(title=said[0], text=said[1]) if said else None
