"""s11 evidence date: the day a file itself bears, and the day by which it is to be looked at again."""

from datetime import datetime
from typing import Annotated

import typer

from cli import wiring
from cli.options import DATES, By, Key
from config.dates import uk_date
from intake.ledger import Refused, date_file
from intake.returns import FileDates
from reports.figures import exhibits, submissions_of
from storage.record import trail

SHORTEST = 6  # characters of a SHA-256


def date_(
    key: Key,
    ref: Annotated[str, typer.Argument(help="The start of its SHA-256, as s11 evidence list shows it.")],
    dated: Annotated[datetime | None, typer.Option(formats=DATES, help="The day that the file itself bears.")] = None,
    review_by: Annotated[datetime | None, typer.Option(formats=DATES, help="The day by which it is reviewed.")] = None,
    by: By = "",
) -> None:
    """Say how old a file is: kept in a later round it is asked for again once its day of review is past.

    Example: s11 evidence date section-11 3f9a1c --dated 2026-03-01 --review-by 2028-03-01
    """
    using = wiring.settings()
    if dated is None and review_by is None:
        raise Refused("Say --dated, --review-by or both.")
    days = FileDates(dated.date() if dated else None, review_by.date() if review_by else None)
    with wiring.writing(using) as db:
        audit, template = wiring.audit_of(db, key)
        speaker = wiring.speaker(using, by, "command line")
        returns = {each.agency.abbr: each for each in submissions_of(db, audit)}
        found = [
            each
            for each in exhibits(db, template, list(returns.values()))
            if len(ref) >= SHORTEST and each.file.sha256.startswith(ref.casefold())
        ]
        if len({each.file.sha256 for each in found}) != 1:
            raise Refused(f"{ref[:64]} is not one file of {key}. s11 evidence list {key} shows them all.")
        for abbr in dict.fromkeys(each.agency for each in found):
            trail.hold_return(db, returns[abbr])
            date_file(db, returns[abbr], found[0].file.sha256, days, speaker)
        name = found[0].file.name
    told = [f"is of {uk_date(days.dated)}"] if days.dated else []
    told += [f"is to be reviewed by {uk_date(days.review_by)}"] if days.review_by else []
    wiring.say(f"{name} {' and '.join(told)}.")
