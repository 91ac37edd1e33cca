"""Keeping tags up to date before figures are made, and what people decide of them."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from sqlalchemy.orm import Session

from cli import wiring
from cli.checks import Check
from cli.options import Key, Partnership
from config.questionnaire import Faulty
from config.settings import Settings
from config.themes import SHIPPED_THEMES, Themes, load_themes
from config.words import count
from intake.ledger import Refused
from nlp.encoder import Unloadable, is_installed, runtime
from nlp.themes import version_of
from reports.figures import Mention, Wrote, submissions_of
from reports.tags import Untagged, judge, tag_answers, untagged, wrote_of
from storage.record import Database, Faults

if TYPE_CHECKING:
    from nlp.themes.tagger import Tagger


def themes_of(using: Settings) -> Themes:
    """The shipped themes with the deployment's own added; without loading spaCy."""
    return load_themes(SHIPPED_THEMES, using.config_folder / "themes.toml")


def open_tagger(using: Settings) -> "Tagger":
    """The tagger; spaCy takes a second and 100 MB to import, so only what tags does it."""
    from nlp.themes.tagger import Tagger

    return Tagger.load(themes_of(using))


def themes_check(using: Settings) -> Check:
    """Which tagger makes the tags, by the version that is kept with them."""
    try:
        version = version_of(themes_of(using))
    except Faulty as faulty:
        return Check("themes", "fail", str(faulty.faults[0]), "Correct themes.toml, or take it out to use ours.")
    if is_installed():
        try:
            runtime()
        except Unloadable as broken:
            what, mend = str(broken).split(". ", 1)
            return Check("themes", "fail", f"{what}.", mend)
        return Check("themes", "ok", f"Patterns, classifier and encoder find them: {version}.")
    told = f"Patterns and classifier find them: {version}. The encoder is not installed."
    return Check("themes", "ok", told)


def tag_first(using: Settings, key: str, faults: Faults | None = None, after: str | None = None) -> None:
    """Tag what was not yet looked at with these patterns and this model; spaCy is loaded only if there is any.

    The round before, which `after` or the audit's own file names, is tagged too: what is compared was found alike.
    """
    with wiring.open_record(using) as record:
        tag_in(record, using, key, faults)
        if before := after or _round_before(record, key):
            tag_in(record, using, before, faults)


def _round_before(record: Database, key: str) -> str:
    """The round that the audit's file names, where it is in this record and can be read; else empty."""
    with record.read() as db, suppress(Refused, wiring.DamagedAudit):
        before, _ = wiring.audit_of(db, wiring.audit_of(db, key)[1].after)
        return before.key
    return ""


def tag_in(
    record: Database, using: Settings, key: str, faults: Faults | None, order: Callable[[int], None] | None = None
) -> int:
    """The same in a record that is open; a return whose words cannot be looked at costs no other. How many waited.

    With `order` others do it, who are told of each block in which words wait.
    """
    waiting = _waiting(record, using, key)
    if waiting and order is not None:
        for block in sorted({each.block for each in waiting}):
            order(block)
    elif waiting:
        tag_answers(record, waiting, open_tagger(using), faults, f"the themes of {key}")
    return len(waiting)


def tag_block(
    record: Database, using: Settings, key: str, block: int, faults: Faults, tagger: Callable[[], "Tagger"]
) -> None:
    """Tag what waits in one block of an audit's answers."""
    if waiting := _waiting(record, using, key, block):
        tag_answers(record, waiting, tagger(), faults, f"the themes of {key}")


def _waiting(record: Database, using: Settings, key: str, block: int | None = None) -> list[Untagged]:
    with record.read() as db:
        return untagged(db, *wiring.audit_of(db, key), version_of(themes_of(using)), block)


def review(
    key: Key,
    partnership: Partnership = None,
    theme: Annotated[str | None, typer.Option(help="Only this theme.")] = None,
    confirm: Annotated[
        list[int] | None, typer.Option(min=1, max=2**31 - 1, help="The number of a tag that is right.")
    ] = None,
    reject: Annotated[
        list[int] | None, typer.Option(min=1, max=2**31 - 1, help="The number of a tag that is wrong.")
    ] = None,
    by: Annotated[
        str, typer.Option("--by", "--as", show_default=False, help="Who decided it; the system user by default.")
    ] = "",
    export: Annotated[Path | None, typer.Option(help="Write what was decided as new training lines.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="One JSON document instead of lines.")] = False,
) -> None:
    """List the tags of an audit with their sentences; confirm or reject them by number."""
    using = wiring.settings()
    themes = themes_of(using)
    tag_first(using, key)
    with wiring.writing(using) as db:
        if theme is not None and theme not in themes.by_key:
            raise Refused(f"There is no theme {theme}. Themes: {', '.join(themes.by_key)}.")
        _decide(db, using, key, confirm or [], reject or [], by)
        audit, template = wiring.audit_of(db, key)
        wrote = wrote_of(db, template, submissions_of(db, audit, partnership))
    found = [(each, one) for each in wrote for one in each.mentions if theme in (None, one.theme)]
    if export is not None:
        lines = list(training_lines(wrote))
        wiring.write_file(export, "".join(f"{line}\n" for line in lines))
        wiring.say(f"Wrote {count(len(lines), 'sentence')} to {export}.")
    elif json_:
        wiring.say(json.dumps([_entry(each, one) for each, one in found], indent=1, ensure_ascii=False))
    else:
        for each, one in found:
            _print(themes, each, one)


def training_lines(wrote: list[Wrote]) -> list[str]:
    """Sentences somebody decided on, labelled with the themes that stand, as s11 themes train reads them."""
    lines = []
    for each in wrote:
        by_sentence: dict[str, list[Mention]] = {}
        for one in each.mentions:
            by_sentence.setdefault(one.sentence, []).append(one)
        for sentence, mentions in by_sentence.items():
            if any(one.decision for one in mentions):
                stand = sorted({one.theme for one in mentions if one.decision != "rejected"})
                name = f"review-{min(one.id for one in mentions)}"
                row = {"id": name, "text": " ".join(sentence.split()), "themes": stand}
                lines.append(json.dumps(row, ensure_ascii=False))
    return lines


def _decide(db: Session, using: Settings, key: str, confirm: list[int], reject: list[int], by: str) -> None:
    audit, _ = wiring.audit_of(db, key)
    own = {each.id for each in audit.submissions}
    if confirm:
        judge(db, audit, own, confirm, "confirmed", wiring.speaker(using, by, "terminal"))
    if reject:
        judge(db, audit, own, reject, "rejected", wiring.speaker(using, by, "terminal"))


def _entry(each: Wrote, one: Mention) -> dict[str, Any]:
    return {"agency": each.agency, "question": each.question, "prompt": each.prompt, **one._asdict()}


def _print(themes: Themes, each: Wrote, one: Mention) -> None:
    state = f" {one.decision}" if one.decision else ""
    head = f"{one.id} {themes.title(one.theme)}{state} "
    told = f"{each.agency} {each.question} · {one.why} {one.score:.2f}: {one.words}\n   "
    from rich.text import Text

    wiring.out().print(Text.assemble((head, "bold"), told, " ".join(one.sentence.split())), soft_wrap=True)
