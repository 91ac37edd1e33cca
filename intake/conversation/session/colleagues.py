"""What happened to a return while somebody was away: the answers of their colleagues."""

from sqlalchemy import bindparam, select

from config.words import count, form, listing
from intake.conversation.session.talker import Talker
from storage.nouns import Answer, Turn
from storage.record import two_said


def news(talker: Talker, last: Turn | None) -> tuple[str, ...]:
    """What colleagues have answered since this person's last turn."""
    if last is None:
        return ()
    since = {"submission": talker.submission.id, "seen": last.seen, "me": talker.contact.name}
    found: dict[str, dict[str, None]] = {}
    for said_by, question in talker.db.connection().execute(_OF_OTHERS, since):
        found.setdefault(said_by, {})[question] = None
    return tuple(_who_answered(who, list(refs)) for who, refs in found.items())


def two_answers(talker: Talker) -> tuple[str, ...]:
    """Where two people of the agency answered differently, and what to type so that one answer stands."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for each in two_said(talker.db, [talker.submission], talker.today):
        found.setdefault((each.stands.said_by, each.kept.said_by), {})[each.kept.question] = None
    return tuple(_who_differs(talker, who, list(refs)) for who, refs in found.items())


def _who_differs(talker: Talker, who: tuple[str, str], refs: list[str]) -> str:
    one, other = ("you" if each == talker.contact.name else each for each in who)
    named = f"{other} and {one}" if other == "you" else f"{one} and {other}"
    asked = f"{form(len(refs), 'question')} {listing(refs)}"
    type_ = f"change {refs[0]}" if talker.submission.submitted_at is None else f"reopen, then change {refs[0]}"
    told = f"{named} answered {asked} differently. What {one} said counts so far."
    return f"{told[0].upper()}{told[1:]} To say which is right, type {type_}."


def _who_answered(who: str, refs: list[str]) -> str:
    refs = [each for each in refs if each]
    if len(refs) > 5:
        return f"Since your last message {who} has answered {count(len(refs), 'question')}."
    return f"Since your last message {who} has answered question {', '.join(refs)}."


_OF_OTHERS = (
    select(Answer.said_by, Answer.question)
    .where(Answer.submission_id == bindparam("submission"), Answer.by == "agency")
    .where(Answer.id > bindparam("seen"), Answer.said_by != bindparam("me"))
    .order_by(Answer.id)
)
