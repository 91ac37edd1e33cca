"""The rating and the yes or no of one question, wherever in its answer they stand; what is not plain is asked about."""

import re
from dataclasses import dataclass, field

from config.notation import LatePattern
from config.questionnaire import RATING, YES_NO, Question, Template, Unclear
from intake.letters.answers.first_line import Heads
from intake.letters.lines import first_sentence, is_list
from intake.letters.reading import Puzzle, ReadAnswer
from intake.ratings import A_COUNT, COLOURS, Head, Spoken, concluded, cue, levelled, of_another, without_conclusion
from intake.returns import Given, understand

_LEADING_MARKS = re.compile(
    r"^[\s*_\-–—:;,.)\]|=/!>→]*(?:(?:because(?! of\b)|as well(?! as)|too(?=\s*(?:[.,;:–-]|$)))\b[\s,:;.–-]*)?",
    re.IGNORECASE,
)
_WHY_NOT = re.compile(  # before the reason of an N/A
    r"^[\s*_\-–—:;,.)\]|=/!>→]*(?:(?:to|for) us\b[\s,:;.]*(?=(?:because|as|since)\b))?"
    r"(?:because\b(?! of\b)|(?:as|since)\b(?=\s(?:we|our|the|there|no|it)\b))?[\s,:]*",
    re.IGNORECASE,
)
_REASON = cue("reason.number", lead=r"(?:[,;:]|\s-)\s", tail=r"(?:\s+\S+){2,}")

_DITTO = LatePattern(
    r"\W{0,4}(?P<said>ditto|likewise|same(?: (?:as|for) (?:question |q)?\d{1,2}(?:\.\d{1,2})?| again| here)?"
    r"|(?:the )?same (?:rating|answer|score)(?: as (?:question |q)?\d{1,2}(?:\.\d{1,2})?)?)(?!\w|\.\d)\s?"
    r"(?:[(,;:.\u2013-]{1,2}\s?(?=\w)|(?<=\s)\s{1,20}(?=\w)|(?=(?:but|except|apart|though|although|bar|only|minus|without)\b))"
    r"(?P<but>(?:but|except|apart|though|although|bar|only|minus|without)\b|)"
)
_SHORT = 5  # words of a line that may be a second thought
_GOES_ON = cue("senses.named", "senses.divided", lead=r"\s")  # "Red flags are known"
APART = "Write the rating alone on its line, and your words on the next."


@dataclass
class Ratings:
    """What was found of them so far; `found` holds each with the line it was read from."""

    template: Template
    question: Question
    spoken: Spoken
    implied: bool = False
    shows_last: bool = False  # a letter of ours shows answers of last time, which such words may keep
    found: dict[str, list[tuple[Given, str]]] = field(default_factory=dict)
    puzzles: list[Puzzle] = field(default_factory=list)
    leftovers: list[str] = field(default_factory=list)
    pointer: str = ""  # "ditto", "same as 1.1": the whole of an answer that is another's

    def __post_init__(self) -> None:
        self.heads = Heads(self.template, self.question, self.spoken)

    def take(self, key: str, lines: list[str], *, is_label: bool) -> list[str]:
        """What of these lines is left once their rating and yes or no are taken."""
        if is_list(lines):
            return lines
        if key == RATING and self._points(lines):
            return []
        lines = self.heads.ticked(key, lines) if is_label else self._without_pointers(self.heads.ticked_alone(lines))
        if not is_label and self.implied and not any(self.heads.said(key, line, is_first=True) for line in lines):
            lines = [part for line in lines for part in re.split(r"(?<=[.!])\s+(?=[A-Z\d])", line)]
        for number, line in enumerate(lines):
            said = self.heads.said(key, line, is_first=number == 0 or self.implied)
            if said is None:
                continue
            head, words = said
            if not head.is_clear:
                sentence, rest = first_sentence(line)
                apart = f" {APART}" if head.cue.startswith(A_COUNT) else ""
                self._puzzle(sentence, self.choose(key) + apart, head.cue)
                self.found.setdefault("unsure", []).append((Given(self.question.ref, "", ""), line))
                why = [self._reason(sentence)] if not head.end else []
                return [*self._before(lines[:number]), *filter(None, why), rest, *lines[number + 1 :]]
            rest = words[head.end :]
            reason = self._keep(head, line, rest)
            after = [] if reason is None else [reason]
            return [*self._before(lines[:number]), *after, *self._more(key, lines[number + 1 :])]
        if is_label and lines:
            if concluded(self.spoken, " ".join(lines)).is_clear and self._concluded(" ".join(lines)):
                return without_conclusion(self.spoken, lines)
            self._puzzle(" ".join(lines), self.choose(key))
            return [line for line in lines if len(" ".join(lines).split()) > 8]
        is_told = not is_label and self._hinted(lines)
        return without_conclusion(self.spoken, lines) if is_told else lines

    def _without_pointers(self, lines: list[str]) -> list[str]:
        """Without an answer that is only said to be another's: "ditto" is no evidence, and no rating for sure."""
        said = [line for line in lines if line.strip()]
        if self.shows_last or RATING not in self.heads.rated:
            return lines
        if said and (words := self._behind_ditto(said[0])):
            return [words, *said[1:]]
        if len(said) != 1 or not self._is_pointer(said[0]):
            return lines
        if not self._points(said):
            self.leftovers.append(f"{self.question.ref} {said[0].strip()}")
        return []

    def _behind_ditto(self, line: str) -> str:
        """The words behind an answer that is another's: "ditto - a poster in the hall"; with a "but" it is in doubt."""
        found = _DITTO.match(levelled(line))
        words = line[found.start("but") if found["but"] else found.end() :].strip() if found else ""
        if found is None or not words:
            return ""
        is_other = self.spoken.stands(words)  # "ditto - mostly Amber though"
        if is_other or found["but"] or self.spoken.pointed_to(found["said"]) is None:
            self._puzzle(line, self.choose(RATING))
        else:
            self.pointer = found["said"]
        return "" if is_other else words.strip(" ()") if words.count("(") < words.count(")") else words

    def _is_pointer(self, line: str) -> bool:
        return self.spoken.points_away(line) or self.spoken.pointed_to(line) is not None

    def _points(self, lines: list[str]) -> bool:
        """Note an answer that is only said to be the one of another question of the same letter."""
        said = [line.strip() for line in lines if line.strip()]
        if len(said) != 1 or self.shows_last or self.spoken.pointed_to(said[0]) is None:
            return False
        self.pointer = said[0]
        return True

    def _reason(self, sentence: str) -> str:
        """The reason in a sentence that is asked back: whoever answers with the rating alone has said it already."""
        found = _REASON.search(levelled(sentence))
        words = sentence[found.start() :].lstrip(" ,;:-\u2013\u2014") if found else ""
        return "" if self.spoken.stands(words) else words

    def _before(self, lines: list[str]) -> list[str]:
        """Words before the rating: the answer's own, unless nothing but the letter's subject says so."""
        if self.implied:
            self.leftovers.extend(line for line in lines if line.strip())
            return []
        return lines

    def _keep(self, head: Head, line: str, rest: str) -> str | None:
        """Note what the head says; gives the words that follow it, None where they were its reason."""
        ref = self.question.ref
        if head.not_applicable:
            reason = _WHY_NOT.sub("", rest).strip()
            another = self.spoken.head(reason, yes_no=False).ratings or concluded(self.spoken, reason).says_something
            if another and RATING in self.heads.rated:
                self._puzzle(line, self.choose(RATING))
                return None
            try:
                given = understand(self.template, self.question, RATING, f"N/A because {reason}" if reason else "N/A")
            except Unclear as unclear:
                self._puzzle(line, str(unclear))
                return None
            self.found.setdefault(RATING, []).append((given, line))
            return None
        for code in head.ratings:
            self.found.setdefault(RATING, []).append((Given(ref, RATING, code), line))
        for answer in head.yes_no:
            self.found.setdefault(YES_NO, []).append((Given(ref, YES_NO, answer), line))
        return _LEADING_MARKS.sub("", rest)

    def _more(self, key: str, lines: list[str]) -> list[str]:
        """Later lines that are nothing but a rating or a yes speak too, so that two that differ are seen."""
        kept = []
        for line in lines:
            said = self.heads.said(key, line, is_first=False)
            if said and said[0].is_clear and not re.search(r"\w", said[1][said[0].end :]):
                self._keep(said[0], line, "")
                continue
            kept.append(line)
            if self._differs(line):  # "1.2 Green … 1.2 hm, Amber": it cannot be told which of them counts
                self._puzzle(line, self.choose(RATING))
                self.found.setdefault("unsure", []).append((Given(self.question.ref, "", ""), line))
        return kept

    def _differs(self, line: str) -> bool:
        """Whether a short line speaks of another rating than the one that was found, and of now."""
        found = {given.value for given, _ in self.found.get(RATING, []) if not given.not_applicable}
        words = re.sub(r"\d+", " ", line)  # "1. Cards" is the first of its reasons
        if not found or len(line.split()) > _SHORT or of_another(line):
            return False
        head = self.spoken.head(words, yes_no=False)
        is_of_now = not head.unsure or head.cue.startswith("asks back")  # "Was Amber" is another
        return is_of_now and self.spoken.stands(words) and bool(self.spoken.spelled(words) - found)

    def _hinted(self, lines: list[str]) -> bool:
        """A rating that ends the words: told where it is said or its label written, asked about where a number."""
        if RATING not in self.heads.rated or self.implied:
            return False
        said = [line for line in lines if line.strip()]
        for line in dict.fromkeys(said[:1] + said[-1:]):
            if self._concluded(line):
                return bool(self.found.get(RATING))
        words = " ".join(lines)
        if (said and self._runs_on(said[0])) or (len(words.split()) <= 12 and self.spoken.stands(words)):
            self._puzzle(words, self.choose(RATING))
        return False

    def _runs_on(self, line: str) -> bool:
        """Whether words begin with a colour that may rate: "Amber two lack it", and not "Green Lane moved"."""
        colour, _, rest = line.strip().partition(" ")
        is_rating = levelled(colour) in COLOURS and self.spoken.rating_of(colour) is not None and colour[:1].isupper()
        return is_rating and rest[:1].islower() and not _GOES_ON.match(levelled(f" {rest}"))

    def _concluded(self, line: str) -> bool:
        """Take the rating that ends these words, or ask about it."""
        head = concluded(self.spoken, line)
        if head.unsure:
            self._puzzle(line, self.choose(RATING), head.cue)
        for code in head.ratings if head.is_clear else ():
            self.found.setdefault(RATING, []).append((Given(self.question.ref, RATING, code), line))
        return head.says_something

    def settled(self) -> list[ReadAnswer]:
        """One rating, one yes or no: said twice alike is once, said differently is a question back."""
        if "unsure" in self.found:
            return []
        heard = []
        for key in (RATING, YES_NO):
            said = self.found.get(key, [])
            values = {(given.value if not given.not_applicable else "", given.not_applicable) for given, _ in said}
            if len(values) > 1:
                told = " / ".join(dict.fromkeys(line.strip() for _, line in said))
                self._puzzle(told, f"Two answers to question {self.question.ref} differ. {self.choose(key)}")
            elif said:
                given, line = said[0]
                heard.append(ReadAnswer(*given, words=line.strip()))
        return heard

    def choose(self, key: str) -> str:
        """The sentence that asks for one answer again."""
        ref = self.question.ref
        if key == YES_NO or RATING not in self.heads.rated:
            return f"Answer question {ref} with yes or no."
        return f"Choose one rating for question {ref}: {self.template.scale}."

    def _puzzle(self, text: str, why: str, cue: str = "") -> None:
        self.puzzles.append(Puzzle(self.question.ref, text.strip(), why, cue))
