"""s11 paper: the board's paper, as a Word document or through LibreOffice as PDF; and its slides."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli import wiring
from cli.copies import note_copy
from cli.faults import heed
from cli.options import After, Key, Partnership
from cli.post import office
from cli.report import Counted, counted_of
from cli.tags import tag_first
from config.dates import today
from config.letters import open_letters
from config.partnerships import sound_partnerships
from config.settings import Settings
from intake.ledger import Refused
from reports.paper import PaperLook, PaperSource, deck, paper
from storage.record import Faults

TAGGED = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'  # headings for those who listen


class PaperFormat(StrEnum):
    """What the paper is written as."""

    DOCX = "docx"
    PDF = "pdf"
    PPTX = "pptx"


def paper_(
    key: Key,
    format_: Annotated[
        PaperFormat, typer.Option("--format", help="For Word, to be printed, or slides.")
    ] = PaperFormat.DOCX,
    partnership: Partnership = None,
    after: After = None,
    out: Annotated[Path | None, typer.Option(help="The file to write; KEY-paper in this folder by default.")] = None,
) -> None:
    """Write the board's paper: summary, standards, a page an agency, appendix; words only where approved."""
    using = wiring.settings()
    faults = Faults()
    soffice = office() if format_ is PaperFormat.PDF else None
    if format_ is PaperFormat.PDF and soffice is None:
        raise Refused("LibreOffice is not on this machine. Write --format docx, or install it.")
    tag_first(using, key, faults, after)
    with wiring.reading(using) as db:
        made = counted_of(db, using, key, partnership, after)
        if format_ is PaperFormat.PPTX:
            written = slides_of(using, made)
        else:
            written = paper_of(using, made, is_for_print=soffice is not None)
    if soffice is not None:
        written = soffice.convert(written, "docx", TAGGED)
        if not written:
            raise Refused("LibreOffice made no PDF of it. Write --format docx.")
    target = out or Path(f"{key}-paper.{format_}")
    wiring.write_file(target, written)
    note_copy(using, "paper", target)
    wiring.say(f"Wrote {target}.")
    heed(using, faults)


def paper_of(using: Settings, made: Counted, *, is_for_print: bool = False) -> bytes:
    """The paper of an audit as it is counted, as a Word document."""
    from reports.paper.word import docx  # python-docx: figures and reports need none

    source = paper_source(using, made)
    whose = source.partnership or "All agencies of the audit"
    letters = open_letters(using.config_folder / "letters")
    lines = ["Section 11 audit: paper for the board", whose, f"As the record stood on {source.as_of:%-d %B %Y}"]
    parts = paper(source, letters)
    return docx(source.template.title, lines, whose, parts, is_for_print=is_for_print, look=_look(using, made))


def slides_of(using: Settings, made: Counted) -> bytes:
    """The slides of an audit as it is counted, as a PowerPoint file."""
    from reports.paper.slides.powerpoint import pptx  # python-pptx: nothing else needs it

    source = paper_source(using, made)
    whose = source.partnership or "All agencies of the audit"
    lines = ["Section 11 audit: slides for the board", whose, f"As the record stood on {source.as_of:%-d %B %Y}"]
    drawn = deck(source, open_letters(using.config_folder / "letters"))
    return pptx(source.template.title, lines, whose, drawn, _look(using, made))


def _look(using: Settings, made: Counted) -> PaperLook:
    """The colour and the logo of the partnership whose paper it is; of none where it is of several."""
    tables = sound_partnerships(using.config_folder / "partnerships.toml")
    keys = {each.key for submission in made.submissions for each in submission.partnerships}
    table = tables.get(made.partnership or (keys.pop() if len(keys) == 1 else ""))
    if table is None:
        return PaperLook()
    logo = wiring.read_file(using.config_folder / table.logo) if table.logo else b""
    if logo and not logo.startswith((b"\x89PNG\r\n", b"\xff\xd8\xff")):
        raise Refused(f"The logo {table.logo} is no PNG or JPEG. Save it as one, or take it out of partnerships.toml.")
    return PaperLook(table.colour, logo)


def paper_source(using: Settings, made: Counted) -> PaperSource:
    """What the paper is written from: the document of figures.json and names."""
    names = {each.key: each.name for submission in made.submissions for each in submission.partnerships}
    return PaperSource(
        made.document,
        made.template,
        made.found.names,
        {each.key: each.title for each in made.themes},
        names[made.partnership] if made.partnership else next(iter(names.values())) if len(names) == 1 else None,
        today(wiring.now(using)),
        made.audit.due,
        made.after,
    )
