"""What an export says, checked against the shape it must have and the questionnaire it brings. Pure."""

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from config.questionnaire import RATING, Faulty, Template, load_template
from intake.audits.exported.schema import ExportedHead, SaidAnswer
from intake.ledger import Refused
from intake.returns import is_file

Shaped = TypeVar("Shaped", bound=BaseModel)
CHANGED = "The export was changed after it was written."
UNKEPT = f"{CHANGED} It says what no record can hold."


def no_export(what: str, where: str = "") -> Refused:
    """What to raise of a file that is none, or no longer one."""
    return Refused(f"This is not an export of s11: {what}{f' ({where})' if where else ''}. Export it again.")


def checked(shape: type[Shaped], said: Any, where: str) -> Shaped:
    """What stands at this place, in the shape it must have; raises Refused where it has another."""
    try:
        return shape.model_validate(said)
    except ValidationError as error:
        inside = (str(part) for part in error.errors(include_url=False, include_input=False)[0]["loc"])
        place = ".".join(filter(None, (where, *inside))) or "the file"
        raise no_export(f"{place} is not as s11 writes it") from None


def questionnaire_of(head: ExportedHead) -> Template:
    """The questionnaire that an export brings; raises Refused where it cannot be used."""
    try:
        return load_template(head.template.encode(), "template of the export")
    except Faulty as faulty:
        raise Refused(f"The questionnaire in the export cannot be used. {faulty.faults[0]}") from None


def refuse_unknown(template: Template, abbr: str, said: SaidAnswer) -> None:
    """Raises Refused for an answer to a question, or with a rating, that the questionnaire lacks."""
    if said.question not in template.by_ref and not (is_file(said.prompt) and not said.question):
        raise Refused(f"{abbr} answers question {said.question}, which the questionnaire in the export does not have.")
    if said.prompt == RATING and not said.not_applicable and said.value not in template.scale.by_code:
        raise Refused(f"{abbr} rates question {said.question} {said.value!r}, which is not on the scale.")
