"""What a letter says outside its answers that makes them none: a draft, held back, another's. Pure."""

from intake.letters.disowned.aside import asked_back, disown
from intake.letters.disowned.headings import heads_another
from intake.letters.disowned.said import Disowned, disowned, outside

__all__ = ["Disowned", "asked_back", "disown", "disowned", "heads_another", "outside"]
