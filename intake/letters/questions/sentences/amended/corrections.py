"""Sentences that put a rating right: "1.2 should be 3, not 2", "please change question 4 to Good". Pure."""

import re
from collections.abc import Sequence

from config.notation import LatePattern, compiled_once
from intake.letters.questions.sentences.ranges import Ranges, Run
from intake.letters.questions.sentences.refs import Numbering, Pair
from intake.ratings import Spoken, cue, levelled, of_another, taken_back

_CHANGE = re.compile(
    r"\b(?:correct(?:ion|ed|ing|s)?|chang(?:e|ed|es|ing)|amend\w*|updat\w*|revis\w*"
    r"|should|ought to (?:have|read|say)|instead|meant"
    r"|mistake\w*"
    r"|replac\w*|alter\w*|swap\w*|knock\w*|bump\w*|nudg\w*|(?:up|down)grad\w*|mov(?:e|ed|es|ing)|dropp?\w*|rais\w*|lower\w*|scrap|ignore|disregard|typo|wrong|error|sorry|apolog\w*|actually"
    r"|down as|make it|too (?:generous|harsh|high|low|kind|strict|optimistic|pessimistic|hard|lenient|strong|modest))\b"
)
_TAKEN_BACK = (
    re.compile(  # "I said Met but it is Not Met", "which we put down as Good, is really …", "please make it a 2"
        r"\b(?:i|we)(?:'d|\shad|\shave)?\s(?:had|said|wrote|put|gave|typed|ticked|entered|answered|marked)\b"
        r"(?=.{1,80}?(?:\bbut\b|[;,]\s(?:it|this|that)(?:'s|\sis)\b|,\sis\s|\bis\s(?:really|actually|in fact)\b))"
        r"|\bno longer\b"
        r"|\b(?:please|pls|can you|could you)\s(?:make|put|set|mark|record)\b"
    )
)
_THOUGHT_AGAIN = re.compile(  # "PS on reflection make 1.2 Amber"
    r"\bon (?:reflection|second thoughts?)\b|\b(?:thought|thinking)(?: about (?:it|this|that))? again\b"
    r"|\bchanged? (?:my|our) minds?\b|\A\W*(?:p\.?\s?s\.?\W+)?edit:"
)
_SPEAKS_OF = (  # what makes a rating the one that a sentence tells of, and none that it gives
    r"[\])]?,?\s+(?:\w+ly\s+|just\s+)?(?:is|was|are|were|isn't|wasn't|has|had|looks?|seems?|feels?|should|shouldn't|must|needs?|cannot|can't"
    r"|ought|does|doesn't|did|didn't|no longer|will|won't|would|wouldn't|comes?|came|goes|went)\b"
)
_OVER = re.compile(r"\s*(?:\Z|[.,;:!)])|\s(?:and not|not|rather|instead|because|as|since|please|pls|now)\b")
_AFTERWARDS = re.compile(
    r"\A\W*(?:p\.?\s?s\b|edit\b|update\b).*\bis now\b|\b(?:we|i)(?:'ve|'d|\shave)?\ssettled?\son\b(?!.*\d\.\d)"
)
_IN_DOUBT = re.compile(r"\b(?:may|might|could|would|perhaps|maybe|possibly|probably|should we|unsure|not sure|if)\b")
_ASKS_US = re.compile(
    r"[^\w']*+(?:[\w']++[^\w']++){0,4}?(?:could|can|would|will) you (?:please |kindly |just |also ){0,2}"
    r"(?:change|make|put|set|mark|record|amend|update|correct|revise|move|raise|lower|drop|upgrade|downgrade)\b"
)  # "Could you change 4.1 to Amber?"
_CAN_BE = re.compile(  # "Can 4.1 be Green instead of Amber?"
    r"\W{0,3}(?:[\w']{1,30}[^\w']{1,3}){0,3}?(?:can|could)\s[\w .]{1,20}\sbe\s[^.?,]{2,30}\s"
    r"(?:instead of|rather than|and not)\s[^.?,]{2,30}(?:,?\splease)?\?*\s?"
)
_UNDER_WAY = re.compile(  # "was 1, moving to 2" is not 2 yet; "we nearly changed 1.1 to 2" is not 2 at all
    r"\b(?:before|until|till|unless|whether|so that)\s(?:it|this|that|we|they|i)\b"
    r"|\b(?:free|welcome|happy|content)(?: for you)? to\b"
    r"|\bmoving (?:up |down )?(?:to|from|towards)\b"
    r"|\b(?:nearly|almost|never|\w+n't|not|considered|thought (?:of|about)|discussed|talked (?:of|about)"
    r"|(?:going|hop\w+|plan\w*|aim\w*|tempted|asked|told|urged|advised|like us|want us) to"
    r"|need to(?! (?:downgrad|lower|chang|amend|revis|updat))"
    r"|(?:thinking|thoughts?|talk\w*|discuss\w*|consider\w*|wonder\w*|debat\w*|suggest\w*|propos\w*|recommend\w*"
    r"|advis\w*|against|minded|open|intend\w*|without|instead of|rather than)"
    r"(?:\s(?:of|about|at|to|on|that|we|us|for)){0,2}"
    r"|\b(?:might|may|could(?! you)|ought to|would(?! like| you)|will(?! you)|shall|unless|until|once|had to|used to))"
    r"\s(?:\w+\s){0,2}?(?:chang|mov|amend|rais|lower|upgrad|downgrad|revis|updat)\w*"
)


_COUNTS_ON = LatePattern(  # "add to 3.2: three trustees left" gives no rating
    r"\s(?!(?:because|please|pls|as|not|and|now|instead|rather|for|to|from"
    r"|since|but|or|on|in|at|thanks?|after|due|if|by)\b)[a-z]{2,}"
)
_NUMBER = LatePattern(r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|zero|none)")
_SINCE_THEN = LatePattern(  # "4.1 has slipped to Amber", and not "may have slipped"
    r"(?:(?<=\d )|(?<=\d\] ))(?:has|have) (?:now |since |just )?"
    r"(?:slipped|gone|moved|risen|fallen|improved|come|dropped) (?:back )?(?:up |down )?to\b"
)
_READ_FOR = LatePattern(r"\b(?:please|pls|kindly) read\b")
_OF_ONE = LatePattern(r"\b(?:one|some|any|either|neither|most|which|none|half) (?:of )?\W*\Z")
_OF_SOME = LatePattern(r"\b(?:one of|some|most|except|apart|bar|but not|other|first|second|last|latter|former)\b")


class Amending:
    """The questions of one audit, as a sentence may amend their ratings."""

    def __init__(self, numbering: Numbering, spoken: Spoken) -> None:
        self._refs, self._alone = numbering.refs, numbering.alone
        self._ranges, self._spoken = Ranges(numbering), spoken
        said = spoken.pattern
        self._said = compiled_once(said)
        self._old = compiled_once(
            rf"\b(?:from|(?!{said})not(?: be| been)?|no longer|instead of|rather than|was|were|previously"
            rf"|currently|says|(?<!have )said|originally|had|you have"
            rf"|(?:put|have|has|had|got|is|was|are|entered|recorded|listed)(?:\s(?:{numbering.called}|it|this|that))?\sdown\sas"
            rf"|(?:have|had|got|recorded|show)\s(?:{numbering.called}|it|this|that)\s(?:as|at)"
            rf"|(?<!please )(?<!pls )(?<!you )put|wrote|gave|entered|typed|ticked|chose|marked"
            rf"|answered|(?<=\s)for(?=\s(?:{said})\W*\Z))"
            rf"\s+(?:an?\s+|as\s+|the\s+)?(?:{said})"
        )
        self._kept = compiled_once(
            rf"\b(?:have|has|had|got|recorded|show)(?:\s(?:{numbering.called}|it|this|that))?\s(?:down\sas|as|at)\s"
            rf"|{numbering.called}\s(?:is|was)\sdown\sas\s"
        )
        self._new = compiled_once(
            r"(?:\bto|'s|\bbut(?: rather)?|\bit is"
            r"|\bshould(?: now| have)?(?: both| all)? (?:be|been|read|say|said)"
            r"|\bought to (?:have (?:been|read|said)|read|say)"
            r"|\bsettled?\son|\bis(?: now| really| actually| in fact)?|\bnow"
            rf"|\b(?:make|put|set|mark|record)\s(?:it|this|that|us|them|{numbering.called})(?:\s(?:down|at|to|as)){{0,2}}"
            r"|\b(?:please|pls|could you|can you)\s(?:make|put|set|mark|record)(?:\s(?:down|at|to|as|in)){0,2}"
            rf"|\bmeant(?: to (?:put|say|write))?|\bas|=|:|->|→|\bbe|\bread|\brecord)"
            rf"\s*(?:rated\s+|an?\s+|as\s+)?(?P<said>(?!no\slonger){said}(?:\s*[-/(]\s*{said})?)"
        )
        self._so = compiled_once(  # "scrap what we said on 2.1: we checked ten, so Green"
            rf"[,;.]\s(?:and\s)?(?:so|hence|therefore|thus)\s(?:(?:it|this|that|we)(?:'s|'re|\sis|\sare)\s)?"
            rf"(?:(?:now|an?|only)\s){{0,2}}(?P<said>{said})(?=\W*\Z)"
        )
        went = r"(?:(?:has|have|is|was)\s)?(?:(?:went|gone|goes|moves?|moved|rose|fell|drops?|up|down|changed?)\s){0,2}"
        self._moves = compiled_once(  # "2.1 from 1 to 2", "1.1 is not Green but Amber": a change, with no word for it
            rf"{numbering.called}[\s:,-]{{1,3}}"
            rf"(?:{went}from\s(?:an?\s)?{said}\s(?:(?:up|down)\s)?to\s(?:an?\s)?{said}"
            rf"|is\snot\s(?:an?\s)?{said},?\s(?:but|it\sis|it's)\s(?:(?:an?|rather)\s)?{said})"
            r"(?=\W*\Z|[,;]\s|\s(?:because|as|since|and)\b)"
            r"|\A\W*(?:(?:ps|p\.s\.|nb|so|and|also|please|pls|on reflection|on second thoughts)\b[\s,:.-]{1,3}){0,3}"
            rf"(?:make|put|set|mark|record|swap|alter|change)\s{numbering.called}(?:\s(?:down|at|to|as)){{0,2}}\s(?:an?\s)?{said}"
        )
        self._next_to = compiled_once(
            rf"\W{{0,3}}(?:on (?:reflection|second thoughts?)\W{{1,3}})?(?P<said>{said})\W*"
            r"(?:(?:please|pls)\W*|(?:and|as|because|since)\b.*)?\Z"
        )
        self._for = compiled_once(  # "Green for 1.1 was too generous" is of the rating that goes
            rf"(?P<said>{said})\s+(?:for|on|in|at)\s+{numbering.called}(?!\]?\.?\d)(?!{_SPEAKS_OF})"
        )

    def changes(self, sentence: str) -> list[Pair]:
        """What a sentence puts right: "1.2 should be 3, not 2"; without words where it is not plain.

        It may put several right, each behind its number: "change 4.1 from Green to Amber and 4.2 to Red".
        """
        flat = levelled(sentence)
        is_wish = len(flat) < 400 and (_ASKS_US.match(flat) or _CAN_BE.fullmatch(flat))
        flat = flat.rstrip("? ") if is_wish else flat
        if len(flat) > 400 or _UNDER_WAY.search(flat):
            return []
        is_change = (
            _CHANGE.search(flat)
            or _TAKEN_BACK.search(flat)
            or self._moves.search(flat)
            or _AFTERWARDS.search(flat)
            or _SINCE_THEN.search(flat)
            or _READ_FOR.search(flat)
        )
        if not is_change and (not _THOUGHT_AGAIN.search(flat) or _IN_DOUBT.search(flat)):
            return []
        meant = [each for each in self._alone.finditer(flat) if self._is_meant(each, flat)]
        runs = self._ranges.runs(meant, flat)
        refs = [ref for each in runs for ref in each.refs]
        if len(set(refs)) == 1:
            return self._one(refs[0], meant, flat)
        if len(set(refs)) < len(refs) or not refs or self._said.search(flat[: meant[0].start()]):
            return []
        if not all(each.is_plain for each in runs) or _OF_ONE.search(flat[: runs[0].start]):
            return []
        ends = [*(each.start for each in runs[1:]), len(flat)]
        parts = [flat[each.end : end] for each, end in zip(runs, ends, strict=True)]
        found = [
            self._new_rating(part) if self._is_of_all(each, part) else ""
            for each, part in zip(runs, parts, strict=True)
        ]
        pairs = [Pair(ref, new) for each, new in zip(runs, found, strict=True) for ref in each.refs]
        return pairs if all(found) else []

    def _is_of_all(self, run: Run, part: str) -> bool:
        """Whether the words behind one question give it a rating, or those behind several the same one to each."""
        said = {self._spoken.rating_of(each[0]) for each in self._said.finditer(self._old.sub(" ", part))}
        return len(run.refs) == 1 or (len(said) == 1 and not _OF_SOME.search(part))

    def _one(self, ref: str, meant: Sequence[re.Match[str]], flat: str) -> list[Pair]:
        rest = flat
        for each in reversed(meant):
            rest = rest[: each.start()] + " " + rest[each.end() :]
        is_rated = self._said.search(rest) is not None
        behind = flat[meant[-1].end() :] if not self._said.search(flat[: meant[0].start()]) else ""
        new = self._new_rating(flat, also_for=True)
        if not new and not self._kept.search(flat):  # "You have 2.1 down as Green" tells what we have
            new = self._new_rating(behind)
        return [Pair(ref, new)] if new or is_rated else []

    def _new_rating(self, flat: str, *, also_for: bool = False) -> str:
        """The one rating that these words make the new one; empty where it is not plain."""
        if "?" in flat or cue("asks_back.among").search(flat):
            return ""
        bare = self._old.sub(" ", flat)
        found = list(self._new.finditer(bare))
        found += self._so.finditer(bare)
        found += self._for.finditer(bare) if also_for else ()
        if not also_for and not found and (next_to := self._next_to.match(bare)):
            found = [next_to]
        is_told = not _CHANGE.search(flat) and any(
            of_another(bare[: each.start()], kinds=("somebody else's",)) for each in found
        )
        places = (
            cue("place.behind", "place.counted", lead=r"\s+"),
            cue("later.ahead", "later.intended", "later.joined", lead=r"[\s,(-]+"),
        )
        is_told = is_told or any(place.match(bare, each.end()) for place in places for each in found)
        if is_told or any(taken_back(bare, each.end(), is_lowest=False) for each in found):
            return ""  # "change 1.1 to 3 if Ann agrees"
        if any(_NUMBER.fullmatch(each["said"]) and _COUNTS_ON.match(bare, each.end("said")) for each in found):
            return ""
        said = {each["said"] for each in found}
        return said.pop() if len(said) == 1 else ""

    def _is_set(self, before: str, after: str) -> bool:
        """ "Please make 5 Good and not Outstanding", and not "make 5 good points"."""
        said = self._said.match(after, len(after) - len(after.lstrip()))
        is_verb = re.search(r"\b(?:make|put|set|mark)\s*$", before) is not None
        return is_verb and said is not None and _OVER.match(after, said.end()) is not None

    def _is_meant(self, found: re.Match[str], flat: str) -> bool:
        """A number is a question where it has a dot, is called one, or stands where a change names its subject."""
        if "." in found["ref"] or found["named"] or not found["ref"].isdigit():
            return True
        before, after = flat[: found.start()], flat[found.end() :]
        asked = re.search(
            r"(?:\bapart from|\bexcept|\bbar|\bchange|\bamend|\bupdate|\bcorrect|\bcorrection:?|\brevise|\bfor)\s*$",
            before,
        )
        is_subject = not re.search(r"\w", before) and re.match(
            r"\s+(?:is|was|looks|seems)\s+(?:\w+\s+)?(?:too|wrong)\b", after
        )
        return bool(asked or is_subject or self._is_set(before, after) or re.match(r",?\s(?:which\s)?should\b", after))
