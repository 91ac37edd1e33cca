"""What comes after the returns are in: reviewed, rated twice, asked back, fed back to each agency."""

from reports.after.both import BothRatings, both_json, both_ratings
from reports.after.letter import Feedback, beside, feedback
from reports.after.line import QueuedReturn, in_line, queue
from reports.after.seen import ReviewedAnswer, ReviewedReturn, in_lines, judged_words, seen_return, thread_lines

__all__ = [
    "BothRatings",
    "Feedback",
    "QueuedReturn",
    "ReviewedAnswer",
    "ReviewedReturn",
    "beside",
    "both_json",
    "both_ratings",
    "feedback",
    "in_line",
    "in_lines",
    "judged_words",
    "queue",
    "seen_return",
    "thread_lines",
]
