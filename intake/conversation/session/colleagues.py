"""What happened to a return while somebody was away: the answers of their colleagues."""

from sqlalchemy import select

from intake.conversation.session.talker import Talker
from storage.nouns import Answer, Turn


def news(talker: Talker, last: Turn | None) -> tuple[str, ...]:
    """What colleagues have answered since this person's last turn."""
    if last is None:
        return ()
    wanted = select(Answer).where(
        Answer.submission_id == talker.submission.id,
        Answer.by == "agency",
        Answer.id > last.seen,
        Answer.said_by != talker.contact.name,
    )
    found: dict[str, dict[str, None]] = {}
    for each in talker.db.scalars(wanted.order_by(Answer.id)):
        found.setdefault(each.said_by, {})[each.question] = None
    return tuple(_who_answered(who, list(refs)) for who, refs in found.items())


def _who_answered(who: str, refs: list[str]) -> str:
    refs = [each for each in refs if each]
    if len(refs) > 5:
        return f"Since your last message {who} has answered {len(refs)} questions."
    return f"Since your last message {who} has answered question {', '.join(refs)}."
