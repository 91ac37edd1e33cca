"""Answers typed right above our form, which a mailer quotes with no line of its own in between."""

from datetime import date

import pytest

from config.letters import open_letters
from config.questionnaire import SHIPPED, load_folder
from intake.letters import Letter
from intake.letters.mime import BodyPart
from intake.letters.pipeline import read_form
from intake.mail.outward.invitation import Invitee, invitation

AUDITS = load_folder(SHIPPED)
LETTERS = open_letters()
WAYS = (
    "<p>{0}. All staff have the guide.</p>{1}",
    "<div>{0}</div><div>All staff have the guide.</div><div><br></div><div>{1}</div>",
    "<ul><li>{0}. All staff have the guide.</li></ul><hr>{1}<p>Jane</p>",
)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("audit", "said"), [("wandsworth-2022", "1.1 Green"), ("south-glos-2019", "4 Good")])
def test_no_line_of_our_form_is_evidence_of_the_answer_above_it(audit: str, said: str, way: str) -> None:
    template = AUDITS[audit]
    whom = Invitee("Jane Doe", "Example Surgery", "health", "Anytown", date(2030, 6, 30), "Call 999.")
    form = invitation(LETTERS, template, whom, "s11-" + "k" * 16)
    body = BodyPart("html", way.format(said, form.html))
    got = read_form(Letter(headers=(), plain=(), html=(body,)), form.sent, template, "health")
    assert [each.value for each in got.answers] == ["2", "All staff have the guide."]
    assert not got.leftovers
    assert not got.not_understood
