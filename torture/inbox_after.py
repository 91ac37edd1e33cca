"""A Slack process killed at random in what comes after a return: judgements, verdicts, answers back, and actions.

python -m torture.inbox_after [KILLS] [SEED]
"""

import json
import multiprocessing
import random
import socket
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.slack.actions.views import DECIDED, UPDATED
from bot.slack.api import form_source, packed
from bot.slack.reviews.asked_back import ANSWER
from bot.slack.reviews.views import ACCEPT_ALL, FORM, ReviewSpot
from intake.actions import NewAction, add_action
from intake.after import ask_back
from intake.ledger import Saying, submit
from storage.nouns import Action, ActionEntry, Review, Submission, Thread, ThreadEntry
from storage.record import Database, open_database
from tests.bot.slack.fake import fake_slack
from tests.rounds import jo
from torture.inbox import (
    AGENCIES,
    LONGEST_LIFE,
    Said,
    Scene,
    chaser,
    interaction,
    killed,
    opened,
    rated,
    started,
    started_again,
)
from torture.inbox import FORM as URLENCODED

KINDS = ("judgement", "verdict", "asked back", "update", "decision")
JO = "U9JO"
LONGEST = 4 * LONGEST_LIFE  # a manager's turn takes longer


@dataclass
class Prepared:
    """What may be answered, by the agency's number."""

    threads: dict[int, Iterator[int]] = field(default_factory=dict)
    actions: dict[int, int] = field(default_factory=dict)


def prepared(at: Scene, database: Database) -> Prepared:
    """Every return is signed, asked back about each question that is rated, and has an action."""
    made, stationery = Prepared(), chaser().stationery
    with database.write.begin() as db:
        for who, number in at.returns.items():
            submission = db.get_one(Submission, number)
            submit(db, submission, jo(1))
            for ref in rated(at.template):
                saying = Saying(jo(2), f"asked:{who}:{ref}", "partnership")
                ask_back(db, at.template, submission, ref, "When was it reviewed?", saying, stationery)
            new = NewAction("Date the policy.", submission, f"Lead {who}", "2030-04")
            said = Saying(jo(3), f"action:{who}", "partnership")
            made.actions[who] = add_action(db, submission.audit, at.template, new, said).id
        db.flush()
        for who, number in at.returns.items():
            wanted = sa.select(Thread.id).where(Thread.submission_id == number).order_by(Thread.id)
            made.threads[who] = iter(list(db.scalars(wanted)))
    return made


def boxes(**held: str) -> dict[str, Any]:
    """The state of a form: words typed, and what was chosen where the box is one of choices."""
    chosen = {name: {"value": {"type": "radio_buttons", "selected_option": {"value": held[name]}}} for name in held}
    typed = {name: {"value": {"type": "plain_text_input", "value": held[name]}} for name in held}
    return {name: (chosen if name in ("far", "rating") else typed)[name] for name in held} | (
        {"day": {"value": {"type": "datepicker", "selected_date": held["day"]}}} if "day" in held else {}
    )


def saved(at: Scene, user: str, callback: str, value: dict[str, Any], state: dict[str, Any]) -> tuple[str, bytes]:
    number = next(at.numbers)
    view = {
        "type": "modal", "id": f"V{number}", "hash": f"h{number}", "callback_id": callback, "blocks": [],
        "private_metadata": packed(value), "state": {"values": state},
    }  # fmt: skip
    body = {"type": "view_submission", "user": {"id": user}, "team": {"id": "T1"}, "view": view}
    return form_source(view, state), interaction(body)


def accepted(at: Scene, who: int) -> tuple[str, bytes]:
    number, value = next(at.numbers), ReviewSpot(at.returns[who]).packed()
    action = {"type": "button", "action_id": f"{ACCEPT_ALL}:{at.returns[who]}", "action_ts": f"{number}.1"}
    payload = {
        "type": "block_actions", "user": {"id": JO}, "team": {"id": "T1"}, "trigger_id": f"t{number}",
        "container": {"type": "view"}, "view": {"id": f"V{number}"}, "actions": [action | {"value": json.dumps(value)}],
    }  # fmt: skip
    return f"slack:press:t{number}:{number}.1", interaction(payload)


def done(at: Scene, ready: Prepared, kind: str, who: int, ref: str) -> Said:
    mark, lead = f"Mark {next(at.numbers)} of agency {who}.", f"U{who:03}"
    action = {"n": ready.actions[who], "s": at.returns[who]}
    match kind:
        case "judgement":
            spot = ReviewSpot(at.returns[who], 0, ref).packed()
            source, body = saved(at, JO, FORM, spot, boxes(rating="1", because=mark))
        case "verdict":
            source, body = accepted(at, who)
        case "asked back":
            thread = {"s": at.returns[who], "t": next(ready.threads[who])}
            source, body = saved(at, lead, ANSWER, thread, boxes(said=mark))
        case "update":
            source, body = saved(at, lead, UPDATED, action, boxes(far="going", said=mark))
        case _:
            day = f"2031-{1 + next(at.numbers) % 12:02}-01"
            source, body = saved(at, JO, DECIDED, action, boxes(far="time", said=mark, day=day))
    return Said(kind, who, ref, mark, source, body, URLENCODED)


def campaign(at: Scene, ready: Prepared, kills: int, chance: random.Random) -> tuple[list[Said], Counter[str]]:
    """Each is done once, killed at a random moment, and sent again until Slack hears "ok"."""
    everything, counts = list[Said](), Counter[str]()
    refs = {who: iter(rated(at.template)) for who in at.returns}
    accepted_next = iter(range(AGENCIES, len(at.returns)))  # once a return, and nothing else is said of it
    process = started(at)
    for number in range(kills):
        kind = KINDS[number % len(KINDS)]
        who = next(accepted_next) if kind == "verdict" else number % AGENCIES
        said = done(at, ready, kind, who, next(refs[who]))
        everything.append(said)
        is_after = killed(at, process, said, chance.uniform(0, LONGEST))
        counts["killed after its ok" if is_after else "killed before its ok"] += 1
        counts[f"killed in {kind}"] += 1
        process = started_again(at, said, is_heard=is_after)
    process.kill()
    process.join()
    return everything, counts


def rows_of(db: Any, said: Said, at: Scene) -> Sequence[tuple[int, str]]:
    """The return and the name that each row of it carries."""
    wanted: sa.Select[*tuple[Any, ...]]
    match said.kind:
        case "judgement":
            wanted = sa.select(Review.submission_id, Review.said_by).where(Review.because == said.mark)
        case "verdict":
            own = (Review.verdict == "accepted", Review.submission_id == at.returns[said.who])
            wanted = sa.select(Review.submission_id, Review.said_by).where(*own)
        case "asked back":
            wanted = sa.select(Thread.submission_id, ThreadEntry.said_by).join(
                ThreadEntry, ThreadEntry.thread_id == Thread.id
            )
            wanted = wanted.where(ThreadEntry.words == said.mark)
        case _:
            wanted = sa.select(Action.submission_id, ActionEntry.said_by).join(
                ActionEntry, ActionEntry.action_id == Action.id
            )
            wanted = wanted.where(ActionEntry.words == said.mark)
    return [(number, name) for number, name in db.execute(wanted)]


def found(at: Scene, database: Database, everything: Sequence[Said]) -> Counter[str]:
    counts: Counter[str] = Counter({"lost": 0, "twice": 0, "misattributed": 0, "unanswered": 0, "answered twice": 0})
    keys = (((call.get("metadata") or {}).get("event_payload") or {}).get("key") for call in at.slack.said())
    replies = Counter(map(str, keys))
    with database.read() as db:
        for said in everything:
            rows, is_leads = rows_of(db, said, at), said.kind in ("asked back", "update")
            name = f"Lead {said.who}" if is_leads else "Jo Bloggs"
            counts["lost"] += not rows
            counts["twice"] += len(rows) > 1
            counts["misattributed"] += any(each != (at.returns[said.who], name) for each in rows)
            if is_leads:
                counts["unanswered"] += replies[said.source] == 0
                counts["answered twice"] += replies[said.source] > 1
            if len(rows) != 1:
                sys.stdout.write(f"{len(rows)} rows: {said.kind} of agency {said.who}: {said.mark}\n")
    return counts


def main() -> None:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 11
    multiprocessing.set_forkserver_preload(["bot.slack.app", "cli.serve", "tests.rounds", "tests.bot.slack.workspace"])
    with fake_slack() as slack, tempfile.TemporaryDirectory() as folder:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        agencies = AGENCIES + kills // len(KINDS) + 1
        template, returns = opened(Path(folder), agencies=agencies)
        at = Scene(Path(folder), slack, port, template, returns)
        with open_database(f"sqlite:///{folder}/s11.db") as database:
            ready = prepared(at, database)
        everything, counts = campaign(at, ready, kills, random.Random(seed))
        with open_database(f"sqlite:///{folder}/s11.db") as database:
            came = found(at, database, everything)
    sys.stdout.write(f"inbox after: {kills} kills, seed {seed}: {dict(sorted(counts.items()))}.\n")
    sys.stdout.write(f"Of {len(everything)} things done: {dict(came)}.\n")
    if any(came[each] for each in ("lost", "twice", "misattributed", "unanswered")):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
