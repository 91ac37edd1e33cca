"""The record as a digest tells it: what came since the last one, what waits, and every number as in the figures."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from config.questionnaire import Template
from config.themes import SHIPPED_THEMES, Themes, load_themes
from intake.returns import Cell, Given
from nlp.themes import ThemeTag as Found
from reports.digests import digest_of
from reports.digests.about import worries
from reports.digests.series import key_of
from reports.figures import Return, Wrote, figures
from reports.tags import tag_answers, untagged
from storage.nouns import Agency, Contact, Message, Receipt
from storage.record import Database, seal
from tests.reports.figures.test_themes import mention
from tests.rounds import NOON, Round

AGENCIES = """\
abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
CSC,Children's Social Care,council,east;west,Ann Lee,ann@csc.example.org,,lead
SCH,High School,school,west,Bo Day,bo@sch.example.org,,head
VOL,Play for All,voluntary,east,Cy Fox,cy@vol.example.org,,lead
"""


class Words:
    """Finds the words LADO and supervision, each in the sentence around it."""

    version = "1"
    known: tuple[tuple[str, str], ...] = (("LADO", "lado"), ("supervision", "supervision"))

    def tag_all(self, texts: Iterable[str]) -> Iterator[list[Found]]:
        for text in texts:
            yield [self._tag(text, word, theme) for word, theme in self.known if word in text]

    def _tag(self, text: str, word: str, theme: str) -> Found:
        at = text.index(word)
        start = text.rfind(". ", 0, at) + 2 if ". " in text[:at] else 0
        end = text.find(". ", at) + 1 or len(text)
        return Found(theme, at, at + len(word), 0.9, "pattern", word, (start, end))


@pytest.fixture(scope="module")
def themes() -> Themes:
    return load_themes(SHIPPED_THEMES)


@pytest.fixture
def asked(database: Database, small: Template) -> Round:
    made = Round.opened(database, small, AGENCIES)
    made.say("CSC", Given("1.1", "rating", "2"), Given("1.1", "text", "The LADO is rung."), minutes=1)
    made.say("SCH", Given("1.1", "rating", "0"), minutes=2)
    return made


def tag(asked: Round) -> None:
    with asked.database.read() as db:
        waiting = untagged(db, asked.audit(db), asked.template, Words.version)
    tag_answers(asked.database, waiting, Words())


def told(asked: Round, themes: Themes, partnership: str | None, minutes: int = 100) -> dict[str, tuple[str, ...]]:
    """The lines of the digest by their headings."""
    with asked.database.read() as db:
        at = NOON + timedelta(minutes=minutes)
        made = digest_of(db, asked.audit(db), asked.template, partnership, themes, at).digest
        return {each.title: each.lines for each in made.sections} | {"": (made.witness,)}


def sent(asked: Round, partnership: str, minutes: int, *, has_left: bool = True) -> None:
    """A digest to that partnership, with the figures of so many minutes after noon."""
    at = NOON + timedelta(minutes=minutes)
    with asked.database.write.begin() as db:
        key = key_of(asked.key, partnership, at, "ann@east.example.org")
        message = Message(key=key, via="email", recipient="ann@east.example.org", subject="", body="", not_before=at)
        message.sent_at = at + timedelta(minutes=1) if has_left else None
        db.add(message)


def test_every_partnership_is_told_its_own_and_a_joint_return_counts_in_each(asked: Round, themes: Themes) -> None:
    asked.submit("CSC", minutes=5)
    assert told(asked, themes, None)["Who has answered"][0] == "1 of 3 (33%) agencies has sent its return."
    for partnership in ("east", "west"):
        found = asked.figures(partnership)
        lines = told(asked, themes, partnership)
        assert (len(found.submitted), len(found.invited)) == (1, 2)
        assert lines["Who has answered"][0] == "1 of 2 (50%) agencies has sent its return."
        assert lines["Ratings"][0] == "2 Good: 1 of 2 (50%)."  # question 1.4 is fixed at 1
    assert "High School" not in str(told(asked, themes, "east"))


def test_what_came_since_the_last_digest_that_left(asked: Round, themes: Themes) -> None:
    asked.submit("CSC", minutes=5)
    sent(asked, "west", minutes=10)
    sent(asked, "west", minutes=40, has_left=False)  # never went, so nobody was told
    asked.submit("SCH", minutes=20)
    asked.reopen("CSC", "a wrong rating", minutes=21)
    asked.say("CSC", Given("1.1", "rating", "0"), minutes=22)
    asked.submit("CSC", minutes=23)
    asked.give("SCH", "1.1", b"a policy", "policy.pdf", minutes=24)
    asked.give("SCH", "1.1", b"a chart", "chart.pdf", minutes=25)
    assert told(asked, themes, "west")["New since 2 March"] == (
        "Returns in: High School.",
        "Changed after they were sent: Children's Social Care and High School.",
    )
    assert told(asked, themes, "west")["Evidence newly in"] == ("2 files: High School (2).",)
    assert told(asked, themes, "west")["Ratings"][:3] == (
        "2 Good: 0 of 4 (0%), -1 since 2 March.",
        "1 Fair: 2 of 4 (50%), +1 since 2 March.",  # the fixed rating of SCH
        "0 Poor: 2 of 4 (50%), +2 since 2 March.",
    )
    assert told(asked, themes, "east")["So far"] == (
        "Returns in: Children's Social Care.",
        "Changed after they were sent: Children's Social Care.",
    )


def test_a_return_is_late_after_midnight_in_london_of_its_own_last_day(asked: Round, themes: Themes) -> None:
    with asked.database.write.begin() as db:
        asked.audit(db).due = date(2026, 6, 30)
        asked.submission(db, "VOL").extended_to = date(2026, 7, 7)
    last_minute = datetime.fromisoformat("2026-06-30T23:59+01:00")
    late_by_a_minute = datetime.fromisoformat("2026-07-01T00:00+01:00")
    for abbr, at in (("CSC", last_minute), ("SCH", late_by_a_minute), ("VOL", late_by_a_minute)):
        asked.submit(abbr, minutes=(at - NOON) // timedelta(minutes=1))
    assert told(asked, themes, None)["So far"] == (
        "Returns in: Children's Social Care, High School and Play for All.",
        "Sent after their last day: High School.",
    )


def test_a_round_of_the_past_has_no_late_returns(database: Database, small: Template, themes: Themes) -> None:
    made = Round(database, small, "old")
    made.open(AGENCIES, due=date(2010, 3, 31))
    made.submit("CSC")
    assert told(made, themes, None)["So far"] == ("Returns in: Children's Social Care.",)


def test_to_open_a_return_again_changes_nothing_yet(asked: Round, themes: Themes) -> None:
    asked.submit("CSC", minutes=5)
    asked.reopen("CSC", "a wrong rating", minutes=21)
    assert told(asked, themes, "east")["So far"] == ("Returns in: Children's Social Care.",)
    asked.say("CSC", Given("1.1", "rating", "0"), minutes=22)
    assert told(asked, themes, "east")["So far"] == (
        "Returns in: Children's Social Care.",
        "Changed after they were sent: Children's Social Care.",
    )


def test_what_waits_for_a_person(asked: Round, themes: Themes) -> None:
    with asked.database.write.begin() as db:
        for number, (abbr, outcome) in enumerate([("CSC", "held"), ("SCH", "held"), ("CSC", "answered"), ("", "held")]):
            whose = asked.submission(db, abbr).id if abbr else None
            receipt = Receipt(source=f"mail:{number}", raw_key="", received_at=NOON, outcome=outcome)
            receipt.submission_id = whose
            db.add(receipt)
        db.scalars(sa.select(Contact).where(Contact.email == "bo@sch.example.org")).one().bounced_at = NOON
        db.scalars(sa.select(Contact).where(Contact.email == "cy@vol.example.org")).one().left_on = date(2026, 3, 1)
    assert told(asked, themes, "west")["Waiting for you"] == (
        "2 letters are held for you to decide.",
        "1 letter from a sender we do not know is held for you to decide.",
        "Nobody can be reached at High School. Call them, then name a new contact.",
    )
    assert told(asked, themes, "east")["Waiting for you"][0] == "1 letter is held for you to decide."
    assert told(asked, themes, "east")["Waiting for you"][2].startswith("Nobody can be reached at Play for All.")


def test_who_bounces_but_is_in_slack_or_has_sent_the_return_needs_no_call(asked: Round, themes: Themes) -> None:
    asked.submit("SCH")
    with asked.database.write.begin() as db:
        for contact in db.scalars(sa.select(Contact)):
            contact.bounced_at = NOON
        db.scalars(sa.select(Agency).where(Agency.abbr == "CSC")).one().contacts[0].slack_user = "U1"
    assert "Waiting for you" not in told(asked, themes, "west")


def test_themes_are_told_as_they_are_counted(asked: Round, themes: Themes) -> None:
    asked.say("SCH", Given("1.1", "text", "We like it."), minutes=3)
    asked.submit("CSC")
    asked.submit("SCH")
    tag(asked)
    lines = told(asked, themes, "west")["What they wrote about"]
    assert lines[0] == f"{themes.title('lado')}: 1 of 2 agencies, 1 of 2 answers. Not mentioned by High School."
    core = [each.title for each in themes.by_key.values() if each.core and each.key != "lado"]
    assert lines[1:4] == tuple(f"{title}: 0 of 2 agencies, 0 of 2 answers." for title in core)
    assert lines[4].startswith("Nobody writes about: ")


def test_no_word_of_an_answer_is_told(asked: Round, themes: Themes) -> None:
    asked.say("CSC", Given("1.2", "text", "Kayleigh Robinson, born 3 May 2014, rang the LADO."), minutes=4)
    asked.submit("CSC")
    tag(asked)
    said = str(told(asked, themes, None))
    assert not [word for word in ("Kayleigh", "Robinson", "2014", "rung", "rang") if word in said]


def test_the_newest_seal_goes_along(asked: Round, themes: Themes) -> None:
    assert told(asked, themes, "east")[""] == ("",)
    with asked.database.write.begin() as db:
        sealed = seal(db, NOON)
    assert sealed is not None
    entries = len(asked.events())
    chains = len({about.split()[0] for *_, action, about in asked.events() if action == "answer recorded"}) + 1
    said = f"small: {entries} entries in {chains} chains, seal {sealed.number}, {sealed.hash[:32]}"
    assert told(asked, themes, "east")[""] == (said,)


def test_the_theme_most_worried_about_where_they_do_worst(small: Template, themes: Themes) -> None:
    said = {("1.1", "agency"): Cell(rating="0"), ("1.2", "agency"): Cell(rating="2")}
    found = figures(small, [Return(abbr, abbr, "council", "submitted", said) for abbr in ("A", "B", "D")])
    worst = "1.1"
    lado = [mention("lado")]
    wrote = [
        Wrote("A", worst, "worried_about", lado),
        Wrote("B", worst, "worried_about", []),
        Wrote("C", worst, "worried_about", [mention("training")] * 2),  # has not sent it
        Wrote("A", worst, "working_well", [mention("training")]),
    ]
    assert worries(found, wrote, themes)[worst] == f"{themes.title('lado')} (1 of 2 answers)"
