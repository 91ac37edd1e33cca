"""What a sentence of ours says to somebody who has no shell: the word to type in Slack for a command, or whom to ask.

Only our own sentences are read: people write of an s11 audit too, and their words stay as they are. Pure.
"""

from config.notation import LatePattern

_SENTENCES = (
    (r"<(\S+@\S+)>: not asked yet; s11 invite asks everybody who is new", r"<\1>: not asked yet; type invite \1"),
    (r"nobody to ask: s11 contact set (\S+) names somebody", r"nobody to ask; type add contact \1, and who it is"),
    (r"Read it with s11 review\.", "Type returns to read it."),
    (r"Look at it with s11 review\.", "Type returns to look at it."),
    (r"Accept it with s11 action close\.", "Your Home has it, to accept."),
    (r"s11 mail and s11 bot send what is queued, and so does s11 outbox deliver\.", "It leaves in a moment."),
    (r"To change anything, open it: s11 audit reopen \S+\.", "Whoever runs s11 can open it again."),
    (r"open it first: s11 reopen (\S+) (\S+)\.", r"type reopen \2 in \1 because, and why."),
    (r"To ask it after all: s11 excuse (\S+) (\S+) --ask-again\.", r"To ask it after all, type ask \2 in \1 again."),
    (r"s11 quotes \S+ lists them\.", "Type quotes to see them."),
    (r"s11 themes review \S+ lists them\.", "Type themes to see them."),
    (r"s11 held list shows those that are held\.", "Type letters to see them."),
    (r"s11 contact set adds a contact\.", "Type add contact to add one."),
    (r"s11 action list \S+ shows them\.", "Your Home shows those that wait."),
    (r",? or add --as-it-stands\.", "."),
    (r" To \w+ it all the same, add --yes\.", ""),
)
_KNOWN = tuple((LatePattern(said), means) for said, means in _SENTENCES)
_COMMAND = LatePattern(r"[^.:;!?]*(?<!runs )\bs11 [a-z][^!?\n]*?[.!?](?=\s|$)")
ASK = " Whoever runs s11 can do that."


def in_slack(said: str) -> str:
    """The same without a command of the shell, where Slack has a word for it."""
    for pattern, means in _KNOWN:
        said = pattern.sub(means, said)
    return said


def without_shell(refusal: str) -> str:
    """The same for a refusal of ours: what Slack has no word for, whoever runs s11 can do."""
    return _COMMAND.sub(ASK, in_slack(refusal)).strip()
