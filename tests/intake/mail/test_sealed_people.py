"""Whoever names or changes a person by right leaves a seal over all that it came to; who does so by hand is named."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from config import dates
from config.ways import LETTERS_ONLY
from intake import audits
from intake.conversation import Talk, Talker, hello, speak
from intake.ledger import Saying
from intake.letters import Reader
from intake.mail.outward import Deciding, name_contact
from reports.figures import submissions_of
from reports.report import export_json
from storage.nouns import Agency, Contact
from storage.record.trail import Speaker
from tests.conftest import AGENCIES
from tests.post import ANN, MANAGER, Post, postroom
from tests.rounds import NOON, Round, jo

BILL = "bill.hall@csc.example"
MO = Speaker("Mo Ray", "command line", NOON)
NEW_FILE = AGENCIES.replace("Ann Lee", "Anna Lee").replace("High School", "Upper School").replace("east;west", "west")


@pytest.fixture
def post(round_of_small: Round, tmp_path: Path, reader: Reader) -> Post:
    made = postroom(round_of_small, tmp_path, reader)
    round_of_small.seal()
    return made


def ann(db: Session) -> Contact:
    return audits.contact_of(db, ANN)


def agency(db: Session, abbr: str) -> Agency:
    return db.scalars(sa.select(Agency).where(Agency.abbr == abbr)).one()


def sets(email: str, **given: str) -> Callable[[Post], None]:
    def does(post: Post) -> None:
        with post.round.database.write.begin() as db:
            keep = lambda file: post.room.store.put(io.BytesIO(file)).sha256  # noqa: E731
            name_contact(db, agency(db, "CSC"), email, Deciding(post.room.stationery, keep, MO), **given)

    return does


def changes(change: Callable[[Session, Post], object]) -> Callable[[Post], None]:
    def does(post: Post) -> None:
        with post.round.database.write.begin() as db:
            change(db, post)

    return does


def decides(words: str) -> Callable[[Post], None]:
    """Ann writes NOT ME, and the manager replies to the letter that tells of it."""

    def does(post: Post) -> None:
        post.comes(f"NOT ME\n\nPlease ask Bill Hall, {BILL}\n", token=post.form())
        (asked,) = post.messages(MANAGER)
        assert post.comes(f"{words}\n", MANAGER, asked.token).outcome == "answered"

    return does


def not_me_then_set(post: Post) -> None:
    post.comes(f"NOT ME\n\nPlease ask Bill Hall, {BILL}\n", token=post.form())
    sets(BILL, name="Bill Hall")(post)


def hands_over(post: Post) -> None:
    with post.round.database.write.begin() as db:
        audits.set_contact(db, agency(db, "CSC"), "di@csc.example", MO, name="Di Orr")
        submission = post.round.submission(db, "CSC")
        talk = Talk(ways=LETTERS_ONLY)
        talker = Talker(db, post.round.template, submission, ann(db), talk, today=dates.today(NOON))
        hello(talker, Saying(jo(0, "terminal"), "terminal:1"))
        speak(talker, "hand 2.1 to Di", Saying(jo(1, "terminal"), "terminal:2"))


def two_turns(db: Session, _: Post) -> None:
    """One change after the other, the second within a savepoint that is kept, a third within one that is not."""
    bill = audits.set_contact(db, agency(db, "CSC"), BILL, MO)
    with db.begin_nested():
        audits.set_contact(db, agency(db, "SCH"), BILL, MO, role="lead")
    undone = db.begin_nested()
    audits.set_contact(db, agency(db, "SCH"), "di@sch.example", MO)
    undone.rollback()
    bill.role = "deputy"


WAYS_TO_NAME: dict[str, Callable[[Post], None]] = {
    "somebody new": sets(BILL, name="Bill Hall", role="deputy", slack_user="U9", phone="01632 960 003"),
    "somebody known": sets(ANN, name="Anna Lee", time_zone="Europe/Paris"),
    "left": changes(lambda db, post: audits.mark_left(db, ann(db), date(2026, 3, 1), MO, post.room.stationery)),
    "moved": changes(
        lambda db, post: audits.move_contact(
            db, ann(db), agency(db, "CSC"), agency(db, "SCH"), MO, post.room.stationery
        )
    ),
    "stood down": changes(lambda db, _: audits.stand_down(db, ann(db), agency(db, "CSC"), MO)),
    "unreachable": changes(lambda db, _: audits.mark_unreachable(db, ann(db), MO)),
    "a new agencies.csv": lambda post: post.round.open(NEW_FILE) and None,
    "NOT ME, YES": decides("YES"),
    "NOT ME, another name": decides("Di Orr, di@csc.example"),
    "NOT ME, NO": decides("NO"),
    "NOT ME, contact set": not_me_then_set,
    "a question is handed over": hands_over,
    "twice at once": changes(two_turns),
}


@pytest.mark.parametrize("way", WAYS_TO_NAME)
def test_who_is_named_by_right_is_sealed_before_and_after_the_clock_comes_by(post: Post, way: str) -> None:
    WAYS_TO_NAME[way](post)
    before = post.round.seal_faults()
    post.round.seal()
    assert (before, post.round.seal_faults()) == ([], [])


def test_who_comes_with_a_restored_audit_is_sealed(post: Post) -> None:
    """One partnership's part of a later audit, with an agency, a person and a partnership that are new here."""
    with post.round.database.read() as db:
        audit = post.round.audit(db)
        part = export_json(db, post.round.template, audit, submissions_of(db, audit), whole=False)
    for ours, theirs in (('"small"', '"later"'), ('"SCH"', '"NEW"'), ("bo@sch", "di@new"), ('"east"', '"north"')):
        assert ours in part
        part = part.replace(ours, theirs)
    with post.round.database.write.begin() as db:
        audits.restore(db, part.encode(), jo())
    assert post.round.seal_faults() == []


BY_HAND = {
    "contacts": "INSERT INTO contacts (name, email, role) VALUES ('Eve', 'eve@csc.example', '')",
    "agencies": "INSERT INTO agencies (abbr, name, sector) VALUES ('EVE', 'Eve', 'school')",
    "partnerships": "INSERT INTO partnerships (key, name) VALUES ('eve', 'Eve')",
}


NAMES = {"contacts": "contact eve@csc.example", "agencies": "agency EVE (Eve)", "partnerships": "partnership eve (Eve)"}


@pytest.mark.parametrize("table", BY_HAND)
def test_who_is_added_by_hand_is_named_and_no_round_of_the_clock_hides_it(post: Post, table: str) -> None:
    post.round.tamper(BY_HAND[table])
    before = post.round.seal_faults()
    post.round.seal()
    told = f"The {NAMES[table]} was added to the record by hand."
    assert (before, post.round.seal_faults()) == ([told], [told])


def test_a_record_of_an_earlier_version_has_people_without_a_seal_until_the_clock_comes_by(
    round_of_small: Round,
) -> None:
    round_of_small.tamper("DELETE FROM seals")
    with round_of_small.database.write.begin() as db:
        audits.set_contact(db, agency(db, "CSC"), BILL, MO)
    before = round_of_small.seal_faults()
    round_of_small.seal()
    assert (before, round_of_small.seal_faults()) == ([], [])
