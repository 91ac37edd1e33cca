"""The slides in the order they are shown, each from figures.json and under the title that the templates give it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from config.letters import Letters
from reports.figures import clip, of
from reports.paper.after import action_grid, priority_grid, recommendation_grid
from reports.paper.moved import moved
from reports.paper.parts import Grid, Prose
from reports.paper.prose import prose
from reports.paper.slides.charts import ratings_of_rows, sent_by_sector, theme_bars, then_and_now
from reports.paper.slides.parts import Slide
from reports.paper.source import PaperSource, met_of, some
from reports.paper.standards import quoted
from reports.paper.summary import method, summary, terms

ROWS = 9  # of a table on one slide
QUOTES, QUESTIONS, NEVER = 4, 6, 14


def deck(source: PaperSource, letters: Letters) -> Iterator[Slide]:
    """Those that have something to show; a slide whose title a template leaves out is left out."""
    yield from _Deck(source, letters).slides()


@dataclass(frozen=True)
class _Deck:
    source: PaperSource
    letters: Letters

    def slides(self) -> Iterator[Slide]:
        document = self.source.document
        yield from self._shown("answered", sent_by_sector(document), self._words("paper-method", method(self.source)))
        if document["rated"]:
            yield from self._rated()
        yield from self._themes()
        yield from self._moved()
        for ref in self.source.standards:
            yield from self._standard(ref)
        for about in ("works", "worries"):
            said = [quoted(self.source, each) for each in document["quotations"] if each["about"] == about]
            yield from self._in_parts(about, [said[at : at + QUOTES] for at in range(0, len(said), QUOTES)])
        yield from self._to_do()
        yield from self._shown("terms", [*prose(self.letters, "paper-terms", terms(self.source))])

    def _rated(self) -> Iterator[Slide]:
        source, document = self.source, self.source.document
        counts = {each.name: document["ratings"].get(each.code, 0) for each in source.template.scale.given}
        notes = [f"{name}: {of(number, document['rated'])}." for name, number in counts.items()]
        yield from self._shown("ratings", ratings_of_rows(source, [("All answers", document)]), notes)
        tallies = document["by_standard"]
        rows = [(source.standard(ref), tallies[ref]) for ref in source.standards]
        yield from self._shown("standards", ratings_of_rows(source, rows), self._met(rows))
        for end, told in (("lowest", "weakest"), ("highest", "strongest")):
            refs = document[end]["questions"][:QUESTIONS]
            asked = [[source.question(ref), met_of(document["by_question"][ref])] for ref in refs]
            yield from self._tables(told, Grid(self._title(told), ["Question", "Met"], asked, [0.8, 0.2]))
        if support := document["needs_support"]:
            rows_ = [[source.agency(abbr), of(*source.of_agency(abbr), level=self._line)] for abbr in support]
            yield from self._tables("support", Grid(self._title("support"), ["Agency", "Met"], rows_, [0.7, 0.3]))

    def _themes(self) -> Iterator[Slide]:
        found, named = self.source.document["themes"], self.source.themes
        if not any(each["answers"] for each in found.values()):
            return
        notes = [
            f"Agencies that mention {named[key]}: {of(each['agencies'], each['of_agencies'])}."
            for key, each in found.items()
        ]
        yield from self._shown("themes", theme_bars(found, named), notes)
        never = [named[key] for key, each in found.items() if not each["answers"]]
        yield from self._shown("never", [Prose(each, "point") for each in never[:NEVER]], [f"{some(never, 40)}."])

    def _moved(self) -> Iterator[Slide]:
        found = self.source.document["movement"]
        if found is None or not found["agencies"] or found["scale_changed"] or not found["in_all"]["now"]["rated"]:
            return
        notes = self._words("paper-movement", moved(self.source) or {})
        yield from self._shown("moved", then_and_now(self.source, found["by_standard"]), notes)

    def _standard(self, ref: str) -> Iterator[Slide]:
        source, tallies = self.source, self.source.document["by_question"]
        rows = [(source.question(each.ref), tallies[each.ref]) for each in source.questions(ref)]
        if any(tally["rated"] for _, tally in rows):
            facts = {
                "standard": source.standard(ref),
                "standard_met": self._own(ref),
            }
            yield from self._shown("standard", ratings_of_rows(source, rows), self._met(rows), facts)

    def _to_do(self) -> Iterator[Slide]:
        after = self.source.after
        if after.priorities:
            yield from self._tables("priorities", priority_grid(self.source, after.priorities))
        if after.recommendations:
            yield from self._tables(
                "recommendations", recommendation_grid(self.source, after.recommendations, after.actions)
            )
        if after.actions:
            yield from self._tables("actions", action_grid(self.source, "Actions agreed", after.actions, whose=True))

    def _tables(self, name: str, grid: Grid) -> Iterator[Slide]:
        """A table on as many slides as it needs, each with its head."""
        parts = [grid._replace(rows=grid.rows[at : at + ROWS]) for at in range(0, len(grid.rows), ROWS)]
        yield from self._in_parts(name, parts)

    def _in_parts(self, name: str, bodies: Sequence[Any]) -> Iterator[Slide]:
        """One slide each, told apart by their titles where there are several."""
        for number, body in enumerate(bodies, start=1):
            for slide in self._shown(name, body):
                yield slide if len(bodies) == 1 else slide._replace(title=f"{slide.title} ({number} of {len(bodies)})")

    def _shown(
        self, name: str, body: Any, notes: Sequence[str] = (), facts: Mapping[str, object] | None = None
    ) -> Iterator[Slide]:
        title = self._titles(facts or {}).get(name, "")
        if title and body:
            yield Slide(title, body, notes)

    def _title(self, name: str) -> str:
        return self._titles({}).get(name, "")

    def _titles(self, facts: Mapping[str, object]) -> dict[str, str]:
        lines = self.letters.render("paper-slides", **{**self._facts, **facts}).splitlines()
        named = (line.partition(":") for line in lines)
        return {name.strip(): clip(words, 160) for name, _, words in named if words.strip()}

    @cached_property
    def _facts(self) -> Mapping[str, object]:
        told, movement = summary(self.source), self.source.document["movement"]
        order = self.source.document["in_order"]["standards"] if told["strongest_standards"] else []
        then = moved(self.source) if movement else None
        return {
            **told,
            "strongest": self._in_brief(order[0]) if order else "",
            "weakest": self._in_brief(order[-1]) if order else "",
            "moved": then["in_all"] if then else "",
            "states": self.source.after.states if self.source.after.actions else "",
            "standard": "",
            "standard_met": "",
        }

    def _in_brief(self, standard: str) -> str:
        return f"{clip(self.source.standard(standard), 40)}, {self._own(standard)}"

    def _own(self, standard: str) -> str:
        """Its share met without the ratings that everybody has, as standards are ranked."""
        return met_of(self.source.document["by_standard"][standard]["own"])

    @property
    def _line(self) -> float | None:
        return self.source.template.support_below

    def _words(self, name: str, facts: Mapping[str, object]) -> list[str]:
        return [each.words for each in prose(self.letters, name, facts) if isinstance(each, Prose)]

    @staticmethod
    def _met(rows: Sequence[tuple[str, Mapping[str, Any]]]) -> list[str]:
        return [f"{name}: {met_of(tally)} met." for name, tally in rows if tally["rated"]]
