"""The stages one after another: every word of a reply at its question, and what all of it answers."""

import gc
import tracemalloc

import pytest

from intake.letters.lines import lines_of_text
from intake.letters.lines.body import both_wordings
from intake.letters.mime import BodyPart, Letter
from intake.letters.ours import recognise
from intake.letters.questions import segment
from intake.letters.wordings import LETTER, SHEET, LineStage, read_reply
from tests.intake.letters.given import AUDITS, known, wording

OURS = AUDITS["section-11"].by_ref["1.1"].text


def test_a_wording_is_kept_as_it_came_and_after_each_stage() -> None:
    read = read_reply("the letter", lines_of_text("1.1: 2\nSUBMIT Jo Bloggs"), known(), LETTER)
    assert len(read.wordings) == 1 + len(LETTER)
    assert [line.text for line in read.wordings[0].lines] == ["1.1: 2", "SUBMIT Jo Bloggs"]
    assert [line.text for line in read.wordings[-1].lines] == ["1.1: 2"]
    assert [(each.question, each.value) for each in read.form.answers] == [("1.1", "2")]
    assert (read.form.submits, read.form.leftovers) == ("Jo Bloggs", ())


@pytest.mark.parametrize("stage", [*LETTER, *SHEET], ids=lambda stage: str(stage.__name__))
def test_a_stage_says_in_a_sentence_what_it_does(stage: LineStage) -> None:
    """--explain prints it."""
    assert (stage.__doc__ or "").partition("\n")[0].endswith(".")


@pytest.mark.parametrize(
    ("html", "is_read_once"),
    [
        ("<p>1.1: 2</p><p>&nbsp;</p><p>1.2: 3</p>", True),  # a mailer writes one blank where two were typed
        ("<p>1.1: 2</p><p>1.2: 3</p>", False),  # and a blank that is gone may have parted two answers
        ("<p>1.1: 2</p><p>&nbsp;</p><p>1.2: <b>3</b></p>", False),
        ("<p>1.1: 2</p><p>&nbsp;</p><p>1.2: 1</p>", False),
    ],
)
def test_a_letter_is_read_once_where_its_html_says_the_same_lines(html: str, is_read_once: bool) -> None:
    letter = Letter(plain=(BodyPart("plain", "1.1: 2\n\n\n1.2: 3\n"),), html=(BodyPart("html", html),))
    plain, rich = both_wordings(letter)
    assert (plain is rich) == is_read_once


def test_our_words_are_no_pieces_and_theirs_stand_at_the_question_above_them() -> None:
    reply = wording(f"[1.1] {OURS}\nWe have a named lead.\n[1.2] 3")
    found = [(each.question, each.text) for each in segment(recognise(reply, known()), known()).pieces]
    assert found == [("1.1", "We have a named lead."), ("1.2", "3")]


@pytest.mark.parametrize("name", ["Section 11 audit <audit@localhost>", "the audit, audit@west.example.org"])
def test_a_wish_holds_nothing_of_the_letter_that_it_quotes(name: str) -> None:
    wish = "MORE TIME\nCould we have until Friday 26 February, our lead is away."
    letter = f"{wish}\n\nOn Mon, 30 Nov 2026 04:43:26 +0000, {name} wrote:\n> Dear Jo,\n> The last day is near.\n"
    read = read_reply("the letter", lines_of_text(letter), known(), LETTER)
    assert [each for each in read.form.leftovers if "MORE TIME" in each] == [wish]


def test_words_past_the_signature_answer_nothing() -> None:
    pieces = segment(recognise(wording("1.1: 2\nKind regards\nJo Bloggs\n0117 496 0000"), known()), known()).pieces
    assert [each.question for each in pieces if each.role == "closing"] == ["", "", ""]
    assert [each.text for each in pieces if each.question] == ["2"]


def test_letters_of_one_endless_line_leave_no_memory_behind() -> None:
    """The reader's child may take so much and no more, and then the next good letter would be held."""

    def comes(letter: int) -> int:
        line = f"We met {letter} times. " * 1_500
        read_reply("the letter", lines_of_text(f"1.1: 2\n{line}\n"), known(), LETTER)
        return len(line)

    comes(0)
    tracemalloc.start()
    try:
        length = sum(map(comes, range(1, 6)))
        gc.collect()
        left, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert left < length
