"""s11 mail: letters in, from the audit mailbox or from files, and letters out."""

import json
import random
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.work import WorkQueue
from cli import post, wiring
from cli.branches import mailboxes
from cli.ordered import keep_making, paper_bench
from cli.outbox import keep_sending
from cli.rounds import Keeper, awaited
from cli.seats import own_seat, seated
from cli.work import LetterPorter
from config.questionnaire import Template
from config.settings import Settings
from config.words import count, listing
from intake.forms import SentForm
from intake.ledger import Refused
from intake.letters import Late, Reader, Unreadable
from intake.mail.inward import FolderMailbox, LetterOutcome, Postroom, taken_in, watch
from intake.mail.inward.imap import ImapMailbox, MailboxLetter
from storage.evidence import Unavailable

app = typer.Typer(help="Letters in and out.", rich_markup_mode=None)
Json = Annotated[bool, typer.Option("--json", help="One JSON document instead of lines.")]


@app.callback(invoke_without_command=True)
def mail(context: typer.Context) -> None:
    """Read the audit mailbox and send what is queued, until stopped (Ctrl-C or SIGTERM)."""
    if context.invoked_subcommand is not None:
        return
    using = wiring.settings()
    wiring.refuse_frozen(using)
    read = mailboxes(using)
    boxes = [post.imap(each.using) for each in read] or [post.imap(using)]
    stop = wiring.stopped_by_signals()
    with ExitStack() as opened:
        record = opened.enter_context(awaited(lambda: wiring.open_record(using), stop, wiring.err().print))
        porter = LetterPorter(using, WorkQueue(record))
        rooms = [opened.enter_context(post.postroom(using, record, each.circle.key, porter)) for each in read]
        keeper = Keeper.of(using, record, stop)
        own = [threading.Thread(target=keep_sending, args=(out, keeper)) for out in post.outboxes(using, record)]
        pairs = list(zip(rooms, boxes, strict=True))
        own += [threading.Thread(target=keep_collecting, args=(*each, keeper)) for each in pairs[1:]]
        own.append(threading.Thread(target=keep_making, args=(paper_bench(using, record), keeper)))
        for thread in own:
            thread.start()
        for box in boxes:
            wiring.err().print(f"Reading {box.address.name}. Stop with Ctrl-C.")
        try:
            keep_collecting(*pairs[0], keeper)
        finally:
            stop.set()
            for thread in own:
                thread.join()


def keep_collecting(room: Postroom, box: ImapMailbox, keeper: Keeper) -> None:
    """Read a mailbox until told to stop, while no other process does.

    A letter that breaks its reading is held after three tries.
    """
    chance = random.Random()  # noqa: S311  (it spreads retries; nothing rests on it)
    of = room.trust.circle.key
    with own_seat(room.database, "mailbox", of) as mine:

        def collect() -> float:
            try:
                watch(room, box, lambda: keeper.stop.is_set() or not mine.take(), keeper.tell, chance, keeper.stop.wait)
            except BaseException:
                box.lose()
                raise
            return 0.0

        keeper.keep_on(f"The mailbox of {of}" if of else "The mailbox", seated(mine, "mailbox", keeper, collect))


@app.command()
def read(
    paths: Annotated[list[Path], typer.Argument(help="Letters: .eml files, folders, maildirs or mbox files.")],
    json_: Json = False,
    explain_: Annotated[
        bool, typer.Option("--explain", help="Print what each stage made of them; record nothing.")
    ] = False,
    partnership: Annotated[
        str, typer.Option(help="The partnership to whose own mailbox they came; without it the common one.")
    ] = "",
    form: Annotated[
        Path | None, typer.Option(help="With --explain: read them against this form (a .sent.json). Needs no record.")
    ] = None,
) -> None:
    """Read letters from files, through the same way in as the mailbox; again is harmless.

    Leaves with 1 where a letter is held for a person: s11 held list shows them.
    """
    using = wiring.settings()
    _refuse_absent(using, paths, partnership)
    if form is not None and not explain_:
        raise Refused("A form is read with --explain alone: s11 mail read --explain FILE --form FORM.sent.json.")
    if explain_:
        _say_explained(
            _explained_by(using, paths, form) if form else _explained(using, paths, partnership), json_=json_
        )
        return
    told: list[dict[str, Any]] = []
    faults: list[str] = []
    with wiring.open_record(using) as record, post.postroom(using, record, partnership) as room:
        beforehand = room.stationery.faults
        faults += [f"{about} ({said})" for about, said in (beforehand.found if beforehand else {}).items()]
        try:
            for name, outcome in taken_in(room, _found(paths)):
                told.append(_document(name, outcome))
                faults += outcome.faults
                if not json_:
                    wiring.say(_line(name, outcome))
        except Unavailable as error:
            wiring.attention(f"{error} Letters read so far are safe; run the command again.")
    if json_:
        wiring.say(json.dumps(told, ensure_ascii=False, indent=1))
    elif not told:
        wiring.say("There is no letter there.")
    _heed(told, faults)


def _refuse_absent(using: Settings, paths: Iterable[Path], partnership: str) -> None:
    for path in paths:
        if not wiring.is_there(path):
            raise Refused(f"There is no {path}. Nothing was read.")
        if not (path.is_file() or path.is_dir()):
            raise Refused(f"{path} is neither a file nor a folder. Nothing was read.")
    if partnership and partnership not in using.owners("imap_url"):
        own = listing(sorted(using.owners("imap_url")))
        mend = f"Those that have: {own}" if own else "Leave --partnership out"
        raise Refused(f"{partnership} has no mailbox of its own. {mend}. Nothing was read.")


def _heed(told: list[dict[str, Any]], faults: list[str]) -> None:
    """Leave with 1 where a letter is held, or a letter of ours could not be written."""
    held = sum(each["outcome"] == "held" for each in told)
    lines = [f"Not done: {each}." for each in dict.fromkeys(faults)]
    if held:
        are = "is" if held == 1 else "are"
        lines.append(f"{held} of {count(len(told), 'letter')} {are} held for a person. See s11 held list.")
    if lines:
        wiring.attention("\n".join(lines))


def _explained(using: Settings, paths: Iterable[Path], partnership: str) -> list[tuple[str, list[str]]]:
    with wiring.open_record(using) as record, post.postroom(using, record, partnership) as room:
        return [(found.name, room.desk.explain(found.raw)) for found in _found(paths)]


def _explained_by(using: Settings, paths: Iterable[Path], form: Path) -> list[tuple[str, list[str]]]:
    """The same against a form in a file, with the questionnaire that it names; for letters that are tests."""
    try:
        sent = SentForm.from_stored(wiring.read_file(form).decode())
        template = wiring.templates(using)[sent.template]
    except (ValueError, TypeError, AttributeError, LookupError):
        told = f"{form} is no form of ours, or its questionnaire is not here. Name a .sent.json of tests/letters."
        raise Refused(told) from None
    with Reader(office=post.office()) as reader:
        return [(found.name, _against(reader, found.raw, sent, template)) for found in _found(paths)]


def _against(reader: Reader, raw: bytes, sent: SentForm, template: Template) -> list[str]:
    try:
        reader.letter(raw)
        return reader.explain(sent, template, "", ())
    except (Unreadable, Late) as why:
        return [str(why)]


def _say_explained(told: list[tuple[str, list[str]]], *, json_: bool) -> None:
    if json_:
        wiring.say(json.dumps([{"path": name, "told": lines} for name, lines in told], ensure_ascii=False, indent=1))
        return
    for name, lines in told:
        wiring.say("\n".join([name, *lines]))


def _found(paths: Iterable[Path]) -> Iterator[MailboxLetter]:
    for path in paths:
        try:
            yield from FolderMailbox(path).letters()
        except OSError as error:
            raise Refused(f"{error.filename or path} cannot be read: {error.strerror}.") from None


def _document(name: str, outcome: LetterOutcome) -> dict[str, Any]:
    return {
        "path": name,
        "outcome": outcome.outcome,
        "reason": outcome.reason,
        "audit": outcome.audit,
        "agency": outcome.agency,
        "sender": outcome.sender,
        "answers": [
            {"question": each.question, "prompt": each.prompt, "value": each.value}
            | ({"not_applicable": True} if each.not_applicable else {})
            for each in outcome.answers
        ],
        "not_understood": [each._asdict() for each in outcome.not_understood],
        "evidence": [
            {"name": name, "sha256": sha256, "question": question} for name, sha256, question in outcome.evidence
        ],
        "raw_sha256": outcome.raw_sha256,
    }


def _line(name: str, outcome: LetterOutcome) -> str:
    facts = [
        count(len(outcome.answers), "answer") if outcome.outcome == "answered" else "",
        outcome.agency,
        outcome.reason,
    ]
    return ": ".join([name, ", ".join([outcome.outcome.replace("_", " "), *filter(None, facts)])])
