"""s11 quotes: the sentences that others may read, chosen by a manager."""

import json
from typing import Annotated

import typer
from rich.text import Text
from sqlalchemy.orm import Session

from cli import wiring
from cli.options import By, Key, Partnership
from cli.tags import tag_first, themes_of
from config.settings import Settings
from config.themes import Themes
from config.words import listing
from reports.figures import Quotation, approve, candidates, submissions_of, withdraw


def quotes(
    key: Key,
    partnership: Partnership = None,
    approve: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Let others read this sentence, in digests and reports.")
    ] = None,
    withdraw: Annotated[list[str] | None, typer.Option(metavar="ID", help="Take an approval back.")] = None,
    by: By = "",
    json_: Annotated[bool, typer.Option("--json", help="One JSON document instead of lines.")] = False,
) -> None:
    """List sentences on what works and worries as others would read them; approve one, or take an approval back.

    What works comes from questions with the best rating; what worries from words on worries, or from ratings not met.
    People's names and numbers are taken out. Neither a digest nor report.html quotes an answer before it is approved.
    """
    using = wiring.settings()
    tag_first(using, key)
    if approve or withdraw:
        with wiring.writing(using) as db:
            _decide(db, using, key, (approve or [], withdraw or []), by)
    with wiring.reading(using) as db:
        audit, template = wiring.audit_of(db, key)
        found = candidates(db, template, submissions_of(db, audit, partnership))
    if json_:
        wiring.say(json.dumps([each._asdict() for each in found], ensure_ascii=False, indent=1))
    elif not found:
        wiring.say("There is no such sentence: none in a return that is in, best rated or on what worries.")
    else:
        themes = themes_of(using)
        for each in found:
            _print(each, themes)


def _decide(db: Session, using: Settings, key: str, ids: tuple[list[str], list[str]], by: str) -> None:
    audit, template = wiring.audit_of(db, key)
    submissions = submissions_of(db, audit)
    speaker = wiring.speaker(using, by, "command line")
    for done, named in zip((approve, withdraw), ids, strict=True):
        for each in named:
            done(db, audit, template, submissions, each, speaker)


def _print(each: Quotation, themes: Themes) -> None:
    state = f" approved by {each.approved_by}" if each.approved_by else ""
    place = f"{each.about}: {each.agency}, on {listing(each.places)}"
    told = f" {place}, {'; '.join(map(themes.title, each.themes)) or 'no theme'}{state}\n   {each.words}"
    wiring.out().print(Text.assemble((each.id, "bold"), told), soft_wrap=True)
