"""How words and sentences are told in what agencies write: notes, bullets, wrapped letters, British spelling."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from spacy.attrs import IS_SPACE, LOWER, NORM, ORTH  # type: ignore[import-not-found]
from spacy.lang.en import English
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

Sentence = tuple[int, int]
LONGEST = 2000  # characters of a sentence; more is no sentence, and the time it takes must stay bounded

_BULLET = r"[-–—•▪●◦‣*o·►✓✔]|\(?\d{1,2}[.)]|\(?[a-zA-Z][.)]"
_LINE_BREAK = re.compile(rf"\n[ \t]*(?:\n\s*|(?=(?:{_BULLET})\s)|(?=[^a-z\s]))|(?<=[.:;])[ \t]*\n\s*|\s(?=[•▪●◦‣►✓✔])")
_STOP = re.compile(r"(?<![.!?…])[.!?…]+[\"”’')\]]*(?=\s)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.?g|i\.?e|etc|mr|mrs|ms|dr|prof|st|no|nos|vs|approx|ref|inc|dept|para|fig|sgt|rev|cllr|hon|ext|tel|"
    r"vol|p|pp|s|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)|\b[A-Z]|\b\d{1,2})\.$",
    re.IGNORECASE,
)
_ABBREVIATED_END = re.compile(r"\b(?:etc|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|no|\d{1,2})\.$", re.IGNORECASE)
_EDGE = re.compile(rf"\s*+(?:(?:{_BULLET})[ \t]++)?\s*+")

_IRREGULAR = {
    "children": "child",
    "people": "person",
    "men": "man",
    "women": "woman",
    "met": "meet",
    "told": "tell",
    "heard": "hear",
    "felt": "feel",
    "said": "say",
    "spoke": "speak",
    "spoken": "speak",
    "took": "take",
    "taken": "take",
    "sought": "seek",
    "gave": "give",
    "given": "give",
    "made": "make",
    "held": "hold",
    "kept": "keep",
    "led": "lead",
    "sent": "send",
    "brought": "bring",
    "built": "build",
    "wrote": "write",
    "written": "write",
    "knew": "know",
    "known": "know",
    "saw": "see",
    "seen": "see",
    "did": "do",
    "done": "do",
    "does": "do",
    "has": "have",
    "had": "have",
    "is": "be",
    "are": "be",
    "was": "be",
    "were": "be",
    "been": "be",
    "am": "be",
    "being": "be",
    "went": "go",
    "gone": "go",
    "goes": "go",
    "ran": "run",
    "paid": "pay",
    "thought": "think",
    "understood": "understand",
    "chosen": "choose",
    "chose": "choose",
    "began": "begin",
    "begun": "begin",
    "left": "leave",
    "found": "find",
    "lost": "lose",
    "got": "get",
    "gotten": "get",
    "became": "become",
    "shown": "show",
    "drew": "draw",
    "drawn": "draw",
    "better": "good",
    "best": "good",
    "bodies": "body",
    "policies": "policy",
    "agencies": "agency",
    "families": "family",
    "studies": "study",
    "feedback": "feedback",
    "analyses": "analysis",
    "crises": "crisis",
    "this": "this",
    "his": "his",
    "us": "us",
    "yes": "yes",
    "always": "always",
    "voices": "voice",
    "wishes": "wish",
    "n't": "not",
    "ca": "can",
    "wo": "will",
    "cannot": "not",
    "without": "without",
    "during": "during",
    "nothing": "nothing",
    "something": "something",
    "anything": "anything",
    "everything": "everything",
    "evening": "evening",
    "morning": "morning",
    "thing": "thing",
    "things": "thing",
    "need": "need",
    "indeed": "indeed",
    "hundred": "hundred",
    "bed": "bed",
    "red": "red",
    "children's": "child",
    "cyp": "cyp",
    "news": "news",
    "lens": "lens",
    "process": "process",
    "access": "access",
    "business": "business",
    "address": "address",
    "across": "across",
    "less": "less",
    "unless": "unless",
    "focus": "focus",
    "status": "status",
    "bus": "bus",
    "plus": "plus",
    "thus": "thus",
    "basis": "basis",
    "analysis": "analysis",
    "crisis": "crisis",
    "covid": "covid",
    "gps": "gp",
    "dsls": "dsl",
    "iros": "iro",
    "nspcc": "nspcc",
    "cses": "cse",
    "ehcps": "ehcp",
}


def sentences(text: str) -> Iterator[Sentence]:
    """Where each sentence, bullet or note begins and ends, its bullet mark and outer spaces left off."""
    start = 0
    for end in _ends(text):
        first = start + len((_EDGE.match(text[start:end]) or [""])[0])
        last = start + len(text[start:end].rstrip())
        if first < last and any(each.isalnum() for each in text[first:last]):
            yield first, last
        start = end


def language(respell: Callable[[str], str] | None = None) -> Language:
    """A pipeline of an English tokenizer alone, in which a word's norm is its stem; `respell` mends misspellings."""
    nlp = Language(create_tokenizer=_bare)  # spacy.blank takes a quarter of a second over exceptions not wanted here
    mend = respell or _same
    vocabulary: Any = nlp.vocab  # told of stems before the tokenizer, which makes the words of its exceptions at once
    vocabulary.lex_attr_getters = {
        **{
            wanted: vocabulary.lex_attr_getters[wanted] for wanted in (LOWER, IS_SPACE)
        },  # shapes and the like cost time
        NORM: lambda word: stem(mend(word.lower())),
    }
    english = English.Defaults
    kept = [str(each) for each in english.infixes or () if "~" not in str(each)]  # the one that parts hyphens
    nlp.tokenizer = Tokenizer(
        nlp.vocab,
        rules={
            word: [{ORTH: part[ORTH]} for part in rule]  # without spaCy's norms
            for word, rule in (english.tokenizer_exceptions or {}).items()
            if "'" in word or "’" in word or word in _ABBREVIATIONS
        },
        prefix_search=compile_prefix_regex(english.prefixes or ()).search,
        suffix_search=compile_suffix_regex(english.suffixes or ()).search,
        infix_finditer=compile_infix_regex([*kept, r"(?<=[a-zA-Z)])[/&](?=[a-zA-Z(])"]).finditer,
        url_match=english.url_match,
    )
    return nlp


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """One form for all forms of a word: raise, raised and raising are "rais"; hyphens are dropped."""
    word = word.replace("’", "'").replace("-", "").replace("\u2011", "").lower() or word  # a dash stays a dash
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.isalpha():
        return word
    word = _singular(word)
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and re.search("[aeiouy]", word[: -len(ending)]):
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    word = re.sub(r"iz(?=e?$|ation$)", "is", word)
    if word.endswith("ll"):
        word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def _bare(nlp: Language) -> Tokenizer:
    return Tokenizer(nlp.vocab)


_ABBREVIATIONS = frozenset(("e.g.", "i.e.", "Mr.", "Mrs.", "Ms.", "Dr.", "St.", "a.m.", "p.m.", "vs."))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _same(word: str) -> str:
    return word


def _ends(text: str) -> Iterator[int]:
    """Where to cut, and no piece longer than LONGEST; a longer one is cut at a space if it has one."""
    start = 0
    for end in [*_breaks(text), len(text)]:
        while end - start > LONGEST:
            space = text.rfind(" ", start + 1, start + LONGEST)
            start = space if space > 0 else start + LONGEST
            yield start
        yield end
        start = end


def _breaks(text: str) -> list[int]:
    places = {match.end() for match in _LINE_BREAK.finditer(text)}
    for match in _STOP.finditer(text):
        before = text[max(0, match.start() - 8) : match.start() + 1]
        after = text[match.end() : match.end() + 4].lstrip()[:1]
        if _ABBREVIATION.search(before) and not (_ABBREVIATED_END.search(before) and after.isupper()):
            continue
        if after and not after.islower():
            places.add(match.end())
    return sorted(places)
