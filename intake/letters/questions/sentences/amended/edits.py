"""A rating that we recorded and a new one beside it: "2.1 Blue to Green", "3 Blue <-- should be 2 Green". Pure."""

from collections.abc import Collection

from config.notation import compiled_once
from intake.letters.questions.sentences.refs import Numbering, Pair
from intake.ratings import Spoken, levelled


class Edits:
    """The recorded ratings that a letter of ours showed: whoever names one of them and another changes it."""

    def __init__(self, numbering: Numbering, spoken: Spoken, recorded: Collection[tuple[str, str]]) -> None:
        self._refs, self._spoken, self._recorded = numbering.refs, spoken, frozenset(recorded)
        said = spoken.pattern
        each = rf"(?:{said})(?:\s*[-/(]\s*(?:{said})\)?)?"
        self._unit = compiled_once(
            rf"[\W_]{{0,4}}{numbering.lead}\[?(?P<ref>{numbering.bare})\]?[\s:,.=)-]{{1,4}}(?:from\s)?(?P<old>{each})"
            rf"\s{{1,3}}(?:(?:goes|moves|changes|down|up)\s){{0,2}}(?:to|into|becomes)\s(?:an?\s)?(?P<new>{each})"
            r"(?=\W*\Z|[.,;]\s)\W*(?:and\s)?"
        )
        self._behind = compiled_once(
            rf"\W*(?P<old>{each})[\W_]{{1,12}}(?:[a-z]{{1,12}}:\s)?"
            r"(?:(?:this|it|that|is|now|actually|sorry|no|wrong|we\smeant|not\sright|please|pls|should|ought\sto)\b"
            r"[\W_]{1,4}){0,5}(?:(?:have\sbeen|be|read|say|changed?|make|it|to|new)\b[\W_]{1,4}){0,3}"
            rf"(?:an?\s)?(?P<new>{each})[\W_]*(?:(?:please|pls|thanks|now|instead)\b[\W_]*){{0,1}}"
        )

        self._below = compiled_once(
            r"\W*(?:(?:please|pls|can you|could you|now)\s){0,2}(?:change|changed|amend|amended|correct|update|revise)"
            r"(?:\s(?:this|it|that|rating))?\s(?:to|as)\s(?:read\s)?"
            rf"(?:an?\s)?(?P<new>{each})[\W_]*(?:(?:please|pls|thanks|now|instead)\b[\W_]*){{0,1}}"
        )

    def moved(self, text: str) -> list[Pair]:
        """What each question of a line goes to, where all go from the rating that we have: "1.1 Green to Amber"."""
        flat, at = levelled(text[:400]), 0
        found: list[Pair] = []
        while self._recorded and at < len(flat):
            each = self._unit.match(flat, at)
            ref = self._refs[each["ref"]] if each else ""
            if each is None or (ref, self._spoken.rating_of(each["old"])) not in self._recorded:
                return []
            found.append(Pair(ref, each["new"]))
            at = each.end()
        return found

    def edited(self, text: str, ref: str) -> str | None:
        """The rating behind or below the one that we showed of this question, where nothing else stands there."""
        shown = {code for about, code in self._recorded if about == ref}
        if shown and (found := self._below.fullmatch(levelled(text[:200]))):
            return found["new"]
        found = self._behind.fullmatch(levelled(text[:200]))
        if found is None or (ref, self._spoken.rating_of(found["old"])) not in self._recorded:
            return None
        new = self._spoken.rating_of(found["new"])
        return found["new"] if new and (ref, new) not in self._recorded else None
