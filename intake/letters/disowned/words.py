"""The words with which a letter points at its own answers and disowns them, as patterns over levelled words.

"Disown": to hold them back, to call them a draft, to take them back, or to say that they are of another year or agency.
"""

from config.notation import LatePattern

_NOUN = (
    r"(?:answers|ratings|scores|grades|responses?|returns?|reply|replies|forms?|(?:spread)?sheets?"
    r"|workbooks?|documents?|docs?"
    r"|attachments?|files?|e-?mails?|messages?|mail|letter|list|submission|version|entries|figures"
    r"|self-?\s?assessments?|rags?)"
)
_POINTER = r"(?:this|these|those|that|it|they|them|everything|all|anything|any|none|nothing)"
_THE = (
    r"(?:(?:all|any|none|of|the|my|our|your|attached|enclosed|filled|completed|whole|entire"
    r"|below|above|this|these|those|that) ){0,4}"
)
ALL = (
    rf"(?:{_THE}(?:{_NOUN}|{_POINTER})|(?:all|any|none|everything|anything) (?:above|below|attached)"
    rf"|(?:this|that|these) ones?|what (?:i|we) (?:sent|wrote|put|said)\b)"
)
_IS = (
    r"(?:'s|'re| (?:is|are|was|were|has|have|had|isn't|aren't|wasn't|weren't|hasn't|haven't"
    r"|still|only|just|merely|purely|all|both|not|be|been|contains?|shows?)){1,4}"
)
_IS_NOT = (
    r" ?(?:(?:'s|'re|is|are|was|were|has|have|had)(?: still| all| been){0,2} (?:not|never|yet"
    r" to|to)|isn't|aren't|wasn't|weren't|hasn't|haven't|needs?(?: to)?)\b"
)
_START = (
    r"\A\W{0,3}(?:(?:nb|n\.b|note|ps|p\.s|please|pls|kindly|sorry|apologies|oops|actually|also"
    r"|but|and|so|jo|hi|ok|fyi|strictly|purely|only|just"
    r"|still|very|form|all|attached|enclosed|below)\b[\s,:.!\u2013-]{1,3}){0,4}"
)
_ENDS = (
    r"(?=\s{0,2}(?:\Z|[,.;:!?)(\u2013-])| (?:below|above|attached|enclosed|yet|until|till|before"
    r"|for|at|as|in|from|on|so|because|since|please|pls|when|unless|sent|was|only|by|to|of)\b)"
)
_DRAFT = (
    r"(?:(?:\w+ )?drafts?|provisional|tentative|indicative|unconfirmed|unapproved|unofficial|unverified|unmoderated"
    r"|working (?:copy|copies|draft|version)|work in progress|rough (?:idea|guess|notes?|draft"
    r"|copy|figures)|guess(?:es|work)?|best guess(?:es)?"
    r"|place-?holders?|informal(?:ly)?|off the record|without prejudice|tests?|test (?:only"
    r"|e-?mail|message|data)|dummy(?: data)?|samples?|mock-?up"
    r"|hypothetical|speculative|estimates?|tbc|to be (?:confirmed|agreed|approved|decided|checked|discussed)"
    r"|for (?:discussion|comments?|your comments?|review|checking|illustration|training)(?!"
    r" with)|(?:my|our) notes(?: so far)?)"
)
_OF_DRAFT = (
    r"(?=\s{0,2}(?:\Z|[,.;:!?)(\u2013-])| (?:only|until|till|for|please|pls|at|by|so|to|because"
    r"|before|below|above|attached"
    rf"|copy|{_NOUN}|of (?:our|the|my) {_NOUN})\b)"
)
_NOT = r"(?:do not|don't|dont|not to be|not to|never|please not|must not|should not|shouldn't|cannot|can't|not yet)"
_USE = (
    r"(?:record|use|return|enter|log|count|process|input|submit|upload|accept|act on|rely on|quote"
    r"|share|circulate|publish|save|register|include|take)"
    r"(?:e?d)?"
)
_AGREED = (
    r"(?:agreed|approved|approval|sign(?:ed)?[\s-]off|confirm(?:ed|ation|s)?|checked|seen|ratified"
    r"|ratification|finali[sz]ed|verified|final|formal"
    r"|official|moderated|finished|ready|gone to)"
)
_WITHDRAW = (
    r"(?<!not )(?<!n't )(?<!never )(?<!nothing )\b(?:ignore|disregard|delete|cancel|scrap|withdraw"
    r"|discard|bin|retract|forget|scratch|strike|recall|void"
    r"|take back|take no notice of|pay no attention to)"
)
_OLD = (
    r"(?:(?:the |our )?(?:last|previous|prior) (?:year|time|round|audit|return|submission)(?:'s)?"
    r"|(?:an? |the |our )?(?:old|previous|earlier|prior|superseded)"
    rf" (?:one|ones|{_NOUN})|what (?:we|i|they) (?:sent|said|put|had|gave|submitted|wrote) (?:last"
    rf"|before|previously|in 20\d\d))"
)
PLACE = (
    r"(?:surger(?:y|ies)|practices?|schools?|nurser(?:y|ies)|colleges?|academ(?:y|ies)|charit"
    r"(?:y|ies)|trusts?|clubs?|hospices?|hospitals?|homes?|agenc(?:y|ies)"
    r"|organisations?|branch(?:es)?|clinics?|dental|pharmac(?:y|ies)|councils?)"
)
_OTHERS = (
    rf"(?:(?:another|a different|the other|other|our sister|a neighbouring|next door'?s?)(?: \w+)? {PLACE}|next door"
    r"|(?:the |our |an? )?(?:cqc|ofsted|estyn|hmip|icb|ccg|nhs england|commissioners?|auditors?"
    r"|consultants?|inspectors?|inspection|peer reviewers?|peers?|lado)"
    r"(?:'s)?)"
)
_OWN = (
    r"(?:ours|our own (?:\w+ )?(?:views?|ones?|answers?|ratings?|scores?|return)|(?:our|the"
    r"|my)? ?(?:actual|real|proper|correct|right|true) (?:ones?|answers?|ratings?|scores?|figures"
    r"|form|return|version)|ratings of the standards|(?:our|my) (?:answers|ratings|scores))"
)
_WILL = (
    r"(?:to follow|to come|will follow|will come|(?:come|coming|follow) (?:later|next|tomorrow"
    r"|soon|on)|next week|tomorrow|later)"
)

_AIMS = (  # "This is where we are" is said of now
    r"(?:aiming|hoping|planning|going|heading|headed|working|trying|expecting|expected|meant|supposed|due|likely|bound"
    r"|aspiring|moving|striving|to be)"
)

_WAYS = {
    "held": (
        rf"\b{_NOT} {_USE}\b(?: {ALL})?{_ENDS}",
        r"\bnot (?:yet )?for (?:submission|submitting|recording|use|release|circulation|the record"
        r"|processing|entry|scoring|publication)\b",
        r"\b(?:wait|hold|hang|holding|sit)\b(?: \w+){0,4} (?:before you|until|till|for my)\b",
        rf"{_START}hold (?:fire|off|on to|back|{ALL})\b",
        rf"{_START}(?:{ALL}{_IS} )?(?:subject to|pending|awaiting|await|conditional on|dependent"
        rf" on|waiting for|still with)\b(?: [\w'-]+){{0,4}} (?:{_AGREED}|agreement|board|checks?)\b",
        rf"{_START}none of {ALL}{_IS}(?: [\w'-]+){{0,3}} {_AGREED}\b",
        rf"{_START}{ALL}{_IS_NOT}(?: [\w'-]+){{0,3}} {_AGREED}\b",
        rf"{_START}(?:not|un)(?: yet| been| fully| formally){{0,3}} ?{_AGREED}\b",
        rf"\bconfirm(?: \w+){{0,3}} (?:whether|if) {ALL}\b",
        r"\bcheck with \w+ (?:first )?before you (?:put|record|enter|use|count)\b|\bwhat do we (?:all )?think\b",
        r"\b(?:not|n't|yet to) (?:yet )?(?:been|gone|be)(?: put)? (?:to|past|through|before) (?:the |our )?"
        r"(?:governors|board|trustees|head|slt|committee)\b|\bmay (?:well |still )?change (?:some|any|all) of\b",
    ),
    "draft": (
        rf"{_START}(?:(?:here is|here are|{ALL}{_IS})? ?(?:an?|our|my|the|in|only|just|still|as|at"
        rf"|very|early|first|some) ){{0,3}}{_DRAFT}{_OF_DRAFT}",
        rf"\b(?:{ALL}){_IS}(?: (?:an?|our|my|the|in|very|early|first|some|only|just|still)){{0,3}}"
        rf" {_DRAFT}{_OF_DRAFT}",
        r"\b(?:attach(?:ed)?|enclosed?|here is|this is) (?:is )?an? (?:example|sample|specimen|template"
        r"|worked example)\b",
        r"\b(?:filled in|completed|done|made|answered) (?:[\w']+ ){0,4}for (?:practice|training|fun|a trial)\b(?! \w)",
        r"\b(?:worked )?examples? (?:of how|for training|only)\b",
        r"\b(?:my|our) first thoughts\b|\ba? ?rough (?:version|cut|pass|stab)\b|\ba stab at\b|\bfor information only\b"
        r"|\btreat (?:\w+ )?with caution\b",
        r"\bbefore (?:i|we) (?:send|submit|return|sign)\b(?! (?:the rest|more))|\bbefore (?:it|they"
        r"|this|these) (?:goes|go|is|are)(?: \w+)?\b",
        r"\bto (?:myself|me) so\b|\binformally\b|\bwhat do (?:you|we all) think\b|\bnot sure about"
        r" (?:these|this|any|them|it)\b",
        r"\bwhat (?:i|we) (?:would|might|plan to|hope to|intend to|want to|expect to|think we'll|will) \w+",
        r"\bwhere (?:i|we) (?:think|hope|expect|want|would|will)\b",
        rf"\b{ALL}{_IS} (?:what|where) (?:we|i|they) (?:(?:are |'re )(?:(?:all|still|now|really) )?{_AIMS}"
        rf"|want|hope|aim|plan|expect|intend|need|would|will|should|ought|could|may|might)\b",
        rf"\b{ALL}{_IS} (?:what|where) they(?: are|'re)\b",
    ),
    "taken back": (
        rf"{_WITHDRAW} {ALL}{_ENDS}",
        r"\b(?:sent|attached|forwarded|e-?mailed) (?:\w+ ){0,2}(?:in error|by mistake|by accident"
        r"|too (?:early|soon))\b",
        r"\btake (?:this|these|it|that|them|all of it) back\b",
        rf"\b{ALL}{_IS} (?:meant|intended) for (?!you\b|the audit)",
        rf"(?:{_START}(?:{ALL}{_IS} )?|[,;\u2013-]\s?)(?:the |an? )?wrong (?:recipient|person|e-?mail"
        rf"|file|form|version|attachment|year|address|audit|agency|thread|one)\b",
        r"\bwould like to recall\b|\boverwrite (?:them|it|all|these)\b|\bchange (?:them|it|these)"
        r" all\b|\bstart again\b",
        rf"\bdo(?:es)?(?:n't| not) (?:accept|agree with|recogni[sz]e|stand by) (?:all of |any of )?{ALL}",
        rf"{_START}that was (?:our|my|the|a) {_NOUN} to\b",
    ),
    "of another": (
        rf"\b{ALL}{_IS} (?:(?:based on|from|of|for|all|just|only|still) ){{0,2}}{_OLD}",
        rf"\b{ALL}{_IS} (?:(?:based on|from|of|for|by|in|with|all|just|only|still|how|what|as|copied)"
        rf" ){{0,3}}{_OTHERS}\b",
        rf"\b(?:as|how|what) (?:(?:completed|filled in|rated|seen|judged|scored|assessed|marked|answered"
        rf"|done|written) by )?{_OTHERS} ?(?:saw|sees|rated|scored|judged|filled|did|gave|put|sent"
        rf"|see|has)?\b",
        rf"\b(?:completed|filled in|rated|judged|scored|assessed|marked|answered|prepared) by {_OTHERS}\b",
        rf"\b{ALL} belongs? to\b(?! (?:no|none|nobody|any|all|the (?:whole|return|form|question)|question|you))",
        rf"\bnot (?:ours|us\b|our (?:own |formal |official |final )?(?:{_NOUN}|views?))",
        r"\basked me to (?:pass|send|forward) (?:it|them|theirs|this|these)\b",
        rf"\b{_OWN}(?: \w+)? {_WILL}\b",
        rf"\bsend (?:you )?(?:the |our )?(?:actual|real|proper|correct) (?:ones?|{_NOUN})\b",
        r"\bfor comparison\b|\bwhat my predecessor\b",
        r"\b(?:our|my|the) sister \w+ (?:answered|rated|scored|did|put|sent|gave)\b",
        r"\b(?:here is|here's|this is) how (?!(?:we|i|you|it|this)\b)[\w' ]{2,30} (?:did|answered|rated|filled)\b",
    ),
}
WAYS = {kind: LatePattern("|".join(ways)) for kind, ways in _WAYS.items()}
NEVER = LatePattern(  # they speak of an older letter or of our own, or say that what was held is so no longer
    rf"\b(?:earlier|previous|last|first|old|original|yesterday(?:'s)?|other) (?:\w{{1,20}} )?{_NOUN}\b"
    rf"(?= and| as|\W*\Z|[,.;])"
    r"|\bwhat (?:i|we) sent (?:you )?(?:yesterday|on |earlier|this morning|last week|before)"
    r"|\b(?:no longer|not an? draft|final version|agreed version|is final|are final|now agreed"
    r"|replaces?|supersedes?|instead)\b"
    r"|(?<!n't )(?<!not )\buse (?:this|these|the (?:\w+ )?(?:below|attached|new|one))\b|\bunless\b"
    r"|\b(?:one|two|three|four|five|some|few|most|many|several|other|remaining|\d{1,2}) (?:of"
    r" (?:the|our|my|these|them) ?)?(?:answers?|ratings?|scores?|ones?)?\b(?<!\s)"
    r"|\bintended recipient|\breceived (?:this|it)|\baddressee|\bif you (?:are|have)\b|\bratings are ours\b"
)
OF_FILE = LatePattern(r"\b(?:attach\w*|enclos\w*|(?:spread)?sheets?|workbooks?|documents?|files?)\b")
