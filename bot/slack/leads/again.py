"""A turn that is in the record already, drawn anew from it: its reply may be missing, and is all that is made."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from bot.slack.leads.open_cards import echoed
from bot.slack.leads.outcome import HandedFile, TurnOutcome, came_to
from bot.slack.views import told, which_card
from intake.conversation import Do, OpenTurn, place_of, returns_of_contact, which
from intake.conversation.pages import Reply, page_at
from intake.conversation.pages.copy import as_docx, copy_of
from storage.nouns import Submission, Turn


def heard_before(turn: OpenTurn) -> TurnOutcome:
    """What a turn came to: what it recorded, and the page of the place where it left the person.

    The page is left out where they went on since, for another turn's reply shows them where they are.
    """
    talker, source, last = turn.talker, turn.saying.source, turn.last
    mine = (Turn.submission_id == talker.submission.id, Turn.contact_id == talker.contact.id)
    heard = talker.db.scalar(select(Turn).where(*mine, Turn.source == source))
    if heard is None or last is None:
        return TurnOutcome()
    if heard.did == f"asked {Do.AGENCY}":
        return another(turn, returns_of_contact(talker.db, talker.contact))
    is_last = last.source == source or last.source.startswith(f"{source}#")
    place, refs = place_of(last), list(dict.fromkeys(each.question for each in turn.recorded))
    pages = (page_at(talker.look(), place, is_first=True),) if is_last else ()
    reply = echoed(turn, Reply(place, (), pages))
    if refs and not reply.notes:
        reply = replace(reply, notes=tuple(f"Question {ref} is saved." for ref in refs))
    if not reply.notes and not pages:
        return TurnOutcome()
    files = (copy_file(turn),) if heard.did == f"asked {Do.COPY}" else ()
    return replace(came_to(turn, reply), about=heard.question if refs else "", files=files)


def another(turn: OpenTurn, returns: Sequence[Submission]) -> TurnOutcome:
    """Which return to go on with is asked; the turn is kept, so that the next words are the choice."""
    if len(returns) < 2:
        return TurnOutcome(cards=(told(f"You answer for {turn.talker.submission.agency.name} alone."),))
    return TurnOutcome(cards=(which_card(which(returns), [each.id for each in returns]),))


def copy_file(turn: OpenTurn) -> HandedFile:
    talker = turn.talker
    made = copy_of(talker.db, talker.look(), talker.submission, turn.saying.speaker.at)
    return HandedFile(f"{made.name}.docx", as_docx(made), "A copy of everything you said.")
