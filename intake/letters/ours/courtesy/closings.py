"""What surrounds an answer: greetings, sign-offs, disclaimers, words about the letter. Only whole lines are judged."""

import re
from collections.abc import Sequence

from config.notation import LatePattern
from intake.letters.ours.courtesy.asides import first_letters, initials
from intake.letters.ours.courtesy.openings import greets

_SIGN_OFF = LatePattern(
    r"\W*+(?:(?:with\s+)?(?:(?:kind|kindest|best|warm|warmest|many)\s+)?(?:regards|wishes|thanks)|thank you"
    r"|thanks(?:\s+(?:very\s+much|again|so\s+much|all))?|all the best|cheers"
    r"|(?:(?:i|we)\s(?:am|are|remain)[\s,]{1,3})?yours\s+(?:sincerely|faithfully|truly)"
    r"|sincerely|best|kr|rgds"
    r"|(?:mit\s+)?(?:freundlichen|besten|herzlichen|vielen|lieben|viele|beste|liebe|freundliche)\s+(?:gr(?:ü|u|ue)(?:ß|ss)en?|dank)"
    r"|mfg|vg|lg|(?:bien\s+)?cordialement|bien\s+à\s+vous|saludos(?:\s+cordiales)?|un\s+saludo|cordiali\s+saluti|com\s+os\s+melhores\s+cumprimentos"
    r"|(?:z\s+)?(?:poważaniem|wyrazami\s+szacunku)|pozdrawiam(?:\s+serdecznie)?|met\s+vriendelijke\s+groeten?"
    r"|(?:cofion(?:\s+(?:gorau|cynnes))?|diolch(?:\s+yn\s+fawr)?|dymuniadau\s+gorau|yn\s+gywir)"
    r"(?:\s*[/|]\s*(?:(?:kind|best|warm|many)\s+)?(?:regards|wishes|thanks))?)(?:\s+and\s+(?:kind\s+|best\s+)?(?:regards|wishes|thanks))?"
    r"(?:\s*[,.!–-]*\s*(?-i:[A-Z])[\w'’-]*){0,3}\W*",
    re.IGNORECASE,
)
_PHONE = LatePattern(
    r"\W{0,20}(?:sent (?:from|via|using|on behalf of|by) .{0,60}"
    r"|gesendet (?:von|mit) .{0,60}|envoyé (?:de|depuis) .{0,60}|enviado (?:desde|do) .{0,60}"
    r"|wysłan[eo] z .{0,60}|inviato da .{0,60}"
    r"|verzonden (?:vanaf|met) .{0,60}|anfonwyd o .{0,60}|get outlook for .{0,60}|sent with .{0,40}|--\s?|_{3,})\W*",
    re.IGNORECASE,
)
_DISCLAIMER = (
    LatePattern(r"\b(confidential|privileged|legally)\b", re.IGNORECASE),
    LatePattern(r"\b(intended|addressee|recipient|disclos\w+|in error|registered office)\b", re.IGNORECASE),
    LatePattern(r"\b(this (?:e-?mail|message|communication)|attachments?|virus\w*|sender)\b", re.IGNORECASE),
)
_BANNER = LatePattern(
    r"\W*(?:caution|warning|external|\[external\]).{0,20}(?:e-?mail|sender|originated|outside).{0,300}"
    r"|.{0,20}consider the environment.{0,120}",
    re.IGNORECASE,
)
_FOOTER = LatePattern(  # what a house puts below every letter
    r"\b(?:follow|like|find|visit)\s(?:us|our)\s(?:on|at|website|page)\b|\b(?:sign\sup|subscribe)\b.{0,30}\b(?:newsletter|updates?)\b"
    r"|\A\W*(?:read\s)?our\s(?:\w+\s)?newsletter\b|\bregistered\s(?:charity|company|office|in\s(?:england|wales|scotland))\b"
    r"|\b(?:charity|company)\s(?:no|number|reg)\b|\bbook\sonline\b|\bopening\shours\s(?:are|have)\b",
    re.IGNORECASE,
)
_ABOUT_LETTER = LatePattern(
    r"\W*(?:(?:i|we)(?:'|\u2019)?(?:\s?ll|\s+will|\s+shall|\s+hope to)?\s+(?:send|do|complete|return|finish)"
    r"\s+(?:you\s+)?"
    r"(?:(?:all|some) of\s+)?(?:the|you the)?\s*(?:rest|remainder|remaining|others?|missing).{0,60}"
    r"|(?:the\s+)?(?:rest|remainder|remaining.{0,30}|others?|more)\s+(?:(?:will|is|are|to)\s+)?(?:follow|come|sent|tomorrow|tmrw|next\s+week|later|soon|(?:on|by)\s+\w{2,6}day).{0,60}"
    r"|(?:sorry|apologies|excuse|forgive)\b[^.\d]{0,40}\b(?:keys?|keyboard|phone|typing|typos?|brevity|format\w*|layout"
    r"|delay|mess|caps|autocorrect|spelling)\b[^.\d]{0,40}"
    r"|(?:(?:please\s+)?(?:see|find)\s+)?(?:the\s+|our\s+|completed\s+|filled\s+)*(?:attached\s+)?form(?:\s+(?:is\s+)?"
    r"(?:attached|enclosed))?)\W*",
    re.IGNORECASE,
)
_STANDS = LatePattern(
    r"\W*(?:(?:but|and|so)\s+)?(?:(?:everything|anything|all|nothing)\s+else|all\s+(?:the\s+)?(?:other|rest)s?(?:\s+\w+)?"
    r"|(?:the\s+)?(?:rest|remainder|others?|other\s+(?:answers|ratings|questions))(?:\s+of\s+(?:it|them|our\s+\w+|the\s+\w+))?)"
    r"\s+(?:(?:still|has|have|is|are|to)\s+)?(?:stands?|stays?|stay|remains?|holds?|applies|unchanged|not\s+changed|changed|fine"
    r"|correct|right|ok|okay|good\s+as\s+it\s+is|the\s+same|same|as\s+(?:it\s+was|they\s+were|before|sent|submitted))"
    r"(?:\s+(?:unchanged|the\s+same|as\s+(?:it\s+was|it\s+is|they\s+were|before|sent))){0,2}\W*"
    r"|\W*no\s+(?:other|further|more)\s+(?:changes?|corrections?|amendments?)(?:\s+(?:needed|required|from\s+us|this\s+time))?\W*",
    re.IGNORECASE,
)
_FAREWELL = LatePattern(
    r"\W*(?:(?:ok|okay|right|well|so|and|anyway)\b\W{1,3})?"
    r"(?:(?:i |we )?(?:hope|trust)\s+(?:this|that|it|the\s+above)\b.{0,60}"
    r"|(?:please\s+)?(?:do\s+)?(?:let|give|drop)\s+(?:me|us)\b.{0,20}\b(?:know|call|ring|shout|line)\b.{0,80}"
    r"|(?:any|if you have any)\s+(?:questions|queries|problems)\b.{0,80}"
    r"|happy\s+to\s+(?:discuss|talk|chat|explain)\b.{0,60}"
    r"|(?:that|this)(?:\W?s|\s+is)\s+(?:all|everything|it)\b.{0,40}|speak\s+(?:soon|to you soon)\b.{0,40}"
    r"|have\s+a\s+(?:good|lovely|nice)\b.{0,30}|thank(?:s|\s+you)\s+(?:again\s+)?for\s+(?:your|all|the|bearing)\b.{0,60}"
    r"|(?:(?:is\s)?(?:that|this)\s)?(?:ok|okay|all\s?right|alright)(?:\s(?:for|with|by)\s(?:you|now))?(?=\W{0,3}\?)"
    r"|(?:i |we )?look(?:ing)?\s+forward\s+to\b.{0,60})\W*",
    re.IGNORECASE,
)
_TO_US = LatePattern(  # said to whoever reads the letter, or of it
    r"\b(?:you|your|please|kindly|feedback|apolog\w+|sorry)\b"
    r"|\A\W*(?:do\s)?(?:shout|ring|call|contact|get\sin\stouch|bear\swith)\b"
    r"|\b(?:i|we)(?:'m|'re|'ll|\sam|\sare|\swill\sbe|\sshall\sbe)\b.{0,40}\b(?:leave|away|holiday|office)\b"
    r"|\b(?:to\sfollow|(?:will|shall|'ll)\s(?:follow|come|be\ssent|send|forward|post|bring))\b"
    r"|\bseparate(?:ly)?\s(?:cover|e-?mail)\b"
    r"|\b(?:hope|trust)\s(?:this|that|it)\b"
    r"|\A\W*(?:this\s(?:was|has\sbeen|is)\s)?(?:approved|signed\soff|agreed|authorised|checked)"
    r"\s(?:by|at|on)\b",
    re.IGNORECASE,
)
_BREAK_BEFORE_CLOSE = LatePattern(
    r"(?<=[.!?;,])\s++|\s[-\u2013]\s|\s(?=(?:cheers|thx|many thanks|(?:kind|best) (?:regards|wishes))\b)", re.IGNORECASE
)
_THANKS = LatePattern(
    r"(?:(?:many|kind|kindest|best|warm|with)\s+){0,2}(?:thanks?(?:\s+you)?|regards|wishes|cheers|thx)"
    r"(?:,?\s(?!to\b|for\b)[^\W\d_]+){0,2}\W*",
    re.IGNORECASE,
)
_REST = LatePattern(r"(?:the\s+)?(?:rest|remainder|remaining)\b|(?:i|we)\b", re.IGNORECASE)
_LONGEST_CLOSE = 120
_ANSWER = LatePattern(r"\W{0,3}(?:q(?:uestion)?\W{0,2})?\d{1,2}(?:\.\d{1,2})?\b")
_POSTSCRIPT = LatePattern(r"\W*(?:p\.?s|n\.?b)\b", re.IGNORECASE)
_SENTENCE = LatePattern(r"(?<=[.!?])\s+|\n\s*\n")
_AGAIN = LatePattern(
    r"\b(?:re-?sen[dt]\w*|resubmit\w*|sen[dt] (?:again|before|earlier|on|last|yesterday|to)|sending|forward\w*|fwd"
    r"|bounced?|again|once more|below|attached|enclosed|here (?:is|are|it)|came? back|fyi|for information"
    r"|as (?:requested|discussed|promised)|did(?:n't| not)? (?:you|this|it|they)|have you (?:had|got|seen)|received?"
    r"|in case|reminder|chas\w+)\b",
    re.IGNORECASE,
)
_NO_MORE = LatePattern(
    r"\b(?:ignor\w+|disregard\w*|delet\w+|bin|scrap\w*|scratch|recall\w*|cancel\w*|withdr\w+|discard\w*|forget"
    r"|stri[kc]\w+|retract\w*|undo|undone|take|taken|remov\w+|drop|not|never|no longer|only|but|wrong\w*|error\w*"
    r"|mistake\w*|incorrect|drafts?|old|instead|except|apart|unless|until|wait|hold|replac\w+|chang\w+|correct\w*"
    r"|belong\w*|meant)\b|n't (?!you|this|it|they)",
    re.IGNORECASE,
)


def signs_off(text: str, names: frozenset[str]) -> bool:
    """Whether a line closes a letter: a sign-off, the sender's name alone, what a phone adds."""
    if len(text) > 80:
        return False
    words = " ".join(re.findall(r"[^\W\d_]+", text.lower()))
    is_short = re.fullmatch(r"\W*[A-Z]{2,3}\W*", text) is not None and words in initials(names)
    is_short = is_short or (re.fullmatch(r"\W*[A-Z]\W*", text) is not None and words in first_letters(names))
    is_name = (words in names or is_short) and not re.match(r"\W*\d", text)
    signed = is_name or any(" " in name and words.startswith(f"{name} ") for name in names if "|" in text)
    return bool(_SIGN_OFF.fullmatch(text) or _PHONE.fullmatch(text) or (words and signed))


def is_disclaimer(text: str) -> bool:
    """Whether a paragraph is what a mail server adds to every letter."""
    return bool(_BANNER.fullmatch(text)) or (len(text) > 60 and all(sign.search(text) for sign in _DISCLAIMER))


def is_footer(text: str) -> bool:
    """Whether a line is what a house puts below its letters: its newsletter, its charity's number, its hours."""
    return len(text) < 300 and _FOOTER.search(text) is not None


def speaks_of_letter(text: str) -> bool:
    """Whether a line is about the letter and what is still to come, and answers nothing."""
    return len(text) < 100 and _ABOUT_LETTER.fullmatch(text) is not None


def leaves_the_rest(text: str) -> bool:
    """Whether a line says of the other answers that they stand: "Everything else stands"."""
    return len(text) < 100 and _STANDS.fullmatch(text) is not None


def bids_farewell(text: str) -> bool:
    """Whether a line ends a letter and says nothing else: "Hope this helps"."""
    return len(text) < 120 and _FAREWELL.fullmatch(text) is not None


def speaks_to_us(text: str) -> bool:
    """Whether a paragraph may be said to whoever reads the letter: "Could you confirm that this has come?"."""
    return len(text) < 300 and _TO_US.search(text) is not None


def without_close(text: str) -> tuple[str, str]:
    """The words of a line, and what closes the letter behind them: "Green. Many thanks, Jo", "Green. Rest tomorrow"."""
    for found in _BREAK_BEFORE_CLOSE.finditer(text, max(0, len(text) - _LONGEST_CLOSE)):
        tail = text[found.end() :]
        is_sentence = text[found.start() - 1 : found.start()] in tuple(".!?;")
        of_rest = is_sentence and _REST.match(tail) is not None and speaks_of_letter(tail)
        if _THANKS.fullmatch(tail) or of_rest or (is_sentence and bids_farewell(tail)):
            return text[: found.start()], tail
    return text, ""


def brings_again(texts: Sequence[str], names: frozenset[str]) -> bool:
    """Whether a letter says no more than that an older one of its sender comes again, or adds answers in lines."""
    told: list[str] = []
    is_signed = False
    for text in texts:
        is_signed = is_signed or signs_off(text, names)
        is_told = not is_signed or _POSTSCRIPT.match(text)
        if _NO_MORE.search(text) or (is_told and not greets(text) and not _ANSWER.match(text)):
            told.append(text)
    return all(map(_is_of_letter, _SENTENCE.split("\n".join(told))))


def _is_of_letter(sentence: str) -> bool:
    said = sentence.replace("\u2019", "'").replace("\n", " ")
    if not re.search(r"\w", said) or bids_farewell(said) or is_disclaimer(said):
        return True
    return _AGAIN.search(said) is not None and not _NO_MORE.search(said)
