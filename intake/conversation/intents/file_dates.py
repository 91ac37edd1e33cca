"""Words that say how old a file is, told apart from answers that name a day. Pure."""

from config.questionnaire import Kind
from intake.conversation.intents.commands import Command, Do
from intake.conversation.intents.names import files_named
from intake.conversation.state import Here, Step
from intake.returns import said_alone


def file_dated(here: Here, step: Step | None, reply: str) -> Command | None:
    """ "policy.docx, dated March 2024" where such a file was given; "dated March 2024" also of the newest one.

    Where a date or words are asked for, and the question has no file, they are the answer.
    """
    said = said_alone(reply)
    if said is None or not here.files:
        return None
    if said.file:
        return Command(Do.DATE_FILE, said.file, reply) if files_named(here, said.file) else None
    is_answer = step is not None and step.prompt.kind in (Kind.DATE, Kind.TEXT)
    if is_answer and not (step and step.prompt.kind is Kind.TEXT and here.files.get(step.question.ref)):
        return None
    return Command(Do.DATE_FILE, "", reply)
