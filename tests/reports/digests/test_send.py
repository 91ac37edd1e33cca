"""A digest on its way: to whom, in what words, with which files, and never two at once."""

import email
import email.policy
import hashlib
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import html5lib
import pytest
import sqlalchemy as sa

from bot.envelope import envelope
from config.letters import open_letters
from config.partnerships import DigestPlan as Schedule
from config.partnerships import Manager, PartnershipTable
from config.ways import LETTERS_ONLY, WAYS, Way
from reports.digests import Post, queue
from reports.digests.parts import Digest, Section, Waiting
from reports.digests.series import last_sent
from storage.nouns import Audit, Message
from storage.record import Database
from tests.reports.made import HOSTILE
from tests.rounds import NOON

FILES = {"report.xlsx": b"a workbook", "heat-map.png": b"a picture", "report.html": b"a page"}
ANN = Manager(name="Ann Lee", email="ann@east.example.org", phone="01632 960 001")
BO = Manager(name="Bo Day", email="bo@east.example.org")
BOARD = Schedule(to=["board@east.example.org", "Board@East.example.org"], slack_channel="C1")
SAID = Digest("small", "The East", date(2026, 3, 2), (Section("Ratings", "ratings", ("2 Good: 1 of 2.",)),), "9, ab")


def post(kept: dict[str, bytes], *, ways: tuple[Way, ...] = WAYS, **table: object) -> Post:
    def keep(content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        kept[sha256] = content
        return sha256

    facts = {"key": "east", "name": "The East", "managers": [ANN, BO], "digest": BOARD} | table
    return Post(open_letters(), PartnershipTable.model_validate(facts), keep, ways)


def queued(database: Database, written: Post, minutes: int = 0, said: Digest = SAID) -> list[str]:
    """Who is written to."""
    at = NOON + timedelta(minutes=minutes)
    with database.write.begin() as db:
        return [each.recipient for each in queue(db, written, "A small audit", said, FILES, at, at)]


def messages(database: Database) -> list[Message]:
    with database.read() as db:
        return list(db.scalars(sa.select(Message).order_by(Message.id)))


def test_it_goes_to_the_addresses_named_or_else_to_the_managers(database: Database) -> None:
    assert queued(database, post({})) == ["Board@East.example.org", "C1"]
    assert queued(database, post({}, ways=LETTERS_ONLY, digest=Schedule(slack_channel="C1")), minutes=1) == [
        "ann@east.example.org",
        "bo@east.example.org",
    ]
    assert queued(database, post({}, managers=[], digest=Schedule()), minutes=2) == []


def test_who_is_no_manager_reads_whom_it_waits_for(database: Database) -> None:
    waits = Section("Waiting for you", "outstanding", ("1 letter is held for you to decide.",))
    said = replace(SAID, sections=(*SAID.sections, waits), waiting=Waiting(held=1))
    queued(database, post({}, digest=Schedule(to=["board@east.example.org", "Ann@East.example.org"])), said=said)
    board, ann = (each.body for each in messages(database) if each.via == "email")
    assert "1 letter is held for the managers (Ann Lee and Bo Day) to decide." in board
    assert "1 letter is held for you to decide." in ann


def test_the_letter_on_the_wire(database: Database) -> None:
    kept: dict[str, bytes] = {}
    queued(database, post(kept))
    message = messages(database)[0]
    sent = envelope(message, "audit@east.example.org", NOON, lambda sha256: io.BytesIO(kept[sha256]))
    letter = email.message_from_bytes(bytes(sent), policy=email.policy.default)
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Reply-To"] == "ann@east.example.org"
    assert [each.get_filename() for each in letter.iter_attachments()] == ["report.xlsx"]
    text, page = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]
    for words in ("2 Good: 1 of 2.", "Ann Lee (ann@east.example.org, 01632 960 001)", "The East"):
        assert words in text
        assert words in page
    for each in html5lib.parse(page, namespaceHTMLElements=False).iter():  # nothing is fetched, so nothing can track
        assert each.tag not in ("img", "script", "link", "iframe", "object")
        assert not {"src", "href", "background"} & set(each.attrib)


def test_headings_link_to_the_report_where_it_can_be_opened(database: Database) -> None:
    queued(database, post({}, digest=Schedule(to=["b@east.example.org"], report="https://east.example.org/s11.html")))
    page = html5lib.parse(messages(database)[0].html, namespaceHTMLElements=False)
    links = [each.attrib["href"] for each in page.iter("a")]
    assert "https://east.example.org/s11.html#ratings" in links
    assert all(link.startswith("https://east.example.org/s11.html") or link == "report.xlsx" for link in links)


@pytest.mark.parametrize(
    "report", ["javascript:alert(1)", "http://x.example", 'https://x.example/"><b', "https://u@x.example/", "x y"]
)
def test_a_report_is_kept_at_an_https_address(report: str) -> None:
    with pytest.raises(ValueError, match="report"):
        Schedule(report=report)


def test_the_same_slot_is_written_once_and_an_earlier_one_that_waits_is_cancelled(database: Database) -> None:
    written = post({})
    assert queued(database, written) == ["Board@East.example.org", "C1"]
    assert queued(database, written) == []
    with database.write.begin() as db:
        db.execute(sa.update(Message).where(Message.via == "slack").values(sent_at=NOON))
    assert queued(database, written, minutes=60) == ["Board@East.example.org", "C1"]
    assert [each.cancelled_at is not None for each in messages(database)] == [True, False, False, False]


def test_the_last_one_sent_is_found_by_audit_and_partnership(database: Database) -> None:
    queued(database, post({}))
    with database.write.begin() as db:
        audit = Audit(key="small", template=b"", opens=date(2026, 1, 1), due=date(2026, 2, 1))
        assert last_sent(db, audit, "east") is None
        db.execute(sa.update(Message).values(sent_at=datetime(2026, 3, 9, tzinfo=UTC)))
        assert last_sent(db, audit, "east") == NOON
        for key in ("eas", "east2", "e%", "_ast", ""):
            assert last_sent(db, audit, key) is None
        audit.key = "smal_"
        assert last_sent(db, audit, "east") is None


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words_in_a_letter(words: str, database: Database) -> None:
    kept: dict[str, bytes] = {}
    said = Digest("small", words, date(2026, 3, 2), (Section("Ratings", "ratings", (words,)),), "9, ab")
    queued(database, post(kept), said=said)
    for message in messages(database):
        assert message.facts == {} or message.facts["sections"][0]["lines"] == [words]
        if message.via == "email":
            bytes(envelope(message, "audit@east.example.org", NOON, lambda sha256: io.BytesIO(kept[sha256])))
