"""The branches of an installation: each mailbox, sender and Slack workspace, with its settings and whom it serves."""

from functools import partial
from typing import NamedTuple

from cli.checks import Check
from config.branches import Circle
from config.notation import LatePattern
from config.settings import OF, OWN, PREFIX, Settings, variable

_SETTING = LatePattern(rf"\b{PREFIX}(?:{'|'.join(OWN).upper()})\b")


class Branch(NamedTuple):
    """One mailbox, sender or workspace: what is set for it, and whom it serves."""

    circle: Circle
    using: Settings

    @property
    def of(self) -> str:
        """Whose it is, to stand behind what it is; nothing for what is common."""
        return f" of {self.circle.key}" if self.circle.key else ""

    def tell(self, found: Check) -> Check:
        """A line of s11 doctor about it: whose it is, and which settings are meant."""
        key = self.circle.key
        if not key:
            return found
        own = partial(_SETTING.sub, lambda name: f"{name[0]}{OF}{variable(key)}")
        return found._replace(check=f"{found.check}{self.of}", says=own(found.says), mend=own(found.mend))


def mailboxes(using: Settings) -> list[Branch]:
    """Those that are read: the common one and each partnership's own."""
    return [each for each in _branches(using, "imap_url") if each.using.imap_url]


def senders(using: Settings) -> list[Branch]:
    """Who sends letters: the common sender and each partnership that has an address or a server of its own."""
    return _branches(using, "imap_url", "smtp_url", "mail_from")


def workspaces(using: Settings) -> list[Branch]:
    """The Slack apps that are set up."""
    return [each for each in _branches(using, "slack_bot_token") if each.using.slack_bot_token]


def owners(using: Settings) -> list[Branch]:
    """Every partnership that has anything of its own."""
    return [each for each in _branches(using) if each.circle.key]


def without_slack(using: Settings) -> Circle | None:
    """For whom Slack is not set up while it is for others; None where there is nobody of the kind."""
    own = using.owners("slack_bot_token")
    return Circle("", own) if own and not using.slack_bot_token else None


def mailbox_of(using: Settings, partnership: str) -> Branch:
    """The mailbox of a partnership that has its own; for an empty key the common one."""
    return Branch(Circle(partnership, using.owners("imap_url")), using.of(partnership))


def _branches(using: Settings, *fields: str) -> list[Branch]:
    own = using.owners(*fields)
    return [Branch(Circle("", own), using), *(Branch(Circle(key, own), using.of(key)) for key in sorted(own))]
