"""What the answers to each question, and under each prompt, are about: rates with their n, in words and as numbers."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from reports.figures import Figures, Rate, ThemeFigures, count, of, percent

FEW = 5  # themes in a sentence of the page before "and 7 more"


class Mentions(NamedTuple):
    """The answers at one place and the themes in them, most mentioned first. An empty question or prompt is all."""

    question: str
    prompt: str
    about: str  # the place in words: "to question 11"
    answers: int
    rates: Sequence[tuple[ThemeFigures, Rate]]

    @property
    def is_empty(self) -> bool:
        """Whether no theme is found, nor looked for, in these answers."""
        return not self.rates

    def sentence(self, most: int | None = None) -> str:
        """Such as "Of 16 answers to question 11: Supervision 5 (31%), Training 2 (13%)."."""
        if self.answers == 1:
            return self._of_one(most)
        said = [
            f"{theme.title} {rate.answers} ({percent(rate.answers, rate.of_answers)})" for theme, rate in self.rates
        ]
        return f"Of {count(self.answers, 'answer')} {self.about}: {_few(said, most) or 'no theme'}."

    def _of_one(self, most: int | None) -> str:
        """A share of one is no rate: "The only answer to question 4: Induction; not Training."."""
        told = _few([theme.title for theme, rate in self.rates if rate.answers], most)
        lacks = _few([theme.title for theme, rate in self.rates if not rate.answers], most)
        said = "; not ".join(each for each in (told or "no theme", lacks) if each)
        return f"The only answer {self.about}: {said}."

    def low(self, most: int | None = None) -> str:
        """How the same answers were rated, where any is not met; empty where none is."""
        if not self.rates or not (whole := self.rates[0][1]).not_met + whole.others_not_met:
            return ""
        if self.answers == 1:
            return "It is rated not met."
        total = of(whole.not_met + whole.others_not_met, whole.rated + whole.others_rated)
        said = [f"{theme.title}: {of(rate.not_met, rate.rated)}" for theme, rate in self.rates if rate.not_met]
        beside = f" With {_few(said, most, '; with ')}." if said else ""
        return f"Rated not met: {total}.{beside}"


def mentions(found: Figures, themes: Sequence[ThemeFigures]) -> list[Mentions]:
    """Every reported question that anybody wrote to, in order; a theme it is about stands there even at none."""
    made = (_at(themes, question.ref, "", f"to question {question.ref}") for question in found.template.reported)
    return [each for each in made if each.answers]


def under_prompts(found: Figures, themes: Sequence[ThemeFigures], ref: str = "") -> list[Mentions]:
    """The same under each prompt, of one question or of all; empty where there is one prompt only."""
    where = "" if ref else " over all questions"
    made = [_at(themes, ref, key, f"under “{text}”{where}") for key, text in _prompts(found, ref).items()]
    wrote = [each for each in made if each.answers]
    return wrote if len(made) > 1 else []


def mentions_json(found: Figures, themes: Sequence[ThemeFigures]) -> dict[str, Any]:
    """For figures.json; an answer is all that one agency wrote to a question, or under a prompt of it."""
    by_question = {
        each.question: {
            **_json(each),
            "by_prompt": {one.prompt: _json(one) for one in under_prompts(found, themes, each.question)},
        }
        for each in mentions(found, themes)
    }
    return {
        "by_question": by_question,
        "by_prompt": {each.prompt: _json(each) for each in under_prompts(found, themes)},
    }


def each_place(found: Figures, themes: Sequence[ThemeFigures]) -> Iterator[Mentions]:
    """Every place with a theme: the prompts over all questions, then question by question with its prompts."""
    yield from (each for each in under_prompts(found, themes) if not each.is_empty)
    for each in mentions(found, themes):
        if not each.is_empty:
            yield each
            yield from (one for one in under_prompts(found, themes, each.question) if not one.is_empty)


def _at(themes: Sequence[ThemeFigures], ref: str, prompt: str, about: str) -> Mentions:
    here = [(theme, theme.rates.get((ref, prompt), Rate())) for theme in themes]
    told = [
        (theme, rate)
        for theme, rate in here
        if rate.answers or (rate.of_answers and not prompt and ref in theme.expected)
    ]
    told.sort(key=lambda each: -each[1].answers)
    return Mentions(ref, prompt, about, max((rate.of_answers for _, rate in here), default=0), told)


def _prompts(found: Figures, ref: str) -> dict[str, str]:
    """The prompts for words by key, each as the first question with it has it."""
    asked = [each for each in found.template.reported if ref in ("", each.ref)]
    texts: dict[str, str] = {}
    for question in asked:
        for prompt in question.prompts:
            if (question.ref, prompt.key) in found.template.in_words:
                texts.setdefault(prompt.key, prompt.text)
    return texts


def _few(said: Sequence[str], most: int | None, mark: str = ", ") -> str:
    if most is None or len(said) <= most + 1:
        return mark.join(said)
    return f"{mark.join(said[:most])} and {len(said) - most} more"


def _json(each: Mentions) -> dict[str, Any]:
    themes = {
        theme.key: {
            "answers": rate.answers,
            "share": rate.answers / rate.of_answers,
            "not_met": rate.not_met,
            "of_rated": rate.rated,
            "others": {"not_met": rate.others_not_met, "of_rated": rate.others_rated},
        }
        for theme, rate in each.rates
    }
    return {"answers": each.answers, "in_words": each.sentence(), "themes": themes}
