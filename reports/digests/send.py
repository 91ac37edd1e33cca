"""A digest on its way: a letter to each of its readers and a message to its team's channel, queued and not sent."""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from config.letters import Letters
from config.partnerships import Board, Manager, PartnershipTable
from config.ways import LETTERS_ONLY, Way
from reports.digests.digest import for_others
from reports.digests.parts import BARS, Digest
from reports.digests.series import key_of, series
from reports.digests.text import DigestLetter, DigestLinks, day_of, told
from storage.nouns import Audit, Message
from storage.record import insert_new
from storage.record.trail import Speaker, hold, note

Keep = Callable[[bytes], str]  # puts a file into the evidence store and says its SHA-256
REPORT, WORKBOOK, PICTURE = "report.html", "report.xlsx", "heat-map.png"
KINDS = {
    WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    PICTURE: "image/png",
    REPORT: "text/html",
}


@dataclass(frozen=True)
class Post:
    """What digests are written with: their wording, who hears of them, and a place for their files."""

    letters: Letters
    partnership: PartnershipTable
    keep: Keep
    ways: Sequence[Way] = LETTERS_ONLY  # that are set up here
    with_answers: bool = False  # whether the workbook that goes with it holds what agencies wrote

    @property
    def readers(self) -> list[str]:
        """Addresses, each once: those the partnership named, or else its managers'."""
        named = self.partnership.digest.to or [each.email for each in self.partnership.managers]
        return list({each.lower(): each for each in named}.values())

    def is_manager(self, reader: str) -> bool:
        return reader.lower() in {each.email.lower() for each in self.partnership.managers}

    @property
    def boards(self) -> tuple[Board, ...]:
        """The places where a whole team reads it, of the ways that are set up here."""
        return self.partnership.digest.boards(self.ways)

    def beside(self, files: Collection[str]) -> DigestLinks:
        """What the digest may point to, of the report's files that there are."""
        return DigestLinks(
            self.partnership.digest.report, WORKBOOK if WORKBOOK in files else "", with_answers=self.with_answers
        )

    @property
    def colours(self) -> tuple[str, str]:
        return self.partnership.colour, self.partnership.ink

    @property
    def ask(self) -> str:
        """Who answers questions about a digest, with how to reach them."""
        return next((_how_to_reach(each) for each in self.partnership.managers), "")

    @property
    def reply_to(self) -> str:
        return next((each.email for each in self.partnership.managers), "")


def queue(
    db: Session,
    post: Post,
    title: str,
    digest: Digest,
    files: Mapping[str, bytes],
    slot: datetime | str,
    now: datetime,
) -> list[Message]:
    """Queue a digest (its audit's title, the files of its report) for every reader and return what was new.

    For the same slot again, a moment or an order, it queues nothing. `now` is when the figures were taken: the next
    digest tells what came after it. An earlier one that still waits is cancelled, so that nobody gets two at once.
    """
    wanted = [*([WORKBOOK] if post.readers else []), *(KINDS if post.boards else [])]  # no file without a message
    wanted = [name for name in wanted if name in files]  # one that could not be made costs itself
    kept = {name: {"sha256": post.keep(files[name]), "name": name, "media_type": KINDS[name]} for name in wanted}
    other = for_others(digest, [each.name for each in post.partnership.managers])
    letters = {
        is_manager: told(post.letters, title, made, beside=post.beside(files), ask=post.ask, colours=post.colours)
        for is_manager, made in ((True, digest), (False, other))
    }
    common = {"not_before": now, "reply_to": post.reply_to, "partnership": post.partnership.key}
    whose = digest.audit, post.partnership.key
    rows: list[dict[str, Any]] = [
        common
        | _drawn(letters[post.is_manager(reader)])
        | {"key": key_of(*whose, slot, reader), "via": "email", "recipient": reader}
        | {
            "auto_submitted": "auto-generated",
            "attachments": [kept[name] for name in (WORKBOOK,) if name in kept],
            "facts": {},
        }
        for reader in post.readers
    ]
    for board in post.boards:
        drawn = facts(title, other, post)
        named = [
            kept[name] | {"name": f"{digest.on.isoformat()} {name}"}
            for name in (PICTURE, REPORT, WORKBOOK)
            if name in kept
        ]
        rows.append(
            common
            | _drawn(letters[False])
            | {"key": key_of(*whose, slot, f"{board.via}:{board.place}"), "via": board.via, "recipient": board.place}
            | {"html": "", "auto_submitted": "", "attachments": named, "facts": drawn}
        )
    added = insert_new(db, Message, rows) if rows else []
    if added:
        _supersede(db, series(*whose), now)
    return added


def _drawn(letter: DigestLetter) -> dict[str, str]:
    return {"subject": letter.subject, "body": letter.text, "html": letter.html}


def note_answers(
    db: Session, audit: Audit, partnership: str, queued: Sequence[Message], workbook: bytes, by: Speaker
) -> None:
    """Enter in the trail that what agencies wrote was sent: by whom, to how many readers, and which file it was."""
    hold(db, audit)
    sent = {"readers": len(queued), "workbook_sha256": hashlib.sha256(workbook).hexdigest()}
    note(db, audit, by, "answers sent with a digest", partnership, sent)


def facts(title: str, digest: Digest, post: Post) -> dict[str, Any]:
    """A digest as a channel draws it: JSON types only."""
    return {
        "title": title,
        "headline": digest.headline,
        "bars_title": BARS,
        "partnership": digest.partnership or "",
        "day": day_of(digest),
        "ask": post.ask,
        "report": post.partnership.digest.report,
        "witness": digest.witness,
        "sections": [
            {
                "title": each.title,
                "anchor": each.anchor,
                "lines": list(each.lines),
                "bars": [(bar.title, bar.says, bar.width) for bar in digest.bars_over(each)],
            }
            for each in digest.sections
        ],
    }


def _supersede(db: Session, prefix: str, now: datetime) -> None:
    waiting = (
        Message.key.startswith(prefix, autoescape=True),
        Message.not_before < now,
        Message.sent_at.is_(None),
        Message.failed_at.is_(None),
        Message.cancelled_at.is_(None),
        or_(Message.claimed_until.is_(None), Message.claimed_until < now),
    )
    told = {"cancelled_at": now, "last_error": "A newer digest takes its place."}
    db.execute(update(Message).where(*waiting).values(told).execution_options(synchronize_session=False))


def _how_to_reach(manager: Manager) -> str:
    return f"{manager.name} ({', '.join(filter(None, (manager.email, manager.phone)))})"
