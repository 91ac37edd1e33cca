"""What a person is asked, as Slack shows it: one prompt of a question, or the words that are wanted."""

from collections.abc import Iterator

from bot.slack.api import JSON, actions, bold, context, escape, lines, strong, words
from bot.slack.views.buttons import DO, FORM, Presses
from config.questionnaire import Kind
from intake.conversation.pages import Asking, Wanted, asked
from intake.conversation.pages import named as choice_named
from intake.conversation.state import Asks, Place


def asking(press: Presses, page: Asking, place: Place) -> Iterator[JSON]:
    if page.is_first:
        yield from context(f"{page.progress}  ·  {page.done} of {page.of} answered")
        yield from question(page.question.ref, page.question.text)
        yield from context(page.question.guidance.strip())
    if page.holder:
        yield from context(f"This question is with {page.holder}. You can answer it too.")
    yield from strong(asked(page))
    yield from _standing(page)
    if page.choices and any(each.meaning for each in page.choices):
        yield from lines(f"{bold(choice_named(each))}  {escape(each.meaning)}" for each in page.choices)
    yield from actions(press.choices(page.choices, place, has_form=press.may_fill and _more_than(page)))
    yield from actions(list(_ways(press, page, place)))


def wanted(press: Presses, page: Wanted, place: Place) -> Iterator[JSON]:
    yield from strong(page.title)
    for line in page.lines:
        yield from words(line)
    yield from actions(press.choices(page.choices, place))
    if place.asks is Asks.LAST:
        yield from actions(list(_ways_at_last(press, place)))
    if place.asks in (Asks.REASON, Asks.NAME, Asks.SCOPE, Asks.HAND, Asks.REOPEN, Asks.LAST_OF_STANDARD):
        yield from actions([press.button("Back", f"{DO}:back", place, "back")])


def _ways_at_last(press: Presses, place: Place) -> Iterator[JSON]:
    """What to press other than keep, change or drop."""
    if press.may_fill:
        yield press.button("Answer in a form", FORM, place)
    yield press.button("Keep this standard", f"{DO}:keep-standard", place, "keep standard")
    yield press.button("Skip for now", f"{DO}:skip", place, "skip")
    yield press.button("Back", f"{DO}:back", place, "back")
    yield press.button("Save and finish later", f"{DO}:pause", place, "pause")


def question(ref: str, text: str) -> Iterator[JSON]:
    """A question in full, in bold where it is short enough for that."""
    yield from strong(f"{ref}. {text}")


def _standing(page: Asking) -> Iterator[JSON]:
    if page.stands:
        yield from context(f"Now, said by {page.stands_by}:" if page.stands_by else "Now:")
        yield from words(page.stands)
    if page.last:
        yield from context("Last time:")
        yield from words(page.last)
    if page.held:
        yield from context("You wrote:")
        yield from words(page.held)
    for each in page.files:
        yield from context(f"Attached: {each.name}")
    for told in page.old:
        yield from context(told)


def _ways(press: Presses, page: Asking, place: Place) -> Iterator[JSON]:
    """What to press other than an answer."""
    is_file = page.prompt.kind is Kind.FILES
    if press.may_fill:
        label = "Attach in a form" if is_file else "Answer in a form" if page.is_first else "Write in a form"
        yield press.button(label, FORM, place, primary=not page.choices)
    if page.held or page.stands or page.last:
        yield press.button("Keep it", f"{DO}:keep", place, "keep")
    elif not page.prompt.required or is_file:
        yield press.button("Next" if page.files else "Leave empty", f"{DO}:skip", place, "skip")
    else:
        yield press.button("Skip for now", f"{DO}:skip", place, "skip")
    yield press.button("Back", f"{DO}:back", place, "back")
    if page.is_first:
        yield press.button("Why we ask", f"{DO}:why", place, "why")
        yield press.button("Save and finish later", f"{DO}:pause", place, "pause")


def _more_than(page: Asking) -> bool:
    """Whether the question asks for more than this one prompt."""
    return len(page.question.prompts) > 1 or page.question.evidence != "none"
