"""Letters in a few lines, and what a stage made of them as people would write it down."""

from collections.abc import Mapping

from config.questionnaire import SHIPPED, Template, load_folder
from intake.forms import SentForm, asks
from intake.letters import Letter, lines_of_text
from intake.letters.lines import BREAK, END, Line, Wording
from intake.letters.ours import Known, known_of

AUDITS: Mapping[str, Template] = load_folder(SHIPPED)


def known(audit: str = "section-11", sender: str = "Jo Bloggs <jo@surgery.example.org>") -> Known:
    template = AUDITS[audit]
    sent = SentForm("k7d2-9mq4", audit, "Answer by 29 March.\n", asks(template, "health"))
    return known_of(Letter(headers=(("from", sender),)), sent, template, "health", ())


def wording(text: str) -> Wording:
    """Lines as they are typed; bars part the cells of a table."""
    return Wording(lines_of_text(text))


def shown(read: Wording) -> list[str]:
    """A line each, with its quote marks; the cells of a row with bars between, each behind what its column asks."""
    out: list[str] = []
    last: tuple[int, int] | None = None
    for line in read.lines:
        row = (line.cell.table, line.cell.row) if line.cell else None
        if row is not None and row == last:
            out[-1] += f" | {_cell(line)}"
        elif line.text or line.label:
            out.append(f"{'>' * line.depth}{' ' if line.depth else ''}{_cell(line)}")
        last = row
    return out


def _cell(line: Line) -> str:
    if line.label == END:
        return "(end)"
    if line.label == BREAK:
        return "(thread header)"
    return f"{line.label.strip(chr(0))}: {line.text}" if line.label else line.text
