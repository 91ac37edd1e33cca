"""How a reply is read: stage after stage, each from one type to the next.

bytes    -> Letter     mime        read_letter
Letter   -> Wording    lines       both_wordings, lines_of_file
Wording  -> Wording    ours, tables   the stages of LETTER or SHEET
Wording  -> ReplyWords ours        recognise
ReplyWords -> Pieces   questions   segment
Pieces   -> Form       answers     answers
Forms    -> Form       merge       agreed
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from itertools import accumulate
from typing import NamedTuple

from config.questionnaire import RATING, YES_NO, Template
from intake.forms import ARROW, SentForm
from intake.letters.answers import (
    WITHOUT_QUESTIONS,
    Carrier,
    about_colours,
    answers,
    answers_quoted,
    attached_to,
    filed,
    mentioned,
    with_reason,
)
from intake.letters.disowned import (
    ask_of_files,
    disown,
    disowned,
    disowns_by_name,
    heading_of_another,
    outside,
    subject_disowns,
    without_answers,
    without_others_tabs,
    without_taken_back,
    without_withdrawn,
)
from intake.letters.enclosed import (
    answers_by_code,
    begins_by_code,
    is_of_another,
)
from intake.letters.file_dates import set_file_dates_aside
from intake.letters.headed import without_others_below_headings
from intake.letters.last import BOTH, ask_about_loose, hear_last, name_kept, set_last_time_aside
from intake.letters.lines import Line, Wording, strikes_out
from intake.letters.lines.body import both_wordings
from intake.letters.lines.dictated import undictated
from intake.letters.lines.files import lines_of_file
from intake.letters.lines.key import spelled_out
from intake.letters.lines.turns import gathered, in_turns
from intake.letters.lines.wrapped import mended
from intake.letters.merge import agreed, below, without_answered_by
from intake.letters.mime import Letter
from intake.letters.of_all import accept, hear_of_all, rate_all, set_yes_aside, without_other_scale
from intake.letters.ours import (
    NOBODY,
    Known,
    drop_threads,
    known_of,
    read_signature,
    recognise,
    set_submit_aside,
    set_wishes_aside,
    take_marks_off,
    without_greeting,
)
from intake.letters.questions import Pieces, segment
from intake.letters.reading import Filed, Form, Puzzle
from intake.letters.tables import (
    ask_by_row,
    code_rows,
    codes_down,
    each_tab_apart,
    each_table_apart,
    figures_in_words,
    in_our_order,
    is_our_form,
    only_this_year,
    questions_down,
    rows_by_label,
    set_columns_aside,
    set_measures_aside,
    set_others_aside,
    set_people_aside,
    tick_columns,
    under_headings,
)
from intake.returns import Given

LineStage = Callable[[Wording, Known], Wording]


BELOW_ANOTHER = "It stands below “{0}”. Write “[{1}]” and your own rating of now on a line."
_LOST = ("?", "\ufffd", "\u00e2\u2020\u2019")  # what mailers make of an arrow that they cannot write
_MANY = 3  # lines that are nothing else: our empty places, and nobody's answer


def take_arrows_off(wording: Wording, _: Known) -> Wording:
    """Without the arrows that mark where to type, also where a mailer put a question mark for each of them."""
    alone = Counter(line.text for line in wording.lines if len(line.text) <= len(_LOST[-1]))
    ways = (ARROW, *(lost for lost in _LOST if alone[lost] >= _MANY))
    return wording._replace(lines=[_reworded(line, _without_arrow(line.text, ways)) for line in wording.lines])


def _reworded(line: Line, text: str) -> Line:
    """The line with these words; most are as they were, and to make each anew takes longer than to look."""
    return line if text == line.text else line._replace(text=text)


def _without_arrow(text: str, ways: Sequence[str]) -> str:
    """Also where the lines of our form were run together, and the arrow ends one."""
    way = next((way for way in ways if text.startswith(way)), "")
    return text[len(way) :].strip() if way else text.removesuffix(ARROW).rstrip()


def write_numbers_out(wording: Wording, known: Known) -> Wording:
    """With each answer behind its question's number, where a letter's own lines say the number in words or apart."""
    own = [number for number, line in enumerate(wording.lines) if not line.depth and not line.cell and line.text]
    told = undictated([without_greeting(wording.lines[number].text) for number in own], known.refs)
    told = in_turns(told, known.refs, lambda words: known.spoken.head(words).says_something)
    told = gathered(told, known.refs, lambda words: known.spoken.rating_of(words) is not None)
    lines = list(wording.lines)
    for number, text in zip(own, told, strict=True):
        lines[number] = _reworded(lines[number], text)
    return wording._replace(lines=lines)


def write_letters_out(wording: Wording, known: Known) -> Wording:
    """With the ratings themselves for the letters that stand for them, where the letter has a key to these."""
    own = [line.text for line in wording.lines if not line.depth and line.text]
    told = spelled_out([line.text for line in wording.lines], own, known.spoken.rating_of)
    return wording._replace(lines=[line._replace(text=text) for line, text in zip(wording.lines, told, strict=True)])


def mend_wrapped(wording: Wording, known: Known) -> Wording:
    """With no rating of a letter's own lines broken over two of them."""
    scale = known.template.scale
    labels = [said for each in scale.given for said in (each.label, *each.aliases)]
    own = [not (line.depth or line.cell or line.label or known.ours.begins(line.text)) for line in wording.lines]
    told = mended([line.text if is_own else "" for line, is_own in zip(wording.lines, own, strict=True)], labels)
    lines = [
        _reworded(line, text) if is_own else line for line, text, is_own in zip(wording.lines, told, own, strict=True)
    ]
    return wording._replace(lines=lines)


TABLES: tuple[LineStage, ...] = (
    set_people_aside,
    set_others_aside,
    set_measures_aside,
    only_this_year,
    under_headings,
    ask_by_row,
    tick_columns,
)
LETTER: tuple[LineStage, ...] = (
    take_arrows_off,
    take_marks_off,
    set_last_time_aside,
    name_kept,
    read_signature,
    drop_threads,
    set_yes_aside,
    set_file_dates_aside,
    set_wishes_aside,
    set_submit_aside,
    mend_wrapped,
    write_letters_out,
    write_numbers_out,
    questions_down,
    rows_by_label,
    code_rows,
    codes_down,
    figures_in_words,
    each_table_apart,
    *TABLES,
)
DOCUMENT: tuple[LineStage, ...] = (
    each_tab_apart,
    take_marks_off,
    set_last_time_aside,
    write_letters_out,
    write_numbers_out,
)
CODED: tuple[LineStage, ...] = (each_tab_apart, questions_down, rows_by_label, code_rows)  # as far as codes are seen
SHEET: tuple[LineStage, ...] = (
    each_tab_apart,
    set_last_time_aside,
    set_columns_aside,
    write_letters_out,
    questions_down,
    rows_by_label,
    code_rows,
    figures_in_words,
    each_table_apart,
    in_our_order,
    *TABLES,
)


class Reading(NamedTuple):
    """One wording of a letter, or one form attached to it: what each of its stages made of it, and what it says."""

    source: str
    stages: Sequence[LineStage]
    wordings: Sequence[Wording]  # as it came, and after each stage
    pieces: Pieces
    form: Form


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
    plain, rich = both_wordings(letter)
    texts = [read_reply(source, lines, known, LETTER) for source, lines in _worded(letter, plain, rich)]
    best = max(reversed(texts), key=_says)
    body = agreed(best.form, [each.form for each in texts if each is not best], template)
    both = (plain,) if rich == plain else (plain, rich)
    own = [line for lines in both for line in lines if not line.depth and not known.ours.begins(line.text)]
    words = [line.text for line in own]
    files = list(_attached(filed(letter, best.pieces.pieces, template, body.answers, words), known))
    sheets = [sheet for _, sheet in files if sheet is not None]
    changed = {each.question for each in best.pieces.pieces if each.role == "change"}
    others = {each.source: each.form for each in sheets if disowns_by_name(each.source, known)}
    sheeted = [below(each.form, body, changed) for each in sheets if each.source not in others]
    form = ask_of_files(agreed(without_answered_by(body, sheeted), sheeted, template, adds=True), others)
    seen = dict.fromkeys(given for lines in both for given in _quoted(lines, known))
    coloured = (_about_colours(each, form, known) for each in (best._replace(source="Your table"), *sheets))
    form = replace(form, not_understood=(*form.not_understood, *(puzzle for each in coloured for puzzle in each)))
    said = disowned(_outside(both, texts, known), known) or subject_disowns(letter.subject)
    threaded = [_threaded(each) for each in texts]
    form = disown(form, said, body, [each.form for each in sheets])
    form = without_taken_back(without_withdrawn(form, words, threaded, known), threaded, known)
    form = without_others_below_headings(form, [line.text for line in own if _may_head(line)], known)
    form = without_other_scale(form, words, known)
    form = accept(rate_all(_of_all_in_both(form, texts), known), [_before_yes(each) for each in texts], known)
    told = attached_to([_asked(mentioned(file, form.answers), known) for file, _ in files], form.answers)
    carrier = Carrier(not form.answers, words, body.leftovers)
    told = [with_reason(file, carrier, template) for file in told]
    return Whole((*texts, *sheets), replace(form, files=tuple(told), quoted=tuple(seen)))


def read_reply(source: str, lines: Sequence[Line], known: Known, stages: Sequence[LineStage]) -> Reading:
    """One wording of a letter, or one sheet, stage after stage."""
    wordings = list(accumulate(stages, lambda wording, stage: stage(wording, known), initial=Wording(lines)))
    pieces, of_last = hear_last(segment(recognise(wordings[-1], known), known), known)
    pieces = hear_of_all(pieces, known) if stages is LETTER else pieces
    form = answers(pieces, known)
    asked = tuple(Puzzle(ref, "KEEP / DROP", BOTH) for ref in of_last.both)
    puzzles = (*form.not_understood, *asked, *_below_others(wordings[-1].doubted, form))
    form = replace(form, kept=of_last.kept, dropped=of_last.dropped, not_understood=puzzles)
    return Reading(source, stages, wordings, pieces, ask_about_loose(form, known))


def _below_others(doubted: Sequence[tuple[str, str, str]], form: Form) -> Iterator[Puzzle]:
    """The questions rated below a heading that may mean another's rating, or no rating at all."""
    rated = {each.question for each in form.answers if each.prompt in (RATING, YES_NO)}
    for ref, heading, text in doubted:
        if ref not in rated:
            yield Puzzle(ref, text, BELOW_ANOTHER.format(heading, ref))


def _outside(wordings: Iterable[Sequence[Line]], texts: Sequence[Reading], known: Known) -> list[str]:
    """What the letter's own lines say that answer nothing, in all its wordings."""
    left = [text for each in texts for text in each.form.leftovers]
    left += [puzzle.text for each in texts for puzzle in each.form.not_understood if not puzzle.question]
    return [text for lines in wordings for text in outside(lines, left, known)]


def _may_head(line: Line) -> bool:
    """Whether a line may head what stands below it; a cell that does not begin its row heads its column alone."""
    return line.cell is None or line.cell.column == 0


def _says(reading: Reading) -> tuple[int, ...]:
    """How much a wording says: how many answers, then how much of all questions at once."""
    return len(reading.form.answers), len(reading.form.of_all)


def _threaded(reading: Reading) -> Sequence[Line]:
    """The lines of a wording, each as deep as it is quoted."""
    return reading.wordings[reading.stages.index(drop_threads) + 1].lines


def _before_yes(reading: Reading) -> Wording:
    """The wording with the YES that it may begin with."""
    return reading.wordings[reading.stages.index(set_yes_aside)]


def _of_all_in_both(form: Form, texts: Sequence[Reading]) -> Form:
    """The form, in doubt of what it says of all questions where the letter's other wording says it in another way."""
    said = {tuple(one.comes_to for one in each.form.of_all) for each in texts if each.form.of_all}
    doubted = tuple(each._replace(doubt="the other wording", is_offered=False) for each in form.of_all)
    return replace(form, of_all=doubted) if len(said) > 1 else form


def _about_colours(read: Reading, whole: Form, known: Known) -> tuple[Puzzle, ...]:
    return about_colours(read.source, read.wordings[0].lines, read.form, whole, known)


def _asked(file: Filed, known: Known) -> Filed:
    """The file, which is of the return as a whole where its question is not asked of this agency."""
    return file if file.question in known.refs else file._replace(question=None)


def _worded(letter: Letter, plain: Sequence[Line], rich: Sequence[Line]) -> list[tuple[str, Sequence[Line]]]:
    """The wordings that count: one where both are the same, HTML alone where it strikes words out."""
    if rich == plain:
        return [("the letter", plain)]
    told = [("the plain text", plain), ("the HTML", rich)]
    return told[1:] if any(strikes_out(html) for html in letter.htmls) else told


def _attached(files: Sequence[Filed], known: Known) -> Iterator[tuple[Filed, Reading | None]]:
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


def _quoted(lines: Sequence[Line], known: Known) -> tuple[Given, ...]:
    return answers_quoted(known.template, drop_threads(Wording(lines), known).lines)
