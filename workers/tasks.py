"""Celery tasks: a name, one id, one call. The broker carries no parameters and no personal data."""

from uuid import UUID

from celery import shared_task

from app import wiring
from app.services import relay
from app.services.appointments import reminders
from app.services.messaging import digests
from app.services.notifying import expiry
from app.services.signing import signature_reminders
from app.services.terms import expiring


@shared_task(name="calls.run", acks_late=True, reject_on_worker_lost=True)
def run_call(call_id: str) -> None:
    """Run one owed call and give its case the answer. Safe to run twice."""
    wiring.run_call(UUID(call_id))


@shared_task(name="relay.run")
def run_relay() -> None:
    """Hand over what is owed, and wake cases whose timers are due."""
    relay.relay(wiring.outside(), send)
    relay.tick(wiring.outside())


@shared_task(name="appointments.run")
def run_appointments() -> None:
    """Remind of appointments that are near, and forget bookings that nobody finished."""
    reminders.sweep(wiring.outside())
    reminders.remind(wiring.outside())


@shared_task(name="notifications.run")
def run_notifications() -> None:
    """Let notifications that nobody opened in time run out, and tell diagrams what they were not told yet."""
    expiry.expire(wiring.outside())
    expiry.tell(wiring.outside())


@shared_task(name="signatures.run")
def run_signatures() -> None:
    """Remind whoever was asked to sign and has not."""
    signature_reminders.remind(wiring.outside())


@shared_task(name="cells.run")
def run_cells() -> None:
    """Forget which clerks' time was taken in days that are over."""
    reminders.purge(wiring.outside())


@shared_task(name="terms.run")
def run_terms() -> None:
    """Let terms that ran out expire."""
    expiring.sweep(wiring.outside())


@shared_task(name="digests.run")
def run_digests() -> None:
    """Write the office what failed, once its hour has come."""
    digests.write(wiring.outside(), wiring.parts().settings.digest_at)


def send(call_id: UUID, queue: str) -> None:
    """Hand a call to the broker's queue."""
    run_call.apply_async((str(call_id),), queue=queue, ignore_result=True)
