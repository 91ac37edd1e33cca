"""A record with a word planted in every place where people write, and whether that word is seen in what leaves."""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import openpyxl

from intake import audits as decisions
from intake.audits import reopen
from intake.ledger import Saying, attach, enter_file, look, record, submit
from intake.returns import Given
from storage.nouns import Receipt, Remark, Turn
from storage.record.trail import Speaker
from tests.rounds import NOON, STATIONERY, Round

AGENCIES = """\
abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
CSC,Children's Social Care,council,east,Ann Lee,ann@csc.example.org,,lead
SCH,High School,school,east,Bo Day,bo@sch.example.org,U2BO,lead
SCH,High School,school,east,Cy Fox,cy@sch.example.org,,lead
VOL,Play for All,voluntary,east,Di Ray,di@vol.example.org,,lead
POL,Police,police,east,Ed Moss,ed@pol.example.org,,lead
"""
APPROVED = (
    "Quilla Vantongeren gives brambleway supervision to every new starter, on 01632 960147, "
    "for NHS number 943 476 5919."
)
PLACES = {  # what is planted, by the place it is planted in
    "an approved sentence": "brambleway",
    "a name in an approved sentence": "Vantongeren",
    "a telephone number in an approved sentence": "960147",
    "an NHS number in an approved sentence": "476 5919",
    "a sentence nobody approved": "harrowgate",
    "words that were replaced": "oldthorn",
    "why a question does not apply": "mossbank",
    "the words beside yes or no": "fernlow",
    "words on a question without a rating": "pellwood",
    "words on a question that is not reported": "silverpike",
    "the partnership's own words": "quernstone",
    "the name of a file": "ashgrove",
    "who gave an answer": "Saysworth",
    "in whose name a return was signed": "Signwell",
    "words beside the questions": "larkmoor",
    "whom a return speaks for": "dunnockshire",
    "a sentence of an unsigned return": "cobbleford",
    "a number of an unsigned return": "58261",
    "a date of an unsigned return": "2018-07-19",
    "why a question does not apply, unsigned": "tarnbeck",
    "the name of a file, unsigned": "oxlipton",
    "words beside the questions, unsigned": "wrenfield",
    "words written since a return was opened again": "kestrelow",
    "words of an excused agency": "gannetside",
    "why an agency is excused": "plovermere",
    "why a return was opened again": "sedgeley",
    "what was said in a call": "curlewton",
    "why a letter is held": "heronsby",
    "the subject of a held letter": "ospreyham",
    "who wrote a held letter": "dunlinwick",
    "words that have no place yet": "siskinfold",
}


def plant(made: Round) -> None:
    """CSC has signed, SCH has begun, VOL was opened again after it had signed, POL is excused."""
    _signed(made)
    _begun(made)
    say(made, "VOL", Given("1.1", "rating", "1"), minutes=1)
    made.submit("VOL", minutes=2)
    with made.database.write.begin() as db:
        reopen(db, made.submission(db, "VOL"), _at(3), "A sedgeley rating was wrong.", STATIONERY)
    say(made, "VOL", Given("1.1", "rating", "0"), Given("1.1", "text", "Our LADO has a kestrelow plan."), minutes=4)
    say(made, "POL", Given("1.1", "text", "Our LADO has a gannetside plan."), minutes=1)
    with made.database.write.begin() as db:
        decisions.excuse(db, made.submission(db, "POL"), _at(5), "It moved to plovermere.", STATIONERY)


def _signed(made: Round) -> None:
    say(made, "CSC", Given("2.1", "text", "An oldthorn plan."), minutes=1)
    say(
        made,
        "CSC",
        Given("1.1", "rating", "2"),
        Given("1.1", "text", f"{APPROVED} LADO referrals go through the harrowgate desk."),
        Given("1.2", "rating", "We train at mossbank.", not_applicable=True),
        Given("1.3", "yes_no", "yes"),
        Given("1.3", "text", "The fernlow team."),
        Given("2.1", "text", "The pellwood plan for our LADO."),
        Given("2.4", "text", "The silverpike matter."),
        minutes=2,
    )
    _give(made, "CSC", "1.1", "Quilla Ashgrove.pdf")
    with made.database.write.begin() as db:
        submission = made.submission(db, "CSC")
        record(
            db, made.template, submission, [Given("1.1", "text", "quernstone")], Saying(_at(3), "own", "partnership")
        )
        submission.scope = "the dunnockshire team"
        submit(db, submission, Speaker("Quilla Signwell", "mail", NOON + timedelta(minutes=4)))
    _remark(made, "CSC", "A larkmoor word.")


def _begun(made: Round) -> None:
    say(
        made,
        "SCH",
        Given("1.1", "rating", "0"),
        Given("1.1", "text", "Our LADO has a cobbleford plan."),
        Given("1.2", "rating", "We train at tarnbeck.", not_applicable=True),
        Given("2.3", "staff", "58261"),
        Given("2.3", "checked", "2018-07-19"),
        minutes=2,
    )
    _give(made, "SCH", "1.1", "Quilla Oxlipton.pdf")
    _remark(made, "SCH", "A wrenfield word.")
    with made.database.write.begin() as db:
        submission = made.submission(db, "SCH")
        decisions.note_call(db, submission, _at(5), "A curlewton call.")
        contact = next(each for each in submission.agency.contacts if each.name == "Bo Day")
        whose: dict[str, Any] = {"submission_id": submission.id, "contact_id": contact.id}
        db.add(
            Turn(
                **whose,
                source="t1",
                via="slack",
                at=NOON,
                did="said",
                question="",
                prompt="",
                place="",
                held="siskinfold",
            )
        )
        held: dict[str, Any] = {
            "sender": "quilla.dunlinwick@example.org",
            "subject": "The ospreyham case",
            "outcome": "held",
        }
        db.add(Receipt(source="l1", raw_key="k", received_at=NOON, reason="It names heronsby.", **held, **whose))


def say(made: Round, abbr: str, *given: Given, minutes: int) -> None:
    with made.database.write.begin() as db:
        saying = Saying(_at(minutes), f"{abbr}:{minutes}")
        record(db, made.template, made.submission(db, abbr), given, saying)


def _give(made: Round, abbr: str, question: str, name: str) -> None:
    with made.database.write.begin() as db:
        evidence = enter_file(db, look(io.BytesIO(name.encode()), name), NOON)
        attach(db, made.template, made.submission(db, abbr), question, evidence, Saying(_at(3), f"file:{abbr}"))


def _remark(made: Round, abbr: str, words: str) -> None:
    with made.database.write.begin() as db:
        number = made.submission(db, abbr).id
        said = Remark(
            submission_id=number, source=f"mail:{abbr}", number=1, words=words, said_by="Ann Lee", said_at=NOON
        )
        db.add(said)


def _at(minutes: int) -> Speaker:
    return Speaker("Quilla Saysworth", "mail", NOON + timedelta(minutes=minutes))


def seen(token: str, everything: str) -> bool:
    """Whether a planted word can be read in what left, whatever its letters' case and the breaks between its words."""
    return " ".join(token.casefold().split()) in " ".join(everything.casefold().split())


def read(name: str, content: bytes) -> str:
    """All that a file says: every cell and note of a workbook and its raw parts, a page without its escapes."""
    if name.endswith(".xlsx"):
        return "\n".join(_cells(content))
    if name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(content)) as box:
            content = b"\n".join(box.read(each) for each in box.namelist())
    words = content.decode("utf-8", "replace")
    return f"{words}\n{html.unescape(words)}\n{html.unescape(re.sub('<[^>]*>', '', words))}"


def _cells(content: bytes) -> Iterator[str]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    properties = book.properties
    yield f"{properties.creator} {properties.title} {properties.description} {properties.lastModifiedBy}"
    for sheet in book:
        yield f"{sheet.title} {sheet.sheet_state}"
        for row in sheet.iter_rows():
            yield from (f"{cell.value} {cell.comment.text if cell.comment else ''}" for cell in row)
