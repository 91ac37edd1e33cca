"""The offers of one letter back, each with the word that records it. Pure."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from config.questionnaire import RATING, YES_NO, Template
from config.words import count, form
from intake.forms import Offer, prompts
from intake.letters import OF_ALL, OfAll, Puzzle, ReadAnswer
from intake.mail.outward.understood import in_words, theirs
from intake.returns import Given

ALONE = "YES"


class MadeOffer(NamedTuple):
    """What a reply of `word` records; `lines` say it in a letter, `whose` it was where it is somebody else's."""

    offer: Offer
    word: str
    lines: tuple[str, ...]
    about: Puzzle | None = None
    whose: str = ""
    is_again: bool = False  # offered before, and still open


class SaidOfAll(NamedTuple):
    """A sentence that was taken for a rating of many questions, in the words of a letter about it."""

    words: str
    rating: str
    questions: str  # how many, in words
    example: str  # how to put one right


def offers_of(
    template: Template, puzzles: Sequence[Puzzle], over: Sequence[Given], asked: Collection[str],
    before: Sequence[Offer] = (),
) -> tuple[MadeOffer, ...]:  # fmt: skip
    """What these puzzles may mean. `over`: answers that stand where they would; `asked`: what the letter asks too.

    `before`: what was offered before and is still open, which keeps its number.
    """
    quoted = [(None, said, whose) for whose, said in theirs(puzzles).items() if any(each.offered for each in said)]
    found = [(each, [each], "") for each in puzzles if each.offered and not each.whose]
    new = {given.given for _, said, _ in (*found, *quoted) for puzzle in said for given in puzzle.offered}
    again = [offer for each in before if (offer := _without(each, new))]
    is_numbered = len(quoted) + len(found) + len(again) > 1 or _takes_yes(template, asked)
    made = _again(template, again, is_numbered=is_numbered)
    begun = max((each.offer.number for each in made), default=0)
    for number, (about, said, whose) in enumerate([*found, *quoted], start=begun + 1):
        answers = tuple(each for puzzle in said for each in puzzle.offered)
        stands = tuple(
            each for each in over if (each.question, each.prompt) in {(a.question, a.prompt) for a in answers}
        )
        word = f"{ALONE} {number}" if is_numbered else ALONE
        offer = Offer(
            whose or said[0].text, tuple(each.given for each in answers), stands, number if is_numbered else 0, whose
        )
        made.append(MadeOffer(offer, word, _lines(template, answers, word, is_over=bool(stands)), about, whose))
    return tuple(made)


def _without(offer: Offer, new: Collection[Given]) -> Offer | None:
    """What was offered before, without the questions that a newer offer is for."""
    refs = {(each.question, each.prompt) for each in new}
    left = tuple(each for each in offer.answers if (each.question, each.prompt) not in refs)
    return offer._replace(answers=left) if left else None


def _again(template: Template, before: Sequence[Offer], *, is_numbered: bool) -> list[MadeOffer]:
    """What was offered before, in the words of another letter; what had no number gets the next one."""
    made: list[MadeOffer] = []
    free = max((each.number for each in before), default=0) + 1
    for each in before:
        number = each.number or (free if is_numbered else 0)
        free += number == free
        word = f"{ALONE} {number}" if number else ALONE
        answers = [ReadAnswer(*given) for given in each.answers]
        if each.whose:
            lines = (f"{each.whose} wrote, in a letter that yours quoted:", *_each(template, answers, word))
        else:
            held = tuple(f"Another answer stands at {given.question}." for given in each.over)
            lines = (f"You wrote before: {each.said}", *held, *_lines(template, answers, word, is_over=bool(held)))
        made.append(MadeOffer(each._replace(number=number), word, lines, whose=each.whose, is_again=True))
    return made


def _each(template: Template, answers: Sequence[ReadAnswer], word: str) -> tuple[str, ...]:
    """Answers of somebody else's or of a file, a line each, and what to write."""
    told = (f"- {each.question}: {in_words(template, template.by_ref[each.question], each)}" for each in answers)
    return *told, f"To record {form(len(answers), 'it', 'them all')} as yours, reply {word}."


def _lines(template: Template, answers: Sequence[ReadAnswer], word: str, *, is_over: bool) -> tuple[str, ...]:
    """What it may mean, for which questions, and what to write."""
    refs = list(dict.fromkeys(each.question for each in answers))
    if len({(each.value, each.not_applicable) for each in answers}) > 1:
        return _each(template, answers, word)  # a file's, each its own
    rating = in_words(template, template.by_ref[answers[0].question], answers[0])
    if is_over:
        return (f"To record {rating} in {form(len(refs), 'its', 'their')} place, reply {word}.",)
    may = f"It may mean {rating} for {count(len(refs), 'question')}: {', '.join(refs)}."
    return may, f"To record this, reply {word}."


def _takes_yes(template: Template, asked: Collection[str]) -> bool:
    """Whether a reply of YES may answer one of these questions; where it is the only one, it may in any words."""
    boxes = [each for ref in asked for each in prompts(template, template.by_ref[ref])]
    says_yes = (each for each in boxes if any(said.lower().startswith("yes") for said in each.choices))
    return len(asked) == 1 or any(each.key == YES_NO for each in boxes) or any(says_yes)


def said_of_all(template: Template, said: Iterable[OfAll], recorded: Iterable[ReadAnswer]) -> tuple[SaidOfAll, ...]:
    """The sentences from which these answers were recorded."""
    answers = [each for each in recorded if each.by == OF_ALL]
    return tuple(
        SaidOfAll(each.words, _name(template, own[0]), count(len(own), "question"), _example(template, own[0]))
        for each in said
        if (own := [answer for answer in answers if answer.words == each.words])
    )


def _name(template: Template, answer: ReadAnswer) -> str:
    return in_words(template, template.by_ref[answer.question], answer)


def _example(template: Template, answer: ReadAnswer) -> str:
    """One of the questions with another rating."""
    others = [each.label for each in template.scale.given if each.code != answer.value]
    said = others[-1] if answer.prompt == RATING else "No" if answer.value == "yes" else "Yes"
    return f"{answer.question}: {said}"


def shown_over(offers: Iterable[MadeOffer]) -> tuple[Given, ...]:
    """What stands where an offer would: whoever reads of it has seen it."""
    return tuple(dict.fromkeys(given for each in offers for given in each.offer.over))
