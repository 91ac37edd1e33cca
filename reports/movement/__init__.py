"""What has moved since the round before, over the agencies in both and the questions that ask the same."""

from reports.movement.as_json import movement_json
from reports.movement.before import movement_of
from reports.movement.compare import CountedRound, Moved, Movement, Portion, compare
from reports.movement.told import from_to, moved_in_words, ranked_by_move

__all__ = [
    "CountedRound",
    "Moved",
    "Movement",
    "Portion",
    "compare",
    "from_to",
    "moved_in_words",
    "movement_json",
    "movement_of",
    "ranked_by_move",
]
