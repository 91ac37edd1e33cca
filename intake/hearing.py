"""What people wrote at each question, understood as answers, or told as what could not be."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from config.audit import RATING, YES_NO, Kind, Prompt, Question, Template, Unclear
from intake.asking import choices, listed, prompts
from intake.forms import Heard, Puzzle
from intake.given import Given, as_stored, understand
from intake.paragraphs import first_sentence, is_list, paragraphs, trimmed
from intake.pieces import Piece, current
from intake.spellings import levelled
from intake.spoken import Head, Spoken
from intake.ticking import standing, ticked

_EXPLICIT = re.compile(
    r"\W*(?:our |self[- ]?|overall )*(?:assessed |assessment )?(?:brag |rag )?"
    r"(?:rating|score|rag|brag|judgement|self-assessment)"
    r"\s*(?:is|of|=|:|(?:(?<=\w)|(?<=\s))[-–—](?!\d))*\s*(?=\S)",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"(?:[(\[]|\s[-–—=:]|:)\s*([^()\[\]:=–—-]{1,40}?)\s*[)\]]?[\s.*_]*$")
_LEADING_MARKS = re.compile(r"^[\s*_\-–—:;,.)\]|=/!>→]*(?:because\b[\s,:]*)?", re.IGNORECASE)


@dataclass
class Hearing:
    """What one question was answered, as it is gathered."""

    template: Template
    question: Question
    spoken: Spoken
    implied: bool = False
    whole: int = 0  # how many questions of the letter are answered below all of our prompts; 0 where boxes are used
    heard: list[Heard] = field(default_factory=list)
    puzzles: list[Puzzle] = field(default_factory=list)
    leftovers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.prompts = {prompt.key: prompt for prompt in prompts(self.template, self.question)}
        rated = {key: each for key, each in self.prompts.items() if key in (RATING, YES_NO)}
        self.options = {key: listed(self.template, self.question, each) for key, each in rated.items()}
        self.spellings = {key: choices(self.template, self.question, each) for key, each in rated.items()}
        self.texts = [key for key, prompt in self.prompts.items() if prompt.kind is Kind.TEXT]

    def read(self, pieces: Sequence[Piece], form_depth: int | None = None) -> None:
        """Take in everything said at this question."""
        unclear = [piece for piece in pieces if piece.role == "unclear change"]
        for piece in unclear:
            self._puzzle(piece.text, f"Write the new answer on a line of its own, such as {self._example()}.")
        kept = current([piece for piece in pieces if piece.role in ("words", "change")], form_depth)
        changes = [piece for piece in kept if piece.role == "change"]
        by_prompt: dict[str, list[str]] = {}
        for piece in kept:
            by_prompt.setdefault(piece.prompt, []).append(piece.text)
        labelled = {key: trimmed(lines) for key, lines in by_prompt.items() if key in self.prompts}
        labelled = {key: lines for key, lines in labelled.items() if lines}
        free = trimmed([line for key, lines in by_prompt.items() if key not in self.prompts for line in lines])
        if self._is_whole(labelled, free):
            free = labelled.pop(self.texts[-1])
        self._ratings(labelled, free, is_change=bool(changes))
        self._others(labelled)

    def _is_whole(self, labelled: dict[str, list[str]], free: list[str]) -> bool:
        """Whether all of the answer stands below the last of our prompts, with its rating first."""
        if free or not self.texts or set(labelled) != {self.texts[-1]} or not {RATING, YES_NO} & set(self.prompts):
            return False
        first = next((line for line in labelled[self.texts[-1]] if line), "")
        said = self._said("", first, is_first=True)
        if said is None or not self.whole or is_list(labelled[self.texts[-1]]):
            return False
        is_item = re.match(r"\W*\d\W+[a-z]", levelled(first)) and not self.spoken.rating_of(first)
        if is_item and self.whole < 2:  # "1. More training" alone in the last box may be its first line
            self._puzzle(first, self._choices(RATING))
            return False
        return True

    def _example(self) -> str:
        rating = self.template.scale.given[0].name
        return f"“[{self.question.ref}] {rating if RATING in self.prompts else 'Yes'}”"

    def _puzzle(self, text: str, why: str) -> None:
        self.puzzles.append(Puzzle(self.question.ref, text.strip(), why))

    def _ratings(self, labelled: dict[str, list[str]], free: list[str], *, is_change: bool) -> None:
        """The rating and the yes or no, wherever in the answer they stand; the rest of it is words."""
        found: dict[str, list[tuple[Given, str]]] = {}
        asked = {key for key in (RATING, YES_NO) if key in self.prompts}
        loose: list[str] = []
        for key in (RATING, YES_NO):
            lines = labelled.pop(key, [])
            if lines:
                loose.extend(self._at(key, lines, found, is_label=True))
        rest = self._at("", free, found, is_label=False) if asked or self._may_set_aside(free) else free
        if is_change and found and not any(line.strip() for line in loose):
            rest = [line for line in rest if line.strip()]
        self._settle(found)
        self._words(labelled, loose, rest)

    def _may_set_aside(self, free: list[str]) -> bool:
        first = next((line for line in free if line.strip()), "")
        return self.template.scale.not_applicable and self.spoken.head(first, yes_no=False, rating=False).says_something

    def _at(
        self, key: str, lines: list[str], found: dict[str, list[tuple[Given, str]]], *, is_label: bool
    ) -> list[str]:
        """What of these lines is left once their rating and yes or no are taken."""
        if is_list(lines):
            return lines
        if is_label:
            lines = self._ticks(key, lines)
        elif self.implied and not any(self._said(key, line, is_first=True) for line in lines):
            lines = [part for line in lines for part in re.split(r"(?<=[.!])\s+(?=[A-Z\d])", line)]
        for number, line in enumerate(lines):
            said = self._said(key, line, is_first=number == 0 or self.implied)
            if said is None:
                continue
            head, words = said
            if not head.is_clear:
                sentence, rest = first_sentence(line)
                self._puzzle(sentence, self._choices(key))
                found.setdefault("unsure", []).append((Given(self.question.ref, "", ""), line))
                return [*self._before(lines[:number]), rest, *lines[number + 1 :]]
            rest = words[head.end :]
            reason = self._keep(head, line, rest, found)
            after = [] if reason is None else [reason]
            return [*self._before(lines[:number]), *after, *self._more(key, lines[number + 1 :], found)]
        if is_label and lines:
            self._puzzle(" ".join(lines), self._choices(key))
            return [line for line in lines if len(" ".join(lines).split()) > 8]
        if not is_label:
            self._hinted(lines, found)
        return lines

    def _ticks(self, key: str, lines: list[str]) -> list[str]:
        """The choices listed anew and marked, on one line or one a line, as the one that is marked."""
        ways = [self.options[key], self.spellings[key]]
        whole = " ".join(lines)
        for way in ways:
            found = ticked(whole, way)
            if found:
                return found
            left = standing(whole, way)
            if left and len(left) == 1 and len(way) > 1 and not re.search(r"\?", whole):
                return left
        return lines

    def _before(self, lines: list[str]) -> list[str]:
        """Words before the rating: the answer's own, unless nothing but the letter's subject says so."""
        if self.implied:
            self.leftovers.extend(line for line in lines if line.strip())
            return []
        return lines

    def _said(self, key: str, line: str, *, is_first: bool) -> tuple[Head, str] | None:
        """What the line says of a rating or a yes: at the head of the first, whole or labelled in any other."""
        yes_no = YES_NO in self.prompts and key != RATING
        rating = RATING in self.prompts and key != YES_NO
        explicit = _EXPLICIT.match(line) if rating else None
        if explicit:
            head = self.spoken.head(line[explicit.end() :], yes_no=False, rating=True)
            if head.says_something:
                return head, line[explicit.end() :]
        head = self.spoken.head(line, yes_no=yes_no, rating=rating)
        if not head.says_something:
            return self._after_own_words(line, yes_no, rating) if is_first else None
        is_whole = not re.search(r"\w", line[head.end :])
        return (head, line) if is_first or (is_whole and head.is_clear) else None

    def _after_own_words(self, line: str, yes_no: bool, rating: bool) -> tuple[Head, str] | None:
        """ "Clear line of accountability: 2": the question in short, then the rating."""
        lead = re.match(r"([^:?=]{4,120})[:?=]\s*", line)
        if lead is None:
            return None
        asked = set(re.findall(r"\w+", levelled(self.question.text)))
        said = re.findall(r"\w+", levelled(lead[1]))
        if sum(word in asked for word in said) < 0.7 * len(said) or len(said) < 2:
            return None
        head = self.spoken.head(line[lead.end() :], yes_no=yes_no, rating=rating)
        return (head, line[lead.end() :]) if head.says_something else None

    def _keep(self, head: Head, line: str, rest: str, found: dict[str, list[tuple[Given, str]]]) -> str | None:
        """Note what the head says; gives the words that follow it, None where they were its reason."""
        ref = self.question.ref
        if head.not_applicable:
            reason = _LEADING_MARKS.sub("", rest).strip()
            if self.spoken.head(reason, yes_no=False).ratings and RATING in self.prompts:
                self._puzzle(line, self._choices(RATING))
                return None
            try:
                given = understand(self.template, self.question, RATING, f"N/A because {reason}" if reason else "N/A")
            except Unclear as unclear:
                self._puzzle(line, str(unclear))
                return None
            found.setdefault(RATING, []).append((given, line))
            return None
        for code in head.ratings:
            found.setdefault(RATING, []).append((Given(ref, RATING, code), line))
        for answer in head.yes_no:
            found.setdefault(YES_NO, []).append((Given(ref, YES_NO, answer), line))
        return _LEADING_MARKS.sub("", rest)

    def _more(self, key: str, lines: list[str], found: dict[str, list[tuple[Given, str]]]) -> list[str]:
        """Later lines that are nothing but a rating or a yes speak too, so that two that differ are seen."""
        kept = []
        for line in lines:
            said = self._said(key, line, is_first=False)
            if said and said[0].is_clear and not re.search(r"\w", said[1][said[0].end :]):
                self._keep(said[0], line, "", found)
            else:
                kept.append(line)
        return kept

    def _hinted(self, lines: list[str], found: dict[str, list[tuple[Given, str]]]) -> None:
        """A rating in brackets at the end of the words: told where its label is written, asked about where a number."""
        if RATING not in self.prompts or self.implied:
            return
        for line in [line for line in lines if line.strip()][:1] + [line for line in lines if line.strip()][-1:]:
            ends = _TRAILING.search(line)
            code = self.spoken.rating_of(ends[1]) if ends else None
            if ends is None or code is None:
                continue
            is_label = re.search(r"[a-z]{2}", levelled(ends[1])) and len(ends[1].split()) <= 4
            if is_label and self.spoken.spelled(line) <= {code}:
                found.setdefault(RATING, []).append((Given(self.question.ref, RATING, code), line))
            else:
                self._puzzle(line, self._choices(RATING))
            return
        words = " ".join(lines)
        if len(words.split()) <= 12 and re.search(self.spoken.pattern, levelled(words)) and self._weighs(words):
            self._puzzle(words, self._choices(RATING))

    def _weighs(self, words: str) -> bool:
        return any(self.spoken.rating_of(word) for word in re.findall(r"[\w/]+", words))

    def _choices(self, key: str) -> str:
        ref = self.question.ref
        if key == YES_NO or RATING not in self.prompts:
            return f"Answer question {ref} with yes or no."
        return f"Choose one rating for question {ref}: {self.template.scale}."

    def _settle(self, found: dict[str, list[tuple[Given, str]]]) -> None:
        """One rating, one yes or no: said twice alike is once, said differently is a question back."""
        if "unsure" in found:
            return
        for key in (RATING, YES_NO):
            said = found.get(key, [])
            values = {(given.value if not given.not_applicable else "", given.not_applicable) for given, _ in said}
            if len(values) > 1:
                told = " / ".join(dict.fromkeys(line.strip() for _, line in said))
                self._puzzle(told, f"Two answers to question {self.question.ref} differ. {self._choices(key)}")
            elif said:
                given, line = said[0]
                self.heard.append(Heard(*given, words=line.strip()))

    def _words(self, labelled: dict[str, list[str]], loose: list[str], free: list[str]) -> None:
        """Words at no prompt belong to the first that takes words; where none does they are left over."""
        loose, free = trimmed(loose), trimmed(free)
        spare = trimmed([*loose, "", *free] if loose and free else loose or free)
        if not any(re.search(r"\w", line) for line in spare):
            return
        is_rated = any(each.prompt in (RATING, YES_NO) for each in self.heard)
        if self.implied and (RATING in self.prompts or YES_NO in self.prompts) and not is_rated:
            self.leftovers.extend(line for line in spare if line.strip())
            return
        if self.texts:
            first = self.texts[0]
            labelled[first] = [*spare, "", *labelled[first]] if first in labelled else spare
        elif len(self.prompts) == 1 and next(iter(self.prompts)) not in (RATING, YES_NO):
            labelled.setdefault(next(iter(self.prompts)), []).extend(spare)
        else:
            self.leftovers.extend(line for line in spare if line.strip())

    def _others(self, labelled: dict[str, list[str]]) -> None:
        for key, lines in labelled.items():
            prompt = self.prompts[key]
            words = paragraphs(lines)
            if not re.search(r"[^\W_]", words) and not re.search(r"[^\s\W]", words):
                continue
            if prompt.kind is Kind.TEXT:
                self._text(key, words)
            else:
                self._value(prompt, words)

    def _text(self, key: str, words: str) -> None:
        try:
            given = understand(self.template, self.question, key, words)
        except Unclear as unclear:
            self._puzzle(words, str(unclear))
            return
        if given.not_applicable and any(each.not_applicable for each in self.heard):
            return
        self.heard.append(Heard(*given, words=words))

    def _value(self, prompt: Prompt, words: str) -> None:
        for said in _simpler(prompt.kind, words):
            try:
                self.heard.append(Heard(self.question.ref, prompt.key, as_stored(prompt, said), words=words))
            except Unclear as unclear:
                why = str(unclear)
            else:
                return
        self._puzzle(words, why)


def _simpler(kind: Kind, words: str) -> Iterator[str]:
    yield words.strip().rstrip(".")
    if kind is Kind.DATE:
        bare = re.sub(r"\b(\d{1,2})(?:st|nd|rd|th)\b", r"\1", words.strip().rstrip("."))
        yield re.sub(r"^(?:on\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+", "", bare, flags=re.IGNORECASE)
    if kind is Kind.NUMBER and (found := re.fullmatch(r"([\d,.]+)\s+[a-z]+\.?", words.strip(), re.IGNORECASE)):
        yield found[1]
