"""The agencies of an audit as their manager sees them in Slack, and the letters that are held."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from bot.slack.api import JSON, actions, bold, button, context, escape, lines, section, short
from bot.slack.managers import forms as controls
from bot.slack.managers.forms import EXCUSED, WAITING, decide_button, menu
from bot.slack.managers.office import AgencyPage
from config import dates
from config.dates import uk_date, uk_moment
from config.words import count, form, listing
from intake.mail.outward import ASKS
from reports.figures import Differing, who_is_asked
from storage.nouns import Plea, Receipt

MOST_ROWS, MOST_NAMES, MOST_HELD = 25, 60, 10
AHEAD, TURN = "ahead", "turn"  # how the action_ids of a manager's buttons begin
SUBMITTED, EXCUSED_, OPEN_AGAIN, UNSIGNED = "Submitted", "Excused", "Open again", "Not signed"
STANDS = {OPEN_AGAIN: "open again for a change, counted as signed", UNSIGNED: "every question answered, not signed"}


@dataclass(frozen=True)
class AgencyLine:
    """One agency as its manager sees it."""

    submission: int
    name: str
    state: str
    answered: int
    of: int
    last_heard: datetime | None = None
    extended_to: date | None = None
    paused_until: date | None = None
    called: datetime | None = None


def manager(
    title: str, closing: str, rows: Sequence[AgencyLine], page: AgencyPage, nudged: Mapping[int, datetime | None]
) -> Iterator[JSON]:
    """One audit as a business manager sees it: who has answered, who has not, and what may be done about it."""
    sent = [each for each in rows if each.state == SUBMITTED]
    open_ = [each for each in rows if each.state != SUBMITTED]
    waiting = [each for each in open_ if each.state != EXCUSED_]
    signed = [each for each in rows if each.state in (SUBMITTED, OPEN_AGAIN)]
    asked = count(len(sent) + len(waiting), "agency", "agencies")
    told = f"{len(signed)} of {asked} {form(len(signed), 'has', 'have')} submitted. {escape(closing)}"
    yield section(f"{bold(short(title, 300))}\n{told}")
    yield from actions(list(_ways(open_, page, bool(waiting))))
    shown = open_[page.first : page.first + MOST_ROWS]
    if waiting:
        part = f", {page.first + 1} to {page.first + len(shown)}" if len(shown) < len(open_) else ""
        yield section(f"*Still to come ({len(waiting)}){part}*")
    for each in shown:
        offered = {EXCUSED_: EXCUSED, UNSIGNED: controls.UNSIGNED}.get(each.state, WAITING)
        yield section(row_of(each, nudged.get(each.submission)), menu(each.submission, offered, page.partnership))
    if sent and not page.first:
        more = [f"and {len(sent) - MOST_NAMES} more. Type status to see all."] if len(sent) > MOST_NAMES else []
        names = (f"✓ {escape(short(each.name, 150))}" for each in sent[:MOST_NAMES])
        yield from lines([f"*Submitted ({len(sent)})*", *names, *more])


def asked(pleas: Sequence[tuple[str, Plea]], where: str = "") -> Iterator[JSON]:
    """What agencies ask of a manager by letter, by the agency's name, each with its button."""
    if pleas:
        yield section("*Waiting for you*")
        for name, plea in pleas[:MOST_HELD]:
            button = decide_button(plea.submission_id, plea.id, where)
            yield section(f"• {bold(short(name, 150))} {ASKS[plea.wish]}", button)
        more = [f"and {len(pleas) - MOST_HELD} more"] if len(pleas) > MOST_HELD else []
        yield from lines([*more, "You may reply to our letter about it as well."])


def held(letters: Sequence[Receipt], elsewhere: int = 0) -> Iterator[JSON]:
    """Letters that wait for a person to decide: number, sender, and why. `elsewhere` more may concern anybody."""
    if elsewhere:
        yield from context(f"{elsewhere} more from senders we do not know. Type letters in Messages to see them.")
    if not letters:
        yield from context("No letter is held.")
        return
    shown = [
        f"• {escape(each.sender or 'unknown sender')}: {escape(each.reason)} (letter {each.id})"
        for each in letters[:MOST_HELD]
    ]
    more = [f"and {len(letters) - MOST_HELD} more"] if len(letters) > MOST_HELD else []
    how = f"To read one, type letter {letters[0].id} in Messages. Then release or discard, and its number."
    yield from lines([f"*Held letters ({len(letters)})*", *shown, *more, how])


def two_answers(differing: Sequence[Differing]) -> Iterator[JSON]:
    """Agencies at which two people answered the same question differently, and who of the two is asked."""
    if differing:
        told = [f"*Waiting for you: two people answered differently ({len(differing)})*"]
        shown = sorted(differing[:MOST_HELD], key=lambda each: -each.asked)
        for asked, group in groupby(shown, key=lambda each: each.asked):
            told += [f"• {escape(each.agency)}: {escape(listing(each.refs))}" for each in group]
            told.append(who_is_asked(asked) + (" Call them if it stays so." if asked else ""))
        more = [f"and {len(differing) - MOST_HELD} more"] if len(differing) > MOST_HELD else []
        yield from lines([*told, *more])


def _ways(open_: Sequence[AgencyLine], page: AgencyPage, has_waiting: bool) -> Iterator[JSON]:
    """To the next nudges, and to the agencies before and after those shown."""
    where = f"{page.partnership}:{page.audit}"
    if has_waiting:
        yield button("See the next reminders", f"{AHEAD}:{where}", page._replace(first=0).packed())
    before, after = page.first - MOST_ROWS, page.first + MOST_ROWS
    if page.first:
        yield button(f"Earlier {MOST_ROWS}", f"{TURN}:{where}:before", page._replace(first=max(before, 0)).packed())
    if after < len(open_):
        rest = min(MOST_ROWS, len(open_) - after)
        yield button(f"Next {rest} of {len(open_)}", f"{TURN}:{where}:after", page._replace(first=after).packed())


def row_of(each: AgencyLine, nudge: datetime | None) -> str:
    """One agency in a line of our markup: how far it is, when it was heard, and what comes next."""
    name = bold(short(each.name, 200))
    if each.state == EXCUSED_:
        return f"– {name}  excused"
    told = [f"{each.answered} of {each.of}", *([STANDS[each.state]] if each.state in STANDS else [])]
    told.append(f"last heard {uk_moment(each.last_heard)}" if each.last_heard else "not heard from yet")
    if each.extended_to:
        told.append(f"has until {uk_date(each.extended_to)}")
    if each.called:
        told.append(f"called {uk_date(dates.today(each.called))}")
    if each.paused_until:
        told.append(f"no reminder before {uk_date(each.paused_until)}")
    elif nudge:
        told.append(f"next reminder {uk_date(dates.today(nudge))}")
    return f"{'◐' if each.answered else '○'} {name}  {' · '.join(told)}"
