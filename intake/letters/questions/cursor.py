"""How the reader of a reply moves on; a cursor is a value, and every move gives a new one. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from intake.letters.lines import Line, TableCell
from intake.letters.questions.piece import Piece
from intake.letters.questions.place import (
    UNSURE,
    AtQuestion,
    Between,
    InForm,
    Named,
    Outside,
    ReadingPlace,
    Signed,
    is_within,
    left,
    out_of_form,
    question_of,
    turned,
)
from intake.letters.tables import ANSWER


class Cursor(NamedTuple):
    """A place, and what of the way to it still counts; `order` is that of the questions asked."""

    order: Mapping[str, int]
    place: ReadingPlace = Outside()
    last_order: int = -1  # of the question entered last
    after_other: bool = False  # behind words of ours that ask nothing
    row: tuple[int, int] | None = None
    headed: bool = False  # the prompt is what the heading of a column says
    shown: int | None = None  # how deep a letter of ours is quoted where it shows what somebody wrote
    echoed: bool = False  # what we showed of this question's answer has come

    @property
    def question(self) -> str:
        return question_of(self.place)

    @property
    def prompt(self) -> str:
        return self.place.prompt if isinstance(self.place, AtQuestion) else ""

    @property
    def is_named(self) -> bool:
        """The question by its writer; otherwise we stand in our form."""
        return isinstance(self.place, Named)

    @property
    def in_form(self) -> bool:
        return is_within(self.place)

    @property
    def is_fresh(self) -> bool:
        """Whether a question's own words may still follow."""
        if isinstance(self.place, AtQuestion):
            return not self.place.seen_text
        return self.place != Between(UNSURE)

    def nth(self, ref: str) -> int:
        return self.order.get(ref, -1)

    def at(self, place: ReadingPlace) -> "Cursor":
        return self._replace(place=place)

    def at_prompt(self, key: str) -> "Cursor":
        if not isinstance(self.place, AtQuestion) or self.place.prompt == key:
            return self
        return self.at(replace(self.place, prompt=key))

    def enter(self, ref: str, *, shown: int | None = None) -> "Cursor":
        """At the code of a question, asked there or, with its answer, shown there."""
        return self._entered(InForm(ref, is_coded=True, within=self.in_form))._replace(shown=shown)

    def name(self, ref: str) -> "Cursor":
        """At a question that its writer names."""
        return self._entered(Named(ref, within=self.in_form))

    def _entered(self, place: AtQuestion) -> "Cursor":
        return self._replace(place=place, last_order=self.nth(place.question), after_other=False, echoed=False)

    def enter_text(self, refs: Sequence[str]) -> "Cursor":
        """At the words of a question of ours, which may be the words of several."""
        place = self.place
        is_coded = isinstance(place, InForm) and place.is_coded
        if isinstance(place, AtQuestion) and is_coded and not place.seen_text and place.question not in refs:
            return self.at(Between(UNSURE))  # nobody's answer until somebody says which
        if isinstance(place, AtQuestion) and place.question in refs and (is_coded or not place.seen_text):
            if isinstance(place, Named):
                place = replace(place, is_implied=False)
            return self.at(replace(place, seen_text=True, within=True))
        after = [ref for ref in refs if self.nth(ref) > self.nth(self.question)]
        return self._entered(InForm(after[0] if after else refs[0], seen_text=True))

    def enter_cell(self, cell: TableCell, label: str) -> "Cursor":
        here = self
        if (cell.table, cell.row) != self.row:
            here = here.at_prompt("")._replace(row=(cell.table, cell.row), headed=False)
        if label and label != ANSWER:
            return here.at_prompt(label)._replace(headed=True)
        return here.at_prompt("")._replace(headed=False) if here.headed else here

    def leave(self) -> "Cursor":
        return self.at(left(self.place))

    def turn(self) -> "Cursor":
        """Past a heading of our letter."""
        return self.at(turned(self.place))

    def leave_form(self) -> "Cursor":
        """On in the writer's own words."""
        return self.at(out_of_form(self.place))

    def sign(self) -> "Cursor":
        return self.at(Signed(self.in_form))

    def piece(self, text: str, line: Line, number: int, role: str) -> Piece:
        if role == "words" and isinstance(self.place, Signed):
            role = "closing"
        elif role == "words" and isinstance(self.place, Between) and self.place.question:
            role = "between"
        words = text.strip()
        return Piece(self.question, self.prompt, words, line.depth, number, role, self.is_named, line.file, self.place)
