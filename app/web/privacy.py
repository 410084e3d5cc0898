"""Privacy, for everybody to read: the second layer, and the record of processing activities."""

from flask import Blueprint, render_template, url_for

from app import wiring
from app.services import entities
from app.services.publishing import procedures
from app.web import privacy_words
from app.web.gate import open_to

bp = Blueprint("privacy", __name__, url_prefix="/privacidad")


@bp.get("")
@open_to("public")
def page() -> str:
    """Show the second layer of the privacy information (GDPR art. 13, LO 3/2018 art. 11)."""
    return render_template("public/privacy.html", officer=_officer(), record_url=url_for("privacy.record"))


@bp.get("/registro-de-actividades")
@open_to("public")
def record() -> str:
    """Show the record of processing activities (GDPR art. 30, LO 3/2018 art. 31.2)."""
    offered = procedures.catalogue(wiring.parts().settings.entity)
    activities = [privacy_words.activity(one) for one in offered] + privacy_words.general()
    return render_template("public/processing.html", activities=activities, officer=_officer())


def _officer() -> str:
    parts = wiring.parts()
    entity = entities.shown(parts.settings.entity, parts.outside.clock.now())
    return str(entity.facts.get("privacy_contact") or "")
