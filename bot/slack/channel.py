"""Slack as a way out of the outbox: a message once, or the reason why not."""

from dataclasses import dataclass

from bot.slack.api import Card, Posting, actions, button, card, fitted, found_said, marked, strong, words
from bot.slack.digest import DigestPost
from bot.slack.reviews import answer_button, thread_in
from bot.slack.views import PICK, Carried
from storage.nouns import Message

EVENT = "s11_message"  # what the key of a message is filed under in its metadata


@dataclass
class SlackChannel:
    """Messages to a person's or a channel's Slack ID."""

    posting: Posting
    digests: DigestPost | None = None  # None where no digest goes to Slack
    via: str = "slack"

    def deliver(self, message: Message) -> None:
        """Post it, unless an earlier try did; raises DeliveryError."""
        if message.facts and self.digests is not None:
            self.digests.deliver(message)
            return
        client, again = self.posting.client, message.attempts > 1
        at = found_said(client, message.recipient, message.key) if again else None
        if at is None:
            *first, last = drawn(message)
            for each in first:
                self.posting.say(message.recipient, each)
            at = self.posting.say(message.recipient, last, metadata=marked(EVENT, message.key))
        if message.attachments and self.digests is not None:
            self.digests.add_files(message, at)


def drawn(message: Message) -> list[Card]:
    """A message of the outbox: its subject, its words in full, and the way into the conversation."""
    blocks = list(strong(message.subject)) if message.subject.strip() else []
    blocks += words(message.body)
    if message.submission_id is not None:
        thread = thread_in(message.key)
        answer = [answer_button(thread, message.submission_id)] if thread is not None else []
        opens = Carried(message.submission_id).packed()
        start = button("Open the audit", f"{PICK}:message", opens, primary=not answer)
        blocks += actions([*answer, start])
    return fitted(card(f"{message.subject}\n{message.body}", blocks))
