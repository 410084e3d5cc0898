"""The tables: columns, keys and constraints only. Every table carries its entity."""

from app.store.tables.cases import (
    CallRow,
    CaseCounterRow,
    CaseDataRow,
    CaseKeyRow,
    CaseRow,
    DraftRow,
    IncidentRow,
    TaskRow,
    TimerRow,
)
from app.store.tables.documents import DocumentRow, SignatureRow, VersionRow
from app.store.tables.evidence import EventBodyRow, EventRow, StreamRow
from app.store.tables.office import (
    EntityRow,
    HolidayRow,
    OfficeRow,
    ProcedureRow,
    ProcedureVersionRow,
    StaffRow,
    VisitRow,
)
from app.store.tables.people import CodeRow, LinkRow, PartyRow
from app.store.tables.registry import EntryRow, MandateExportRow, MandateRow, RegisterCounterRow

__all__ = [
    "CallRow",
    "CaseCounterRow",
    "CaseDataRow",
    "CaseKeyRow",
    "CaseRow",
    "CodeRow",
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
    "OfficeRow",
    "PartyRow",
    "ProcedureRow",
    "ProcedureVersionRow",
    "RegisterCounterRow",
    "SignatureRow",
    "StaffRow",
    "StreamRow",
    "TaskRow",
    "TimerRow",
    "VersionRow",
    "VisitRow",
]
