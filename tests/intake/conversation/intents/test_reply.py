"""A reply to "Your rating": one rating a person can see is read however it is typed; two, or one on terms, are not."""

from dataclasses import replace
from datetime import date

import pytest

from config.questionnaire import SHIPPED, Template, Unclear
from intake.conversation.intents import Both, Command, Do, is_aside, understand
from intake.conversation.state import Asks, Here, Person, Place, ReturnState
from intake.returns import Given
from intake.returns import answer as given
from tests.conftest import audit_file


@pytest.fixture(scope="module")
def south_glos() -> Template:
    return audit_file(SHIPPED / "south-glos-2019.toml")


def heard(template: Template, words: str) -> tuple[str, str]:
    """The rating and the words that question 4 gets: 3 Outstanding, 2 Good, 1 Requires Improvement, 0 Inadequate."""
    ours = ReturnState("a", "CSC", "Council", date(2027, 3, 31), "")
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
        *("it's a 2", "It is a 2.", "We are a good", "level 2", "number two", "2 :smile:", "Good :thumbsup: :tada:"),
        *("\u200b2", "2\ufeff"),
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
        ("2 (was 1)", "(was 1)"),
        ("2 this year, 1 last year", "1 last year"),
        ("Good, but not all staff are trained yet", "but not all staff are trained yet"),
        ("2 because all of us have read it, see page 1", "all of us have read it, see page 1"),
        ("2 not 3, as the plan is a draft", "as the plan is a draft"),
    ],
)
def test_with_its_reason(south_glos: Template, words: str, reason: str) -> None:
    assert heard(south_glos, words) == ("2", reason)


@pytest.mark.parametrize(
    "words",
    [
        *("2/3", "2 or 3", "2,3", "2 but really 1", "we are good because we meet"),
        *("not 2", "2 - moving to 3", "2 going on 3", "between 2 and 3"),
        *("2 if signed by Friday", "2 until the review", "Good once training is done", "Good subject to sign-off"),
        *("2.5", "2+", "~2", "-2", "2?", "20", "12", "goodish", "quite good", "mostly good I'd say", "4", "tbc"),
        *("5: 2", "4.2", "Q5 2", "👍", "***", "we are good", "it's good enough"),
        *("1. A lead\n2. A chart\n3. Minutes", "1) survey 2) visits", "(1) outreach (2) visits", "1 - lead\n2 - chart"),
        *("2 - 5 staff were checked", "3 - 5 staff were checked"),
    ],
)
def test_it_is_asked_again(south_glos: Template, words: str) -> None:
    with pytest.raises(Unclear, match="Choose one of: 3 Outstanding, 2 Good"):
        heard(south_glos, words)


@pytest.mark.parametrize(
    ("words", "wish"), [("ok", Do.AGREE), ("Okay.", Do.AGREE), ("hello", Do.REPEAT), ("Hi!", Do.REPEAT)]
)
def test_ok_agrees_a_greeting_has_the_question_again_and_neither_rates(
    south_glos: Template, words: str, wish: Do
) -> None:
    ours = ReturnState("a", "CSC", "Council", date(2027, 3, 31), "")
    here = Here(south_glos, "council", ours, Person(1, "Ann Lee", "ann@csc.example"), (), {}, {}, {}, holders={})
    assert understand(here, Place(Asks.PROMPT, "4", "rating"), words) == Command(wish)


@pytest.mark.parametrize("sign", [":+1:", ":thumbsup:", "👍", ":white_check_mark:", ":slightly_smiling_face: :tada:"])
def test_a_sign_alone_is_no_words(south_glos: Template, sign: str) -> None:
    ours = ReturnState("a", "CSC", "Council", date(2027, 3, 31), "")
    here = Here(south_glos, "council", ours, Person(1, "Ann Lee", "ann@csc.example"), (), {}, {}, {}, holders={})
    with pytest.raises(Unclear, match="in words"):
        understand(here, Place(Asks.PROMPT, "4", "working_well"), sign)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Not aplicable because we have no under 18s", "we have no under 18s"),
        ("doesn't apply to us, we have no contracts", "we have no contracts"),
        ("This does not apply: we own no building", "we own no building"),
        ("N/A - we have none", "we have none"),
        ("not applicable", ""),
    ],
)
def test_what_does_not_apply_is_set_aside(south_glos: Template, words: str, reason: str) -> None:
    scale = replace(south_glos.scale, not_applicable=True)
    found = given.understand(replace(south_glos, scale=scale), south_glos.by_ref["4"], "rating", words)
    assert (found.value, found.not_applicable) == (reason, True)


@pytest.mark.parametrize("words", ["not applicable to most teams, but 2 for the nursery", "N/A for some, 2 for others"])
def test_what_applies_to_some_is_asked_again(south_glos: Template, words: str) -> None:
    scale = replace(south_glos.scale, not_applicable=True)
    with pytest.raises(Unclear):
        given.understand(replace(south_glos, scale=scale), south_glos.by_ref["4"], "rating", words)


@pytest.mark.parametrize(
    "words",
    ["thanks", "thank you!", "who sees this?", "sorry, I meant 3", "how long will it take?", "I'm done", "undo that"],
)
def test_what_is_said_to_us_is_told_from_an_answer(words: str) -> None:
    assert is_aside(words)


@pytest.mark.parametrize(
    "words",
    [
        "Clear lines of accountability are in place.",
        "What works: a lead in every team.",
        "We asked children: what would you change? They told us.",
        "Thanks to the new rota every worker has supervision once a month, and we check it each quarter in the audit.",
        "Staff know who to call",
        "Changes to the policy are told to everyone",
    ],
)
def test_an_answer_is_no_aside(words: str) -> None:
    assert not is_aside(words)
