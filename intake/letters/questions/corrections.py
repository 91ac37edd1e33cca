"""Sentences that put a rating right: "1.2 should be 3, not 2", "please change question 4 to Good". Pure."""

import re

from intake.letters.questions.refs import Numbering, Pair
from intake.ratings import Spoken, cue, levelled

_CHANGE = re.compile(
    r"\b(?:correct(?:ion|ed|ing|s)?|chang(?:e|ed|es|ing)|amend\w*|updat\w*|revis\w*|should|instead|meant|mistake\w*"
    r"|replac\w*|typo|wrong|error|sorry|apolog\w*|actually)\b"
)


class Amending:
    """The questions of one audit, as a sentence may amend their ratings."""

    def __init__(self, numbering: Numbering, spoken: Spoken) -> None:
        self._refs, self._alone = numbering.refs, numbering.alone
        said = spoken.pattern
        self._said = re.compile(said)
        self._old = re.compile(
            rf"\b(?:from|not|instead of|rather than|was|were|previously|currently|says|said|originally|had|put down as"
            rf"|put|wrote|gave|entered)"
            rf"\s+(?:an?\s+|as\s+|the\s+)?(?:{said})"
        )
        self._new = re.compile(
            rf"(?:\bto|\bshould(?: now| have)? (?:be|been|read|say)|\bis(?: now)?|\bnow"
            rf"|\bmeant(?: to (?:put|say|write))?|\bas|=|:|->|→|\bbe|\bread|\brecord)"
            rf"\s*(?:rated\s+|an?\s+|as\s+)?(?P<said>{said}(?:\s*[-/(]\s*{said})?)"
        )
        self._for = re.compile(rf"(?P<said>{said})\s+(?:for|on|in|at)\s+{numbering.called}")

    def changed(self, sentence: str) -> Pair | None:
        """A sentence that puts a rating right: "1.2 should be 3, not 2"; without words where it is not plain."""
        flat = levelled(sentence)
        if len(flat) > 400 or not _CHANGE.search(flat):
            return None
        meant = [each for each in self._alone.finditer(flat) if self._is_meant(each, flat)]
        refs = {self._refs[each["ref"]] for each in meant}
        if len(refs) != 1:
            return None
        ref = refs.pop()
        rest = flat
        for each in reversed(meant):
            rest = rest[: each.start()] + " " + rest[each.end() :]
        unclear = Pair(ref, "") if self._said.search(rest) else None
        if "?" in flat or cue("asks_back.among").search(flat):
            return unclear
        bare = self._old.sub(" ", flat)
        said = {each["said"] for each in self._new.finditer(bare)} | {each["said"] for each in self._for.finditer(bare)}
        return Pair(ref, said.pop()) if len(said) == 1 else unclear

    def _is_meant(self, found: re.Match[str], flat: str) -> bool:
        """A number is a question where it has a dot, is called one, or stands where a change names its subject."""
        if "." in found["ref"] or found["named"] or not found["ref"].isdigit():
            return True
        before, after = flat[: found.start()], flat[found.end() :]
        asked = re.search(r"(?:\bchange|\bamend|\bupdate|\bcorrect|\bcorrection:?|\brevise|\bfor)\s*$", before)
        return bool(asked or re.match(r"\s+should\b", after))
