"""A copy of everything an agency said, as text and as a Word document: python-docx's home."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.dates import uk_moment
from config.words import plain
from intake.conversation.pages.overview import receipt, review
from intake.conversation.pages.page import Checked
from intake.conversation.pages.plain import checked_lines
from intake.conversation.state import Here, Key
from intake.returns import FILE
from storage.nouns import Answer, Submission


@dataclass(frozen=True)
class Copy:
    """What a copy holds: how the return stands, every answer that counts, and what was said before it."""

    title: str
    agency: str
    facts: tuple[str, ...]
    standards: tuple[tuple[str, tuple[Checked, ...]], ...]
    earlier: tuple[str, ...]

    @property
    def name(self) -> str:
        """A name for its file, without the ending."""
        said = "".join(mark if mark.isalnum() else "-" for mark in f"{self.agency} {self.title}".lower())
        return "-".join(filter(None, said.split("-")))[:80]


def copy_of(db: Session, here: Here, submission: Submission, now: datetime) -> Copy:
    """Everything said for this return, by whom and when, also what later answers replaced."""
    page = review(here)
    if here.state.submitted_at is None:
        facts: tuple[str, ...] = (f"Not submitted{'' if here.state.is_closed else ' yet'}. {here.owed()}",)
    else:
        sent = receipt(here)
        facts = (f"Reference: {sent.reference}", *sent.lines)
    made = f"Copy made on {uk_moment(now)}."
    answers = db.scalars(select(Answer).where(Answer.submission_id == submission.id).order_by(Answer.id)).all()
    return Copy(here.template.title, here.state.agency, (*facts, made), page.standards, tuple(_earlier(here, answers)))


def as_text(copy: Copy) -> str:
    """The copy as plain text."""
    lines = [copy.title, copy.agency, "", *copy.facts]
    for title, checked in copy.standards:
        lines += ["", title]
        for each in checked:
            lines += ["", *checked_lines(each)]
    if copy.earlier:
        lines += ["", "Said earlier, and changed since", "", *copy.earlier]
    return "\n".join(lines) + "\n"


def as_docx(copy: Copy) -> bytes:
    """The copy as a Word document."""
    import docx  # few who talk ask for one

    document = docx.Document()
    document.core_properties.title = copy.title
    document.core_properties.author = copy.agency
    document.add_heading(plain(copy.title), 0)
    document.add_paragraph(plain(copy.agency)).runs[0].bold = True
    for fact in copy.facts:
        document.add_paragraph(plain(fact))
    for title, checked in copy.standards:
        document.add_heading(plain(title), 1)
        for each in checked:
            document.add_heading(plain(f"{each.question.ref}. {each.question.text}"), 2)
            for line in each.lines:
                if line.label:
                    document.add_paragraph(plain(line.label)).runs[0].italic = True
                by = f" ({line.by})" if line.by else ""
                document.add_paragraph(plain(f"{line.value or 'No answer.'}{by}"))
    if copy.earlier:
        document.add_heading("Said earlier, and changed since", 1)
        for said in copy.earlier:
            document.add_paragraph(plain(said))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _earlier(here: Here, answers: Sequence[Answer]) -> Iterator[str]:
    """Each answer that no longer stands, oldest first."""
    for answer in answers:
        standing = here.standing.get(Key(answer.question, answer.prompt))
        if answer.by != "agency" or answer.prompt.startswith(FILE) or standing is None or standing.id == answer.id:
            continue
        question = here.template.by_ref[answer.question]
        prompt = question.prompt(answer.prompt)
        value = "Not applicable: " + answer.value if answer.not_applicable else _worded(here, answer)
        label = prompt.text if prompt else answer.prompt
        yield f"{answer.question}. {label}: {value} ({answer.said_by}, {uk_moment(answer.said_at)})"


def _worded(here: Here, answer: Answer) -> str:
    rating = here.template.scale.by_code.get(answer.value) if answer.prompt == "rating" else None
    return rating.name if rating else answer.value or "taken back"
