"""What the office needs from outside, and what its operators may ask of the office, as protocols."""

from app.ports.office import (
    CallRef,
    DocumentRef,
    Documents,
    EntryRef,
    MandateOrder,
    Mandates,
    Notices,
    Office,
    Parties,
    Register,
    Signatures,
)
from app.ports.outside import (
    Attachment,
    Blobs,
    Clock,
    Keys,
    Letter,
    Mail,
    Outside,
    Sms,
    Timestamps,
)

__all__ = [
    "Attachment",
    "Blobs",
    "CallRef",
    "Clock",
    "DocumentRef",
    "Documents",
    "EntryRef",
    "Keys",
    "Letter",
    "Mail",
    "MandateOrder",
    "Mandates",
    "Notices",
    "Office",
    "Outside",
    "Parties",
    "Register",
    "Signatures",
    "Sms",
    "Timestamps",
]
