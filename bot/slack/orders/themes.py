"""What answers are said to be about, a manager's to confirm or refuse: as `s11 themes review` does."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from bot.slack.leads import TurnOutcome
from bot.slack.orders.audit import audit_known
from bot.slack.orders.case import OrderCase, said
from bot.slack.orders.order import Order
from config.words import listing
from intake.ledger import Refused
from reports.figures import Mention, Wrote
from reports.tags import Judged, judge, wrote_of
from storage.nouns import Answer, Audit, Submission, Tag

MOST = 40  # in a list
_DECISIONS: dict[Order, Judged] = {Order.CONFIRM: "confirmed", Order.REFUSE: "rejected"}
HOW = "Type confirm and a number where it is right, refuse and a number where it is wrong."


def listed(case: OrderCase) -> TurnOutcome:
    """The tags that nobody decided on, oldest number first; with a theme named, all of that theme."""
    with case.desk.database.read() as db:
        key, theme = case.ordered.about, case.ordered.words.casefold()
        if key and not theme and not audit_known(db, key):
            key, theme = "", key
        found = [each for audit in case.own_audits(db, key) for each in _mentions(db, case, audit, theme)]
    told = [_line(*each) for each in sorted(found, key=lambda each: each[1].id)]
    if not told and theme:
        return said([f"No return of yours is said to be about {theme}. Type themes to see what waits for a decision."])
    if not told:
        return said(["No theme waits for a decision. Type themes and its key, such as themes training, to see one."])
    more = [f"and {len(told) - MOST} more. They come when these are decided."] if len(told) > MOST else []
    return said([*told[:MOST], *more, HOW])


def decided(case: OrderCase) -> TurnOutcome:
    """All of them or none; raises Refused where one is not of an agency of theirs."""
    decision = _DECISIONS[case.ordered.what]
    numbers = [int(each) for each in dict.fromkeys(case.ordered.ids)]
    with case.desk.database.write.begin() as db:
        for audit, own in _of(db, case, numbers).items():
            judge(db, audit, {each.id for each in case.own_returns(audit)}, own, decision, case.speaker())
    stands = "is" if len(numbers) == 1 else "are"
    told = f"{listing([str(each) for each in numbers])} {stands} {decision}, in your name."
    return said(
        [told, "What is rejected counts no longer." if decision == "rejected" else "It stays so when tagged anew."]
    )


def _of(db: Session, case: OrderCase, numbers: list[int]) -> dict[Audit, list[int]]:
    """The tags by their audits; raises Refused where one is not theirs."""
    found: dict[Audit, list[int]] = {}
    for number in numbers:
        tag = db.get(Tag, number)
        answer = db.get(Answer, tag.answer_id) if tag else None
        submission = db.get(Submission, answer.submission_id) if answer else None
        if submission is None or not case.is_theirs(submission):
            raise Refused(f"There is no theme with the number {number} here. Type themes to see them.")
        found.setdefault(submission.audit, []).append(number)
    return found


def _mentions(db: Session, case: OrderCase, audit: Audit, theme: str) -> Iterator[tuple[Wrote, Mention]]:
    own = case.own_returns(audit)
    for each in wrote_of(db, case.desk.template_of(own[0]), own):
        for one in each.mentions:
            if one.theme == theme or (not theme and not one.decision):
                yield each, one


def _line(each: Wrote, one: Mention) -> str:
    state = f", {one.decision}" if one.decision else ""
    theme, sentence = one.theme.replace("_", " "), " ".join(one.sentence.split())
    return f"{one.id}  {theme}{state}: {each.agency} {each.question}: {sentence}"
