"""What a sentence of all comes to, beside everything else that its letter answers. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from config.notation import LatePattern
from config.questionnaire import RATING, YES_NO, Kind
from config.words import count
from intake.forms import prompts
from intake.letters.of_all.beside import doubts
from intake.letters.ours import Known
from intake.letters.questions import numbering_of
from intake.letters.reading import OF_ALL, Form, OfAll, Puzzle, ReadAnswer
from intake.ratings import levelled

ABOUT_ALL = "of every question"  # the cue of a puzzle about such words
_STANDARDS = ("standard", "section", "area")


def rate_all(form: Form, known: Known) -> Form:
    """The form with what a plain sentence says of all its questions that it answers in no other way.

    What is not plain is asked about, and offered where one rating is meant.
    """
    said = [each for each in form.of_all if not any(_is_part(each, other) for other in form.of_all)]
    if not said:
        return form
    free = _free(form, known)
    if len({each.value for each in said}) > 1:
        return _asked(form, [Puzzle("", each.words, _DIFFER, ABOUT_ALL) for each in said])
    plain = next((each for each in said if each.is_plain and _counts(each, known)), None)
    if plain is None:
        return _asked(form, [_puzzle(each, known, free) for each in said[:1]])
    own = list(_own(plain, free))
    left_out = {ref for ref, _ in plain.excepted}
    doubted = _doubted(form, known)
    heard = [each for each in _every(plain, known, free) if each.question not in left_out]
    asked = [
        Puzzle(each.question, f"{each.words} / {doubted[each.question]}", _BESIDE.format(each.question))
        for each in heard
        if each.question in doubted
    ]
    heard = [each for each in heard if each.question not in doubted]
    form = replace(form, answers=(*form.answers, *own, *heard), of_all=(plain,))
    return replace(form, not_understood=(*form.not_understood, *asked))


def _doubted(form: Form, known: Known) -> dict[str, str]:
    """The questions of which the letter says something that may speak against what it says of all, with these words."""
    numbers = numbering_of(known.refs)
    texts = {(each.question, each.value) for each in form.answers if each.prompt not in (RATING, YES_NO)}
    said = {ref: words for ref, words in texts if doubts(words) or _LACKS.match(levelled(words))}
    for words in form.leftovers:
        named = [each for each in numbers.alone.finditer(levelled(words)) if each["named"] or "." in each["ref"]]
        said |= {numbers.refs[each["ref"]]: words for each in named if doubts(words)}
    return said


def asked_once(form: Form, rated: Form) -> Form:
    """The form, with one puzzle for a sentence of all that the letter takes back: not one for each of its questions.

    `rated`: the form before what the letter says of its answers was heard.
    """
    own = [each for each in rated.answers if each.by == OF_ALL]
    if not own or any(each.by == OF_ALL for each in form.answers):
        return form
    refs, words = {each.question for each in own}, own[0].words
    gone = [each for each in form.not_understood if each.question in refs and words in each.text]
    if len(gone) < _MANY:
        return form
    told = {f"{each.question} {each.text}" for each in gone} | {f"{each.question} {words}" for each in gone}
    one = gone[0]._replace(question="", text=words, offered=tuple(own))
    puzzles = tuple(each for each in form.not_understood if each not in gone)
    left = tuple(each for each in form.leftovers if each not in told)
    return replace(form, not_understood=(*puzzles, one), leftovers=left, of_all=())


_BESIDE = "Your letter says both. Write “[{0}]” and the rating that is right."
_LACKS = LatePattern(
    r"\W*(?:no(?!\w)(?! (?:change|concern|issue|problem|gap)s?\b)|none|not|nobody|nothing|never|tbc|tba"
    r"|unsure|ask|waiting|pending|to follow)(?!\w)"
)
_MANY = 3  # questions: a few are asked about one by one
_DIFFER = "Your letter gives all questions two different answers, so it gives none. Write each after its code."


def _is_part(one: OfAll, other: OfAll) -> bool:
    """Whether a sentence of the rest only repeats what another says of all."""
    return one is not other and not one.is_plain and other.is_plain and one.value == other.value


def _asked(form: Form, puzzles: Sequence[Puzzle]) -> Form:
    return replace(form, not_understood=(*form.not_understood, *puzzles), of_all=())


def _free(form: Form, known: Known) -> frozenset[tuple[str, str]]:
    """The questions and prompts for a rating or a yes that the letter answers in no other way."""
    said = {(each.question, each.prompt) for each in form.answers}
    aside = {each.question for each in form.answers if each.not_applicable}
    doubted = {each.question for each in form.not_understood if each.doubts_choice}
    taken = aside | doubted | {*form.kept, *form.dropped}
    asked = ((ref, key) for ref in known.asked for key in _choices(known, ref))
    return frozenset(each for each in asked if each not in said and each[0] not in taken)


def _choices(known: Known, ref: str) -> list[str]:
    own = prompts(known.template, known.template.by_ref[ref])
    return [each.key for each in own if each.key == RATING or (each.key == YES_NO and each.kind is Kind.YES_NO)]


def _every(said: OfAll, known: Known, free: frozenset[tuple[str, str]]) -> list[ReadAnswer]:
    prompt = YES_NO if said.value in ("yes", "no") else RATING
    return [_read(ref, prompt, said.value, said) for ref in known.asked if (ref, prompt) in free]


def _own(said: OfAll, free: frozenset[tuple[str, str]]) -> Iterator[ReadAnswer]:
    """What is left out, with a rating of its own."""
    for ref, value in said.excepted:
        prompt = YES_NO if value in ("yes", "no") else RATING
        if value and (ref, prompt) in free:
            yield _read(ref, prompt, value, said)._replace(by="")


def _read(ref: str, prompt: str, value: str, said: OfAll) -> ReadAnswer:
    return ReadAnswer(ref, prompt, value, words=said.words, by=OF_ALL)


def _counts(said: OfAll, known: Known) -> bool:
    """Whether the number in "all 20 questions" is that of the form."""
    many, of = said.many
    if not many:
        return True
    if of.startswith(_STANDARDS):
        parts = {ref.partition(".")[0] for ref in known.asked}
        every = {ref.partition(".")[0] for ref in known.refs}
        return many in (len(parts), len(every), len(known.template.standards))
    rated = [ref for ref in known.asked if _choices(known, ref)]
    return many in (len(known.asked), len(rated))


def _puzzle(said: OfAll, known: Known, free: frozenset[tuple[str, str]]) -> Puzzle:
    """What is said back of words that are not plain; with what they may mean, where that is one thing."""
    code = next((ref for ref in known.asked if RATING in _choices(known, ref)), known.asked[0])
    name = known.template.scale.given[0].label
    how = f"Write them in lines such as “{code}: {name}”."
    if not said.fits:
        return Puzzle("", said.words, f"It leaves out a question that we do not ask. {how}", ABOUT_ALL)
    if not _counts(said, known):
        asked = count(len(known.asked), "question")
        return Puzzle("", said.words, f"We asked {asked}, so this may be of something else. {how}", ABOUT_ALL)
    left_out = {ref for ref, _ in said.excepted}
    free = free if said.is_offered else frozenset()
    offered = tuple(each for each in _every(said, known, free) if each.question not in left_out)
    return Puzzle("", said.words, f"{_NO_OTHER} {how}", ABOUT_ALL, offered=offered)


_NO_OTHER = "No other rating was changed: each needs its question's number."
