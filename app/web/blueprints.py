"""Every blueprint of the office."""

from app.web import (
    answers,
    clerk,
    clerk_door,
    doors,
    inboxes,
    incidents,
    mandates,
    portal,
    public,
    signing,
    verification,
)

ALL = (
    public.bp,
    doors.bp,
    portal.bp,
    answers.bp,
    signing.bp,
    verification.bp,
    clerk_door.bp,
    clerk.bp,
    incidents.bp,
    mandates.bp,
    inboxes.bp,
)
