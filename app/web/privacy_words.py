"""What a procedure does with personal data, in words: the first layer, and its row in the record of processing."""

from types import SimpleNamespace

from app import wiring
from app.domain import procedure as rules
from app.domain.errors import NotFound
from app.domain.procedure import Procedure, Texts
from app.services import entities
from app.services.publishing import procedures
from app.web import frame
from app.web.texts import _


def first_layer(one: Procedure) -> str:
    """Return the first layer of the privacy information for a procedure. Source: LO 3/2018 art. 11; RGPD art. 13."""
    return _(
        "Responsable: %(entity)s. Finalidad: %(purpose)s. Legitimación: %(basis)s. Destinatarios: %(recipients)s. "
        "Derechos: acceso, rectificación, supresión, limitación y oposición.",
        entity=_controller(),
        **_said(one),
    )


def at_booking(procedure: str) -> str:
    """Return the first layer for whoever books an appointment for a procedure."""
    unfinished = _("Si no llega a reservar, los borramos en un día.")
    try:
        known = procedures.offered(wiring.parts().settings.entity, procedure).procedure
    except NotFound:
        return unfinished
    return f"{first_layer(known)} {unfinished}"


def activity(one: Procedure) -> SimpleNamespace:
    """Return the row of a procedure in the record of processing. Source: RGPD art. 30.1; LO 3/2018 art. 31."""
    here = frame.language()
    told = one.privacy.retention if one.privacy else ()
    kept = [(rules.text(each.what, here), rules.text(each.period, here)) for each in told]
    return SimpleNamespace(
        title=rules.text(one.card.title, here),
        **_said(one),
        people=_("Quienes inician el trámite, sus representantes y las demás personas que intervienen en él."),
        data=_("Identificativos y de contacto, los que piden los formularios y documentos, y los de cada acceso."),
        kept=kept or [(_("El expediente"), _("Lo que marca la normativa de archivos para este trámite"))],
    )


def general() -> list[SimpleNamespace]:
    """Return the rows of what the office does for every procedure: appointments, the register, evidence."""
    return [
        SimpleNamespace(
            title=_("Cita previa"),
            purpose=_("Dar, recordar, cambiar y anular citas"),
            basis=_("Misión en interés público (art. 6.1.e del RGPD)"),
            recipients=_("no se ceden, salvo obligación legal"),
            people=_("Quienes piden una cita."),
            data=_("Identificativos y de contacto, el trámite y la hora."),
            kept=[(_("Reservas sin terminar"), _("Un día")), (_("Citas"), _("Lo mismo que su expediente"))],
        ),
        SimpleNamespace(
            title=_("Registro general"),
            purpose=_("Dejar constancia de lo que se presenta y dar justificante"),
            basis=_("Obligación legal (art. 6.1.c del RGPD; art. 16 de la Ley 39/2015)"),
            recipients=_("Las administraciones a las que se dirige lo presentado"),
            people=_("Quienes presentan escritos y sus representantes."),
            data=_("Identificativos, y el contenido y los documentos de lo presentado."),
            kept=[(_("Asientos del registro"), _("Permanente"))],
        ),
        SimpleNamespace(
            title=_("Pruebas de cada paso y seguridad"),
            purpose=_("Demostrar qué se hizo, quién accedió y cuándo"),
            basis=_("Obligación legal (art. 6.1.c del RGPD; Real Decreto 311/2022)"),
            recipients=_("Los juzgados y las autoridades de control, si lo piden"),
            people=_("Quienes usan la oficina y quienes trabajan en ella."),
            data=_("Hora, dirección de internet, navegador y qué se hizo; los datos personales, como huella."),
            kept=[(_("Pruebas y documentos firmados"), _("Cinco años como mínimo; después se destruyen"))],
        ),
    ]


def _controller() -> str:
    parts = wiring.parts()
    return entities.shown(parts.settings.entity, parts.outside.clock.now()).called(frame.language())


def _said(one: Procedure) -> dict[str, str]:
    title, told = rules.text(one.card.title, frame.language()), one.privacy
    return {
        "purpose": _worded(told.purpose if told else {}, _("tramitar «%(title)s»", title=title)),
        "basis": _worded(
            told.basis if told else {}, _("misión en interés público y obligación legal (art. 6.1, c y e, del RGPD)")
        ),
        "recipients": _worded(told.recipients if told else {}, _("no se ceden, salvo obligación legal")),
    }


def _worded(texts: Texts, otherwise: str) -> str:
    return (rules.text(texts, frame.language()) or otherwise).rstrip(".")
