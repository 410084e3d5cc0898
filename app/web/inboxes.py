"""The demonstration's mailbox and telephone. They exist only where ./ventanilla run plays the outside world."""

from types import SimpleNamespace

from flask import Blueprint, Response, abort, render_template, url_for
from pyotp.totp import TOTP

from app import wiring
from app.embedded import reading
from app.services.files.documents import Content
from app.web import downloads
from app.web.gate import open_to

bp = Blueprint("inboxes", __name__, url_prefix="/demostracion")


@bp.get("/buzon")
@open_to("embedded")
def mailbox() -> str:
    """List the e-mails that the office sent."""
    found = reading.mails(wiring.parts().settings.ventanilla_home)
    lines = [
        SimpleNamespace(to=mail.to, subject=mail.subject, at=mail.at, url=url_for("inboxes.mail", name=mail.id))
        for mail in found
    ]
    return render_template("public/mailbox.html", mails=lines)


@bp.get("/buzon/<name>")
@open_to("embedded")
def mail(name: str) -> str:
    """Show one e-mail."""
    found = reading.mail(wiring.parts().settings.ventanilla_home, name)
    if found is None:
        abort(404)
    shown = SimpleNamespace(
        sender=found.sender,
        to=found.to,
        subject=found.subject,
        at=found.at,
        text=found.text,
        attachments=[
            SimpleNamespace(
                title=one.name,
                url=url_for("inboxes.attached", name=name, number=number),
                size=len(one.content),
                kind=one.mime.partition("/")[2],
            )
            for number, one in enumerate(found.attached)
        ],
        back_url=url_for("inboxes.mailbox"),
    )
    return render_template("public/mail.html", mail=shown)


@bp.get("/buzon/<name>/<int:number>")
@open_to("embedded")
def attached(name: str, number: int) -> Response:
    """Hand out a file that came with an e-mail."""
    found = reading.mail(wiring.parts().settings.ventanilla_home, name)
    if found is None or number >= len(found.attached):
        abort(404)
    one = found.attached[number]
    return downloads.file(Content(one.name, one.mime, one.content))


@bp.get("/sms")
@open_to("embedded")
def sms() -> str:
    """List the text messages that the office sent."""
    found = reading.text_messages(wiring.parts().settings.ventanilla_home)
    return render_template("public/sms.html", messages=found, authenticators=_authenticators())


def _authenticators() -> list[SimpleNamespace]:
    """Return the present code of each demonstration account, as its owner's telephone would show it."""
    known = reading.accounts(wiring.parts().settings.ventanilla_home)
    return [SimpleNamespace(name=one.name, username=one.username, code=TOTP(one.totp).now()) for one in known]
