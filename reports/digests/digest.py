"""What an audit adds up to just now, on one screen: sections of plain sentences, the same for letter, Slack and page.

Pure: figures now, figures then, and a few facts in; words out. Counts, ratings, questions' own texts and themes only:
what an agency wrote is never quoted here unless a manager approved that quotation.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from config.dates import uk_date
from config.words import form, listing
from intake.returns import progress
from reports.digests.headline import bars, headline, named, names_of
from reports.digests.parts import Digest, Facts, Mentioned, Section, Since, Waiting
from reports.figures import Figures, Return, Tally, clip, count, ends, extremes, of, percent, who_is_asked
from reports.report import rolled, thresholds

FEW = 5  # names in a list before "and 7 more": a digest is one screen, the report has them all
TOP = 3  # of those that others can learn from
LONGEST = 600  # characters of a line
_ASKED = {
    "more time": "More time is asked for by {}.",
    "not me": "Somebody else should be asked at {}.",
    "question": "Words that need your answer came from {}.",
}
_WAITING = "Waiting for you"
NO_NAMES: Mapping[str, str] = {}


def digest(audit: str, partnership: str | None, on: date, now: Figures, then: Figures | None, facts: Facts) -> Digest:
    """The digest of an audit, whole or for a partnership (its name). `then` are the figures of the last one."""
    names = names_of(now)
    news = f"New since {_since(facts.since)}" if facts.since.on else "So far"
    made = [
        ("Who has answered", "silent" if now.not_submitted else "agencies", _returns(now, then, facts, on, names)),
        (_WAITING, "outstanding", _waiting(facts.waiting, names, is_closed=facts.is_closed)),
        (news, "agencies", _news(now, then, facts.since, names)),
        ("Evidence newly in", "evidence", _files(facts.since.files, names)),
        ("Ratings", "ratings", _ratings(now, then, facts.since)),
        ("Since the round before", "movement", tuple(facts.moved)),
        ("Highest and lowest", "standards", _extremes(now)),
        ("Questions rated lowest", "questions", _lowest(now, facts.worries or {})),
        ("Standards as they roll up", "rolled", rolled(now)),
        ("Who needs support", "agencies", (*_support(now, names), *thresholds(now))),
        ("What they wrote about", "themes", (*_themes(facts.themes if now.submitted else (), names), *facts.mentions)),
        ("Worth sharing", "agencies", (*_sharing(now, names), *facts.quotes)),
        ("What worries them", "themes", tuple(facts.worry_quotes)),
    ]
    sections = (Section(title, anchor, tuple(map(_one_line, lines))) for title, anchor, lines in made)
    whose = partnership and clip(partnership, LONGEST)
    shown = tuple(each for each in sections if each.lines)
    first, drawn = headline(now, facts, on), tuple(bars(now))
    return Digest(audit, whose, on, shown, facts.witness, facts.waiting, facts.is_closed, first, drawn, names)


def for_others(digest: Digest, managers: Sequence[str]) -> Digest:
    """The digest for readers who are no managers (by name): what waits, waits for those, who alone were written to."""
    who = f"the managers ({listing(managers)})" if len(managers) > 1 else next(iter(managers), "a manager")
    lines = tuple(map(_one_line, _waiting(digest.waiting, digest.names, who, is_closed=digest.is_closed)))
    sections = (
        Section(f"Waiting for {'the managers' if len(managers) > 1 else 'the manager'}", each.anchor, lines)
        if each.title == _WAITING
        else each
        for each in digest.sections
    )
    return replace(digest, sections=tuple(sections))


def few(names: Iterable[str], known: Mapping[str, str] = NO_NAMES) -> str:
    """The first few names and how many more there are; agencies by the names that are known."""
    names = [named(known, each) for each in names]
    if len(names) <= FEW + 1:
        return listing(names)
    return f"{', '.join(names[:FEW])} and {len(names) - FEW} more"


def _one_line(words: str) -> str:
    """Nobody's words begin a line of their own, which could pass for one of ours."""
    return clip(words, LONGEST)


def _returns(now: Figures, then: Figures | None, facts: Facts, on: date, names: Mapping[str, str]) -> Iterator[str]:
    if now.invited:
        yield from _sent(now, then, facts, on, names)
    else:
        yield "No agency is asked."
    if now.excused:
        yield f"Excused, and not counted here: {few(now.excused, names)}."


def _sent(now: Figures, then: Figures | None, facts: Facts, on: date, names: Mapping[str, str]) -> Iterator[str]:
    more = len(now.submitted) - len(then.submitted) if then else 0
    moved = f", {abs(more)} {'more' if more > 0 else 'fewer'} than on {_since(facts.since)}" if more else ""
    asked = form(len(now.invited), "agency", "agencies")
    sent = form(len(now.submitted), "has sent its", "have sent their")
    yield f"{of(len(now.submitted), len(now.invited))} {asked} {sent} return{moved}."
    unsigned = dict.fromkeys(now.unsigned)
    if now.not_submitted:
        yield "The audit is closed." if facts.is_closed else _closing(facts.due, on)
        left = [each for each in now.not_submitted if each.abbr not in unsigned]
        silent = sorted(left, key=lambda each: (_progress(now, each)[0], each.abbr))
        if silent:
            yield f"Not yet: {few([_how_far(now, each) for each in silent], names)}."
    if unsigned:
        yield f"Every question answered, not signed: {few(unsigned, names)}."
    if now.mended and not facts.is_closed:
        yield f"Open again for a change, counted as signed: {few(now.mended, names)}."


def _closing(due: date, on: date) -> str:
    days, last = (due - on).days, uk_date(due)
    if days < 0:
        return f"The last day was {last}."
    if days == 0:
        return f"Today is the last day, {last}, until 23:59."
    return f"The last day is {last}, in {count(days, 'day')}."


def _how_far(now: Figures, each: Return) -> str:
    done, asked = _progress(now, each)
    return f"{each.abbr} ({f'{done} of {asked} answered' if each.status == 'in_progress' else 'not started'})"


def _progress(now: Figures, each: Return) -> tuple[int, int]:
    return progress(now.template, each.sector, each.said)


def _ratings(now: Figures, then: Figures | None, since: Since) -> Iterator[str]:
    if not now.total.rated:
        return
    for rating in now.template.scale.given:
        number = now.total.ratings[rating.code]
        moved = number - then.total.ratings[rating.code] if then else 0
        told = f", {moved:+d} since {_since(since)}" if moved else ""
        yield f"{rating.name}: {of(number, now.total.rated)}{told}."
    left = [("missing", "missing"), ("unanswered", "not answered")]
    gaps = [f"{now.total.states[state]} {told}" for state, told in left if now.total.states[state]]  # type: ignore[index]
    if gaps:
        yield f"Without a rating: {listing(gaps)}."


def _extremes(now: Figures) -> Iterator[str]:
    titles = {each.ref: each.title for each in now.template.standards}
    for told, refs in zip(("Most met", "Least met"), extremes(now.by_standard), strict=True):
        if refs:
            yield f"{told}: {few([f'{ref} {titles[ref]}, {_met(now.by_standard[ref].own)}' for ref in refs])}."
    if top := ends(now.by_question).top:
        yield f"Questions most met, {few([f'{ref}: {_met(now.by_question[ref])}' for ref in top])}."


def _lowest(now: Figures, worries: dict[str, str]) -> Iterator[str]:
    lowest = ends(now.by_question).bottom
    for ref in lowest[:3]:
        worry = f" Most worried about: {worries[ref]}." if ref in worries else ""
        yield f"Met by {_met(now.by_question[ref])}: {ref} {clip(now.template.by_ref[ref].text, 90)}{worry}"
    if rest := lowest[3:]:
        yield f"After them, {few([f'{ref}: {_met(now.by_question[ref])}' for ref in rest])}."


def _met(tally: Tally) -> str:
    return of(tally.met, tally.rated)


def _support(now: Figures, names: Mapping[str, str]) -> Iterator[str]:
    level = now.template.support_below
    if level is None or not now.needs_support:
        return
    under = [f"{names[abbr]} {of(*now.counts(abbr), level=level)}" for abbr in now.needs_support]
    yield f"Fewer than {percent(round(level * 1000), 1000)} met: {few(under)}."


def _themes(themes: Sequence[Mentioned], names: Mapping[str, str]) -> Iterator[str]:
    if themes and not any(each.of_answers for each in themes):
        core = listing(each.title for each in themes if each.core)
        yield f"Nobody has written in words yet, so nothing is said of {core}."
        return
    told = sorted((each for each in themes if each.answers), key=lambda each: (-each.agencies, -each.answers))
    shown = told[:FEW]
    for each in [*shown, *(each for each in themes if each.core and each not in shown)]:
        said = f"{each.agencies} of {count(each.of_agencies, 'agency', 'agencies')}"
        answers = f"{each.answers} of {count(each.of_answers, 'answer')}"
        silent = f" Not mentioned by {few(each.not_by, names)}." if each.not_by and each.answers else ""
        yield f"{each.title}: {said}, {answers}.{silent}"
    if told and (never := [each.title for each in themes if not each.answers and not each.core]):
        yield f"Nobody writes about: {few(never)}."


def _sharing(now: Figures, names: Mapping[str, str]) -> Iterator[str]:
    best = now.template.scale.given[0]
    if best.counts_as != "met" or len(now.template.scale.given) < 3:
        return
    usual = now.total.own.ratings[best.code] / (now.total.own.rated or 1)
    own = {abbr: tally.own for abbr, tally in now.by_agency.items()}
    shares = {abbr: tally.ratings[best.code] / tally.rated for abbr, tally in own.items() if tally.rated}
    tops = sorted((abbr for abbr in shares if shares[abbr] > usual), key=lambda abbr: (-shares[abbr], abbr))[:TOP]
    if tops:
        counts = {abbr: of(own[abbr].ratings[best.code], own[abbr].rated) for abbr in tops}
        yield f"Most often {best.name}: {listing(f'{names[abbr]} {counts[abbr]}' for abbr in tops)}."


def _news(now: Figures, then: Figures | None, since: Since, names: Mapping[str, str]) -> Iterator[str]:
    before = {each.abbr for each in then.submitted} if then else set()
    new = [each.abbr for each in now.submitted if each.abbr not in before]
    if new:
        yield f"Returns in: {few(new, names)}."
    if since.late:
        yield f"Sent after their last day: {few(since.late, names)}."
    if since.changed:
        yield f"Changed after they were sent: {few(since.changed, names)}."


def _files(files: Sequence[tuple[str, int]], names: Mapping[str, str]) -> Iterator[str]:
    if files:
        total = sum(number for _, number in files)
        yield f"{count(total, 'file')}: {few([f'{abbr} ({number})' for abbr, number in files], names)}."


def _strangers(letters: int) -> str:
    return "a sender we do not know is" if letters == 1 else "senders we do not know are"


def _waiting(waiting: Waiting, names: Mapping[str, str], who: str = "you", *, is_closed: bool) -> Iterator[str]:
    """What waits for `who`: the reader, or the managers where the reader is none."""
    is_you = who == "you"
    if waiting.held:
        is_are = "is" if waiting.held == 1 else "are"
        yield f"{count(waiting.held, 'letter')} {is_are} held for {who} to decide."
    if waiting.unplaced:
        yield f"{count(waiting.unplaced, 'letter')} from {_strangers(waiting.unplaced)} held for {who} to decide."
    if waiting.unread:
        asks = "We asked for another format. Ask them too" if is_you else f"It is for {who} to ask them"
        yield f"Answers in a file could not be read: {few(waiting.unread, names)}. {asks}."
    for asked in sorted({each.asked for each in waiting.differing}, reverse=True):
        where = few([f"{each.agency} ({few(each.refs)})" for each in waiting.differing if each.asked == asked], names)
        after = "The audit is closed, so the first answer counts." if is_closed else who_is_asked(asked)
        yield f"Two people answered differently at {where}. {after}"
    for wish, told in _ASKED.items():
        if asking := list(dict.fromkeys(abbr for abbr, each in waiting.pleas if each == wish)):
            decides = "Reply to our letter about it." if is_you else f"It is for {who} to {_does(wish)}."
            said = told if is_you else told.replace("your answer", "an answer")
            yield f"{said.format(few(asking, names))} {decides}"
    yield from _after(waiting, names, who, is_you=is_you)
    if waiting.unreachable:
        calls = "Call them, then name a new contact." if is_you else f"It is for {who} to name a new contact."
        yield f"Nobody can be reached at {few(waiting.unreachable, names)}. {calls}"
    if waiting.tags:
        yield f"{count(waiting.tags, 'theme')} found in answers could do with {'your' if is_you else 'a'} check."


def _after(waiting: Waiting, names: Mapping[str, str], who: str, *, is_you: bool) -> Iterator[str]:
    """What came after returns were sent."""
    if waiting.answered_back:
        reads = "Read it with s11 review." if is_you else f"It is for {who} to read."
        yield f"What was asked back is answered by {few(waiting.answered_back, names)}. {reads}"
    if waiting.sent_again:
        looks = "Look at it with s11 review." if is_you else f"It is for {who} to look at."
        yield f"Sent again, with the points mended: {few(waiting.sent_again, names)}. {looks}"
    if waiting.asked_back:
        yield f"Asked back and not answered yet: {few(waiting.asked_back, names)}."
    if waiting.done_actions:
        accepts = "Accept it with s11 action close." if is_you else f"It is for {who} to accept."
        yield f"Actions said to be done: {few(waiting.done_actions, names)}. {accepts}"
    if waiting.overdue_actions:
        yield f"Actions past their last day: {few(waiting.overdue_actions, names)}."


def _does(wish: str) -> str:
    return "answer" if wish == "question" else "decide"


def _since(since: Since) -> str:
    return f"{since.on.day} {since.on:%B}" if since.on else "the last one"
