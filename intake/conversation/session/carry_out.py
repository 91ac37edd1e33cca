"""What a move asks for, carried out on the record and told to the colleagues it concerns; so too a file's own age."""

from typing import NamedTuple

from intake.conversation.actions import file_aged
from intake.conversation.session.messages import tell_answered, tell_handed, tell_overruled, tell_reopened
from intake.conversation.session.talker import Talker
from intake.conversation.state import (
    Attached,
    DateFile,
    Detach,
    Drop,
    Effect,
    Hand,
    Here,
    KeepLast,
    Overrule,
    Person,
    Record,
    Reopen,
    SpeakFor,
    Submit,
    is_done,
)
from intake.last_time import drop, keep
from intake.ledger import Saying, date_file, hand, open_again, record, speak_for, submit
from intake.ledger import withdraw as detach
from intake.returns import OFFERED, FileDates, plain_dates, said_alone, why_not
from storage.nouns import Evidence


def carry_out(talker: Talker, saying: Saying, effect: Effect, now: Here) -> None:
    """Write down what one effect asks for; of a Skip the turn itself tells."""
    db, submission, speaker = talker.db, talker.submission, saying.speaker
    match effect:
        case Record(given):
            record(db, talker.template, submission, [given], saying)
            _tell_if_answered(talker, saying, now, given.question)
        case Overrule(given, over):
            record(db, talker.template, submission, [given], saying)
            tell_overruled(talker, speaker, now, given.question, over)
        case KeepLast() | Drop():
            _of_last_time(talker, saying, effect, now)
        case Detach() | DateFile():
            _of_file(talker, saying, effect)
        case Hand(questions, to):
            hand(db, submission, questions, talker.contact, to.id if to else None, saying)
            tell_handed(talker, saying, now, questions, to)
        case Submit(name):
            submit(db, submission, speaker._replace(name=_signature(now.me, name)))
        case Reopen(because):
            if open_again(db, submission, speaker, because):
                tell_reopened(talker, saying, now, because)
        case SpeakFor(scope):
            speak_for(db, submission, speaker, scope)


def _of_file(talker: Talker, saying: Saying, effect: Detach | DateFile) -> None:
    if isinstance(effect, DateFile):
        date_file(talker.db, talker.submission, effect.sha256, effect.days, saying.speaker)
    else:
        detach(talker.db, talker.template, talker.submission, effect.question, effect.sha256, saying)


def _of_last_time(talker: Talker, saying: Saying, effect: KeepLast | Drop, now: Here) -> None:
    if now.last is None:
        return
    if isinstance(effect, Drop):
        drop(talker.db, talker.submission, now.last, effect.question, saying)
        return
    for ref in keep(talker.db, talker.template, talker.submission, now.last, effect.questions, saying):
        _tell_if_answered(talker, saying, now, ref)


def _signature(me: Person, name: str) -> str:
    return name if name.casefold() == me.name.casefold() else f"{name} (entered by {me.name})"


def _tell_if_answered(talker: Talker, saying: Saying, was: Here, question: str) -> None:
    """Tell whoever handed a question over that their colleague has answered it."""
    asked = talker.template.by_ref[question]
    if question in was.holders and was.holders[question].id == talker.contact.id and not is_done(was, asked):
        now = talker.look(was)
        if is_done(now, asked):
            tell_answered(talker, saying, now, question)


class BesideFile(NamedTuple):
    """What came with a file: what its giver wrote beside it, and the words of its first page."""

    said: str = ""
    first_page: str = ""


def age_told(talker: Talker, evidence: Evidence, saying: Saying, beside: BesideFile) -> tuple[str, ...]:
    """What was recorded of its age, or is offered to be: a day is never assumed in silence."""
    said = said_alone(beside.said)
    if said is not None and (why := why_not(said.days, talker.today)):
        return (why,)
    if said is not None:
        date_file(talker.db, talker.submission, evidence.sha256, said.days, saying.speaker)
        talker.db.flush()
    days = FileDates(evidence.dated, evidence.review_by)
    if days.is_known:
        return file_aged(talker.look(), Attached(evidence.name, evidence.size, "", days=days))
    offered = plain_dates(evidence.name, beside.first_page, talker.today)
    return (f"It tells how old it is. {OFFERED}type: {offered}",) if offered.is_known else ()
