"""Every word of a reply that is not ours, with the question and prompt it stands at."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from config.questionnaire import RATING, YES_NO
from intake.forms import prompts
from intake.letters import ours
from intake.letters.lines import BREAK, END, Line
from intake.letters.ours import Known, ReplyWords
from intake.letters.questions.afterthoughts import points_at_none, rates_rest, takes_up_again
from intake.letters.questions.closes import closes, stands_apart
from intake.letters.questions.course import Course
from intake.letters.questions.cursor import Cursor
from intake.letters.questions.named import Naming, Several
from intake.letters.questions.piece import Piece, Pieces, is_list_of_one_each, loose
from intake.letters.questions.place import Named, Outside, Signed, is_within
from intake.letters.questions.printed import Printed
from intake.letters.questions.resumed import resumed
from intake.letters.tables import label_of
from intake.ratings import chosen

_MOST_TAKEN_BACK = 8  # words of such a line
_SAYS = re.compile(r"\b(?:p\.?p?\.?s|we|i|our|make|should|is|reflection|thoughts?|edit|correction)\b", re.IGNORECASE)


def segment(reply: ReplyWords, known: Known) -> Pieces:
    """What is not ours, each with the question and prompt it stands at."""
    naming = Naming(known.template, known.refs, known.spoken, known.recorded, known.unclear)
    walk = _Walk(known, naming, reply)
    said = walk.run()
    kept = [each for each in said if not reply.lines[each.line].author or each.role == "file"]
    pieces = [part for each in kept for part in _without_rest(each, naming)]
    pieces, quoted = _without_quoted(pieces, reply.lines)
    others = _with_mentioned([each for each in said if reply.lines[each.line].author], naming)
    behind = [each for each in pieces if not each.depth and each.place == Signed(within=False) and _tells(each)]
    mentioned = tuple(naming.mentioned([each.text for each in (*loose(pieces), *behind)]))
    again = [each.text for each in pieces if each.line in walk.afterthoughts and points_at_none(each.text, known)]
    listed = dict.fromkeys(each.question for each in pieces if each.question and naming.spoken.head(each.text).ratings)
    mentioned = tuple(each for each in mentioned if not _is_rated_below(each, pieces, naming))
    mentioned += tuple((ref, text) for text in again for ref in listed)
    mentioned += tuple((each.question, each.text) for each in quoted)
    wording = reply.wording
    of_all = tuple(
        piece.text for piece in loose(pieces) if naming.rates_all(piece.text) or naming.rest_in(piece.text) == 0
    )
    return Pieces(
        pieces, reply.lines, walk.course.form_depth, mentioned, wording.aside, wording.submits, of_all=of_all,
        others=others,
        adds=frozenset(walk.course.adds), withheld=wording.withheld,
    )  # fmt: skip


def _without_quoted(pieces: list[Piece], lines: Sequence[Line]) -> tuple[list[Piece], list[Piece]]:
    """Without answers that stand in a quote of nobody knows whose, below the writer's own: "> 3.2 is Red"."""
    own = [each for each in pieces if each.named and each.text and each.role == "words" and not is_within(each.place)]
    first = min((each.depth for each in own), default=0)
    answered = {each.question for each in pieces if each.question and each.text and each.depth <= first}
    headed = next((number for number, line in enumerate(lines) if line.label == BREAK), len(lines))
    unknown = [each for each in own if each.depth > first and each.line < headed]
    quoted = [each for each in unknown if each.question not in answered]
    return [each for each in pieces if each not in quoted], quoted


def _with_mentioned(others: list[Piece], naming: Naming) -> list[Piece]:
    """What others wrote, also of questions that a line of theirs only mentions: "Can you? I would say 3.1 Met"."""
    known = {each.question for each in others}
    told = [(ref, each) for each in loose(others) for ref, _ in naming.mentioned([each.text]) if ref not in known]
    rated = [(ref, each) for ref, each in told if naming.spoken.head(each.text.partition(ref)[2]).says_something]
    return [*others, *(each._replace(question=ref, role="words") for ref, each in rated)]


def _is_rated_below(mentioned: tuple[str, str], pieces: list[Piece], naming: Naming) -> bool:
    """Whether the same line goes on to rate the question: "The Amber was for 5.1. 5.1 is Amber."."""
    ref, text = mentioned
    said = next((at for at, each in enumerate(pieces) if not each.question and text in each.text), len(pieces))
    behind = [each for each in pieces[said + 1 :] if each.question == ref and each.line == pieces[said].line]
    return any(naming.spoken.head(each.text).is_clear for each in behind)


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

    def __post_init__(self) -> None:
        implied = self.known.implied
        place = Named(implied, is_implied=True) if implied else Outside()
        self.course = Course(self.known, self.naming.labels, self.reply, Cursor(self.naming.numbering.order, place))
        self.broken = -3  # the line that ends with a question, whose rating alone is the next one
        self.afterthoughts: set[int] = set()  # lines below a list that take up again what it answers
        self.rated_together: dict[str, str] = {}  # questions of a range or a list, with their one rating
        self.printed = Printed(self.known, self.naming, self.reply, self.course)

    def run(self) -> list[Piece]:
        self.counted = self.naming.counted(self.reply.lines)
        self.opened = self.naming.openings.of(self.reply.lines) if self.known.trusting else frozenset()
        by_number, self.may_count = self.naming.numbered(self.reply.lines)
        self.in_run = self.naming.runs(self.reply.lines) | by_number | self.opened
        self.in_order = self.naming.in_order(self.reply.lines) if self.known.trusting else {}
        self.in_lists = self.naming.in_lists(self.reply.lines)
        self.ended = self.naming.rated_at_end(self.reply.lines)
        self.titled = self.naming.titled(self.reply.lines)
        self.below_ratings = self.naming.below_ratings(self.reply.lines) if self.known.trusting else {}
        next_at = (0, 0)
        for number, line in enumerate(self.reply.lines):
            if number >= next_at[0]:
                next_at = self._line(number, line, next_at[1] if number == next_at[0] else 0)
        return self.course.pieces

    def _line(self, number: int, line: Line, place: int) -> tuple[int, int]:
        """Read one line from a place on; gives where to go on."""
        if line.label in (BREAK, END):
            self.course.at = self.course.at._replace(place=Outside(), shown=None)
            return number + 1, 0
        if number == self.broken + 2:
            self.course.at = self.course.at.leave()
        if line.file is not None:
            self.course.put("", line, number, "file")
            return number + 1, 0
        if several := self.below_ratings.get(number):
            self._say_each(several, line, number)
            return number + 1, 0
        if line.cell:
            self.course.at = self.course.at.enter_cell(line.cell, line.label)
        elif self._is_below_table(number, line):
            self.course.at = self.course.at.leave()._replace(row=None)
        return self._words(number, line, place)

    def _is_below_table(self, number: int, line: Line) -> bool:
        """Whether words stand below a table of their own, and so in none of its rows; a line of text may be wrapped."""
        if self.course.at.row is None or self.course.at.in_form or not line.text:
            return False
        return self.course.at.row[0] > 0 or not self.reply.lines[number - 1].text

    def _words(self, number: int, line: Line, place: int) -> tuple[int, int]:
        """Ours first, code by code and stretch by stretch, and what is left of the line is theirs."""
        at_start = place == 0
        while line.text[place:].strip() and not self.printed.is_rating(number, place):
            if (coded := self.printed.code(number, place, at_start)) is not None:
                place = coded
                continue
            if at_start and (bare := self.printed.bare_code(number, place)) is not None:
                place, at_start = bare, False
                continue
            if (moved := self.printed.past(number, place)) is not None:
                if moved[0] != number:
                    return moved
                place, at_start = moved[1], False
                continue
            again = resumed(self.reply, number, place, self.course.at, self.known.template)
            if again is None:
                break
            if line.text[place : again.end].strip():
                self._theirs(number, line._replace(text=line.text[: again.end].rstrip()), place, at_start)
            place, at_start = again.start, True
        if line.text[place:].strip():
            self._theirs(number, line, place, at_start or place == 0)
        elif not line.text:
            self.course.put("", line, number)
        return number + 1, 0

    def _theirs(self, number: int, line: Line, place: int, at_start: bool) -> None:
        """The rest of the line is not ours: a question named freely, a label of their own, a closing, or an answer."""
        if added := self._added(line, number, place):
            at, several = added
            if line.text[place:at].strip():
                self._theirs(number, line._replace(text=line.text[:at].rstrip(" ,;")), place, at_start)
            self._say_each(several, line, number)
            self.course.adds.update(each.ref for each in several.said)
            return
        if at_start and not line.cell and self.course.is_free(line, number):
            place += self.naming.past_own(line.text[place:])
        text = line.text[place:]
        closed = (
            closes(text, number, self.known, self.reply, self.course.at, self.course.answered)
            if at_start and number not in self.titled
            else None
        )
        if closed is None and at_start and self._is_apart(line, number):
            self.course.at = self.course.at.leave()
        if closed is not None:
            self.course.at = closed
            self.course.put(text, line, number, "closing")
        elif at_start and ours.leaves_the_rest(text):
            self.course.add(self.course.at.at(Outside()).piece(text, line, number, "words"))
        elif line.label in (RATING, YES_NO) or not (at_start and self._names(text, line, number)):
            self._say(text, line, number)  # in a column of ratings "(2)" is one, and no question

    def _is_apart(self, line: Line, number: int) -> bool:
        """Whether a line below an answer in its writer's own words is said of no question."""
        if (
            not self.course.at.question
            or not self.course.is_free(line, number)
            or self.course.at.question == self.known.implied
        ):
            return False
        if takes_up_again(number, self.known, self.reply, self.course.pieces):
            self.afterthoughts.add(number)
            return True
        if rates_rest(line.text, self.known.spoken):
            return True
        return stands_apart(number, self.known, self.reply, in_list=is_list_of_one_each(self.course.pieces))

    def _added(self, line: Line, number: int, place: int) -> tuple[int, Several] | None:
        """What a line in its writer's own words adds to other questions, and where in it that begins."""
        if line.cell or not self.course.is_free(line, number):
            return None
        found = self.naming.added(line.text[place:])
        return (place + found[0], found[1]) if found else None

    def _say(self, text: str, line: Line, number: int, role: str = "words") -> None:
        question = self.known.template.by_ref.get(self.course.at.question)
        if role == "words" and self._is_first_of_named() and self.naming.brings_more(text):
            self.course.adds.add(self.course.at.question)
        label = label_of(text, self.naming.labels) if question else None
        if question and label and any(each.key == label.prompt for each in prompts(self.known.template, question)):
            self.course.at = (
                self.course.at if label.is_plain and self.course.at.prompt else self.course.at.at_prompt(label.prompt)
            )
            text = text[label.end :]
        if question and (lettered := self.course.prompt_lettered(text)):
            self.course.at, text = self.course.at.at_prompt(lettered[0]), lettered[1]
        if self.course.at.shown is not None and (edited := self.naming.edited(text, self.course.at.question)):
            text = edited  # of the rating that we showed and another, the other
        if role == "words" and number in self.opened and (end := self.naming.openings.end(text)):
            if text[:end].lower() in ("n/a", "na"):
                self.course.put(f"{text[:end]}: {text[end:].lstrip()}", line, number)  # and why it is set aside
                return
            self.course.put(text[:end], line, number)
            self._say(text[end:].lstrip(), line, number)
            return
        if line.strong and (marked := chosen(text, self.known.template.scale, line.strong)):
            text = marked  # of a list of the ratings, the one in bold or colour
        if text.strip() or role != "words":
            self.course.put(text, line, number, role)
        self.course.at = self.course.at._replace(after_other=False)

    def _is_first_of_named(self) -> bool:
        """Whether the next words are the first at a question that their writer named."""
        at = self.course.at
        return at.is_named and bool(at.question) and all(ref != at.question for ref, _ in self.course.answered)

    def _names(self, text: str, line: Line, number: int) -> bool:
        """Whether the line names its question or questions itself, and then says so."""
        freely = self.course.is_free(line, number)
        if freely and text == line.text and (titled := self.titled.get(number)):
            self.course.at = self.course.at.name(titled.ref) if titled.ref else self.course.at.leave()
            self._say_rest(text[titled.start :], line, number, "words")
            return True
        at_end = self.ended.get(number) if freely and text == line.text else None
        if (
            several := self.in_order.get(number)
            or at_end
            or self.naming.several(text, self.course.at, freely=freely, in_list=number in self.in_lists)
        ):
            self._say_each(several, line, number)
            return True
        if freely and self.course.at.is_named and self.naming.pairs.announces(text):
            self.course.at = self.course.at.leave()
            self.course.put(text, line, number)
            return True
        if freely and ((not self.known.implied and ours.speaks_of_letter(text)) or self.naming.outside(text)):
            self.course.at = self.course.at.leave()
            self.course.put(text, line, number)
            return True
        if number in self.counted:
            return False
        if freely and number in self.may_count:
            self.course.at = self.course.at.name(self.may_count[number])
            self.course.put(text, line, number, "unclear change")
            return True
        last = self.course.pieces[-1] if self.course.pieces else None
        follows = bool(last and last.named and last.question == self.course.at.question and last.line == number - 1)
        in_run = number in self.in_run
        below = self.reply.below(number)
        marked = self.naming.named(text, self.course.at, below, freely=freely, follows=follows, in_run=in_run)
        if marked is None:
            return False
        self.course.at = self.course.at.name(marked.ref)
        if marked.adds:
            self.course.adds.add(marked.ref)
        words = self.naming.past_arrow(text, marked.start)
        self._say_rest(words, line, number, "change" if marked.amends else "words")
        if self._takes_back(marked.ref, text[marked.start :]):
            self.course.put(text, line, number, "unclear change")
        return True

    def _takes_back(self, ref: str, words: str) -> bool:
        """Whether a few words on one of several that were rated together turn against it: "On 1.2: nearly there."."""
        rating, spoken = self.rated_together.get(ref, ""), self.naming.spoken
        if (
            not rating
            or not words.strip()
            or len(words.split()) > _MOST_TAKEN_BACK
            or spoken.head(words).says_something
        ):
            return False
        clauses = re.split(r"[,;]\s(?:so\s|but\s)?", words.strip(" ."))
        return not all(spoken.head(f"{rating} - {each}").is_clear for each in clauses)

    def _say_each(self, several: Several, line: Line, number: int) -> None:
        for each in several.said:
            if each.ref:
                self.course.at = self.course.at.name(each.ref).at_prompt(each.prompt)
            else:
                self.course.at = self.course.at.leave()
            self.course.put(each.words, line, number, each.role)
            if each.ref and self._takes_back(each.ref, each.words):
                self.course.put(each.words, line, number, "unclear change")
            elif each.ref and len(several.said) > 1:
                self.rated_together.setdefault(each.ref, each.words)
        last = several.said[-1] if several.said else None
        is_broken = last is not None and last.ref and not last.words  # "…, Q16 | 2/Good." by a mailer
        if is_broken and self.known.spoken.rating_of(self.reply.below(number)):
            self.broken = number
        elif several.is_whole:
            self.course.at = self.course.at.leave()

    def _say_rest(self, rest: str, line: Line, number: int, role: str) -> None:
        """What follows a question's name: perhaps its own text, then the answer."""
        moved = self.printed.past(number, len(line.text) - len(rest)) if rest.strip() else None
        if moved is not None and moved[0] != number:
            return
        if moved is not None:
            rest = line.text[moved[1] :]
        self.course.at = self.course.at.leave_form()
        if rest.strip():
            self._say(rest, line, number, role)
