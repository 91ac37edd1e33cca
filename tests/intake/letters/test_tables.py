"""Tables that agencies make themselves, or send back moved about: one row a stage, one reading a case."""

import pytest

from intake.letters import lines_of_text
from intake.letters.lines import Wording
from intake.letters.lines.cells import in_cells
from intake.letters.lines.html import lines_of_html
from intake.letters.pipeline import LineStage
from intake.letters.tables import (
    ask_by_row,
    code_rows,
    codes_down,
    in_our_order,
    only_this_year,
    set_columns_aside,
    set_people_aside,
    tick_columns,
    under_headings,
)
from tests.intake.letters.given import AUDITS, known, shown, wording

RATED, TOLD = (prompt.text for prompt in AUDITS["section-11"].questions[0].prompts[:2])

SHAPES = AUDITS["section-11"].by_ref["2.2"].text

CASES: dict[str, tuple[LineStage, str, str]] = {
    "a column of question numbers gets its brackets": (
        code_rows,
        "| 1.1 | 2 |\n| 1.2 | 3 |",
        "[1.1] | 2\n[1.2] | 3",
    ),
    "numbers that go up and down count something else": (code_rows, "| 1.2 | 2 |\n| 1.1 | 3 |", "1.2 | 2\n1.1 | 3"),
    "one number alone is no column of questions": (code_rows, "| 1.1 | 2 |", "1.1 | 2"),
    "one row alone with its code behind a rating in words is of that question": (
        code_rows,
        "| In place | a named lead | 1.1 |",
        "[1.1] | In place | a named lead",
    ),
    "and so below headings that say which cell holds the code": (
        code_rows,
        "| Rating | Evidence | Ref |\n| 2 | a named lead | 1.1 |",
        "Rating | Evidence | Ref\n[1.1] | 2 | a named lead",
    ),
    "a version behind a rating is no code": (
        code_rows,
        "| Rating | Policy | Version |\n| 2 | Staff policy | 1.1 |",
        "Rating | Policy | Version\n2 | Staff policy | 1.1",
    ),
    "nor is a figure behind a figure": (code_rows, "| 2 | 1.1 |", "2 | 1.1"),
    "a person's name rates nothing": (
        set_people_aside,
        "| Question | First name | RAG |\n| [1.1] | Amber | 2 |",
        "Question | RAG\n[1.1] | 2",
    ),
    "a heading that names nobody stays": (
        set_people_aside,
        "| Question | Team | RAG |\n| [1.1] | Amber | 2 |",
        "Question | Team | RAG\n[1.1] | Amber | 2",
    ),
    "last year's rating is no answer where this year's stands beside it": (
        only_this_year,
        "| Question | Last year | Now |\n| [1.1] | 1 | 2 |",
        "Question | Last year | Now\n[1.1] | 2",
    ),
    "a rating of last year alone says whose time it is of": (
        only_this_year,
        "| Question | Last year | Now |\n| [1.1] | 1 | we do not know |",
        "Question | Last year | Now\n[1.1] | Last year: 1 | we do not know",
    ),
    "an answer that names a year heads no column": (
        only_this_year,
        f"| [1.1] | {RATED} | 2 |\n| | {TOLD} | Policy of 2020. |\n| [1.2] | {RATED} | 3 |",
        f"[1.1] | {RATED} | 2\n{TOLD} | Policy of 2020.\n[1.2] | {RATED} | 3",
    ),
    "a cell is told what the heading of its column asks": (
        under_headings,
        "| Code | Rating | Evidence |\n| [1.1] | 2 | a named lead |",
        "[1.1] | rating: 2 | text: a named lead",
    ),
    "a row with words that are no heading heads nothing": (
        under_headings,
        "| Code | Rating | Our cat |\n| [1.1] | 2 | Tom |",
        "Code | Rating | Our cat\n[1.1] | 2 | Tom",
    ),
    "what is headed as the question is no evidence of it": (
        under_headings,
        "| Ref | Question | RAG | Evidence |\n| [2.1] | Hearing them | 2 | a panel |\n| [2.2] | Seldom heard | |",
        "[2.1] | rating: 2 | text: a panel\n[2.2]",
    ),
    "a code on a line alone begins its row where a question stands in full between two of them": (
        codes_down,
        f"2.2\n{SHAPES}\nWe do.\n2.3\nSeldom heard\n1",
        f"[2.2]\n{SHAPES}\nWe do.\n[2.3]\nSeldom heard\n1",
    ),
    "codes that go up and down begin no rows": (
        codes_down,
        f"2.3\n{SHAPES}\n2.2\nSeldom heard",
        f"2.3\n{SHAPES}\n2.2\nSeldom heard",
    ),
    "a mark below a rating is that rating": (
        tick_columns,
        "| Question | In place | Not in place |\n| 1.1 | x | - |",
        "1.1 | rating: In place | -",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_stage_makes_of_a_table_what_a_person_sees_in_it(case: str) -> None:
    stage, before, after = CASES[case]
    assert shown(stage(wording(before), known())) == after.split("\n")


@pytest.mark.parametrize(
    "stage",
    [
        code_rows,
        codes_down,
        set_people_aside,
        only_this_year,
        under_headings,
        ask_by_row,
        tick_columns,
        in_our_order,
        set_columns_aside,
    ],
)
def test_words_outside_of_tables_stay_as_they_are(stage: LineStage) -> None:
    letter = "Dear Mo,\n1.1: 2\nLast year it was 1.\n> [1.2] 3"
    assert shown(stage(wording(letter), known())) == shown(wording(letter))


def test_a_column_of_their_own_beside_our_answers_is_set_aside() -> None:
    sheet = "| Code | Question | Owner | Your answer |\n| [1.1] | Who leads? | Finance | 2 |"
    read = set_columns_aside(wording(sheet), known())
    assert (shown(read), read.aside) == (
        ["Code | Question | Your answer", "[1.1] | Who leads? | 2"],
        ("Owner: Finance",),
    )


def test_a_row_turned_about_is_read_from_its_code_on() -> None:
    assert shown(in_our_order(wording("| 2 | our words | [1.1] |"), known())) == ["[1.1] | 2 | our words"]


NAMED = ("First name", "Forename", "Surname", "Last name", "Name", "Named lead", "Contact", "Completed by", "Initials")


@pytest.mark.parametrize("heading", NAMED)
def test_names_in_a_column_of_them_are_set_aside_for_a_person(heading: str) -> None:
    read = set_people_aside(wording(f"| Question | {heading} |\n| [1.1] | Amber |"), known())
    assert (shown(read), read.aside) == (["Question", "[1.1]"], (f"{heading}: Amber",))


def test_a_table_is_one_thing_in_the_text_and_in_the_html() -> None:
    rows = [["Ref", "Rating", "Evidence"], ["1.1", "2", "a lead\nand a deputy"], ["1.2", "3", ""]]
    cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    rich = lines_of_html(f"<p>Hello,</p><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table><p>Jo</p>")
    plain = lines_of_text("Hello,\n\n" + "\n\n".join(cell for row in rows for cell in row) + "\n\nJo")
    assert shown(Wording(in_cells(plain, rich))) == shown(Wording(rich))
