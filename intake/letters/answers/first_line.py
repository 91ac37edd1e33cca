"""What one line says of a rating or a yes: at its head, after "our rating:", or after the question in short. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from config.questionnaire import RATING, YES_NO, Question, Template
from intake.forms import choices, listed, prompts
from intake.ratings import Head, Spoken, levelled, named, standing, ticked

_EXPLICIT = re.compile(
    r"\W*(?:our |self[- ]?|overall )*(?:assessed |assessment )?(?:brag |rag )?"
    r"(?:rating|score|rag|brag|judgement|self-assessment)"
    r"\s*(?:is|of|=|:|(?:(?<=\w)|(?<=\s))[-–—](?!\d))*\s*(?=\S)",
    re.IGNORECASE,
)


@dataclass
class Heads:
    """The lines at one question, as they may begin."""

    template: Template
    question: Question
    spoken: Spoken

    def __post_init__(self) -> None:
        self.rated = {each.key: each for each in prompts(self.template, self.question) if each.key in (RATING, YES_NO)}

    def said(self, key: str, line: str, *, is_first: bool) -> tuple[Head, str] | None:
        """What the line says of a rating or a yes: at the head of the first, whole or labelled in any other."""
        yes_no = YES_NO in self.rated and key != RATING
        rating = RATING in self.rated and key != YES_NO
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

    def ticked(self, key: str, lines: Sequence[str]) -> list[str]:
        """The choices listed anew and marked, on one line or one a line, as the one that is marked."""
        prompt, whole = self.rated[key], " ".join(lines)
        for way in (listed(self.template, self.question, prompt), choices(self.template, self.question, prompt)):
            found = ticked(whole, way)
            if found:
                return found
            left = standing(whole, way)
            if left and len(left) == 1 and len(way) > 1 and not self.spoken.head(whole).unsure:
                return left
        return list(lines)

    def ticked_alone(self, lines: Sequence[str]) -> list[str]:
        """The lines, and of those that are nothing but choices with one of them marked, that one."""
        return [self._marked(line) or line for line in lines]

    def _marked(self, line: str) -> str:
        ways = [listed(self.template, self.question, prompt) for prompt in self.rated.values()]
        for way in (*ways, [each.label for each in self.template.scale.given]):
            found = ticked(line, way)
            if found and len(found) == 1 and len(set(named(line, way))) > 1:
                return found[0]
        return ""
