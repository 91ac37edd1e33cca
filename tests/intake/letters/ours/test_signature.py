"""Who our letter greets may close the reply with any of these names."""

from datetime import date

from config.letters import open_letters
from intake.letters import Letter, lines_of_text
from intake.letters.ours import known_of
from intake.letters.pipeline import LETTER, read_reply
from intake.mail.outward.invitation import Invitee, invitation
from tests.intake.letters.given import AUDITS

TEMPLATE = AUDITS["section-11"]


def test_a_first_name_alone_closes_the_reply_to_a_letter_that_opens_with_whose_it_is() -> None:
    whom = Invitee("Bo Ní Dhomhnaill", "The Trust", "health", "The West", date(2026, 6, 30), "Call 999.")
    letter = Letter(headers=(("from", "bo@trust.example.org"),))
    sent = invitation(open_letters(), TEMPLATE, whom, "s11-abcdefghjkmnpqra").sent
    known = known_of(letter, sent, TEMPLATE, "health", ())
    reply = read_reply("the letter", lines_of_text("1.1: 2\n\nBo"), known, LETTER).form
    assert ([each.value for each in reply.answers], reply.leftovers) == (["2"], ())
