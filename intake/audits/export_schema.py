"""The shape of an exported audit, as it is read back."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Words = Annotated[str, Field(max_length=10_000_000, pattern=r"^[^\x00]*$")]  # no database keeps a NUL
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Part(BaseModel):
    # Keys not read here, such as what stands now, can be derived again. Built when first used: not at every start.
    model_config = ConfigDict(frozen=True, defer_build=True)


class NamedPartnership(_Part):
    key: Words
    name: Words


class SaidEvidence(_Part):
    sha256: Sha256
    name: Words
    size: Annotated[int, Field(ge=0)]
    media_type: Words
    scan: Words
    scanned_at: AwareDatetime | None = None
    flags: Words = ""
    kept_at: AwareDatetime | None = None
    dated: date | None = None
    review_by: date | None = None


class SaidTheme(_Part):
    theme: Words
    start: int
    end: int
    version: Words
    decided_by: Words
    score: Annotated[float, Field(ge=0, le=1)] = 1.0
    why: Words = ""
    words: Words = ""
    sentence_start: int = 0
    sentence_end: int = 0
    decision: Literal["", "confirmed", "rejected"] = ""


class SaidQuote(_Part):
    start: int
    end: int
    approved_by: Words
    approved_at: AwareDatetime
    withdrawn_at: AwareDatetime | None


class SaidAnswer(_Part):
    entry: int | None
    by: Literal["agency", "partnership"]
    question: Words
    prompt: Words
    value: Words
    not_applicable: bool
    kept_from: Words = ""
    said_by: Words
    via: Words
    source: Words
    said_at: AwareDatetime
    evidence: list[SaidEvidence]
    tagged: Words | None = None
    themes: list[SaidTheme]
    quotes: list[SaidQuote] = []


class KnownContact(_Part):
    name: Words
    email: Words
    slack_user: Words | None
    role: Words
    left_on: date | None
    time_zone: Words = "Europe/London"
    phone: Words = ""
    bounced_at: AwareDatetime | None = None
    slack_shut_at: AwareDatetime | None = None
    unreachable_by: Words = ""


class NotedCall(_Part):
    said_by: Words
    at: AwareDatetime
    words: Words


class KeptRemark(_Part):
    number: int
    words: Words
    said_by: Words
    source: Words
    said_at: AwareDatetime
    question: Words = ""
    prompt: Words = ""
    value: Words = ""
    not_applicable: bool = False
    met_source: Words = ""
    met_prompt: Words = ""


class KeptPlea(_Part):
    contact: Words | None
    source: Words
    wish: Literal["more time", "not me", "question"]
    words: Words
    said_by: Words
    asked_at: AwareDatetime
    decided_at: AwareDatetime | None
    decided_by: Words
    outcome: Words


class ThreadWord(_Part):
    by: Literal["agency", "partnership"]
    words: Words
    said_by: Words
    via: Words
    source: Words
    said_at: AwareDatetime


class KeptThread(_Part):
    question: Words
    wants: Literal["words", "file", "answer"]
    source: Words
    opened_by: Words
    opened_at: AwareDatetime
    closed_at: AwareDatetime | None
    closed_by: Words
    entries: list[ThreadWord]


class KeptReview(_Part):
    question: Words
    verdict: Literal["rated", "to mend", "returned", "accepted", "decided"]
    value: Words
    because: Words
    said_by: Words
    via: Words
    source: Words
    said_at: AwareDatetime


class ActionWord(_Part):
    kind: Literal["update", "done", "moved", "owned", "rated", "revised", "closed", "opened"]
    words: Words
    value: Words
    said_by: Words
    via: Words
    source: Words
    said_at: AwareDatetime
    evidence: list[SaidEvidence] = []


class KeptAction(_Part):
    agency: Words | None  # whose it is; nobody's where it is shared
    partnership: Words
    number: Annotated[int, Field(ge=1)]
    what: Words
    refs: Words
    because: Words
    owner: Words
    by_when: Annotated[str, Field(pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")]
    known_by: Words
    source: Words
    made_by: Words
    via: Words
    made_at: AwareDatetime
    entries: list[ActionWord]


class KeptRecommendation(_Part):
    partnership: Words
    number: Annotated[int, Field(ge=1)]
    words: Words
    owner: Words
    refs: Words
    priorities: Words
    source: Words
    made_by: Words
    via: Words
    made_at: AwareDatetime


class MeetingWord(_Part):
    kind: Literal["moved", "present", "note", "outcome", "action"]
    words: Words
    value: Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2}|\d{1,9})?$")]
    said_by: Words
    via: Words
    source: Words
    said_at: AwareDatetime


class ExportedMeeting(_Part):
    agency: Words | None  # with whom; of several where there is none
    partnership: Words
    number: Annotated[int, Field(ge=1)]
    set_for: date
    about: Words
    source: Words
    made_by: Words
    via: Words
    made_at: AwareDatetime
    entries: list[MeetingWord]


class KnownHandover(_Part):
    question: Words
    by: Words
    to: Words | None
    source: Words
    at: AwareDatetime


class DroppedAnswer(_Part):
    """An answer of last time that was let go of."""

    question: Words
    of: Words
    source: Words
    said_by: Words
    via: Words
    at: AwareDatetime


class ExportedSubmission(_Part):
    abbr: Words
    name: Words
    sector: Words
    partnerships: list[Words]
    scope: Words
    invited_at: AwareDatetime | None
    signed_at: AwareDatetime | None = None
    submitted_at: AwareDatetime | None
    submitted_by: Words
    reopened_at: AwareDatetime | None
    reopened_because: Words
    excused_at: AwareDatetime | None
    excused_because: Words = ""
    accepted_at: AwareDatetime | None = None
    accepted_by: Words = ""
    extended_to: date | None
    paused_until: date | None = None
    calls: list[NotedCall] = []
    contacts: list[KnownContact]
    remarks: list[KeptRemark] = []
    pleas: list[KeptPlea] = []
    handovers: list[KnownHandover] = []
    threads: list[KeptThread] = []
    reviews: list[KeptReview] = []
    dropped: list[DroppedAnswer] = []  # of a part; else the trail says it
    history: list[SaidAnswer]


class TrailEntry(_Part):
    number: int
    at: AwareDatetime
    actor: Words
    via: Words
    action: Words
    about: Words
    facts: dict[str, Any]
    agency: Words | None = None  # whose return's own trail it is in
    salt: Words
    digest: Sha256
    hash: Sha256


class ExportedAudit(_Part):
    """One audit as `s11 export` writes it; without `trail` it is the part of one partnership."""

    audit: Words
    template: Words
    opens: date
    due: date
    after: Words = ""
    closed_at: AwareDatetime | None
    partnerships: list[NamedPartnership]
    agencies: list[ExportedSubmission]
    actions: list[KeptAction] = []
    recommendations: list[KeptRecommendation] = []
    meetings: list[ExportedMeeting] = []
    trail: list[TrailEntry] | None = None
