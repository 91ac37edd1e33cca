"""One wording through its stages to what it says: from lines to pieces to a form. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from config.questionnaire import RATING, YES_NO
from intake.letters.answers import about_colours, answers
from intake.letters.last import BOTH, ask_about_loose, hear_last
from intake.letters.lines import Line, Wording
from intake.letters.of_all import hear_of_all, set_yes_aside
from intake.letters.ours import Known, drop_threads, recognise
from intake.letters.questions import Pieces, segment
from intake.letters.reading import Form, Puzzle
from intake.letters.wordings.stages import LETTER, LineStage

BELOW_ANOTHER = "It stands below “{0}”. Write “[{1}]” and your own rating of now on a line."


class Reading(NamedTuple):
    """One wording of a letter, or one form attached to it: what each of its stages made of it, and what it says."""

    source: str
    stages: Sequence[LineStage]
    wordings: Sequence[Wording]  # as it came, and after each stage
    pieces: Pieces
    form: Form

    @property
    def says(self) -> tuple[int, ...]:
        """How much it says: how many answers, then how much of all questions at once."""
        return len(self.form.answers), len(self.form.of_all)

    @property
    def threaded(self) -> Sequence[Line]:
        """Its lines, each as deep as it is quoted."""
        return self.wordings[self.stages.index(drop_threads) + 1].lines

    @property
    def before_yes(self) -> Wording:
        """Itself with the YES that it may begin with."""
        return self.wordings[self.stages.index(set_yes_aside)]

    def about_colours(self, whole: Form, known: Known) -> tuple[Puzzle, ...]:
        """The questions that it may rate by the colours of its cells alone."""
        return about_colours(self.source, self.wordings[0].lines, self.form, whole, known)


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
