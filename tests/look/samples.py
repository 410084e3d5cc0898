"""Realistic contexts for every template, by the name of the picture: the tests and whoever looks share them."""

from tests.look import (
    agenda_samples,
    booking_samples,
    calendar_samples,
    citizen_samples,
    counter_samples,
    deciding_samples,
    desk_samples,
    grant_samples,
    meeting_samples,
    message_samples,
    notification_samples,
    public_samples,
    term_samples,
)
from tests.look.parts import NOW, Asked, Page, site, staff

__all__ = ["NOW", "PAGES", "Asked", "Page", "site", "staff"]

PAGES: dict[str, Page] = {
    **public_samples.PAGES,
    **booking_samples.PAGES,
    **citizen_samples.PAGES,
    **meeting_samples.PAGES,
    **desk_samples.PAGES,
    **agenda_samples.PAGES,
    **counter_samples.PAGES,
    **calendar_samples.PAGES,
    **grant_samples.PAGES,
    **message_samples.PAGES,
    **deciding_samples.PAGES,
    **notification_samples.PAGES,
    **term_samples.PAGES,
}
