"""Nobody's words go out before a manager approved them, and then without what tells who a person is (T17)."""

import pytest

from config.questionnaire import Template
from config.themes import SHIPPED_THEMES, load_themes
from intake.ledger import Refused
from intake.returns import Given
from reports.figures import About, Quotation, approve, approved, candidates, in_turn, submissions_of, withdraw
from reports.tags import tag_answers, untagged
from storage.record import Database
from tests.reports.digests.test_gather import AGENCIES, Words, tag, themes, told
from tests.reports.made import HOSTILE
from tests.rounds import Round, jo

__all__ = ["themes"]

SAID = (
    "Kayleigh Robinson does much. New staff have supervision from KR in week one, see https://evil.example/x now. Fine."
)
READ = "New staff have supervision from [name] in week one, see [link] now."


@pytest.fixture
def asked(database: Database, small: Template) -> Round:
    """The council does best on 1.1 and says why; the school does not, and says as much."""
    made = Round.opened(database, small, AGENCIES)
    made.say("CSC", Given("1.1", "rating", "2"), Given("1.1", "text", SAID), minutes=1)
    made.say("CSC", Given("1.2", "rating", "0"), Given("1.2", "text", "There is no supervision yet."), minutes=1)
    made.say("SCH", Given("1.1", "rating", "2"), Given("1.1", "text", "The LADO is rung."), minutes=2)
    made.submit("CSC")
    tag(made)
    return made


def listed(asked: Round, partnership: str | None = None) -> list[Quotation]:
    with asked.database.read() as db:
        return candidates(db, asked.template, submissions_of(db, asked.audit(db), partnership))


def shown(asked: Round) -> list[str]:
    with asked.database.read() as db:
        return [each.words for each in approved(db, asked.template, submissions_of(db, asked.audit(db)))]


def decide(asked: Round, id_: str, *, minutes: int = 10, is_approved: bool = True) -> Quotation:
    with asked.database.write.begin() as db:
        submissions = submissions_of(db, asked.audit(db))
        done = approve if is_approved else withdraw
        return done(db, asked.audit(db), asked.template, submissions, id_, jo(minutes))


def test_sentences_with_a_theme_of_what_works_and_what_worries_in_returns_that_are_in(asked: Round) -> None:
    """A question does not ask for either, so that the rating tells: best is what works, not met what worries."""
    listed_ = listed(asked)
    assert [(each.about, each.agency, each.question, each.words, each.themes) for each in listed_] == [
        ("works", "CSC", "1.1", READ, ("supervision",)),
        ("worries", "CSC", "1.2", "There is no supervision yet.", ("supervision",)),
    ]
    assert listed(asked, "east") == listed_
    asked.submit("SCH")
    assert [(each.about, each.agency) for each in listed(asked)][2:] == [("works", "SCH")]


def test_a_worry_is_read_in_the_digest_under_a_heading_of_its_own(asked: Round, themes: object) -> None:
    for each in listed(asked):
        decide(asked, each.id)
    lines = told(asked, load_themes(SHIPPED_THEMES), "east")
    assert [lines[heading] for heading in ("Worth sharing", "What worries them")] == [
        (f"Children's Social Care, on 1.1: “{READ}”",),
        ("Children's Social Care, on 1.2: “There is no supervision yet.”",),
    ]


@pytest.mark.parametrize(
    ("approved", "told"),
    [("w", "w"), ("wwwwww", "wwww"), ("wwwwwr", "wrww"), ("rrrwww", "wrwr"), ("rrw", "wrr")],
)
def test_a_digest_quotes_what_works_and_what_worries_by_turns(approved: str, told: str) -> None:
    kinds: dict[str, About] = {"w": "works", "r": "worries"}
    given = [Quotation("1-0-9", "A", "A", "1.1", str(at), about=kinds[each]) for at, each in enumerate(approved)]
    assert "".join("w" if each.about == "works" else "r" for each in in_turn(given)) == told


@pytest.mark.parametrize("first", [0, 1])
def test_those_approved_at_one_moment_stand_as_in_the_questionnaire(first: int, asked: Round) -> None:
    """Rows have other numbers once the record is restored: a digest of it quotes the same sentences."""
    for at in (first, 1 - first):
        decide(asked, listed(asked)[at].id)
    assert shown(asked) == [READ, "There is no supervision yet."]


def test_an_approved_one_is_read_in_the_digest_under_the_agencys_name(asked: Round, themes: object) -> None:
    decide(asked, listed(asked)[0].id)
    lines = told(asked, load_themes(SHIPPED_THEMES), "east")["Worth sharing"]
    assert lines == (f"Children's Social Care, on 1.1: “{READ}”",)
    assert listed(asked)[0].approved_by == "Jo Park"


def test_it_outlives_another_tagging_and_goes_with_its_answer(asked: Round) -> None:
    decide(asked, listed(asked)[0].id)
    nothing = Words()
    nothing.version, nothing.known = "2", ()
    with asked.database.read() as db:
        waiting = untagged(db, asked.audit(db), asked.template, nothing.version)
    tag_answers(asked.database, waiting, nothing)
    assert shown(asked) == [READ]
    assert [each.approved_by for each in listed(asked)] == ["Jo Park"]  # so that it can still be withdrawn
    asked.say("CSC", Given("1.1", "text", "Something else."), minutes=20)
    assert (shown(asked), listed(asked)) == ([], [])


def test_while_a_return_is_mended_it_is_quoted_as_it_was_signed(asked: Round) -> None:
    decide(asked, listed(asked)[0].id)
    asked.reopen("CSC", "a wrong rating", minutes=30)
    asked.say("CSC", Given("1.1", "text", "A draft."), minutes=31)
    assert shown(asked) == [READ]
    asked.submit("CSC", minutes=32)
    assert shown(asked) == []


def test_every_decision_is_in_the_trail_with_its_maker_and_none_of_the_words(asked: Round) -> None:
    first = listed(asked)[0].id
    decide(asked, first, minutes=10)
    decide(asked, first, minutes=11, is_approved=False)
    assert shown(asked) == []
    decide(asked, first, minutes=12)
    assert shown(asked) == [READ]
    told = [(each[1], each[4], each[5]) for each in asked.events()[-3:]]
    assert told == [
        ("Jo Park", "quotation approved", "CSC 1.1"),
        ("Jo Park", "quotation withdrawn", "CSC 1.1"),
        ("Jo Park", "quotation approved", "CSC 1.1"),
    ]
    assert asked.first_bad_entry() is None


@pytest.mark.parametrize("id_", ["", "x", "1-2", "999-0-4", "1-0-99999999999999999999"])
def test_what_is_not_in_the_list_cannot_be_approved_or_withdrawn(id_: str, asked: Round) -> None:
    for is_approved in (True, False):
        with pytest.raises(Refused, match="s11 quotes small lists them"):
            decide(asked, id_, is_approved=is_approved)
    assert shown(asked) == []


@pytest.mark.parametrize("words", HOSTILE)
def test_a_quotation_is_one_line_in_which_no_link_lives(words: str, database: Database, small: Template) -> None:
    made = Round.opened(database, small, AGENCIES)
    made.say("CSC", Given("1.1", "rating", "2"), Given("1.1", "text", f"LADO {words} WWW.evil.example hXXp://e.x"))
    made.submit("CSC")
    tag(made)
    for each in listed(made):
        assert len(each.words.splitlines()) == 1
        assert not [live for live in ("://", "www.", "\u202e", "\x00") if live in each.words.lower()]


def test_a_sentence_written_in_two_places_is_quoted_once(asked: Round, themes: object) -> None:
    """Under the question where it was approved, and listed once with all its places."""
    asked.say("CSC", Given("1.2", "rating", "2"), Given("1.2", "text", SAID), minutes=3)
    asked.submit("CSC", minutes=4)
    tag(asked)
    (once,) = listed(asked)
    assert once.places == ("1.1", "1.2")
    decide(asked, once.id, minutes=10)
    assert [each.approved_by != "" for each in listed(asked)] == [True]
    with asked.database.read() as db:
        quoted = approved(db, asked.template, submissions_of(db, asked.audit(db)))
    assert [(each.question, each.words, each.themes) for each in quoted] == [("1.1", READ, ("supervision",))]
