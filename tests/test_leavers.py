"""A contact who leaves on a day to come is one until that day, and the day is London's: asked of every way in and out.

The clock stands at half past eleven at night, UTC, in summer time: in London the next day has begun.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from config import dates
from config.letters import open_letters
from config.partnerships import Manager, PartnershipTable
from config.themes import SHIPPED_THEMES, load_themes
from config.ways import SLACK
from intake import audits
from intake.conversation import Desk, Talk, Talker, hello
from intake.ledger import Refused, Saying
from intake.letters import Reader
from intake.mail.outward import Asker, not_yet_asked, queue
from intake.notices import Stationery
from reports.digests import digest_of
from reports.nudges import Chase, Chaser, phone_lists
from reports.nudges.due import ahead
from storage.record import trail
from tests.post import postroom
from tests.rounds import Round
from tests.test_documentation import ROOT

SAM = "sam@csc.example"
LATE = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)  # Tuesday 2 June in London
AFTER_THE_LAST_REMINDER = datetime(2026, 6, 28, 23, 30, tzinfo=UTC)  # Monday 29 June; the audit is due on the 30th
MO = Manager(name="Mo Shah", email="mo@west.example")
STATIONERY = Stationery(
    open_letters(),
    {
        key: PartnershipTable(key=key, name=key.title(), managers=[Manager(name="Mo", email="mo@e.example")])
        for key in ("east", "west")
    },
    "audit@anytown.example",
)


class Case:
    """Sam at the council, at a moment."""

    def __init__(self, told: Round, now: datetime, folder: Path, reader: Reader) -> None:
        self.told, self.now, self.folder, self.reader = told, now, folder, reader


def by_letter(case: Case) -> bool:
    post = postroom(case.told, case.folder, case.reader)
    post.clock[0] = case.now
    return post.comes("1.1: Good\n", SAM, post.form(SAM)).outcome != "held"


def in_slack(case: Case) -> bool:
    with case.told.database.read() as db:
        try:
            Desk(case.told.database, Talk(), lambda: case.now, SLACK).contact(db, "USAM")
        except Refused:
            return False
    return True


def in_a_terminal(case: Case) -> bool:
    with case.told.database.write.begin() as db:
        sam = audits.contact_of(db, SAM)
        talker = Talker(db, case.told.template, case.told.submission(db, "CSC"), sam, today=dates.today(case.now))
        try:
            hello(talker, Saying(trail.Speaker("Sam Hill", "terminal", case.now), "terminal:1"))
        except Refused:
            return False
    return True


def a_nudge(case: Case) -> bool:
    with case.told.database.read() as db:
        found = ahead(db, case.told.audit(db), Chase(case.told.template.nudges, {}, case.now))
        return SAM in [each.contact.email for each in found]


def an_invitation(case: Case) -> bool:
    speaker = trail.Speaker("Jo Park", "command line", case.now)
    asker = Asker(case.told.template, STATIONERY, lambda _: "0" * 64, speaker)
    with case.told.database.write.begin() as db:
        audit = case.told.audit(db)
        wanted = not_yet_asked(db, audit, dates.today(case.now))
        return SAM in [each.contact.email for each in queue(db, wanted, asker)]


def a_line_of_the_phone_list(case: Case) -> bool:
    with case.told.database.write.begin() as db:
        (letter, *_) = phone_lists(db, case.told.audit(db), case.told.template, Chaser(STATIONERY), case.now)
        return "Sam Hill" in letter.body


def the_offer_of_a_question(case: Case) -> bool:
    with case.told.database.read() as db:
        ann = audits.contact_of(db, "ann@csc.example")
        submission = case.told.submission(db, "CSC")
        here = Talker(db, case.told.template, submission, ann, today=dates.today(case.now)).look()
        return "Sam Hill" in [each.name for each in here.colleagues]


def a_place_where_nobody_else_can_be_asked(case: Case) -> bool:
    """The digest names an agency that nobody can be reached at."""
    with case.told.database.write.begin() as db:
        audits.contact_of(db, "ann@csc.example").left_on = date(2026, 3, 1)
        made = digest_of(
            db, case.told.audit(db), case.told.template, None, load_themes(SHIPPED_THEMES), case.now
        ).digest
    waiting = [line for each in made.sections if each.title == "Waiting for you" for line in each.lines]
    return not any("Nobody can be reached at Children's Social Care" in line for line in waiting)


WAYS: list[tuple[Callable[[Case], bool], datetime]] = [
    (by_letter, LATE),
    (in_slack, LATE),
    (in_a_terminal, LATE),
    (a_nudge, LATE),
    (an_invitation, LATE),
    (a_line_of_the_phone_list, AFTER_THE_LAST_REMINDER),
    (the_offer_of_a_question, LATE),
    (a_place_where_nobody_else_can_be_asked, LATE),
]


@pytest.mark.parametrize(
    ("days", "speaks"),
    [(1, True), (0, False), (-1, False), (None, True)],
    ids=["leaves tomorrow", "leaves today", "left yesterday", "stays"],
)
@pytest.mark.parametrize(("way", "now"), WAYS, ids=[way.__name__ for way, _ in WAYS])
def test_who_leaves_is_a_contact_until_that_day(
    round_of_small: Round,
    tmp_path: Path,
    reader: Reader,
    way: Callable[[Case], bool],
    now: datetime,
    days: int | None,
    speaks: bool,
) -> None:
    with round_of_small.database.write.begin() as db:
        for submission in round_of_small.audit(db).submissions:
            if way is not an_invitation:
                submission.invited_at = datetime(2026, 3, 3, 9, tzinfo=UTC)
        council = round_of_small.submission(db, "CSC").agency
        sam = audits.set_contact(
            db, council, SAM, trail.Speaker("Jo", "import", now), name="Sam Hill", role="lead", slack_user="USAM"
        )
        in_london = now.date() + timedelta(days=1)
        sam.left_on = None if days is None else in_london + timedelta(days=days)
    assert way(Case(round_of_small, now, tmp_path, reader)) is speaks


@pytest.mark.parametrize(("days", "alone"), [(1, ["CSC"]), (0, ["CSC"]), (-1, ["CSC"])])
def test_an_agency_is_alone_once_the_last_has_left(round_of_small: Round, days: int, alone: list[str]) -> None:
    speaker = trail.Speaker("Jo", "import", LATE)
    with round_of_small.database.write.begin() as db:
        sam = audits.set_contact(db, round_of_small.submission(db, "CSC").agency, SAM, speaker)
        ann = audits.contact_of(db, "ann@csc.example")
        assert audits.mark_left(db, ann, date(2026, 6, 2), speaker, STATIONERY) == []
        left = audits.mark_left(db, sam, date(2026, 6, 2) + timedelta(days=days), speaker, STATIONERY)
        assert [each.abbr for each in left] == alone


def test_who_stays_a_day_longer_can_still_be_asked(round_of_small: Round) -> None:
    speaker = trail.Speaker("Jo", "import", LATE)
    with round_of_small.database.write.begin() as db:
        sam = audits.set_contact(db, round_of_small.submission(db, "CSC").agency, SAM, speaker)
        sam.left_on = date(2026, 6, 4)
        ann = audits.contact_of(db, "ann@csc.example")
        assert audits.mark_left(db, ann, date(2026, 6, 3), speaker, STATIONERY) == []


FOLDERS = ("bot", "cli", "config", "intake", "nlp", "reports", "storage", "torture", "benchmarks", "peers")
SPELT_AGAIN = re.compile(
    r"left_on\s*(?:is\b|[<>!=]=|[<>])|(?:\bnot|\bif|\band|\bor|\()\s+?\w+\.left_on\b(?!\s*=)|all\(\w+\.left_on"
    r"|astimezone\((?:settings\.)?LONDON\)\.date\(\)|\bnow(?:\(\))?\.date\(\)|_at\.date\(\)|\.date\(\)\s*[<>]=?"
)
RULES = {"storage/nouns/people.py", "config/dates.py"}  # where they are written


def test_the_two_rules_are_written_once() -> None:
    files = [file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.py"))]
    again = [
        f"{name}:{number}: {line.strip()}"
        for file in files
        if (name := file.relative_to(ROOT).as_posix()) not in RULES
        for number, line in enumerate(file.read_text().splitlines(), start=1)
        if SPELT_AGAIN.search(line)
    ]
    assert again == []


@pytest.mark.parametrize(
    "line",
    [
        "if contact.left_on is None:",
        "return contact.left_on is not None and contact.left_on <= today",
        "all(each.left_on for each in agency.contacts)",
        "is_asked = contact is not None and not contact.left_on",
        "today = now.astimezone(LONDON).date()",
        "reachable(agency, now.date())",
        "given = (file.said_by, file.said_at.date())",
    ],
)
def test_the_rules_are_seen_wherever_they_are_spelt(line: str) -> None:
    assert SPELT_AGAIN.search(line)
