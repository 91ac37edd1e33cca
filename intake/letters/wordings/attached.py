"""The files of a letter, those of them read that answer: forms of ours, tables and documents of their own. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce

from intake.letters.disowned import form_disowns, heading_of_another, without_answers, without_others_tabs
from intake.letters.enclosed import answers_by_code, begins_by_code, is_of_another
from intake.letters.filed import WITHOUT_QUESTIONS
from intake.letters.lines import TAB, UNSEEN, Line, Wording
from intake.letters.lines.files import lines_of_file
from intake.letters.ours import Known
from intake.letters.reading import Filed
from intake.letters.tables import is_our_form
from intake.letters.wordings.read import Reading, read_reply
from intake.letters.wordings.sheets import DOUBT, EVIDENCE, CoverNote, in_doubt, what_it_is, without_other_rows
from intake.letters.wordings.stages import CODED, DOCUMENT, SHEET


def read_attached(files: Sequence[Filed], known: Known, cover: CoverNote) -> Iterator[tuple[Filed, Reading | None]]:
    """The files, those that are forms of ours with what they say. `cover`: what the letter says itself."""
    known = replace(known, trusting=False, implied="")
    for file in files:
        lines = lines_of_file(file.attachment.copy or file.attachment.content)
        name = file.attachment.name
        lines, hidden = _without_hidden(lines, known)
        lines, others = without_others_tabs(lines, known)
        unread = tuple(f"The tab “{each}” was not read." for each in others)
        if not lines:
            yield file, None
            continue
        coded = reduce(lambda read, stage: stage(read, known), CODED, Wording(lines)).lines
        is_ours = is_our_form(Wording(lines), known)
        if is_ours:
            yield file._replace(is_form=True, question=None), _of_sheet(name, lines, (*hidden, *unread), known)
        elif is_our_form(Wording(coded), known):
            lines, heads = without_other_rows(lines, coded)
            heads = tuple(f"The table headed “{each}” was not read." for each in heads)
            yield _as_meant(file, coded, _of_sheet(name, lines, (*hidden, *unread, *heads), known), cover, known)
        elif told := _in_own_words(name, lines, known):
            yield _as_meant(file, coded, told, cover, known)
        else:
            yield file._replace(unread=WITHOUT_QUESTIONS), None


def _as_meant(
    file: Filed, coded: Sequence[Line], told: Reading, cover: CoverNote, known: Known
) -> tuple[Filed, Reading | None]:
    """A file of somebody's own with what it says, where it answers; what may be evidence is offered."""
    meant = what_it_is(file, coded, told.form, cover, known)
    if meant == EVIDENCE:
        return file, None
    if meant == DOUBT:
        return file, told._replace(form=in_doubt(file.attachment.name, told.form, cover))
    return file._replace(is_form=True, question=None), told


def _without_hidden(lines: Sequence[Line], known: Known) -> tuple[list[Line], tuple[str, ...]]:
    """The lines without the cells that nobody sees, but for our own words, and what is said of that."""
    out = [line for line in lines if line.label == UNSEEN and not _is_of_form(line, known)]
    tables = {line.cell.table for line in out if line.cell}
    tabs = [line.text for line in lines if line.label == TAB]
    told = tuple(f"What is hidden in the tab “{tabs[table - 1]}” was not read." for table in sorted(tables))
    left = set(out)
    kept = [line for line in lines if line not in left]
    return [line._replace(label="") if line.label == UNSEEN else line for line in kept], told


_HEADS = frozenset(["code", "question", "guidance", "what we ask", "your answer"])  # of the columns of our sheet


def _is_of_form(line: Line, known: Known) -> bool:
    if line.text.lower() in _HEADS:
        return True
    return line.text.strip("[]") in known.refs if line.text.startswith("[") else known.ours.begins(line.text)


def _of_sheet(name: str, lines: list[Line], unread: tuple[str, ...], known: Known) -> Reading:
    """A form of ours, or a table of somebody's own, which may say of itself that it is another's or a draft."""
    read = read_reply(name, lines, known, SHEET)
    left = [text for text in read.form.leftovers if text not in read.wordings[-1].aside]
    is_ours = is_our_form(Wording(lines), known)
    heading = form_disowns(lines, left, known) if is_ours else heading_of_another(lines, known)
    form = without_answers(read.form, heading) if heading else read.form
    return read._replace(form=replace(form, leftovers=(*form.leftovers, *unread)))


def _in_own_words(name: str, lines: list[Line], known: Known) -> Reading | None:
    """What a document says that answers line by line, each behind its code, as a letter may."""
    if any(line.cell and begins_by_code(line, known) for line in lines) or is_of_another(name, lines, known):
        return None
    told = read_reply(name, lines, replace(known, trusting=True), DOCUMENT)
    if not answers_by_code(told.pieces, told.form, known):
        return None
    heading = heading_of_another(lines, known)
    return told._replace(form=without_answers(told.form, heading)) if heading else told
