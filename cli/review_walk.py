"""The walk through returns that wait: a standard at a time, and what a manager types at it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

from cli import wiring
from config.questionnaire import Unclear
from config.settings import Settings
from intake.after import ReviewWords, spoken
from intake.ledger import Refused
from reports.after import ReviewedReturn, in_line, in_lines, queue, seen_return, whole_lines
from reports.figures import submissions_of
from storage.nouns import Submission

Act = Callable[[str, str, ReviewWords], str]
HELP = """\
Enter          on to the next standard, at the end to the next return
rate 1.1 2 because ...   the partnership's rating beside the agency's
ask 1.1 ...    put a question back; ask all ... about the whole return
done 1.1       what was asked back is settled
mend 1.1 ...   a point to mend; return sends the return back with its points
missing        ask for absent files and answers
accept         accept the return; accept all closes what is asked back too
next, quit     the next return, or stop"""
ENDS = ("accept", "return")  # what ends the look at a return


@dataclass
class ReviewWalk:
    """One manager at one terminal; every line that decides is a transaction of its own."""

    using: Settings
    key: str
    partnership: str | None
    by: str
    act: Act
    read: Callable[[], str | None] = lambda: _line()

    def run(self) -> None:
        waiting = self._waiting()
        wiring.say(
            f"{len(waiting)} {'return waits' if len(waiting) == 1 else 'returns wait'} for you. Type help at any time."
        )
        for number, (abbr, line) in enumerate(waiting, start=1):
            wiring.say(f"\n━━ {number} of {len(waiting)} · {line}")
            if not self._look(abbr):
                return
        wiring.say("That was the last of them.")

    def _waiting(self) -> list[tuple[str, str]]:
        with wiring.reading(self.using) as db:
            audit, template = wiring.audit_of(db, self.key)
            found = queue(db, template, submissions_of(db, audit, self.partnership))
            return [(each.submission.agency.abbr, in_line(each)) for each in found if each.waits]

    def _look(self, abbr: str) -> bool:
        """Go through one return; False where the manager stops."""
        for page in self._pages(abbr):
            wiring.say(page)
            while (typed := self.read()) is not None and typed.strip():
                word = typed.strip().casefold()
                if word in ("quit", "stop", "q"):
                    return False
                if word == "next":
                    return True
                if self._said(abbr, typed.strip()):
                    return True
            if typed is None:
                return False
        return True

    def _said(self, abbr: str, typed: str) -> bool:
        """Do what was typed; whether it ends the look at this return."""
        understood = spoken(typed)
        if understood is None:
            wiring.say(HELP)
            return False
        does, said = understood
        try:
            wiring.say(self.act(abbr, does, said))
        except (Refused, Unclear) as told:
            wiring.say(str(told))
            return False
        return does in ENDS

    def _pages(self, abbr: str) -> list[str]:
        with wiring.reading(self.using) as db:
            audit, template = wiring.audit_of(db, self.key)
            own = (each for each in submissions_of(db, audit) if each.agency.abbr == abbr)
            submission: Submission = next(own)
            return pages(seen_return(db, template, submission))


def pages(found: ReviewedReturn) -> list[str]:
    """A page a standard, the last one with what was asked about the whole return."""
    made = []
    for standard in found.template.standards:
        lines = [line for each in found.of_standard(standard.ref) for line in in_lines(each)]
        if lines:
            made.append("\n".join([f"{standard.ref} {standard.title}", *lines]))
    whole = list(whole_lines(found))
    end = [
        *(["The whole return"] if whole else []),
        *whole,
        "That is all of it. accept, return, or Enter for the next.",
    ]
    return [*made, "\n".join(end)]


def _line() -> str | None:
    if sys.stdin.isatty():
        sys.stdout.write("> ")
        sys.stdout.flush()
    line = sys.stdin.readline()
    return line.rstrip("\r\n") if line else None
