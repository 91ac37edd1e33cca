"""What people wrote at each question, understood as answers, or told as what could not be."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from config.notation import LatePattern
from config.questionnaire import RATING, YES_NO, Kind, Prompt, Question, Template, Unclear
from intake.forms import prompts
from intake.letters.answers.rating import Ratings
from intake.letters.lines import is_list, paragraphs, trimmed
from intake.letters.ours import bare, without_asked
from intake.letters.questions import Piece, current
from intake.letters.reading import Puzzle, ReadAnswer
from intake.ratings import Spoken, belied, levelled
from intake.returns import as_stored, understand


@dataclass
class Hearing:
    """What one question was answered, as it is gathered."""

    template: Template
    question: Question
    spoken: Spoken
    implied: bool = False
    whole: int = 0  # how many questions of the letter are answered below all of our prompts; 0 where boxes are used
    shows_last: bool = False
    heard: list[ReadAnswer] = field(default_factory=list)
    puzzles: list[Puzzle] = field(default_factory=list)
    leftovers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.prompts = {prompt.key: prompt for prompt in prompts(self.template, self.question)}
        self.ratings = Ratings(self.template, self.question, self.spoken, self.implied, self.shows_last)
        self.boxes = [key for key, prompt in self.prompts.items() if prompt.kind is Kind.TEXT]
        self.texts = [key for key in self.boxes if not self.prompts[key].is_plan]

    def read(self, pieces: Sequence[Piece], form_depth: int | None = None) -> None:
        """Take in everything said at this question."""
        unclear = [piece for piece in pieces if piece.role == "unclear change"]
        for piece in unclear:
            self._puzzle(
                piece.text, f"Write the new answer on a line of its own, such as {self._example(piece.prompt)}."
            )
        kept = current([piece for piece in pieces if piece.role in ("words", "change")], form_depth)
        changes = [piece for piece in kept if piece.role == "change"]
        before = self._before([piece for piece in pieces if piece.role == "words"], form_depth) if changes else []
        by_prompt: dict[str, list[str]] = {}
        for piece in kept:
            by_prompt.setdefault(piece.prompt, []).append(piece.text)
        labelled = {key: trimmed(lines) for key, lines in by_prompt.items() if key in self.prompts}
        labelled = {key: lines for key, lines in labelled.items() if lines}
        free = trimmed([line for key, lines in by_prompt.items() if key not in self.prompts for line in lines])
        if self._is_whole(labelled, free):
            free = labelled.pop(self.boxes[-1])
        self._ratings(labelled, free, is_change=bool(changes))
        self._others(labelled)
        self._ask_where_disowned()
        if any(piece.prompt in ("", RATING, YES_NO) for piece in unclear):  # "2.1 Green. PS 2.1 is Amber at night"
            self.heard = [each for each in self.heard if each.prompt not in (RATING, YES_NO)]
        self._add_before(before)

    def _ask_where_disowned(self) -> None:
        """A rating of which the words beside it say that it is none of ours, or none of now, is asked back."""
        rated = [each for each in self.heard if each.prompt == RATING and not each.not_applicable]
        beside = next((each.value for each in self.heard if each.prompt in self.texts), "")
        for each in rated:
            if doubt := belied(self.spoken, each.value, each.words, beside):
                self.heard.remove(each)
                why = self.ratings.choose(RATING)
                self.puzzles.append(
                    Puzzle(self.question.ref, f"{each.words.strip()} / {doubt}", why, f"beside: {doubt}")
                )

    def _before(self, pieces: Sequence[Piece], form_depth: int | None) -> list[ReadAnswer]:
        """What the letter says of the question besides the rating that it then puts right."""
        if not pieces:
            return []
        first = Hearing(self.template, self.question, self.spoken, self.implied, self.whole, self.shows_last)
        first.read(pieces, form_depth)
        self.leftovers.extend(first.leftovers)
        return [each for each in first.heard if each.prompt != RATING and not each.not_applicable]

    def _add_before(self, before: Sequence[ReadAnswer]) -> None:
        """What was said before a change stands, and words of both are kept."""
        for each in before:
            said = next((one for one in self.heard if one.prompt == each.prompt), None)
            if said is None:
                self.heard.append(each)
            elif each.prompt in self.boxes:
                words = paragraphs([each.value, "", said.value])
                self.heard[self.heard.index(said)] = said._replace(value=words, words=words)

    def _is_whole(self, labelled: dict[str, list[str]], free: list[str]) -> bool:
        """Whether all of the answer stands below the last of our prompts, with its rating first."""
        if free or not self.boxes or set(labelled) != {self.boxes[-1]} or not {RATING, YES_NO} & set(self.prompts):
            return False
        first = next((line for line in labelled[self.boxes[-1]] if line), "")
        said = self.ratings.heads.said("", first, is_first=True)
        if said is None or not self.whole or is_list(labelled[self.boxes[-1]]):
            return False
        is_item = re.match(r"\W*\d\W+[a-z]", levelled(first)) and not self.spoken.rating_of(first)
        if is_item and self.whole < 2:  # "1. More training" alone in the last box may be its first line
            self._puzzle(first, self.ratings.choose(RATING))
            return False
        return True

    def _example(self, prompt: str) -> str:
        if prompt in self.boxes:
            box = "Evidence" if prompt == "text" else prompt.replace("_", " ").capitalize()
            return f"“[{self.question.ref}] {box}: policy of May”"
        rating = self.template.scale.given[0].name
        return f"“[{self.question.ref}] {rating if RATING in self.prompts else 'Yes'}”"

    def _puzzle(self, text: str, why: str, prompt: str = "") -> None:
        self.puzzles.append(Puzzle(self.question.ref, text.strip(), why, prompt=prompt))

    def _ratings(self, labelled: dict[str, list[str]], free: list[str], *, is_change: bool) -> None:
        """The rating and the yes or no, wherever in the answer they stand; the rest of it is words."""
        loose: list[str] = []
        for key in (RATING, YES_NO):
            lines = labelled.pop(key, [])
            if lines:
                loose.extend(self.ratings.take(key, lines, is_label=True))
        is_asked = RATING in self.prompts or YES_NO in self.prompts
        rest = self.ratings.take("", free, is_label=False) if is_asked or self._may_set_aside(free) else free
        if is_change and self.ratings.found and not any(line.strip() for line in loose):
            rest = [line for line in rest if line.strip()]
        self.heard.extend(self.ratings.settled())
        self.puzzles.extend(self.ratings.puzzles)
        self.leftovers.extend(self.ratings.leftovers)
        self._words(labelled, loose, rest)

    def _may_set_aside(self, free: list[str]) -> bool:
        first = next((line for line in free if line.strip()), "")
        return self.template.scale.not_applicable and self.spoken.head(first, yes_no=False, rating=False).says_something

    def _words(self, labelled: dict[str, list[str]], loose: list[str], free: list[str]) -> None:
        """Words at no prompt belong to the first that takes words; where none does they are left over."""
        loose, free = trimmed(loose), trimmed(free)
        if not self.implied and any(each.prompt in (RATING, YES_NO) for each in self.heard):
            free, asked = without_asked(free)
            self.leftovers.extend(asked)
        spare = trimmed([*loose, "", *free] if loose and free else loose or free)
        if self._is_other_rating(spare):
            return
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

    def _is_other_rating(self, spare: list[str]) -> bool:
        """Whether what is left is another rating, as in "1.1 (Amber): Green": then neither is recorded."""
        lines = [line.strip() for line in spare if line.strip()]
        said = next((each for each in self.heard if each.prompt == RATING and not each.not_applicable), None)
        if said is None or not lines:
            return False
        if _IN_BRACKETS.match(said.words):
            head = self.spoken.head(lines[0], yes_no=False)
            code = next(iter(head.ratings)) if head.is_clear and head.ratings else None
        else:
            code = self.spoken.rating_of(lines[0]) if len(lines) == 1 and re.search(r"[^\W\d_]", lines[0]) else None
        if code is None or code == said.value:
            return False
        self.heard.remove(said)
        both = said.words.strip() if lines[0] in said.words else f"{said.words.strip()} {lines[0]}"
        self._puzzle(both, self.ratings.choose(RATING))
        return True

    def _others(self, labelled: dict[str, list[str]]) -> None:
        """What stands in each box; an N/A beside answers in others says only that this one has nothing."""
        judged = [*self.heard]
        for key, lines in labelled.items():
            prompt = self.prompts[key]
            words = paragraphs(lines)
            if not re.search(r"[^\W_]", words) and not re.search(r"[^\s\W]", words):
                continue
            if prompt.kind is Kind.TEXT:
                self._text(key, words)
            else:
                self._value(prompt, words)
        if not all(each.not_applicable for each in self.heard):
            self.heard = [each for each in self.heard if not each.not_applicable or each in judged]

    def _is_rating(self, words: str) -> bool:
        """Whether words in a box for words are a rating, which is no evidence: asked about, or said already."""
        code = self.spoken.rating_of(words) if RATING in self.prompts and len(words.split()) <= 4 else None
        said = next((each.value for each in self.heard if each.prompt == RATING), None)
        if code is None or (not re.search(r"[^\W\d_]", words) and said is not None):
            return False
        if code != said:
            self.heard = [each for each in self.heard if each.prompt != RATING]
            self._puzzle(words, self.ratings.choose(RATING))
        return True

    def _text(self, key: str, words: str) -> None:
        if self._is_rating(words):
            return
        words = bare(words, self.spoken.names)
        try:
            given = understand(self.template, self.question, key, words)
        except Unclear as unclear:
            self._puzzle(words, str(unclear))
            return
        if given.not_applicable and any(each.not_applicable for each in self.heard):
            return
        self.heard.append(ReadAnswer(*given, words=words))

    def _value(self, prompt: Prompt, words: str) -> None:
        for said in _simpler(prompt.kind, words):
            try:
                self.heard.append(ReadAnswer(self.question.ref, prompt.key, as_stored(prompt, said), words=words))
            except Unclear as unclear:
                why = str(unclear)
            else:
                return
        self._puzzle(words, why, prompt.key)


_IN_BRACKETS = LatePattern(r"[(\[]|[^()\[\]\n]{1,40}[)\]]")  # "(Amber): Green"


def _simpler(kind: Kind, words: str) -> Iterator[str]:
    yield words.strip().rstrip(".")
    if kind is Kind.DATE:
        bare = re.sub(r"\b(\d{1,2})(?:st|nd|rd|th)\b", r"\1", words.strip().rstrip("."))
        yield re.sub(r"^(?:on\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+", "", bare, flags=re.IGNORECASE)
    if kind is Kind.NUMBER and (found := re.fullmatch(r"([\d,.]+)\s+[a-z]+\.?", words.strip(), re.IGNORECASE)):
        yield found[1]
