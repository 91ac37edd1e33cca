"""Where a reading of a reply has got to: which question and prompt, in our form or in its writer's own words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from intake.letters.lines import Line, TableCell
from intake.letters.questions.piece import Piece
from intake.letters.tables import ANSWER


@dataclass
class Cursor:
    """Moved by what is read; `order` is that of the questions asked."""

    order: Mapping[str, int]
    question: str = ""
    prompt: str = ""
    named: bool = False  # the question by its writer; otherwise we stand in our form
    in_form: bool = False
    coded: str = ""  # the question whose code was read last, and nothing else of it
    seen_text: bool = False
    after_other: bool = False
    before: str = ""  # between two questions: the one before
    signed: bool = False
    last_order: int = -1
    row: tuple[int, int] | None = None
    headed: bool = False  # the prompt is what the heading of a column says

    def nth(self, ref: str) -> int:
        return self.order.get(ref, -1)

    def enter(self, ref: str, *, coded: bool = False, named: bool = False) -> None:
        self.question, self.prompt, self.before = ref, "", ""
        self.last_order = self.nth(ref)
        self.coded = ref if coded else ""
        self.named = named
        self.seen_text = self.signed = False
        self.after_other = False

    def enter_text(self, refs: tuple[str, ...]) -> None:
        """The words of a question of ours, which may be the words of several."""
        if self.coded and not self.seen_text and self.coded not in refs:
            self.leave()  # the code says one question and the words another: nobody's answer until somebody says
            self.before, self.in_form, self.seen_text = "?", True, True
            return
        if self.question in refs and (self.coded or not self.seen_text):
            self.seen_text = self.in_form = True
            return
        after = [ref for ref in refs if self.nth(ref) > self.nth(self.question)]
        self.enter(after[0] if after else refs[0])
        self.in_form = self.seen_text = True

    def enter_cell(self, cell: TableCell, label: str) -> None:
        if (cell.table, cell.row) != self.row:
            self.row, self.prompt, self.headed = (cell.table, cell.row), "", False
        if label and label != ANSWER:
            self.prompt, self.headed = label, True
        elif label and self.headed:
            self.prompt, self.headed = "", False

    def leave(self) -> None:
        self.before = self.question if self.in_form else ""
        self.question = self.prompt = self.coded = ""
        self.named = self.seen_text = False

    def turn(self) -> None:
        """Past a heading of our letter: it ends a question, unless people named theirs beneath it."""
        is_own = self.named and not self.in_form
        self.leave()
        self.in_form = not is_own

    def sign(self) -> None:
        self.leave()
        self.before, self.signed = "", True

    def piece(self, text: str, line: Line, number: int, role: str) -> Piece:
        if role == "words" and not self.question:
            role = "closing" if self.signed else ("between" if self.before and self.in_form else "words")
        return Piece(self.question, self.prompt, text.strip(), line.depth, number, role, self.named, line.file)
