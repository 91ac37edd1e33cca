"""What leads to a rating in a sentence, and from its question to it: "we feel that … stands at". Pure."""

import re

from config.notation import LatePattern
from intake.ratings import said as said_rows

SAYING = (
    r"(?:[\s*_]{0,4}(?P<topic>(?:on|for|in|under|within|as for) [^,;.:\d\n]{3,60},\s+)?"
    r"(?:(?:so|and|also|but|first|second|third|firstly|secondly|overall|again|then|however|ps|p\.s\.|nb|fyi|oh)\b[\s,]*)?"
    r"(?:(?:(?:i am|i'm|we are|we're)\s+)?(?:pleased|happy|glad|delighted|sorry)\s+(?:to (?:say|report)|that)\s+)?"
    rf"(?:{said_rows('ours.agreed')}\s+)?"
    r"(?:(?:we|i|also|i'd|we'd|would|think|thought|that|say|believe|feel|our|my|the|rating|ratings|score|rate|have|has|put"
    r"|given|gave|give|rated|scored|mark|marked|graded|leave|keep|only|grade|judge|call|view|verdict|opinion|judgement|both|now|answer|answers|assess|consider|for|to|of|on|is|at|confirm|can|as|regards|regarding|concerning|whereas|add:)\s+){0,8})"
)
IS = (
    r"\s*+,?\s*+(?:(?:we|i)(?:'d| would)? (?:feel|think|believe|reckon|consider|say)(?: that)? )?"
    r"(?:(?:is|are|(?<=\d)'s|remains?|stays?"
    r"|stands? at|sits? (?:at|on)|comes? (?:out|in) (?:at|as)|(?:goes|comes) (?:up|down|back) to|(?:up|down|back) to"
    r"|(?:has|have) (?:now )?(?:moved|gone|improved|risen|dropped|fallen"
    r"|slipped|come|got|been)(?: (?:up|down|back))?(?: to)?|moves? to|moved to|continues? (?:as|at|to be)|should stay"
    r"|should remain|(?:down )?as|we(?: would|'d)? (?:are|say|rate|rated|remain|stay|put|assess|give|gave)"
    r"(?: (?:this|it|ourselves))?"
    r"|(?:we|i)(?:'ve|'d| have| would)? "
    r"(?:settled?|go|gone|went|opted|plumped|landed|agreed?|decided?) (?:on|for|with|at)"
    r"|(?:we|i) (?:would |will )?make (?:it|this|that)"
    r"|to be|gets?|got|scores?|scored|has been (?:rated|scored|graded)"
    r"|(?:the|our|my) (?:answer|rating|score)s? (?:is|are|would be)"
    r"|now|at|an?)\s+)(?:(?:now|still|only|currently|again|both|all|at|as|rated|assessed|also|an?|in|firmly|well)\s+){0,3}"
)
ANNOUNCES = re.compile(rf"[\W_]*(?:{said_rows('question.announced')})\s*[:\u2013-]\s*")
TO_FOLLOW = re.compile(
    r"(?<![\s,;.&-])[\s,;.&-]*+(?:and\s+)?"
    r"(?:(?:the|our|with|will (?:do|send)|i'll (?:do|send)|we'll (?:do|send))\s+){0,3}"
    r"(?:rest|others?|remainder|remaining \w+|more)(?<!\w\.)\s+(?:(?:is|are|all|will|to)\s+){0,2}"
    r"(?:follow|follows|come|comes|later|soon|shortly|tomorrow|tmrw|next week|on \w+day|by \w+day|\w+day)"
    r"\b[^\n]{0,30}\Z"
)
# Of several alone: "Rating: 1, requires improvement" gives one.
_SCORES = r"(?:scores|ratings|b?rags|b?rag ratings|grades|levels|judgements|self[- ]assessments|answers)"
ANNOUNCING = LatePattern(  # before questions and ratings in turn: "Scores first: 1.1 Met, …", "Our ratings are 1.1 …"
    r"\W{0,4}(?:(?:hi|hello|hey|dear|good (?:morning|afternoon))(?:\s[\w'-]+){0,2}[,.!]{1,2}\s)?"
    r"(?:(?:first|firstly|first of all|in short|in brief|to start with|to begin with|so|and|now|please find|see"
    r"|here(?: are| is|'s)?|these are|below(?: are)?|quick list|short version|overview|at a glance)[,:]?\s){0,3}"
    rf"(?:(?:the|our|my|all|first|quick|short|overall|full|summary|list|of|self)\s){{0,4}}{_SCORES}"
    r"(?:\s(?:first|up front|upfront|below|only|alone|at a glance|in short|for (?:the|each|all|your) questions?)"
    rf"|\s\([^()\d]{{1,40}}\)|,\s(?:the\s)?(?:words?|notes?|details?|comments?|evidence|text|rest|reasons?)"
    r"(?:\s(?:are|is|to|will))?\s(?:below|after(?:wards)?|follow|follows|later|underneath|under|second|next)){0,2}"
    r"(?:(?:\s(?:are|is|stand|come out|run))?(?:\sas)?(?:\s(?:now|follows?|below|these))?\s?[:\u2013-]\s{1,3}"
    r"|\s(?:are|is)(?:\snow)?\s)"
    rf"|\W{{0,4}}(?:we|i)(?:'ve|\shave)?\s(?:now\s)?(?:score|rate|grade|scored|rated|graded)"
    r"(?:\s(?:ourselves|us|these|them|it))?(?:\sas follows)?[:,]?\s"
)
PUTTING = re.compile(
    rf"{SAYING}(?:(?:are|we're|now|still|currently|us|ourselves|ours|a|an|down|as|at|it|overall|go|be|that)\s+){{0,4}}"
)
_PICK = (
    r"(?:(?:(?:we|i)(?:'ve|\shave)?\s)?(?:finally\s)?(?:choose|chose|chosen|pick|picked|(?:settled?|decided?) on"
    r"|(?:go|went) (?:for|with))|(?:please|pls)\s(?:choose|use|take|put|record|enter))"
)
_ASKED = (
    r"(?:you (?:have )?(?:asked|wanted|told) (?:us|me) to (?:choose|pick|decide)"
    r"(?: (?:again|between them|one|a rating|one rating))?\s(?:for|on|at|in)"
    r"|(?:the (?:one|answer|rating)|what|which)? ?(?:that )?you (?:could|can)(?:n't| ?not) (?:read|tell|make out)"
    r"(?: for sure)?,?(?: (?:for|on|at|is|was))?)"
)


def choosing(called: str, said: str) -> LatePattern:
    """A sentence that chooses a rating for one question, as whoever was asked to choose answers, and says no more."""
    it_is = r"(?:(?:it|this|that|our answer|the answer|our choice)(?:\sis|'s)|is|we (?:say|choose))"
    end = r"(?:,?\s(?:please|pls|then|thanks|thank you))?\s*(?:[.;!](?=\s|\Z)|\Z)"
    on = r"(?:re|for|on|at|in|as for|regarding)"
    ways = (
        rf"{_ASKED}\s(?P<a>{called})\s?[:,.\u2013-]?\s(?:{it_is}[:,]?\s)?(?:an?\s)?(?P<ra>{said})",
        rf"(?:{on}\s)?(?P<b>{called})\s?[:,\u2013-]?\s{_PICK}\s(?:for\s)?(?:an?\s)?(?P<rb>{said})",
        rf"(?:our|the|my)\s(?:choice|decision)\s{on}\s(?P<c>{called})\s?(?:is|:)\s(?:an?\s)?(?P<rc>{said})",
        rf"(?:{_PICK}|{it_is})\s(?:an?\s)?(?P<rd>{said})\s(?:for|on|at)\s(?P<d>{called})",
        rf"(?:an?\s)?(?P<re>{said})\s(?:for|on|at)\s(?P<e>{called})(?=,?\s(?:please|pls)\b)",
    )
    return LatePattern(rf"\W{{0,4}}(?:(?:sorry|and|so|thanks|ps)[,.:]?\s)?(?:{'|'.join(ways)}){end}")
