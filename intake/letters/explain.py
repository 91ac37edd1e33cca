"""What every stage made of one letter, as lines for a person."""

import difflib
from collections.abc import Iterable, Iterator

from config.words import count
from intake.letters.lines import BREAK, END, Line, Wording
from intake.letters.pipeline import Whole
from intake.letters.questions import Piece
from intake.letters.reading import Form, Puzzle
from intake.letters.wordings import Reading

_STOOD = {BREAK: "(a thread header stood here)", END: "(a table or tab ended here)"}


def explained(whole: Whole) -> list[str]:
    """Each reading stage by stage, with the lines it took out and put in; then what the letter says as a whole."""
    told = [line for reading in whole.readings for line in _reading(reading)]
    return [*told, "", "== the whole letter", *_form(whole.form)]


def _reading(reading: Reading) -> Iterator[str]:
    first, *after = reading.wordings
    yield from ("", f"== {reading.source}", f"-- {count(len(first.lines), 'line')}")
    yield from (f"   {_shown(line)}" for line in first.lines)
    before = first
    for stage, wording in zip(reading.stages, after, strict=True):
        changes = list(_changes(before, wording))
        yield f"-- {getattr(stage, '__name__', 'stage')}: {(stage.__doc__ or '').partition(chr(10))[0]}"
        yield from changes or ["   nothing to do"]
        before = wording
    yield "-- recognise, segment: what is not ours, with the question and prompt it stands at."
    yield from (f"   {_placed(piece)}" for piece in reading.pieces.pieces if piece.text or piece.file is not None)
    yield "-- answers"
    yield from _form(reading.form)


def _changes(before: Wording, after: Wording) -> Iterator[str]:
    old, new = [_shown(line) for line in before.lines], [_shown(line) for line in after.lines]
    marked = difflib.unified_diff(old, new, lineterm="", n=0) if old != new else ()
    yield from (f"   {each[0]} {each[1:]}" for each in marked if not each.startswith(("---", "+++", "@@")))
    yield from (f"   aside: {_flat(text)}" for text in after.aside[len(before.aside) :])
    if after.submits != before.submits:
        yield f"   submits: {after.submits}"


def _shown(line: Line) -> str:
    """A line with its quote marks, the row and column of its cell, and what its column asks."""
    words = _STOOD.get(line.label, line.text)
    words = words if line.file is None else f"(file {line.file})"
    cell = f"{line.cell.row}/{line.cell.column} | " if line.cell else ""
    label = f"{line.label.strip(chr(0))}: " if line.label and line.label not in _STOOD else ""
    return f"{'>' * line.depth}{' ' if line.depth else ''}{cell}{label}{words}".rstrip()


def _placed(piece: Piece) -> str:
    question = f"[{piece.question}]" if piece.question else "[ ]"
    role = "" if piece.role == "words" else f" ({piece.role})"
    words = piece.text if piece.file is None else f"file {piece.file}"
    return f"line {piece.line + 1}: {question} {piece.prompt or '-'} ({type(piece.place).__name__}){role}: {words}"


def _form(form: Form) -> Iterator[str]:
    for each in form.answers:
        value = " ".join(["N/A"] * each.not_applicable + [each.value] * bool(each.value))
        yield f"   [{each.question}] {each.prompt} = {_flat(value)}"
    yield from _all("said of all", (f"{each.words} = {each.value}" for each in form.of_all))
    yield from _all("yes to", (each.said for each in form.accepted))
    yield from _all("asked back", (_asked(each) for each in form.not_understood))
    yield from _all("left over", form.leftovers)
    yield from _all("signature", form.signature)
    yield from _all("file", (f"{each.attachment.name} -> {_use(each.is_form, each.question)}" for each in form.files))
    yield from _all("quoted", (f"[{each.question}] {each.prompt} = {each.value}" for each in form.quoted))
    if form.submits:
        yield f"   submits: {form.submits}"


def _all(name: str, texts: Iterable[str]) -> Iterator[str]:
    return (f"   {name}: {_flat(text)}" for text in texts)


def _asked(puzzle: Puzzle) -> str:
    """What is asked back, with the cue that decided where there was one."""
    decided = f" (decided by “{puzzle.cue}”)" if puzzle.cue else ""
    return f"[{puzzle.question or ' '}] {puzzle.text}: {puzzle.why}{decided}"


def _use(is_form: bool, question: str | None) -> str:
    return "our form, filled in" if is_form else f"[{question}]" if question else "the return as a whole"


def _flat(words: str) -> str:
    return " / ".join(line for line in words.splitlines() if line.strip())
