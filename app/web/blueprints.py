"""Every blueprint of the office."""

from app.web import (
    agenda,
    answers,
    attendance,
    booking,
    booking_done,
    booking_steps,
    clerk,
    clerk_door,
    competences,
    counter,
    days_off,
    desk_booking,
    desk_terms,
    doors,
    filling,
    folder,
    grant_calls,
    inboxes,
    incidents,
    keys,
    lent_screen,
    letters,
    managing,
    mandates,
    notifications,
    own_term,
    paper_signing,
    payments,
    personnel,
    place_days,
    portal,
    preparing,
    privacy,
    public,
    rearranging,
    reference_tables,
    residents,
    schedule_rules,
    schedules,
    sendings,
    signing,
    verification,
    wordings,
    worklists,
)
from app.web.api import agenda as api_agenda
from app.web.api import appointments as api_appointments
from app.web.api import attending as api_attending
from app.web.api import bookings as api_bookings
from app.web.api import case as api_case
from app.web.api import catalogue as api_catalogue
from app.web.api import counter as api_counter
from app.web.api import desk as api_desk
from app.web.api import keys as api_keys
from app.web.api import openapi as api_openapi
from app.web.api import schedules as api_schedules
from app.web.api import sessions as api_sessions
from app.web.api import sms as api_sms
from app.web.api import studio as api_studio

PROGRAMS = (
    api_openapi.bp,
    api_catalogue.bp,
    api_schedules.bp,
    api_sessions.bp,
    api_agenda.bp,
    api_appointments.bp,
    api_bookings.bp,
    api_case.bp,
    api_counter.bp,
    api_attending.bp,
    api_desk.bp,
    api_studio.bp,
    api_keys.bp,
    api_sms.bp,
)
"""The API: no cookies, and so no tokens against forged forms."""

ALL = (
    privacy.bp,
    public.bp,
    doors.bp,
    portal.bp,
    own_term.bp,
    preparing.bp,
    managing.bp,
    answers.bp,
    signing.bp,
    notifications.bp,
    verification.bp,
    booking.bp,
    booking_steps.bp,
    booking_done.bp,
    clerk_door.bp,
    worklists.bp,
    clerk.bp,
    desk_terms.bp,
    agenda.bp,
    attendance.bp,
    rearranging.bp,
    desk_booking.bp,
    counter.bp,
    filling.bp,
    folder.bp,
    lent_screen.bp,
    letters.bp,
    paper_signing.bp,
    incidents.bp,
    keys.bp,
    mandates.bp,
    residents.bp,
    grant_calls.bp,
    payments.bp,
    reference_tables.bp,
    schedules.bp,
    schedule_rules.bp,
    days_off.bp,
    place_days.bp,
    personnel.bp,
    sendings.bp,
    wordings.bp,
    competences.bp,
    inboxes.bp,
    *PROGRAMS,
)
