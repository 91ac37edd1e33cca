"""Themes counted by hand, and tags that live beside the answers they were found in."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from config.letters import open_letters
from config.questionnaire import Template
from config.themes import SHIPPED_THEMES, Themes, load_themes
from intake.audits import restore
from intake.returns import Given
from nlp.themes import ThemeTag as Found
from reports.figures import About, Mention, Quotation, Wrote, submissions_of, theme_figures, themes_json
from reports.report import export_json
from reports.report.page import page
from reports.tags import decide, tag_answers, untagged, wrote_of
from storage.nouns import Tag
from storage.record import Database, open_database
from tests.reports.made import small_audit
from tests.reports.report.test_page import tree, words_of
from tests.rounds import Round, jo


class Finder:
    """Finds the word LADO and nothing else."""

    def __init__(self, version: str = "1") -> None:
        self.version = version

    def tag_all(self, texts: Iterable[str]) -> Iterator[list[Found]]:
        for text in texts:
            at = text.find("LADO")
            yield [Found("lado", at, at + 4, 0.9, "pattern", "LADO", (0, len(text)))] if at >= 0 else []


@pytest.fixture(scope="module")
def themes() -> Themes:
    return load_themes(SHIPPED_THEMES)


def mention(theme: str, decision: str = "", sentence: str = "The LADO met Kayleigh Robinson.") -> Mention:
    return Mention(theme, sentence, "LADO", "pattern", 0.9, decision)


def test_themes_are_counted_over_what_was_written(small: Template, themes: Themes) -> None:
    wrote = [
        Wrote("A", "1.1", "text", [mention("lado"), mention("lado")]),
        Wrote("A", "1.2", "text", []),
        Wrote("B", "1.1", "text", [mention("lado", "rejected"), mention("training", "confirmed")]),
        Wrote("C", "1.1", "text", [mention("lado")]),  # has begun but not submitted
    ]
    counted = theme_figures(small_audit(small), wrote, themes)
    found = themes_json(counted)
    assert list(found) == list(themes.by_key)
    lado = found["lado"]
    assert isinstance(lado, dict)
    assert (lado["agencies"], lado["of_agencies"], lado["answers"], lado["of_answers"]) == (1, 2, 1, 3)
    assert lado["by_question"] == {"1.1": {"agencies": 1, "of_agencies": 2, "answers": 1, "of_answers": 2}}
    assert lado["by_prompt"] == {"text": {"agencies": 1, "of_agencies": 2, "answers": 1, "of_answers": 3}}
    assert lado["not_mentioned_by"] == ["B"]
    assert "Robinson" not in str(found)  # figures count what was written and quote nothing
    training = found["training"]
    assert isinstance(training, dict)
    assert training["expected"] == {"1.2": {"answers": 0, "of_answers": 1, "silent": ["A"]}}


def test_the_order_of_questions_is_that_of_the_questionnaire_however_answers_lie_in_the_record(
    small: Template, themes: Themes
) -> None:
    wrote = [Wrote("A", ref, "text", [mention("lado")]) for ref in ("1.2", "1.1")]
    lado = theme_figures(small_audit(small), wrote, themes)[list(themes.by_key).index("lado")]
    assert [list(lado.by_question), [ref for ref, prompt in lado.rates if ref and prompt]] == [["1.1", "1.2"]] * 2


class Watched(Wrote):
    """An answer that notes each look at its themes."""

    looks = 0

    @property
    def themes(self) -> set[str]:
        Watched.looks += 1
        return super().themes


def test_each_answer_is_looked_at_once_however_many_themes_there_are(small: Template, themes: Themes) -> None:
    wrote = [Watched(agency, "1.1", "text", [mention("lado")]) for agency in ("A", "B")]
    Watched.looks = 0
    theme_figures(small_audit(small), wrote, themes)
    assert Watched.looks == 2


def test_the_page_shows_the_core_four_at_none_too_and_folds_the_other_empty_ones(
    small: Template, themes: Themes
) -> None:
    wrote = [Wrote("A", "1.1", "text", [mention("training")]), Wrote("B", "1.1", "text", [])]
    found = small_audit(small)
    root = tree(page(open_letters(), "small", None, found, theme_figures(found, wrote, themes)))
    (table,) = [each for each in root.iter("table") if "Themes in the answers" in "".join(each.itertext())]
    shown = [" ".join("".join(row.itertext()).split()) for row in table.iter("tr")][1:]
    assert len(shown) == 5
    core = [each.title for each in themes.by_key.values() if each.core]
    assert len(core) == 4
    for title in core:
        assert any(row.startswith(f"{title}0 of 2 (0%)0 of 2 (0%)") for row in shown), title
    assert any(row.startswith(f"{themes.title('training')}1 of 2 (50%)") for row in shown)
    folded = next(
        "".join(each.itertext()) for each in root.iter("details") if "mentioned by nobody" in "".join(each.itertext())
    )
    assert themes.title("whistleblowing") in folded
    assert f"{len(themes.by_key) - 1} themes are mentioned by nobody" in folded
    assert themes.title("training") not in folded


def test_the_page_tells_each_question_of_which_themes_and_folds_those_without(small: Template, themes: Themes) -> None:
    """Question 1.1 asks who leads, and nobody says so."""
    wrote = [Wrote("A", "1.1", "text", [mention("training")]), Wrote("B", "2.1", "text", [])]
    found = small_audit(small)
    said = words_of(page(open_letters(), "small", None, found, theme_figures(found, wrote, themes)))
    assert "The only answer to question 1.1: Training; not Leadership and accountability." in said
    assert "1 question has answers without a theme 2.1." in said


@pytest.mark.parametrize(
    ("about", "told"),
    [
        (
            "works",
            "What works “Well said.” A , question 1.1 What worries No sentence about what worries is chosen yet.",
        ),
        (
            "worries",
            "What works No sentence about what works is chosen yet. What worries “Well said.” A , question 1.1",
        ),
    ],
)
def test_the_page_quotes_what_works_and_what_worries_apart(
    about: About, told: str, small: Template, themes: Themes
) -> None:
    found = small_audit(small)
    counted = theme_figures(found, [Wrote("A", "1.1", "text", [])], themes)
    said = Quotation("1-0-9", "A", "A", "1.1", "Well said.", about=about)
    html = page(open_letters(), "small", None, found, counted, quotations=[said])
    assert told.replace("“", "").replace("”", "").replace(" ,", ",") in words_of(html).replace(" ,", ",")


def test_an_answer_is_tagged_once_a_version_and_decisions_outlive_the_next(round_of_small: Round) -> None:
    round_of_small.say("CSC", Given("1.1", "text", "The LADO is known."), Given("1.2", "text", "Nothing."))
    round_of_small.say("CSC", Given("1.1", "rating", "2"), minutes=2)
    assert tag(round_of_small, Finder("1")) == 2
    assert tag(round_of_small, Finder("1")) == 0
    assert tags(round_of_small) == [("lado", 4, 8, "1", "", "LADO")]
    with round_of_small.database.write.begin() as db:
        number = db.scalars(sa.select(Tag.id)).one()
        assert decide(db, number, "rejected", "Jo Park") is not None
        assert decide(db, 999, "rejected", "Jo Park") is None
    assert tag(round_of_small, Finder("2")) == 2
    assert tags(round_of_small) == [("lado", 4, 8, "1", "rejected", "LADO")]
    with round_of_small.database.read() as db:
        wrote = wrote_of(db, round_of_small.template, submissions_of(db, round_of_small.audit(db)))
    assert [(each.question, each.themes) for each in wrote] == [("1.1", set()), ("1.2", set())]


class AlsoKnown(Finder):
    """Finds "known" as well, first."""

    def tag_all(self, texts: Iterable[str]) -> Iterator[list[Found]]:
        said = list(texts)
        for text, found in zip(said, super().tag_all(said), strict=True):
            at = text.find("known")
            yield [Found("training", at, at + 5, 0.9, "pattern", "known", (0, len(text))), *found]


def test_a_number_never_comes_to_name_another_sentence(round_of_small: Round) -> None:
    """A manager rejects by the number that yesterday's list gave, whatever tagged the answers since."""
    round_of_small.say("CSC", Given("1.1", "text", "The LADO is known."), Given("1.2", "text", "A LADO is known."))
    tag(round_of_small, Finder())
    seen: dict[int, tuple[str, str]] = {}
    for finder in (Finder("1"), AlsoKnown("2"), Finder("3"), AlsoKnown("4")):
        tag(round_of_small, finder)
        with round_of_small.database.read() as db:
            for each in wrote_of(db, round_of_small.template, submissions_of(db, round_of_small.audit(db))):
                for one in each.mentions:
                    assert seen.setdefault(one.id, (each.question, one.theme)) == (each.question, one.theme)


def test_tags_and_decisions_are_exported_and_restored(
    round_of_small: Round, database: Database, tmp_path: Path
) -> None:
    round_of_small.say("CSC", Given("1.1", "text", "The LADO is known."))
    tag(round_of_small, Finder())
    with database.write.begin() as db:
        decide(db, db.scalars(sa.select(Tag.id)).one(), "confirmed", "Jo Park")
    before = exported(round_of_small)
    assert (
        '"themes": [\n      {\n       "theme": "lado",\n       "start": 4,\n       "end": 8,\n       "prompt": "text"'
        in before
    )
    with open_database(f"sqlite:///{tmp_path / 'other.db'}") as other:
        other.migrate()
        with other.write.begin() as db:
            restore(db, before.encode(), jo())
        again = Round(other, round_of_small.template, round_of_small.key)
        assert exported(again) == before
        assert tag(again, Finder()) == 0


def exported(round_: Round) -> str:
    with round_.database.read() as db:
        audit = round_.audit(db)
        return export_json(db, round_.template, audit, submissions_of(db, audit), whole=True)


def tag(round_: Round, finder: Finder) -> int:
    with round_.database.read() as db:
        waiting = untagged(db, round_.audit(db), round_.template, finder.version)
    return tag_answers(round_.database, waiting, finder)


def tags(round_: Round) -> list[tuple[object, ...]]:
    return round_.rows(sa.select(Tag.theme, Tag.start, Tag.end, Tag.version, Tag.decision, Tag.words).order_by(Tag.id))
