"""A mailbox emptied into the postroom: every letter received, and only then filed."""

import random
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from typing import NamedTuple

from sqlalchemy import Select, select, update

from config.faults import waits
from intake.letters import Header
from intake.mail.inward import receipts
from intake.mail.inward.imap import CHUNK, UNREACHED, ImapMailbox, Mailbox, MailboxLetter
from intake.mail.inward.receipts import MailboxSpot
from intake.mail.inward.receive import KeptLetter, LetterOutcome, Postroom
from storage.evidence import Kept, Unavailable
from storage.nouns import Receipt, Sighting
from storage.record import AWAY


class _WaitingLetter(NamedTuple):
    """A letter that is kept and read ahead, or what became of it where there was nothing to read."""

    name: str
    sender: str | None
    kept: KeptLetter | LetterOutcome

    @property
    def is_again(self) -> bool:
        """Whether a try of it was broken off: until it is settled none behind it is kept, whose tries would count."""
        return isinstance(self.kept, KeptLetter) and self.kept.tries > 1


class Collected(NamedTuple):
    """One letter of a mailbox and what became of it."""

    name: str
    outcome: LetterOutcome


def collect(postroom: Postroom, box: Mailbox, stopped: Callable[[], bool] = lambda: False) -> Iterator[Collected]:
    """Receive every letter not known yet, and file each score of them after their commits.

    Raises what the mailbox raises when it is lost, and Unavailable where a letter cannot be kept; nothing is filed
    that is not committed, so the next round begins where this one ended.
    """
    letters = box.letters(lambda mailbox, validity: _known(postroom, mailbox, validity))
    for each in taken_in(postroom, letters, stopped):
        yield each
        _file(postroom, box, least=CHUNK)
    _file(postroom, box)


def taken_in(
    postroom: Postroom, letters: Iterable[MailboxLetter], stopped: Callable[[], bool] = lambda: False
) -> Iterator[Collected]:
    """Receive letters in the order they come; where there are several readers, the next are read meanwhile.

    What somebody writes waits until all that came from them before is recorded: it may correct that, or be its copy.
    """
    waiting: deque[_WaitingLetter] = deque()
    most = postroom.readers.many if postroom.readers else 0
    try:
        for found, brought in _on_their_way(postroom, letters):
            if stopped():
                break
            sender = Header.read(found.raw).sender() if most else None
            while any(each.sender == sender for each in waiting):
                yield _settled(postroom, waiting.popleft())
            waiting.append(_begun(postroom, found, sender, brought))
            ahead = 0 if waiting[-1].is_again else most
            while len(waiting) > ahead:
                yield _settled(postroom, waiting.popleft())
    except Exception:  # what is kept is read before the mailbox is given up
        while waiting:
            yield _settled(postroom, waiting.popleft())
        raise
    while waiting:
        yield _settled(postroom, waiting.popleft())


def _on_their_way(
    postroom: Postroom, letters: Iterable[MailboxLetter]
) -> Iterator[tuple[MailboxLetter, Future[Kept] | None]]:
    """The letters, each with its bytes on their way to the store while those before it are kept and recorded."""
    before: tuple[MailboxLetter, Future[Kept] | None] | None = None
    try:
        for found in letters:
            coming = found, postroom.bring(found.raw)
            if before:
                yield before
            before = coming
    except Exception:  # what came before the mailbox was lost is kept
        if before:
            yield before
        raise
    if before:
        yield before


def _begun(
    postroom: Postroom, found: MailboxLetter, sender: str | None, brought: Future[Kept] | None
) -> _WaitingLetter:
    kept = postroom.keep(found.raw, found.place, found.at, brought)
    return _WaitingLetter(found.name, sender, postroom.begin(kept) if isinstance(kept, KeptLetter) else kept)


def _settled(postroom: Postroom, each: _WaitingLetter) -> Collected:
    kept = each.kept
    return Collected(each.name, postroom.settle(kept) if isinstance(kept, KeptLetter) else kept)


def take_in(postroom: Postroom, found: MailboxLetter) -> LetterOutcome:
    return postroom.receive(found.raw, found.place, found.at)


def resume(postroom: Postroom) -> Iterator[LetterOutcome]:
    """Read what a killed process kept and did not read; where others read, what they forgot is handed out anew."""
    if postroom.porter is not None and postroom.porter.is_there():
        postroom.porter.sweep(postroom.trust.circle.key)
        return
    with postroom.database.read() as db:
        numbers = [receipt.id for receipt in receipts.unread(db, postroom.trust.circle.key)]
    for number in numbers:
        yield postroom.resume(number)


def watch(
    postroom: Postroom,
    box: ImapMailbox,
    stopped: Callable[[], bool],
    told: Callable[[str], None],
    chance: random.Random,
    pause: Callable[[float], object],
) -> None:
    """Collect for as long as nobody stops us: after IDLE, after a poll, and after every lost connection."""
    tries, key = waits(chance), postroom.trust.circle.key
    letters = f"Letters of {key}" if key else "Letters"
    while not stopped():
        try:
            for outcome in resume(postroom):
                told(f"{outcome.raw_sha256[:12]}: {outcome.outcome}")
            is_news = False
            for each in collect(postroom, box, stopped):
                told(f"{each.outcome.raw_sha256[:12]}: {each.outcome.outcome}")
                tries, is_news = waits(chance), True
            if not (stopped() or is_news):  # what came while others were read is told before IDLE, and only once
                box.wait(stopped)
        except (*UNREACHED, Unavailable, *AWAY) as error:
            box.lose()
            wait = next(tries)
            told(f"{letters} cannot be collected now ({_first_line(error)}); next try in {wait:.0f} s.")
            pause(wait)
    box.close()


def _known(postroom: Postroom, mailbox: str, validity: int) -> set[int]:
    wanted = select(Sighting.uid).where(Sighting.mailbox == mailbox, Sighting.uidvalidity == validity)
    with postroom.database.read() as db:
        return set(db.scalars(wanted))


def _file(postroom: Postroom, box: Mailbox, least: int = 1) -> None:
    """File what is settled and not yet filed; a letter still unread stays where it is."""
    if not isinstance(box, ImapMailbox):
        return
    with postroom.database.read() as db:
        rows = list(db.execute(_unfiled(box.address.name)))
    if len(rows) < least:
        return
    box.file([MailboxSpot(*row[1:]) for row in rows])
    with postroom.database.write.begin() as db:
        filed = update(Sighting).where(Sighting.id.in_([row[0] for row in rows]))
        db.execute(filed.values(filed_at=postroom.now()))


def _unfiled(mailbox: str) -> Select[int, str, int, int]:
    return (
        select(Sighting.id, Sighting.mailbox, Sighting.uidvalidity, Sighting.uid)
        .join(Receipt, Receipt.id == Sighting.receipt_id)
        .where(Sighting.mailbox == mailbox, Sighting.filed_at.is_(None), Receipt.outcome != receipts.UNREAD)
        .order_by(Sighting.id)
    )


def _first_line(error: Exception) -> str:
    """What the mailbox, the store or the driver of the database says, without the latter's statement."""
    said = str(getattr(error, "orig", None) or error)
    first = (said.splitlines() or [type(error).__name__])[0]
    return first.removeprefix("b'").removesuffix("'")[:200]  # imapclient prints what the server said as bytes
