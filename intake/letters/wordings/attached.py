"""The files of a letter, those of them read that answer: forms of ours, tables and documents of their own. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce

from intake.letters.disowned import heading_of_another, without_answers, without_others_tabs
from intake.letters.enclosed import answers_by_code, begins_by_code, is_of_another
from intake.letters.filed import WITHOUT_QUESTIONS
from intake.letters.lines import Line, Wording
from intake.letters.lines.files import lines_of_file
from intake.letters.ours import Known
from intake.letters.reading import Filed
from intake.letters.tables import is_our_form
from intake.letters.wordings.read import Reading, read_reply
from intake.letters.wordings.stages import CODED, DOCUMENT, SHEET


def read_attached(files: Sequence[Filed], known: Known) -> Iterator[tuple[Filed, Reading | None]]:
    """The files, those that are forms of ours with what they say."""
    known = replace(known, trusting=False, implied="")
    for file in files:
        lines = lines_of_file(file.attachment.copy or file.attachment.content)
        name = file.attachment.name
        lines, others = without_others_tabs(lines, known)
        if lines and is_our_form(reduce(lambda read, stage: stage(read, known), CODED, Wording(lines)), known):
            yield file._replace(is_form=True, question=None), _of_sheet(name, lines, others, known)
        elif lines and (told := _in_own_words(name, lines, known)):
            yield file._replace(is_form=True, question=None), told
        else:
            yield file._replace(unread=WITHOUT_QUESTIONS if lines else ""), None


def _of_sheet(name: str, lines: list[Line], others: tuple[str, ...], known: Known) -> Reading:
    """A form of ours, or a table of somebody's own, whose first lines may say that it is another's."""
    read = read_reply(name, lines, known, SHEET)
    heading = "" if is_our_form(Wording(lines), known) else heading_of_another(lines, known)
    form = without_answers(read.form, heading) if heading else read.form
    unread = tuple(f"The tab “{each}” was not read." for each in others)
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
