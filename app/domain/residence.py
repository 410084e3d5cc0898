"""Where people are registered: one place at a time, and every change of it a movement.

A stay lasts from the day `since` up to the day before `until`. Source: RD 1690/1986 art. 53-54; Resolución of
17-2-2020 (BOE-A-2020-4784) section 5.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

BIRTH, RESIDENCE_CHANGE, OMISSION = "birth", "residence_change", "omission"
ADDRESS_CHANGE, DATA_CHANGE = "address_change", "data_change"
CAUSES: Final = (BIRTH, RESIDENCE_CHANGE, OMISSION, ADDRESS_CHANGE, DATA_CHANGE)
_ARRIVALS: Final = (RESIDENCE_CHANGE, OMISSION)


class Refused(ValueError):
    """A movement cannot be. `reason` is already_registered, not_registered, newer_movement or cause."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody's time on one sheet of the register."""

    sheet: UUID
    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Return whether the person is registered here on `day`."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Move:
    """What changes for one person. Without `target`, or with `origin` the same, the place stays."""

    cause: str
    origin: UUID | None
    target: UUID | None
    on: date


def move(stays: Sequence[Stay], cause: str, target: UUID | None, on: date) -> Move | None:
    """Return the movement that brings somebody with these stays to `target`, None when the person is there already.

    Whoever arrives from elsewhere but is registered here moves within the town. Raises `Refused`.
    """
    last = stays[-1] if stays else None
    here = last if last is not None and last.until is None else None
    if cause not in CAUSES or (target is None) != (cause == DATA_CHANGE):
        raise Refused("cause")
    if cause in {ADDRESS_CHANGE, DATA_CHANGE} and here is None:
        raise Refused("not_registered")
    if cause == BIRTH and last is not None:
        raise Refused("already_registered")
    if here is not None and cause in {*_ARRIVALS, ADDRESS_CHANGE} and here.sheet == target:
        return None
    if cause != DATA_CHANGE and last is not None and on < (last.until or last.since):
        raise Refused("newer_movement")
    if here is not None and cause in _ARRIVALS:
        cause = ADDRESS_CHANGE
    origin = here.sheet if here is not None else None
    return Move(cause, origin, target or origin, on)


def after(stays: Sequence[Stay], made: Move) -> list[Stay]:
    """Return the stays once `made` has happened."""
    if made.target is None or made.origin == made.target:
        return list(stays)
    before = [*stays[:-1], replace(stays[-1], until=made.on)] if made.origin else list(stays)
    return [*before, Stay(made.target, made.on)]


def replay(moves: Iterable[Move]) -> list[Stay]:
    """Return the stays to which movements lead, in the order in which they were recorded."""
    stays: list[Stay] = []
    for made in moves:
        stays = after(stays, made)
    return stays
