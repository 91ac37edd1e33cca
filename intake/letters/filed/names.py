"""How files are called: by their names, by words of these, by the places in which they came, by codes. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from config.notation import LatePattern, compiled_once
from config.questionnaire import Template
from intake.ratings import levelled

_SAYS_NOTHING = re.compile(
    r"attached|attachment|enclosed|file|document|docs?|copy|final|version|draft|new|old|signed|updated|latest|current"
    r"|evidence|section|audit|safeguarding|safeguard|the|and|for|our|your|with|from|this|that|not|all|img|image|scan"
    r"|scanned|photo|picture|screenshot|whatsapp|untitled|page|form|answer|return|question|child|children|staff"
    r"|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
)
_PLACES = ("first|1st", "second|2nd", "third|3rd", "fourth|4th")
ENDING = r"\w\.(?:pdf|docx?|xlsx?|xlsm|pptx?|od[tsp]|rtf|txt|csv|jpe?g|png|heic|msg|eml|zip)\b"
NAMES_FILE = LatePattern(ENDING)
_LEAST = 4  # letters of a name that tell it from other words


class FileNames:
    """The names of some files, found in what is said of them."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(dict.fromkeys(names))
        words = {name: words_of_name(name) for name in self.names}
        often = Counter(word for each in words.values() for word in each)
        self.by_word = {word: name for name, each in words.items() for word in each if often[word] == 1}

    def named_in(self, flat: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Where a name stands, with or without its ending, the longest first."""
        taken: list[tuple[int, int]] = []
        for name in sorted(self.names, key=len, reverse=True):
            said = _said_as(name)
            for found in compiled_once(said).finditer(flat) if said else ():
                if not any(start < found.end() and found.start() < end for start, end in taken):
                    taken.append(found.span())
                    yield *found.span(), (name,)

    def called_in(self, flat: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Where a word stands that only one of the names has, or the place of one among them."""
        for found in re.finditer(r"[a-z]{3,}", flat):
            name = self.by_word.get(_singular(found[0]))
            if name:
                yield *found.span(), (name,)
        if len(self.names) > 1:
            for place, name in zip(_PLACES, self.names, strict=False):
                said = rf"\b(?:{place})\b(?: (?:one|file|attachment|document)\b)?(?= (?:is|goes|belongs|for|with|to)\b)"
                for found in compiled_once(said).finditer(flat):
                    yield *found.span(), (name,)


def words_of_name(name: str) -> frozenset[str]:
    """The words of a name that tell it from others, in the singular."""
    stem = levelled(name.rpartition(".")[0] or name)
    words = map(_singular, re.findall(r"[a-z]{3,}", stem))
    return frozenset(word for word in words if not _SAYS_NOTHING.fullmatch(word))


def _singular(word: str) -> str:
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s") if not word.endswith("ss") else word


def _said_as(name: str) -> str:
    stem, _, ending = levelled(name).rpartition(".")
    parts = re.findall(r"[^\W_]+", stem or ending)
    if not parts:
        return ""
    whole = r"[\W_]{0,3}".join(map(re.escape, parts))
    end = re.escape(ending) if stem else ""
    is_telling = len(parts) > 1 and sum(map(len, re.findall(r"[^\W\d_]+", stem))) >= _LEAST
    closes = rf"(?:\.{end})?" if is_telling else rf"\.{end}"
    return rf"(?<![^\W_]){whole}{closes}(?![^\W_])"


def codes_in_name(name: str, template: Template) -> tuple[str, ...]:
    """The questions that a name begins with, calls, or has in brackets: "1.2 matrix.xlsx"; a year is no code."""
    stem = name.rpartition(".")[0] or name
    several = re.search(
        r"(?<![\w.])(\d{1,2}\.\d{1,2}(?:(?:\s{0,2}(?:,|&|\+)\s{0,2}|[\s_]{1,2}(?:and[\s_]{1,2})?)\d{1,2}\.\d{1,2})+)(?![\d.]*\d)",
        stem,
        re.IGNORECASE,
    )
    if several:
        refs = re.findall(r"\d{1,2}\.\d{1,2}", several[1])
        if all(ref in template.by_ref for ref in refs):
            return tuple(dict.fromkeys(refs))
    one = _one_code(name, template)
    return (one,) if one else ()


def _one_code(name: str, template: Template) -> str | None:
    found = re.match(r"\W*(q(?:uestion)?[\s_.-]*)?\[?(\d{1,2}(?:[._-]\d{1,2})*)(?=[\]\s_.)-]|$)", name, re.IGNORECASE)
    later = re.search(r"(?<![a-z])q(?:uestion)?[\s_.-]*(\d{1,2}(?:[._]\d{1,2})*)(?!\d)", name, re.IGNORECASE)
    for said, is_called in ((found[2], bool(found[1])) if found else ("", False), (later[1] if later else "", True)):
        ref = re.sub(r"[_-]", ".", said).strip(".")
        if ref in template.by_ref and ("." in ref or is_called or (found and re.match(r"\W*\[?\d+\]?[\s_)]", name))):
            return ref
    told = re.search(r"(?<![a-z])for[\s_]+(\d{1,2}\.\d{1,2})(?![\d.]*\d)", name, re.IGNORECASE)
    inside = re.search(r"[(\[](\d{1,2}\.\d{1,2})[)\]]", name)
    for each in (told, inside):
        if each and each[1] in template.by_ref:
            return each[1]
    by_lower = {each.lower(): each for each in template.by_ref if not each[0].isdigit()}
    first = re.split(r"[\s_]", name.lower(), maxsplit=1)[0].strip("[]()")
    return by_lower.get(first)


def named_by(name: str, said: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The questions whose words (question, words) name the file; several only where none but the file can be meant."""
    stem = _plain(name.rpartition(".")[0] or name)
    if len(stem) < _LEAST:
        return ()
    flat = [(ref, f" {_plain(words)} ") for ref, words in said]
    refs = tuple(dict.fromkeys(ref for ref, words in flat if f" {stem} " in words))
    if len(refs) < 2 or " " in stem:
        return refs
    whole = tuple(dict.fromkeys(ref for ref, words in flat if f" {_plain(name)} " in words))
    return whole if whole == refs else ()


def _plain(words: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", words.lower()))
