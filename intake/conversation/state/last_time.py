"""What stands of last time: the questions whose answer of then is still to be kept, changed or dropped. Pure."""

from collections.abc import Iterator, Mapping

from config.questionnaire import Kind, Prompt, Question, Template
from intake.conversation.state.situation import Here, Key, StandingAnswer
from intake.conversation.state.steps import EVIDENCE, prompts, questions
from intake.returns import LastAnswer, LastTime


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


def left_as_before(template: Template, standing: Mapping[Key, StandingAnswer], last: LastTime | None) -> frozenset[Key]:
    """The boxes that a kept answer left empty: as it was then, they are asked no more; a file that grew old is."""
    if last is None:
        return frozenset()
    kept = {key.question for key, each in standing.items() if each.kept_from}
    boxes = [(ref, prompt) for ref in kept for prompt in _boxes(template.by_ref[ref])]
    empty = [(ref, prompt) for ref, prompt in boxes if Key(ref, prompt.key) not in standing]
    return frozenset(Key(ref, prompt.key) for ref, prompt in empty if not _wants_file(prompt, last.answers.get(ref)))


def _boxes(question: Question) -> Iterator[Prompt]:
    """What may be left empty in a question."""
    yield from (prompt for prompt in question.prompts if not prompt.required)
    if question.evidence != "required":
        yield Prompt(EVIDENCE, Kind.FILES, "")


def _wants_file(prompt: Prompt, last: LastAnswer | None) -> bool:
    return prompt.kind is Kind.FILES and last is not None and any(each.is_old for each in last.files)
