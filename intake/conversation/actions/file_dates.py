"""How old a file is by itself, as a person says it of one that was given. Pure."""

from config.questionnaire import Unclear
from intake.conversation.intents import Command, files_named
from intake.conversation.state import CLOSED, Attached, DateFile, Here, Move, Place, whom
from intake.returns import is_old, said_alone, why_not


def date_file(here: Here, place: Place, command: Command) -> Move:
    """Note the days of the file that is named, else of the newest of this person, else of the newest."""
    if here.state.is_closed:
        raise Unclear(f"{CLOSED} {whom(here)}")
    said = said_alone(command.who)
    given = [file for own in here.files.values() for file in own]
    mine = [each for each in given if each.said_by == here.me.name] or given
    named = [file for _, file in files_named(here, command.about)] if command.about else mine
    if said is None or not named:
        raise Unclear("There is no file here to date. Attach it first, then say dated and the day it bears.")
    file = max(named, key=lambda each: each.id)
    days = said.days.over(file.days)
    if why := why_not(days, here.today):
        raise Unclear(why)
    return Move((DateFile(file.sha256, days),), go=place, notes=file_aged(here, file._replace(days=days)))


def file_aged(here: Here, file: Attached) -> tuple[str, ...]:
    """What is recorded of a file's age, and that a newer one is asked for where it has grown old."""
    kept = f"Recorded of {file.name}: {file.days}."
    of = file.days.dated or here.today
    if not is_old(of, file.days.review_by, here.template.file_months, here.today):
        return (kept,)
    return (kept, "It has grown old by that. If there is a newer one, attach it here.")
