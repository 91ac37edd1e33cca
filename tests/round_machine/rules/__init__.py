"""Everything anybody can do on any day, as rules of the machine; each is a few lines of a transcript."""

from tests.round_machine.rules.after import Followers
from tests.round_machine.rules.beginnings import so_far
from tests.round_machine.rules.deeds import Owners
from tests.round_machine.rules.leads import Leads
from tests.round_machine.rules.managers import Managers
from tests.round_machine.rules.writers import Writers
from tests.round_machine.rules.years import Years

__all__ = ["Everybody", "so_far"]


class Everybody(Leads, Writers, Managers, Followers, Owners, Years):
    """All of them."""
