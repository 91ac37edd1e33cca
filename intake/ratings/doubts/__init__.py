"""What stands around a rating and may undo it: doubts, second thoughts, another time, somebody else's word. Pure."""

from intake.ratings.doubts.pointers import ONE_TO_ONE, pointed_to, points_away
from intake.ratings.doubts.retractions import taken_back
from intake.ratings.doubts.weigh import Doubts

__all__ = ["ONE_TO_ONE", "Doubts", "pointed_to", "points_away", "taken_back"]
