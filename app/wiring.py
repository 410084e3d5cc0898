"""What a process is started with: the outside world from the settings, and what operators may ask of the office."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import unquote, urlsplit
from uuid import UUID

from flask import Flask, current_app

import workers.operators
from app.adapters.disk_blobs import DiskBlobs
from app.adapters.keyring import MasterKeyring
from app.adapters.missing import NoMail, NoSms
from app.adapters.sms_http import HttpSms
from app.adapters.smtp import SmtpMail
from app.adapters.system import SystemClock
from app.adapters.tsa_http import HttpTimestamps
from app.documents import pki
from app.documents.timestamps import EmbeddedAuthority
from app.ports import Clock, Mail, Office, Outside, Timestamps
from app.services import calls
from app.services.debits.mandates import DirectDebits
from app.services.deciding import production
from app.services.deciding.decisions import CaseDecisions
from app.services.files.documents import CaseDocuments
from app.services.files.register import GeneralRegister
from app.services.grants.applications import CaseGrants
from app.services.messaging import messages
from app.services.notices import CaseNotices
from app.services.notifying import proofs
from app.services.notifying.sending import CaseNotifications
from app.services.parties import CaseParties
from app.services.reference.lookups import ReferenceTables
from app.services.residents.register import ResidentsRegister
from app.services.signing import signatures
from app.services.signing.signatures import CaseSignatures
from app.services.terms import telling
from app.services.terms.running import CaseTerms
from app.settings import Settings
from app.store.db import db

_EXTENSION = "ventanilla"

JOBS: Mapping[str, calls.Job] = {
    "decision.produce": production.produce,
    "mail.deliver": messages.deliver_mail,
    "sms.deliver": messages.deliver_sms,
    "signature.produce": signatures.produce,
    "notification.letter": proofs.letter,
    "notification.prove": proofs.prove,
    telling.OPERATOR: telling.tell,
}
"""What the office owes on its own account, by name."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Settings, the outside world, and what operators may ask of the office."""

    settings: Settings
    outside: Outside
    office: Office


class LazyAuthority:
    """The embedded time-stamping authority, its key opened on first use: only few processes stamp."""

    qualified = False

    def __init__(self, folder: Path, passphrase: str, clock: Clock) -> None:
        self._where = (folder, passphrase)
        self._clock = clock
        self._made: EmbeddedAuthority | None = None

    def respond(self, request: bytes) -> bytes:
        """Return the DER TimeStampResp for a DER TimeStampReq."""
        if self._made is None:
            self._made = EmbeddedAuthority(pki.load(*self._where), self._clock.now)
        return self._made.respond(request)


def outside_of(settings: Settings) -> Outside:
    """Return the outside world that `settings` name, with honest stand-ins where they name none."""
    clock = SystemClock()
    keys = settings.ventanilla_home / "pki"
    passphrase = settings.pki_passphrase.get_secret_value()
    stamps: Timestamps = LazyAuthority(keys, passphrase, clock)
    if settings.tsa_url:
        stamps = HttpTimestamps(settings.tsa_url)
    return Outside(
        clock=clock,
        keys=MasterKeyring(settings.master_key.get_secret_value()),
        blobs=DiskBlobs(_blobs(settings)),
        mail=_mail(settings),
        sms=HttpSms(settings.sms_url) if settings.sms_url else NoSms(),
        timestamps=stamps,
        pki_folder=keys,
        pki_passphrase=passphrase,
        base_url=settings.base_url.rstrip("/"),
    )


def install(app: Flask, settings: Settings, outside: Outside) -> None:
    """Give `app` its database and what it was started with."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_pre_ping": True, "pool_size": 8, "pool_timeout": 10}
    db.init_app(app)
    workers.operators.load()
    office = Office(
        documents=CaseDocuments(outside),
        signatures=CaseSignatures(outside),
        register=GeneralRegister(outside),
        notices=CaseNotices(outside),
        notifications=CaseNotifications(outside),
        parties=CaseParties(outside),
        mandates=DirectDebits(outside),
        decisions=CaseDecisions(outside),
        padron=ResidentsRegister(outside),
        tables=ReferenceTables(outside),
        grants=CaseGrants(outside),
        terms=CaseTerms(outside),
    )
    app.extensions[_EXTENSION] = Parts(settings, outside, office)


def bare(settings: Settings, outside: Outside | None = None) -> Flask:
    """Return an application without pages, for workers and commands."""
    app = Flask("ventanilla")
    install(app, settings, outside or outside_of(settings))
    return app


def parts() -> Parts:
    """Return the current application's parts."""
    return cast("Parts", current_app.extensions[_EXTENSION])


def outside() -> Outside:
    """Return the current application's outside systems."""
    return parts().outside


def run_call(call_id: UUID) -> None:
    """Run one owed call with the current application's parts."""
    here = parts()
    calls.run(here.outside, here.office, JOBS, call_id)


def _mail(settings: Settings) -> Mail:
    if not settings.smtp_url:
        return NoMail()
    return SmtpMail.from_url(settings.smtp_url, settings.mail_sender, settings.smtp_ca_file)


def _blobs(settings: Settings) -> Path:
    if not settings.blobs_url:
        return settings.ventanilla_home / "blobs"
    address = urlsplit(settings.blobs_url)
    if address.scheme != "file":
        raise ValueError("BLOBS_URL must read file:///path")
    return Path(unquote(address.path))
