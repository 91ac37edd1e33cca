"""A channel that nobody ships holds the whole conversation: it hears and answers by the calls every channel has."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.outbox import Delivered, Outbox
from config.dates import today
from config.ways import EMAIL
from intake.mail.outward import Asker, not_yet_asked, queue
from intake.returns import Given
from storage.nouns import Answer, Message
from tests.bot.folder.app import FOLDER, make_listener
from tests.bot.folder.channel import FolderChannel
from tests.rounds import NOON, STATIONERY, Round, jo

ANN, BO = "ann@csc.example", "bo@sch.example"


@dataclass
class PostBox:
    """Somebody's folder, and the channel that looks into it; each look is a minute after the last."""

    round: Round
    root: Path
    minutes: int = 0

    def now(self) -> datetime:
        self.minutes += 1
        return NOON + timedelta(minutes=self.minutes)

    def puts(self, name: str, content: str, who: str = ANN) -> str:
        """A file is put there; what is answered comes back."""
        file = self.root / who / "in" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
        make_listener(self.root, self.round.database, self.now).hear()
        return (self.root / who / "out" / f"{name}.answer").read_text(encoding="utf-8")

    @property
    def said(self) -> list[tuple[str, str, str, str]]:
        with self.round.database.read() as db:
            found = db.scalars(sa.select(Answer).order_by(Answer.id))
            return [(each.question, each.prompt, each.value, each.via) for each in found]


@pytest.fixture
def box(round_of_small: Round, tmp_path: Path) -> PostBox:
    return PostBox(round_of_small, tmp_path)


def test_three_questions_by_choices_words_and_a_whole_form(box: PostBox) -> None:
    assert "1.1. Does a named person lead?" in box.puts("01.txt", "hello")
    assert "How do you know?" in box.puts("02.press", "2")
    assert "1.2. Are staff trained, and how well?" in box.puts("03.txt", "Ann Lee has led since May.")
    form = box.puts("04.open", "1.2")
    filled = (
        form.replace("yes_no: ", "yes_no: yes").replace("rating: ", "rating: 1").replace("text: ", "text: By a log.")
    )
    assert "1.3. Are there gaps in training?" in box.puts("05.form", filled)
    assert "Which?" in box.puts("06.txt", "no")
    assert "is now with question 1.3." in box.puts("07.csv", "course,day\n")
    assert "1.4. Who is the named person?" in box.puts("08.txt", "skip")
    assert [each for each in box.said if not each[1].startswith("file")] == [
        ("1.1", "rating", "2", "folder"),
        ("1.1", "text", "Ann Lee has led since May.", "folder"),
        ("1.2", "yes_no", "yes", "folder"),
        ("1.2", "rating", "1", "folder"),
        ("1.2", "text", "By a log.", "folder"),
        ("1.3", "yes_no", "no", "folder"),
    ]
    assert [each[0] for each in box.said if each[1].startswith("file")] == ["1.3"]


def aside_without_a_reason(form: str) -> str:
    return form.replace("rating: ", "rating: n/a")


def no_such_rating(form: str) -> str:
    return form.replace("rating: ", "rating: splendid")


@pytest.mark.parametrize(
    ("fills", "told"),
    [
        (aside_without_a_reason, "not-applicable-reason: Say in a few words why it does not apply to you.\n"),
        (no_such_rating, "rating: Choose one of: 2 Good, 1 Fair, 0 Poor, X Not sent, N/A.\n"),
    ],
    ids=["an N/A without its reason", "a rating that there is not"],
)
def test_a_form_with_something_amiss_records_nothing(box: PostBox, fills: Callable[[str], str], told: str) -> None:
    box.puts("01.txt", "hello")
    form = box.puts("02.open", "1.1").replace("text: ", "text: A log.")
    assert box.puts("03.form", fills(form)) == told
    assert box.said == []


def test_the_same_choice_again_is_recorded_once(box: PostBox) -> None:
    for name, said in {"01.txt": "hello", "02.press": "2", "03.txt": "back"}.items():
        box.puts(name, said)
    assert "That is your answer to question 1.1 already." in box.puts("04.press", "2")
    assert box.said == [("1.1", "rating", "2", "folder")]


def test_what_was_answered_while_a_form_was_open_is_not_overwritten_unseen(box: PostBox) -> None:
    box.puts("01.txt", "hello")
    form = box.puts("02.open", "1.1")
    box.round.say("CSC", Given("1.1", "rating", "0"), minutes=2)
    again = box.puts("03.form", form.replace("rating: ", "rating: 2"))
    assert "Jo Park answered while you were writing: 0 Poor" in again
    assert [each[2] for each in box.said] == ["0"]


def test_somebody_whom_nobody_named_is_told_so_in_the_words_of_the_channel(box: PostBox) -> None:
    assert box.puts("01.txt", "hello", who="eve@else.example") == (
        "Your folder is not named for an agency here, so nothing was recorded. "
        "Ask your partnership to add it. Your folder's name is eve@else.example.\n"
    )


def test_people_are_asked_by_the_first_way_that_is_set_up(box: PostBox) -> None:
    with box.round.database.write.begin() as db:
        asker = Asker(box.round.template, STATIONERY, lambda _data: "", jo(), (FOLDER, EMAIL))
        audit = box.round.audit(db)
        queue(db, not_yet_asked(db, audit, today(NOON)), asker)
    outbox = Outbox(box.round.database, FolderChannel(box.root), box.now, random.Random(1))
    assert [outbox.deliver_one() for _ in range(3)] == [Delivered.SENT, Delivered.SENT, None]
    with box.round.database.read() as db:
        assert db.scalars(sa.select(Message.via).distinct()).all() == ["folder"]
    assert [each.parents[1].name for each in sorted(box.root.glob("*/out/message-*.txt"))] == [ANN, BO]


def test_a_file_keeps_for_the_next_words_what_a_colleague_has_said(box: PostBox) -> None:
    box.puts("01.txt", "hello")
    box.round.say("CSC", Given("2.1", "text", "More of them are heard."), minutes=2)
    assert "Jo Park" not in box.puts("02.csv", "course,day\n")
    assert "Since your last message Jo Park has answered question 2.1." in box.puts("03.press", "2")
