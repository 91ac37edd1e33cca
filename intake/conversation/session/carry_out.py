"""What a move asks for, carried out on the record and told to the colleagues it concerns."""

from intake.conversation.session.messages import tell_answered, tell_handed, tell_overruled, tell_reopened
from intake.conversation.session.talker import Talker
from intake.conversation.state import (
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
from intake.ledger import Saying, hand, open_again, record, speak_for, submit
from intake.ledger import withdraw as detach


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
        case Detach(question, sha256):
            detach(db, talker.template, submission, question, sha256, saying)
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
