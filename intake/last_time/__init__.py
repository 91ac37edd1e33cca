"""Last time's answers in this round: what an agency said then, and keeping or dropping it question by question."""

from intake.last_time.carry import drop, keep
from intake.last_time.grown_old import OldFile, old_files
from intake.last_time.load import DROPPED, last_time_of, not_yet_kept, round_before

__all__ = ["DROPPED", "OldFile", "drop", "keep", "last_time_of", "not_yet_kept", "old_files", "round_before"]
