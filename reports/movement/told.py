"""Movement in sentences, every share with its n on both sides. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from config.words import listing
from reports.figures import FEWEST, count, of
from reports.movement.compare import Moved, Movement

MOST = 3  # named in a sentence


def ranked_by_move(moved: Iterable[Moved], direction: int, most: int = MOST) -> list[Moved]:
    """Those that went up (1) or down (-1) the furthest; three ratings at least on both sides."""
    enough = [each for each in moved if min(each.before.of, each.now.of) >= FEWEST and each.direction == direction]
    return sorted(enough, key=lambda each: -direction * each.gain)[:most]


def from_to(each: Moved) -> str:
    """Such as "from 3 of 8 (38%) to 5 of 8 (63%)"."""
    return f"from {of(*each.before)} to {of(*each.now)}"


def moved_in_words(
    movement: Movement, standards: Mapping[str, str], themes: Mapping[str, str]
) -> Iterator[str]:  # fmt: skip
    """What has moved, a line each; `standards` and `themes` are their titles."""
    if not movement.agencies:
        yield f"No agency has sent its return both now and in {movement.title}, so nothing is compared."
        return
    over = f"{count(len(movement.agencies), 'agency', 'agencies')} and {count(len(movement.compared), 'question')}"
    yield f"Since {movement.title}, over the {over} in both rounds:"
    if movement.scale_changed:
        yield "The scale is another one, so no ratings are compared."
    elif movement.in_all.before.of and movement.in_all.now.of:
        yield f"Ratings met went {from_to(movement.in_all)}."
        yield from _ends("Standards", movement.by_standard, lambda ref: f"{ref} {standards.get(ref, '')}".strip())
        yield from _ends("Questions", movement.by_question, str)
        yield from _ends("Agencies", movement.by_agency, lambda abbr: movement.names.get(abbr, abbr))
        yield from _ends("Sectors", movement.by_sector, lambda name: name.replace("_", " "))
    yield from _kept(movement)
    yield from _ends("Themes", movement.by_theme, lambda key: themes.get(key, key))
    yield from _not_compared(movement)


def _kept(movement: Movement) -> Iterator[str]:
    """What of this round's answers is last time's, said again; a figure made of these alone cannot move."""
    part, whole = (sum(each[place] for each in movement.kept.values()) for place in (0, 1))
    if part:
        yield f"Kept from last time as they were, each seen by its agency: {of(part, whole)} answers."


def _ends(what: str, moved: Sequence[Moved], name: Callable[[str], str]) -> Iterator[str]:
    for direction, word in ((1, "up"), (-1, "down")):
        named = [f"{name(each.name)}, {from_to(each)}" for each in ranked_by_move(moved, direction)]
        if named:
            yield f"{what} {word}: {'; '.join(named)}."


def _not_compared(movement: Movement) -> Iterator[str]:
    if movement.new:
        yield f"New questions, not compared: {listing(movement.new)}."
    if movement.sectors_left_out and not movement.scale_changed:
        told = listing(each.replace("_", " ") or "no sector" for each in movement.sectors_left_out)
        yield f"Fewer than three agencies of a sector are not compared as one: {told}."
