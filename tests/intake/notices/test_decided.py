"""Whom a decision concerns hears of it, once, by their way: the council's lead in Slack, the school's by letter."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from config.partnerships import Manager, PartnershipTable
from intake import audits
from intake.audits import reopen
from intake.ledger import Refused
from intake.notices import outstanding
from intake.returns import Given
from storage.nouns import Audit, Contact, Message, Submission
from storage.record.trail import Speaker
from tests.rounds import EAST, MO, NOON, STATIONERY, Round, jo

WHOLE = (  # everything the small audit requires of a council
    Given("1.1", "rating", "2"), Given("1.2", "yes_no", "yes"), Given("1.2", "rating", "2"),
    Given("1.3", "yes_no", "no"), Given("2.1", "text", "Later opening hours."), Given("2.4", "rating", "2"),
)  # fmt: skip
Decide = Callable[[Session, Submission, Speaker], object]


@pytest.fixture
def asked(round_of_small: Round) -> Round:
    """Both were invited."""
    with round_of_small.database.write.begin() as db:
        for each in round_of_small.audit(db).submissions:
            each.invited_at = NOON
    return round_of_small


def decide(told: Round, abbr: str, decision: Decide, minutes: int = 30) -> None:
    with told.database.write.begin() as db:
        decision(db, told.submission(db, abbr), jo(minutes))


def of_audit(told: Round, decision: Callable[[Session, Audit, Speaker], object], minutes: int = 30) -> None:
    with told.database.write.begin() as db:
        decision(db, told.audit(db), jo(minutes))


def news(told: Round) -> list[tuple[str, str, str, str]]:
    """What was written because of decisions: by which way, to whom, about what, in which words."""
    wanted = select(Message.via, Message.recipient, Message.subject, Message.body)
    return [tuple(row) for row in told.rows(wanted.where(Message.key.startswith("decided:")).order_by(Message.id))]


def excuse(db: Session, submission: Submission, speaker: Speaker) -> None:
    audits.excuse(db, submission, speaker, "It joined the council.", STATIONERY)


def ask_again(db: Session, submission: Submission, speaker: Speaker) -> None:
    submission.excused_at = speaker.at
    audits.ask_again(db, submission, speaker, STATIONERY)


def extend(db: Session, submission: Submission, speaker: Speaker) -> None:
    audits.extend(db, submission, speaker, date(2026, 7, 14), STATIONERY)


def pause(db: Session, submission: Submission, speaker: Speaker) -> None:
    audits.pause(db, submission, speaker, date(2026, 5, 1), STATIONERY)


def take_back(db: Session, submission: Submission, speaker: Speaker) -> None:
    submission.submitted_at = submission.signed_at = NOON
    reopen(db, submission, speaker, "Which is it\nat 1.2?", STATIONERY)


def take_back_again(db: Session, submission: Submission, speaker: Speaker) -> None:
    reopen(db, submission, speaker, "Which is it at 1.2?", STATIONERY)


def sign_off(db: Session, submission: Submission, speaker: Speaker) -> None:
    audits.sign_off(db, submission, speaker, "Agreed on the telephone.", STATIONERY)


def close(db: Session, submission: Submission, speaker: Speaker) -> None:
    audits.close(db, submission.audit, speaker, STATIONERY)


def move(db: Session, submission: Submission, speaker: Speaker) -> None:
    audits.move_due(db, submission.audit, speaker, date(2026, 7, 31), STATIONERY)


TOLD: list[tuple[Decide, str, str]] = [
    (excuse, "Children's Social Care does not need to answer: A small audit", "The reason: “It joined the council.”"),
    (ask_again, "Children's Social Care is asked again: A small audit", "The last day is Tuesday 30 June 2026, 23:59."),
    (
        extend,
        "Children's Social Care has until Tuesday 14 July 2026: A small audit",
        "Your last day is now Tuesday 14 July 2026, 23:59.",
    ),
    (pause, "No reminder before Friday 1 May 2026: A small audit", "before Friday 1 May 2026. The last day of"),
    (
        take_back,
        "The return of Children's Social Care is open again: A small audit",
        "The reason: “Which is it at 1.2?”",
    ),
    (
        sign_off,
        "The return of Children's Social Care is submitted: A small audit",
        "Jo Park has submitted the return of",
    ),
    (close, "Closed: A small audit", "was not submitted, so the report does not count it."),
    (move, "The last day is now Friday 31 July 2026: A small audit", "now has until Friday 31 July 2026, 23:59."),
]


@pytest.mark.parametrize(("name", "told"), [("Meg Vale", "Meg Vale"), ("Operator", "The partnership")])
def test_where_nobody_is_named_an_agency_hears_it_of_the_partnership(asked: Round, name: str, told: str) -> None:
    asked.say("CSC", *WHOLE)
    stationery = replace(STATIONERY, unnamed=("operator",))
    with asked.database.write.begin() as db:
        speaker = Speaker(name, "command line", jo(30).at)
        audits.sign_off(db, asked.submission(db, "CSC"), speaker, "Agreed.", stationery)
    assert all(f"{told} has submitted the return of" in body for *_, body in news(asked))


@pytest.mark.parametrize(("decision", "subject", "words"), TOLD, ids=[each.__name__ for each, _, _ in TOLD])
@pytest.mark.parametrize("way", ["slack", "email"])
def test_whom_it_concerns_hears_of_it_by_their_way(
    asked: Round, decision: Decide, subject: str, words: str, way: str
) -> None:
    asked.say("CSC", *WHOLE)
    if way == "email":
        with asked.database.write.begin() as db:
            db.scalars(select(Contact).where(Contact.slack_user == "U1")).one().slack_user = None
    decide(asked, "CSC", decision)
    found = [each for each in news(asked) if each[1] in ("U1", "ann@csc.example")]
    assert [each[:3] for each in found] == [(way, {"slack": "U1", "email": "ann@csc.example"}[way], subject)]
    assert words in found[0][3]
    assert "Mo Shah (mo@east.example.org" in found[0][3]  # the CSC answers to the east
    assert asked.first_bad_entry() is None


@pytest.mark.parametrize("decision", [excuse, extend, pause, take_back, close, move])
def test_once(asked: Round, decision: Decide) -> None:
    """A decision that stands already is told nobody again."""
    asked.say("CSC", *WHOLE)
    decide(asked, "CSC", decision)
    before = news(asked)
    decide(asked, "CSC", take_back_again if decision is take_back else decision, minutes=31)
    assert news(asked) == before


def has_reached(told: Round, *recipients: str) -> None:
    """What waits for them has left."""
    with told.database.write.begin() as db:
        for each in db.scalars(select(Message).where(Message.recipient.in_(recipients))):
            each.sent_at = NOON


def closed_and_opened(told: Round, has_left: Collection[str]) -> None:
    of_audit(told, lambda db, audit, speaker: audits.close(db, audit, speaker, STATIONERY))
    has_reached(told, *has_left)
    of_audit(told, lambda db, audit, speaker: audits.open_audit_again(db, audit, speaker, STATIONERY), 31)


@pytest.mark.parametrize("has_left", [(), ("U1",)], ids=["neither left", "one left"])
def test_a_close_taken_back_before_its_news_left_is_told_nobody_it_did_not_reach(
    asked: Round, has_left: tuple[str, ...]
) -> None:
    closed_and_opened(asked, has_left)
    opened = select(Message.recipient).where(Message.subject.startswith("Open again"))
    closed = select(Message.recipient).where(Message.subject.startswith("Closed"), Message.cancelled_at.is_(None))
    assert [to for (to,) in asked.rows(opened)] == [*has_left]
    assert [to for (to,) in asked.rows(closed)] == [*has_left]


def extend_more(db: Session, submission: Submission, speaker: Speaker) -> None:
    audits.extend(db, submission, speaker, date(2026, 7, 21), STATIONERY)


def move_back(db: Session, submission: Submission, speaker: Speaker) -> None:
    audits.move_due(db, submission.audit, speaker, date(2026, 6, 30), STATIONERY)


def let_go(db: Session, submission: Submission, speaker: Speaker) -> None:
    audits.pause(db, submission, speaker, speaker.at.date(), STATIONERY)


def excuse_though_signed(db: Session, submission: Submission, speaker: Speaker) -> None:
    submission.submitted_at = submission.signed_at = NOON
    audits.excuse(db, submission, speaker, "It joined the council.", STATIONERY, though_signed=True)


@pytest.mark.parametrize(
    ("has_left", "told"), [((), []), (("U1",), [("U1", "Reminders go on: A small audit")])], ids=["not yet", "to one"]
)
def test_a_pause_that_is_lifted_is_told_those_who_heard_of_it(
    asked: Round, has_left: tuple[str, ...], told: list[tuple[str, str]]
) -> None:
    decide(asked, "CSC", pause)
    has_reached(asked, *has_left)
    decide(asked, "CSC", let_go, minutes=31)
    decide(asked, "CSC", let_go, minutes=32)
    assert [each[1:3] for each in news(asked) if "Reminders go on" in each[2]] == told


OVERTAKEN: dict[str, tuple[Decide, Decide, tuple[str, ...]]] = {
    "a later day": (extend, extend_more, ("has until Tuesday 21 July",)),
    "the day for all, moved and back": (move, move_back, ("is now Tuesday 30 June",)),
    "the day for all, after one of its own": (extend, move, ("is now Friday 31 July",)),
    "excused and asked again": (excuse, ask_again, ("is asked again",)),
    "excused though signed, and asked again": (excuse_though_signed, ask_again, ()),
    "a pause, then none": (pause, let_go, ()),
    "more time, then excused": (extend, excuse, ("does not need to answer",)),
    "closed after more time": (extend, close, ("Closed",)),
    "open for a change, then signed off": (take_back, sign_off, ("is submitted",)),
}


@pytest.mark.parametrize(("first", "second", "told"), OVERTAKEN.values(), ids=OVERTAKEN)
def test_what_a_later_decision_overtakes_leaves_no_more(
    asked: Round, first: Decide, second: Decide, told: tuple[str, ...]
) -> None:
    asked.say("CSC", *WHOLE)
    decide(asked, "CSC", first)
    decide(asked, "CSC", second, minutes=31)
    waits = select(Message.subject).where(Message.recipient == "U1", Message.cancelled_at.is_(None))
    subjects = [subject for (subject,) in asked.rows(waits.order_by(Message.id))]
    assert [words in subject for words, subject in zip(told, subjects, strict=True)] == [True] * len(told)


@pytest.mark.parametrize("said", [(), WHOLE[:1]], ids=["nothing", "one answer"])
@pytest.mark.parametrize("decision", [close, ask_again])
def test_answers_are_kept_where_there_are_any(asked: Round, decision: Decide, said: tuple[Given, ...]) -> None:
    if said:
        asked.say("CSC", *said)
    decide(asked, "CSC", decision)
    (body,) = [each[3] for each in news(asked) if each[1] == "U1"]
    assert ("kept" in body) == bool(said)


def excuse_otherwise(db: Session, submission: Submission, speaker: Speaker) -> None:
    audits.excuse(db, submission, speaker, "It closed in May.", STATIONERY)


def take_back_otherwise(db: Session, submission: Submission, speaker: Speaker) -> None:
    reopen(db, submission, speaker, "The wrong file was sent.", STATIONERY)


@pytest.mark.parametrize(
    ("decision", "otherwise", "told"),
    [(excuse, excuse_otherwise, "It closed in May."), (take_back, take_back_otherwise, "The wrong file was sent.")],
)
def test_another_reason_is_recorded_and_told(asked: Round, decision: Decide, otherwise: Decide, told: str) -> None:
    asked.say("CSC", *WHOLE)
    decide(asked, "CSC", decision)
    decide(asked, "CSC", otherwise, minutes=31)
    assert f"The reason: “{told}”" in news(asked)[-1][3]
    because = select(Submission.excused_because + Submission.reopened_because)
    assert (told,) in asked.rows(because)
    assert asked.first_bad_entry() is None


def test_a_day_taken_back_is_called_earlier_and_no_more_time(asked: Round) -> None:
    decide(asked, "CSC", lambda db, csc, by: audits.extend(db, csc, by, date(2026, 7, 31), STATIONERY))
    assert "Children's Social Care has more time for the A small audit." in news(asked)[-1][3]
    decide(asked, "CSC", extend, minutes=31)
    told = news(asked)[-1][3]
    assert "is earlier than we said. It is now Tuesday 14 July 2026, 23:59." in told
    assert "more time" not in told


UNASKED = {
    "submitted": (sign_off, "CSC has submitted already. To have it changed, open it first: s11 reopen small CSC."),
    "excused": (excuse, "CSC is excused. To ask it after all: s11 excuse small CSC --ask-again."),
}


@pytest.mark.parametrize(("decision", "told"), UNASKED.values(), ids=UNASKED)
def test_no_day_is_given_where_no_answer_is_waited_for(asked: Round, decision: Decide, told: str) -> None:
    asked.say("CSC", *WHOLE)
    decide(asked, "CSC", decision)
    with pytest.raises(Refused) as refused:
        decide(asked, "CSC", extend, minutes=31)
    assert str(refused.value) == told


@pytest.mark.parametrize("decision", [excuse, extend, pause, close, move])
def test_who_never_heard_of_the_audit_hears_of_no_decision(round_of_small: Round, decision: Decide) -> None:
    decide(round_of_small, "CSC", decision)
    assert news(round_of_small) == []


@pytest.mark.parametrize("why", ["left", "bounced"])
def test_who_cannot_be_told_is_not_written_to(asked: Round, why: str) -> None:
    with asked.database.write.begin() as db:
        bo = db.scalars(select(Contact).where(Contact.email == "bo@sch.example")).one()
        bo.left_on, bo.bounced_at = (NOON.date(), None) if why == "left" else (None, NOON)
    decide(asked, "SCH", extend)
    assert news(asked) == []


def test_who_is_in_or_excused_hears_of_no_close_and_no_new_day(asked: Round) -> None:
    asked.submit("CSC")
    decide(asked, "SCH", excuse)
    before = news(asked)
    decide(asked, "CSC", move)
    decide(asked, "CSC", close)
    assert news(asked) == before


def test_a_reply_to_what_was_told_can_be_read(asked: Round) -> None:
    decide(asked, "SCH", take_back)
    tokens = asked.rows(select(Message.token).where(Message.recipient == "bo@sch.example"))
    assert [token[:4] for (token,) in tokens] == ["s11-"]


def test_only_what_was_signed_can_be_reopened(asked: Round) -> None:
    with pytest.raises(Refused, match="CSC has not submitted, so its return is open already"):
        asked.reopen("CSC", "Look again.")


def test_a_return_is_signed_off_only_when_nothing_required_is_missing(asked: Round) -> None:
    with pytest.raises(Refused, match="CSC has answered nothing"):
        decide(asked, "CSC", sign_off)
    asked.say("CSC", *WHOLE[:-2])
    with pytest.raises(Refused, match=r"CSC has not answered questions 2\.1, 2\.4\. Wait for the answers, or add"):
        decide(asked, "CSC", sign_off)
    with asked.database.write.begin() as db:
        csc = asked.submission(db, "CSC")
        audits.sign_off(db, csc, jo(31), "It will not come.", STATIONERY, as_it_stands=True)
        assert csc.submitted_by == "Jo Park, for the agency"
    assert [action for *_, action, _ in asked.events()][-2:] == ["return submitted", "return signed off"]
    assert asked.first_bad_entry() is None


def test_a_new_day_for_all_lifts_an_own_day_that_is_no_later(asked: Round) -> None:
    """SCH has until 14 July. The 10th changes nothing for it; the 31st is later than its own."""
    decide(asked, "SCH", extend)
    before = len(news(asked))
    of_audit(asked, lambda db, audit, by: audits.move_due(db, audit, by, date(2026, 7, 10), STATIONERY), 31)
    assert [each[1] for each in news(asked)[before:]] == ["U1"]
    of_audit(asked, lambda db, audit, by: audits.move_due(db, audit, by, date(2026, 7, 31), STATIONERY), 32)
    assert [each[1] for each in news(asked)[before + 1 :]] == ["U1", "bo@sch.example"]
    assert asked.rows(select(Submission.extended_to)) == [(None,), (None,)]
    assert asked.first_bad_entry() is None
    asked.tamper("UPDATE audits SET due = '2026-08-01'")
    assert asked.first_bad_entry() == "The audit small is not as its trail says it was opened."


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2025, 12, 31)])
def test_a_day_that_has_passed_is_refused(asked: Round, day: date) -> None:
    with pytest.raises(Refused, match="is not a day to come"):
        of_audit(asked, lambda db, audit, by: audits.move_due(db, audit, by, day, STATIONERY))


SLIP = date(2206, 7, 14)  # for 2026
SLIPS: dict[str, Decide] = {
    "a later day": lambda db, csc, by: audits.extend(db, csc, by, SLIP, STATIONERY),
    "a pause": lambda db, csc, by: audits.pause(db, csc, by, SLIP, STATIONERY),
    "a day for all": lambda db, csc, by: audits.move_due(db, csc.audit, by, SLIP, STATIONERY),
    "a contact who leaves": lambda db, csc, by: audits.mark_left(db, csc.agency.contacts[0], SLIP, by, STATIONERY),
}


@pytest.mark.parametrize("decision", SLIPS.values(), ids=SLIPS)
def test_a_year_that_is_a_slip_is_refused(asked: Round, decision: Decide) -> None:
    with pytest.raises(Refused, match="Monday 14 July 2206 is more than 10 years off"):
        decide(asked, "CSC", decision)


def test_what_waits_to_chase_is_called_off_at_the_close(asked: Round) -> None:
    with asked.database.write.begin() as db:
        audit = asked.audit(db)
        own = audit.submissions[0].id
        for key in (f"nudge:{own}:1:1", f"invite:{own}:1", f"phone-list:{audit.id}:mo@east.example.org:2026-06-30"):
            db.add(Message(key=key, via="email", recipient="x@x.example", subject="", body="", submission_id=own))
    decide(asked, "CSC", close)
    left = select(Message.key).where(Message.cancelled_at.is_(None), Message.key.not_like("decided:%"))
    assert asked.rows(left) == []


def test_a_closed_audit_is_opened_again(asked: Round) -> None:
    decide(asked, "CSC", close)
    with pytest.raises(Refused, match="s11 audit reopen small"):
        decide(asked, "CSC", extend)
    has_reached(asked, "U1")
    of_audit(asked, lambda db, audit, by: audits.open_audit_again(db, audit, by, STATIONERY), 40)
    assert asked.say("CSC", *WHOLE, minutes=41) == len(WHOLE)
    assert [each[2] for each in news(asked) if each[1] == "U1"] == [
        "Closed: A small audit",
        "Open again: A small audit",
    ]
    assert asked.first_bad_entry() is None
    with pytest.raises(Refused, match="small is open already"):
        of_audit(asked, lambda db, audit, by: audits.open_audit_again(db, audit, by, STATIONERY), 42)


def test_what_is_outstanding_at_the_close(asked: Round) -> None:
    asked.submit("SCH")
    asked.reopen("SCH", "Look again.")
    with asked.database.read() as db:
        assert [each.agency.abbr for each in outstanding(asked.audit(db))] == ["CSC"]
    decide(asked, "CSC", close)
    told = {each[1]: each[3] for each in news(asked) if each[2].startswith("Closed")}
    assert "It counts as it was signed." in told["bo@sch.example"]
    assert "the report does not count it" in told["U1"]


def test_a_letter_to_one_of_ours_speaks_for_their_partnership_and_names_the_others_to_ask(asked: Round) -> None:
    di = Manager(name="Di Orr", email="di@west.example.org")
    west = PartnershipTable(key="west", name="west", managers=[di])
    ours = replace(STATIONERY, partnerships={"east": EAST, "west": west})
    with asked.database.read() as db:
        facts = ours.facts_for(di, asked.submission(db, "CSC").partnerships)
    assert (str(facts["partnership"]), facts["managers"]) == ("west", [MO])
