"""Several readings of one letter brought together: what they give differently is asked about. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from config.questionnaire import RATING, YES_NO, Kind, Template
from intake.letters.ours import WITHHELD, words_of
from intake.letters.reading import OTHERS, Form, Puzzle, ReadAnswer


def agreed(first: Form, others: Sequence[Form], template: Template, *, adds: bool = False) -> Form:
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
            _doubt(
                answers, puzzles, puzzle, {each.prompt for each in other.answers if each.question == puzzle.question}
            )
        leftovers.extend(text for text in other.leftovers if adds and text not in leftovers)
        signature.extend(text for text in other.signature if adds and text not in signature)
    kept, dropped = _of_last_time((first, *others))
    submits = first.submits or next((each.submits for each in others if each.submits), None)
    if any(puzzle.cue == WITHHELD for form in (first, *others) for puzzle in form.not_understood):
        submits = None
    return replace(
        first,
        answers=tuple(answers.values()),
        not_understood=tuple(puzzles),
        leftovers=tuple(leftovers),
        signature=tuple(signature),
        submits=submits,
        kept=kept,
        dropped=dropped,
    )


def below(sheet: Form, body: Form, changed: Collection[str]) -> Form:
    """What a form says below the letter it came with: "1.2 in the form should be Amber" puts its rating right.

    `changed`: the questions of which the letter's own words change something.
    """
    put_right = {
        (each.question, each.prompt)
        for each in body.answers
        if each.question in changed and each.prompt in (RATING, YES_NO)
    }
    left = tuple(each for each in sheet.answers if (each.question, each.prompt) not in put_right)
    return replace(sheet, answers=left)


def without_answered_by(body: Form, sheets: Sequence[Form]) -> Form:
    """What a letter says without asking about a letter that it quotes where a form attached to it has the answer."""
    rated = {each.question for sheet in sheets for each in sheet.answers if each.prompt in (RATING, YES_NO)}
    asked = tuple(each for each in body.not_understood if each.cue != OTHERS or each.question not in rated)
    return replace(body, not_understood=asked)


def _of_last_time(forms: Sequence[Form]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The questions whose answer of last time is kept, and those where it is dropped; none with both."""
    kept = dict.fromkeys(ref for each in forms for ref in each.kept)
    dropped = dict.fromkeys(ref for each in forms for ref in each.dropped)
    return tuple(ref for ref in kept if ref not in dropped), tuple(ref for ref in dropped if ref not in kept)


def _merge(
    answers: dict[tuple[str, str], ReadAnswer],
    puzzles: list[Puzzle],
    heard: ReadAnswer,
    template: Template,
    *,
    adds: bool,
) -> None:
    key = (heard.question, heard.prompt)
    known = answers.get(key)
    doubted = any(puzzle.question == heard.question and _doubts(puzzle, heard.prompt) for puzzle in puzzles)
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


def _doubt(
    answers: dict[tuple[str, str], ReadAnswer], puzzles: list[Puzzle], puzzle: Puzzle, clear: Collection[str]
) -> None:
    """Ask about it. `clear`: the prompts that the same reading answers, and which are therefore not in doubt."""
    if any(known.question == puzzle.question and known.text == puzzle.text for known in puzzles):
        return
    if puzzle.question and any((known.question, known.prompt) == (puzzle.question, puzzle.prompt) for known in puzzles):
        return
    if puzzle.question and puzzle.doubts_choice:
        for prompt in (RATING, YES_NO):
            if prompt not in clear:
                answers.pop((puzzle.question, prompt), None)
    puzzles.append(puzzle)


def _doubts(puzzle: Puzzle, prompt: str) -> bool:
    return puzzle.doubts_choice or puzzle.prompt == prompt
