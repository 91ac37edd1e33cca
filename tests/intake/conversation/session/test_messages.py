"""What colleagues are told of each other's answers goes by a way that is set up here."""

import pytest
import sqlalchemy as sa

from config import dates
from config.ways import LETTERS_ONLY, WAYS, Way
from intake.conversation import Talk, Talker, hello, speak
from intake.ledger import Saying
from storage.nouns import Contact, Message
from tests.rounds import NOON, Round, jo


@pytest.mark.parametrize(
    ("ways", "told"),
    [(WAYS, ("slack", "U7")), (LETTERS_ONLY, ("email", "bo@csc.example"))],
    ids=["Slack is set up", "letters alone"],
)
def test_a_colleague_who_uses_slack_hears_there_only_where_it_is_set_up(
    round_of_small: Round, ways: tuple[Way, ...], told: tuple[str, str]
) -> None:
    with round_of_small.database.write.begin() as db:
        asked = round_of_small.submission(db, "CSC")
        asked.agency.contacts.append(Contact(name="Bo Day", email="bo@csc.example", slack_user="U7"))
        db.flush()
        ann = asked.agency.contacts[0]
        talker = Talker(db, round_of_small.template, asked, ann, Talk(ways=ways), today=dates.today(NOON))
        hello(talker, Saying(jo(0, "terminal"), "terminal:1"))
        speak(talker, "hand 2.1 to Bo", Saying(jo(1, "terminal"), "terminal:2"))
        (message,) = db.scalars(sa.select(Message).where(Message.key.startswith("handed:")))
        assert (message.via, message.recipient) == told
