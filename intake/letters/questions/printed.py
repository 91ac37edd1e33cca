"""What a line of a reply has of ours: codes, stretches that we printed, prompts before what answers them."""

import re
from dataclasses import dataclass

from config.notation import LatePattern
from config.questionnaire import RATING
from intake.letters.ours import CODE, Known, Match, ReplyWords, Token, words_of
from intake.letters.questions.course import Course
from intake.letters.questions.marked import chosen_at, rated_prompts
from intake.letters.questions.named import Naming
from intake.letters.questions.place import Outside
from intake.letters.questions.resumed import asks

_NUMBERED = LatePattern(  # a heading of ours with a number of its writer's: "1. Leadership", "Standard 2: Policies"
    r"\W{0,4}(?:(?:standard|section|part|theme|area|domain)\s{1,2})?(?:\d{1,2}|[A-H])\s?[.:)\u2013-]?\s{1,3}(?=[^\W\d_])",
    re.IGNORECASE,
)


@dataclass
class Printed:
    """Goes past what is ours and takes its meaning, so that the course stands at what we asked there."""

    known: Known
    naming: Naming
    reply: ReplyWords
    course: Course

    def __post_init__(self) -> None:
        template = self.known.template
        self.titles = {words_of(title) for title in (template.title, *(each.title for each in template.standards))}

    def code(self, number: int, place: int, at_start: bool) -> int | None:
        """Past a code in brackets that begins its question here."""
        code = CODE.match(self.reply.texts[number][place:])
        if code is None or code[1] not in self.known.template.by_ref:
            return None
        if not (at_start or self.course.at.after_other or asks(self.reply, number, place)):
            return None
        self.course.at = self.course.at.enter(code[1])
        return place + code.end()

    def is_rating(self, number: int, place: int) -> bool:
        """Whether "[2]" is a rating: alone where one is asked, in our form, which never goes back to question 2."""
        code = CODE.match(self.reply.texts[number]) if not place else None
        if code is None or code[1] not in self.known.template.by_ref:
            return False
        at = self.course.at
        if not (at.in_form and at.prompt == RATING) or at.nth(code[1]) >= at.nth(at.question):
            return False
        return "".join(self.reply.lines[number].text.split()) == f"[{code[1]}]"

    def bare_code(self, number: int, place: int) -> int | None:
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
        if not (is_asked or self.course.at.in_form or is_shown or self.known.ours.begins(self.reply.below(number))):
            return None
        if not is_asked and not (is_alone and self.reply.prompts_below(number, found.ref)):
            return None
        self.course.at = self.course.at.enter(found.ref, shown=self.reply.lines[number].depth if is_shown else None)
        return start

    def _is_repeated(self, number: int, place: int) -> bool:
        """Whether a whole line that begins with a number is one in which a letter of ours repeats somebody's words."""
        at, here = self.reply.token_at(number, place), self.course.at
        match = self.reply.find(at, here.question, shown=True) if self.course.shows(number) else None
        return match is not None and match.stretch.role == "echo"

    def past(self, number: int, place: int) -> tuple[int, int] | None:
        """Past a stretch of ours that begins here, taking its meaning; None where none does."""
        at = self.reply.token_at(number, place)
        if at >= self.reply.first[number + 1]:
            return None
        lead = self.reply.texts[number][place : self.reply.all[at].start]
        here = self.course.at
        is_titled = not place and not here.in_form and self.naming.is_titled(self.reply.texts[number])
        if len(lead.strip()) > 6 or is_titled:
            return None
        if place == 0 and self._heads_letter(number):
            self.course.at = here.leave()
            return number + 1, 0
        match = self.reply.find(
            at,
            here.question,
            fresh=here.is_fresh,
            after_other=here.after_other,
            shown=self.course.shows(number),
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
            self.course.put(self.reply.texts[each], self.reply.lines[each], each)
        end = self._past_code(match, self.reply.past(match))
        if self._is_their_heading(match, end[0]):
            return end
        self._take(match, self.reply.lines[number].depth)
        if match.stretch.role == "prompt":
            self._tick(end, self.reply.all[match.end - 1])
        return end

    def _past_code(self, match: Match, end: tuple[int, int]) -> tuple[int, int]:
        """Past the code of a question that was put behind its words: "… arrangements? [1.2]"."""
        code = CODE.match(self.reply.texts[end[0]][end[1] :]) if match.stretch.role == "question" else None
        return (end[0], end[1] + code.end()) if code and code[1] in match.stretch.about else end

    def _heads_letter(self, number: int) -> bool:
        """Whether our letter begins with this short line, right below their own words: the partnership's name."""
        here = self.course.at
        is_below = bool(here.question) and here.is_named and not here.in_form and not self.reply.lines[number].cell
        is_ours = is_below and self.reply.known.has(words_of(self.reply.texts[number]))
        return is_ours and self.reply.goes_on(number)

    def _is_their_heading(self, match: Match, number: int) -> bool:
        """Whether a heading of ours was typed above answers of theirs: below it stands a code, and nothing of ours."""
        if self.course.at.place != Outside() or self.reply.lines[number].cell or match.stretch.words not in self.titles:
            return False
        below = next((line.text for line in self.reply.lines[number + 1 :][:4] if re.search(r"\w", line.text)), "")
        is_named = self.naming.bare_code(below.lstrip(" -\u2013\u2022*")) is not None
        return is_named and not self.reply.goes_on(number) and not self.known.ours.begins(below)

    def _tick(self, end: tuple[int, int], last: Token) -> None:
        """Take in the choices set apart between the last word of a prompt and where we go on."""
        line = self.reply.lines[end[0]]
        if last.line == end[0]:
            for each in chosen_at(
                self.known.template, self.course.at.question, self.course.at.prompt, line, last.end, end[1]
            ):
                self.course.put(each, line, end[0])

    def _prompt_before_rating(self, number: int, at: int) -> tuple[int, int] | None:
        """ "Your rating 2": our prompt without its colon, before what can only be its answer."""
        words = [token.word for token in self.reply.all[at : at + 8]]
        for key, count in rated_prompts(self.known.template, self.course.at.question, words):
            end = self.reply.all[at + count - 1].end
            if self.known.spoken.head(self.reply.texts[number][end:]).says_something:
                self.course.at = self.course.at.at_prompt(key)
                return number, end
        return None

    def _take(self, match: Match, depth: int) -> None:
        stretch = match.stretch
        self.course.at = self.course.at._replace(
            after_other=stretch.role in ("other", "turn"),
            echoed=self.course.at.echoed or stretch.role == "echo",
            shown=depth if stretch.is_heading else self.course.at.shown,
        )
        if stretch.role == "question":
            self.course.form_depth = depth if self.course.form_depth is None else min(depth, self.course.form_depth)
            self.course.at = self.course.at.enter_text(stretch.about)
        elif stretch.role == "prompt":
            self.course.at = self.course.at.at_prompt(stretch.prompt)
        elif stretch.role == "turn":
            self.course.at = self.course.at.turn()
