"""How far a reply is read: where its reader stands, and what was found on the way."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from config.questionnaire import PLAN_WHAT, PLAN_WHEN, PLAN_WHO, RATING, YES_NO, Kind
from intake.forms import prompts
from intake.letters import ours
from intake.letters.lines import Line
from intake.letters.ours import Known, ReplyWords
from intake.letters.questions.boxes import in_boxes
from intake.letters.questions.cursor import Cursor
from intake.letters.questions.piece import Piece

_PLAN = (PLAN_WHAT, PLAN_WHO, PLAN_WHEN)
_LETTER = re.compile(r"\W{0,2}([a-f])[).:]\s+(?=\S)", re.IGNORECASE)


@dataclass
class Course:
    """Where the reader of a reply stands, and the pieces it has found so far."""

    known: Known
    labels: Mapping[str, str]
    reply: ReplyWords
    at: Cursor
    pieces: list[Piece] = field(default_factory=list)
    form_depth: int | None = None
    lettered: tuple[str, int] = ("", 0)  # the question answered by letters, and which of its prompts is "a)"
    adds: set[str] = field(default_factory=set)  # the questions to whose earlier words the letter brings more
    answered: set[tuple[str, str]] = field(default_factory=set)  # the questions and prompts with words at them

    def put(self, text: str, line: Line, number: int, role: str = "words") -> None:
        """Keep words where the reader stands: each box that they name has its own, and a close stands apart."""
        closing = ""
        if role == "words" and self.at.question and not line.cell:
            text, closing = ours.without_close(text)
        boxes = self._boxes() if role == "words" and (":" in text or "?" in text) else []
        for box, words in in_boxes(text, self.labels, boxes, self.at.prompt, self.known.spoken):
            self.at = self.at.at_prompt(box) if box else self.at
            self.add(self.at.piece(words, line, number, role))
        if closing:
            self.add(self.at.piece(closing, line, number, "closing"))

    def add(self, piece: Piece) -> None:
        """Keep a piece, and that its question and prompt have words."""
        self.pieces.append(piece)
        if piece.text:
            self.answered.add((piece.question, piece.prompt))

    def prompt_lettered(self, text: str) -> tuple[str, str] | None:
        """The prompt that a letter means, and the words behind it: "a) Met", "b) a chart", in the order we ask."""
        found = _LETTER.match(text)
        question = self.known.template.by_ref.get(self.at.question)
        if found is None or question is None or not self.at.is_named:
            return None
        nth = "abcdef".index(found[1].lower())
        keys = [each.key for each in prompts(self.known.template, question) if each.key not in _PLAN]
        if not nth:
            head = self.known.spoken.head(text[found.end() :])
            choice = YES_NO if head.yes_no and not head.ratings else RATING
            self.lettered = (self.at.question, keys.index(choice)) if head.is_clear and choice in keys else ("", 0)
        ref, first = self.lettered
        at = first + nth
        return (keys[at], text[found.end() :]) if ref == self.at.question and at < len(keys) else None

    def _boxes(self) -> list[str]:
        """The boxes for words of the question at which we stand."""
        question = self.known.template.by_ref.get(self.at.question)
        asked = prompts(self.known.template, question) if question else ()
        return [each.key for each in asked if each.kind is Kind.TEXT and each.key not in _PLAN]

    def shows(self, number: int) -> bool:
        """Whether a letter of ours shows here what somebody wrote."""
        return self.at.shown is not None and self.reply.lines[number].depth >= self.at.shown

    def is_free(self, line: Line, number: int) -> bool:
        """Whether a line stands in its writer's own words, and may name any question."""
        return self.known.trusting and (not self.at.in_form or self._is_below_form(line, number))

    def _is_below_form(self, line: Line, number: int) -> bool:
        """Whether the line stands at no question, below our form where that is quoted and does not go on."""
        is_out = self.form_depth is not None and line.depth < self.form_depth and not self.at.question
        return is_out and not any(
            each.depth >= (self.form_depth or 0) and each.text for each in self.reply.lines[number:]
        )
