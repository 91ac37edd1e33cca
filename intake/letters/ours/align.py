"""Which words of a reply are ours: every stretch of the letters we sent, found however it was wrapped or quoted."""

import difflib
import itertools
import re
from bisect import bisect_left
from typing import NamedTuple

from intake.forms import ARROW
from intake.letters.lines import Wording
from intake.letters.ours.known import Known
from intake.letters.ours.texts import SHORT, Stretch
from intake.letters.ours.tokens import Token, tokens, words_of
from intake.ratings import kept

LIKE = 0.75
_RUN_ON = 12  # lines of ours that a mailer ran into one
_MARKS = re.compile(r"[\s*_?:.,;!%)\]’'\"”…]*")
_TO_TYPE = re.compile(rf"{_MARKS.pattern}(?:{ARROW}\s*)?")  # where a mailer put what is asked and our arrow on one line
_AFTER_SHOWN = re.compile(r"[\s!-/:-@\[-`{-~’”…–—°€£]*")  # any mark may end what somebody wrote: "97%."


class Match(NamedTuple):
    """A stretch found again: the token after it, and lines inside it that are not ours."""

    stretch: Stretch
    end: int
    inside: tuple[int, ...] = ()

    @property
    def is_parted(self) -> bool:
        """Whether it is an answer we showed, with other lines among its own: one of them alone is likelier."""
        return self.stretch.role == "echo" and bool(self.inside)


def recognise(wording: Wording, known: Known) -> "ReplyWords":
    """Their lines and ours as one run of words, in which whatever we printed can be found again."""
    return ReplyWords(wording, known)


class ReplyWords:
    """A reply's lines as one run of words, in which stretches of ours are looked for."""

    def __init__(self, wording: Wording, known: Known) -> None:
        self.wording = wording
        self.lines = lines = wording.lines
        self.known = known.ours
        self.texts = [line.text for line in lines]
        self.all: list[Token] = []
        self.first: list[int] = []  # by line, its first token
        for number, line in enumerate(lines):
            self.first.append(len(self.all))
            self.all.extend(tokens(line.text, number))
        self.first.append(len(self.all))
        self._words = tuple(token.word for token in self.all)
        self.legend = self._legend()

    def token_at(self, line: int, place: int) -> int:
        """The first token of the line at or after the place."""
        return bisect_left(self.all, place, self.first[line], self.first[line + 1], key=lambda token: token.start)

    def find(
        self, at: int, about: str, *, fresh: bool = False, after_other: bool = False, shown: bool = False,
        anew: bool = False,
    ) -> Match | None:  # fmt: skip
        """The longest stretch of ours that begins at this token, in the part of the letter about that question.

        `shown`: where a letter of ours shows what somebody wrote; `anew`: before what we showed there.
        """
        best: Match | None = None
        for stretch in self.known.starting_at(about, self._words[at : at + 2]):
            if best is not None and not best.is_parted and len(stretch.words) <= len(best.stretch.words):
                continue
            if stretch.role == "echo" and (not shown or (anew and stretch.about and about not in stretch.about)):
                continue  # what we showed elsewhere may have been typed over what we showed here
            if not self._may_stand(stretch, about, after_other, self.all[at].line):
                continue
            match = self._walk(at, stretch, may_break=fresh)
            if match and (best is None or match.end > best.end or (best.is_parted and not match.is_parted)):
                best = match
        return best

    def below(self, number: int) -> str:
        """The next line below that says anything."""
        return next((line.text for line in self.lines[number + 1 : number + 4] if line.text), "")

    def goes_on(self, number: int) -> bool:
        """Whether our letter goes on below this line; the heading of a standard may stand between."""
        below = (line.text for line in self.lines[number + 1 : number + 9] if line.text)
        said = next((text for text in below if not self._is_short(text)), "")
        return len(words_of(said)) > 5 and self.known.begins(said)

    def _is_short(self, text: str) -> bool:
        """Whether a line is a few words of ours, such as a heading, which somebody may have written as well."""
        words = words_of(text)
        return len(words) <= 5 and self.known.has(words)

    def is_right_below(self, number: int) -> bool:
        """Whether no blank line parts this one from the words above it."""
        above = self.lines[number - 1] if number else None
        return above is not None and bool(above.text) and above.depth == self.lines[number].depth

    def prompts_below(self, number: int, about: str) -> bool:
        """Whether the next line below is what we ask at this question."""
        words = words_of(self.below(number))
        return any(
            about in stretch.about and stretch.role != "question" and stretch.words == words[: len(stretch.words)]
            for stretch in self.known.starting(words)
        )

    def _legend(self) -> frozenset[int]:
        """Lines of the scale quoted back: one alone is somebody's answer, two together are ours."""
        said = [number for number in range(len(self.lines)) if self._is_legend(number)]
        near = itertools.pairwise(said)
        return frozenset(number for pair in near if pair[1] - pair[0] <= 2 for number in pair)

    def _is_legend(self, number: int) -> bool:
        return self._words[self.first[number] : self.first[number + 1]] in self.known.ratings

    def _may_stand(self, stretch: Stretch, about: str, after_other: bool, line: int) -> bool:
        if stretch.role in ("question", "echo"):
            return True
        if stretch.about:
            return about in stretch.about
        if stretch.is_rating:
            return not about or line in self.legend
        return stretch.role == "turn" or len(stretch.words) >= SHORT or not about or after_other

    def _walk(self, at: int, stretch: Stretch, *, may_break: bool) -> Match | None:
        words, here, place, slips = stretch.words, at, 0, 0
        if self._words[at : at + len(words)] == words:  # as nearly all are
            return Match(stretch, at + len(words)) if self._ends_well(stretch, at + len(words)) else None
        inside: list[int] = []
        while place < len(words):
            if here < len(self._words) and self._words[here] == words[place]:
                here, place = here + 1, place + 1
                continue
            step = self._slip(here, words, place)
            if step and slips < 1 + len(words) // 8 and len(words) > 5:
                here, place, slips = here + step[0], place + step[1], slips + 1
                continue
            skipped = self._resumes(here, words, place)
            if skipped is None:
                break
            inside.extend(skipped[1])
            here = skipped[0]
        if place == len(words):
            return Match(stretch, here, tuple(inside)) if self._ends_well(stretch, here) else None
        is_cut = may_break and stretch.role == "question" and place >= max(5, len(words) // 2)
        return Match(stretch, here) if is_cut and not inside else None

    def _slip(self, here: int, words: tuple[str, ...], place: int) -> tuple[int, int] | None:
        """A word respelt or dropped; how many words to pass in the reply and in ours."""
        said = self._words[here : here + 3]
        if not said or place == 0:
            return None
        after = words[place + 1 : place + 3]
        if after and said[: len(after)] == after and len(after) == 2:
            return 0, 1
        return (1, 1) if len(said[0]) > 4 and _is_like(said[0], words[place]) else None

    def _resumes(self, here: int, words: tuple[str, ...], place: int) -> tuple[int, list[int]] | None:
        """Where our words go on after lines put in between: a question wrapped by a mailer, answered in its middle."""
        if here >= len(self.all) or place < 2 or here != self.first[self.all[here].line]:
            return None
        start = self.all[here].line
        needed = words[place : place + 4]
        if len(needed) < 2:
            return None
        for line in range(start + 1, min(start + 4, len(self.lines))):
            at = self.first[line]
            if self._words[at : at + len(needed)] == needed:
                return at, list(range(start, line))
        return None

    def _ends_well(self, stretch: Stretch, end: int) -> bool:
        """A short stretch must end where a label ends: at a mark, a bracket, the end of the line or more of ours."""
        if len(stretch.words) >= SHORT and stretch.role not in ("prompt", "echo"):
            return True
        last = self.all[end - 1]
        rest = self.texts[last.line][last.end :]
        if stretch.role != "prompt":
            return not re.search(r"\w", rest) or self._goes_on_as_ours(stretch, end)
        return len(stretch.words) >= SHORT or not rest.strip() or re.match(r"[\s*_)\]]*[:?=(\-–—.|]", rest) is not None

    def _goes_on_as_ours(self, before: Stretch, end: int) -> bool:
        """Whether more of ours stands behind it on the same line: what we ask next, or a whole line."""
        return any(
            (len(each.words) >= SHORT or (each.role == "prompt" and each.about == before.about))
            and each.role != "echo"
            and tuple(self._words[end : end + len(each.words)]) == each.words
            for each in self.known.starting(self._words[end : end + 2])
        ) or self._ends_as_ours(end, self.first[self.all[end - 1].line + 1])

    def _ends_as_ours(self, here: int, end: int) -> bool:
        """Whether nothing but a few lines of ours stands between the two."""
        for _ in range(_RUN_ON):
            found = next(
                (each for each in self.known.starting(self._words[here : here + 2]) if self._is_at(each, here)), None
            )
            here += len(found.words) if found else 0
            if found is None or here >= end:
                break
        return here == end

    def _is_at(self, stretch: Stretch, here: int) -> bool:
        return stretch.role != "echo" and self._words[here : here + len(stretch.words)] == stretch.words

    def past(self, match: Match) -> tuple[int, int]:
        """The line and place after a match and its closing marks, and after the choices in brackets behind a prompt."""
        end = match.end
        if match.stretch.role == "prompt":
            for words in self.known.hints:
                if self._words[end : end + len(words)] == words:
                    end += len(words)
                    break
        last = self.all[end - 1]
        rest = self.texts[last.line][last.end :]
        after = _TO_TYPE if match.stretch.role == "prompt" else _AFTER_SHOWN if match.stretch.role == "echo" else _MARKS
        marks = after.match(rest)
        return last.line, last.end + (marks.end() if marks else 0)


@kept
def _is_like(said: str, word: str) -> bool:
    """Whether a word is another respelt."""
    match = difflib.SequenceMatcher(None, said, word)
    return match.real_quick_ratio() >= LIKE and match.ratio() >= LIKE
