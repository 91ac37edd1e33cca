"""What waits for a manager meets every decision about its return: settled and told once, or waiting in plain sight."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from config.partnerships import Manager, PartnershipTable
from config.themes import SHIPPED_THEMES, load_themes
from intake import audits
from intake.letters import Reader
from intake.mail.outward import Deciding, name_contact
from intake.notices import Stationery
from reports.digests import digest_of
from storage.nouns import Agency, Contact, Plea, Submission
from storage.record.trail import Speaker
from tests.post import ANN, MANAGER, Post, postroom
from tests.rounds import NOON, Round

THEMES = load_themes(SHIPPED_THEMES)
BILL = "bill.hall@csc.example"
DEE = "dee@csc.example"
MO = Speaker("Mo Ray", "command line", NOON + timedelta(hours=1))
PLEAS = {
    "more time": "MORE TIME until 14 July\n",
    "not me": f"NOT ME\n\nPlease ask Bill Hall, {BILL}\n",
    "question": "Does this cover our sixth form as well?\n",
}
Decision = Callable[[Session, Submission, Post], object]


@pytest.fixture
def post(round_of_small: Round, tmp_path: Path, reader: Reader) -> Post:
    """Ann Lee answers by letter, with a colleague beside her; Mo Ray decides."""
    made = postroom(round_of_small, tmp_path, reader)
    managers = [Manager(name="Mo Ray", email=MANAGER)]
    tables = {key: PartnershipTable(key=key, name=f"The {key.title()}", managers=managers) for key in ("east", "west")}
    made.room = replace(made.room, stationery=replace(made.room.stationery, partnerships=tables))
    with round_of_small.database.write.begin() as db:
        db.scalars(sa.select(Contact).where(Contact.email == ANN)).one().slack_user = None
        agency = round_of_small.submission(db, "CSC").agency
        agency.contacts.append(Contact(name="Dee Holt", email=DEE))
    round_of_small.load("question,CSC\n1.1,2\n")
    return made


def office(post: Post) -> Stationery:
    return post.room.stationery


def names_bill(db: Session, submission: Submission, post: Post) -> None:
    keep = lambda file: post.room.store.put(io.BytesIO(file)).sha256  # noqa: E731
    name_contact(db, submission.agency, BILL, Deciding(office(post), keep, MO), name="Bill Hall")


def moves_ann(db: Session, submission: Submission, post: Post) -> None:
    there = db.scalars(sa.select(Agency).where(Agency.abbr != "CSC").order_by(Agency.abbr)).first()
    assert there is not None
    audits.move_contact(db, audits.contact_of(db, ANN), submission.agency, there, MO, office(post))


def leaves(who: str, on: date) -> Decision:
    return lambda db, _, post: audits.mark_left(db, audits.contact_of(db, who), on, MO, office(post))


DECISIONS: dict[str, Decision] = {
    "excused": lambda db, each, post: audits.excuse(db, each, MO, "Closed in May.", office(post)),
    "extended": lambda db, each, post: audits.extend(db, each, MO, date(2026, 7, 7), office(post)),
    "paused": lambda db, each, post: audits.pause(db, each, MO, date(2026, 5, 1), office(post)),
    "signed off": lambda db, each, post: audits.sign_off(db, each, MO, "By phone.", office(post), as_it_stands=True),
    "everybody has longer": lambda db, each, post: audits.move_due(db, each.audit, MO, date(2026, 7, 9), office(post)),
    "everybody has less": lambda db, each, post: audits.move_due(db, each.audit, MO, date(2026, 6, 9), office(post)),
    "closed": lambda db, each, post: audits.close(db, each.audit, MO, office(post)),
    "called": lambda db, each, _: audits.note_call(db, each, MO, "Will write."),
    "another is named": names_bill,
    "the writer moved": moves_ann,
    "the writer left": leaves(ANN, NOON.date()),
    "the writer leaves later": leaves(ANN, date(2026, 5, 1)),
    "a colleague left": leaves(DEE, NOON.date()),
}
LEFT = "Ann Lee speaks for Children's Social Care no longer."
STAYS = "The last day stays Tuesday 30 June 2026."
SETTLED: dict[tuple[str, str], str] = {
    ("excused", "more time"): "Children's Social Care does not need to answer, and gets no more reminders."
    " The reason: “Closed in May.”",
    ("extended", "more time"): "Children's Social Care has until Tuesday 7 July 2026.",
    ("signed off", "more time"): "The return of Children's Social Care is submitted with the answers it gave."
    " The reason: “By phone.”",
    ("everybody has longer", "more time"): "Children's Social Care has until Thursday 9 July 2026, as everybody has.",
    ("closed", "more time"): "The audit is closed, and nothing more is recorded for Children's Social Care.",
    ("the writer moved", "more time"): f"{LEFT} {STAYS}",
    ("the writer left", "more time"): f"{LEFT} {STAYS}",
    ("another is named", "not me"): f"Bill Hall ({BILL}) is asked.",
    ("the writer moved", "not me"): LEFT,
    ("the writer left", "not me"): LEFT,
    ("the writer leaves later", "not me"): "Ann Lee speaks for Children's Social Care until Friday 1 May 2026,"
    " and is not asked from then on.",
}
SETTLED |= {(each, "not me"): SETTLED[each, "more time"] for each in ("excused", "signed off", "closed")}


def decides(post: Post, decision: str) -> None:
    with post.round.database.write.begin() as db:
        DECISIONS[decision](db, post.round.submission(db, "CSC"), post)


def waits(post: Post) -> bool:
    with post.round.database.read() as db:
        made = digest_of(db, post.round.audit(db), post.round.template, None, THEMES, post.clock[0]).digest
    lines = next((each.lines for each in made.sections if each.title == "Waiting for you"), ())
    return any("Children's Social Care" in line and "reached" not in line for line in lines)


def plea(post: Post) -> Plea:
    with post.round.database.read() as db:
        return db.scalars(sa.select(Plea)).one()


@pytest.mark.parametrize("wish", PLEAS)
@pytest.mark.parametrize("decision", DECISIONS)
def test_a_decision_settles_what_waits_or_leaves_it_in_sight(post: Post, decision: str, wish: str) -> None:
    post.comes(PLEAS[wish], token=post.form())
    before, asked = len(post.messages(ANN)), len(post.messages(MANAGER))
    decides(post, decision)
    outcome = SETTLED.get((decision, wish), "")
    assert plea(post).outcome == outcome
    assert waits(post) == (not outcome)
    told = post.messages(ANN)[before:]
    is_gone = decision == "the writer left"
    assert [outcome in each.body for each in told if outcome] == ([] if is_gone or not outcome else [True])
    heard = [each.body for each in post.messages(MANAGER)[asked:]]
    assert len(heard) == bool(outcome)
    assert all(outcome in each for each in heard)
    assert all(("Ann Lee has left, so we wrote to nobody." in each) == is_gone for each in heard)
    assert post.round.first_bad_entry() is None


@pytest.mark.parametrize("decision", ["excused", "signed off", "closed", "the writer moved"])
def test_whoever_asked_for_both_hears_it_once(post: Post, decision: str) -> None:
    post.comes(PLEAS["more time"] + PLEAS["not me"], token=post.form())
    before = len(post.messages(ANN))
    decides(post, decision)
    assert len(post.messages(ANN)) == before + 1
    assert not waits(post)


@pytest.mark.parametrize("decision", ["excused", "signed off", "closed"])
def test_a_colleague_who_asked_for_nothing_hears_the_decision(post: Post, decision: str) -> None:
    post.comes(PLEAS["more time"], token=post.form())
    decides(post, decision)
    (told,) = post.messages(DEE)
    assert told.key.startswith("decided:")
