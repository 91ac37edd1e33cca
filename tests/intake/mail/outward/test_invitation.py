"""The letter we send: personal, plain, with a code a question, and fillable in a sheet or a document."""

import io
import re
import zipfile
from datetime import date

import pytest
from docx import Document
from docx.shared import Cm
from openpyxl import load_workbook

from config.letters import open_letters
from config.partnerships import AT_RISK
from config.questionnaire import SHIPPED, load_folder
from intake.forms import SentForm, sent_form
from intake.letters import Attachment, Letter
from intake.letters.lines.html import lines_of_html
from intake.letters.mime import BodyPart
from intake.letters.pipeline import read_form
from intake.mail.outward.enclosures import document, workbook
from intake.mail.outward.invitation import Invitation, Invitee, invitation
from intake.mail.outward.layout import questions

AUDITS = load_folder(SHIPPED)
LETTERS = open_letters()


def invited(audit: str, sector: str = "health", agency: str = "Example Surgery") -> Invitation:
    who = Invitee(
        "Jo Bloggs",
        agency,
        sector,
        "Anytown Partnership",
        date(2030, 3, 29),
        AT_RISK,
        "Sam Roe, sam@example.org",
    )
    return invitation(LETTERS, AUDITS[audit], who, "k7d2-9mq4")


@pytest.mark.parametrize("audit", sorted(AUDITS))
def test_the_letter_names_its_reader_the_day_whom_to_ask_and_what_to_do_now(audit: str) -> None:
    text = invited(audit).text
    for words in (
        "Dear Jo Bloggs,",
        "Example Surgery",
        "by Friday 29 March 2030.",
        "Sam Roe, sam@example.org",
        AT_RISK,
        "Reply NOT ME, with the name and address of the right person.",
    ):
        assert words in text


@pytest.mark.parametrize("audit", sorted(AUDITS))
def test_each_question_has_one_code_at_the_head_of_a_line(audit: str) -> None:
    refs = [each.ref for each in AUDITS[audit].questions if each.asked_of("health")]
    assert re.findall(r"^\[([\w.-]+)\] \S", invited(audit).text, re.MULTILINE) == refs


def test_a_form_says_whose_it_is_and_everybody_of_an_agency_gets_the_same_file() -> None:
    """The store keeps it once; another sector is asked other things."""
    first, again, other = (invited("section-11", each).attachments for each in ("health", "health", "school"))
    assert [one.content == two.content for one, two in zip(first, again, strict=True)] == [True, True]
    assert [one.content == two.content for one, two in zip(first, other, strict=True)] == [False, False]


def test_two_hundred_agencies_are_asked_in_the_time_that_their_sectors_take() -> None:
    before = workbook.cache_info().misses, document.cache_info().misses
    for number in range(20):
        invited("section-11", "health", f"Surgery {number}")
    after = workbook.cache_info().misses, document.cache_info().misses
    assert all(new - old <= 1 for old, new in zip(before, after, strict=True))


AWKWARD = "Guy's & St Thomas' <NHS>"


def test_title_agency_day_and_the_meaning_of_the_ratings_stand_in_both_files() -> None:
    xlsx, docx = invited("wandsworth-2022", agency=AWKWARD).attachments
    book, paper = load_workbook(io.BytesIO(xlsx.content)), Document(io.BytesIO(docx.content))
    head = ["Wandsworth section 11 audit 2022-23", f"{AWKWARD}: answers by Friday 29 March 2030"]
    assert [row[0].value for row in book["Form"].iter_rows(max_row=2)] == head
    assert [each.text for each in paper.paragraphs[:2]] == head
    meaning = "2 Green: Fully met, processes in place and up to date."
    assert meaning in [row[0].value for row in book["Ratings"].iter_rows()]
    told = [each.text for each in paper.paragraphs]
    assert told.index("The ratings") < told.index(meaning)


def test_the_document_is_a4_on_its_side_with_one_row_a_question_and_a_wide_cell_to_type_in() -> None:
    paper = Document(io.BytesIO(invited("hillingdon-2023").attachments[1].content))
    page = paper.sections[0]
    assert [round((each or 0) / Cm(0.1)) for each in (page.page_width, page.page_height)] == [297, 210]
    rows = paper.tables[0].rows
    assert rows[1].cells[0]._tc is rows[3].cells[0]._tc  # one row a question: its code and text stand beside all of it
    assert rows[1].cells[0]._tc is not rows[4].cells[0]._tc
    assert (rows[1].cells[3].width or 0) > Cm(12)
    held = [row.cells[2].paragraphs[0].paragraph_format.keep_with_next for row in rows[1:7]]
    assert held == [True, True, None] * 2  # no box stands on a page without its question


def test_a_long_answer_makes_its_row_higher_and_the_sheet_has_one_face_and_prints_on_its_side() -> None:
    """A fixed height showed the first five lines of an answer, in Excel and on paper."""
    book = zipfile.ZipFile(io.BytesIO(invited("hillingdon-2023").attachments[0].content))
    form, ratings = (book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2))
    assert re.search(r'<row r="9" ht="75"', form)
    assert "customHeight" not in form
    assert len(re.findall("<font>", styles := book.read("xl/styles.xml").decode())) == len(re.findall("<name ", styles))
    assert all('orientation="landscape"' in sheet for sheet in (form, ratings))


@pytest.mark.parametrize(
    ("audit", "says"),
    [
        ("wandsworth-2022", "There are 16 questions. It takes about an hour, in one go or in parts."),
        ("barnsley-2021", "There are 30 questions. It takes about 3.5 hours, in one go or in parts."),
    ],
)
def test_the_letter_says_how_long_it_takes(audit: str, says: str) -> None:
    """A minute a rating and three a box for words: Barnsley asks for one rating and words twice, 30 times."""
    assert says in invited(audit).text


@pytest.mark.parametrize(
    ("audit", "says"),
    [
        ("barnsley-2021", "Attach a file that shows it.\n"),
        ("section-11", "Attach a chart that shows who answers to whom.\n"),
    ],
)
def test_the_letter_asks_to_attach_a_file_where_one_is_wanted(audit: str, says: str) -> None:
    assert says in invited(audit).text


@pytest.mark.parametrize("audit", sorted(AUDITS))
def test_the_html_says_line_for_line_what_the_text_says(audit: str) -> None:
    letter = invited(audit)
    shown = [line.text for line in lines_of_html(letter.html) if line.text]
    assert shown == [line.strip() for line in letter.text.split("\n") if line.strip()]


@pytest.mark.parametrize("form", ["text", "html", "xlsx", "docx"])
@pytest.mark.parametrize("audit", sorted(AUDITS))
def test_nothing_we_send_is_an_answer_when_it_comes_back(audit: str, form: str) -> None:
    letter = invited(audit)
    parts = {"text": BodyPart("plain", letter.text), "html": BodyPart("html", letter.html)}
    if form in parts:
        reply = Letter(plain=(parts[form],), html=(parts[form],))
    else:
        file = next(each for each in letter.attachments if each.name.endswith(form))
        kept = Attachment(file.name, file.media_type, file.content)
        reply = Letter(plain=(BodyPart("file", at=0),), html=(BodyPart("file", at=0),), attachments=(kept,))
    read = read_form(reply, letter.sent, AUDITS[audit], "health")
    assert (read.answers, read.not_understood, read.leftovers) == ((), (), ())


@pytest.mark.parametrize("way", ["→ {}", "→\n{}", "{}", "> → {}", "> →\n{}"])
@pytest.mark.parametrize("audit", ["wandsworth-2022", "barnsley-2021"])
def test_what_is_written_at_an_arrow_answers_what_stands_above_it(audit: str, way: str) -> None:
    """Behind it, below it, in its place; quoted or not. Both audits begin with a rating and words."""
    letter, template = invited(audit), AUDITS[audit]
    best, said = template.scale.given[0], "Each team was met twice."
    quote = "> " if way.startswith(">") else ""
    form = quote + letter.text.replace("\n", f"\n{quote}")
    for words in (best.label, said):
        form = form.replace(f"{quote}→", way.format(words).replace("→", "\0"), 1)
    reply = Letter(
        plain=(BodyPart("plain", form.replace("\0", "→")),), html=(BodyPart("plain", form.replace("\0", "→")),)
    )
    read = read_form(reply, letter.sent, template, "health")
    assert [each.value for each in read.answers] == [best.code, said]
    assert (read.not_understood, read.leftovers) == ((), ())


def test_on_paper_no_box_stands_on_another_page_than_what_it_asks() -> None:
    styles = re.findall(r'style="([^"]*)">(?:\[|Your |What |→)', invited("wandsworth-2022").html)
    assert len(styles) > 60
    assert all("page-break-after:avoid" in each or "page-break-inside:avoid" in each for each in styles)


def test_an_agency_that_is_rated_by_the_board_is_not_asked_to_rate() -> None:
    text = invited("city-hackney-2009").text
    assert "board's rating" not in text
    assert "The ratings" not in text
    assert "in your own way. A few words will do." in text


def test_our_own_words_are_easy_to_read() -> None:
    text = invited("wandsworth-2022").text
    ours = text.split("The ratings")[0].split("Dear Jo Bloggs,")[1]
    sentences = [each.split() for each in re.split(r"(?<=[.!?])\s+", ours) if each.strip()]
    words = [word for sentence in sentences for word in sentence]
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e\b", "", word.lower())))) for word in words)
    assert 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59 <= 7  # Flesch-Kincaid grade
    assert max(map(len, sentences)) <= 25


def test_the_sheet_offers_ratings_and_leaves_room_for_words() -> None:
    letter = invited("wandsworth-2022")
    sheet = load_workbook(io.BytesIO(letter.attachments[0].content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = rows.index(["Code", "Question", "Guidance", "What we ask", "Your answer"])
    assert rows[head + 1][0] == "[1.1]"
    assert {row[4] for row in rows[head + 1 :]} == {None}
    offered = {check.formula1 for check in sheet.data_validations.dataValidation}
    assert offered == {'"3 Blue,2 Green,1 Amber,0 Red,N/A"'}


def test_the_document_has_a_row_a_prompt_with_its_code() -> None:
    letter = invited("hillingdon-2023")
    table = Document(io.BytesIO(letter.attachments[1].content)).tables[0]
    first = [cell.text for cell in table.rows[1].cells]
    assert first[0] == "[1.1]"
    assert first[2].startswith("Is this met?")
    assert first[3] == ""


def test_a_reply_to_one_question_in_a_reminder_answers_it() -> None:
    template = AUDITS["wandsworth-2022"]
    text, page = questions(LETTERS, template, "health", ["1.2"])
    assert text.strip().startswith("[1.2]")
    assert "[1.2]" in page
    sent = sent_form(template, "health", "t1", f"Dear Jo,\n\n{text}", ["1.2"])
    reply = Letter(plain=(BodyPart("plain", "Green\n"),), html=(BodyPart("plain", "Green\n"),))
    assert [each.given[:3] for each in read_form(reply, sent, template, "health").answers] == [("1.2", "rating", "2")]


def test_what_was_sent_can_be_kept_and_found_again() -> None:
    sent = invited("south-glos-2019").sent
    assert SentForm.from_stored(sent.as_stored()) == sent
