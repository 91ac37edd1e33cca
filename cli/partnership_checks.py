"""What s11 doctor says of partnerships.toml: whether it can be read, and whether agencies carry its keys."""

import difflib
from collections.abc import Collection, Iterator

from sqlalchemy import select

from cli import wiring
from cli.checks import Check
from cli.home import absence
from config.partnerships import load_partnerships
from config.questionnaire import Faulty
from config.settings import OF, Settings, variable
from config.words import count, listing
from storage.nouns import Audit, Partnership, Submission, submission_partnerships


def partnership_checks(using: Settings) -> Iterator[Check]:
    path = using.config_folder / "partnerships.toml"
    try:
        known = load_partnerships(path)
    except Faulty as faulty:
        yield Check("partnerships", "fail", str(faulty.faults[0]))
        return
    for key in sorted(using.owners() - set(known)):
        told = f"S11_…{OF}{variable(key)} is set for {key}, and partnerships.toml does not name it."
        yield Check("partnerships", "fail", told, _meant(key, known) if known else f"Add it to {path}.")
    for told in using.useless():
        yield Check("partnerships", "fail", told, "Set both for a partnership, or neither.")
    used = _keys_used(using)
    if known:
        named = count(len(known), "partnership is named", "partnerships are named")
        yield Check("partnerships", "ok", f"{named}.")
    elif not used:
        told = "No partnership is named; agencies.csv will name them by key."
        yield Check("partnerships", "warn", told, f"Add them to {path}.")
    for key in sorted(used - set(known)):
        told = f"The key {key} is used by agencies of an open audit and has no name in partnerships.toml."
        yield Check("partnerships", "warn", told, f"Add a [[partnership]] with it to {path}.")
    for key in sorted(set(known) - used) if used else ():
        yield Check("partnerships", "warn", f"No agency of an open audit uses the key {key}.", _meant(key, used))


def _meant(key: str, used: Collection[str]) -> str:
    near = difflib.get_close_matches(key, used, n=1)
    return f"Did you mean {near[0]}?" if near else f"In use: {listing(sorted(used))}."


def _keys_used(using: Settings) -> set[str]:
    """The keys that agencies of open audits carry; none where there is no record, of which another line speaks."""
    try:
        with wiring.unopened(using) as record:
            if absence(using, record) or not record.is_current():
                return set()
            with record.read() as db:
                open_ = select(Partnership.key).join(submission_partnerships).join(Submission).join(Audit)
                return set(db.scalars(open_.where(Audit.closed_at.is_(None)).distinct()))
    except wiring.UNOPENED:
        return set()
