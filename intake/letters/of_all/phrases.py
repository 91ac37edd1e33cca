"""The words in which people speak of all questions at once, as patterns over levelled words."""

import re

from config.notation import LatePattern
from intake.ratings import COLOURS
from intake.ratings import said as said_rows

COLOURED = COLOURS
NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_MANY = rf"(?P<many>\d{{1,3}}|{'|'.join(sorted(NUMBERS[2:], key=len, reverse=True))})"
_NOUN = r"(?P<of>questions?|standards?|items?|areas?|sections?|statements?|criteria|indicators?)"
_FORM = r"(?:form|audit|return|list|questionnaire|letter|document|sheet)"
_OF_FORM = rf"(?:\s(?:in|on|of)\s(?:the|this|your)\s{_FORM})?"
_ANSWER = r"(?:(?:the|our|my)\s(?:answers?|ratings?|scores?)\s(?:to|for|on)\s)?"
QUESTIONS = (
    rf"{_ANSWER}(?:every single|each and every|each one|every one|all|every|each)"
    r"(?:\sof)?(?:\s(?:the|these|those|your))?"
    rf"(?:\s{_MANY})?\s{_NOUN}{_OF_FORM}"
)
EVERYTHING = (
    r"(?:every one of them|every one|everything|all of (?:it|them|these|those)|them all|all"
    rf"(?:(?:\s(?:the|our))?\s(?:answers|ratings|scores))?|the (?:whole )?lot|the whole {_FORM})"
)
THROUGHOUT = r"(?:throughout|across the board|all (?:the way )?(?:round|through)|everywhere)"
REST = (
    r"(?:(?:and|but)\s)?(?:all\s)?(?:(?:of\s)?the\s(?:rest|others?|remainder)|(?:the\s)?(?:remaining|other)"
    r"\s(?:questions|standards|items|ones)|every\w* else|all else|all others)(?:\sof (?:it|them|the questions))?"
)
LINK = (
    r"(?:\s?(?:[:=]|-+>?|=>|\u2192)\s?(?:all\s)?|(?:\s(?:is|are)|'s|'re)\s(?:(?:all|now|currently)\s){0,2}"
    r"(?:(?:rated|marked|scored|graded|assessed)\s)?(?:(?:as|at)\s)?|\s(?:gets?|scores?|rates?)\s(?:(?:as|at)\s)?|,?\s(?:our|the)\s(?:ratings?|answers?|scores?)\s(?:is|are)\s)"
)
WE_ARE = r"(?P<are>(?:we|i)(?:'re|'m|\s(?:are|am|have))(?:\s(?:all|now|currently|at|on)){0,2})"
WE_HAVE = r"(?P<are>(?:we|i)(?:'ve|\shave)(?:\s(?:now|currently|already))?)"  # "We have met all of them"
WE_RATE = (
    r"(?:we|i)(?:(?:'ve|\shave)(?:\snow)?\s(?:rated|scored|graded|marked|assessed|judged|put)"
    r"|\s(?:now\s)?(?:rate|score|grade|mark|assess|judge|put))"
    r"(?:\s(?:ourselves|us|our (?:agency|practice|school|service|team|organisation)))?"
)
VERB = r"(?:put|mark|record|rate|score|grade|enter|set|make|note|log)(?:\s(?:us|ourselves|me|it|them))?(?:\sdown)?"
LEAD = LatePattern(
    r"[\W_]*(?:(?:please|pls|kindly|so|and|ok|okay|right|in short|in summary|to sum up|for us"
    r"|(?:here (?:are|is) )?our (?:answers?|ratings?|return)|answers?|ratings?|thanks"
    r"|(?:hi|hello|hey|dear|good (?:morning|afternoon))(?:\s[a-z'-]{2,20}){0,2}(?=\s?[,.!:\u2013-])"
    r"|thank you|many thanks|(?:(?:we|i)\s(?:(?:can|hereby)\s)?|(?:happy|pleased|able) to )confirm(?:\sthat)?"
    r"|(?:can|could|would) you|(?:we|i)(?:'d|\swould) like you to|as (?:a|an)\s\w{3,20})[\s,:.!\u2013-]{1,3}){0,4}"
)
TAIL = re.compile(
    r"(?:[\s,)]{1,3}(?:please|pls|thanks|thank you|many thanks|cheers|now|today|currently|at present"
    r"|this year|this time|without (?:any )?exceptions?|with no exceptions?)){0,2}[^\w?]*"
)
BUT = rf"{said_rows('every.but')}(?!\w)\s?:?\s?(?:(?:for|only)\s)?"
ONLY_EXCEPTIONS = LatePattern(
    r"(?:[.;:,]\s(?:(?:but|and)\s)?(?:with\s)?|\s(?:but\s)?with\s)(?:(?:the|our|my|these|just)\s)?"
    r"(?:(?:only|(?P<count>one|two|three|four|five|six|seven|eight|nine|ten|\d)|a few|some|following)\s){0,2}"
    r"exceptions?"
    r"(?:\s(?:are|is|being|of|below|namely|as follows)(?!\w))?\s?[:,.(\u2013-]?\s?"
    r"|[,;]\s(?:(?:and|but)\s)?only\s"
)
REASON = re.compile(
    r"\s?[,;:(.\u2013-]?\s?(?:which|that|who|where|as|because|since|due|we|it|this|these|they|our|the|for|no"
    r"|there|to follow|tbc)(?!\w)[^?]*"
)
