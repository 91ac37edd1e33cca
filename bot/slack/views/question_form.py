"""One form for a whole question: its rating, every prompt, and its files, filled in with what stands."""

from collections.abc import Iterator, Sequence

from bot.slack.api import JSON, OPTION, TITLE, bold, context, escape, lines, plain, section, words
from bot.slack.views.button_value import Carried
from bot.slack.views.form_values import LONGEST_WORDS, ShownAnswers, is_too_long
from bot.slack.views.plain import VALUE, reading
from bot.slack.views.question import question as question_blocks
from config.questionnaire import Kind, Prompt
from intake.conversation.pages import REASON_BOX, Box, Choice, QuestionForm

FILL = "s11.fill"  # its callback id
MOST_FILES, MOST_RADIOS, MOST_OPTIONS = 10, 10, 100


def form(shown: QuestionForm, carried: Carried, whose: str = "") -> JSON:
    """The form of a question as a view; of a return that is sent or closed, every answer in full to read.

    `whose` names the agency and its audit, to a person who has several returns open.
    """
    asked = shown.asked
    if not shown.can_be_filled:
        return reading(f"Question {asked.ref}", [*context(whose), *_read_only(shown)])
    blocks: list[JSON] = [
        *context(whose),
        *_notices(shown.clashes),
        *context(shown.progress),
        *question_blocks(asked.ref, asked.text),
    ]
    blocks += context(asked.guidance.strip())
    for box in shown.boxes:
        blocks += _box(shown, box)
    if shown.reason is not None:
        blocks.append(_reason(shown.reason))
    return {
        "type": "modal",
        "callback_id": FILL,
        "title": plain(f"Question {asked.ref}", TITLE),
        "submit": plain("Save", TITLE),
        "close": plain("Cancel", TITLE),
        "private_metadata": ShownAnswers(carried, shown.opened.shown, shown.opened.over).packed(),
        "blocks": blocks,
    }


def _box(shown: QuestionForm, box: Box) -> Iterator[JSON]:
    prompt, offered, stands = box.prompt, box.choices, box.opens_with
    if prompt.kind is Kind.FILES:
        yield from _attached(shown)
        yield _input(prompt, {"type": "file_input", "max_files": MOST_FILES}, hint="Up to 10 files, 10 MB each.")
        return
    if box.last:
        yield from context("Last time:")
        yield from words(box.last)
    if any(len(escape(each.meaning)) > OPTION for each in offered):
        yield from lines(f"{bold(each.label)}  {escape(each.meaning)}" for each in offered)
    if offered:
        yield _input(prompt, _options(offered, stands))
        return
    if len(stands) > LONGEST_WORDS:
        yield from context(f"{prompt.text} These words are too long to change here. Leave the box empty to keep them.")
        yield from words(stands)
        stands = ""
    yield _input(prompt, _written(prompt, stands), is_long=is_too_long(box))


def _attached(shown: QuestionForm) -> Iterator[JSON]:
    yield from (block for each in shown.files for block in context(f"Attached: {each.name}"))


def _options(offered: Sequence[Choice], stands: str) -> JSON:
    options = [_option(number, each, is_few=len(offered) <= MOST_RADIOS) for number, each in enumerate(offered)]
    initial = next((made for made, each in zip(options, offered, strict=True) if stands and _is(each, stands)), None)
    kind = "radio_buttons" if len(options) <= MOST_RADIOS else "static_select"
    element: JSON = {"type": kind, "options": options[:MOST_OPTIONS]}
    return element | ({"initial_option": initial} if initial in element["options"] else {})


def _option(number: int, each: Choice, *, is_few: bool) -> JSON:
    made: JSON = {"text": plain(each.label, OPTION), "value": str(number)}
    if each.meaning and is_few and len(escape(each.meaning)) <= OPTION:
        made["description"] = plain(each.meaning, OPTION)
    return made


def _is(each: Choice, stands: str) -> bool:
    return each.value.casefold() == stands.casefold()


def _written(prompt: Prompt, stands: str) -> JSON:
    if prompt.kind is Kind.DATE:
        return {"type": "datepicker", **({"initial_date": stands} if stands else {})}
    made: JSON = {"type": "plain_text_input", "multiline": prompt.kind is Kind.TEXT, "max_length": LONGEST_WORDS}
    return made | ({"initial_value": stands} if stands else {})


def _input(prompt: Prompt, element: JSON, hint: str = "", *, is_long: bool = False) -> JSON:
    label = prompt.text if len(escape(prompt.text)) <= 2000 else prompt.key
    made: JSON = {
        "type": "input",
        "block_id": prompt.key,
        "label": plain(label, 2000),
        "element": {**element, "action_id": VALUE},
        "optional": not prompt.required or prompt.kind is Kind.FILES or is_long,
    }
    return made | ({"hint": plain(hint, 2000)} if hint else {})


def _reason(stands: str) -> JSON:
    element = _written(Prompt(REASON_BOX, Kind.TEXT, "", required=False), stands[:LONGEST_WORDS])
    label = "Only where it does not apply to you: why?"
    return {
        "type": "input",
        "block_id": REASON_BOX,
        "label": plain(label, 2000),
        "element": {**element, "action_id": VALUE, "multiline": False},
        "optional": True,
    }


def _notices(clashes: Sequence[str]) -> Iterator[JSON]:
    for each in clashes:
        yield from words(each)
    if clashes:
        yield section("*Your words are kept below. Save again to use yours, or cancel to leave theirs.*")
        yield {"type": "divider"}


def _read_only(shown: QuestionForm) -> Iterator[JSON]:
    """A question of a return that is sent or closed, every answer in full."""
    sent = "Your return is submitted. To change an answer, type reopen in our messages."
    yield from words("This audit is closed, so answers can no longer be changed." if shown.is_closed else sent)
    yield from question_blocks(shown.asked.ref, shown.asked.text)
    for box in shown.boxes:
        if box.prompt.kind is Kind.FILES:
            yield from _attached(shown)
            continue
        yield from context(box.prompt.text)
        yield from words(box.shown or "Left empty.")
