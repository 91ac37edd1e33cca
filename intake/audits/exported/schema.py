"""The shape of an exported audit, as it is read back a part at a time."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from intake.audits.exported.values import Day, InUtc, Number, Sealed, Sha256, Words, YesOrNo


class _Part(BaseModel):
    # Keys not read here, such as what stands now, can be derived again. Built when first used: not at every start.
    model_config = ConfigDict(frozen=True, defer_build=True)


class NamedPartnership(_Part):
    key: Words
    name: Words


class SaidEvidence(_Part):
    sha256: Sha256
    name: Words
    size: Annotated[int, Field(strict=True, ge=0, lt=2**63)]
    media_type: Words
    scan: Words
    scanned_at: InUtc | None = None
    flags: Words = ""
    kept_at: InUtc | None = None
    dated: Day | None = None
    review_by: Day | None = None


class SaidTheme(_Part):
    theme: Words
    start: Number
    end: Number
    version: Words
    decided_by: Words
    score: Annotated[float, Field(ge=0, le=1)] = 1.0
    why: Words = ""
    words: Words = ""
    sentence_start: Number = 0
    sentence_end: Number = 0
    decision: Literal["", "confirmed", "rejected"] = ""


class SaidQuote(_Part):
    start: Number
    end: Number
    approved_by: Words
    approved_at: InUtc
    withdrawn_at: InUtc | None


class SaidAnswer(_Part):
    entry: Number | None
    by: Literal["agency", "partnership"]
    question: Words
    prompt: Words
    value: Words
    not_applicable: YesOrNo
    kept_from: Words = ""
    said_by: Words
    via: Words
    source: Words
    said_at: InUtc
    evidence: list[SaidEvidence]
    tagged: Words | None = None
    themes: list[SaidTheme]
    quotes: list[SaidQuote] = []


class KnownContact(_Part):
    name: Words
    email: Annotated[Words, Field(max_length=320)]  # no address of the internet is longer
    slack_user: Words | None
    role: Words
    left_on: Day | None
    time_zone: Words = "Europe/London"
    phone: Words = ""
    bounced_at: InUtc | None = None
    slack_shut_at: InUtc | None = None
    unreachable_by: Words = ""


class NotedCall(_Part):
    said_by: Words
    at: InUtc
    words: Words


class KeptRemark(_Part):
    number: Number
    words: Words
    said_by: Words
    source: Words
    said_at: InUtc
    question: Words = ""
    prompt: Words = ""
    value: Words = ""
    not_applicable: YesOrNo = False
    met_source: Words = ""
    met_prompt: Words = ""


class KeptPlea(_Part):
    contact: Words | None
    source: Words
    wish: Literal["more time", "not me", "question"]
    words: Words
    said_by: Words
    asked_at: InUtc
    decided_at: InUtc | None
    decided_by: Words
    outcome: Words


class ThreadWord(_Part):
    by: Literal["agency", "partnership"]
    words: Words
    said_by: Words
    via: Words
    source: Words
    said_at: InUtc


class KeptThread(_Part):
    question: Words
    wants: Literal["words", "file", "answer"]
    source: Words
    opened_by: Words
    opened_at: InUtc
    closed_at: InUtc | None
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
    said_at: InUtc


class ActionWord(_Part):
    kind: Literal["update", "done", "moved", "owned", "rated", "revised", "closed", "opened"]
    words: Words
    value: Words
    said_by: Words
    via: Words
    source: Words
    said_at: InUtc
    evidence: list[SaidEvidence] = []


class KeptAction(_Part):
    agency: Words | None  # whose it is; nobody's where it is shared
    partnership: Words
    number: Annotated[int, Field(strict=True, ge=1, lt=2**31)]
    what: Words
    refs: Words
    because: Words
    owner: Words
    by_when: Annotated[str, Field(pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")]
    known_by: Words
    source: Words
    made_by: Words
    via: Words
    made_at: InUtc
    entries: list[ActionWord]


class KeptRecommendation(_Part):
    partnership: Words
    number: Annotated[int, Field(strict=True, ge=1, lt=2**31)]
    words: Words
    owner: Words
    refs: Words
    priorities: Words
    source: Words
    made_by: Words
    via: Words
    made_at: InUtc


class MeetingWord(_Part):
    kind: Literal["moved", "present", "note", "outcome", "action"]
    words: Words
    value: Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2}|\d{1,9})?$")]
    said_by: Words
    via: Words
    source: Words
    said_at: InUtc


class ExportedMeeting(_Part):
    agency: Words | None  # with whom; of several where there is none
    partnership: Words
    number: Annotated[int, Field(strict=True, ge=1, lt=2**31)]
    set_for: Day
    about: Words
    source: Words
    made_by: Words
    via: Words
    made_at: InUtc
    entries: list[MeetingWord]


class KnownHandover(_Part):
    question: Words
    by: Words
    to: Words | None
    source: Words
    at: InUtc


class DroppedAnswer(_Part):
    """An answer of last time that was let go of."""

    question: Words
    of: Words
    source: Words
    said_by: Words
    via: Words
    at: InUtc


class ExportedSubmission(_Part):
    abbr: Words
    name: Words
    sector: Words
    partnerships: list[Words]
    scope: Words
    invited_at: InUtc | None
    signed_at: InUtc | None = None
    submitted_at: InUtc | None
    submitted_by: Words
    reopened_at: InUtc | None
    reopened_because: Words
    excused_at: InUtc | None
    excused_because: Words = ""
    accepted_at: InUtc | None = None
    accepted_by: Words = ""
    extended_to: Day | None
    paused_until: Day | None = None
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
    number: Number
    at: InUtc
    actor: Words
    via: Words
    action: Words
    about: Words
    facts: Sealed
    agency: Words | None = None  # whose return's own trail it is in
    salt: Words
    digest: Sha256
    hash: Sha256


class ExportedHead(_Part):
    """One audit as `s11 export` writes it, without its long lists: those are read an item at a time."""

    audit: Words
    template: Words
    opens: Day
    due: Day
    after: Words = ""
    closed_at: InUtc | None
    partnerships: list[NamedPartnership]
