"""A reply to "Your rating": one rating a person can see is read however it is typed; two, or one on terms, are not."""

from datetime import date

import pytest

from config.audit import Template, Unclear
from config.loading import SHIPPED
from intake.both import Both
from intake.given import Given
from intake.here import Asks, Here, Person, Place, Return
from intake.understanding import understand
from tests.conftest import audit_file


@pytest.fixture(scope="module")
def south_glos() -> Template:
    return audit_file(SHIPPED / "south-glos-2019.toml")


def heard(template: Template, words: str) -> tuple[str, str]:
    """The rating and the words that question 4 gets: 3 Outstanding, 2 Good, 1 Requires Improvement, 0 Inadequate."""
    ours = Return("a", "CSC", "Council", date(2027, 3, 31), "")
    here = Here(template, "council", ours, Person(1, "Ann Lee", "ann@csc.example"), (), {}, {}, {}, holders={})
    found = understand(here, Place(Asks.PROMPT, "4", "rating"), words)
    if isinstance(found, Both):
        (given,) = found.given
        return given.value, found.words
    assert isinstance(found, Given)
    return found.value, ""


@pytest.mark.parametrize(
    "words",
    [
        *("2", "Two.", "good!", "Good :)", "GOOD", "2 good", "2 - Good", "2. Good", "2) Good", "Good (2)", "good 2"),
        *('"2"', "'Good'", "**Good**", "_good_", "`2`", "２", "2️⃣", "2\u200b", "rating: 2", "score 2"),
        *("4: 2", "Question 4: Good", "Q4 2", "q4. good", "Good please", "still good"),
    ],
)
def test_it_is_read(south_glos: Template, words: str) -> None:
    assert heard(south_glos, words) == ("2", "")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("2, with 3 leads in post", "with 3 leads in post"),
        ("2 - we have 1 lead", "we have 1 lead"),
        ("Good. If a worker is concerned they call the LADO", "If a worker is concerned they call the LADO"),
        ("Good\nOnce a year we check", "Once a year we check"),
        ("Good, but not all staff are trained yet", "but not all staff are trained yet"),
        ("2 because all of us have read it, see page 1", "all of us have read it, see page 1"),
    ],
)
def test_with_its_reason(south_glos: Template, words: str, reason: str) -> None:
    assert heard(south_glos, words) == ("2", reason)


@pytest.mark.parametrize(
    "words",
    [
        *("2/3", "2 or 3", "2,3", "2 but really 1", "2 (was 1)", "2, was 1 last year", "2 this year, 1 last year"),
        *("2 not 3", "not 2", "2 - moving to 3", "2 going on 3", "Good, outstanding by summer", "between 2 and 3"),
        *("2 if signed by Friday", "2 until the review", "Good once training is done", "Good subject to sign-off"),
        *("2.5", "2+", "~2", "-2", "2?", "20", "12", "goodish", "quite good", "mostly good I'd say", "4", "tbc"),
        *("5: 2", "4.2", "Q5 2", "👍", "***"),
    ],
)
def test_it_is_asked_again(south_glos: Template, words: str) -> None:
    with pytest.raises(Unclear, match="Choose one of: 3 Outstanding, 2 Good"):
        heard(south_glos, words)
