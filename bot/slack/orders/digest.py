"""A digest sent to its readers: to whom is said first, and `yes` sends it, as `s11 digest --send` does."""

from collections.abc import Sequence
from typing import Protocol

from bot.slack.leads import TurnOutcome
from bot.slack.orders.case import OrderCase, said
from config.words import listing

NOBODY = "nobody. Whoever runs s11 names its readers in partnerships.toml."


class SendDigest(Protocol):
    """What the command does to send digests."""

    def digest_readers(self, partnership: str) -> Sequence[str]:
        """Who would get it."""
        ...

    def send_digest(self, key: str, partnership: str) -> Sequence[str]:
        """Queue it for its readers, and say who they are."""
        ...


def send_digest(case: OrderCase, papers: SendDigest) -> TurnOutcome:
    """Raises Refused where the audit is not clear."""
    with case.desk.database.read() as db:
        audit = case.one_audit(db, case.ordered.about)
        asks = {each.key for own in audit.submissions for each in own.partnerships}
        key, mine = audit.key, [each for each in case.tables if each in asks]
    if case.ordered.is_sure:
        return said([line for each in mine for line in papers.send_digest(key, each)])
    told = [f"{case.tables[each].name}: {listing(papers.digest_readers(each)) or NOBODY}" for each in mine]
    return said(["The digest goes to", *told, f"Type digest to read it. To send it, type send digest {key} yes."])
