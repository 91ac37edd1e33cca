"""The round before, fetched from the record and set beside this one."""

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from config.questionnaire import Faulty, Template, load_template
from config.themes import Themes
from intake.ledger import Refused
from reports.figures import UnknownPartnership, figures_with_words, submissions_of
from reports.movement.compare import CountedRound, Movement, compare
from storage.nouns import Audit


def movement_of(
    db: Session,
    template: Template,
    now: CountedRound,
    partnership: str | None,
    themes: Themes,
    after: str | None = None,
    held: str = "",
) -> Movement | None:
    """What has moved since the round that `after` names, or the audit (`held`), or its file; None where there is none.

    Raises Refused where `after` names no round of the record: a file may name one that was held elsewhere.
    """
    key = after or held or template.after
    if not key:
        return None
    audit = db.scalar(select(Audit).where(Audit.key == key).options(undefer(Audit.template)))
    if audit is None:
        if after is None:
            return None
        raise Refused(f"There is no round {key} to compare with. Name one that is in the record.")
    try:
        before = load_template(audit.template, f"the questionnaire of {audit.key}")
    except Faulty:
        if after is not None:
            raise
        return None  # a damaged round of last year costs this one no report
    try:
        submissions = submissions_of(db, audit, partnership)
    except UnknownPartnership:  # it is new: none of its agencies was asked then
        submissions = []
    return compare(key, now, CountedRound(*figures_with_words(db, before, submissions)), themes)
