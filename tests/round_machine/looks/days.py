"""The day that somebody reads: of a return it is the last day that holds, and of a pause its end."""

import re

from config.dates import uk_date
from storage.nouns import Message
from tests.round_machine.truth import Return

DAY_TOLD = re.compile(r"(?:last day is(?: now)?|has until|last day of .* stays|last day was) (\w+ \d+ \w+ \d{4})")
PAUSE_TOLD = re.compile(r"no reminder of .* before (\w+ \d+ \w+ \d{4})")
DAY_ASKED = {  # in what asks for a return: the day by which it asks
    "invite:": re.compile(r"(?:due|answered|done|audit \".*\") by (?:\w+day )?(\d+ \w+ \d{4})"),
    "ack:": re.compile(r"^STILL TO ANSWER, BY (?:\w+DAY )?(\d+ \w+ \d{4})", re.MULTILINE),
}


def look(message: Message, found: list[Return]) -> None:
    """Whoever is asked, or told of a decision, reads the day that holds, and no other."""
    about = next((each for each in found if each.id == message.submission_id), None)
    if about is None:
        return
    kind = message.key.partition(":")[0] + ":"
    if kind in DAY_ASKED:
        asked = {each.title() for each in DAY_ASKED[kind].findall(message.body)}
        wanted = {f"{about.due.day} {about.due:%B %Y}"}
        assert asked == wanted or (kind == "ack:" and not asked), f"{message.key} asks by {asked}, and not {wanted}"
    if message.key.startswith(("decided:", "overdue")):
        told = set(DAY_TOLD.findall(message.body))
        assert told <= {uk_date(about.due)}, f"{about.abbr} is told {told}, and has until {about.due}"
        until = set(PAUSE_TOLD.findall(message.body))
        assert not until or (about.paused_until and until == {uk_date(about.paused_until)}), f"{until}: {about}"
