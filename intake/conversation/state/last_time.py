"""What stands of last time: the questions whose answer of then is still to be kept, changed or dropped. Pure."""

from config.questionnaire import Question
from intake.conversation.state.situation import Here
from intake.conversation.state.steps import prompts, questions
from intake.returns import LastAnswer


def last_of(here: Here, ref: str) -> LastAnswer | None:
    """Last time's answer to a question, unless it was dropped."""
    return here.last.answers.get(ref) if here.last else None


def is_undecided(here: Here, ref: str) -> bool:
    """Whether last time's answer waits: nobody has answered, put a box aside, or given a file for it this time."""
    if last_of(here, ref) is None or here.state.submitted_at is not None or here.state.is_closed:
        return False
    is_touched = any(key.question == ref for key in here.standing) or any(key.question == ref for key in here.left)
    return not is_touched and not here.files.get(ref) and here.cell(ref).is_empty


def undecided_with(here: Here, ref: str) -> tuple[Question, ...]:
    """The questions of this one's standard whose answers of last time wait, in their order."""
    own = next((each.standard for each in questions(here) if each.ref == ref), None)
    return tuple(each for each in questions(here) if each.standard == own and is_undecided(here, each.ref))


def opening_prompt(here: Here, question: Question) -> str:
    """The key of the first thing that a question asks."""
    return prompts(here, question)[0].key
