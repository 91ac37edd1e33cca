"""A digest in Slack: one message a round, drawn anew in place; its details, picture and report in its thread."""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy import select, update

from bot.slack.api import (
    FALLBACK,
    JSON,
    SECTION,
    Card,
    Posted,
    Posting,
    bold,
    card,
    context,
    escape,
    failure,
    fitted,
    in_slack,
    key_of,
    lines,
    marked,
    section,
    strong,
    words,
)
from reports.digests import pieces, series_of
from storage.evidence import EvidenceStore
from storage.nouns import Message
from storage.record import Database

EVENT = "s11_digest"  # what the key of a digest is filed under in its metadata
LOOK_BACK = 100  # messages
# sections of the message itself, and news
FIRST = ("Who has answered", "Evidence newly in", "Ratings")
NEWS = ("New since", "So far", "Waiting for")
GONE = {"message_not_found", "cant_update_message", "edit_window_closed", "thread_not_found"}
_FORMATS = re.compile(r"[*_~`]|:[\w+-]+:")  # what Slack would draw and not show
THREAD = "The rest, the heat map and the report are in this message's thread."


@dataclass(frozen=True)
class DigestPost:
    """Posts the digests among the outbox's messages for Slack."""

    posting: Posting
    database: Database
    store: EvidenceStore

    def deliver(self, message: Message) -> None:
        """Draw the round's message, then add to its thread; again adds nothing twice. Raises DeliveryError."""
        first, rest = drawn(message.facts, message.subject)
        at = self._redrawn(message, first) or self._posted(message, first)
        with self.database.write.begin() as db:
            db.execute(update(Message).where(Message.id == message.id).values(posted=f"{at.channel} {at.ts}"))
        replies = self._replies(at) if message.attempts > 1 else []
        if message.key not in map(key_of, replies):
            *others, last = rest
            for each in others:
                self.posting.say(at.channel, each, thread=at.ts)
            self.posting.say(at.channel, last, thread=at.ts, metadata=marked(EVENT, message.key))
        self._upload(message, at, replies)

    def add_files(self, message: Message, at: Posted) -> None:
        """The files of any message, in the thread of where it stands; again adds none twice. Raises DeliveryError."""
        self._upload(message, at, self._replies(at) if message.attempts > 1 else [])

    def _redrawn(self, message: Message, drawing: Card) -> Posted | None:
        """Where the round's message stands, drawn anew; None where there is none to draw."""
        at = self._earlier(message) or (self._unnoted(message) if message.attempts > 1 else None)
        if at is None:
            return None
        try:
            self.posting.client.chat_update(
                channel=at.channel,
                ts=at.ts,
                text=drawing.text,
                blocks=list(drawing.blocks),
                parse="none",
                link_names=False,
            )
        except (SlackClientError, OSError) as error:
            if isinstance(error, SlackApiError) and error.response.get("error") in GONE:
                return None
            raise failure(error) from None
        return at

    def _posted(self, message: Message, drawing: Card) -> Posted:
        return self.posting.say(message.recipient, drawing, metadata=marked(EVENT, message.key))

    def _earlier(self, message: Message) -> Posted | None:
        """Where the digest of this round that was posted last stands in this channel."""
        wanted = select(Message.posted).where(
            Message.key.startswith(series_of(message.key), autoescape=True),
            Message.recipient == message.recipient,
            Message.posted != "",
        )
        with self.database.read() as db:
            found = db.scalar(wanted.order_by(Message.id.desc()).limit(1))
        return Posted(*found.split(" ", 1)) if found else None

    def _unnoted(self, message: Message) -> Posted | None:
        """A message that a try whose end nobody saw had posted."""
        client = self.posting.client
        try:
            said = client.conversations_history(
                channel=message.recipient, limit=LOOK_BACK, include_all_metadata=True
            ).get("messages")
        except (SlackClientError, OSError):
            return None
        found = (each for each in said or [] if key_of(each) == message.key)
        return next((Posted(message.recipient, str(each["ts"])) for each in found), None)

    def _replies(self, at: Posted) -> list[JSON]:
        client = self.posting.client
        try:
            said = client.conversations_replies(
                channel=at.channel, ts=at.ts, limit=LOOK_BACK, include_all_metadata=True
            ).get("messages")
        except (SlackClientError, OSError):
            return []
        return [each for each in said or [] if each.get("ts") != at.ts]

    def _upload(self, message: Message, at: Posted, replies: Iterable[JSON]) -> None:
        there = {str(file.get("name")) for each in replies for file in each.get("files") or []}
        files: list[dict[str, Any]] = []
        for each in message.attachments:
            if each["name"] not in there:
                with self.store.open(each["sha256"]) as stream:
                    files.append({"filename": each["name"], "title": each["name"], "content": stream.read()})
        if not files:
            return
        try:
            self.posting.client.files_upload_v2(channel=at.channel, thread_ts=at.ts, file_uploads=files)
        except (SlackClientError, OSError) as error:
            raise failure(error) from None


def drawn(facts: JSON, subject: str) -> tuple[Card, list[Card]]:
    """The message of a digest, and the messages of its thread."""
    sections = facts["sections"]
    first = [each for each in sections if each["title"] in FIRST or each["title"].startswith(NEWS)]
    rest = [each for each in sections if each not in first]
    whose = f"For {facts['partnership']}, {facts['day']}" if facts["partnership"] else facts["day"]
    headline = facts.get("headline", "")  # one that was queued by an older version has none
    head = [*strong(headline or facts["title"]), *context(f"{facts['title']} · {whose}" if headline else whose)]
    asked = [f"Questions about this digest: {facts['ask']}."] if facts["ask"] else []
    witness = [f"Trail: {facts['witness']}."] if facts["witness"] else []
    drawn_first = [*_blocks(first, facts["report"], facts.get("bars_title", ""))]
    top = fitted(card(subject, [*head, *drawn_first, *_notes([*asked, THREAD])]))
    dated = [*context(facts["day"])]
    more = [*dated, *(block for each in top[1:] for block in each.blocks), *_blocks(rest, facts["report"])]
    others = "\n".join(line for each in rest for line in map(in_slack, each["lines"]))
    return top[0], fitted(card(f"{facts['day']}\n{others}"[:FALLBACK], [*more, *_notes(witness)]))


def _blocks(sections: Iterable[JSON], report: str, bars_title: str = "") -> Iterator[JSON]:
    report = escape(report)
    for each in sections:
        if bars := each.get("bars"):
            yield section(bold(bars_title))
            yield from words("\n".join(f"{_bar(width)} {title}: {says}" for title, says, width in bars))
        title = f"*<{report}#{each['anchor']}|{escape(each['title'])}>*" if report else bold(each["title"])
        yield section(title)
        yield from _lines(map(in_slack, each["lines"]), f"{report}#{each['anchor']}" if report else "")


def _bar(width: int) -> str:
    """A hundred as ten blocks; what it says stands beside it in words."""
    full = (width + 5) // 10
    return "█" * full + "░" * (10 - full)


def _lines(said: Iterable[str], link: str) -> Iterator[JSON]:
    """Lines whose figures link to their list; as plain words where a link cannot stand."""
    linked = [(_linked(each, link) if link else "", each) for each in said]
    for is_linked, group in itertools.groupby(linked, key=lambda each: bool(each[0])):
        if is_linked:
            yield from lines(markup for markup, _ in group)
        else:
            yield from words("\n".join(f"• {each}" for _, each in group))


def _linked(line: str, link: str) -> str:
    """The line as markup; empty where its words hold marks that would format them, or it grows too long."""
    markup = "".join(f"<{link}|{escape(words)}>" if is_figure else escape(words) for words, is_figure in pieces(line))
    return f"• {markup}" if len(markup) <= SECTION - 2 and not _FORMATS.search(line) else ""


def _notes(said: Iterable[str]) -> Iterator[JSON]:
    for each in said:
        yield from context(each)
