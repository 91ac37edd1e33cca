"""Questions and their ratings in turn: "1.1 2, 1.2 3", or a rating before its questions: "Green: 1.1, 1.2". Pure."""

import re
from collections.abc import Sequence

from config.notation import compiled_once
from intake.letters.questions.sentences.leads import ANNOUNCING, choosing
from intake.letters.questions.sentences.ranges import JOINED, SPACED, Ranges
from intake.letters.questions.sentences.refs import ARROW, PREFIX, Numbering, Pair
from intake.ratings import Spoken, levelled, of_another
from intake.ratings import said as said_rows

_PART = re.compile(r"[\W_]*([^\W\d_][\w'. -]{0,40}):\s*")  # "Sam's part: 13 Good. Mine: 14 Good"

_WE_SAY = (
    r"(?:we|i)(?:'d| would)? (?:say|are|rate|score|put|give|gave|said|rated|scored|go(?: for| with)?)\s+"
    r"(?:(?:it|this|at|as|an?|us)\s+){0,2}"
)

_OLD_MINUTES = re.compile(r"\b(?:minutes|meeting|notes)\b.*\b20\d\d\b")
_REASON = re.compile(r"(?:-{1,2}|\(|because|since|as)(?:\s?)(?=\w)")
_JOINS = re.compile(r"[&+-]|[a-z]{2}")
_UNSAID = rf"(?:{said_rows('asks_back.undecided')}|tbc|tbd|\?{{1,3}})(?=\s*(?:$|[,;|/.]))"  # "5 not sure" is asked back


class InTurn:
    """The questions of one audit, as a line that is nothing else may give them their ratings in turn."""

    def __init__(self, numbering: Numbering, spoken: Spoken) -> None:
        self._refs, self._alone = numbering.refs, numbering.alone
        self._spoken, self._ranges = spoken, Ranges(numbering)
        lead, bare, called = numbering.lead, numbering.bare, numbering.called
        said = spoken.pattern
        self._said = compiled_once(said)
        sign = rf"(?:\s*(?:{ARROW}|[:=)]|[.](?!\d)|-+|\bis\b)\s*|'s\s+|\s+(?:{_WE_SAY})?)"
        over = rf"(?=\W*(?:$|and\b|(?:{PREFIX}\.?\s*)?\d)|\s*[,;|/.)&])"  # "N/A (no children here)" says N/A
        self.unit = compiled_once(
            rf"{lead}[\[(]?({bare})[\])]?{sign}((?:(?:yes|no)\s+and\s+(?={said}))?{said}(?:\s*+[-/(]?\s*+{said}{over})?\)?|{_UNSAID}"
            r"|(?:ditto|same)(?=\s*(?:$|[,;|/.])))"
        )
        self._range = compiled_once(rf"{lead}(?P<refs>{called}(?:{JOINED}{called})+){sign}(?P<said>{said})(?!\w)")
        self.between = compiled_once(
            r"[\s,;|/&.•·]*(?:and\b)?(?:(?:(?<=[,;])|(?<=and))\s(?:for|on|as for|as to)\b)?[\s,;|]*"
        )
        self._initials = compiled_once(
            rf"[\s,;|/&.\[(]*(?:{lead})\[?({bare})[\])]?\s?[:=-]?\s?([a-z])(?!\w|')[\s,;|/&.]*"
        )
        self._choosing, self._ref = choosing(called, said), compiled_once(bare)
        self._reversed = compiled_once(
            rf"[\W_]{{0,4}}(?:(?:score|scores|scored|rating|rated|level|grade)\s+)?"
            rf"(?P<said>{said})(?:\s(?:too|also|as well))?\s*(?:[-:=]|for|on|at)\s*"
            rf"(?P<refs>{called}(?:{SPACED}{called})*)(?:\s*[.;,|/]\s*|\s*\Z|\s+(?=\w+\W+{called}))"
        )

    def alone(self, text: str) -> list[Pair]:
        """The pairs of a line that is nothing else: questions and ratings in turn, or a rating and its questions."""
        told = self._in_turn(text) or self._by_initials(text)
        return told or self._reversed_in(text) or self._announced(text) or self._chosen(text)

    def _by_initials(self, text: str) -> list[Pair]:
        """ "3.1 G 3.2 A 4.1 B": nothing but questions, each with the first letter of its rating, a capital."""
        flat, at = levelled(text), 0
        found: list[Pair] = []
        while at < len(flat) and (each := self._initials.match(flat, at)):
            found.append(Pair(self._refs[each[1]], text[each.start(2) : each.end(2)]))
            at = each.end()
        is_all = at == len(flat) and len(found) > 1 and len({pair.ref for pair in found}) == len(found)
        is_clear = is_all and all(pair.words.isupper() and self._spoken.head(pair.words).is_clear for pair in found)
        return found if is_clear else []

    def _announced(self, text: str) -> list[Pair]:
        """ "Scores first: 1.1 Met, 1.2 Partly met", "Our ratings are 4 Good and 6 Inadequate"; or the first alone."""
        lead = ANNOUNCING.match(levelled(text[:200]))
        said = text[lead.end() :] if lead else ""
        one = self.unit.fullmatch(levelled(said).rstrip(" .,;"))
        if lead and one and "." in one[1] and lead[0].rstrip().endswith(":"):
            return [Pair(self._refs[one[1]], one[2])]
        return self._in_turn(said) if said else []

    def _chosen(self, text: str) -> list[Pair]:
        """ "You asked us to choose for 4.1: it is Green.", "We settle on Green for 4.1. All staff know it."."""
        flat = levelled(text[:400])
        found = self._choosing.match(flat)
        told = {key: each for key, each in found.groupdict().items() if each} if found else {}
        called = next((each for key, each in told.items() if len(key) == 1), "")
        rest = text[found.end() :].strip() if found else ""
        is_named = "." in called or not called.isdigit() or "a" in told or ("e" in told and not rest)
        if found is None or not is_named or self._alone.search(levelled(rest)) or self._said.search(levelled(rest)):
            return []
        key = next(key for key in told if len(key) > 1)
        ref = self._ref.search(called)
        said = text[found.start(key) : found.end(key)]
        return [Pair(self._refs[ref[0]], f"{said}. {rest}" if rest else said)] if ref else []

    def _in_turn(self, text: str) -> list[Pair]:
        flat = levelled(text).strip()
        found: list[Pair] = []
        at = 0
        while at < len(flat):
            at = _past_part(flat, at)
            unit, several = self.unit.match(flat, at), self._several(flat, at, is_first=not found)
            if several and unit:  # "1-2 Good" may be either
                return []
            if several:
                found += [Pair(ref, several["said"]) for ref in self._ranges.named_by(several["refs"])]
                unit = several
            elif unit is None:
                return self._and_more(found, text.strip(), at)
            else:
                found.append(Pair(self._refs[unit[1]], unit[2]))
            gap = self.between.match(flat, unit.end())
            at = gap.end() if gap else unit.end()
            if at == unit.end() and at < len(flat):
                return []
        return found if len(found) > 1 else []

    def _several(self, flat: str, at: int, *, is_first: bool) -> re.Match[str] | None:
        """Several questions and their one rating: "1.1-1.3 Green"; in "1.1 Green, 1.2, 2.1 Red" nobody rated 1.2."""
        found = self._range.match(flat, at)
        if found is None or not (is_first or _JOINS.search(found["refs"])):
            return None
        return found if self._ranges.named_by(found["refs"]) else None

    def _and_more(self, found: list[Pair], text: str, at: int) -> list[Pair]:
        """Two or more pairs, and then a question with no rating of ours, or a sentence that has neither."""
        rest, flat = text[at:], levelled(text[at:])
        if not found or (len(found) < 2 and not self._are_short(flat)):
            return []
        starts = [
            each
            for each in self._alone.finditer(flat)
            if "." in each["ref"] or each["named"] or self._spoken.pointed_to(rest[each.end() :].strip())
        ]
        if starts and starts[0].start() == 0:
            ends = [*(each.start() for each in starts[1:]), len(rest)]
            more = [(each["ref"], rest[each.end() : end]) for each, end in zip(starts, ends, strict=True)]
            return [*found, *(Pair(self._refs[ref], words.strip(" ,;/&|:=-")) for ref, words in more)]
        if len(found) > 1 and not starts and _REASON.match(flat) and not self._spoken.spelled(rest):
            last = found[-1].words
            is_none = self._spoken.head(last).not_applicable  # the reason of all that are N/A before it, too
            alike = len(found) - next((n for n, each in enumerate(reversed(found)) if each.words != last), len(found))
            why = {number for number in range(len(found)) if number == len(found) - 1 or (is_none and number >= alike)}
            return [Pair(each.ref, f"{each.words} {rest}") if n in why else each for n, each in enumerate(found)]
        is_over = re.search(r"[.!]\s*$", text[:at]) is not None
        return [] if not is_over or starts or self._said.search(flat) else [*found, Pair("", rest)]

    def _are_short(self, flat: str) -> bool:
        """ "1.2 tbc, 2.1 - as above": codes, and next to nothing said of each."""
        codes = [each for each in self._alone.finditer(flat) if "." in each["ref"]]
        if not codes or codes[0].start() > 0:
            return False
        ends = [*(each.start() for each in codes[1:]), len(flat)]
        said = [flat[each.end() : end] for each, end in zip(codes, ends, strict=True)]
        return all(re.search(r"\w", words) and len(words.split()) <= 3 for words in said)

    def _reversed_in(self, text: str) -> list[Pair]:
        """Ratings, each before the questions it is for: "Green: 1.1, 1.2. Red: 2.1"; with a dot or called questions."""
        found = self._told_first(text)
        is_named = all(re.search(rf"\.|{PREFIX}", each["refs"]) for each in found)
        return self._of_lists(found) if is_named else []

    def listed(self, text: str) -> list[Pair]:
        """The same where other lines of the letter are such lists too: "Good - 4, 6", "Inadequate - 16"."""
        found = self._told_first(text)
        return self._of_lists(found) if not any(re.search(r"\d", each["said"]) for each in found) else []

    def _told_first(self, text: str) -> list[re.Match[str]]:
        """The lists of a text that holds nothing else."""
        flat, at = levelled(text).rstrip(), 0
        found: list[re.Match[str]] = []
        while at < len(flat) < 400:
            each = self._reversed.match(flat, at)
            if each is None:
                return []
            found.append(each)
            at = each.end()
        return found

    def _of_lists(self, found: Sequence[re.Match[str]]) -> list[Pair]:
        pairs = [Pair(ref, each["said"]) for each in found for ref in self._ranges.named_by(each["refs"])]
        refs = [pair.ref for pair in pairs]
        return pairs if len(set(refs)) == len(refs) else []


def _past_part(flat: str, at: int) -> int:
    """Past whose part of the answers begins here; minutes of a year are of nobody knows which round."""
    part = _PART.match(flat, at) if not at or flat[:at].rstrip()[-1] in ".;!" else None
    return part.end() if part and not of_another(part[1]) and not _OLD_MINUTES.search(part[1]) else at
