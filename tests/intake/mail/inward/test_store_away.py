"""A letter that was kept, and the store that is away while it is read: no try counts, and no other letter waits."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from intake.letters import Reader
from intake.mail.inward.collect import resume
from storage.evidence import Unavailable
from tests.post import Post, postroom
from tests.rounds import Round

POLICY = b"%PDF-1.4 policy"


@pytest.fixture
def post(round_of_small: Round, tmp_path: Path, reader: Reader) -> Post:
    return postroom(round_of_small, tmp_path, reader)


@contextmanager
def away(store: Path, sha256: str) -> Iterator[None]:
    """The store takes and gives no file that would lie beside this one."""
    store.mkdir(exist_ok=True)
    shelf, aside = store / sha256[:2], store / "aside"
    if shelf.exists():
        shelf.rename(aside)
    shelf.write_bytes(b"")
    yield
    shelf.unlink()
    if aside.exists():
        aside.rename(shelf)


def with_a_file(post: Post) -> bytes:
    letter = message_from_bytes(post.letter("1.1: Good, see the policy\n", token=post.form()), policy=SMTP)
    assert isinstance(letter, EmailMessage)
    letter.add_attachment(POLICY, maintype="application", subtype="pdf", filename="1.1 policy.pdf")
    return letter.as_bytes()


def test_a_store_that_is_away_costs_a_letter_no_try(post: Post, tmp_path: Path) -> None:
    """It was held after three: "The letter could not be read", which was the store's fault and not the letter's."""
    raw, store = with_a_file(post), tmp_path / "evidence"
    with away(store, hashlib.sha256(POLICY).hexdigest()):
        with pytest.raises(Unavailable):
            post.room.receive(raw)
        for _ in range(4):
            with pytest.raises(Unavailable):
                list(resume(post.room))
    with away(store, hashlib.sha256(raw).hexdigest()):
        for _ in range(4):
            with pytest.raises(Unavailable):
                list(resume(post.room))
    (came,) = resume(post.room)
    assert (came.outcome, [name for name, *_ in came.evidence]) == ("answered", ["1.1 policy.pdf"])


def test_a_letter_whose_bytes_are_lost_is_held_and_the_next_is_read(post: Post, tmp_path: Path) -> None:
    """It stood before all that came after it, for ever."""
    policy, raw = hashlib.sha256(POLICY).hexdigest(), [with_a_file(post), with_a_file(post)]
    with away(tmp_path / "evidence", policy):
        for each in raw:
            with pytest.raises(Unavailable):
                post.room.receive(each)
    lost = hashlib.sha256(raw[0]).hexdigest()
    post.room.store.delete(lost)
    first, second = resume(post.room)
    assert (first.outcome, first.reason) == (
        "held",
        f"The file {lost[:12]} is not in the evidence store. Restore it from a backup.",
    )
    assert second.outcome == "answered"
