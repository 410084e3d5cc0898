"""A page of the office to be looked at, as somebody sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from demo.citizen import Citizen
from demo.clerk import Clerk
from demo.journeys import Town
from demo.pages import Page

SEND = "main form[method=post] button:not([name])"
"""The button that sends the form of a page; pressed with nothing filled in, it shows the page's errors."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A page to look at: its name, its address, the cookies of whoever may see it, and a button to press first."""

    name: str
    url: str
    cookies: Mapping[str, str] = field(default_factory=dict)
    press: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """Who shows the pages: a citizen of the tour's own, a clerk and the supervisor."""

    town: Town
    boss: Clerk
    citizen: Citizen

    def mine(self, name: str, page: Page | str, press: str = "") -> Stop:
        """Return a page as the citizen sees it."""
        return stop(name, page, self.citizen, press)

    def desk(self, name: str, page: Page | str, press: str = "") -> Stop:
        """Return a page as the clerk sees it."""
        return stop(name, page, self.town.clerk, press)


def stop(name: str, page: Page | str, who: Citizen | Clerk, press: str = "") -> Stop:
    """Return a page as `who` sees it."""
    address = page if isinstance(page, str) else page.url
    url = address if "://" in address else who.browser.address + address
    cookies = {str(one.name): str(one.value) for one in who.browser.session.cookies}
    return Stop(name, url, cookies, press)
