"""Answered forms as they come back: each from an agency of its own, no two with the same words."""

import io
import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from itertools import chain, islice
from typing import NamedTuple

from config.letters import open_letters
from config.questionnaire import RATING, SHIPPED, Template, load_folder
from intake.forms import ALPHABET, ARROW, SentForm
from intake.mail.outward.invitation import DOCX, XLSX, Enclosure, Invitation, Invitee, invitation

AUDIT = "hillingdon-2023"  # of 20 questions
OTHERS = ("south-glos-2019", "barnsley-2021")
LONG, OF_THEM = 71, 60
DUE = date(2030, 3, 31)
SEED = 11
WORDS = re.findall(
    r"\S+",
    "our policy was reviewed by the board in spring and every team has signed it; staff know whom to ask, new starters"
    " are told in their first week, and the audit of records shows that children were asked what they want",
)


Said = dict[tuple[str, str], str]  # by question and prompt


class Answered(NamedTuple):
    """A letter that came back, with the form it answers."""

    raw: bytes
    sent: SentForm


def long_template() -> Template:
    """A questionnaire of 71 questions, made of those of three."""
    shipped = load_folder(SHIPPED)
    own = shipped[AUDIT]
    found = chain(own.questions, *(shipped[key].questions for key in OTHERS))
    like = own.questions[0]
    asked = tuple(
        replace(like, ref=f"{at // 10 + 1}.{at % 10 + 1}", text=each.text, guidance=each.guidance)
        for at, each in enumerate(islice(found, LONG))
    )
    return replace(own, key="long", questions=asked)


def answered(template: Template, of: int, many: int, form: str) -> Iterator[Answered]:
    """So many letters, each with so many ratings, and words at every second one."""
    chance, letters = random.Random(SEED), open_letters()
    for number in range(many):
        asked = Invitee(f"Jo {number}", f"Agency {number}", "health", "The West", DUE, "Call 999.")
        token = "s11-" + "".join(chance.choices(ALPHABET, k=16))
        sent = invitation(letters, template, asked, token)
        envelope = _envelope(f"jo{number}@a{number}.example", token)
        yield Answered(bytes(FORMS[form](envelope, sent, _answers(template, of, chance))), sent.sent)


def letters_to(sent: Mapping[str, SentForm], template: Template, of: int) -> list[bytes]:
    """An answer to each of these forms, typed into it; `sent`: by address of its contact."""
    chance = random.Random(SEED)
    return [
        bytes(_typed(_envelope(email, form.token), form.text, form, _answers(template, of, chance)))
        for email, form in sorted(sent.items())
    ]


def _answers(template: Template, of: int, chance: random.Random) -> Said:
    """By question and prompt, what is answered."""
    labels = [each.label for each in template.scale.given]
    found: Said = {}
    for at, question in enumerate(template.questions[:of]):
        found[question.ref, RATING] = chance.choice(labels)
        words = next(each.key for each in question.prompts if each.key not in (RATING, "files"))
        if at % 2:
            found[question.ref, words] = " ".join(chance.choices(WORDS, k=20)).capitalize() + "."
    return found


def _envelope(email: str, token: str) -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"] = f"Jo <{email}>", f"audit+{token}@anytown.example"
    made["Subject"], made["Message-ID"] = "Re: Section 11 audit", f"<1.{email}>"
    return made


def _filled(text: str, sent: SentForm, said: Said) -> list[str]:
    """The lines of our letter, with the answers typed at its arrows."""
    places = iter([said.get(each, "") for each in _places(sent)])
    return [f"{line} {next(places)}".strip() if line.startswith(ARROW) else line for line in text.split("\n")]


def _typed(made: EmailMessage, text: str, sent: SentForm, said: Said) -> EmailMessage:
    made.set_content("Please find our answers below.\n\n" + "\n".join(_filled(text, sent, said)))
    return made


def _in_text(made: EmailMessage, sent: Invitation, said: Said) -> EmailMessage:
    return _typed(made, sent.text, sent.sent, said)


def _in_html(made: EmailMessage, sent: Invitation, said: Said) -> EmailMessage:
    _in_text(made, sent, said)
    filled = _filled(sent.text, sent.sent, said)
    lines = "".join(f'<p class="MsoNormal">{escape(line) or "&nbsp;"}</p>\n' for line in filled)
    made.add_alternative(f"<html><body><p>Please find our answers below.</p>{lines}</body></html>", subtype="html")
    return made


def _in_workbook(made: EmailMessage, sent: Invitation, said: Said) -> EmailMessage:
    from openpyxl import load_workbook

    enclosed = next(each for each in sent.attachments if each.media_type == XLSX)
    book = load_workbook(io.BytesIO(enclosed.content))
    rows = [row for row in book.worksheets[0].iter_rows() if str(row[0].value or "").startswith("[")]
    for row, place in zip(rows, _places(sent.sent), strict=True):
        row[4].value = said.get(place)
    file = io.BytesIO()
    book.save(file)
    return _with(made, enclosed, file.getvalue())


def _in_document(made: EmailMessage, sent: Invitation, said: Said) -> EmailMessage:
    from docx import Document

    enclosed = next(each for each in sent.attachments if each.media_type == DOCX)
    document = Document(io.BytesIO(enclosed.content))
    rows = [row.cells for row in document.tables[0].rows if row.cells[0].text.startswith("[")]
    for cells, place in zip(rows, _places(sent.sent), strict=True):
        cells[-1]._tc.clear_content()
        cells[-1].text = said.get(place, "")
    file = io.BytesIO()
    document.save(file)
    return _with(made, enclosed, file.getvalue())


def _places(sent: SentForm) -> list[tuple[str, str]]:
    """Where a form is written in, in its order."""
    return [(each.question, key) for each in sent.asked for key in each.prompts]


def _with(made: EmailMessage, enclosed: Enclosure, filled: bytes) -> EmailMessage:
    made.set_content("Our answers are in the attached file.\n\nKind regards\nJo\n")
    main, _, sub = enclosed.media_type.partition("/")
    made.add_attachment(filled, maintype=main, subtype=sub, filename=enclosed.name)
    return made


FORMS: dict[str, Callable[[EmailMessage, Invitation, Said], EmailMessage]] = {
    "typed": _in_text,
    "typed, with HTML": _in_html,
    "as a workbook": _in_workbook,
    "as a document": _in_document,
}
