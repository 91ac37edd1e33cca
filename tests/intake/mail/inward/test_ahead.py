"""The next letters are read while one is recorded, and what becomes of each is what became of it one by one."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake.letters import Letter, Reader, Readers
from intake.mail.inward import taken_in
from intake.mail.inward.imap import MailboxLetter
from storage.evidence import Unavailable
from tests.post import MANAGER, Post, postroom
from tests.rounds import Round

BO, BILL = "bo@sch.example", "bill.hall@csc.example"
BREAKS = b"Subject: breaks its reader"


class FrailReader(Reader):
    """A reader whose child is killed on one letter, as the system kills what takes too much memory."""

    def letter(self, raw: bytes) -> Letter:
        letter = super().letter(raw)
        if BREAKS in raw and self._child is not None:
            self._child.kill()
        return letter


@pytest.fixture(scope="module")
def children() -> Iterator[list[Reader]]:
    with FrailReader() as first, FrailReader() as second:
        yield [first, second]


@pytest.fixture(params=[1, 2], ids="{} at once".format)
def post(
    request: pytest.FixtureRequest, children: list[Reader], round_of_small: Round, tmp_path: Path
) -> Iterator[Post]:
    made = postroom(round_of_small, tmp_path, children[0])
    with Readers(children[: request.param]) as readers:
        made.room = replace(made.room, readers=readers if request.param > 1 else None)
        yield made


def outcomes(post: Post, *raws: bytes) -> list[str]:
    letters = [MailboxLetter(f"{number}.eml", raw) for number, raw in enumerate(raws, start=1)]
    said = [(each.name, each.outcome.outcome) for each in taken_in(post.room, letters)]
    assert [name for name, _ in said] == [each.name for each in letters]
    return [outcome for _, outcome in said]


def test_each_counts_once_in_its_order_and_one_that_breaks_its_reader_costs_no_other(post: Post) -> None:
    ann, bo = post.form(), post.form(BO, "SCH")
    wrong = post.letter("1.1: Good\n", token=ann)
    right = post.letter("1.1: Fair\n", token=ann)
    breaks = post.letter("1.1: Good\n", BO, bo, Subject="breaks its reader")
    good = post.letter("1.1: Fair\n", BO, bo)
    said = outcomes(post, wrong, breaks, right, right, good)
    assert said == ["answered", "held", "answered", "duplicate", "answered"]
    assert [post.round.cell(abbr, "1.1").rating for abbr in ("CSC", "SCH")] == ["1", "1"]
    assert post.receipts()[1].reason == "The letter broke its reader, or needs more memory than a letter may."


def test_who_is_named_by_the_letter_before_is_heard(post: Post) -> None:
    """Read ahead, it was a stranger's: it is read again once a manager's letter has made its writer the contact."""
    token = post.form()
    post.comes(f"NOT ME\n\nPlease ask Bill Hall, {BILL}\n", token=token)
    asks = next(each.token for each in post.messages(MANAGER))
    assert (
        outcomes(post, post.letter("YES\n", MANAGER, asks), post.letter("1.1: Good\n", BILL, token)) == ["answered"] * 2
    )
    assert post.round.cell("CSC", "1.1").rating == "2"


def test_what_was_kept_is_read_before_a_mailbox_is_given_up(post: Post) -> None:
    def letters() -> Iterator[MailboxLetter]:
        yield MailboxLetter("1.eml", post.letter("1.1: Good\n", token=post.form()))
        raise OSError("the connection is gone")

    said = taken_in(post.room, letters())
    assert next(said).outcome.outcome == "answered"
    with pytest.raises(OSError, match="the connection is gone"):
        next(said)


def test_a_letter_that_finds_no_place_in_the_store_costs_none_that_came_before_it(post: Post, tmp_path: Path) -> None:
    """Its bytes are on their way there while the one before is read and recorded."""
    first = post.letter("1.1: Good\n", token=post.form())
    token, taken = post.form(BO, "SCH"), hashlib.sha256(first).hexdigest()[:2]
    tries = (post.letter("1.1: Good\n", BO, token, Subject=f"try {number}") for number in range(9))
    second = next(each for each in tries if hashlib.sha256(each).hexdigest()[:2] != taken)
    shelf = tmp_path / "evidence" / hashlib.sha256(second).hexdigest()[:2]
    shelf.parent.mkdir(exist_ok=True)
    shelf.write_bytes(b"")
    said = taken_in(post.room, [MailboxLetter("1.eml", first), MailboxLetter("2.eml", second)])
    assert next(said).outcome.outcome == "answered"
    with pytest.raises(Unavailable):
        next(said)
    assert [each.outcome for each in post.receipts()] == ["answered"]
    shelf.unlink()
    assert outcomes(post, first, second) == ["duplicate", "answered"]


def test_what_a_killed_process_left_is_read_one_by_one(post: Post) -> None:
    """A letter that ends its process each time costs no try of the next."""
    raws = [post.letter("1.1: Good\n", token=post.form()), post.letter("1.1: Good\n", BO, post.form(BO, "SCH"))]
    for raw in raws:
        post.room.keep(raw)
    said = taken_in(post.room, [MailboxLetter(f"{number}.eml", raw) for number, raw in enumerate(raws)])
    assert next(said).outcome.outcome == "answered"
    assert [each.tries for each in post.receipts()] == [2, 1]
    assert [each.outcome.outcome for each in said] == ["answered"]
