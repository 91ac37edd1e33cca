"""The ways to reach a person: a table, best first. A new way is one row here and a folder of its own in bot."""

from typing import NamedTuple


class Way(NamedTuple):
    """One way, and what it is called in our files.

    `field` of a contact holds their address there, `shut` since when what is sent there does not arrive. `board` of a
    partnership's digest names a place where a whole team reads. `account` and `known_by` are what people call their
    address.
    """

    name: str  # what messages and the trail carry
    field: str
    account: str
    known_by: str
    board: str = ""
    shut: str = ""
    is_letter: bool = False  # goes as a letter: with a page, with a form that a reply is read against, and may bounce


SLACK = Way("slack", "slack_user", "Slack account", "member ID", board="slack_channel", shut="slack_shut_at")
EMAIL = Way("email", "email", "address", "address", shut="bounced_at", is_letter=True)
WAYS = (SLACK, EMAIL)
TERMINAL = "terminal"  # where people speak, and nobody is written to
SPOKEN = (*(each.name for each in WAYS), TERMINAL)  # a table or a manager speaks for nobody who can be asked
LETTERS_ONLY = (EMAIL,)  # the ways of a deployment where nothing else is set up
