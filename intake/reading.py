"""A letter read against the form we sent, and only then understood."""

from collections.abc import Sequence

from config.audit import Template
from intake.forms import Form, SentForm
from intake.letter import Letter


def read_form(letter: Letter, sent: SentForm, template: Template, sector: str, also: Sequence[SentForm] = ()) -> Form:
    """What the letter answers. `template` as the audit was opened with it; `also`: what else this contact was sent."""
    return Form()
