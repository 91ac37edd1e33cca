"""The bytes of an export, read and checked against the questionnaire they bring. Pure."""

from pydantic import ValidationError

from config.questionnaire import RATING, Faulty, Template, load_template
from intake.audits.export_schema import (
    ExportedAudit,
    SaidAnswer,
)
from intake.ledger import Refused
from intake.returns import is_file

LARGEST = 500_000_000  # bytes


def read_export(data: bytes) -> ExportedAudit:
    """The audit in an export; raises Refused where these are other bytes, or answers that its questionnaire lacks."""
    if len(data) > LARGEST:
        raise Refused(f"The file is {len(data) / 1e6:.0f} MB; {LARGEST / 1e6:.0f} MB is the most that is read.")
    try:
        exported = ExportedAudit.model_validate_json(data)
        template = load_template(exported.template.encode(), "template of the export")
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise Refused(f"This is not an export of s11: {where} is not as s11 writes it. Export it again.") from None
    except Faulty as faulty:
        raise Refused(f"The questionnaire in the export cannot be used. {faulty.faults[0]}") from None
    for each in exported.agencies:
        for said in each.history:
            _refuse_unknown(template, each.abbr, said)
    return exported


def _refuse_unknown(template: Template, abbr: str, said: SaidAnswer) -> None:
    if said.question not in template.by_ref and not (is_file(said.prompt) and not said.question):
        raise Refused(f"{abbr} answers question {said.question}, which the questionnaire in the export does not have.")
    if said.prompt == RATING and not said.not_applicable and said.value not in template.scale.by_code:
        raise Refused(f"{abbr} rates question {said.question} {said.value!r}, which is not on the scale.")
