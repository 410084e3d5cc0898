"""Every error the office raises on purpose: one root, one stable code per class, one HTTP status."""

from datetime import timedelta
from typing import ClassVar
from uuid import UUID


class OfficeError(Exception):
    """Root of all deliberate errors.

    `code` is stable and public: clients, logs and translations key on it. The message is for
    operators and may change; it never carries personal data.
    """

    code: ClassVar[str] = "office.error"
    status: ClassVar[int] = 500


class NotFound(OfficeError):
    """The thing asked for does not exist, or the caller may not know that it does."""

    code = "office.not_found"
    status = 404


class Denied(OfficeError):
    """The caller is known and may not do this."""

    code = "access.denied"
    status = 403


class IdentificationFailed(OfficeError):
    """Somebody did not prove who they are. The same whatever was wrong, so that nothing is learnt from it."""

    code = "identification.failed"
    status = 422

    def __init__(self) -> None:
        super().__init__("identification failed")


class Invalid(OfficeError):
    """What was sent cannot be accepted as it is.

    `problems` maps a field name ("" for the whole) to a text key or sentence for the reader.
    """

    code = "input.invalid"
    status = 422

    def __init__(self, message: str, problems: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.problems = problems or {}


class Conflict(OfficeError):
    """The case moved on since the caller last looked."""

    code = "case.conflict"
    status = 409


class TaskNotReady(Conflict):
    """A task or call was completed that is not waiting to be completed."""

    code = "case.task_not_ready"

    def __init__(self, task_id: object) -> None:
        super().__init__(f"task {task_id} is not ready")
        self.task_id = task_id


class OperatorFailed(OfficeError):
    """An operator gave up for good; the process takes its error path.

    `error` is the BPMN error code that the diagram may catch.
    """

    code = "operator.failed"
    status = 502

    def __init__(self, error: str, message: str = "") -> None:
        super().__init__(message or error)
        self.error = error


class OperatorUnavailable(OfficeError):
    """An operator could not reach its service; the same call may succeed later.

    `retry_after` is how long the service asked to be left alone.
    """

    code = "operator.unavailable"
    status = 503

    def __init__(self, message: str, retry_after: timedelta = timedelta(0)) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class DiagramRejected(OfficeError):
    """A procedure cannot be loaded or run as it is drawn."""

    code = "engine.diagram_rejected"
    status = 422


class ExpressionRejected(DiagramRejected):
    """An expression of a diagram leaves the permitted grammar or fails on its data."""

    code = "engine.expression_rejected"


class ProcedureFault(OfficeError):
    """A case cannot make a move as its procedure is drawn. The office is at fault, whoever made the move.

    `case` is its entity and id. The message is what the engine said, without personal data.
    """

    code = "case.procedure_fault"
    status = 500

    def __init__(self, message: str, case: tuple[str, UUID]) -> None:
        super().__init__(message)
        self.case = case


class CannotBegin(OfficeError):
    """A case cannot begin as its procedure is drawn."""

    code = "procedure.cannot_begin"
    status = 500


class ErrorNotCaught(OfficeError):
    """A failed call has no error boundary event to go to; a person must decide."""

    code = "engine.error_not_caught"
    status = 409


class StateRejected(Conflict):
    """A stored state is not one that this engine and this version of the procedure can read."""

    code = "engine.state_rejected"


class DocumentRejected(OfficeError):
    """A file is not what it must be. `reason` is a stable word, e.g. "encrypted", "too_big"."""

    code = "document.rejected"
    status = 422

    def __init__(self, reason: str, message: str = "") -> None:
        super().__init__(message or reason)
        self.reason = reason


class EvidenceBroken(OfficeError):
    """A stored evidence chain does not verify. Never caught except to report it."""

    code = "evidence.broken"

    def __init__(self, position: int, message: str = "") -> None:
        super().__init__(message or f"evidence chain breaks at position {position}")
        self.position = position


class EvidenceMalformed(OfficeError):
    """An event was about to be written that the evidence format does not allow; the act is rolled back."""

    code = "evidence.malformed"
