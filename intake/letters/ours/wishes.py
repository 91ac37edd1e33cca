"""What a letter asks of a manager, in which words, and whom or which day it names. Pure."""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple

from config.dates import days_in
from config.email_address import IN_WORDS
from config.notation import LatePattern
from config.questionnaire import Scale
from intake.letters.lines import Line, Wording
from intake.letters.ours.courtesy import greets, signs_off, speaks_of_letter
from intake.letters.ours.known import Known
from intake.letters.ours.submit import submits_alone

Wish = Literal["more time", "not me", "question"]
MOST_LINES = 12  # that belong to a wish
LONGEST = 1500  # characters of a plea that a manager is shown
_MORE_TIME = LatePattern(
    r"[*_>\s]*+(?:more time\b|(?:can|could|may) (?:we|i) have (?:more time|an extension|longer)\b)", re.I
)
_NOT_ME = LatePattern(r"[*_>\s]*+(?:not me\b|(?:this|it) is not for me\b|i(?:'m| am|m) not the right person\b)", re.I)
_KINDS: tuple[tuple[Wish, LatePattern], ...] = (("more time", _MORE_TIME), ("not me", _NOT_ME))
_KEYWORD = LatePattern(r"[\s*_\"'“]{0,4}(?:MORE TIME|NOT ME)\b")
_TO_A_PERSON = LatePattern(
    r"[\s*_\"'“]{0,4}(?:QUESTION\b(?!\s*\d)"
    r"|[Qq]uestion (?:for|to) (?:the |our |my )?(?:manager|partnership|board|you)\b)\W*\w"
)
_PLEADS = LatePattern(
    r"[\s*_\"'“]{0,4}(?:(?:please\s)?(?:can|could|may)\s(?:we|i)\s(?:please\s)?have\s(?:(?:some|a\slittle|a\sbit)\s)?more\stime"
    r"|more\stime,?\s(?:please|pls)|more\stime\sfor\sthe\s(?:rest|others?))\b",
    re.IGNORECASE,
)
_UNMISTAKABLE = LatePattern(r"[*_>\s]*+(?:(?:can|could|may) (?:we|i) have |i(?:'m| am|m) not the right person\b)", re.I)
_CODE = LatePattern(
    r"\W{0,4}(?:(?:on|for|re|as for|regarding)\s(?=\W?q|\W?\d{1,2}\.\d))?(?:q(?:uestion)?\W{0,2})?(\d[\w.]{0,8})",
    re.IGNORECASE,
)
_QUESTION = LatePattern(r"(?<![^.!?\n])[^.!?\n]*+\?(?=[\s\"'”’)\]]|$)")
_HEDGES = LatePattern(
    r"or|and|mostly|mainly|partly|maybe|perhaps|probably|possibly|between|about|around|still|not|"
    r"yet|sure|yes|no|n|a|na|rating|score|level|we|are|is|it|at|the|to|i|think|say|put"
)
_ASKS = LatePattern(r"why|what|which|who|whom|when|where|how")
_THANKS = LatePattern(
    r"thank|thanks|you|very|much|so|many|for|the|your|this|that|letter|email|e|mail|message|note|"
    r"reminder|it|all|ok|okay|received|noted|got|will|do|we|i|have|and|again|cheers|great|lovely|"
    r"perfect|brilliant|done|fine|good|a|bunch|with|kind|best|warm|regards|wishes|hi|hello|dear|"
    r"in|advance|help|diolch|yn|fawr|ta|of|course|sure|let|me|us|know|understood|acknowledged|on|"
    r"to|from|helpful|useful|clear|quick|quickly|prompt|reply|response|answer|answers|answering|really|"
    r"appreciated|appreciate|is|was|s|ll|re|ve|been|now|then|speak|soon|best|nice|kindly|both|everyone"
)
_NO_NAME = LatePattern(
    r"please|ask|contact|try|email|write|to|not|me|the|it|is|should|be|can|could|you|speak|with|"
    r"my|our|colleague|instead|yes|no|ok|person|right|for|and|or|call|ring|phone|send|name|"
    r"address|hi|hello|dear|thanks|thank|this|that|who|he|she|they|new|lead|manager|safeguarding|"
    r"want|need|would|like|best|use|our|we|i|(?:it|that|this|he|she|there|here|who|you|we|they|i)['’](?:s|re|d|ll|m|ve)"
)


class SaidWish(NamedTuple):
    """One wish, in the words it was said."""

    wish: Wish
    words: str


class NamedPerson(NamedTuple):
    """Somebody to ask: their address, and their name or else the address again."""

    name: str
    email: str

    def __str__(self) -> str:
        return self.email if self.name == self.email else f"{self.name} ({self.email})"


def set_wishes_aside(wording: Wording, known: Known) -> Wording:
    """NOT ME and MORE TIME are for a manager, with the lines that follow them: they answer no question."""
    wished = _wished(wording.lines, known)
    kept = [line for number, line in enumerate(wording.lines) if number not in wished]
    said = "\n".join(wording.lines[number].text for number in sorted(wished) if wording.lines[number].text)
    return wording._replace(lines=kept, aside=(*wording.aside, said) if said else wording.aside)


def _wished(lines: Sequence[Line], known: Known) -> set[int]:
    """The lines, by number, that say NOT ME or MORE TIME, each with the lines that follow it."""

    def is_other(text: str) -> bool:
        return known.ours.begins(text) or submits_alone(text, known)

    found: set[int] = set()
    is_ours_above = False  # our answer to a wish repeats its words: they are ours only among our lines
    for start, line in enumerate(lines):
        is_again = not is_ours_above and _KEYWORD.match(line.text) is not None
        is_ours = bool(line.text) and known.ours.begins(line.text)
        is_ours_above = is_ours_above or (is_ours and not line.depth and not is_again)
        if line.depth or line.cell or not (is_again or not is_other(line.text)):
            continue
        if not (_KEYWORD.match(line.text) or _pleads(lines, start)):
            continue
        found.add(start)
        for number in range(start + 1, min(start + 1 + MOST_LINES, len(lines))):
            after = lines[number]
            if after.depth or after.cell or after.label or after.file is not None:
                break
            if is_other(after.text) and not (is_again and _says_whom_or_when(after.text)):
                break
            if signs_off(after.text, frozenset()) or _names_question(after.text, known.refs):
                break
            found.add(number)
    return found


def _says_whom_or_when(text: str) -> bool:
    return IN_WORDS.search(text) is not None or any(True for _ in days_in(text, date.min))


def _pleads(lines: Sequence[Line], number: int) -> bool:
    """Whether a paragraph of its own asks for more time in words."""
    return (not number or not lines[number - 1].text) and _PLEADS.match(lines[number].text) is not None


def wishes(remarks: Iterable[str]) -> list[SaidWish]:
    """The wishes among words that answered no question, each with what follows it; the first of each kind."""
    said = list(remarks)
    found: dict[Wish, SaidWish] = {}
    for number, words in enumerate(said):
        for wish in _begun(words):
            after = next((at for at in range(number + 1, len(said)) if _begun(said[at])), len(said))
            found.setdefault(wish, SaidWish(wish, "\n".join(said[number:after])[:LONGEST]))
    return list(found.values())


def wish_alone(words: str) -> SaidWish | None:
    """The wish that a whole message is; None where it may be an answer, such as "more time is needed for staff"."""
    line = words.strip().replace("\u2019", "'").partition("\n")[0]
    if _TO_A_PERSON.match(line):
        return SaidWish("question", words.strip()[:LONGEST])
    begun = next(((wish, found) for wish, said in _KINDS if (found := said.match(line))), None)
    is_plain = _KEYWORD.match(line) is not None or _PLEADS.match(line) is not None
    if begun is None:
        return SaidWish("more time", words.strip()[:LONGEST]) if is_plain else None
    wish, found = begun
    names = list(days_in(words, date.min)) if wish == "more time" else IN_WORDS.findall(words)
    is_alone = wish == "more time" and not re.search(r"\w", line[found.end() :])
    if is_plain or names or is_alone or _UNMISTAKABLE.match(line):
        return SaidWish(wish, words.strip()[:LONGEST])
    return None


def questions_to_us(remarks: Sequence[str], scale: Scale) -> SaidWish | None:
    """What is asked of a person, with the words around it; a rating with a question mark asks nothing."""
    begun = [number for number, words in enumerate(remarks) if _begun(words)]
    loose = [words for number, words in enumerate(remarks) if number not in begun]
    if begun:  # what follows a wish belongs to it where it names a person or a day
        after = list(remarks[: begun[0]])
        rest = [words for words in remarks[begun[0] + 1 :] if not _begun(words)]
        loose = after + [each for each in rest if not (IN_WORDS.search(each) or list(days_in(each, date.min)))]
    asks = any(_is_question(each, scale) for words in loose for each in _QUESTION.findall(words))
    return SaidWish("question", "\n".join(loose)[:LONGEST]) if asks else None


def says_more_than_thanks(remarks: Iterable[str], names: Collection[str]) -> bool:
    """Whether words that came to nothing hold anything a person should read; `names` as they may greet or sign."""
    known = {word for name in names for word in _words(name)}
    lines = [line for words in remarks for line in words.splitlines()]
    left = [line for line in lines if not (greets(line) or speaks_of_letter(line) or signs_off(line, frozenset()))]
    return any(word not in known and not _THANKS.fullmatch(word) for line in left for word in _words(line))


def day_named(words: str, today: date) -> date | None:
    """The one day that the words name; None where they name none, or two."""
    found = set(days_in(words, today))
    return found.pop() if len(found) == 1 else None


def person_named(words: str, besides: Collection[str]) -> NamedPerson | None:
    """The one person whose address stands in the words, `besides` these addresses; None for nobody or for two."""
    found = {each.lower() for each in IN_WORDS.findall(words)} - {each.lower() for each in besides}
    if len(found) != 1:
        return None
    email = found.pop()
    at = words.lower().index(email)
    before, after = words[:at], words[at + len(email) :]
    name = _name(re.split(r"[\n;:!?]|\.\s", before.rstrip(" \n<([-–—:,"))[-1], last=True)
    name = name or _name(re.split(r"[\n;:!?]|\.(?:\s|$)", after.lstrip(" >)]([-–—:,"))[0], last=False)
    return NamedPerson(name or _from_address(email) or email, email)


def _names_question(text: str, refs: Collection[str]) -> bool:
    """Whether a line begins with the code of a question: 1.2: 3, but not 1.2 alone or 12 May, which are days."""
    found = _CODE.match(text)
    if found is None or found[1].rstrip(".") not in refs:
        return False
    code, rest = text[: found.end()], text[found.end() :]
    if re.match(r"\s*:(?!\d\d)", rest):  # 12:30 is an hour
        return True
    apart = {*days_in(code, date.min), *days_in(rest, date.min)}  # a day that code and rest make together is in neither
    days = set(days_in(text, date.min))
    return not days or (days == apart and re.search(r"\w", rest) is not None)


def _name(text: str, *, last: bool) -> str:
    """Two to four words in a row that may be a name: the last such, or the first."""
    found: list[list[str]] = [[]]
    for word in re.findall(r"[^\W\d_][\w'’-]*|[^\w\s]", text):
        if word[0].isupper() and not _NO_NAME.fullmatch(word.lower()) and not word.isupper():
            found[-1].append(word)
        else:
            found.append([])
    names = [" ".join(each) for each in found if 2 <= len(each) <= 4]
    return (names[-1] if last else names[0]) if names else ""


def _from_address(email: str) -> str:
    """bill.hall@ is Bill Hall; anything less plain is no name."""
    parts = email.partition("@")[0].split(".")
    return " ".join(each.capitalize() for each in parts) if len(parts) == 2 and all(map(str.isalpha, parts)) else ""


def _begun(words: str) -> list[Wish]:
    """The wishes with which a line of these words begins."""
    lines = words.replace("\u2019", "'").splitlines()
    return [wish for wish, said in _KINDS if any(said.match(line) for line in lines)]


def _is_question(sentence: str, scale: Scale) -> bool:
    words = _words(sentence)
    ratings = {
        word for each in scale.ratings for name in (each.code, each.label, *each.aliases) for word in _words(name)
    }
    told = [word for word in words if word not in ratings and not _HEDGES.fullmatch(word)]
    return bool(told) and (len(words) > 1 or _ASKS.fullmatch(words[0]) is not None)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower())
