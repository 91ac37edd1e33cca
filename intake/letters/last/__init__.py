"""Last time's answers in a letter: what we showed of them is no answer, and KEEP or DROP says what becomes of it."""

from intake.letters.last.echo import set_last_time_aside
from intake.letters.last.keep import BOTH, SaidOfLast, hear_last, name_kept
from intake.letters.last.loose import ask_about_loose

__all__ = ["BOTH", "SaidOfLast", "ask_about_loose", "hear_last", "name_kept", "set_last_time_aside"]
