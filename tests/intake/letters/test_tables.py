"""Tables that agencies make themselves, or send back moved about: one row a stage, one reading a case."""

import pytest

from intake.letters import lines_of_text
from intake.letters.lines import TAB, Line, Wording
from intake.letters.lines.cells import in_cells
from intake.letters.lines.html import lines_of_html
from intake.letters.tables import (
    ask_by_row,
    code_rows,
    codes_down,
    each_tab_apart,
    each_table_apart,
    figures_in_words,
    in_our_order,
    only_this_year,
    rows_by_label,
    set_columns_aside,
    set_people_aside,
    tick_columns,
    under_headings,
)
from intake.letters.wordings import LineStage
from tests.intake.letters.given import AUDITS, known, shown, wording

RATED, TOLD = (prompt.text for prompt in AUDITS["section-11"].questions[0].prompts[:2])

SHAPES = AUDITS["section-11"].by_ref["2.2"].text

HEADS = "| Ref | Rating | Evidence |"
BARE = HEADS.strip("| ")

NUMBERED = "| No | Good | Inadequate |\n| 4 | x | |\n| 5 | | x |"

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
    "a row above the codes heads them though a column of theirs is new to us": (
        under_headings,
        "| Code | Rating | Our cat |\n| [1.1] | 2 | Tom |",
        "[1.1] | rating: 2 | Tom",
    ),
    "a row of words above a sentence heads nothing": (
        under_headings,
        "| Rating | Our cat |\n| 2 | Tom |",
        "Rating | Our cat\n2 | Tom",
    ),
    "of a year and this return's the second counts, whatever year it names": (
        only_this_year,
        "| Ref | Rating 2028 | Rating 2029-30 (this return) |\n| [1.1] | 1 | 2 |\n| [1.2] | 2 | to be agreed |",
        "Ref | Rating 2028 | Rating 2029-30 (this return)\n[1.1] | 2\n[1.2] | Rating 2028: 2 | to be agreed",
    ),
    "of two years that are both none of the audit's neither counts": (
        only_this_year,
        "| Ref | Rating 2018 | Rating 2019 |\n| [1.1] | 1 | 2 |",
        "Ref | Rating 2018 | Rating 2019\n[1.1] | Rating 2018: 1 | Rating 2019: 2",
    ),
    "a code in a table of one row goes on from the table above it": (
        code_rows,
        f"{HEADS}\n| 1.1 | 2 | a chart |\n| 1.2 | 3 | a lead |\n\n{HEADS}\n| 2.1 | 1 | a panel |",
        f"{BARE}\n[1.1] | 2 | a chart\n[1.2] | 3 | a lead\n{BARE}\n[2.1] | 1 | a panel",
    ),
    "figures in a table are words, each behind its heading": (
        figures_in_words,
        "| Level | Trained |\n| 1 | 402 |\n| 2 | 88 |",
        "Level: 1; Trained: 402\nLevel: 2; Trained: 88",
    ),
    "and behind its row's name where there is no heading": (
        figures_in_words,
        "| Level 3 | 98% | 40 of 41 |",
        "Level 3: 98%, 40 of 41",
    ),
    "a table in which every figure is a rating is left": (
        figures_in_words,
        "| Site | Score |\n| Hall | 3 |\n| Church | 2 |",
        "Site | Score\nHall | 3\nChurch | 2",
    ),
    "below a table that answers, words are none of its last answer": (
        each_table_apart,
        "| [1.1] | 2 | a chart |\n\nApproved on 1 March.",
        "[1.1] | 2 | a chart\n(end)\nApproved on 1 March.",
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
    "a total where the others have their code is none of the last question's": (
        each_table_apart,
        "| [1.1] | 2 | a chart |\n| Average | 3 | |",
        "[1.1] | 2 | a chart\n(end)\nAverage | 3",
    ),
    "nor is one that says so in a later cell": (
        each_table_apart,
        "| [1.1] | 2 | a chart |\n| | 3 | Total |",
        "[1.1] | 2 | a chart\n(end)\n3 | Total",
    ),
    "nor is the name of the next standard": (
        each_table_apart,
        "| [1.1] | 2 | a chart |\n| Listening to children | | |\n| [2.1] | 3 | a panel |",
        "[1.1] | 2 | a chart\n(end)\nListening to children\n[2.1] | 3 | a panel",
    ),
    "a label there goes on with the question": (
        each_table_apart,
        "| [1.1] | 2 | |\n| Evidence | a chart | |",
        "[1.1] | 2\nEvidence | a chart",
    ),
    "a table may say in its first column what is answered in the second": (
        rows_by_label,
        "| Question | 1.1 |\n| Rating | 2 |\n| How we know | a chart |",
        "[1.1]\nrating: 2\ntext: a chart",
    ),
    "and what others say in it, or what was, rates nothing": (
        rows_by_label,
        "| Question | 1.1 |\n| Rating | |\n| Evidence | a chart |\n| CQC rating | 3 |\n| Last year | 2 |",
        "[1.1]\ntext: a chart",
    ),
    "a table with a heading row says it above": (
        rows_by_label,
        "| Rating | Evidence |\n| 2 | a chart |",
        "Rating | Evidence\n2 | a chart",
    ),
    "numbers of standards and of rows beside a code rate nothing": (
        under_headings,
        "| # | Ref | Standard | RAG | Review date |\n| 2 | [1.1] | 1 | 3 | May |",
        "[1.1] | rating: 3",
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
        each_tab_apart,
        each_table_apart,
        figures_in_words,
        set_people_aside,
        only_this_year,
        rows_by_label,
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


DIFFERENCE = ("What changed for children", "Outcome for children", "Difference made", "Impact on children", "So what?")
OWN_WORDS = (
    "Evidence / comments",
    "How we know",
    "Reason for rating",
    "Supporting information",
    "Our evidence for this",
)


@pytest.mark.parametrize(
    ("heading", "box"), [*((each, "difference") for each in DIFFERENCE), *((each, "text") for each in OWN_WORDS)]
)
def test_a_heading_in_words_of_their_own_is_known(heading: str, box: str) -> None:
    read = under_headings(wording(f"| Ref | {heading} |\n| [1.1] | Fewer wait. |"), known())
    assert shown(read) == [f"[1.1] | {box}: Fewer wait."]


@pytest.mark.parametrize("heading", ["Changes needed", "Desired outcome", "Evidence gaps", "Reviewer's comments"])
def test_a_heading_of_what_is_to_come_or_is_missing_is_no_box_of_ours(heading: str) -> None:
    read = under_headings(wording(f"| Ref | RAG | {heading} |\n| [1.1] | 2 | Fewer wait. |"), known())
    assert shown(read) == ["[1.1] | rating: 2 | Fewer wait."]


@pytest.mark.parametrize(
    "name",
    [
        *("Notes", "Our working notes", "Action plan", "Last year", "2019", "Guidance", "Summary", "CQC", "Target"),
        *("Template example", "Worked example", "EXAMPLE ONLY", "Example answers", "Sample return 2", "Dummy data"),
    ],
)
def test_a_tab_beside_the_answers_is_not_read(name: str) -> None:
    lines = [Line("Form", label=TAB), Line("[1.1] 2"), Line(name, label=TAB), Line("ask Tom")]
    read = each_tab_apart(Wording(lines), known())
    assert (shown(read), read.aside) == (["(end)", "[1.1] 2"], (f"The tab “{name}” was not read.",))


@pytest.mark.parametrize("name", ["Completed template", "Our answers", "Section 11", "Examples of what children said"])
def test_a_tab_for_answers_is_read(name: str) -> None:
    lines = [Line("Form", label=TAB), Line("[1.1] 2"), Line(name, label=TAB), Line("[1.2] 3")]
    assert shown(each_tab_apart(Wording(lines), known())) == ["(end)", "[1.1] 2", "(end)", "[1.2] 3"]


def test_a_tab_may_be_called_by_the_question_in_it() -> None:
    lines = [Line("1.1", label=TAB), Line("2"), Line("1.2 Leaders", label=TAB), Line("3"), Line("Draft", label=TAB)]
    assert shown(each_tab_apart(Wording(lines), known())) == ["(end)", "[1.1]", "2", "(end)", "[1.2]", "3"]


def test_numbers_beside_marks_below_ratings_are_codes() -> None:
    read = code_rows(wording(NUMBERED), known("south-glos-2019"))
    assert shown(read) == ["No | Good | Inadequate", "[4] | x", "[5] | x"]


def test_numbers_of_rows_beside_a_column_of_codes_are_none() -> None:
    table = "| Row | Question | Rating |\n| 4 | 9 | 2 |\n| 5 | 10 | 3 |"
    assert shown(code_rows(wording(table), known("south-glos-2019")))[1:] == ["[9] | 4 | 2", "[10] | 5 | 3"]
