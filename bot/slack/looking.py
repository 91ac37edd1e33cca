"""One standard of the review in a view of its own, to look at and change."""

from bot.slack import modal
from bot.slack.cards import look
from bot.slack.carried import Carried
from bot.slack.desk import Came, Desk, Outcome, Speaking
from intake.answers import Saying
from intake.here import Here
from intake.pages import review
from intake.steps import each_standard
from storage.trail import Speaker


def look_view(desk: Desk, came: Came, carried: Carried) -> Outcome:
    """The answers of the standard that a button names by its number, or that a question is in."""
    with desk.looking(came, carried.submission) as talker:
        here = talker.look()
        number = _number(here, carried)
        standards = review(here).standards
        if number is None or number >= len(standards):
            return Outcome(view=modal.gone("That part is no longer there. Type review to see your answers."))
        title, checked = standards[number]
        drawing = Speaking(talker, Saying(Speaker("", "", desk.now()), "")).drawing
        blocks = list(look(drawing, title, checked, carried.message))
        return Outcome(view=modal.reading("Check your answers", blocks))


def _number(here: Here, carried: Carried) -> int | None:
    if carried.says.isdecimal():
        return int(carried.says)
    titles = [[each.ref for each in own] for _, own in each_standard(here)]
    return next((place for place, refs in enumerate(titles) if carried.place.question in refs), None)
