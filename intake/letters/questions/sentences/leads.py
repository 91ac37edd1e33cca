"""What leads to a rating in a sentence, and from its question to it: "we feel that … stands at". Pure."""

import re

from intake.ratings import said as said_rows

SAYING = (
    r"(?:[\s*_]{0,4}(?P<topic>(?:on|for|in|under|within|as for) [^,;.:\d\n]{3,60},\s+)?"
    r"(?:(?:so|and|also|but|first|second|third|firstly|secondly|overall|again|then|however|ps|p\.s\.|nb|fyi|oh)\b[\s,]*)?"
    r"(?:(?:(?:i am|i'm|we are|we're)\s+)?(?:pleased|happy|glad|delighted|sorry)\s+(?:to (?:say|report)|that)\s+)?"
    rf"(?:{said_rows('ours.agreed')}\s+)?"
    r"(?:(?:we|i|i'd|we'd|would|think|thought|that|say|believe|feel|our|my|the|rating|ratings|score|rate|have|has|put"
    r"|given|gave|give|rated|scored|mark|marked|graded|leave|keep|only|grade|judge|call|view|verdict|opinion|judgement|both|now|answer|answers|assess|consider|for|to|of|on|is|at|confirm|can|as|regards|regarding|concerning|whereas|add:)\s+){0,8})"
)
IS = (
    r"\s*+,?\s*+(?:(?:we|i) (?:feel|think|believe|reckon|consider)(?: that)? )?"
    r"(?:(?:is|are|remains?|stays?"
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
TO_FOLLOW = re.compile(
    r"(?<![\s,;.&-])[\s,;.&-]*+(?:and\s+)?"
    r"(?:(?:the|our|with|will (?:do|send)|i'll (?:do|send)|we'll (?:do|send))\s+){0,3}"
    r"(?:rest|others?|remainder|remaining \w+|more)(?<!\w\.)\s+(?:(?:is|are|all|will|to)\s+){0,2}"
    r"(?:follow|follows|come|comes|later|soon|shortly|tomorrow|next week|on \w+day|by \w+day|\w+day)\b[^\n]{0,30}\Z"
)
PUTTING = re.compile(
    rf"{SAYING}(?:(?:are|we're|now|still|currently|us|ourselves|ours|a|an|down|as|at|it|overall|go|be|that)\s+){{0,4}}"
)
