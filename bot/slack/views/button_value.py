"""What travels on our buttons and forms and comes back with a press: which return, which place, which words."""

from dataclasses import dataclass, field

from bot.slack.api import JSON
from intake.conversation.state import Place


@dataclass(frozen=True)
class Carried:
    """A return and the place that was shown; `says` are the words a button stands for.

    `has_form` where a press leads to a form, so that it can be opened at once; `message` is the (channel, ts) of the
    message a form was opened from.
    """

    submission: int
    place: Place = field(default_factory=Place)
    says: str = ""
    has_form: bool = False
    message: tuple[str, str] = ("", "")

    def packed(self) -> JSON:
        """Short keys: a button holds 2,000 characters."""
        found: JSON = {"s": self.submission, "p": str(self.place)}
        found |= {"w": self.says} if self.says else {}
        found |= {"f": 1} if self.has_form else {}
        return found | ({"m": list(self.message)} if self.message[0] else {})

    @classmethod
    def read(cls, value: JSON) -> "Carried | None":
        """None for what is not ours."""
        submission, message = value.get("s"), value.get("m")
        if not isinstance(submission, int) or isinstance(submission, bool):
            return None
        pair = (str(message[0]), str(message[1])) if isinstance(message, list) and len(message) == 2 else ("", "")
        place = Place.read(str(value.get("p", "")))
        return cls(submission, place, str(value.get("w", "")), bool(value.get("f")), pair)
