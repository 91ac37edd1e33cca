"""Every word of a reply that is not ours, with the question and prompt it stands at."""

import re
from dataclasses import dataclass, field

from config.notation import LatePattern
from config.questionnaire import PLAN_WHAT, PLAN_WHEN, PLAN_WHO, RATING, YES_NO, Kind
from intake.forms import prompts
from intake.letters import ours
from intake.letters.lines import BREAK, END, Line
from intake.letters.ours import CODE, Known, Match, ReplyWords, Token, words_of
from intake.letters.questions.boxes import in_boxes
from intake.letters.questions.closes import closes, stands_apart
from intake.letters.questions.cursor import Cursor
from intake.letters.questions.marked import chosen_at, rated_prompts
from intake.letters.questions.names import Naming, Several
from intake.letters.questions.piece import Piece, Pieces, is_list_of_one_each, loose
from intake.letters.questions.place import Named, Outside, Signed
from intake.letters.questions.resumed import asks, resumed
from intake.letters.tables import label_of
from intake.ratings import chosen

_PLAN = (PLAN_WHAT, PLAN_WHO, PLAN_WHEN)
_LETTER = re.compile(r"\W{0,2}([a-f])[).:]\s+(?=\S)", re.IGNORECASE)
_SAYS = re.compile(r"\b(?:p\.?p?\.?s|we|i|our|make|should|is|reflection|thoughts?|edit|correction)\b", re.IGNORECASE)

_NUMBERED = LatePattern(  # a heading of ours with a number of its writer's: "1. Leadership", "Standard 2: Policies"
    r"\W{0,4}(?:(?:standard|section|part|theme|area|domain)\s{1,2})?(?:\d{1,2}|[A-H])\s?[.:)\u2013-]?\s{1,3}(?=[^\W\d_])",
    re.IGNORECASE,
)


def segment(reply: ReplyWords, known: Known) -> Pieces:
    """What is not ours, each with the question and prompt it stands at."""
    naming = Naming(known.template, known.refs, known.spoken, known.recorded)
    walk = _Walk(known, naming, reply)
    said = walk.run()
    kept = [each for each in said if not reply.lines[each.line].author or each.role == "file"]
    pieces = [part for each in kept for part in _without_rest(each, naming)]
    others = [each for each in said if reply.lines[each.line].author]
    behind = [each for each in pieces if not each.depth and each.place == Signed(within=False) and _tells(each)]
    mentioned = tuple(naming.mentioned([each.text for each in (*loose(pieces), *behind)]))
    wording = reply.wording
    of_all = tuple(
        piece.text for piece in loose(pieces) if naming.rates_all(piece.text) or naming.rest_in(piece.text) == 0
    )
    return Pieces(
        pieces, reply.lines, walk.form_depth, mentioned, wording.aside, wording.submits, of_all, others=others
    )


def _tells(piece: Piece) -> bool:
    """Whether a line behind a signature says something, as a postscript does; an address or a number does not."""
    return piece.role == "closing" and _SAYS.search(piece.text) is not None


def _without_rest(piece: Piece, naming: Naming) -> list[Piece]:
    """What its writer says of a question, and apart from it what they end with: "The rest are Green."."""
    at = naming.rest_in(piece.text) if piece.question and piece.named and piece.role == "words" else None
    if at is None:
        return [piece]
    rest = piece._replace(question="", prompt="", text=piece.text[at:].strip(), named=False)
    return [*([piece._replace(text=piece.text[:at].rstrip(" ,;"))] if at else []), rest]


@dataclass
class _Walk:
    """Goes down a reply once, line by line, and knows at every word where it is."""

    known: Known
    naming: Naming
    reply: ReplyWords
    pieces: list[Piece] = field(default_factory=list)
    form_depth: int | None = None
    lettered: tuple[str, int] = ("", 0)  # the question answered by letters, and which of its prompts is "a)"
    answered: set[tuple[str, str]] = field(default_factory=set)  # the questions and prompts with words at them

    def __post_init__(self) -> None:
        implied = self.known.implied
        self.at = Cursor(self.naming.numbering.order, Named(implied, is_implied=True) if implied else Outside())

    def run(self) -> list[Piece]:
        self.titles = {words_of(each.title) for each in self.known.template.standards}
        self.counted = self.naming.counted(self.reply.lines)
        self.opened = self.naming.openings.of(self.reply.lines) if self.known.trusting else frozenset()
        self.in_run = self.naming.runs(self.reply.lines) | self.opened
        self.in_order = self.naming.in_order(self.reply.lines) if self.known.trusting else {}
        self.in_lists = self.naming.in_lists(self.reply.lines)
        next_at = (0, 0)
        for number, line in enumerate(self.reply.lines):
            if number >= next_at[0]:
                next_at = self._line(number, line, next_at[1] if number == next_at[0] else 0)
        return self.pieces

    def _line(self, number: int, line: Line, place: int) -> tuple[int, int]:
        """Read one line from a place on; gives where to go on."""
        if line.label in (BREAK, END):
            self.at = self.at._replace(place=Outside(), shown=None)
            return number + 1, 0
        if line.file is not None:
            self._put("", line, number, "file")
            return number + 1, 0
        if line.cell:
            self.at = self.at.enter_cell(line.cell, line.label)
        elif self._is_below_table(number, line):
            self.at = self.at.leave()._replace(row=None)
        return self._words(number, line, place)

    def _is_below_table(self, number: int, line: Line) -> bool:
        """Whether words stand below a table of their own, and so in none of its rows; a line of text may be wrapped."""
        if self.at.row is None or self.at.in_form or not line.text:
            return False
        return self.at.row[0] > 0 or not self.reply.lines[number - 1].text

    def _words(self, number: int, line: Line, place: int) -> tuple[int, int]:
        """Ours first, code by code and stretch by stretch, and what is left of the line is theirs."""
        at_start = place == 0
        while line.text[place:].strip() and not self._is_rating(number, place):
            if (coded := self._code(number, place, at_start)) is not None:
                place = coded
                continue
            if at_start and (bare := self._bare_code(number, place)) is not None:
                place, at_start = bare, False
                continue
            if (moved := self._ours(number, place)) is not None:
                if moved[0] != number:
                    return moved
                place, at_start = moved[1], False
                continue
            again = resumed(self.reply, number, place, self.at, self.known.template)
            if again is None:
                break
            if line.text[place : again.end].strip():
                self._theirs(number, line._replace(text=line.text[: again.end].rstrip()), place, at_start)
            place, at_start = again.start, True
        if line.text[place:].strip():
            self._theirs(number, line, place, at_start or place == 0)
        elif not line.text:
            self._put("", line, number)
        return number + 1, 0

    def _code(self, number: int, place: int, at_start: bool) -> int | None:
        """Past a code in brackets that begins its question here."""
        code = CODE.match(self.reply.texts[number][place:])
        if code is None or code[1] not in self.known.template.by_ref:
            return None
        if not (at_start or self.at.after_other or asks(self.reply, number, place)):
            return None
        self.at = self.at.enter(code[1])
        return place + code.end()

    def _is_rating(self, number: int, place: int) -> bool:
        """Whether "[2]" is a rating: alone where one is asked, in our form, which never goes back to question 2."""
        code = CODE.match(self.reply.texts[number]) if not place else None
        if code is None or code[1] not in self.known.template.by_ref:
            return False
        if not (self.at.in_form and self.at.prompt == RATING) or self.at.nth(code[1]) >= self.at.nth(self.at.question):
            return False
        return "".join(self.reply.lines[number].text.split()) == f"[{code[1]}]"

    def _bare_code(self, number: int, place: int) -> int | None:
        """Past a code of our form that lost its brackets, before its question's own words or alone above its prompts.

        It ends the answer before it as any code does. In parentheses it shows an answer.
        """
        found = self.naming.bare_code(self.reply.texts[number][place:])
        if found is None:
            return None
        if self._is_repeated(number, place):
            return None
        start = place + found.end
        at = self.reply.token_at(number, start)
        is_alone = at >= self.reply.first[number + 1]
        is_shown = found.is_shown and found.ref in self.known.ours.shown
        match = None if is_alone else self.reply.find(at, found.ref, fresh=True)
        is_asked = match is not None and match.stretch.role == "question" and found.ref in match.stretch.about
        if not (is_asked or self.at.in_form or is_shown or self.known.ours.begins(self.reply.below(number))):
            return None
        if not is_asked and not (is_alone and self.reply.prompts_below(number, found.ref)):
            return None
        self.at = self.at.enter(found.ref, shown=self.reply.lines[number].depth if is_shown else None)
        return start

    def _is_repeated(self, number: int, place: int) -> bool:
        """Whether a whole line that begins with a number is one in which a letter of ours repeats somebody's words."""
        at, here = self.reply.token_at(number, place), self.at
        match = self.reply.find(at, here.question, shown=True) if self._shows(number) else None
        return match is not None and match.stretch.role == "echo"

    def _shows(self, number: int) -> bool:
        """Whether a letter of ours shows here what somebody wrote."""
        return self.at.shown is not None and self.reply.lines[number].depth >= self.at.shown

    def _ours(self, number: int, place: int) -> tuple[int, int] | None:
        """Past a stretch of ours that begins here, taking its meaning; None where none does."""
        at = self.reply.token_at(number, place)
        if at >= self.reply.first[number + 1]:
            return None
        lead = self.reply.texts[number][place : self.reply.all[at].start]
        if len(lead.strip()) > 6:
            return None
        here = self.at
        match = self.reply.find(
            at,
            here.question,
            fresh=here.is_fresh,
            after_other=here.after_other,
            shown=self._shows(number),
            anew=bool(here.prompt) and not here.echoed,
        )
        if match is None and place == 0 and self.reply.all[at].word in ("the", "our", "your", "do", "does"):
            match = self.reply.find(at + 1, here.question, fresh=here.is_fresh)
            match = match if match and match.stretch.role == "question" else None
        if match is None and place == 0 and (numbered := _NUMBERED.match(self.reply.texts[number])):
            match = self.reply.find(self.reply.token_at(number, numbered.end()), here.question)
            match = match if match and match.stretch.words in self.titles else None
        if match is None:
            return self._prompt_before_rating(number, at)
        for each in match.inside:
            self._put(self.reply.texts[each], self.reply.lines[each], each)
        end = self.reply.past(match)
        if self._is_their_heading(match, end[0]):
            return end
        self._take(match, self.reply.lines[number].depth)
        if match.stretch.role == "prompt":
            self._tick(end, self.reply.all[match.end - 1])
        return end

    def _is_their_heading(self, match: Match, number: int) -> bool:
        """Whether a heading of ours was typed above answers of theirs: below it stands a code, and nothing of ours."""
        if self.at.place != Outside() or self.reply.lines[number].cell or match.stretch.words not in self.titles:
            return False
        below = next((line.text for line in self.reply.lines[number + 1 :][:4] if re.search(r"\w", line.text)), "")
        is_named = self.naming.bare_code(below.lstrip(" -\u2013\u2022*")) is not None
        return is_named and not self.reply.goes_on(number) and not self.known.ours.begins(below)

    def _tick(self, end: tuple[int, int], last: Token) -> None:
        """Take in the choices set apart between the last word of a prompt and where we go on."""
        line = self.reply.lines[end[0]]
        if last.line == end[0]:
            for each in chosen_at(self.known.template, self.at.question, self.at.prompt, line, last.end, end[1]):
                self._put(each, line, end[0])

    def _prompt_before_rating(self, number: int, at: int) -> tuple[int, int] | None:
        """ "Your rating 2": our prompt without its colon, before what can only be its answer."""
        words = [token.word for token in self.reply.all[at : at + 8]]
        for key, count in rated_prompts(self.known.template, self.at.question, words):
            end = self.reply.all[at + count - 1].end
            if self.known.spoken.head(self.reply.texts[number][end:]).says_something:
                self.at = self.at.at_prompt(key)
                return number, end
        return None

    def _take(self, match: Match, depth: int) -> None:
        stretch = match.stretch
        self.at = self.at._replace(
            after_other=stretch.role in ("other", "turn"),
            echoed=self.at.echoed or stretch.role == "echo",
            shown=depth if stretch.is_heading else self.at.shown,
        )
        if stretch.role == "question":
            self.form_depth = depth if self.form_depth is None else min(depth, self.form_depth)
            self.at = self.at.enter_text(stretch.about)
        elif stretch.role == "prompt":
            self.at = self.at.at_prompt(stretch.prompt)
        elif stretch.role == "turn":
            self.at = self.at.turn()

    def _theirs(self, number: int, line: Line, place: int, at_start: bool) -> None:
        """The rest of the line is not ours: a question named freely, a label of their own, a closing, or an answer."""
        if added := self._added(line, number, place):
            at, several = added
            if line.text[place:at].strip():
                self._theirs(number, line._replace(text=line.text[:at].rstrip(" ,;")), place, at_start)
            self._say_each(several, line, number)
            return
        if at_start and not line.cell and self._is_free(line, number):
            place += self.naming.past_own(line.text[place:])
        text = line.text[place:]
        closed = closes(text, number, self.known, self.reply, self.at, self.answered) if at_start else None
        if closed is None and at_start and self._is_apart(line, number):
            self.at = self.at.leave()
        if closed is not None:
            self.at = closed
            self._put(text, line, number, "closing")
        elif at_start and ours.leaves_the_rest(text):
            self._add(self.at.at(Outside()).piece(text, line, number, "words"))
        elif line.label in (RATING, YES_NO) or not (at_start and self._names(text, line, number)):
            self._say(text, line, number)  # in a column of ratings "(2)" is one, and no question

    def _is_apart(self, line: Line, number: int) -> bool:
        """Whether a line below an answer in its writer's own words is said of no question."""
        if not self.at.question or not self._is_free(line, number) or self.at.question == self.known.implied:
            return False
        return stands_apart(number, self.known, self.reply, in_list=is_list_of_one_each(self.pieces))

    def _added(self, line: Line, number: int, place: int) -> tuple[int, Several] | None:
        """What a line in its writer's own words adds to other questions, and where in it that begins."""
        if line.cell or not self._is_free(line, number):
            return None
        found = self.naming.added(line.text[place:])
        return (place + found[0], found[1]) if found else None

    def _is_free(self, line: Line, number: int) -> bool:
        """Whether a line stands in its writer's own words, and may name any question."""
        return self.known.trusting and (not self.at.in_form or self._is_below_form(line, number))

    def _say(self, text: str, line: Line, number: int, role: str = "words") -> None:
        question = self.known.template.by_ref.get(self.at.question)
        label = label_of(text, self.naming.labels) if question else None
        if question and label and any(each.key == label.prompt for each in prompts(self.known.template, question)):
            self.at = self.at if label.is_plain and self.at.prompt else self.at.at_prompt(label.prompt)
            text = text[label.end :]
        if question and (lettered := self._lettered(text)):
            self.at, text = self.at.at_prompt(lettered[0]), lettered[1]
        if self.at.shown is not None and (edited := self.naming.edited(text, self.at.question)):
            text = edited  # of the rating that we showed and another, the other
        if role == "words" and number in self.opened and (end := self.naming.openings.end(text)):
            self._put(text[:end], line, number)
            self._say(text[end:].lstrip(), line, number)
            return
        if line.strong and (marked := chosen(text, self.known.template.scale, line.strong)):
            text = marked  # of a list of the ratings, the one in bold or colour
        if text.strip() or role != "words":
            self._put(text, line, number, role)
        self.at = self.at._replace(after_other=False)

    def _names(self, text: str, line: Line, number: int) -> bool:
        """Whether the line names its question or questions itself, and then says so."""
        freely = self._is_free(line, number)
        if several := self.in_order.get(number) or self.naming.several(
            text, self.at, freely=freely, in_list=number in self.in_lists
        ):
            self._say_each(several, line, number)
            return True
        if freely and self.at.is_named and self.naming.pairs.announces(text):
            self.at = self.at.leave()
            self._put(text, line, number)
            return True
        if freely and ((not self.known.implied and ours.speaks_of_letter(text)) or self.naming.outside(text)):
            self.at = self.at.leave()
            self._put(text, line, number)
            return True
        if number in self.counted:
            return False
        last = self.pieces[-1] if self.pieces else None
        follows = bool(last and last.named and last.question == self.at.question and last.line == number - 1)
        in_run = number in self.in_run
        below = self.reply.below(number)
        marked = self.naming.named(text, self.at, below, freely=freely, follows=follows, in_run=in_run)
        if marked is None:
            return False
        self.at = self.at.name(marked.ref)
        self._say_rest(text[marked.start :], line, number, "change" if marked.amends else "words")
        return True

    def _is_below_form(self, line: Line, number: int) -> bool:
        """Whether the line stands at no question, below our form where that is quoted and does not go on."""
        is_out = self.form_depth is not None and line.depth < self.form_depth and not self.at.question
        return is_out and not any(
            each.depth >= (self.form_depth or 0) and each.text for each in self.reply.lines[number:]
        )

    def _say_each(self, several: Several, line: Line, number: int) -> None:
        for each in several.said:
            if each.ref:
                self.at = self.at.name(each.ref).at_prompt(each.prompt)
            else:
                self.at = self.at.leave()
            self._put(each.words, line, number, each.role)
        if several.is_whole:
            self.at = self.at.leave()

    def _say_rest(self, rest: str, line: Line, number: int, role: str) -> None:
        """What follows a question's name: perhaps its own text, then the answer."""
        moved = self._ours(number, len(line.text) - len(rest)) if rest.strip() else None
        if moved is not None and moved[0] != number:
            return
        if moved is not None:
            rest = line.text[moved[1] :]
        self.at = self.at.leave_form()
        if rest.strip():
            self._say(rest, line, number, role)

    def _put(self, text: str, line: Line, number: int, role: str = "words") -> None:
        closing = ""
        if role == "words" and self.at.question and not line.cell:
            text, closing = ours.without_close(text)
        boxes = self._boxes() if role == "words" and (":" in text or "?" in text) else []
        for box, words in in_boxes(text, self.naming.labels, boxes, self.at.prompt, self.known.spoken):
            self.at = self.at.at_prompt(box) if box else self.at
            self._add(self.at.piece(words, line, number, role))
        if closing:
            self._add(self.at.piece(closing, line, number, "closing"))

    def _lettered(self, text: str) -> tuple[str, str] | None:
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

    def _add(self, piece: Piece) -> None:
        self.pieces.append(piece)
        if piece.text:
            self.answered.add((piece.question, piece.prompt))
