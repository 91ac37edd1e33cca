"""A mailbox and its bookkeeping, as far as they go without a server; peers/mail/run.sh has Dovecot for the rest."""

import itertools
import random
import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from config.branches import Circle
from config.faults import LONGEST_WAIT, waits
from intake.letters import Reader
from intake.mail.inward import FolderMailbox, watch
from intake.mail.inward.collect import collect, resume
from intake.mail.inward.imap import POLL_SECONDS, TIMEOUT, Address, ImapMailbox, MailboxLetter
from intake.mail.inward.oauth import NoToken, Tokens
from intake.mail.inward.receipts import MailboxSpot
from peers.mail.stubs import TOKEN, authority
from storage.nouns import Sighting
from tests.certificates import self_signed
from tests.locked import lock
from tests.post import Post, postroom
from tests.rounds import Round


@pytest.fixture
def post(round_of_small: Round, tmp_path: Path, reader: Reader) -> Post:
    return postroom(round_of_small, tmp_path, reader)


@dataclass
class Shelf:
    """A mailbox of letters with UIDs, under the UIDVALIDITY its server gives them now."""

    raws: list[bytes]
    validity: int = 1
    handed_out: list[int] = field(default_factory=list)

    def letters(self, known: Callable[[str, int], set[int]]) -> Iterator[MailboxLetter]:
        seen = known("ann@here/INBOX", self.validity)
        for uid, raw in enumerate(self.raws, start=1):
            if uid not in seen:
                self.handed_out.append(uid)
                yield MailboxLetter(f"INBOX;{uid}", raw, MailboxSpot("ann@here/INBOX", self.validity, uid))

    def file(self, places: Sequence[MailboxSpot]) -> None:
        """They stay where they are."""


def outcomes(post: Post, shelf: Shelf) -> list[str]:
    return [each.outcome.outcome for each in collect(post.room, shelf)]


def sightings(post: Post) -> list[tuple[int, int]]:
    with post.round.database.read() as db:
        return [(each.uidvalidity, each.uid) for each in db.scalars(sa.select(Sighting).order_by(Sighting.id))]


def test_a_letter_seen_is_not_fetched_again_fruitless_ones_too(post: Post) -> None:
    token = post.form(text=post.printed())
    shelf = Shelf([post.letter("1.1: Good\n", token=token), post.letter("Thank you.\n", token=token), b"\x00noise"])
    assert outcomes(post, shelf) == ["answered", "nothing_new", "held"]
    assert outcomes(post, shelf) == []
    assert shelf.handed_out == [1, 2, 3]
    assert sightings(post) == [(1, 1), (1, 2), (1, 3)]


def test_a_server_that_gives_new_uids_costs_a_look_and_no_answer(post: Post) -> None:
    shelf = Shelf([post.letter("1.1: Good\n", token=post.form(text=post.printed()))])
    assert outcomes(post, shelf) == ["answered"]
    shelf.validity = 2
    assert outcomes(post, shelf) == ["duplicate"]
    assert outcomes(post, shelf) == []
    assert sightings(post) == [(1, 1), (2, 1)]
    assert len(post.round.answers()) == 1


def test_a_letter_that_comes_while_the_record_is_locked_is_answered_afterwards(post: Post) -> None:
    shelf = Shelf([post.letter("1.1: Good\n", token=post.form(text=post.printed()))])
    with lock(post.round.database) as release:
        with pytest.raises(sa.exc.OperationalError):
            outcomes(post, shelf)
        release()
        kept = [each.outcome for each in resume(post.room)]  # where only the reading met the lock
        assert [*kept, *outcomes(post, shelf)] == ["answered"]


@pytest.mark.parametrize(("key", "named"), [("", "Letters cannot"), ("moor", "Letters of moor cannot")])
def test_a_mailbox_out_of_reach_is_tried_again_ever_later(post: Post, key: str, named: str) -> None:
    room = replace(post.room, trust=replace(post.room.trust, circle=Circle(key, frozenset({"moor"}))))
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        box = ImapMailbox(Address("127.0.0.1", nobody.getsockname()[1], "ann", "INBOX", tls=False), "secret")
        pauses: list[float] = []
        told: list[str] = []
        watch(room, box, lambda: len(pauses) == 5, told.append, random.Random(11), pauses.append)
    assert [least <= wait <= 2 * least for wait, least in zip(pauses, (0.5, 1, 2, 4, 8), strict=True)] == [True] * 5
    assert all(line.startswith(f"{named} be collected now (") for line in told), told
    assert len(told) == 5


def test_the_wait_grows_to_most_of_a_minute_and_no_further() -> None:
    said = list(itertools.islice(waits(random.Random(7)), 50))
    assert max(said) <= LONGEST_WAIT < 60
    assert min(said[20:]) >= LONGEST_WAIT / 2
    assert len(set(said[20:])) == 30  # no two mailboxes knock in step


def test_a_link_that_dies_in_silence_is_noticed_within_a_minute() -> None:
    """It is looked at between two answers that never come, and then connected anew after the first wait."""
    assert POLL_SECONDS + TIMEOUT + next(waits(random.Random(7))) < 60


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("imaps://ann%40nhs.example@mail.example", ("mail.example", 993, "ann@nhs.example", "INBOX", True)),
        ("imaps://ann@mail.example:9933/Audit%20in", ("mail.example", 9933, "ann", "Audit in", True)),
        ("imap://ann@127.0.0.1/INBOX", ("127.0.0.1", 143, "ann", "INBOX", False)),
    ],
)
def test_the_address_of_a_mailbox(url: str, address: tuple[str, int, str, str, bool]) -> None:
    assert Address.read(url) == address


@pytest.mark.parametrize("url", ["imap://ann@mail.example", "https://mail.example", "imaps://mail.example", ""])
def test_an_address_that_is_none_or_not_safe_says_what_to_write(url: str) -> None:
    with pytest.raises(ValueError, match=r"S11_IMAP_URL .*imaps://"):
        Address.read(url)


def test_another_port_is_the_same_mailbox() -> None:
    one, other = (Address.read(f"imaps://ann@mail.example:{port}/INBOX") for port in (993, 1993))
    assert one.name == other.name == "ann@mail.example/INBOX"


def test_a_maildir_and_an_mbox_hand_out_every_letter(tmp_path: Path) -> None:
    for part in ("cur", "new", "tmp"):
        (tmp_path / "maildir" / part).mkdir(parents=True)
    (tmp_path / "maildir" / "new" / "2").write_bytes(b"Subject: two\n\n")
    (tmp_path / "maildir" / "cur" / "1:2,S").write_bytes(b"Subject: one\n\n")
    (tmp_path / "maildir" / "tmp" / "3").write_bytes(b"Subject: half a let")
    (tmp_path / "box").write_bytes(b"From a\nSubject: one\n\nx\n\nFrom b\nSubject: two\n\ny\n")
    for path in (tmp_path / "maildir", tmp_path / "box"):
        assert [each.raw.split(b"\n")[0] for each in FolderMailbox(path).letters()] == [
            b"Subject: one",
            b"Subject: two",
        ]


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of an authority on loopback, believed as a deployment would believe its own."""
    made = self_signed(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(made))
    return made


def tokens(port: int, secret: str = "secret") -> Tokens:
    return Tokens("tenant", "s11", secret, f"https://localhost:{port}/tenant")


def test_a_token_is_fetched_once_and_kept(certificate: Path) -> None:
    with authority(certificate) as port:
        fresh = tokens(port)
        assert fresh() == TOKEN
    assert fresh() == TOKEN  # the authority is gone; the token is good for an hour


def test_an_authority_that_refuses_or_is_not_there_says_why(certificate: Path) -> None:
    with authority(certificate) as port, pytest.raises(NoToken, match="The secret is not known"):
        tokens(port, "wrong")()
    with pytest.raises(NoToken, match="No token: "):
        tokens(port)()
