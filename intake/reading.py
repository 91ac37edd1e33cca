"""A letter read against the form we sent: its lines, what of them is ours, what the rest answers."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from config.audit import Kind, Template
from intake.assigning import Piece, Walk
from intake.closings import without_threads
from intake.columns import coded, marked
from intake.filing import filed
from intake.forms import Filed, Form, Heard, Puzzle, SentForm
from intake.hearing import Hearing, paragraphs
from intake.html import lines_of_html
from intake.labels import ANSWER, headings
from intake.letter import Letter, Part, Unreadable
from intake.lines import Line, lines_of_text, requoted
from intake.markers import Markers
from intake.ours import Ours, ours
from intake.sheets import lines_of_file
from intake.signing import says_submit, signed, stands_alone
from intake.spoken import Spoken
from intake.styles import strikes_out
from intake.times import current
from intake.wording import words_of

LONGEST_TEXT, LONGEST_PAGE = 150_000, 600_000  # characters; the longest form is 10,000, quoted or not
MOST_LINES = 4_000


def read_form(letter: Letter, sent: SentForm, template: Template, sector: str, also: Sequence[SentForm] = ()) -> Form:
    """What the letter answers. `template` as the audit was opened with it; `also`: what else this contact was sent.

    A rating that the letter and a form attached to it give differently is nobody's answer: it is asked about.
    Raises Unreadable where there is more text than anybody answers with.
    """
    reader = _Reader(template, sector, sent, ours(template, sector, (sent, *also)), names_of(letter))
    _refuse_endless(letter)
    plain, rich = _flow(letter, letter.plain), _flow(letter, letter.html)
    if max(len(plain), len(rich)) > 3 * MOST_LINES:
        raise Unreadable("The letter has more lines than can be read safely. A person must look at it.")
    read = [reader.body(plain)]
    if rich != plain:
        read.append(reader.body(rich))
        if any(strikes_out(html) for html in letter.htmls):
            read = read[1:]
    best = max(reversed(read), key=lambda form: len(form.answers))
    body = _agreed(best, [form for form in read if form is not best], template)
    forms: list[Form] = []
    files: list[Filed] = []
    for file in filed(letter, best.files, template, body.answers):
        lines = lines_of_file(file.attachment.content)
        is_ours = bool(lines) and reader.is_form(lines)
        files.append(file._replace(is_form=is_ours, question=None if is_ours else file.question))
        if is_ours:
            forms.append(reader.sheet(lines))
    whole = _agreed(body, forms, template, adds=True)
    return replace(whole, files=tuple(files))


def _refuse_endless(letter: Letter) -> None:
    for parts in (letter.plain, letter.html):
        texts = [part.text for part in parts]
        is_long = sum(map(len, texts)) > (LONGEST_PAGE if any(part.kind == "html" for part in parts) else LONGEST_TEXT)
        if is_long or sum(text.count("\n") for text in texts) > MOST_LINES:
            raise Unreadable("The letter has more text than can be read safely. A person must look at it.")


def names_of(letter: Letter) -> frozenset[str]:
    """How the sender may sign: the name in the From header, and its first word."""
    shown = re.sub(r"<.*|\(.*?\)|[\"']", " ", letter.header("from")[:200])
    words = re.findall(r"[^\W\d_]+", shown.lower()) if "@" not in shown else []
    return frozenset([" ".join(words), words[0], words[-1]] if words else [])


def _flow(letter: Letter, parts: Iterable[Part], depth: int = 0) -> list[Line]:
    """The lines of one reading of a letter; letters inside it are quoted one deeper."""
    lines: list[Line] = []
    for part in parts:
        found: list[Line] = []
        if part.kind == "plain":
            found = lines_of_text(part.text)
        elif part.kind == "html":
            found = requoted(lines_of_html(part.text))
        elif part.kind == "file":
            found = [Line("", file=part.at)]
        elif depth < 5:
            inner = letter.letters[part.at]
            found = [Line("", label="\0break"), *_flow(inner, inner.html, depth + 1)]
            found = [line._replace(file=None) if isinstance(line.file, int) else line for line in found]
        tables = max((line.cell.table for line in lines if line.cell), default=0)
        for line in found:
            cell = line.cell._replace(table=line.cell.table + tables) if line.cell else None
            lines.append(line._replace(depth=line.depth + (part.kind == "letter"), cell=cell))
        lines.append(Line(""))
    return lines


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
        self.markers = Markers(self.refs, self.spoken)

    def is_form(self, lines: Sequence[Line]) -> bool:
        """Whether a file carries our codes, or two of our questions word for word."""
        lines = self._coded(lines)
        codes = {f"[{ref}]" for ref in self.refs}
        texts = {words_of(self.template.by_ref[ref].text) for ref in self.refs}
        found = [line.text for line in lines]
        return any(text.split(" ")[0] in codes for text in found) or sum(words_of(text) in texts for text in found) > 1

    def _coded(self, lines: Sequence[Line]) -> list[Line]:
        answers: Callable[[str], bool] = lambda text: self.spoken.head(text).is_clear or self.known.begins(text)  # noqa: E731
        return coded(lines, self.markers.order, answers)

    def sheet(self, lines: Sequence[Line]) -> Form:
        return self._read(_rows(self._coded(lines), self.known), trusting=False, implied="")

    def body(self, lines: Sequence[Line]) -> Form:
        asked = self.sent.asked
        implied = asked[0].question if len(asked) == 1 and asked[0].question in self.refs else ""
        submits = [line for line in lines if line.depth == 0 and self._submits(line.text)]
        rest = [line for line in lines if line not in submits]
        coded_lines = self._coded(without_threads(rest, self.known.begins))
        form = self._read(coded_lines, trusting=True, implied=implied)
        form = replace(form, leftovers=(*form.leftovers, *(line.text for line in submits)))
        name = signed([line for line in lines if line.depth == 0], self.known)
        left = tuple(text for text in form.leftovers if not (name and says_submit(text)))
        return replace(form, submits=name, leftovers=left)

    def _submits(self, text: str) -> bool:
        return stands_alone(text) and not self.known.begins(text)

    def _read(self, lines: Sequence[Line], *, trusting: bool, implied: str) -> Form:
        rows = _asked_by_row(headings(self.template, current(lines, self.spoken)), self.known)
        lines = marked(rows, self.spoken)
        walk = Walk(
            self.template, self.known, self.markers, self.spoken, self.names, implied=implied, trusting=trusting
        )
        pieces = walk.run(lines)
        whole = _answered_whole(pieces)
        above = _answers_above(pieces, self.spoken, self.refs)
        heard: list[Heard] = []
        puzzles: list[Puzzle] = []
        leftovers: list[str] = []
        for ref in self.refs:
            mine = [piece for piece in pieces if piece.question == ref and piece.role != "file"]
            if not any(piece.text for piece in mine):
                continue
            hearing = Hearing(
                self.template, self.template.by_ref[ref], self.spoken, implied=ref == implied, whole=whole
            )
            hearing.read(mine, walk.form_depth)
            heard.extend(hearing.heard)
            puzzles.extend(hearing.puzzles)
            leftovers.extend(hearing.leftovers)
        if above:
            puzzles.extend(_unsettled(heard, puzzles))
            heard = [each for each in heard if each.prompt not in ("rating", "yes_no")]
        puzzles.extend(_between(pieces))
        loose = [piece for piece in pieces if not piece.question and piece.role == "words"]
        for ref, text in self._mentioned(loose):
            heard = [each for each in heard if each.question != ref or each.prompt not in ("rating", "yes_no")]
            puzzles.append(Puzzle(ref, text, f"Write it on a line of its own, such as “[{ref}] …”."))
        files = tuple((piece.file, piece.question) for piece in pieces if piece.role == "file")
        return Form(
            tuple(heard),
            tuple(puzzles),
            tuple(_grouped(loose)) + tuple(leftovers),
            files,  # type: ignore[arg-type]  # places only; reading.read_form files them
            None,
            tuple(piece.text for piece in pieces if piece.role == "closing" and piece.text),
        )

    def _mentioned(self, loose: Sequence[Piece]) -> Iterator[tuple[str, str]]:
        """Sentences that speak of a question and a rating without saying plainly that it is the answer."""
        for piece in loose:
            for sentence in re.split(r"(?<=[.!?;])\s+", piece.text):
                for ref in self.markers.mentioned(sentence):
                    yield ref, sentence


def _rows(lines: Sequence[Line], known: Ours) -> list[Line]:
    """Rows with their code first, then the question, then what is asked, wherever their columns were moved to."""
    rows: dict[tuple[int, int], list[Line]] = {}
    out: list[Line] = []
    for line in lines:
        if line.cell is None:
            out.append(line)
            continue
        row = rows.setdefault((line.cell.table, line.cell.row), [])
        if not row:
            out.append(line)
        row.append(line)
    ordered: list[Line] = []
    for line in out:
        if line.cell is None:
            ordered.append(line)
        else:
            ordered.extend(sorted(rows[(line.cell.table, line.cell.row)], key=lambda each: _rank(each, known)))
    return ordered


def _asked_by_row(lines: Sequence[Line], known: Ours) -> list[Line]:
    """Where a row carries one of our prompts, its answer is to that, whatever the heading of its column says."""
    told = {(line.cell.table, line.cell.row) for line in lines if line.cell and _rank(line, known)[0] == _PROMPT}
    return [
        line._replace(label="")
        if line.label == ANSWER and line.cell and (line.cell.table, line.cell.row) in told
        else line
        for line in lines
    ]


_PROMPT = 3  # its rank


def _rank(line: Line, known: Ours) -> tuple[int, int]:
    words = words_of(line.text)
    column = line.cell.column if line.cell else 0
    if re.match(r"\W*\[[\w.-]+\]", line.text):
        return 0, column
    roles = {stretch.role for stretch in known.starting(words) if stretch.words == words}
    return (
        1 if "question" in roles else 2 if "other" in roles else _PROMPT if "prompt" in roles else _PROMPT + 1
    ), column


def _answered_whole(pieces: Sequence[Piece]) -> int:
    """How many questions have all their words below the last of our prompts; 0 where most have ratings at their own."""
    said = [piece for piece in pieces if piece.role == "words" and piece.text and not piece.named and piece.question]
    prompts: dict[str, set[str]] = {}
    for piece in said:
        prompts.setdefault(piece.question, set()).add(piece.prompt)
    boxed = sum(bool(each & {"rating", "yes_no"}) for each in prompts.values())
    whole = sum(len(each) == 1 and not each & {"rating", "yes_no"} for each in prompts.values())
    return whole if whole > 2 * boxed else 0


def _answers_above(pieces: Sequence[Piece], spoken: Spoken, refs: Sequence[str]) -> bool:
    """Whether a bare rating stands before the first question and none after the last: answers above their questions."""
    in_form = [piece for piece in pieces if not piece.named and piece.text and piece.role == "words"]
    first = next((number for number, piece in enumerate(in_form) if piece.question), None)
    if not first:
        return False
    head = spoken.head(in_form[first - 1].text)
    is_bare = head.is_clear and not re.search(r"\w", in_form[first - 1].text[head.end :])
    return is_bare and not any(piece.question == refs[-1] for piece in in_form)


def _unsettled(heard: Sequence[Heard], puzzles: Sequence[Puzzle]) -> list[Puzzle]:
    told = {puzzle.question for puzzle in puzzles}
    why = "Answers stand above and below the questions. Write each answer after its code, such as “[{}] …”."
    return [
        Puzzle(each.question, each.words, why.format(each.question))
        for each in heard
        if each.prompt in ("rating", "yes_no") and each.question not in told
    ]


def _between(pieces: Sequence[Piece]) -> list[Puzzle]:
    """Words after one question's part of the letter and before the next one's."""
    why = "It is not clear which question this answers. Write the question's code before it."
    return [Puzzle("", text, why) for text in _grouped([piece for piece in pieces if piece.role == "between"])]


def _grouped(pieces: Sequence[Piece]) -> list[str]:
    """Lines that stood together, as one text."""
    blocks: list[list[Piece]] = []
    for piece in pieces:
        if not piece.text:
            continue
        if blocks and piece.line - blocks[-1][-1].line <= 1:
            blocks[-1].append(piece)
        else:
            blocks.append([piece])
    return [paragraphs([piece.text for piece in block]) for block in blocks]


def _agreed(first: Form, others: Sequence[Form], template: Template, *, adds: bool = False) -> Form:
    """The first reading, with what the others say besides; a rating they give differently is asked about.

    `adds`: the others are further sources, whose words are kept too, and not other wordings of the same letter.
    """
    answers = {(each.question, each.prompt): each for each in first.answers}
    puzzles, leftovers = list(first.not_understood), list(first.leftovers)
    signature = list(first.signature)
    for other in others:
        for heard in other.answers:
            _merge(answers, puzzles, heard, template, adds=adds)
        for puzzle in other.not_understood:
            _doubt(answers, puzzles, puzzle)
        leftovers.extend(text for text in other.leftovers if adds and text not in leftovers)
        signature.extend(text for text in other.signature if adds and text not in signature)
    submits = first.submits or next((each.submits for each in others if each.submits), None)
    return replace(
        first,
        answers=tuple(answers.values()),
        not_understood=tuple(puzzles),
        leftovers=tuple(leftovers),
        signature=tuple(signature),
        submits=submits,
    )


def _merge(
    answers: dict[tuple[str, str], Heard], puzzles: list[Puzzle], heard: Heard, template: Template, *, adds: bool
) -> None:
    key = (heard.question, heard.prompt)
    known = answers.get(key)
    doubted = any(puzzle.question == heard.question for puzzle in puzzles)
    prompt = template.by_ref[heard.question].prompt(heard.prompt)
    is_words = prompt is not None and prompt.kind is Kind.TEXT
    if known is None:
        if is_words or not doubted:
            answers[key] = heard
    elif (known.value, known.not_applicable) == (heard.value, heard.not_applicable):
        return
    elif is_words:
        if adds and words_of(heard.value) != words_of(known.value):
            answers[key] = known._replace(value=f"{known.value}\n\n{heard.value}")
    elif not (known.not_applicable and heard.not_applicable):
        del answers[key]
        why = f"Your letter gives two answers to question {heard.question}. Write the one that counts."
        puzzles.append(Puzzle(heard.question, f"{known.words} / {heard.words}", why))


def _doubt(answers: dict[tuple[str, str], Heard], puzzles: list[Puzzle], puzzle: Puzzle) -> None:
    if any(known.question == puzzle.question and known.text == puzzle.text for known in puzzles):
        return
    if puzzle.question and any(known.question == puzzle.question for known in puzzles):
        return
    if puzzle.question:
        for prompt in ("rating", "yes_no"):
            answers.pop((puzzle.question, prompt), None)
    puzzles.append(puzzle)
