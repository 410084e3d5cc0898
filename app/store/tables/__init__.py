"""The tables: columns, keys and constraints only. Every table carries its entity."""

from app.store.tables.appointments import AppointmentRow, ScheduleRow, ScheduleRuleRow, SlotRow
from app.store.tables.cases import (
    CallRow,
    CaseCounterRow,
    CaseDataRow,
    CaseKeyRow,
    CaseRow,
    DraftRow,
    IncidentRow,
    NoteRow,
    TaskRow,
    TimerRow,
)
from app.store.tables.decisions import AutomatedActRow, BodyRow, DelegationRow, ResolutionRow, TermOfOfficeRow
from app.store.tables.documents import DocumentRow, SignatureRow, VersionRow
from app.store.tables.evidence import EventBodyRow, EventRow, StreamRow
from app.store.tables.notifications import NotificationRow
from app.store.tables.office import (
    ApiTokenRow,
    EntityRow,
    HolidayRow,
    MarkerRow,
    OfficeRow,
    ProcedureRow,
    ProcedureVersionRow,
    StaffRow,
    VisitRow,
    WordingRow,
)
from app.store.tables.people import CodeRow, LinkRow, PartyRow
from app.store.tables.registry import EntryRow, MandateExportRow, MandateRow, RegisterCounterRow

__all__ = [
    "ApiTokenRow",
    "AppointmentRow",
    "AutomatedActRow",
    "BodyRow",
    "CallRow",
    "CaseCounterRow",
    "CaseDataRow",
    "CaseKeyRow",
    "CaseRow",
    "CodeRow",
    "DelegationRow",
    "DocumentRow",
    "DraftRow",
    "EntityRow",
    "EntryRow",
    "EventBodyRow",
    "EventRow",
    "HolidayRow",
    "IncidentRow",
    "LinkRow",
    "MandateExportRow",
    "MandateRow",
    "MarkerRow",
    "NoteRow",
    "NotificationRow",
    "OfficeRow",
    "PartyRow",
    "ProcedureRow",
    "ProcedureVersionRow",
    "RegisterCounterRow",
    "ResolutionRow",
    "ScheduleRow",
    "ScheduleRuleRow",
    "SignatureRow",
    "SlotRow",
    "StaffRow",
    "StreamRow",
    "TaskRow",
    "TermOfOfficeRow",
    "TimerRow",
    "VersionRow",
    "VisitRow",
    "WordingRow",
]
