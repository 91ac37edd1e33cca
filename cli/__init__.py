"""The operator's hand: the s11 command, and the only reader of arguments, environment and clock."""

import gc

# Look for forgotten cycles less often, and before anything is imported: over 42,000 answers that search took two fifths
# of the time of a report, and while the program starts a seventh.
gc.set_threshold(200_000, 10, 100)
