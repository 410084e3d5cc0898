"""What the answers to a procedure's triage mean for its appointment: how long it takes, and what to be told first."""

from collections.abc import Mapping
from typing import Any

from app.domain.procedure import Advice, AppointmentNeeds
from app.intake import conditions


def minutes(needs: AppointmentNeeds, answers: Mapping[str, Any]) -> int:
    """Return how many minutes the appointment takes: those of the first of `longer` that holds, else the usual."""
    return next((each.minutes for each in needs.longer if conditions.holds(each.when, answers)), needs.minutes)


def advice(needs: AppointmentNeeds, answers: Mapping[str, Any]) -> tuple[Advice, ...]:
    """Return what a person with these answers is told before choosing an hour, in the procedure's order."""
    return tuple(each for each in needs.advice if conditions.holds(each.when, answers))


def stopped(needs: AppointmentNeeds, answers: Mapping[str, Any]) -> bool:
    """Return whether an appointment would not help a person with these answers."""
    return any(each.stop for each in advice(needs, answers))
