"""The words with which a letter takes all its answers back, as patterns over levelled words. Pure."""

from calendar import day_name, month_name

from config.notation import LatePattern

_PAPER = (
    r"(?:answers?|ratings?|scores?|responses?|e-?mails?|messages?|letters?|lists?|forms?|returns?|submissions?|reply"
    r"|replies|sheets?|spreadsheets?|documents?|attachments?|files?|versions?|figures|grades)"
)
_WHICH = r"(?:all|both|the|my|our|any|of|these|those|this|that|attached|whole)"
_THEM = (
    rf"(?:(?:{_WHICH} ){{1,4}}{_PAPER}|(?:(?:all|everything|the|of|is|any) ){{0,3}}(?:above|below|attached)"
    r"|(?:(?:all|any|both|none|of) ){0,2}(?:these|those|this|that|them)|all of it|it all|none of it|everything"
    rf"|what (?:i|we) (?:sent|wrote|put)|(?:ratings|answers|scores) (?:above|below|attached|in it)|form attached)"
)
_BACK = (
    r"(?<!not )(?<!n't )(?<!never )\b(?:ignore|disregard|delete|bin|scrap|scratch|recall|cancel|withdraw|discard"
    r"|forget|strike|retract|undo|destroy|take back|throw away|treat)"
)
_RECORD = r"(?:record|enter|count|process|log|input|file|accept|rely on|upload|add|publish|use|take|include)"
_SETTLED = (
    r"(?:agreed|approved|official|formal|final|confirmed|checked|signed|authori[sz]ed|decided|settled|ready|seen)"
)
_ROUGH = r"(?:drafts?|provisional|tentative|indicative|placeholders?|guesses|guesswork|examples?|samples?|tests?)"
_IS = r"(?:is|are|was|were|has|have|'s|come|came|belongs?)"
_OLD = (
    r"(?:last (?:year|time|round)'?s?|(?:the|our|my) (?:20\d\d|previous|prior|old|older) (?:\w+ ){0,2}"
    rf"(?:{_PAPER}|one|audit|year|round)|(?:the|our|my) (?:previous|old) one)"
)
_PLACED = r"(?:still |all |only |just |really |in fact |actually |taken |copied |meant |from |for |to |as |in ){0,4}"
_LED = r"(?:nb|ps|note|these|this|they|it|all|still|only|just|is|are|a|an|our|my|in|first|s)"
_UNTIL = r"(?: (?:only|for now|version|at this stage|until\b.*|for your\b.*|as yet))?"
_HELD = (
    rf"{_BACK} (?:\w+ ){{0,2}}?{_THEM}\b",
    rf"(?:\bnot|n't) (?:yet )?{_RECORD} (?:{_THEM}|anything|(?:it )?(?:yet|until|before)\b)",
    rf"\b(?:wait|hold off)\b.{{0,60}}\b{_RECORD}|\bnot for (?:recording|the record|submission|entry|use)\b",
    rf"(?:\A\W*+|\b{_THEM} (?:{_IS} )?)(?:all )?subject to\b",
    rf"\bnone of (?:these|those|this|them|it)\b.{{0,30}}\b{_SETTLED}\b",
    rf"\b{_THEM} {_IS}(?:n't| not|.{{0,12}} yet to be)\b.{{0,30}}\b{_SETTLED}\b(?! (?:policy|procedure|plan|training))",
    rf"\bwhether (?:{_THEM}|they) stand|\bnot our (?:final|formal|official|agreed) (?:{_PAPER})\b",
    rf"\A\W*+(?:{_LED}\b\W*+){{0,9}}{_ROUGH}\b{_UNTIL}\W*+\Z",
    rf"\b(?:{_THEM}) {_IS} (?:{_PLACED}|an? |our |my )*{_ROUGH}\b(?! (?:of|policy|plan))",
)
_OF_OTHERS = (
    rf"\b{_THEM} (?:{_IS} |{_IS}n't )?{_PLACED}(?:{_OLD}|another (?:practice|surgery|school|agency|trust|team)|wrong"
    r"|(?:the |our |a )?targets?\b|(?:the )?cqc|(?:the )?ofsted|the (?:icb|consultants?|auditors?|inspectors?)\b)",
    rf"\b{_THEM} {_IS} (?:our|my|a|the) (?:reply|answers?|response) to\b",
    r"\b(?:these|those|this|that|both|above|all (?:two|three|four|five|six)) (?:is|are) (?!every|the |our )[\w-]+'s"
    r" (?:own )?(?:view|opinion|guess|idea|take|version|words|rating|score)e?s?\b",
    r"\b(?:this|that|these|those)(?: is| are|'s)(?: only| just)? (?:how|what|where) (?:it|they|we|things)"
    r" (?:ought|should|would|want|hope|aim|plan)\b",
    r"\b(?:i|we) made (?:these|those|them|this) up\b",
    r"\b(?:above|below|attached|this|these|those|that) (?:is|are|was|were) what\b.{0,40}"
    r"\b(?:would|last year|sent|gave|aim\w*|towards|hope|saw)\b|\bas (?:the )?\w+(?: \w+)? saw us\b"
    rf"|\b{_THEM} {_IS} copied from (?!our|my)",
    rf"\A\W*from {_OLD}|\bstill has {_OLD}|\bfor comparison\b|\bexample of how\b",
    r"(?<!you )\bsent (?:\w+ )?(?:in error|by mistake|too (?:soon|early)|accidentally)\b|\bby mistake\b",
    r"\bwrong (?:recipient|person|e-?mail|address|audit|agency|year|attachment|answers|ratings|list)\b",
    r"\b(?:do|does|did|has|have) not (?:yet )?(?:accept|agree|approve)(?:e?d)? (?:with )?(?:it|this|these|them|what)\b",
    r"\bis (?:that|this) how you (?:want|need)\b|\bdoes (?:this|that|it) look (?:right|ok)\b"
    r"|\bis this right before\b|\bour own view will\b",
)
_SUMS = (
    r"\b(?:take|knock|add|put|subtract|deduct) (?:one|two|1|2|half|a (?:point|grade|level)) ?\w*"
    r".{0,20}\b(?:each|all|every|everything|those|these|them)\b",
    r"\bswap\b.{0,40}\b(?:first|last|two|round|over|them|these|those|and)\b",
    r"\b(?:all|each|every|everything|they|these|those)\b.{0,30}\b(?:one|a (?:point|grade|level)) (?:too )?"
    r"(?:higher?|lower?|up|down|more|less)\b",
)
HOLDS, ORIGIN = LatePattern("|".join(_HELD)), LatePattern("|".join(_OF_OTHERS))
POINTS_BELOW = LatePattern(r"\b(?:below|sent|earlier)\b")
RECKONS = LatePattern("|".join(_SUMS))
THEIRS = LatePattern(  # "Those are Mill Road's", "These are for Mill Road Surgery"
    r"(?:\b(?i:these|those|this|that|the above|above|below)(?: \w{1,12}){0,2}? (?i:is|are|was|were|belongs? to|for)"
    r"|\A\W{0,3}(?i:written|answered|completed|filled in|done|meant) (?i:for|by))"
    r" (?:(?i:all|for|to|meant|from|really|only) ){0,3}(?P<whose>[A-Z][\w.]*(?: [A-Z][\w.]*){0,4}(?:'s)?)"
)
SPEAKS = LatePattern(  # a colleague who writes: "Hello, this is Raj from HR"
    r"\b[Tt]his is [A-Z][\w'-]*(?: [A-Z][\w'-]*)?,? (?:from|in|at|here|speaking|writing|covering|standing in|again)\b"
)
OF_BEFORE = LatePattern(  # what the same letter answers anew
    rf"\b(?:earlier|previous|last|first|old|older|original|yesterday'?s?) (?:\w{{1,20}} )?{_PAPER}\b|\bone below\b"
    r"|\bsent (?:yesterday|on|last|earlier|before|this (?:morning|week))\b"
    rf"|{_PAPER} (?:of|from) (?:the \d|yesterday|last|mon|tue|wed|thu|fri|sat|sun)|\b(?:replac|supersed|instead)"
)
POINTS = LatePattern(
    r"\W*(?:these|those|this|that|they|(?:the )?(?:\w+ )?above|all (?:of (?:these|them)|two|three"
    r"|four|five|six|\d+)|both"
    r"|(?:the|my|our) (?:answers|ratings|scores)(?: above)?) (?:is|are|was|were) "
)
COUNTS = LatePattern(r"(?<!n't )(?<!not )(?<!never )\b(?:use|take|record) (?:this|these)\b(?! (?:with|back))")
NOBODYS = frozenset(
    ["ok", "okay", "fyi", "i", "i'm", *(name.lower() for name in (*month_name[1:], *day_name[:5]))]  # "That was March"
)
SMALL_PRINT = LatePattern(  # "If it has reached you by mistake please delete it"
    r"\bif (?:you|it|this)\b|\bintended\b|\baddressee|\bconfidential\w*|\bprivileged\b|\blegally\b|\bvirus|\bnotify\b"
    r"|\bthe sender\b|\bunauthori[sz]ed\b|\breceived (?:this|it)\b.{0,30}\b(?:error|mistake)\b"
)
ONLY = (
    r"\b(?:only|just) {0}\b.{{0,30}}\b(?:agreed|approved|final|confirmed|signed|official|checked|counts?)\b"
    r"|\A\W*only {0}\W*\Z"
)
