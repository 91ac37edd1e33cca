"""How people write a rating, a yes or an N/A at the head of an answer; what is not plainly one is not taken for one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from config.notation import LatePattern
from config.questionnaire import Scale
from intake.ratings.choices import chosen
from intake.ratings.counts import COUNT, UNSURE, before_words, counts_behind, counts_things, is_listed
from intake.ratings.cues import cue, said
from intake.ratings.doubts import ONE_TO_ONE, Doubts, pointed_to, points_away
from intake.ratings.endings import CLEAN, by_now, ends, other_sense, past_us, unfinished
from intake.ratings.head import A_COUNT, Head, as_head, may_count
from intake.ratings.marks import PICTURE, PICTURES, Mark, ScaleSpelling
from intake.ratings.vocabulary import levelled

_DECORATION = LatePattern(rf"(?:[\s*_~\"'([{{<>=:;,.…\-•·→✓✔☑✅]|{PICTURE})*")
_NEXT_PICTURE = LatePattern(rf"(?={PICTURES})")
_CROSSES = frozenset("❌✖✗✘❎🚫👎")
_INITIALS = LatePattern(r"[\s*_\[(]*(?:[A-Z]\.?){1,3}[\])]?\s*(?:(?<=[\])])|[:>]|[-\u2013\u2014](?=\s))\s*(?=\S)")
_OTHER_YEAR = ("LY", "PY", "NY")
_FILLERS = LatePattern(rf"(?:(?:{said('ours.agreed')}|{said('ours.before')})[\s:=\-,*_]*){{0,10}}")
_AND_FILLERS = LatePattern(rf"(?:and\s+)?{_FILLERS.pattern}")
_GLUE = LatePattern(r"\.\s+|[\s*_\"'.]*[-/,:;&()\[\]|+=][\s*_\"'(\[\-/]*|\s*\b(?:or|to|and|and/or)\b\s*|[\s*_]+")
_THINKS = r"(?:(?:i|we)\s+(?:think|believe|feel|would say)\s+(?:that\s+)?)?"
_STOPS = r"(?=\W*$|\s*[,;:.!-]|\s+(?:because|as|and|but|since)\b)"
LOOK = 500  # marks of a line, in which a rating at its head and all that undoes it stand
_IS_PART = LatePattern(r"\s*/\s*\d|\s+(?:of|out)\b")
_SHARE = LatePattern(r"\s+(?:out\s+)?of\s+(?:(?:our|the|all)\s+){0,2}(?:\d{1,3}|two|three|four|five|six)\s+[a-z]")
_STANDS = LatePattern(rf"(?!{_IS_PART.pattern})(?:{CLEAN.pattern}|\s*[?+]|\s+(?:or|and|but|&)\b|\s+(?:this|it)\W*$)")
_NAMED_EMOJI = LatePattern(r":[a-z0-9_+-]+:")
_TURNED = LatePattern(  # "was Yes, now No"
    r"(?:(?:it|this|that|we|our answer)\s)?"
    r"(?:(?:changed |changes )?from\s(?:yes|no)\sto\s|(?:(?:was|said)\s)?(?:yes|no)"
    r"(?:[\s,;.-]{1,4}(?:(?:but|and|is|it is|it's)\s){0,2}now\s|\s?(?:-+>|=+>|\u2192)\s?))"
    r"(?P<now>yes|no)(?=\s*(?:$|[.,;:)(!]|-\s)|\s(?:as|because|since)\b)"
)
_WORDS = LatePattern(r"\s(?!(?:or|and|but|if|by|at|to|for|yet|with|in|the|our|a|an|any|them|him|her)\b)[a-z]")
_AT_ONE = LatePattern(
    r"\s?[-\u2013,(]?\s?(?<=[\s(-])(?:at|for)(?:\s[A-Z][a-z]+){2,3}\s*(?:$|[.,;)])"
)  # "Green at Hill Road"
_NAME_ALONE = LatePattern(r"\s?[-:(,\u2013]\s?[A-Z](?:[a-z]+|\.)?\s[A-Z][a-z]+\W*$")
_SOMEBODY = LatePattern(  # "Not met Tom yet" tells of a meeting
    r"(?:\s[A-Z][\w'.-]{1,30}){1,3}(?:\s(?:or|and)(?:\s[A-Z][\w'.-]{1,30}){1,3})?\s(?:yet|so far|since|until|again)\b"
)
_CLAUSE = LatePattern(  # a subject of its own and what it is or does
    r"(?:\s(?!(?:and|or|who|which|that|where|when|as|to|with|is|are|was|were|has|have|had)\b)[\w'&/-]{1,30}){1,9}"
    r"\s(?:is|are|was|were|has|have|had)\s"
)
_NO_MARK = Mark("", "", 0, 0)
_TIMES = LatePattern(r"\s?[x\u00d7]\s?\d")  # "2 x 1 hour"
_OUT_OF = LatePattern(r"\s*(out of|of|/)\s*(\d+)(?![\w%/]|\.\d)")


@dataclass(eq=False)  # what one has heard is kept
class Spoken:
    """The spellings of one audit's scale, ready to be looked for."""

    scale: Scale
    names: frozenset[str] = frozenset()  # how the writer may sign what they say
    _spelling: ScaleSpelling = field(init=False)
    _doubts: Doubts = field(init=False)
    _nobody: "Spoken" = field(init=False)  # the same for whoever does not sign

    def __post_init__(self) -> None:
        self._spelling, self._doubts = _looks_of(self.scale)
        self._nobody = ear(self.scale) if self.names else self

    @property
    def pattern(self) -> str:
        """A regular expression for any spelling of a rating, N/A, yes or no, in levelled words."""
        return self._spelling.pattern

    @property
    def plurals(self) -> str:
        """A regular expression for several of one rating, in levelled words: "greens", "3s"."""
        return self._spelling.plurals

    def rating_of(self, words: str) -> str | None:
        """The code these words spell from end to end, if they spell one."""
        head = self.head(words, yes_no=False)
        rest = levelled(words)[head.end :]
        whole = head.is_clear and len(head.ratings) == 1 and not re.search(r"\w", rest)
        return next(iter(head.ratings)) if whole else None

    def spelled(self, words: str) -> set[str]:
        """The codes of all ratings that end a part of these words."""
        text = levelled(words)
        found = [each for each in self._spelling.rating.finditer(text) if CLEAN.match(words, each.end())]
        numbered = cue("place.named", tail=r"\W*$")
        named = [each for each in found if numbered.search(text[max(0, each.start() - 24) : each.start()])]
        return {self._spelling.code(each[0]) for each in found if each not in named}

    def points_away(self, words: str) -> bool:
        """Whether the words say that the answer is another's, and nothing more: "ditto", "same as 1.1", "as above"."""
        return points_away(levelled(words))

    def pointed_to(self, words: str) -> str | None:
        """The number of the question whose answer these words give again; empty for the one right before."""
        return pointed_to(levelled(words).strip())

    def against(self, code: str, words: str) -> str:
        """The words, where they stand behind a rating and go against it, and tell nothing else: "no, Amber"."""
        return self._doubts.against(f" {levelled(words[:LOOK])}", 0, code)

    def stands(self, words: str) -> bool:
        """Whether a rating stands anywhere in these words as one: no count, no date, no page, no word of a sentence."""
        words = words[:LOOK]
        head = self.head(words, yes_no=False)
        if head.cue.startswith(("a word", "place or share")) and not head.unsure:
            return False
        if head.unsure:
            return True
        text = ONE_TO_ONE.sub(" ", _NAMED_EMOJI.sub(" ", levelled(words)))
        numbered = cue("place.named", tail=r"\W*$")
        found = list(self._spelling.rating.finditer(text))
        if len({self._spelling.code(each[0]) for each in found if not _IS_PART.match(text, each.end())}) > 1:
            return True
        if any(self._spelling.beside(text, each.end() + 1, _NO_MARK) for each in found[:1]):
            return True
        before = (text[max(0, each.start() - 24) : each.start()] for each in found if _STANDS.match(text, each.end()))
        return any(not numbered.search(lead) for lead in before)

    def head(self, words: str, *, yes_no: bool = True, rating: bool = True) -> Head:
        """What the words begin with, of the kinds asked for."""
        words = words[:LOOK]
        is_signed = ":" in words or ">" in words  # as whoever signs before the rating does
        return _heard(self if is_signed else self._nobody, words, yes_no, rating)

    def _head(self, words: str, yes_no: bool, rating: bool) -> Head:
        if rating and (marked := chosen(words, self.scale)):
            return self.head(marked, yes_no=False)._replace(end=len(words))
        text = levelled(words)
        if ONE_TO_ONE.match(text.lstrip()):
            return Head()
        start = _DECORATION.match(text)
        at = self._past(text, start.end() if start else 0)
        if rating and (later := self._after_another(words, text, at)):
            return later
        if yes_no and (turned := _TURNED.match(text, at)):
            return Head(yes_no=frozenset([turned["now"]]), end=turned.end())
        if rating and (again := self._doubts.alike(text, at)):
            same = self.head(words[again:], yes_no=False)
            return same._replace(end=same.end + again)
        first = self._spelling.at(text, at, yes_no, rating) or (self._spelling.initial(words) if rating else None)
        if first is None and rating and (lead := self._signed(words)):
            signed = self.head(words[lead:], yes_no=yes_no)
            if signed.says_something:
                return signed._replace(end=signed.end + lead)
        if rating and (first is None or first.kind == "yes_no") and (doubt := self._idiom(text, at)):
            return Head(unsure=True, cue=doubt)
        if first is None:
            return self._after_fillers(text, at, rating)
        return self._said(words, text, at, first, self._run(text, first, yes_no, rating))

    def _said(self, words: str, text: str, at: int, first: Mark, run: Sequence[Mark]) -> Head:
        """What a saying that begins here comes to."""
        if self._is_counted(words, first, run[-1]):
            return Head(cue=f"place or share: {text[first.start : run[-1].end]}")
        head = self._whole(text, run)
        at_one = _AT_ONE.match(words, head.end)
        is_short = words[first.start : first.end].isupper() and first.end - first.start > 1  # "RI - Sam Hall"
        at_one = at_one or (_NAME_ALONE.match(words, head.end) if is_short and first.kind == "rating" else None)
        if head.is_clear and at_one:
            head = head._replace(unsure=True, cue=f"place: {at_one[0].strip()}")
        if not head.says_something and not head.cue and not text[:at].strip():
            head = self._before_words(words, first)
            head = head if head.says_something else self._before_sentence(words, text, first)
        return head._replace(unsure=True, cue="a sign before it") if self._is_denied(text, at, head) else head

    def _is_counted(self, words: str, first: Mark, last: Mark) -> bool:
        """Whether the number counts something, or the words are a list, whatever mark stands behind it."""
        if first.kind != "rating" or not first.is_number:
            return False
        is_one = last.kind == "rating" and last.value == first.value
        return is_listed(words, first.start) or (
            is_one and counts_behind(words[first.start : first.end], words[last.end :])
        )

    def _before_words(self, words: str, first: Mark) -> Head:
        """ "3 Chart in the wards.": a number that stands before a sentence of its own."""
        number = words[first.start : first.end]
        kind = before_words(number, words[first.end :]) if first.kind == "rating" and number.isdecimal() else COUNT
        if kind == COUNT:
            return Head()
        doubt = f"{A_COUNT}{words[first.start : first.end + 20]}" if kind == UNSURE else ""
        return Head(frozenset([first.value]), unsure=bool(doubt), end=first.end, cue=doubt)

    def _before_sentence(self, words: str, text: str, first: Mark) -> Head:
        """ "not met no check was made", "met our deputy is the lead": no stop between a label and its reason."""
        label = text[first.start : first.end]
        if first.kind != "rating" or first.is_number or label.split()[-1] != "met" or "?" in text:
            return Head()
        if _SOMEBODY.match(words, first.end):
            return Head()
        is_over = (" " in label and _WORDS.match(text, first.end)) or _CLAUSE.match(text, first.end)
        doubted = self._doubts.waits(text, first.end, first) or self._doubts.wavers(text, first.end, first)
        return Head(frozenset([first.value]), end=first.end) if is_over and not doubted else Head()

    def _idiom(self, text: str, at: int) -> str:
        """ "We are good" is a way to speak; so is a colour where the scale prints none."""
        found = cue("asks_back.idiom", "asks_back.undecided", lead=_THINKS, tail=_STOPS).match(text, at)
        found = found or self._spelling.near.match(text, at)
        return f"asks back: {found[0]}" if found else ""

    def _after_fillers(self, text: str, at: int, rating: bool) -> Head:
        """What follows the writer's own way to say it: "we rate ourselves Good"."""
        if rating and (doubt := self._doubts.before(text)):
            return Head(unsure=True, cue=_told(doubt))
        filled = _FILLERS.match(text, at)
        past = filled.end() if filled else at
        past += len(text[past:]) - len(text[past:].lstrip(" *_\"'(["))
        is_said = past > at and not ONE_TO_ONE.match(text, past)
        first = self._spelling.at(text, past, yes_no=False, rating=rating) if is_said else None
        if first is None:
            doubt = self._doubts.nears(text) if rating else None
            return Head(unsure=doubt is not None, cue=_told(doubt))
        run = self._run(text, first, False, rating)
        if self._is_counted(text, first, run[-1]):
            return Head(cue=f"place or share: {text[first.start : run[-1].end]}")
        head = self._whole(text, run)
        if not head.is_clear:
            return head
        lead = re.findall(r"[\w'-]+", text[at:past])
        if not first.is_number and lead and self._is_named_by(text, lead[-1], first, head):
            return Head(cue=f"a word of the sentence: {lead[-1]} {text[first.start : first.end]}")
        if {"level", "number"} & set(lead) and re.search(r"\w", text[head.end :]):
            return head._replace(unsure=True, cue=f"place or share: {lead[-1]}")
        return head._replace(unsure=True, cue="a sign before it") if self._is_denied(text, past, head) else head

    def _is_named_by(self, text: str, word: str, first: Mark, head: Head) -> bool:
        """ "We met our LADO", "our strong, visible leadership": the label is a word of the sentence."""
        if first.kind != "rating" or first.is_picture or not cue("ours.subject", lead="").fullmatch(word):
            return False
        return word not in ("a", "an", "the") or re.match(r"\s*(?:[.;:!)]|-\s|because\b|$)", text[head.end :]) is None

    def _past(self, text: str, at: int) -> int:
        """Back to the first picture that is a colour: it is said, and decorates nothing."""
        return next((place for place in range(at) if self._spelling.picture(text[place])), at)

    def _after_another(self, words: str, text: str, at: int) -> Head | None:
        """The rating of now, where the words begin with another that it takes the place of."""
        if came := self._doubts.came(text, at):
            return Head(frozenset([self._spelling.code(came["said"])]), end=came.end())
        later = self._doubts.moved(text, at)
        return self._later(words, later) if later else None

    def _later(self, words: str, at: int) -> Head:
        """The rating that another moved on to; where it is not plain, there is one and it cannot be told."""
        later = self.head(words[at:], yes_no=False)
        return (
            later._replace(end=later.end + at)
            if later.is_clear
            else Head(unsure=True, cue=later.cue or "asks back: it moved")
        )

    def _signed(self, words: str) -> int:
        """Past who says it, where that stands before the rating: initials, or the writer's name."""
        found = _INITIALS.match(words)
        letters = re.sub(r"\W", "", found[0]).lower() if found else ""
        if cue("theirs.people", "past.word", "later.word", "place.figure", lead="").fullmatch(letters):
            return 0  # "CQC: Good", "AIM: 3"
        if found and not any(year in found[0] for year in _OTHER_YEAR):
            return found.end()
        lead = re.match(r"[\s*_\[(]*([^\W\d_]+(?: [^\W\d_]+){0,2})[\])]?\s*[:>]\s*(?=\S)", words)
        return lead.end() if lead and lead[1].lower() in self.names else 0

    def _is_denied(self, text: str, at: int, head: Head) -> bool:
        """A sign before a number ("-1" is no rating), or a cross before anything but the lowest."""
        if text[at - 1 : at] == "-" and text[at].isdigit() and text[at - 2 : at - 1] in ("", " ", ":", "(", "=", "*"):
            return True
        if text[at - 2 : at] in (">=", "<=", "=<") and text[at].isdigit():
            return True
        if text[at - 1 : at] == "~" and text[at].isdigit():
            return True
        if text[at - 1 : at] == "<" and text[at].isdigit() and ">" not in text[head.end :][:2]:
            return True  # "<2"
        crossed = bool(_CROSSES & set(text[:at])) or text[head.end :].lstrip()[:1] in _CROSSES
        return crossed and bool(head.ratings - {self._spelling.lowest})

    def _run(self, text: str, first: Mark, yes_no: bool, rating: bool) -> list[Mark]:
        """Everything that belongs to the same saying: "2 - Good", "Yes, 2"."""
        found = [first]
        while len(found) < 6:
            glue = _GLUE.match(text, found[-1].end) or _NEXT_PICTURE.match(text, found[-1].end)
            if glue is None:
                break
            more = self._spelling.at(text, glue.end(), yes_no, rating)
            if more is None and found[-1].kind == "yes_no" and (filled := _AND_FILLERS.match(text, glue.end())):
                more = self._spelling.at(text, filled.end(), yes_no=False, rating=rating)
            if more is None and rating and found[-1].kind == "rating":
                more = self._spelling.beside(text, glue.end(), found[-1])
            if more is None or not self._belongs(text, glue[0], found[-1], more):
                break
            found.append(more)
        return found

    def _whole(self, text: str, found: Sequence[Mark]) -> Head:
        """The head that these make, unless the sentence goes on and they were only its first words."""
        if len(found) > 1 and self._doubts.plans(text, found[0].end, found[0]):
            found = found[:1]
        last = found[-1]
        end = last.end
        if doubt := may_count(text, found):
            return as_head(found, end, doubt)
        if last.is_number and _TIMES.match(text, end):
            return Head(cue=f"place or share: {text[last.start : end + 4].strip()}")
        if last.is_number and (out_of := _OUT_OF.match(text, end)):
            if out_of[2] == self._spelling.top and out_of[1] != "of":
                end = out_of.end()
            elif out_of[1] != "out of":  # 3/4 of staff: a share, however it goes on
                return Head(cue=f"place or share: {out_of[0].strip()}")
        end = self._doubts.instead(text, end, last) or end if last.kind == "rating" else end
        sense = other_sense(text, last)
        if sense:
            return Head(cue=f"place or share: {text[last.start : last.end]}")
        is_over = ends(text, end, last)
        waits = self._doubts.waits(text, end, last) or (None if is_over else self._doubts.tails(text, end, last))
        doubt = _told(waits)
        if not doubt and not is_over and len({(each.kind, each.value) for each in found}) == 1:
            return Head()
        doubt = doubt or ("" if is_over else "asks back: two that differ") or self._doubt(text, end, found)
        doubt = doubt or ("asks back: another sense" if sense is None else "")
        end = past_us(text, end) if last.kind == "aside" else end
        return as_head(found, by_now(text, end) or end if last.kind == "rating" else end, doubt)

    def _doubt(self, text: str, end: int, found: Sequence[Mark]) -> str:
        """What behind the saying leaves it in doubt."""
        if doubt := self._doubts.wavers(text, end, found[-1]):
            return _told(doubt)
        if unfinished(text, end, found[-1]):
            return f"asks back: {text[end : end + 10].strip()}"
        if self._doubts.placed(text, end, found[-1]):
            return "place: another behind it"
        return _told(self._doubts.thought_again(text, end, found[-1]))

    def _belongs(self, text: str, glue: str, before: Mark, more: Mark) -> bool:
        """Whether a second find is part of the same saying, and not the first word of the comment."""
        if before.kind != more.kind and "aside" not in (before.kind, more.kind):
            return ends(text, more.end, more)
        if glue.strip() == "." and before.value == more.value and before.kind == more.kind == "rating":
            return before.is_number != more.is_number and ends(text, more.end, more)  # "0. Red"
        if glue.strip() == ".":  # "Good. Outstanding." says two things; "Good. 2 staff …" only one
            said = not before.is_number and not more.is_number and before.value != more.value
            return said and before.kind == more.kind == "rating" and not re.search(r"\w", text[more.end :])
        is_label = before.kind == "rating" and not before.is_number
        if is_label and more.is_number and (_SHARE.match(text, more.end) or counts_things(text[more.end :])):
            return False  # "Good - 3 of 4 teams have a lead", "Green - 3 referrals"
        same = before.value == more.value
        if not same and cue("past.behind", lead=r"\s+").match(text, more.end):
            return False  # "Green (Amber last year)"
        if before.is_picture or more.is_picture:
            return True
        if not glue.strip(" *_"):  # only a space between: "2 good", "green 2"
            both_numbers = before.is_number and more.is_number
            return (same or both_numbers) and ends(text, more.end, more)
        if same:  # "NO: No concerns" has said it once
            return ends(text, more.end, more)
        if more.is_number and not re.search(r"[-/&+]|or|to|and", glue):
            return ends(text, more.end, more)
        is_word = more.is_number and text[more.start].isalpha()  # "2 - one page guide"
        return not is_word or ends(text, more.end, more)


@lru_cache(maxsize=64)
def _looks_of(scale: Scale) -> tuple[ScaleSpelling, Doubts]:
    """What is looked for on a scale, whoever writes: made once, and not for each letter."""
    spelling = ScaleSpelling(scale)
    return spelling, Doubts(spelling)


@lru_cache(maxsize=8192)  # of lines cut to what may stand at their head: none is endless
def _heard(spoken: Spoken, words: str, yes_no: bool, rating: bool) -> Head:
    return spoken._head(words, yes_no, rating)


@lru_cache(maxsize=64)
def ear(scale: Scale) -> Spoken:
    """The spellings of a scale for whoever has no writer's names: made once, for every channel."""
    return Spoken(scale)


def _told(doubt: Mark | None) -> str:
    return f"{doubt.kind}: {doubt.value}" if doubt else ""
