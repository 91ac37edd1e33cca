"""Who may do what, by which door: one table. What is not in it nobody may, and a command without a row does not run."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class Capacity(StrEnum):
    """In which role somebody acts: a lead or a colleague of the agency, a manager of the partnership, who runs s11."""

    LEAD = "lead"
    COLLEAGUE = "colleague"
    MANAGER = "manager"
    OPERATOR = "operator"


class Door(StrEnum):
    """How somebody comes in; `SLACK` is any channel in which people talk."""

    COMMAND_LINE = "command line"
    SLACK = "slack"
    LETTER = "letter"
    WEB = "web link"


class Deed(NamedTuple):
    """Something that is done, the commands that do it, and the roles that may, by door."""

    name: str
    commands: tuple[str, ...]
    may: Mapping[Door, frozenset[Capacity]]


TABLE = """
deed              | commands                                                | command line | slack          | letter         | web link
answer            | talk                                                    | operator     | lead colleague | lead colleague |
answer by table   | answers import                                          | operator     |                |                |
read a letter in  | mail read                                               | operator     |                |                |
excuse            | excuse                                                  | operator     | manager        |                |
extend            | extend                                                  | operator     | manager        |                |
pause             | pause                                                   | operator     | manager        |                |
open again        | reopen                                                  | operator     | manager        |                |
sign off          | submit                                                  | operator     | manager        |                |
review            | review, feedback                                        | operator     | manager        | manager        |
follow actions    | action add, action list, action show, action update, action close, action assurance, action hand, recommendation add, recommendation list, meeting add, meeting note, meeting list, meeting show | operator | manager | manager | |
note a call       | call                                                    | operator     | manager        |                |
name people       | contact set, contact move, contact left, contact unreachable | operator | manager       |                |
print people      | contact directory                                       | operator     |                |                |
decide a wish     |                                                         |              | manager        | manager        |
decide a letter   | held list, held show, held release, held discard        | operator     | manager        | manager        |
see an agency     |                                                         |              | manager        |                |
see an audit      | status, figures, report, paper, export, digest, nudge, pack | operator     | manager        |                |
order a paper     |                                                         |              | manager        | manager        |
approve a quote   | quotes                                                  | operator     | manager        |                |
run an audit      | audit list, audit check, audit show, audit new, audit open, audit reopen | operator | | |
invite            | invite                                                  | operator     | manager        |                |
add an agency     |                                                         |              | manager        |                |
end an audit      | audit close                                             | operator     | manager        |                |
fetch a file      | evidence get                                            | operator     |                |                | operator manager lead colleague
keep files        | evidence list, evidence date, evidence link, evidence verify, evidence scan, prune | operator | |          |
run s11           | demo, init, doctor, run, bot, web, clock, worker, outbox list, outbox deliver, outbox retry, outbox discard, completion, man | operator | | |
judge themes      | themes review                                           | operator     | manager        |                |
themes            | tag, themes evaluate, themes train                      | operator     |                |                |
keep the record   | backup, restore, verify, import                         | operator     |                |                |
a person's rights | person find, person export, person erase, person hold, person release, retention | operator | | |
"""  # noqa: E501


def may(role: Capacity, deed: str, door: Door) -> bool:
    """Whether the table lets somebody in this role do it there; what it does not name, nobody may."""
    found = DEEDS.get(deed)
    return found is not None and role in found.may.get(door, frozenset())


def deed_of(command: str) -> str:
    """What a command of s11 does, such as `contact set`; empty where the table does not name it."""
    return _COMMANDS.get(command, "")


def role_of(duty: str) -> Capacity:
    """What a contact is, by the word for them in agencies.csv: whoever leads, or is named alone, is a lead.

    Any other word is the deployment's own, such as named person, and makes a colleague.
    """
    words = duty.casefold().split()
    return Capacity.LEAD if not words or words[-1] == Capacity.LEAD else Capacity.COLLEAGUE


def _read(table: str) -> Iterator[Deed]:
    head, *rows = ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
    doors = [Door(each) for each in head[2:]]
    for name, commands, *cells in rows:
        allowed = {door: frozenset(map(Capacity, cell.split())) for door, cell in zip(doors, cells, strict=False)}
        yield Deed(name, tuple(each for one in commands.split(",") if (each := one.strip())), allowed)


DEEDS: Mapping[str, Deed] = MappingProxyType({each.name: each for each in _read(TABLE)})
_COMMANDS = {command: each.name for each in DEEDS.values() for command in each.commands}
