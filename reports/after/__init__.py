"""What comes after the returns are in: reviewed, rated twice, asked back, fed back to each agency."""

from reports.after.letter import Feedback, beside, feedback
from reports.after.line import QueuedReturn, in_line, queue
from reports.after.seen import ReviewedAnswer, ReviewedReturn, in_lines, judged_words, seen_return, whole_lines

__all__ = [
    "Feedback",
    "QueuedReturn",
    "ReviewedAnswer",
    "ReviewedReturn",
    "beside",
    "feedback",
    "in_line",
    "in_lines",
    "judged_words",
    "queue",
    "seen_return",
    "whole_lines",
]
