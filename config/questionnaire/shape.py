"""The shape of an audit file: which keys there are and what each may hold."""

import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from config.questionnaire.audit import MISSING_FILL, Kind, NoneMet


def _printable(words: str) -> str:
    """The words themselves; a database refuses NUL and a workbook any other control character."""
    if any(unicodedata.category(mark) == "Cc" and mark not in "\n\r\t" for mark in words):
        raise PydanticCustomError("unprintable", "control character")
    return words


def _said(words: str) -> str:
    if not words.strip():
        raise PydanticCustomError("string_too_short", "only spaces")
    return words


Note = Annotated[str, Field(max_length=4000), AfterValidator(_printable)]
Words = Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(_printable), AfterValidator(_said)]
Spelling = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_printable), AfterValidator(_said)]
PromptKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Ref = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]{0,19}$")]
AuditKey = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
Share = Annotated[float, Field(ge=0, le=1, strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Days = Annotated[int, Field(ge=1, le=365, strict=True)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class RatingTable(_Table):
    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,19}$")]
    label: Spelling
    counts_as: Literal["met", "not_met", "missing"]
    meaning: Note = ""
    points: Annotated[int, Field(ge=0, le=100, strict=True)] | None = None
    colour: Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")] = MISSING_FILL
    action: Note = ""
    aliases: Annotated[list[Spelling], Field(max_length=20)] = []


class ScaleTable(_Table):
    rating: Annotated[list[RatingTable], Field(min_length=2, max_length=20)]
    not_applicable: Flag = False
    prints_colours: Flag = False


class PromptTable(_Table):
    key: PromptKey
    kind: Kind
    text: Words
    required: Flag = False
    good: Literal["yes", "no", "neither"] | None = None
    choices: Annotated[list[Spelling], Field(max_length=50)] = []


class QuestionTable(_Table):
    ref: Ref
    text: Words
    guidance: Note = ""
    evidence: Literal["none", "asked", "required"] = "none"
    evidence_text: Note = ""
    applies_to: Annotated[list[Spelling], Field(max_length=50)] = []
    reported: Flag = True
    fixed_rating: Spelling | None = None
    was: Ref | None = None
    wording: Literal["printed", "ours"] | None = None
    prompt: list[PromptTable] | None = None


class StandardTable(_Table):
    ref: Ref
    title: Words
    question: Annotated[list[QuestionTable], Field(min_length=1)]


class ReminderTable(_Table):
    to: Annotated[list[Spelling], Field(min_length=1, max_length=10)] = ["lead"]
    days_after_opening: Days | None = None
    midpoint: Flag = False
    working_days_before_due: Days | None = None


class NudgesTable(_Table):
    pre_notice_days: Annotated[int, Field(ge=0, le=365, strict=True)] | None = None
    reminder: Annotated[list[ReminderTable], Field(max_length=3)] | None = None


class AuditTable(_Table):
    key: AuditKey
    title: Words
    year: Words
    after: AuditKey | None = None
    file_months: Annotated[int, Field(ge=1, le=120, strict=True)] = 24
    about: Note = ""
    wording: Literal["printed", "ours"] = "printed"
    rated_by: Literal["agency", "partnership"] = "agency"
    roll_up: Literal["items", "standards"] = "items"
    none_met: NoneMet | None = None
    support_below: Share | None = None
    meets_at: Share | None = None
    plan_below: Spelling | None = None
    nudges: NudgesTable = NudgesTable()
    scale: ScaleTable
    prompt: list[PromptTable] = []
    standard: Annotated[list[StandardTable], Field(min_length=1)]
