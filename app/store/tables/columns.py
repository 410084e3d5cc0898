"""Column shorthands shared by the tables."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, LargeBinary, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import mapped_column

Key = Annotated[UUID, mapped_column(primary_key=True)]
Entity = Annotated[str, mapped_column(String(40), ForeignKey("entity.id"))]
CaseKey = Annotated[UUID, mapped_column(ForeignKey("case.id"))]
At = Annotated[datetime, mapped_column(DateTime(timezone=True))]
MaybeAt = Annotated[datetime | None, mapped_column(DateTime(timezone=True))]
Bytes = Annotated[bytes, mapped_column(LargeBinary)]
MaybeBytes = Annotated[bytes | None, mapped_column(LargeBinary)]
Word = Annotated[str, mapped_column(String(80))]
MaybeWord = Annotated[str | None, mapped_column(String(80))]
Json = Annotated[dict[str, Any], mapped_column(JSONB)]
