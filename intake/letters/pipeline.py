"""A letter read against the form we sent: what of its lines is ours, and what the rest answers."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from config.questionnaire import RATING, YES_NO, Template
from intake.forms import SentForm
from intake.letters.answers import Hearing, answers_quoted, filed
from intake.letters.lines import MOST_LINES, Line, flow, lines_of_file, refuse_endless, strikes_out
from intake.letters.merge import agreed
from intake.letters.mime import Letter, Unreadable
from intake.letters.ours import Ours, ours, says_submit, signed, stands_alone, wished_lines, without_threads, words_of
from intake.letters.questions import Naming, Piece, Walk, answered_whole, answers_above, grouped, stand_above
from intake.letters.reading import Filed, Form, Puzzle, ReadAnswer
from intake.letters.tables import asked_by_row, coded, current, headings, in_order, marked, without_asides
from intake.ratings import Spoken
from intake.returns import Given


def read_form(letter: Letter, sent: SentForm, template: Template, sector: str, also: Sequence[SentForm] = ()) -> Form:
    """What the letter answers. `template` as the audit was opened with it; `also`: what else this contact was sent.

    A rating that the letter and a form attached to it give differently is nobody's answer: it is asked about.
    Raises Unreadable where there is more text than anybody answers with.
    """
    reader = _Reader(template, sector, sent, ours(template, sector, (sent, *also)), names_of(letter))
    refuse_endless(letter)
    plain, rich = flow(letter, letter.plain), flow(letter, letter.html)
    if max(len(plain), len(rich)) > 3 * MOST_LINES:
        raise Unreadable("The letter has more lines than can be read safely. A person must look at it.")
    read = [reader.body(plain)]
    if rich != plain:
        read.append(reader.body(rich))
        if any(strikes_out(html) for html in letter.htmls):
            read = read[1:]
    best = max(reversed(read), key=lambda form: len(form.answers))
    body = agreed(best, [form for form in read if form is not best], template)
    forms: list[Form] = []
    files: list[Filed] = []
    for file in filed(letter, best.files, template, body.answers):
        lines = lines_of_file(file.attachment.content)
        is_ours = bool(lines) and reader.is_form(lines)
        files.append(file._replace(is_form=is_ours, question=None if is_ours else file.question))
        if is_ours:
            forms.append(reader.sheet(lines))
    whole = agreed(body, forms, template, adds=True)
    seen = dict.fromkeys(given for lines in (plain, rich) for given in reader.quoted(lines))
    return replace(whole, files=tuple(files), quoted=tuple(seen))


def names_of(letter: Letter) -> frozenset[str]:
    """How the sender may sign: the name in the From header, and its first word."""
    shown = re.sub(r"<.*|\(.*?\)|[\"']", " ", letter.header("from")[:200])
    words = re.findall(r"[^\W\d_]+", shown.lower()) if "@" not in shown else []
    return frozenset([" ".join(words), words[0], words[-1]] if words else [])


@dataclass
class _Reader:
    template: Template
    sector: str
    sent: SentForm
    known: Ours
    names: frozenset[str]

    def __post_init__(self) -> None:
        self.spoken = Spoken(self.template.scale, self.names)
        self.refs = [question.ref for question in self.template.questions if question.asked_of(self.sector)]
        self.naming = Naming(self.template, self.refs, self.spoken)

    def is_form(self, lines: Sequence[Line]) -> bool:
        """Whether a file carries our codes, or two of our questions word for word."""
        lines = self._coded(lines)
        codes = {f"[{ref}]" for ref in self.refs}
        texts = {words_of(self.template.by_ref[ref].text) for ref in self.refs}
        found = [line.text for line in lines]
        return any(text.split(" ")[0] in codes for text in found) or sum(words_of(text) in texts for text in found) > 1

    def _coded(self, lines: Sequence[Line]) -> list[Line]:
        answers: Callable[[str], bool] = lambda text: self.spoken.head(text).is_clear or self.known.begins(text)  # noqa: E731
        return coded(lines, self.naming.numbering.order, answers)

    def sheet(self, lines: Sequence[Line]) -> Form:
        lines, asides = without_asides(lines, self.naming.labels)
        form = self._read(in_order(self._coded(lines), self.known), trusting=False, implied="")
        return replace(form, leftovers=(*form.leftovers, *asides))

    def body(self, lines: Sequence[Line]) -> Form:
        asked = self.sent.asked
        implied = asked[0].question if len(asked) == 1 and asked[0].question in self.refs else ""
        submits = [line for line in lines if line.depth == 0 and self._submits(line.text)]
        wished = wished_lines(lines, self.refs, lambda text: self.known.begins(text) or self._submits(text))
        rest = [line for number, line in enumerate(lines) if line not in submits and number not in wished]
        coded_lines = self._coded(without_threads(rest, self.known.begins))
        form = self._read(coded_lines, trusting=True, implied=implied)
        wishes = "\n".join(lines[number].text for number in sorted(wished) if lines[number].text)
        left = (*form.leftovers, *([wishes] if wishes else []), *(line.text for line in submits))
        form = replace(form, leftovers=left)
        name = signed([line for line in lines if line.depth == 0], self.known)
        left = tuple(text for text in form.leftovers if not (name and says_submit(text)))
        return replace(form, submits=name, leftovers=left)

    def quoted(self, lines: Sequence[Line]) -> tuple[Given, ...]:
        return answers_quoted(self.template, without_threads(lines, self.known.begins))

    def _submits(self, text: str) -> bool:
        return stands_alone(text) and not self.known.begins(text)

    def _read(self, lines: Sequence[Line], *, trusting: bool, implied: str) -> Form:
        rows = asked_by_row(headings(self.template, current(lines, self.spoken)), self.known)
        lines = marked(rows, self.spoken)
        walk = Walk(self.template, self.known, self.naming, self.spoken, self.names, implied=implied, trusting=trusting)
        pieces = walk.run(lines)
        hearings = self._hearings(pieces, walk.form_depth, implied)
        heard = [each for hearing in hearings for each in hearing.heard]
        puzzles = [each for hearing in hearings for each in hearing.puzzles]
        if answers_above(pieces, self.spoken, self.refs) or stand_above(pieces, lines):
            puzzles.extend(_unsettled(heard, puzzles))
            heard = [each for each in heard if not _is_rating(each)]
        puzzles.extend(_between(pieces))
        loose = [piece for piece in pieces if not piece.question and piece.role == "words"]
        for ref, text in self._mentioned(loose):
            heard = [each for each in heard if each.question != ref or not _is_rating(each)]
            puzzles.append(Puzzle(ref, text, f"Write it on a line of its own, such as “[{ref}] …”."))
        files = tuple((piece.file, piece.question) for piece in pieces if piece.role == "file")
        return Form(
            tuple(heard),
            tuple(puzzles),
            (*grouped(loose), *(text for hearing in hearings for text in hearing.leftovers)),
            files,  # type: ignore[arg-type]  # places only; read_form files them
            None,
            tuple(piece.text for piece in pieces if piece.role == "closing" and piece.text),
        )

    def _hearings(self, pieces: Sequence[Piece], form_depth: int | None, implied: str) -> list[Hearing]:
        """What was said at each question at which anything was."""
        whole = answered_whole(pieces)
        out = []
        for ref in self.refs:
            mine = [piece for piece in pieces if piece.question == ref and piece.role != "file"]
            if any(piece.text for piece in mine):
                question = self.template.by_ref[ref]
                out.append(Hearing(self.template, question, self.spoken, implied=ref == implied, whole=whole))
                out[-1].read(mine, form_depth)
        return out

    def _mentioned(self, loose: Sequence[Piece]) -> Iterator[tuple[str, str]]:
        """Sentences that speak of a question and a rating without saying plainly that it is the answer."""
        for piece in loose:
            for sentence in re.split(r"(?<=[.!?;])\s+", piece.text):
                for ref in self.naming.pairs.mentioned(sentence):
                    yield ref, sentence


def _is_rating(heard: ReadAnswer) -> bool:
    return heard.prompt in (RATING, YES_NO)


def _unsettled(heard: Sequence[ReadAnswer], puzzles: Sequence[Puzzle]) -> list[Puzzle]:
    told = {puzzle.question for puzzle in puzzles}
    why = "Answers stand above and below the questions. Write each answer after its code, such as “[{}] …”."
    return [
        Puzzle(each.question, each.words, why.format(each.question))
        for each in heard
        if _is_rating(each) and each.question not in told
    ]


def _between(pieces: Sequence[Piece]) -> list[Puzzle]:
    """Words after one question's part of the letter and before the next one's."""
    why = "It is not clear which question this answers. Write the question's code before it."
    return [Puzzle("", text, why) for text in grouped([piece for piece in pieces if piece.role == "between"])]
