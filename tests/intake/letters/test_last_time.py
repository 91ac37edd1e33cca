"""A form shows what was said last time. That is nobody's answer of now, however the form comes back."""

import io
import textwrap
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from docx import Document
from openpyxl import load_workbook

from config.letters import open_letters
from config.questionnaire import SHIPPED, load_folder
from intake.forms import last_lines
from intake.letters import Attachment, Form, Letter
from intake.letters.mime import BodyPart
from intake.letters.pipeline import read_form
from intake.mail.outward.invitation import DOCX, XLSX, Invitation, Invitee, invitation
from intake.returns import LastAnswer, LastFile, LastTime

TEMPLATE = load_folder(SHIPPED)["south-glos-2019"]
SAID = datetime(2025, 3, 2, 12, tzinfo=UTC)
MARK = "\u2192"

WORRY = "1. Turnover 2. Sickness"
BOARD = (
    "3 of our teams meet monthly. Good practice is shared. We are outstanding at listening, and the board hears of it"
    " each quarter, in writing, from the named lead."
)
UNWRITABLE = "\x01\ufffe"  # a table may bring them, and no sheet, document or page can hold them


def answer(ref: str, *said: tuple[str, str]) -> LastAnswer:
    files = (LastFile("policy.pdf", "a" * 64, date(2025, 3, 2), is_old=ref == "5"),)
    return LastAnswer(ref, ref, said, (), files, "Ann Lee", SAID)


LAST = LastTime("then", "Audit", "2025", answers={each.question: each for each in (
    answer("1", ("", "Children's Social Care. We answer for 3 teams.")),
    answer("4", ("", "2 Good"), ("What's working well?", BOARD + UNWRITABLE), ("What are you worried about?", WORRY)),
    answer("5", ("", "0 Inadequate"), ("What's working well?", "Outstanding: we have a lead.")),
    answer("7", ("", "Yes"), ("What's working well?", "No change: it was reviewed in 2024.")),
    answer("9", ("", "Not applicable: we see no children.")),
    answer("10", ("", "3 Outstanding"), ("What's working well?", "Yes")),
)})  # fmt: skip
SENT: Invitation = invitation(
    open_letters(),
    TEMPLATE,
    Invitee("Ann", "Social Care", "council", "The West", date(2026, 6, 30), "Call 999.", last=last_lines(LAST)),
    "s11-abcdefghjkmnpqra",
)


def read(plain: str = "", html: str = "", *files: Attachment) -> Form:
    parts = (BodyPart("plain", plain),) if plain else ()
    rich = (BodyPart("html", html),) if html else parts
    letter = Letter(headers=(("from", "Ann Lee <ann@csc.example>"),), plain=parts, html=rich, attachments=files)
    return read_form(letter, SENT.sent, TEMPLATE, "council")


def values(form: Form) -> dict[str, str]:
    return {f"{each.question} {each.prompt}": each.value for each in form.answers}


def quoted(text: str) -> str:
    return "".join(f"> {line}\n" for line in text.splitlines())


def wrapped(text: str, width: int) -> str:
    lines = [textwrap.wrap(line, width) or [""] for line in text.splitlines()]
    return "\n".join(part for each in lines for part in each) + "\n"


def beneath(text: str) -> str:
    head = (
        "From: Audit <audit@anytown.example>\nSent: Monday, March 2, 2026 10:00\nTo: Ann Lee\nSubject: Section 11\n\n"
    )
    return f"Thanks, we will look at it.\n\n{head}{text}"


def marked(text: str, how: str) -> str:
    return "\n".join(how.format(each) if each.startswith("Last time") else each for each in text.splitlines())


SHAPES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "quoted": quoted,
    "quoted twice": lambda text: quoted(quoted(text)),
    "at 76, quoted": lambda text: quoted(wrapped(text, 76)),
    "at 40": lambda text: wrapped(text, 40),
    "at 30, quoted": lambda text: quoted(wrapped(text, 30)),
    "double spaced": lambda text: "\n\n".join(text.splitlines()),
    "double spaced at 60": lambda text: "\n\n".join(wrapped(text, 60).splitlines()),
    "below a header": beneath,
    "without arrows": lambda text: text.replace(f"{MARK}\n", "\n"),
    "in bold": lambda text: marked(text, "*{}*"),
    "as a list": lambda text: marked(text, "- {}"),
    "in capitals": str.upper,
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "curly": lambda text: text.replace("'", "\u2019"),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_form_that_comes_back_untouched_answers_nothing(shape: Callable[[str], str]) -> None:
    form = read(shape(SENT.text))
    assert (values(form), form.kept, form.dropped, form.not_understood) == ({}, (), (), ())


@pytest.mark.parametrize(
    ("above", "kept", "dropped"),
    [
        ("KEEP 4", ("4",), ()),
        ("Keep last time's answers for 4, 5 and 7", ("4", "5", "7"), ()),
        ("DROP 5\nKEEP question 4", ("4",), ("5",)),
        ("KEEP 4 5, and 7", ("4", "5", "7"), ()),
        ("4 KEEP, 5 DROP, 7 KEEP", ("4", "7"), ("5",)),
        ("KEEP 4; DROP 5; KEEP 7", ("4", "7"), ("5",)),
        ("4 and 5: keep", ("4", "5"), ()),
        ("KEEP 4-5", ("4", "5"), ()),
        ("Keep 4 to 5 as they are.", ("4", "5"), ()),
        ("DROP 4\u20135 and 7", (), ("4", "5", "7")),
        ("KEEP 5-4", (), ()),
        ("KEEP 4, 5?", (), ()),
        ("4, 5: keep?", (), ()),
        ("Do not keep 4 and 5", (), ()),
        ("We keep 4 files", (), ()),
    ],
)
def test_questions_may_be_kept_above_the_form_by_their_numbers(
    above: str, kept: tuple[str, ...], dropped: tuple[str, ...]
) -> None:
    form = read(f"{above}\n\n{quoted(SENT.text)}")
    assert (form.kept, form.dropped, values(form)) == (kept, dropped, {})


def test_nor_does_its_html() -> None:
    form = read("", SENT.html)
    assert (values(form), form.kept, form.not_understood) == ({}, (), ())
    form = read(SENT.text, f"<blockquote>{SENT.html}</blockquote>")
    assert (values(form), form.kept, form.not_understood) == ({}, (), ())


def below(ref: str, words: str, text: str = SENT.text) -> str:
    """The words at the first arrow of a question."""
    start = text.index(MARK, text.index(f"[{ref}]"))
    return f"{text[:start]}{MARK} {words}{text[start + 1 :]}"


KEPT = ("keep", "KEEP", "Keep.", "keep it", "as last year", "Same as last time.", "*KEEP*")


@pytest.mark.parametrize("words", KEPT)
@pytest.mark.parametrize("shape", ["as it is", "quoted", "at 40", "double spaced"])
def test_keep_below_a_question_keeps_it_and_it_alone(words: str, shape: str) -> None:
    form = read(SHAPES[shape](below("4", words)))
    assert (form.kept, form.dropped, values(form), form.not_understood) == (("4",), (), {}, ())


def test_drop_lets_it_go_and_both_words_are_asked_about() -> None:
    form = read(below("5", "drop"))
    assert (form.kept, form.dropped, values(form)) == ((), ("5",), {})
    text = SENT.text.replace(
        "Your rating (3, 2, 1, 0 or N/A):\n\u2192", "Your rating (3, 2, 1, 0 or N/A):\n\u2192 keep", 1
    )
    both = read(below("4", "keep\ndrop"))
    assert (both.kept, both.dropped) == ((), ())
    assert [each.question for each in both.not_understood] == ["4"]
    assert read(text).kept == ("4",)


ANSWERED = {
    "3": {"4 rating": "3"},
    "1 Requires Improvement": {"4 rating": "1"},
    "Good": {"4 rating": "2"},
    "2 - three of our teams meet monthly": {"4 rating": "2", "4 working_well": "three of our teams meet monthly"},
}


@pytest.mark.parametrize(("words", "means"), ANSWERED.items(), ids=ANSWERED)
@pytest.mark.parametrize("shape", ["as it is", "quoted", "at 40", "double spaced", "in bold"])
def test_what_is_written_below_is_the_answer_of_now(words: str, means: dict[str, str], shape: str) -> None:
    form = read(SHAPES[shape](below("4", words)))
    assert (values(form), form.kept) == (means, ())


EDITS = {
    "a word changed": lambda text: text.replace("): 2 Good", "): 3 Outstanding"),
    "a sentence changed": lambda text: text.replace("Good practice is shared.", "Bad practice is shared."),
    "its end cut": lambda text: text.replace(" in writing, from the named lead.", ""),
    "its opening cut": lambda text: text.replace("Last time (2 March 2025): What's working well? 3 of", "3 of"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
@pytest.mark.parametrize("shape", ["as it is", "quoted", "at 40"])
def test_what_is_edited_in_place_is_no_answer_and_goes_to_a_person(edit: Callable[[str], str], shape: str) -> None:
    form = read(SHAPES[shape](edit(SENT.text)))
    assert (values(form), form.kept) == ({}, ())


def test_an_answer_of_now_may_begin_as_ours_does() -> None:
    form = read(below("4", "2\nLast time we had no lead. Now we have one."))
    assert values(form) == {"4 rating": "2", "4 working_well": "Last time we had no lead. Now we have one."}


def filled(kind: str, ref: str, words: str) -> Attachment:
    """The attached form with the words at the first thing that a question asks."""
    made = next(each for each in SENT.attachments if each.media_type == kind)
    out = io.BytesIO()
    if kind == XLSX:
        book = load_workbook(io.BytesIO(made.content))
        row = next(each for each in book.worksheets[0].iter_rows() if each[0].value == f"[{ref}]")
        row[4].value = words or None
        book.save(out)
    else:
        paper = Document(io.BytesIO(made.content))
        cells = next(each.cells for each in paper.tables[0].rows if each.cells[0].text == f"[{ref}]")
        cells[3].text = words
        paper.save(out)
    return Attachment(made.name, kind, out.getvalue())


@pytest.mark.parametrize("kind", [XLSX, DOCX], ids=["xlsx", "docx"])
@pytest.mark.parametrize(("words", "means", "kept"), [("", {}, ()), ("keep", {}, ("4",)), ("3", {"4 rating": "3"}, ())])
def test_so_it_is_in_the_forms_to_fill_in(kind: str, words: str, means: dict[str, str], kept: tuple[str, ...]) -> None:
    form = read("Attached.", "", filled(kind, "4", words))
    assert (values(form), form.kept, form.not_understood) == (means, kept, ())


def test_a_column_of_their_own_for_last_year_answers_nothing() -> None:
    book = load_workbook(io.BytesIO(SENT.attachments[0].content))
    sheet = book.worksheets[0]
    seen: set[str] = set()
    for cells in sheet.iter_rows(min_row=1):
        ref = str(cells[0].value or "").strip("[]")
        if cells[0].value == "Code":
            sheet.cell(cells[0].row or 0, 6).value = "Last year"
        elif ref in LAST.answers and ref not in seen:
            seen.add(ref)
            sheet.cell(cells[0].row or 0, 6).value = " / ".join(
                said.removesuffix(UNWRITABLE) for _, said in LAST.answers[ref].said
            )
            cells[4].value = "1" if ref == "4" else None
    out = io.BytesIO()
    book.save(out)
    form = read("Attached.", "", Attachment("form.xlsx", XLSX, out.getvalue()))
    assert (values(form), form.kept) == ({"4 rating": "1"}, ())


@pytest.mark.parametrize("heads", [("Last year", "This year"), ("Last time", "Now"), ("Was", "Is")])
def test_nor_does_a_column_of_last_year_in_a_table_of_their_own(heads: tuple[str, str]) -> None:
    rows = (("Question", *heads), ("4", "3", "1"), ("7", "Yes", "keep"), ("9", "Not applicable", ""))
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    form = read("", f"<p>Our answers:</p><table>{cells}</table>")
    assert (values(form), form.kept, form.not_understood) == ({"4 rating": "1"}, ("7",), ())


LOOSE = (
    "no change",
    "No changes since last year.",
    "same as before",
    "Unchanged.",
    "keep the words",
    "please keep this",
    "5 keep",
)


@pytest.mark.parametrize("words", LOOSE)
def test_words_that_only_speak_of_last_time_are_asked_back(words: str) -> None:
    form = read(f"4: 2, {words}\n7: No\n")
    assert (values(form), form.kept) == ({"4 rating": "2", "7 yes_no": "no"}, ())
    assert [each.question for each in form.not_understood] == ["4"]


def test_keep_at_a_question_that_was_never_answered_is_no_answer() -> None:
    form = read("4: 2\n11: keep\n12: drop\n")
    assert (values(form), form.kept, form.dropped) == ({"4 rating": "2"}, (), ())
    assert [each.question for each in form.not_understood] == ["11", "12"]


SAY_MORE = (
    "We keep a log of each visit.",
    "No change to the team, and a new rota.",
    "The same lead as last year: Ann.",
)


@pytest.mark.parametrize("words", SAY_MORE)
def test_words_that_say_more_are_the_answer_of_now(words: str) -> None:
    form = read(f"4: 2, {words}\n7: No\n")
    assert values(form)["4 working_well"] == words


def test_keep_written_before_a_line_we_showed_keeps_it() -> None:
    shown = "Last time (2 March 2025): 2 Good"
    form = read(SENT.text.replace(shown, f"KEEP {shown}"))
    assert (form.kept, values(form), form.not_understood) == (("4",), {}, ())


def test_an_edit_that_another_question_was_answered_with_goes_to_a_person_alone() -> None:
    edited = "Last time (2 March 2025): 3 Outstanding"  # which is what we showed at another question
    form = read(SENT.text.replace("Last time (2 March 2025): 2 Good", edited))
    assert (values(form), form.kept) == ({}, ())
    assert form.leftovers == (edited,)


@pytest.mark.parametrize("words", ["KEEP", "Keep everything please", "KEEP 4, 5-7, 99", "No change since last year."])
def test_what_would_keep_all_at_once_is_asked_back_with_how_to_keep(words: str) -> None:
    form = read(f"{words}\n\n{quoted(SENT.text)}")
    told = (
        "There is no word that keeps everything. Write KEEP below each question, or with its number, as in KEEP 1, 4."
    )
    assert [(each.question, each.text, each.why) for each in form.not_understood] == [("", words, told)]
    assert (values(form), form.kept, form.leftovers) == ({}, (), ())
