"""A digest in Slack: one message a round, drawn anew; the rest in its thread; nobody's words alive in it (T3)."""

import hashlib
import html
import io
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from slack_sdk import WebClient

from bot.outbox import LEASE, Delivered, Outbox
from bot.slack.api import ChannelPace, Posting
from bot.slack.api.blocks import BLOCKS
from bot.slack.channel import SlackChannel
from bot.slack.digest import DigestPost, drawn
from config.letters import open_letters
from config.partnerships import PartnershipTable
from config.ways import WAYS
from reports.digests import Post, queue
from reports.digests.parts import Digest, Section, StandardBar
from reports.digests.send import facts
from storage.evidence import open_evidence
from storage.nouns import Message
from storage.record import Database
from tests.bot.slack.fake import FakeSlack, fake_slack
from tests.reports.made import HOSTILE
from tests.rounds import NOON

FILES = {"report.xlsx": b"a workbook", "heat-map.png": b"a picture", "report.html": b"a page"}
TABLE = {"key": "east", "name": "The East", "managers": [{"name": "Ann Lee", "email": "ann@east.example.org"}]}


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with fake_slack() as made:
        yield made


class Channel:
    """The partnership's channel C1, and the outbox that posts to it."""

    def __init__(self, slack: FakeSlack, database: Database, folder: Path) -> None:
        self.slack, self.database, self.store = slack, database, open_evidence(str(folder))
        posting = Posting(WebClient("xoxb-1", base_url=slack.base), ChannelPace(lambda: 0.0, lambda seconds: None))
        self.channel = SlackChannel(posting, DigestPost(posting, database, self.store))

    def post(self, minutes: int, answered: str = "1 of 3 agencies.") -> dict[Delivered, int]:
        """Queue a digest and deliver what is due."""
        at = NOON + timedelta(minutes=minutes)
        with self.database.write.begin() as db:
            queue(db, written(self.keep), "A small audit", said(answered), FILES, at, at)
        return self.deliver(minutes)

    def deliver(self, minutes: int) -> dict[Delivered, int]:
        at = NOON + timedelta(minutes=minutes)
        return Outbox(self.database, self.channel, lambda: at, random.Random(1)).deliver_due()

    def keep(self, content: bytes) -> str:
        return self.store.put(io.BytesIO(content)).sha256

    def forget(self) -> None:
        """As if the process had died before it noted what it did."""
        with self.database.write.begin() as db:
            last = sa.select(sa.func.max(Message.id)).where(Message.via == "slack").scalar_subquery()
            undone = {"sent_at": None, "posted": "", "claimed_until": NOON}
            db.execute(sa.update(Message).where(Message.id == last).values(undone))


@pytest.fixture
def channel(slack: FakeSlack, database: Database, tmp_path: Path) -> Channel:
    return Channel(slack, database, tmp_path / "evidence")


def written(keep: Any = lambda content: hashlib.sha256(content).hexdigest(), report: str = "") -> Post:
    digest = {"to": ["b@east.example.org"], "slack_channel": "C1", "report": report}
    return Post(open_letters(), PartnershipTable.model_validate(TABLE | {"digest": digest}), keep, WAYS)


def said(answered: str, whose: str = "The East") -> Digest:
    sections = (Section("Who has answered", "agencies", (answered,)), Section("Worth sharing", "agencies", ("CSC.",)))
    return Digest("small", whose, date(2026, 3, 2), sections, "9 entries, ab12")


def shown(call: dict[str, Any]) -> str:
    return json.dumps(call["blocks"], ensure_ascii=False)


def test_the_first_is_posted_and_the_next_is_drawn_in_its_place(channel: Channel, slack: FakeSlack) -> None:
    assert channel.post(0) == {Delivered.SENT: 1}
    assert channel.post(10_000, "2 of 3 agencies.") == {Delivered.SENT: 1}
    (first, *threads) = slack.said()
    (anew,) = slack.said("chat.update")
    assert ("1 of 3" in shown(first), "2 of 3" in shown(anew)) == (True, True)
    assert (anew["channel"], anew["ts"]) == ("C1", first["ts"])
    assert [each["thread_ts"] for each in threads] == [first["ts"]] * 2
    assert all("9 entries, ab12" in shown(each) and "CSC." in shown(each) for each in threads)
    uploads = slack.said("files.completeUploadExternal")
    assert [each["thread_ts"] for each in uploads] == [first["ts"]] * 2
    named = [each["filename"] for each in slack.said("files.getUploadURLExternal")]
    assert named[:3] == ["2026-03-02 heat-map.png", "2026-03-02 report.html", "2026-03-02 report.xlsx"]


def test_what_a_killed_process_had_posted_is_not_posted_again(channel: Channel, slack: FakeSlack) -> None:
    channel.post(0)
    channel.forget()
    assert channel.deliver(2 * LEASE // timedelta(minutes=1)) == {Delivered.SENT: 1}
    assert len(slack.said()) == 2  # the message and its thread
    assert slack.said("chat.update")[0]["ts"] == slack.said()[0]["ts"]


@pytest.mark.parametrize("code", ["message_not_found", "cant_update_message"])
def test_where_somebody_deleted_the_message_there_is_a_new_one(channel: Channel, slack: FakeSlack, code: str) -> None:
    channel.post(0)
    slack.refusals["chat.update"] = [code]
    assert channel.post(10) == {Delivered.SENT: 1}
    assert [bool(each.get("thread_ts")) for each in slack.said()] == [False, True, False, True]
    channel.post(20)
    assert slack.said("chat.update")[-1]["ts"] == slack.said()[2]["ts"]


def test_a_refusal_waits_or_is_told(channel: Channel, slack: FakeSlack) -> None:
    slack.refusals["chat.postMessage"] = ["not_in_channel"]
    assert channel.post(0) == {Delivered.FAILED: 1}
    slack.refusals["files.getUploadURLExternal"] = ["missing_scope"]
    assert channel.post(10) == {Delivered.DOWN: 1}


def test_figures_link_to_their_list_and_marks_in_names_stay_marks() -> None:
    made = replace(
        said("1 of 3."),
        sections=(Section("Ratings", "ratings", ("A *b* & c: 2 of 3.", "R & D: 4 of 5.", "3 files: GPS (2).")),),
    )
    first, _ = drawn(facts("t", made, written(report="https://east.example.org/r")), "s")
    lines = [(block["text"]["type"], block["text"]["text"]) for block in first.blocks if block["type"] == "section"]
    link = "https://east.example.org/r#ratings"
    assert lines[-2:] == [
        ("plain_text", "• A *b* &amp; c: 2 of 3."),
        ("mrkdwn", f"• R &amp; D: <{link}|4 of 5>.\n• <{link}|3 files>: GPS (<{link}|2>)."),
    ]


def test_the_headline_stands_first_and_the_bars_above_the_ratings_as_in_the_letters() -> None:
    made = replace(
        said("1 of 3."),
        headline="1 of 3 has answered, 9 days left",
        bars=(StandardBar("1 People", 3, 4), StandardBar("2 *Places*", 0, 5)),
        sections=(Section("Ratings", "ratings", ("G Good: 3 of 9.",)),),
    )
    first, _ = drawn(facts("A small audit", made, written()), "s")
    told = [block["text"]["text"] for block in first.blocks if "text" in block]
    assert [each.strip("*") for each in told] == [
        "1 of 3 has answered, 9 days left",
        "Rated answers that are met, by standard",
        "████████░░ 1 People: 3 of 4 (75%)\n░░░░░░░░░░ 2 *Places*: 0 of 5 (0%)",
        "Ratings",
        "• G Good: 3 of 9.",
    ]
    assert "A small audit · For The East, Monday 2 March 2026" in shown({"blocks": list(first.blocks)})


def test_headings_link_to_the_report_where_there_is_one() -> None:
    post = written(report="https://east.example.org/s11.html")
    first, _ = drawn(facts("A small audit", said("1 of 3."), post), "s")
    assert "*<https://east.example.org/s11.html#agencies|Who has answered>*" in shown({"blocks": list(first.blocks)})
    first, _ = drawn(facts("A small audit", said("1 of 3."), written()), "s")
    assert "<http" not in shown({"blocks": list(first.blocks)})


@pytest.mark.parametrize("report", ["", "https://east.example.org/r"])
@pytest.mark.parametrize(
    "words", [*HOSTILE, "<!here> <#C1> <http://evil.example|gov.uk> <!subteam^S1>", "& &amp; &lt;"]
)
def test_hostile_words_stay_words(words: str, report: str) -> None:
    made = Digest(words, words, date(2026, 3, 2), (Section("Ratings", "ratings", (words, words)),), words)
    first, rest = drawn(facts(words, made, written(report=report)), words)
    for each in (first, *rest):
        blocks = list(each.blocks)
        everything = (json.dumps(blocks, ensure_ascii=False) + each.text).replace(f"<{report}#ratings|", "")
        assert not [live for live in ("<!", "<@", "<#", "<http") if live in everything]
        assert len(blocks) <= BLOCKS
        assert len(each.text) <= 3000
    lines = [block["text"]["text"] for block in first.blocks if "text" in block]
    formatted = [block["text"]["text"] for block in first.blocks if block.get("text", {}).get("type") == "mrkdwn"]
    assert not [text for text in formatted if "•" in text and set(text) & set("*_~`")]
    assert not [text for text in formatted if "•" in text and ":x:" in text]
    read = html.unescape("".join(lines))
    assert "".join(words.split()) in "".join(read.split())


def test_a_digest_of_any_length_is_within_slacks_limits() -> None:
    sections = tuple(Section(f"Ratings {number}", "ratings", ("é" * 600,) * 40) for number in range(20))
    first, rest = drawn(facts("t", Digest("a", "b", date(2026, 3, 2), sections, "w"), written()), "s")
    for each in (first, *rest):
        assert len(each.blocks) <= BLOCKS
        assert all(len(block["text"]["text"]) <= 3000 for block in each.blocks if "text" in block)
    told = "".join(json.dumps(each.blocks, ensure_ascii=False) for each in (first, *rest))
    assert told.count("é") == 600 * 40 * 20  # a line may be cut between two sections, and nothing is lost
