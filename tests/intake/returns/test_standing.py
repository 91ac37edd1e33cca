"""What stands: the record against a plain model of it, over whatever people may say in whatever order."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.questionnaire import Side, Template
from intake.returns import EMPTY, Cell, Given, cells, outstanding
from storage.record import current_answers
from tests.conftest import AGENCIES
from tests.rounds import Round

ASIDE = "aside"
SAID = st.one_of(
    st.tuples(st.just("rating"), st.sampled_from(["2", "1", "0"])),
    st.tuples(st.just("yes_no"), st.sampled_from(["yes", "no"])),
    st.tuples(st.just("text"), st.sampled_from(["", "Ann leads.", "n/a", "2"])),
    st.tuples(st.just(ASIDE), st.sampled_from(["X", "", "one site"])),
)
STEPS = st.lists(
    st.tuples(st.sampled_from(["CSC", "SCH"]), st.sampled_from(["agency", "partnership"]), SAID, st.integers(0, 3)),
    max_size=14,
)


class Model:
    """What stands on question 1.2, kept as people would: a slip for each thing, the last one on top."""

    def __init__(self) -> None:
        self.rating = self.yes_no = ""
        self.words = ""
        self.aside: str | None = None

    def say(self, prompt: str, value: str) -> None:
        if prompt == ASIDE:
            self.aside, self.rating = value, ""  # N/A and missing are said at the rating, so the old rating is gone
        elif prompt == "text":
            self.words = value
        elif prompt == "rating":
            self.aside, self.rating = None, value
        else:
            self.aside, self.yes_no = None, value

    def cell(self) -> Cell:
        words = {"text": self.words} if self.words else {}
        if self.aside == "X":
            return Cell(rating="X", missing=True, words=words)
        if self.aside is not None:
            return Cell(not_applicable=True, words=words | ({"reason": self.aside} if self.aside else {}))
        return Cell(rating=self.rating or None, yes_no=self.yes_no or None, words=words)


def as_given(prompt: str, value: str) -> Given:
    if prompt != ASIDE:
        return Given("1.2", prompt, value)
    return Given("1.2", "rating", value, not_applicable=value != "X")


def test_the_record_stands_as_people_would_expect(round_of_small: Round) -> None:
    """Two agencies and both sides speak, repeat themselves and change their minds, some at the same moment."""
    rounds = iter(range(10_000))

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def speak(steps: list[tuple[str, Side, tuple[str, str], int]]) -> None:
        number = next(rounds)
        own = Round.opened(round_of_small.database, round_of_small.template, AGENCIES, f"round-{number}")
        models = {(abbr, side): Model() for abbr in ("CSC", "SCH") for side in ("agency", "partnership")}
        minutes = added = 0
        for step, (abbr, side, (prompt, value), later) in enumerate(steps):
            if side == "partnership" and prompt in ("rating", ASIDE) and value in ("2", "1", "0", "X"):
                continue  # the agency gives the ratings in this audit
            minutes += later
            assert own.say(abbr, as_given(prompt, value), by=side, source=f"s{step}", minutes=minutes) == 1
            assert own.say(abbr, as_given(prompt, value), by=side, source=f"s{step}", minutes=minutes) == 0
            models[abbr, side].say(prompt, value)
            added += 1
        with own.database.read() as db:
            for abbr in ("CSC", "SCH"):
                stands = cells(own.template, current_answers(db, [own.submission(db, abbr).id]))
                for side in ("agency", "partnership"):
                    assert stands.get(("1.2", side), EMPTY) == models[abbr, side].cell()
        assert own.first_bad_entry() is None
        assert len([event for event in own.events() if event[4] == "answer recorded"]) == added

    speak()


@pytest.mark.parametrize(
    ("first", "then", "stands"),
    [
        (("yes_no", "yes"), (ASIDE, ""), Cell(not_applicable=True)),
        ((ASIDE, ""), ("yes_no", "yes"), Cell(yes_no="yes")),
        (("rating", "2"), (ASIDE, "X"), Cell(rating="X", missing=True)),
        ((ASIDE, "X"), ("rating", "2"), Cell(rating="2")),
    ],
)
def test_at_the_same_moment_the_later_word_stands(
    round_of_small: Round, first: tuple[str, str], then: tuple[str, str], stands: Cell
) -> None:
    round_of_small.say("CSC", as_given(*first), source="one")
    round_of_small.say("CSC", as_given(*then), source="two")
    assert round_of_small.cell("CSC", "1.2") == stands


def left(template: Template, said: dict[tuple[str, str], Cell], sector: str = "council") -> list[str]:
    return [f"{question.ref} {prompt.key}" for question, prompt in outstanding(template, sector, said)]


NOTHING_YET = ["1.1 rating", "1.2 yes_no", "1.2 rating", "1.3 yes_no", "2.1 text", "2.4 rating"]


def test_what_is_outstanding_before_anyone_answers(small: Template) -> None:
    """The required prompts, but for 1.4's rating, which is fixed; a school is asked 2.2 too."""
    assert left(small, {}) == NOTHING_YET
    assert left(small, {}, "school") == [*NOTHING_YET[:5], "2.2 rating", "2.4 rating"]


@pytest.mark.parametrize(
    ("cell", "still"),
    [
        (Cell(yes_no="yes"), ["1.2 rating"]),
        (Cell(rating="1"), ["1.2 yes_no"]),
        (Cell(rating="1", yes_no="no"), []),
        (Cell(words={"text": "Some."}), ["1.2 yes_no", "1.2 rating"]),
        (Cell(not_applicable=True), []),
        (Cell(rating="X", missing=True), []),
    ],
)
def test_what_is_outstanding_on_one_question(small: Template, cell: Cell, still: list[str]) -> None:
    found = [each for each in left(small, {("1.2", "agency"): cell}) if each.startswith("1.2")]
    assert found == still


def test_what_the_partnership_judged_is_not_outstanding(small: Template) -> None:
    assert left(small, {("1.2", "partnership"): Cell(yes_no="no")}) == [
        each for each in NOTHING_YET if not each.startswith("1.2")
    ]


def test_where_the_partnership_rates_the_rating_is_not_the_agencys_to_give(city_hackney: Template) -> None:
    """53 questions ask for words and seven of them for yes or no as well."""
    asked = left(city_hackney, {})
    assert not [each for each in asked if each.endswith("rating")]
    assert [each for each in asked if each.endswith("yes_no")] == [
        f"{ref} yes_no" for ref in ("5.2", "5.4", "6.5", "6.7", "7.6", "8.4", "8.5")
    ]
