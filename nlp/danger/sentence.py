"""Whether a sentence tells of a child in danger now; how an agency works, and what is long over, is none. Pure."""

import re

from nlp.danger.words import (
    A_CHILD,
    ANYBODY,
    CHILDREN,
    DEALT_WITH,
    FEAR,
    HARM,
    HARM_GOES_ON,
    HOW_WE_WORK,
    LONG_AGO,
    NOW,
    SOMEBODY,
    SOMEBODY_NEAR,
    STATE,
    THIS_HOUR,
    TOLD,
    URGENT,
    WORRIED,
)

_END = re.compile(r"[.!?](?=\s)|\n[ \t]*\n")
_SPACE = re.compile(r"\s+")
LONGEST = 1_000  # characters of a sentence looked at in one go: nobody's cry for help is longer


def tells(text: str) -> bool:
    """Whether any of its sentences does, however they are parted."""
    plain = text.replace("’", "'").lower()
    return any(
        _is_danger(_SPACE.sub(" ", part[at : at + LONGEST]).strip())
        for part in _END.split(plain)
        for at in range(0, len(part), LONGEST)
    )


def _is_danger(said: str) -> bool:
    is_of_one = A_CHILD.search(said) is not None or SOMEBODY.search(said) is not None
    if WORRIED.search(said) or URGENT.search(said):
        return True
    if not is_of_one and CHILDREN.search(said) is None:
        return False
    if ANYBODY.search(said) or LONG_AGO.search(said):
        return False
    if is_of_one and (FEAR.search(said) or _is_disclosed(said)):
        return True
    return HOW_WE_WORK.search(said) is None and _is_seen(said)


def _is_disclosed(said: str) -> bool:
    """Whether somebody told of harm that goes on, or that they told of now."""
    if TOLD.search(said) is None or HARM.search(said) is None:
        return False
    if NOW.search(said):
        return True
    return HARM_GOES_ON.search(said) is not None and not (DEALT_WITH.search(said) or HOW_WE_WORK.search(said))


def _is_seen(said: str) -> bool:
    """Whether the writer saw it, or knows it, without anybody having told them."""
    if STATE.search(said) and not DEALT_WITH.search(said):
        return True
    if HARM.search(said) is None or NOW.search(said) is None:
        return False
    is_near = SOMEBODY.search(said) is not None and SOMEBODY_NEAR.search(said) is not None
    return (
        is_near
        or A_CHILD.search(said) is not None
        or (CHILDREN.search(said) is not None and THIS_HOUR.search(said) is not None)
    )
