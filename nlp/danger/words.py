"""What people write of a child in danger: who, what harm, when, and what makes a sentence one about how we work."""

import re

_NOUN = (
    r"(?:child|baby|little one|infant|toddler|girl|boy|pupil|student|kid|teenager|teen|lad|lass|young person|youngster|"
    r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)[ -]years?[ -]old)"
)
_MANY = r"(?:children|babies|infants|toddlers|girls|boys|pupils|students|kids|teenagers|young people|siblings)"
_A_CHILD = (
    rf"(?:(?:an?|the|this|that|one|my|another)(?: [a-z0-9-]{{1,12}}){{0,2}} {_NOUN}|(?:two|three|four|"
    rf"some) {_MANY}|(?:one|two|some) of (?:our|the|my) "
    rf"(?:young )?(?:{_MANY}|lads)|^{_NOUN})"
)
_SELF = r"(?:him|her|them)self|themselves"
_DONE = (  # to a child, as it stands behind "is being", "was" or "got"
    r"(?:beaten|hit|hurt|slapped|kicked|punched|burne?[dt]|choked|strangled|shaken|stabbed|touched|abused|raped|"
    r"assaulted|molested|groomed|exploited|trafficked|threatened|harmed|starved|smacked|attacked|blackmailed|"
    r"thrown|shot|kidnapped|"
    r"locked (?:in|out|up)|left (?:alone|on (?:his|her|their) own))"
)
_DOES = (
    r"(?:beats|hits|(?<!ing )hurts|slaps|kicks|punches|burns|chokes|strangles|shakes|touches|abuses|rapes|assaults|"
    r"attacks|kisses|gropes|smacks|whips|threatens|locks|starves|grooms|forces|pushes|throws|"
    r"makes (?:him|her|them) (?:touch|watch|take|do)|(?:come|comes|gets|climbs) into (?:his|her|their) (?:room|bed))"
)
_ING = (
    r"(?:beating|hitting|hurting|slapping|kicking|punching|burning|choking|strangling|touching|abusing|raping|"
    r"assaulting|threatening|grooming|smacking)"
)
_COMING = (
    rf"(?:kill|killing|hang|cut|cutting|hurt|hurting|harm|harming) (?:{_SELF}|her|him)\b|kill (?:me|us)|"
    r"(?:want|wants) to (?:die|end it)|suicidal|end (?:his|her) life|disappear for ?ever|"
    r"(?:to|will) be (?:married|cut|hurt|harmed)|be forced to marry|"
    r"marry (?:him|her) off|flown out|smash (?:his|her)|private parts|"
    r"(?:taken|taking|plane|flight|fly|flying|sent|sending)\b.{0,60}\b(?:married|marry|marriage|cut|fgm)"
)
_HOME = r"does(?: not|n't|nt) want to (?:go|be taken) (?:home|back)"
_UNSAFE = (
    r"(?:he|she|they|i|hes|shes|he's|she's|i'm|who) (?:is |are |am |does |do )?"
    r"(?:not|isn't|doesn't|aren't|don't|isnt|doesnt) (?:feel )?safe|(?:feels?|is|are) unsafe|in danger|" + _HOME
)
_MARKS = (
    r"bruis(?:es|ed)|broken (?:arm|leg|rib|nose|wrist)|black eye|split lip|burns|burn marks?|bite marks?|"
    r"marks on|bleeding|"
    r"injur\w{1,4}|unconscious"
)
_MISSING = (
    r"(?:gone|went|is|are|still|reported|been) missing(?! from (?:the )?(?:register|education|lists?|form))|"
    r"(?:run|ran|running) (?:away|off)|wandering|absconded|alone in (?:an?|the)|gone off with|(?:know|"
    r"knows) where (?:he|she) is|found alone|hiding from|(?:not|hasn't|hasnt|"
    r"never) (?:been|come|came) home"
)
_TAKEN = r"(?:taken|took) (?:an overdose|pills|tablets|a load of|too many)|overdosed?"
_CRIMES = (
    r"just disclosed|has disclosed|(?:abuse|rape|assault|harm) by (?:her|his|an?|the|dad|mum)|"
    r"(?:disclos\w{2,4}|alleg\w{2,4}|reported) (?:[a-z]{1,12} ){0,4}(?:abuse|rape|assault|harm|neglect)"
)
HARM = re.compile(
    rf"\b(?:{_DONE}|{_DOES}|{_ING}|{_COMING}|{_MARKS}|{_UNSAFE}|{_MISSING}|{_TAKEN}|{_CRIMES}|"
    r"beat|slap|punch|kill|locked (?:him|her|them)|(?:left|home) alone|(?:came|got|climbed) into (?:his|her|"
    r"their) (?:room|bed)|(?:threw|thrown) (?:him|her|the baby)|drunk|"
    r"for fgm|self[ -]harm(?:ed|ing)|knife|gun|machete|weapon)\b"
)
HARM_GOES_ON = re.compile(
    rf"\b(?:{_DOES}|{_ING}|{_COMING}|(?:is|are|being|gets?|getting|(?:keep|keeps) being) {_DONE}|"
    rf"has (?:just )?{_DONE} (?:him|her|the (?:child|baby|girl|boy))|{_UNSAFE})\b"
)
A_CHILD = re.compile(rf"\b{_A_CHILD}\b")
CHILDREN = re.compile(rf"\b(?:{_NOUN}|{_MANY})\b")
SOMEBODY = re.compile(r"\b(?:he|she|him|her|his|he's|she's|hes|shes|daughter|son)\b")
_NEAR = (
    r"(?:(?:step|grand|foster )?(?:father|dad|daddy|mother|mum|mam|parents?|brother|sister|uncle|aunt|carer|cousin)|"
    r"boyfriend|girlfriend|partner|coach|teacher|neighbour|man|men|family)"
)
SOMEBODY_NEAR = re.compile(rf"\b{_NEAR}\b")
TOLD = re.compile(
    r"\b(?:told|tells|says|said|saying|telling|disclosed|discloses|disclosing|confided|confides|rang|texted|showed)\b"
)
NOW = re.compile(
    r"\b(?:today|tonight|last night|this (?:morn(?:ing)?|afternoon|evening|lunchtime|weekend|minute|hour)|yesterday|"
    r"right now|just now|at the moment|at the weekend|as (?:i|we) (?:write|speak|type)|"
    r"(?:an?|half an|one|two|three|\d{1,2}) (?:hours?|minutes?|mins?) ago|ha(?:s|ve) just|just (?:took|had|got|"
    r"rang|came)|(?:here|pupil|child) just|"
    r"has (?:told|disclosed|said|confided)|(?:go|goes|going) (?:back|home)|next week|tomorrow|this week|at lunch|"
    r"every night|about to|on (?:his|her|their) way|next month|for (?:two|three|\d) (?:days|nights)|(?:kid|"
    r"child|pupil|boy|girl|baby|student) here|"
    r"(?:on|since) (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
THIS_HOUR = re.compile(r"\b(?:tonight|right now|just now|as (?:i|we) (?:write|speak|type)|last night|this minute)\b")
FEAR = re.compile(
    r"\b(?:(?:is|he's|she's|hes|shes) (?:(?:too|so|very|really|now|still) ){0,2}"
    r"(?:afraid|scared|frightened|terrified) "
    r"(?:to (?!challenge|raise|refer|use|escalate|question|ask)|of (?!losing|making|getting)|that )|{_HOME})\b"
)
_IS = (  # how a child is, or was a moment ago
    rf"(?:is being {_DONE}|(?:has|have) (?:just )?(?:gone missing|run away|run off|disappeared|absconded|"
    rf"overdosed|{_TAKEN}|"
    r"been (?:locked (?:in|out|up)|stabbed|shot|raped|beaten(?: up)?|strangled|kidnapped)|bruises|burns|"
    r"a (?:broken|knife|gun|weapon|black eye)|not come home)|"
    r"(?:is|are|went) (?:missing|suicidal|locked (?:in|out|up)|in danger|bleeding|unconscious|not safe|"
    r"at risk (?:right )?now|unsafe|home alone|left alone|wandering|out alone)|(?:has|have) (?:gone off with|"
    r"nowhere (?:safe|to sleep|to go))|(?:want|wants) to (?:die|kill|end it)|"
    rf"{_TAKEN}|(?:isn't|is not|isnt|has stopped) breathing|"
    r"turned up with (?:bruises|burns|marks|a (?:broken|black)))"
)
STATE = re.compile(
    rf"\b(?:{_A_CHILD}(?!['-])(?: [a-z0-9-]{{1,14}}){{0,5}}|he|she) {_IS}\b"
    rf"|\b(?:is|are|keep|keeps) (?:still )?{_ING} (?:him|her|the (?:child|baby|girl|boy|kids))\b"
    rf"|\b(?:his|her|their) (?:[a-z-]{{1,12}} )?{_NEAR} (?:still |often )?{_DOES} (?:him|her|them)\b"
    rf"|\b(?:think|believe|suspect|sure) (?:that )?(?:an?|the|this|one) (?:[a-z0-9-]{{1,12}} ){{0,4}}is being {_DONE}\b"
    r"|\b(?:taking|sending|flying) (?:their|his|her|a|the) (?:daughter|son|girl|child|sister) .{0,40}"
    r"\b(?:fgm|marr(?:y|ied)|cut)\b"
)
WORRIED = re.compile(
    rf"(?:\b(?:i am|i'm|im|we are|we're) (?:very |really |so |extremely )?|^(?:very |really )?)"
    rf"(?:worried|concerned|scared) (?:(?:about|for|that) )?(?:{_A_CHILD})\b"
)
URGENT = re.compile(
    rf"\bat risk right now\b|\burgent\b.{{0,40}}\b{_A_CHILD}\b|"
    rf"\b{_A_CHILD}\b.{{0,80}}\bwhat (?:do|should) (?:i|we) do\b"
)
_ANYONE = rf"(?:some(?:one|body)|any(?:one|body)|staff|you|{_MANY})"
_ONE = (
    rf"(?:an?|any|the|one|no) (?:[a-z-]{{1,12}} )?(?:{_NOUN}|parent|mother|woman|adult|person|patient|member|worker|"
    r"teacher|concern)"
)
ANYBODY = re.compile(  # what is done if it happens, whoever it is
    rf"\b(?:if|when|whenever|where|should|unless|in case|whether|before|once) (?:{_ONE}|{_ANYONE})\b"
    r"|\b(?:if|whether) (?:there|they|we)\b|\bwhether (?:he|she)\b"
    rf"|\b(?:any|every|each|no|whichever) (?:[a-z-]{{1,12}} )?{_NOUN}\b"
    rf"|\b(?:an?|the) (?:{_NOUN}|teacher|worker|nurse|adult|person|parent) who (?!was\b|is (?:here|hiding|"
    rf"with us|with me)\b)"
    r"(?:may|might|is|has|[a-z]{2,12}s)\b"
    r"|(?<!not know )(?<!n't know )(?<!dont know )(?<!sure )(?<!\bus )(?<!\bme )(?<!advise )\bwhat to do\b"
    r"|\b(?:how to|for example|for instance|such as|e\.g|example|scenarios?|case stud(?:y|ies)|"
    r"case reviews?|(?:you|we|they|who|staff|it|children) (?:would|could)|(?:would|could) (?:you|we|be)|"
    r"vignettes?|role[ -]play|imagine|may be|might be|(?:sign|signs) (?:of|that)|indicators?)\b"
)
LONG_AGO = re.compile(
    r"\b(?:last (?:year|term|month|spring|summer|autumn|winter|quarter|january|february|march|april|may|june|july|"
    r"august|september|october|november|december)|in (?:19|20)\d\d|in (?:january|february|march|april|may|june|july|"
    r"august|september|october|november|december)|(?:months?|years?|weeks) ago|in the (?:last|past)|"
    r"previously|historic\w{0,4}|last (?:christmas|easter)|this year|since (?:19|20)\d\d)\b"
)
HOW_WE_WORK = re.compile(
    r"\b(?:train\w{0,5}|polic(?:y|ies)|procedures?|protocols?|pathways?|guidance|workshops?|sessions?|courses?|"
    r"audits?|audited|sampled|leaflets?|posters?|surveys?|meetings? (?:is|are)|minutes of|discussed|reviewed|"
    r"staff (?:know|are|who|can)|flagged|flags?|per ?cent|statistics|criteria|thresholds?|interviews?)\b|%"
)
DEALT_WITH = re.compile(
    r"\b(?:within (?:the|an|one|two|\d+) (?:hours?|days?)|(?:the )?same day|the next day|"
    r"(?:that|same) (?:very )?day|"
    r"(?:was|were|we) referred|(?:was|were) (?:moved|retrained|closed|shared|held|safe)|"
    r"led to|as a result|learning|lessons?)\b"
)
