"""A letter that keeps or drops what was said last time: what it leaves in the record, and what the next one may do."""

import textwrap
from pathlib import Path

import pytest
import sqlalchemy as sa

from intake.audits import open_audit, read_agencies
from intake.letters import Reader
from intake.mail.outward.invite import Asker, not_yet_asked, queue
from intake.returns import Given
from storage.nouns import Answer, Message, Remark
from tests.conftest import AGENCIES
from tests.post import ANN, Post, postroom
from tests.rounds import DUE, NOON, Round, jo

BOARD = "3 boards meet. Good practice is shared with every team of ours each month."


class Next:
    """The round after, with the letter that Ann was sent in it."""

    def __init__(self, before: Round, post: Post) -> None:
        self.round, self.post = Round(before.database, before.template, "next"), post
        with before.database.write.begin() as db:
            agencies = read_agencies(AGENCIES.encode())
            open_audit(db, before.template, "next", (None, DUE), agencies, {"east": "The East"}, jo(), after="small")
        stationery = post.room.stationery
        asker = Asker(before.template, stationery, lambda content: "a" * 64, jo())
        with before.database.write.begin() as db:
            audit = self.round.audit(db)
            queue(db, not_yet_asked(db, audit, NOON.date()), asker)
        (self.letter,) = [each for each in post.messages(ANN) if each.key.startswith("invite")]

    def comes(self, body: str, token: str = "") -> None:
        assert self.post.comes(body, token=token or self.letter.token).outcome in ("answered", "nothing_new")

    def below(self, ref: str, words: str) -> str:
        """Ann's letter back, quoted, with the words at the first arrow of a question."""
        text = self.letter.body
        at = text.index("\u2192", text.index(f"[{ref}]"))
        return self.post.quoted(f"{text[:at]}\u2192 {words}{text[at + 1 :]}")

    def ack(self) -> Message:
        return self.post.messages(ANN)[-1]

    def stands(self) -> list[tuple[str, str, str, str]]:
        """What Ann's agency has said in this round: question, prompt, value, and the round it was kept from."""
        with self.round.database.read() as db:
            own = Answer.submission_id == self.round.submission(db, "CSC").id
            found = db.scalars(sa.select(Answer).where(own).order_by(Answer.id))
            return [(each.question, each.prompt, each.value, each.kept_from) for each in found]


@pytest.fixture
def after(round_of_small: Round, tmp_path: Path, reader: Reader) -> Next:
    round_of_small.say("CSC", Given("1.1", "rating", "2"), Given("1.1", "text", BOARD), minutes=1)
    round_of_small.say("CSC", Given("1.3", "yes_no", "no"), Given("2.1", "text", "Mo leads."), minutes=2)
    round_of_small.submit("CSC", minutes=3)
    return Next(round_of_small, postroom(round_of_small, tmp_path, reader))


KEPT = [("1.1", "rating", "2", "small"), ("1.1", "text", BOARD, "small")]


def test_a_letter_returned_untouched_records_nothing(after: Next) -> None:
    assert f"Last time (2 March 2026): {BOARD}" in after.letter.body
    after.comes(f"We will look at it.\n{after.post.quoted(after.letter.body)}")
    assert after.stands() == []


def test_keep_records_last_times_answer_as_kept_and_says_so(after: Next) -> None:
    after.comes(after.below("1.1", "keep"))
    assert after.stands() == KEPT
    told = after.ack().body
    assert "KEPT FROM LAST TIME\nThese are your answers now, as they were.\n\n(1.1) Does a named person lead?" in told
    assert BOARD in told[: told.index("STILL TO ANSWER")]
    assert after.round.first_bad_entry() is None


def test_the_letter_back_quoted_whole_neither_answers_nor_keeps_again(after: Next) -> None:
    after.comes(after.below("1.1", "keep"))
    ack = after.ack()
    assert "Last time (2 March 2026): Mo leads." in ack.body
    narrow = "\n".join(textwrap.fill(line, 50) for line in ack.body.splitlines())
    for text in (ack.body, narrow):
        after.comes(f"Thank you.\n{after.post.quoted(text)}", ack.token)
        assert after.stands() == KEPT
        assert after.round.rows(sa.select(Remark.words)) == []


def test_a_new_rating_beside_keep_counts_and_only_the_rest_is_kept(after: Next) -> None:
    body = after.below("1.1", "1")
    place = body.index("\u2192", body.index("How do you know?"))
    after.comes(f"{body[:place]}\u2192 keep{body[place + 1 :]}")
    assert after.stands() == [("1.1", "rating", "1", ""), ("1.1", "text", BOARD, "small")]


def test_what_is_dropped_is_shown_no_more_and_what_was_answered_is_not_overwritten(after: Next) -> None:
    after.round.say("CSC", Given("1.1", "rating", "0"), Given("1.1", "text", "Bo leads now."), minutes=4)
    after.comes(after.below("1.1", "keep"))
    assert [each for each in after.stands() if each[3]] == []
    after.comes(after.below("2.1", "drop"))
    told = after.ack().body
    assert "Last time's answer is shown no more at: 2.1." in told
    assert "Mo leads." not in told
    assert "stays as it is" not in told
    assert ("last time's answer dropped", "CSC 2.1") in [(each[4], each[5]) for each in after.round.events()]


def test_dropped_after_it_was_kept_the_answer_stays_and_its_writer_is_told_so(after: Next) -> None:
    after.comes(after.below("1.1", "keep"))
    after.comes(after.below("1.1", "drop"))
    assert after.stands() == KEPT
    assert "What you have answered or kept in this audit stays as it is at: 1.1. To change it," in after.ack().body
    assert "stays as it is at: 1.1." in (after.ack().html or "")
