"""Two rounds side by side: met of rated before and now, and how often a theme is mentioned. Pure."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from config.questionnaire import Template, same_questions, same_scale
from config.themes import Themes
from intake.returns import EMPTY
from reports.figures import FEWEST, Figures, Return, Wrote, theme_figures


class CountedRound(NamedTuple):
    """A round as it is counted: its figures, and what stands in words."""

    figures: Figures
    wrote: Sequence[Wrote]


class Portion(NamedTuple):
    """So many of so many."""

    part: int
    of: int


class Moved(NamedTuple):
    """One thing in both rounds; `was` is the number that a question had."""

    name: str
    before: Portion
    now: Portion
    was: str = ""

    @property
    def direction(self) -> int:
        """1 where the share went up, -1 where down, 0 where it is level or one of the two is of nothing."""
        if not self.before.of or not self.now.of:
            return 0
        gained = self.now.part * self.before.of - self.before.part * self.now.of
        return (gained > 0) - (gained < 0)

    @property
    def gain(self) -> float:
        """By how much of a whole the share went up; 0 where one of the two is of nothing."""
        return self.now.part / self.now.of - self.before.part / self.before.of if self.direction else 0.0


@dataclass(frozen=True)
class Movement:
    """What has moved since `after`. Where the scales differ no ratings are compared, only themes."""

    after: str
    title: str  # of that round, or its key where both have the same title
    names: Mapping[str, str]  # of agencies, by abbreviation
    agencies: Sequence[str]  # that sent their return in both rounds
    only_now: Sequence[str]
    only_before: Sequence[str]
    compared: Mapping[str, str]  # the question's number then, by its number now
    new: Sequence[str]
    gone: Sequence[str]
    scale_changed: bool
    in_all: Moved
    by_question: Sequence[Moved]
    by_standard: Sequence[Moved]
    by_agency: Sequence[Moved]
    by_sector: Sequence[Moved]  # of three agencies at least
    sectors_left_out: Sequence[str]
    kept: Mapping[str, Portion]  # by agency, of its answers to these questions those kept as they were
    by_theme: Sequence[Moved]  # agencies that mention it, of those that wrote


def compare(after: str, now: CountedRound, then: CountedRound, themes: Themes) -> Movement:
    """What has moved from one round (its key) to the next."""
    ours, theirs = now.figures, then.figures
    both = [abbr for abbr in ours.by_agency if abbr in theirs.by_agency]
    pairs = _compared(ours.template, theirs.template)
    changed = not same_scale(ours.template, theirs.template)
    counts = _Counts()
    if not changed:
        counts.add_all(ours, theirs, both, pairs)
    sector = {each.abbr: each.sector for each in ours.submitted}
    size = Counter(sector[abbr] for abbr in both)
    same_title = theirs.template.title == ours.template.title
    return Movement(
        after,
        after if same_title else theirs.template.title,
        ours.names,
        both,
        [abbr for abbr in ours.by_agency if abbr not in both],
        [abbr for abbr in theirs.by_agency if abbr not in both],
        pairs,
        [each.ref for each in ours.template.reported if each.ref not in pairs],
        [each.ref for each in theirs.template.reported if each.ref not in pairs.values()],
        changed,
        counts.of("all", [""])[0],
        [each._replace(was=pairs[each.name]) for each in counts.of("question", pairs)],
        counts.of("standard", ours.by_standard),
        counts.of("agency", both),
        counts.of("sector", sorted(name for name in size if size[name] >= FEWEST)),
        sorted(name for name in size if size[name] < FEWEST),
        {each.abbr: _kept(each, pairs) for each in ours.submitted if each.abbr in both},
        _themes(now, then, set(both), pairs, themes),
    )


def _kept(returned: Return, pairs: Mapping[str, str]) -> Portion:
    answered = [ref for ref in pairs if not returned.said.get((ref, "agency"), EMPTY).is_empty]
    return Portion(sum(ref in returned.kept for ref in answered), len(answered))


class _Counts:
    """Met and rated on each side, by what is counted and its name."""

    def __init__(self) -> None:
        self._met: Counter[tuple[str, str, bool]] = Counter()
        self._rated: Counter[tuple[str, str, bool]] = Counter()

    def add_all(self, ours: Figures, theirs: Figures, both: Sequence[str], pairs: Mapping[str, str]) -> None:
        sector = {each.abbr: each.sector for each in ours.submitted}
        for abbr in both:
            for ref, was in pairs.items():
                question = ours.template.by_ref[ref]
                if question.fixed_rating is not None or theirs.template.by_ref[was].fixed_rating is not None:
                    continue  # everybody has it, so it is nobody's movement
                names = {"all": "", "question": ref, "standard": question.standard, "agency": abbr}
                self._add(ours, (abbr, ref), names | {"sector": sector[abbr]}, is_now=True)
                self._add(theirs, (abbr, was), names | {"sector": sector[abbr]}, is_now=False)

    def of(self, kind: str, names: Sequence[str] | Mapping[str, object]) -> list[Moved]:
        return [Moved(name, self._portion(kind, name, False), self._portion(kind, name, True)) for name in names]

    def _portion(self, kind: str, name: str, is_now: bool) -> Portion:
        return Portion(self._met[kind, name, is_now], self._rated[kind, name, is_now])

    def _add(self, found: Figures, cell: tuple[str, str], names: Mapping[str, str], *, is_now: bool) -> None:
        standing = found.standings.get(cell)
        if standing is None or standing.rating is None:
            return
        met = found.template.scale.by_code[standing.rating].counts_as == "met"
        for kind, name in names.items():
            self._rated[kind, name, is_now] += 1
            self._met[kind, name, is_now] += met


def _compared(ours: Template, theirs: Template) -> dict[str, str]:
    """The questions that ask the same and are reported in both rounds."""
    same = same_questions(ours, theirs)
    return {ref: was for ref, was in same.items() if ours.by_ref[ref].reported and theirs.by_ref[was].reported}


def _themes(
    now: CountedRound, then: CountedRound, both: set[str], pairs: Mapping[str, str], themes: Themes
) -> list[Moved]:
    """Themes of the agencies that wrote in both rounds, at questions in both: who fell silent has not moved away."""
    sides: dict[str, list[Portion]] = defaultdict(list)
    asked = ((then, set(pairs.values())), (now, set(pairs)))
    words = [(each, [one for one in each.wrote if one.agency in both and one.question in refs]) for each, refs in asked]
    writers = set.intersection(*({one.agency for one in wrote} for _, wrote in words))
    for each, wrote in words:
        for theme in theme_figures(each.figures, [one for one in wrote if one.agency in writers], themes):
            sides[theme.key].append(Portion(len(theme.total.agencies), len(theme.total.of_agencies)))
    return [Moved(key, before, after) for key, (before, after) in sides.items() if before.of and after.of]
