"""Socket Mode while Slack renews its connections, hangs up without a word, and at last switches Socket Mode off.

python -m torture.slack_socket [SAID] [SEED]

Words and files come over two connections, some of them twice, and again where nobody acknowledged them. Where Socket
Mode is switched off, its process ends and another takes over. Counted as in torture.inbox.
"""

import itertools
import json
import random
import socket
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.slack.app import SlackBot
from bot.slack.socket import SWITCHED_OFF, Vigil, connect, leave, watch
from tests.bot.slack.fake import FakeSlack, fake_slack
from tests.bot.slack.socket import SlackEnd, slack_end
from tests.bot.slack.workspace import Workspace
from torture.inbox import AGENCIES, Said, Scene, found, next_said, rated
from torture.slack_faults import LEADS, begun

LIVES = 4  # processes, each ended by the switch
CHANCES = ("nothing", "refresh", "hang up", "twice")
PINGS, SOON = 1.0, Vigil(check_every=0.01, patience=60.0, ask_every=600.0)


@contextmanager
def listening(workspace: Workspace, slack: FakeSlack) -> Iterator[tuple[SlackBot, SlackEnd]]:
    """A process over two connections, until Socket Mode is switched off for it."""
    with slack_end() as end:
        slack.socket_url = end.url
        made = workspace.start()
        bot = replace(made, reach=replace(made.reach, app_token="xapp-test"))
        handlers = connect(bot, 2, PINGS)
        end.waits(lambda: len(end.links) == 2)
        try:
            yield bot, end
            slack.refusals["apps.connections.open"] = ["not_allowed_token_type"] * 100
            end.switches_off()
            assert watch(bot, handlers, threading.Event(), SOON) == SWITCHED_OFF
        finally:
            end.dies()
            leave(handlers)
            slack.refusals.pop("apps.connections.open", None)
            bot.close()


def hung_up(end: SlackEnd) -> None:
    """One connection ends without a word, with whatever it held."""
    with end.changed:
        link = end.links[0]
        link.shutdown(socket.SHUT_RDWR)
    end.waits(lambda: link not in end.links)


def life(
    workspace: Workspace, at: Scene, slack: FakeSlack, chance: random.Random, refs: Sequence[Iterator[str]], said: int
) -> tuple[list[Said], Counter[str]]:
    """So many things said while Slack does what it may, and the switch while the last are worked on."""
    everything, counts = list[Said](), Counter[str]()
    with listening(workspace, slack) as (bot, end):
        for number in range(said):
            who, event = number % AGENCIES, CHANCES[chance.randrange(len(CHANCES))]
            ref, kind = next(refs[who]), chance.choice(("words", "file"))
            everything.append(next_said(at, "press", who, ref))  # which return and which box the next is about
            workspace.post(everything[-1].body, everything[-1].media_type, bot)
            workspace.settle(bot)
            everything.append(next_said(at, kind, who, ref))
            for copy in range(1 + (event == "twice")):
                end.deliver(f"e{next(at.numbers)}-{copy}", json.loads(everything[-1].body)["event"])
            if event == "refresh":
                end.refresh()
            elif event == "hang up" and len(end.links) == 2:
                hung_up(end)
            counts[event] += 1
        end.waits(lambda: not end.unacknowledged)
    counts["switched off"] += 1
    return everything, counts


def main() -> None:
    said = int(sys.argv[1]) if len(sys.argv) > 1 else 64
    chance = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 11)
    everything, counts = list[Said](), Counter[str]()
    with ExitStack() as opened:
        folder, slack = opened.enter_context(tempfile.TemporaryDirectory()), opened.enter_context(fake_slack())
        workspace, at, other = opened.enter_context(begun(Path(folder) / "home", slack))
        at.numbers = itertools.count(1)
        refs = [iter(itertools.cycle(rated(at.template))) for _ in range(AGENCIES)]
        for _ in range(LIVES):
            own, seen = life(workspace, at, slack, chance, refs, said // LIVES)
            everything += own
            counts += seen
            workspace.inbox_clock += timedelta(minutes=2)
            other.tray.sweep()
            workspace.settle(other)
        came = found(at, workspace.round.database, everything)
    sys.stdout.write(f"socket, {LEADS} leads: {dict(sorted(counts.items()))}.\n")
    sys.stdout.write(f"Of {len(everything)} things said: {dict(sorted(came.items()))}.\n")
    if any(came[each] for each in ("lost", "twice", "misattributed", "unanswered", "answered twice")):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
