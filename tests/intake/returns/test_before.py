"""What fits this round of what an agency said in the one before, where the questionnaire has changed in between."""

from datetime import UTC, date, datetime

import pytest

from config.questionnaire import Template, load_template, was_faults
from intake.returns import Cell, Given, LastFile, LastTime, SaidThen, is_old, kept_rows, last_time

SCALE = """
[scale]
not_applicable = true
[[scale.rating]]
code = "2"
label = "Good"
counts_as = "met"
[[scale.rating]]
code = "1"
label = "Fair"
counts_as = "not_met"
"""
THREE = SCALE + '[[scale.rating]]\ncode = "0"\nlabel = "Poor"\ncounts_as = "not_met"\n'
PROMPTS = """
[[prompt]]
key = "rating"
kind = "rating"
text = "How well?"
required = true
[[prompt]]
key = "text"
kind = "text"
text = "How do you know?"
[[standard]]
ref = "1"
title = "People"
"""
SAID = datetime(2025, 3, 2, 12, tzinfo=UTC)
ANN = Cell(rating="2", words={"text": "Ann leads."})


def audit(*questions: tuple[str, str, str], scale: str = SCALE, key: str = "now") -> Template:
    asked = [
        f'[[standard.question]]\nref = "{ref}"\ntext = "{text}"\n' + (f'was = "{was}"\n' if was else "")
        for ref, text, was in questions
    ]
    head = f'key = "{key}"\ntitle = "Audit"\nyear = "2026"\n'
    return load_template((head + scale + PROMPTS + "".join(asked)).encode(), "audit.toml")


THEN = audit(("1.1", "Who leads?", ""), ("1.2", "Who trains?", ""), key="then")


def looked_back(now: Template, cell: Cell = ANN, files: tuple[LastFile, ...] = ()) -> LastTime:
    return last_time(now, THEN, "then", {"1.1": SaidThen(cell, files, "Ann Lee", SAID)}, "council")


RATED, WORDS = Given("1.1", "rating", "2"), Given("1.1", "text", "Ann leads.")
BOTH = (RATED, WORDS)


@pytest.mark.parametrize(
    ("now", "fits"),
    [
        (audit(("1.1", "Who leads?", "")), [RATED, WORDS]),
        (audit(("1.1", "who  LEADS?", "")), [RATED, WORDS]),
        (audit(("1.1", "Who is the lead?", "")), None),
        (audit(("1.1", "Who is the lead?", "1.1")), [RATED, WORDS]),
        (audit(("1.1", "Who leads?", ""), ("4", "Who is it?", "1.1")), [each._replace(question="4") for each in BOTH]),
        (audit(("1.1", "Who leads?", ""), scale=THREE), [WORDS]),
    ],
    ids=["same", "same but for capitals", "other words", "other words, by was", "another number", "another scale"],
)
def test_what_fits_is_mapped_by_was_or_by_the_same_words(now: Template, fits: list[Given] | None) -> None:
    found = looked_back(now).answers
    assert [given for each in found.values() for given in each.fits] == (fits or [])
    assert bool(found) is (fits is not None)


@pytest.mark.parametrize(
    ("standing", "kept"),
    [
        (Cell(), [RATED, WORDS]),
        (Cell(rating="1"), [WORDS]),
        (Cell(words={"text": "Bo leads."}), [RATED]),
        (Cell(not_applicable=True), []),
        (Cell(rating="1", words={"text": "Bo leads."}), []),
    ],
)
def test_keep_says_only_what_this_round_does_not_have(standing: Cell, kept: list[Given]) -> None:
    last = looked_back(audit(("1.1", "Who leads?", ""))).answers["1.1"]
    assert list(kept_rows(last, standing)) == kept


def test_not_applicable_is_kept_with_its_reason_and_only_where_nothing_was_said() -> None:
    aside = Cell(not_applicable=True, words={"reason": "We have no staff."})
    last = looked_back(audit(("1.1", "Who leads?", "")), aside).answers["1.1"]
    assert list(kept_rows(last)) == [Given("1.1", "rating", "We have no staff.", not_applicable=True)]
    assert list(kept_rows(last, Cell(words={"text": "Bo leads."}))) == []
    assert looked_back(audit(("1.1", "Who leads?", ""), scale=THREE), aside).answers["1.1"].fits == ()


@pytest.mark.parametrize(
    ("of", "review_by", "is_it"),
    [
        (date(2024, 3, 2), None, True),
        (date(2024, 3, 3), None, False),
        (date(2019, 1, 1), date(2026, 3, 2), False),
        (date(2026, 2, 1), date(2026, 3, 1), True),
    ],
)
def test_a_file_grows_old_after_so_many_months_or_on_its_own_day(of: date, review_by: date | None, is_it: bool) -> None:
    assert is_old(of, review_by, 24, date(2026, 3, 2)) is is_it


def test_a_was_that_the_round_before_does_not_have_is_told_with_its_line() -> None:
    now = audit(("1.1", "Who leads?", "1.1"), ("1.2", "Who trains?", "7"))
    line = now.source.decode().splitlines().index('was = "7"') + 1
    told = [str(each) for each in was_faults(now, THEN, "audit.toml")]
    assert told == [
        f"audit.toml:{line}: Question 1.2 was 7, which then does not have. Write the number that the question had"
        " there, or take was out."
    ]
