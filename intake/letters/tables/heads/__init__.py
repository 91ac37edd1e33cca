"""What the head of a column says of the ratings below it: ours of now, or none. Pure."""

from intake.letters.tables.heads.columns import set_others_aside

__all__ = ["set_others_aside"]
