"""What it takes to be a way out: deliver one message, or say whether trying again can help."""

from typing import Protocol

from storage.nouns import Message


class DeliveryError(Exception):
    """A message did not go; `permanent` when no later try can help, `down` when no other would go now either."""

    def __init__(
        self,
        told: str,
        *,
        permanent: bool = False,
        down: bool = False,
        unreachable: bool = False,
        elsewhere: bool = False,
    ) -> None:
        super().__init__(told)
        self.permanent = permanent
        self.down = down
        self.unreachable = unreachable  # the address itself is refused: its contact cannot be written to
        self.elsewhere = elsewhere or unreachable  # nothing goes this way until somebody mends it: take another


class ShutChannel:
    """A way that is set up for others here and not for these: whoever was to hear by it hears by letter."""

    def __init__(self, via: str) -> None:
        self.via = via

    def deliver(self, message: Message) -> None:
        told = f"{self.via.capitalize()} is not set up for the partnership of {message.recipient}."
        raise DeliveryError(told, permanent=True, elsewhere=True)


class Channel(Protocol):
    """A way to people. `via` is the word that messages for it carry."""

    via: str

    def deliver(self, message: Message) -> None:
        """Send one message; raises DeliveryError. The same message may come twice: make that harmless."""
        ...
