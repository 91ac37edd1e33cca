"""Words that speak of last time's answer and say nothing of now: "no change", "keep the words". Nobody's answer."""

import re
from dataclasses import replace

from config.notation import LatePattern
from config.questionnaire import Kind
from intake.letters.ours import Known, words_of
from intake.letters.reading import Form, Puzzle

LOOSE = "Write KEEP alone below this question to keep last time's answer, or write what is so now."
NOTHING_SHOWN = "No answer of last time is shown here to keep. Write what is so now."
NEVER_ALL = "There is no word that keeps everything. Write KEEP below each question, or with its number, as in KEEP {}."
LONGEST = 12  # words; whoever says more says something of now
_NUMBER = LatePattern(r"\d[\w.]*")
_SPEAKS = frozenset(("keep", "kept", "drop", "same", "unchanged"))
_CHANGE = frozenset(("change", "changes", "changed"))
_NO = frozenset(("no", "not", "nothing", "none", "hasn't", "haven't"))
_TIMES = frozenset(("year", "year's", "years", "time", "time's", "times"))
_ABOUT = (
    "the",
    "it",
    "this",
    "that",
    "these",
    "it's",
    "our",
    "my",
    "all",
    "everything",
    "word",
    "words",
    "text",
    "rating",
)
_WHOSE = ("answer", "answers", "evidence", "return", "audit", "round", "we", "i", "there", "any", "last")
_WHEN = (
    "previous",
    "previously",
    "before",
    "since",
    "from",
    "for",
    "now",
    "still",
    "again",
    "remain",
    "remains",
    "stays",
)
_SMALL = (
    "please",
    "as",
    "is",
    "was",
    "would",
    "like",
    "to",
    "want",
    "and",
    "but",
    "has",
    "have",
    "been",
    "in",
    "of",
    "per",
)
_FILL = frozenset((*_ABOUT, *_WHOSE, *_WHEN, *_SMALL, "said", "say", "exactly"))
_MAY_STAND = _SPEAKS | _CHANGE | _NO | _TIMES | _FILL


def ask_about_loose(form: Form, known: Known) -> Form:
    """Without words that only speak of last time, which are asked about: where we showed none, KEEP and DROP alone."""
    if known.last:
        form = _of_no_question(form, known)
        loose = [each for each in form.answers if _is_loose(each.question, each.prompt, each.value, known)]
    else:  # a word of ours alone is no evidence, whatever we showed
        loose = [each for each in form.answers if each.value.strip(" .!*").casefold() in ("keep", "drop")]
    if not loose:
        return form
    shown = {ref for ref, _ in known.last}
    asked = {
        each.question: Puzzle(each.question, each.value, LOOSE if each.question in shown else NOTHING_SHOWN)
        for each in loose
        if each.question not in form.kept
    }
    answers = tuple(each for each in form.answers if each not in loose)
    return replace(form, answers=answers, not_understood=(*form.not_understood, *asked.values()))


def _of_no_question(form: Form, known: Known) -> Form:
    """KEEP, "no change" and their like, said of no question or of several at once, keep nothing."""
    loose = [words for words in form.leftovers if all(_keeps(each, known) for each in words.splitlines())]
    rest = tuple(words for words in form.leftovers if words not in loose)
    refs = ", ".join(list(dict.fromkeys(ref for ref, _ in known.last))[:2])
    asked = [Puzzle("", words, NEVER_ALL.format(refs)) for words in loose]
    return replace(form, leftovers=rest, not_understood=(*form.not_understood, *asked))


def _keeps(line: str, known: Known) -> bool:
    words = _NUMBER.sub("", line)
    says = frozenset(words_of(words)) & (_SPEAKS | _CHANGE)  # a heading such as "Last time" does not
    return bool(says) and _speaks_of_last(words, known, asks_of_change=False)


def _is_loose(ref: str, key: str, value: str, known: Known) -> bool:
    question = known.template.by_ref[ref]
    prompt = question.prompt(key)
    if prompt is None or prompt.kind is not Kind.TEXT:
        return False
    asks_of_change = "chang" in f"{question.text} {prompt.text}".lower()
    lines = [line for line in value.split("\n") if line.strip()]
    return bool(lines) and all(_speaks_of_last(line, known, asks_of_change=asks_of_change) for line in lines)


def _speaks_of_last(line: str, known: Known, *, asks_of_change: bool) -> bool:
    """Whether a line says no more than that something stays as it was, or goes; "no change" may answer a question."""
    said = words_of(re.sub(r"\w+(?:\.\w+)*", lambda found: "" if found[0] in known.refs else found[0], line))
    words = frozenset(said)
    is_unchanged = bool(words & _CHANGE and words & _NO) and not asks_of_change
    is_of_last = "last" in words and bool(words & _TIMES)
    says = bool(words & _SPEAKS) or is_unchanged or is_of_last or said == ("as", "before")
    return says and len(said) <= LONGEST and words <= _MAY_STAND
