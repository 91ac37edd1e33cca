"""s11 person: a person's rights over what is held on them: found, handed out, erased, or held for a court."""

import itertools
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from cli import post, wiring
from cli.consent import consent
from cli.copies import note_copy
from cli.options import By
from cli.remains import also_written_from, home_of, remains
from config.dates import today, uk_date
from config.files import LONGEST_OF_ALL, read_whole
from config.settings import Settings
from intake import rights
from intake.ledger import Refused
from intake.rights import ErasureOrder, FileSearch, KeptFile, NamedPlace, Sought
from reports.figures import count
from storage.evidence import EvidenceStore
from storage.inbox import own_inbox
from storage.record.trail import Speaker

app = typer.Typer(
    help="Where a person is named, and their rights over it.", no_args_is_help=True, rich_markup_mode=None
)

Who = Annotated[str, typer.Argument(help="A name or an address.")]
Also = Annotated[list[str] | None, typer.Option(help="Another name of theirs, such as initials; may be given again.")]
Only = Annotated[bool, typer.Option("--only", help="These words alone, not all that is known of a contact.")]
In = Annotated[
    list[Path] | None, typer.Option("--in", help="A log file or folder beside the home; may be given again.")
]
Because = Annotated[str, typer.Option(help="The reason, in a sentence without the name. It stays in the trail.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")]


@app.command()
def find(who: Who, also: Also = None, only: Only = False, in_: In = None, json_: Json = False) -> None:
    """Show every place that names a person: the record, letters, files, the home, and what cannot be searched.

    Case, accents and line breaks do not matter; initials are yours to say.

      s11 person find "Quilla Vantongeren" --also "Q. Vantongeren"
    """
    using = wiring.settings()
    store = wiring.evidence(using)
    with wiring.reading(using) as db, rights.opened_pdfs() as pdf:
        sought = _sought(db, who, also, only=only)
        search = FileSearch(sought, pdf)
        kept = list(rights.kept_files(db, store, search))
        mentions = _mentions(db, using, search, kept, in_ or ())
        left = remains(db, using, store, search, kept)
    if json_:
        told = {
            "who": sought.words,
            "times": sum(each.times for each in mentions),
            "mentions": [each.document() for each in mentions],
            "remains": left,
        }
        wiring.say(json.dumps(told, ensure_ascii=False, indent=1))
        return
    _show(sought, mentions)
    for line in left:
        wiring.err().print(line)


@app.command()
def export(
    who: Who,
    out: Annotated[Path, typer.Option(help="The folder to write into; it must be new or empty.")],
    also: Also = None,
    only: Only = False,
    in_: In = None,
) -> None:
    """Write all that names a person into a folder: words to read, a table, and letters and files as they are kept.

    s11 person export quilla@example.org --out subject-access
    """
    using = wiring.settings()
    store = wiring.evidence(using)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Refused(f"{out} is there already and is not an empty folder. Name another, or delete it first.")
    with wiring.reading(using) as db, rights.opened_pdfs() as pdf:
        sought = _sought(db, who, also, only=only)
        search = FileSearch(sought, pdf)
        kept = list(rights.kept_files(db, store, search))
        mentions = _mentions(db, using, search, kept, in_ or ())
        note_copy(using, "what is held on a person", out)  # first: stopped half-way, what was written lies there
        number = 0
        for name, content in rights.export_files(sought, mentions, kept, store, wiring.now(using)):
            wiring.write_file(out / name, content)
            number += 1
    wiring.say(f"{out}: {count(len(mentions), 'place')} in {count(number, 'file')}. Start with read-me.txt.")


@app.command()
def erase(
    who: Who,
    because: Because,
    also: Also = None,
    only: Only = False,
    in_: In = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    one_word: Annotated[bool, typer.Option("--one-word", help="Erase a name of one word wherever it stands.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go; change nothing.")] = False,
    by: By = "",
) -> None:
    """Erase a person: their name goes from every row, letter and file, and the trail says that it went.

    A contact has left from today, and their address is gone. What cannot be erased from here is listed.
    Stopped half-way, run it again.

      s11 person erase "Quilla Vantongeren" --because "She asked for it." --yes
    """
    using = wiring.settings()
    store = wiring.evidence(using)
    with rights.opened_pdfs() as pdf:
        with wiring.reading(using) as db:
            search = FileSearch(_sought(db, who, also, only=only), pdf)
            order = ErasureOrder(_speaker(using, by), because, post.stationery(using))
            rights.refuse_erasure(db, search.sought, order)
            kept = list(rights.kept_files(db, store, search))
            mentions = _mentions(db, using, search, kept, in_ or ())
            beside = also_written_from(store, search, kept)  # once they are erased, no name stands beside it
        if dry_run:
            _show(search.sought, mentions)
        else:
            _refuse_single(search.sought, one_word=one_word)
            asked = f"{_counted(mentions)} of {' and '.join(search.sought.words)}: this erases them for good."
            consent(" ".join([asked, *beside]), yes=yes)
            _erase(using, store, search, order, in_ or ())
        _tell_rest(using, store, search, beside, () if dry_run else in_ or (), is_done=not dry_run)


def _tell_rest(
    using: Settings,
    store: EvidenceStore,
    search: FileSearch,
    beside: Sequence[str],
    also_in: Sequence[Path],
    *,
    is_done: bool,
) -> None:
    with wiring.reading(using) as db:
        kept = list(rights.kept_files(db, store, search))
        left = [*dict.fromkeys([*remains(db, using, store, search, kept), *beside])]
        still = _mentions(db, using, search, kept, also_in) if is_done else []
    if still:
        wiring.say("Left for you to change by hand:")
        _show(search.sought, still)
    told = "\n".join(["What s11 cannot erase, for you to see to:", *(f"  {line}" for line in left)])
    if is_done:
        wiring.say(told)
    else:
        wiring.err().print(told)


def _refuse_single(sought: Sought, *, one_word: bool) -> None:
    if sought.single and not one_word:
        raise Refused(f"{_single(sought)} Write a whole name or an address. --one-word erases it wherever it stands.")


def _speaker(using: Settings, by: str) -> Speaker:
    return wiring.speaker(using, by, "command line")


def _erase(
    using: Settings, store: EvidenceStore, search: FileSearch, order: ErasureOrder, also_in: Sequence[Path]
) -> None:
    with wiring.open_record(using) as record:
        with record.write.begin() as db:
            gone = rights.erase(db, store, search, order)
        with record.read() as db:
            rights.let_go_of(db, store, gone.files)
        changed = _clean_home(using, search, also_in)
        with own_inbox(using.home, record) as inbox:
            waiting = rights.erase_deliveries(inbox, search.sought) if inbox else 0
        try:
            record.forget()
        except OperationalError:
            wiring.err().print("The record is in use, so old pages of its file stay. Stop s11 and run this again.")
    people = f" {count(gone.contacts, 'contact')} left, and no address is kept." if gone.contacts else ""
    files = f"{count(len(gone.files), 'stored file')} and {count(changed, 'file')} in the home"
    wiring.say(f"Erased from {count(gone.rows + waiting, 'row')} of the record, {files}.{people}")
    if gone.left_out:
        wiring.say("Left out whole, with all else that stood in them:")
        wiring.say("\n".join(f"  {each}" for each in gone.left_out))


def _clean_home(using: Settings, search: FileSearch, also_in: Sequence[Path]) -> int:
    """Logs and letters that went to files are written anew without them; your own settings are left for you."""
    number, sought = 0, search.sought
    for path in rights.home_files([*home_of(using), *also_in]):
        content = read_whole(path, LONGEST_OF_ALL)
        is_named = search.named(content)
        if path.is_relative_to(using.config_folder) or not (is_named or sought.names(path.name)):
            continue
        if is_named:
            wiring.write_file(path, search.without(content))
        if sought.names(path.name):
            path.rename(_free(path.with_name(sought.erased(path.name, "erased"))))
        number += 1
    return number


def _free(path: Path) -> Path:
    """This name, or the next that no other file has: two may have differed by the person's name alone."""
    others = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in itertools.count(2))
    return next(each for each in itertools.chain([path], others) if not each.exists())


@app.command()
def hold(who: Who, because: Annotated[str, typer.Option(help="The reason, in a sentence.")], by: By = "") -> None:
    """Keep all that names a person, whoever asks for its erasure, until it is released.

    s11 person hold "Quilla Vantongeren" --because "A court has asked for it."
    """
    using = wiring.settings()
    with wiring.writing(using) as db:
        held = rights.hold_person(db, who, because, _speaker(using, by))
        told = f"{held.who} is held since {uk_date(today(held.held_at))}. Nothing of them is erased."
        name = held.who
        sought = rights.known_as(db, [name])
        is_named = any(each.where != rights.HOLD for each in rights.row_mentions(db, sought))
    wiring.say(told)
    if not is_named:
        wiring.err().print(f"No row of the record names {name} yet. Look at the spelling: s11 person find.")


@app.command()
def release(who: Who, by: By = "") -> None:
    """Lift the legal hold on a person."""
    using = wiring.settings()
    with wiring.writing(using) as db:
        found = rights.release_person(db, who, _speaker(using, by))
    wiring.say(f"{count(len(found), 'hold')} on {who} released.")


def _sought(db: Session, who: str, also: Sequence[str] | None, *, only: bool) -> Sought:
    words = [who, *(also or ())]
    return Sought.of(words) if only else rights.known_as(db, words)


def _mentions(
    db: Session, using: Settings, search: FileSearch, kept: Sequence[KeptFile], also_in: Sequence[Path]
) -> list[NamedPlace]:
    with wiring.open_record(using) as record, own_inbox(using.home, record) as inbox:
        waiting = list(rights.inbox_mentions(inbox, search.sought)) if inbox else []
    return [
        *rights.row_mentions(db, search.sought),
        *waiting,
        *rights.file_mentions(kept),
        *rights.home_mentions(rights.home_files([*home_of(using), *also_in]), search),
    ]


def _single(sought: Sought) -> str:
    return f"{sought.single[0]} is one word, so not every place that has it need mean this person."


def _counted(mentions: Sequence[NamedPlace]) -> str:
    return f"{count(sum(each.times for each in mentions), 'mention')} in {count(len(mentions), 'place')}"


def _show(sought: Sought, mentions: Sequence[NamedPlace]) -> None:
    named = " and ".join(sought.words)
    if sought.single:
        wiring.err().print(_single(sought))
    if not mentions:
        wiring.say(f"Nothing here names {named}.")
        return
    table = Table("where", "which", "part", "times", box=None, pad_edge=False)
    for each in mentions:
        table.add_row(each.where, each.which, each.part, str(each.times))
    wiring.out().print(table)
    places = Counter(each.where for each in mentions)
    wiring.say(f"{_counted(mentions)} of {named}: {', '.join(f'{name} {number}' for name, number in places.items())}.")
