"""The form as we send it: a personal letter in text and HTML, and the same questions in files to fill in."""

from dataclasses import dataclass
from datetime import date

from config.dates import uk_date
from config.letters import Letters
from config.questionnaire import Template
from intake.forms import SentForm, asks
from intake.mail.outward.layout import blocks, how_long, scale_lines

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Enclosure:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Invitee:
    """Who is asked, by whom, until when, and whom they may ask. `ask`: a person's name and address."""

    name: str
    agency: str
    sector: str
    partnership: str
    due: date
    at_risk: str
    ask: str = ""
    colour: str = "#1d4f91"
    ink: str = "#ffffff"  # of words on that colour
    last: tuple[tuple[str, str], ...] = ()  # the lines that show what the agency said last time


@dataclass(frozen=True)
class Invitation:
    """A letter ready to be put in an envelope. `sent.as_stored()` is what `Sent.form` keeps."""

    subject: str
    text: str
    html: str
    attachments: tuple[Enclosure, ...]
    sent: SentForm


def invitation(letters: Letters, template: Template, invited: Invitee, token: str) -> Invitation:
    """The letter that asks one contact everything their agency is asked."""
    from intake.mail.outward.enclosures import FormHead, document, workbook  # openpyxl and docx: a third of a second

    facts: dict[str, object] = {
        "name": invited.name,
        "agency": invited.agency,
        "partnership": invited.partnership,
        "colour": invited.colour,
        "ink": invited.ink,
        "of": len(asks(template, invited.sector)),
        "title": template.title,
        "due": uk_date(invited.due),
        "at_risk": invited.at_risk,
        "ask": invited.ask,
        "scale": scale_lines(template, invited.sector),
        "questions": blocks(template, invited.sector, last=invited.last),
        "last": invited.last,
        "takes": how_long(template, invited.sector),
        "reference": token,
    }
    text = letters.render("invitation", **facts)
    head = FormHead(template.title, invited.agency, uk_date(invited.due))
    told = "\n".join((text, *head.lines))  # what stands in a form that comes back is ours, too
    sent = SentForm(token, template.key, told, asks(template, invited.sector), last=invited.last)
    files = (
        Enclosure(f"{template.key}.xlsx", XLSX, head.on(workbook(template, invited.sector, invited.last))),
        Enclosure(f"{template.key}.docx", DOCX, head.on(document(template, invited.sector, invited.last))),
    )
    subject = f"{template.title}: {invited.agency}, by {uk_date(invited.due)}"
    return Invitation(subject, text, letters.render("invitation.html", **facts), files, sent)
