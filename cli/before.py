"""The questionnaire of the round before, where it may be: a file at hand, the deployment's own, or in the record."""

from collections.abc import Iterable, Mapping
from contextlib import suppress

from cli import wiring
from config.questionnaire import Template, was_faults
from config.settings import Settings
from intake.last_time import round_before
from intake.ledger import Refused


def questionnaire_before(using: Settings, key: str, at_hand: Iterable[Template] = ()) -> Template | None:
    """As the round was opened, where the record has it; else as its file reads. None where there is neither."""
    with suppress(wiring.NotReady, wiring.DamagedAudit), wiring.reading(using) as db:
        if (audit := round_before(db, key)) is not None:
            return wiring.template_of(audit)
    known: Mapping[str, Template] = wiring.templates(using) | {each.key: each for each in at_hand}
    return known.get(key)


def refuse_strange_was(template: Template, then: Template | None, file: str) -> None:
    """Raises Refused with each `was` that names no question of the round before."""
    faults = was_faults(template, then, file) if then is not None else []
    if faults:
        raise Refused("\n".join(str(each) for each in faults))
