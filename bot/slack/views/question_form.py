"""One form for a whole question: its rating, every prompt, and its files, filled in with what stands."""

from collections.abc import Iterator, Sequence

from bot.slack.api import JSON, OPTION, TITLE, bold, context, escape, lines, plain, section, words
from bot.slack.views.button_value import Carried
from bot.slack.views.form_values import REASON_BOX, ShownAnswers
from bot.slack.views.plain import VALUE, reading
from bot.slack.views.question import question as question_blocks
from config.questionnaire import Kind, Prompt, Question
from intake.conversation.pages import Choice, choices, value_shown
from intake.conversation.state import Here, Key, Step, progress, prompts

FILL = "s11.fill"  # its callback id
NOT_APPLICABLE = "N/A"
MOST_FILES, LONGEST_WORDS, MOST_RADIOS, MOST_OPTIONS = 10, 3000, 10, 100


def form(here: Here, asked: Question, carried: Carried, clashes: Sequence[str] = (), over: Sequence[str] = ()) -> JSON:
    """The form of a question. `clashes` are said on top; `over` are the prompts it will replace when it is saved."""
    own = prompts(here, asked)
    shown = {each.key: standing.id for each in own if (standing := here.standing.get(Key(asked.ref, each.key)))}
    if here.state.is_closed or here.state.submitted_at:
        return reading(f"Question {asked.ref}", list(_read_only(here, asked)))
    blocks: list[JSON] = [*_notices(clashes), *context(progress(here, asked)), *question_blocks(asked.ref, asked.text)]
    blocks += context(asked.guidance.strip())
    for prompt in own:
        blocks += _box(here, asked, prompt)
    if here.template.scale.not_applicable:
        blocks.append(_reason(here, asked))
    return {
        "type": "modal",
        "callback_id": FILL,
        "title": plain(f"Question {asked.ref}", TITLE),
        "submit": plain("Save", TITLE),
        "close": plain("Cancel", TITLE),
        "private_metadata": ShownAnswers(carried, shown, tuple(over)).packed(),
        "blocks": blocks,
    }


def _box(here: Here, asked: Question, prompt: Prompt) -> Iterator[JSON]:
    step = Step(asked, prompt)
    if prompt.kind is Kind.FILES:
        yield from (block for each in here.files.get(asked.ref, ()) for block in context(f"Attached: {each.name}"))
        yield _input(prompt, {"type": "file_input", "max_files": MOST_FILES}, hint="Up to 10 files, 10 MB each.")
        return
    offered = choices(here, step)
    if any(len(escape(each.meaning)) > OPTION for each in offered):
        yield from lines(f"{bold(each.label)}  {escape(each.meaning)}" for each in offered)
    value = here.standing.get(step.key)
    stands = value.value if value and not value.not_applicable else ""
    if offered:
        aside = here.cell(asked.ref).not_applicable
        yield _input(prompt, _options(offered, NOT_APPLICABLE if aside else stands))
        return
    if len(stands) > LONGEST_WORDS:
        yield from context(f"{prompt.text} These words are too long to change here. Leave the box empty to keep them.")
        yield from words(stands)
        stands = ""
    yield _input(prompt, _written(prompt, stands), is_long=len(value.value) > LONGEST_WORDS if value else False)


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


def _reason(here: Here, asked: Question) -> JSON:
    cell = here.cell(asked.ref)
    stands = next(iter(cell.words.values()), "") if cell.not_applicable else ""
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


def _read_only(here: Here, asked: Question) -> Iterator[JSON]:
    """A question of a return that is sent or closed, every answer in full."""
    is_closed = here.state.is_closed
    sent = "Your return is submitted. To change an answer, type reopen in our messages."
    yield from words("This audit is closed, so answers can no longer be changed." if is_closed else sent)
    yield from question_blocks(asked.ref, asked.text)
    for prompt in prompts(here, asked):
        if prompt.kind is Kind.FILES:
            yield from (block for each in here.files.get(asked.ref, ()) for block in context(f"Attached: {each.name}"))
            continue
        yield from context(prompt.text)
        yield from words(value_shown(here, Key(asked.ref, prompt.key)) or "Left empty.")
