"""Whether words say plainly that an action is done, or is not: a wish, a share or a question says neither. Pure."""

import re

from config.notation import LatePattern

_SAID = LatePattern(
    r"\W*(?:(?:it|this|that|action \d{1,9})(?:['\u2019]s| is| has been)? )?(?:(?:all|now) ){0,2}done\b([^.!?\n]*\??)",
    re.IGNORECASE,
)
_HANGS = LatePattern(  # in the sentence that says so: on a day to come, on somebody, or for a part alone
    r"\?|\b(?:no|not|never|by|when|once|if|until|till|unless|as|after|apart|but|bar|for|in (?:part|theory)|will"
    r"|would|should|soon|tomorrow|next|so far|only|mostly|mainly|part|partly|some)\b",
    re.IGNORECASE,
)
_OPEN = LatePattern(  # anywhere in the line
    r"\b(?:not (?:yet|quite|done|finished|all)|still|half|the (?:rest|others?)|rest|remaining|remains?|outstanding"
    r"|nearly|almost|except|more to (?:do|come)|to go|\d+ (?:of|out of) \d+)\b|n['\u2019]t\b|\d ?%",
    re.IGNORECASE,
)
_NOT = LatePattern(
    r"\W*(?:(?:it|this|that|we|action \d{1,9})(?:['\u2019](?:s|re)| is| are)? )?not (?:yet |quite )?done\b(?!\?)",
    re.IGNORECASE,
)


def says_done(words: str) -> bool:
    """Whether they begin by saying that it is done, and that line leaves none of it open; what is told below it may."""
    said, line = _SAID.match(words), words.partition("\n")[0]
    return said is not None and not _HANGS.search(said[1]) and not _OPEN.search(line)


def says_not_done(words: str) -> bool:
    """Whether they begin by saying that it is not done."""
    return _NOT.match(words) is not None
