"""One letter explained: which form it answers, and what every stage made of it. Nothing is recorded."""

from config import dates
from intake.letters import Header, Late, Unreadable, kind_of
from intake.mail.inward.receive import Postroom, words_in
from intake.mail.inward.route import Route, route, vouched_route


def explain(room: Postroom, raw: bytes) -> list[str]:
    """Lines for a person. A letter in doubt is read against the form it would answer if a person released it."""
    header = Header.read(raw)
    try:
        letter = room.reader.letter(raw)
        words = words_in(letter)
        if kind := kind_of(letter):
            return [f"It is no answer: {kind}."]
        with room.database.read() as db:
            where = route(db, header, words, room.trust, dates.today(room.now()))
            meant = where if where.form else vouched_route(db, header, words)
            told = _routed(where, meant)
            asked = room.form_asked(db, meant)
        return told if asked is None else [*told, *room.reader.explain(*asked)]
    except (Unreadable, Late) as why:
        return [str(why)]


def _routed(where: Route, meant: Route) -> list[str]:
    told = [f"It is held: {where.doubt}"] if where.doubt else []
    if meant.submission is None or meant.form is None:
        return [*told, "It answers no form of ours."]
    told.append(f"It answers {meant.submission.audit.key} for {meant.submission.agency.abbr}, form {meant.form.token}.")
    return [*told, "That audit is closed."] if meant.submission.audit.closed_at else told
