"""What comes after a return was sent: rated, asked back, sent back for its points, accepted."""

from intake.after.decide import accept_return, decide_silence, drop_point, note_point, points, send_back
from intake.after.letters import ANSWERED_BACK, in_words, tell_agency
from intake.after.rate import GivenRating, question_of, rate
from intake.after.sheet import rate_by_sheet
from intake.after.threads import (
    answer_back,
    ask_back,
    ask_for_missing,
    close_thread,
    lacking,
    thread_of,
    threads_at,
)
from intake.after.verbs import VERBS, ReviewCase, ReviewWords, act, spoken

__all__ = [
    "ANSWERED_BACK",
    "VERBS",
    "GivenRating",
    "ReviewCase",
    "ReviewWords",
    "accept_return",
    "act",
    "answer_back",
    "ask_back",
    "ask_for_missing",
    "close_thread",
    "decide_silence",
    "drop_point",
    "in_words",
    "lacking",
    "note_point",
    "points",
    "question_of",
    "rate",
    "rate_by_sheet",
    "send_back",
    "spoken",
    "tell_agency",
    "thread_of",
    "threads_at",
]
