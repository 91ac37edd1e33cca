"""s11 bot: what must be set before anything listens; only then are Slack's libraries loaded."""

import logging
import sys
import threading

from bot.slack import NOT_SET_UP
from cli import wiring
from cli.branches import Branch, workspaces
from cli.rounds import awaited
from config.branches import WHOLE


def bot() -> None:
    """Talk with agencies in Slack until stopped; leaves with 1 when Slack cannot be heard, to be started anew."""
    using = wiring.settings()
    if using.now:
        raise wiring.NotReady("The clock stands still, so nothing could be said in its time. Unset S11_NOW.")
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")
    awaited(lambda: wiring.open_record(using), threading.Event(), wiring.err().print).__exit__()
    spaces = workspaces(using) or [Branch(WHOLE, using)]
    if any(not each.using.slack_bot_token for each in spaces):
        raise wiring.NotReady(NOT_SET_UP)
    from cli.slack import hear_all

    if told := hear_all(spaces, using):
        wiring.attention("; ".join(told))
