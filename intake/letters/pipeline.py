"""How a reply is read: stage after stage, each from one type to the next.

bytes    -> Letter     mime        read_letter
Letter   -> Wording    lines       both_wordings, lines_of_file
Wording  -> Wording    ours, tables   the stages of LETTER or SHEET
Wording  -> ReplyWords ours        recognise
ReplyWords -> Pieces   questions   segment
Pieces   -> Form       answers     answers
Forms    -> Form       merge       agreed
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from config.questionnaire import Template
from intake.forms import SentForm
from intake.letters.answers import answers_quoted
from intake.letters.disowned import (
    ask_of_files,
    disown,
    disowned,
    disowns_by_name,
    not_meant,
    outside,
    subject_disowns,
    two_years,
    without_taken_back,
    without_undone,
    without_withdrawn,
)
from intake.letters.filed import (
    LEFT_OUT,
    Carrier,
    attached_to,
    file_words,
    filed,
    speaks_of_files,
    told_of_files,
    with_reason,
)
from intake.letters.headed import without_others_below_headings
from intake.letters.lines import Line, Wording, strikes_out
from intake.letters.lines.body import both_wordings
from intake.letters.merge import agreed, below, without_answered_by
from intake.letters.mime import Letter
from intake.letters.of_all import accept, asked_once, beside_of_all, rate_all, without_other_scale
from intake.letters.ours import NOBODY, Known, drop_threads, known_of
from intake.letters.reading import Filed, Form
from intake.letters.unheard import with_unheard
from intake.letters.wordings import LETTER, CoverNote, Reading, read_attached, read_reply
from intake.returns import Given

_COUNTED = re.compile(r"\W{0,3}[A-Za-z]{0,8}\W{0,3}\d")  # "3.1", "Q4"


class Whole(NamedTuple):
    """All readings of one letter, and what they say together."""

    readings: Sequence[Reading]
    form: Form


def read_form(
    letter: Letter, sent: SentForm, template: Template, sector: str, also: Sequence[SentForm] = (),
    colleagues: Mapping[str, str] = NOBODY,
) -> Form:  # fmt: skip
    """What the letter answers. `template` as the audit was opened with it; `also`: what else this contact was sent.

    `colleagues`: the others of the sender's agency, names by address.
    Raises Unreadable where there is more text than anybody answers with.
    """
    return read_whole(letter, sent, template, sector, also, colleagues).form


def read_whole(
    letter: Letter, sent: SentForm, template: Template, sector: str, also: Sequence[SentForm] = (),
    colleagues: Mapping[str, str] = NOBODY,
) -> Whole:  # fmt: skip
    """The letter in its wordings and with the forms attached to it.

    A rating that the letter and a form attached to it give differently is nobody's answer: it is asked about.
    """
    known = known_of(letter, sent, template, sector, also, colleagues)
    text = _text(letter, known)
    brought = filed(letter, text.best.pieces.pieces, template)
    files = list(read_attached(brought, known, CoverNote(text.answered, text.said, len(brought))))
    files, left_out = _meant(files, text, known)
    sheets = [sheet for _, sheet in files if sheet is not None]
    form = _with_colours(_with_sheets(text, sheets, known), text, sheets, known)
    form = replace(form, leftovers=(*form.leftovers, *left_out))
    rated = rate_all(_of_all_in_both(form, text.read), known)  # what disowns a list disowns a sentence of all
    form = asked_once(_without_disowned(rated, letter, text, sheets, known), rated)
    form = with_unheard(accept(form, [each.before_yes for each in text.read], known), known)
    said = text.of_files(known)
    told = told_of_files([file for file, _ in files], said, form.answers, known)
    told = attached_to([_asked(file, known) for file in told], form.answers, form.leftovers)
    carrier = Carrier(not form.answers, said, text.body.leftovers)
    told = [with_reason(file, carrier, template) for file in told]
    quoted = dict.fromkeys(given for lines in text.wordings for given in _quoted(lines, known))
    return Whole((*text.read, *sheets), replace(form, files=tuple(told), quoted=tuple(quoted)))


ReadFiles = list[tuple[Filed, Reading | None]]


def _meant(files: ReadFiles, text: "_Text", known: Known) -> tuple[ReadFiles, tuple[str, ...]]:
    """The files, those that the letter leaves out of several forms unread; and what is said of that."""
    names = [file.attachment.name for file, sheet in files if sheet is not None and file.is_form]
    out = not_meant(names, text.said, known)
    kept: ReadFiles = [
        (file._replace(is_form=False, unread=LEFT_OUT), None) if file.attachment.name in out else (file, sheet)
        for file, sheet in files
    ]
    return kept, tuple(f"“{name}” was not read." for name in names if name in out)


@dataclass(frozen=True)
class _Text:
    """A letter without its files: its wordings, each read, the one that says most, and what they say together."""

    wordings: Sequence[Sequence[Line]]  # one where its text and its HTML are the same
    read: Sequence[Reading]
    best: Reading
    body: Form
    own: Sequence[Line]  # that are neither quoted nor ours

    @property
    def words(self) -> list[str]:
        return [line.text for line in self.own]

    def of_files(self, known: Known) -> list[str]:
        """Its own lines in all wordings, each once: among them may stand what its files are for."""
        return list(dict.fromkeys(text for each in self.read for text in file_words(each.threaded, known)))

    @property
    def said(self) -> list[str]:
        """Its own words, without what names the letters below them."""
        return [line.text for line in self.best.threaded if not line.depth and line.text]

    @property
    def answered(self) -> frozenset[str]:
        """The questions that its own words answer, or that are asked again for them."""
        asked = {each.question for each in self.body.not_understood if each.question}
        return frozenset(asked | {each.question for each in self.body.answers})


def _text(letter: Letter, known: Known) -> _Text:
    plain, rich = both_wordings(letter)
    read = [read_reply(source, lines, known, LETTER) for source, lines in _worded(letter, plain, rich)]
    best = max(reversed(read), key=lambda each: each.says)
    body = agreed(best.form, [each.form for each in read if each is not best], known.template)
    both = (plain,) if rich == plain else (plain, rich)
    own = [line for lines in both for line in lines if not line.depth and not known.ours.begins(line.text)]
    return _Text(both, read, best, body, own)


def _with_sheets(text: _Text, sheets: Sequence[Reading], known: Known) -> Form:
    """What the letter says with the forms attached to it, those that their names disown asked about."""
    changed = {each.question for each in text.best.pieces.pieces if each.role == "change"}
    others = {each.source: each.form for each in sheets if disowns_by_name(each.source, known)}
    sheeted = [below(each.form, text.body, changed) for each in sheets if each.source not in others]
    form = agreed(without_answered_by(text.body, sheeted), sheeted, known.template, adds=True)
    return ask_of_files(form, others)


def _with_colours(form: Form, text: _Text, sheets: Sequence[Reading], known: Known) -> Form:
    tables = (text.best._replace(source="Your table"), *sheets)
    asked = tuple(puzzle for each in tables for puzzle in each.about_colours(form, known))
    return replace(form, not_understood=(*form.not_understood, *asked))


def _without_disowned(form: Form, letter: Letter, text: _Text, sheets: Sequence[Reading], known: Known) -> Form:
    """What it says without what it takes back, gives to others or to another scale; all of that is asked about."""
    said = disowned(_outside(text, known), known) or subject_disowns(letter.subject, known)
    said = said or two_years([each.source for each in sheets], text.said)
    words = [each for each in text.words if not speaks_of_files(each, known)]
    threaded = [
        [beside_of_all(line, form.of_all) for line in each.threaded if not speaks_of_files(line.text, known)]
        for each in text.read
    ]
    form = disown(form, said, text.body, [each.form for each in sheets])
    form = without_taken_back(without_withdrawn(form, words, threaded, known), threaded, known)
    form = without_others_below_headings(form, _may_head(text.own), known)
    return without_undone(without_other_scale(form, text.words, known), text.words, known)


def _outside(text: _Text, known: Known) -> list[str]:
    """What the letter's own lines say that answer nothing, in all its wordings."""
    left = [words for each in text.read for words in each.form.leftovers]
    left += [puzzle.text for each in text.read for puzzle in each.form.not_understood if not puzzle.question]
    said = [words for lines in text.wordings for words in outside(lines, left, known)]
    return [each for each in said if not speaks_of_files(each, known)]


def _may_head(lines: Sequence[Line]) -> list[str]:
    """The lines that may head what stands below them; of a row its first cell, where it counts or stands alone.

    The first cell of any other row heads its column: below a title that stands over it, it is no paragraph.
    """
    beside = Counter((line.cell.table, line.cell.row) for line in lines if line.cell and line.text.strip())
    return [line.text for line in lines if line.cell is None or _heads_row(line, beside)]


def _heads_row(line: Line, beside: Mapping[tuple[int, int], int]) -> bool:
    cell = line.cell
    return (
        cell is not None and cell.column == 0 and (beside[cell.table, cell.row] == 1 or bool(_COUNTED.match(line.text)))
    )


def _of_all_in_both(form: Form, texts: Sequence[Reading]) -> Form:
    """The form, in doubt of what it says of all questions where the letter's other wording says it in another way."""
    said = {tuple(one.comes_to for one in each.form.of_all) for each in texts if each.form.of_all}
    doubted = tuple(each._replace(doubt="the other wording", is_offered=False) for each in form.of_all)
    return replace(form, of_all=doubted) if len(said) > 1 else form


def _asked(file: Filed, known: Known) -> Filed:
    """The file, which is of the return as a whole where its question is not asked of this agency."""
    return file.at([ref for ref in file.questions if ref in known.refs])


def _worded(letter: Letter, plain: Sequence[Line], rich: Sequence[Line]) -> list[tuple[str, Sequence[Line]]]:
    """The wordings that count: one where both are the same, HTML alone where it strikes words out."""
    if rich == plain:
        return [("the letter", plain)]
    told = [("the plain text", plain), ("the HTML", rich)]
    return told[1:] if any(strikes_out(html) for html in letter.htmls) else told


def _quoted(lines: Sequence[Line], known: Known) -> tuple[Given, ...]:
    return answers_quoted(known.template, drop_threads(Wording(lines), known).lines)
