"""What Slack is sent: every limit of Block Kit kept, and nobody's words ever more than words."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.slack.api import JSON, Card, blocks, bold, button, card, escape, fitted, plain, read_text, short, words
from bot.slack.api.blocks import pieces
from bot.slack.channel import drawn
from bot.slack.home import lead
from bot.slack.leads.review import look
from bot.slack.managers import AgencyPage
from bot.slack.managers import forms as controls
from bot.slack.managers.agencies import AgencyLine, held, manager
from bot.slack.managers.nudges import listed
from bot.slack.managers.office import Decides, Decision
from bot.slack.views import CardDrawing, Carried, told, which_card
from bot.slack.views import plain as views
from bot.slack.views import question_form as modal
from config.questionnaire import SHIPPED, Kind, Prompt, Question, Rating, Scale, Standard, Template
from intake.conversation.pages import (
    Choice,
    Lines,
    Reply,
    Wanted,
    checked_at,
    page_at,
    question_form,
    receipt,
    review,
    tasks,
)
from intake.conversation.state import (
    Asks,
    Attached,
    Here,
    Key,
    Person,
    Place,
    ReturnState,
    StandingAnswer,
    prompts,
    questions,
)
from intake.returns import cells
from reports.nudges import Coming
from storage.nouns import Agency, Audit, Contact, Message, Receipt, Submission
from tests.bot.slack.workspace import texts
from tests.conftest import audit_file

HOSTILE = (
    "<!channel> <!here> <!everyone> <!subteam^S1> <@U1> <#C1> <http://evil.example|gov.uk> *b* _i_ :x: \u2028 & &lt;"
)
CALLS = ("<!", "<@", "<#", "<http")
LONG = "We check & <review> every plan with the family. " * 63  # 3,024 characters
LONGER = "Longer than a box takes, so it is shown above it. " * 250
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = date(2026, 6, 30)
AUDITS = sorted(SHIPPED.glob("*.toml"))


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@given(st.text())
def test_what_people_write_comes_back_letter_by_letter(said: str) -> None:
    shown = "".join(each["text"]["text"] for each in words(said)) if said.strip() else said
    assert unescaped(shown).replace(" \u200b", "") == said or not said.strip() or " \u200b" in shown
    assert unescaped(escape(said)) == said
    assert "".join(pieces(said, 40)) == said
    assert all(len(escape(each)) <= 40 for each in pieces(said, 40))
    assert not any(mark in json.dumps(list(words(said)), ensure_ascii=False) for mark in CALLS)


@given(st.text(), st.integers(min_value=6, max_value=80))
def test_what_is_cut_short_is_a_beginning_and_keeps_its_escapes_whole(said: str, most: int) -> None:
    cut = short(said, most)
    assert len(escape(cut)) <= most
    assert said.startswith(cut.removesuffix("…").rstrip()) or cut == said


@given(st.text(alphabet=st.characters(exclude_characters="<>&")))
def test_a_message_is_read_as_its_writer_sees_it(said: str) -> None:
    assert read_text(escape(said)) == said


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        ("see <https://example.org/a|example.org/a>", "see https://example.org/a"),
        ("see <https://example.org|our page>", "see our page (https://example.org)"),
        ("<mailto:jo@example.org|jo@example.org>", "jo@example.org"),
        ("ask <@U1|jo> in <#C1|general> <!here>", "ask @jo in #general @here"),
        ("a &lt; b &amp;&amp; c &gt; d &amp;lt;", "a < b && c > d &lt;"),
        (":large_green_circle: and :two: :smile:", "🟢 and 2️⃣ :smile:"),
    ],
)
def test_links_and_names_are_read_as_words(sent: str, seen: str) -> None:
    assert read_text(sent) == seen


def here_of(template: Template, said: str, *, sector: str = "council", is_sent: bool = False) -> Here:
    """A return in which every prompt is answered at length."""
    answers = [answer for each in template.questions for answer in _answers(template, each, said)]
    standing = {
        Key(each.question, each.prompt): StandingAnswer(n, each.value, False, said[:200], NOON)
        for n, each in enumerate(answers, 1)
    }
    state = ReturnState(
        "a",
        "CSC",
        said[:200],
        date(2026, 6, 30),
        "CSC-234-BCD",
        submitted_at=NOON if is_sent else None,
        submitted_by=said[:100],
    )
    files = {each.ref: (Attached(said[:255], 12, said[:100]),) * 12 for each in template.questions}
    me, other = Person(1, "Ann Lee", "ann@csc.example"), Person(2, said[:200], "bo@csc.example")
    return Here(
        template, sector, state, me, (other,) * 30, standing, cells(template, answers), files,
        holders={each.ref: other for each in template.questions},
    )  # fmt: skip


class Given_:
    """An answer as cells read it."""

    def __init__(self, question: str, prompt: str, value: str) -> None:
        self.question, self.prompt, self.value, self.by = question, prompt, value, "agency"
        self.not_applicable, self.said_at, self.id = False, NOON, 1


def _answers(template: Template, question: Question, said: str) -> Iterator[Any]:
    for prompt in question.prompts:
        value = {
            Kind.RATING: template.scale.given[0].code, Kind.YES_NO: "yes", Kind.TEXT: said, Kind.NUMBER: "12",
            Kind.DATE: "2026-03-02",
        }.get(prompt.kind)  # fmt: skip
        if prompt.kind is Kind.CHOICE:
            value = prompt.choices[0]
        if value is not None:
            yield Given_(question.ref, prompt.key, value)


def everything_sent(here: Here) -> Iterator[list[JSON]]:
    """The blocks of every message, form and home of a return."""
    drawing = CardDrawing(7)
    for question in questions(here):
        for prompt in prompts(here, question):
            place = Place(Asks.PROMPT, question.ref, prompt.key, 99, "review", LONG)
            page = page_at(here, place, is_first=True)
            yield from _messages(drawing.reply(Reply(place, (LONG, LONG), (page,), at_risk=(LONG,))))
        yield [*drawing.answered(checked_at(here, question), Place(Asks.PROMPT, question.ref)).blocks]
    for asks in (Asks.REASON, Asks.CLASH, Asks.NAME, Asks.REOPEN, Asks.HAND, Asks.SCOPE):
        ref = here.template.questions[0].ref
        place = Place(asks, ref, here.template.questions[0].prompts[0].key, held=LONG)
        yield from _messages(drawing.reply(Reply(place, (), (page_at(here, place),))))
    for page_ in (tasks(here, LONG), review(here), receipt(here), Lines(LONG, (LONG, LONG), ((LONG, LONG),) * 30)):
        yield from _messages(drawing.reply(Reply(Place(Asks.REVIEW), (LONG,), (page_,))))
    yield [*told(LONG).blocks]
    yield [*which_card(Wanted("Which?", (LONG,), (Choice("CSC", LONG),) * 30), [1] * 30).blocks]
    yield from _messages(
        drawn(Message(key="k", via="slack", recipient="U1", subject=LONG, body=LONG * 4, submission_id=1))
    )


def _messages(cards: list[Card]) -> Iterator[list[JSON]]:
    for each in cards:
        yield [*each.blocks]


def views_sent(here: Here) -> Iterator[JSON]:
    drawing = CardDrawing(7)
    for question in questions(here):
        carried = Carried(7, Place(Asks.PROMPT, question.ref), message=("C" * 12, "1" * 17))
        over = [each.key for each in prompts(here, question)]
        yield modal.form(question_form(here, question, "", [LONG, LONG], over), carried)
    for title, checked in review(here).standards:
        yield views.reading("Check your answers", list(look(drawing, title, checked, ("C1", "1.1"))))
    yield {"type": "home", "blocks": list(lead(here, 7))[:100]}
    yield from managers_views(here.state.agency)
    yield views.loading()
    yield views.gone(LONG)


def managers_views(name: str) -> Iterator[JSON]:
    """What a manager of two hundred agencies sees: the home in parts, every form, and the reminders to come."""
    rows = [
        AgencyLine(number, name, state, 3, 19, NOON, DAY, DAY, NOON)
        for state, count in (("In progress", 100), ("Excused", 60), ("Submitted", 40))
        for number in range(count)
    ]
    letter = Receipt(source="mail:1", raw_key="", received_at=NOON, sender=LONG, reason=LONG)
    for first in range(0, 160, 25):
        home = manager(
            LONG, "It is due on Friday.", rows, AgencyPage("e" * 60, 7, first), dict.fromkeys(range(200), NOON)
        )
        yield {"type": "home", "blocks": [blocks.header(name), *home, *held([letter] * 30, 3)]}
    audit = Audit(key="a", template=b"", opens=DAY, due=DAY)
    people = [Contact(name=name, email=f"{n}@a.example", phone=name, role=name) for n in range(30)]
    agency = Agency(abbr="A", name=name, sector="council", contacts=people)
    submission = Submission(
        audit=audit, agency=agency, sector=agency.sector, excused_because=LONG, excused_at=NOON, paused_until=DAY
    )
    submission.id = people[0].id = 10**9
    for what in Decides:
        yield controls.form(Decision(what, 10**9, AgencyPage("e" * 60, 7, 199)), submission, NOON)
    ahead = [Coming(NOON, 1, submission, people[0], "slack")] * 200
    for first in (0, 40, 160):
        sent = list(listed(ahead, AgencyPage("e" * 60, 7, first)))
        for number, each in enumerate(sent):  # the same person two hundred times over
            each.get("accessory", {})["action_id"] = f"letter:{number}"
        yield views.reading("The next reminders", sent)


SAID = (HOSTILE * 40, LONG, HOSTILE, "x" * 3000, "&" * 3000, "\n" * 10 + "a")


@pytest.mark.parametrize(
    ("path", "said", "is_sent"),
    [
        *((path, SAID[0], False) for path in AUDITS),
        *((SHIPPED / "wandsworth-2022.toml", said, False) for said in SAID[1:]),
        *((SHIPPED / "south-glos-2019.toml", said, True) for said in SAID[:2]),
    ],
    ids=lambda value: value.stem if isinstance(value, Path) else str(value)[:9],
)
def test_every_message_and_view_keeps_the_limits_and_calls_nobody(path: Path, said: str, is_sent: bool) -> None:
    here = here_of(audit_file(path), said, is_sent=is_sent)
    for sent in everything_sent(here):
        check_message(sent)
    for view in views_sent(here):
        check_view(view)


def test_the_longest_names_an_audit_may_have_still_fit() -> None:
    ratings = tuple(Rating(f"code-{n}", f"{'A title of a rating ' * 5}{n}", "met", LONG) for n in range(12))
    scale = Scale(ratings, not_applicable=True)
    asked = (
        Prompt("rating", Kind.RATING, LONG, required=True),
        Prompt("many", Kind.CHOICE, "Which?", choices=tuple(f"{'choice ' * 20}{n}" for n in range(99))),
        Prompt("when", Kind.DATE, "When?"),
        Prompt("how_many", Kind.NUMBER, "How many?"),
        Prompt("text", Kind.TEXT, "What is working well here"),
    )
    ref = "A twenty-four-letter ref"
    question = Question(ref, "1", LONG * 3, asked, guidance=LONG * 2, evidence="required", evidence_text=LONG)
    template = Template(
        key="t", title=LONG[:200], year="2026", about="", rated_by="agency", scale=scale,
        standards=(Standard("1", LONG[:300]),), questions=(question,),
    )  # fmt: skip
    here = here_of(template, LONGER)
    for sent in everything_sent(here):
        check_message(sent)
    for view in views_sent(here):
        check_view(view)
    whole = "".join(texts(modal.form(question_form(here, question), Carried(7, Place(Asks.PROMPT, ref)))["blocks"]))
    assert unescaped(whole).count(LONGER) == 1  # too long for its box, so it is shown above it in full


def test_a_title_of_24_letters_is_not_cut() -> None:
    assert plain("Question 12.3.4 of Part 9", 24)["text"] == "Question 12.3.4 of Part…"
    assert plain("Question 12.3.4 of Part9", 24)["text"] == "Question 12.3.4 of Part9"


def test_a_long_reply_is_several_messages_and_loses_nothing() -> None:
    found = fitted(card("x", [block for _ in range(30) for block in words(LONG)]))
    assert len(found) > 1
    assert sum(len(each.blocks) for each in found) == 60
    assert all(sum(map(blocks.size, each.blocks)) <= blocks.LONGEST for each in found)


def check_message(sent: list[JSON]) -> None:
    assert 1 <= len(sent) <= 50
    assert sum(len(each) for each in texts(sent)) <= 13_200
    _check_blocks(sent)


def check_view(view: JSON) -> None:
    assert 1 <= len(view["blocks"]) <= 100
    assert len(json.dumps(view)) < 250_000
    assert len(view.get("private_metadata", "")) <= 3000
    has_input = any(each["type"] == "input" for each in view["blocks"])
    if view["type"] == "modal":
        assert all(len(view[each]["text"]) <= 24 for each in ("title", "submit", "close") if each in view)
        assert not has_input or "submit" in view
        assert view["blocks"]
        View(**view).validate_json()
    _check_blocks(view["blocks"])


def _check_blocks(sent: list[JSON]) -> None:
    actions = [
        each["action_id"]
        for block in sent
        for each in _elements(block)
        if block["type"] != "input" and "action_id" in each
    ]
    assert len(actions) == len(set(actions)), actions
    names = [each["block_id"] for each in sent if "block_id" in each]
    assert len(names) == len(set(names))
    for block in sent:
        parsed = Block.parse(block)
        assert parsed is not None, block
        parsed.validate_json()
        for element in _elements(block):
            _check_element(element)
        if block["type"] == "input":
            assert 1 <= len(block["label"]["text"]) <= 2000
            assert len(block.get("hint", {}).get("text", "")) <= 2000
        if block["type"] == "actions":
            assert 1 <= len(block["elements"]) <= 25
        if block["type"] == "context":
            assert 1 <= len(block["elements"]) <= 10
    for text in texts(sent):
        assert text.strip() or "\u200b" in text, sent
        assert not any(mark in text for mark in CALLS), text
    for found in _objects(sent):
        assert 1 <= len(found["text"]) <= 3000


def _check_element(element: JSON) -> None:
    kind = element.get("type")
    if kind == "button":
        assert 1 <= len(element["text"]["text"]) <= 75
        assert len(element["value"]) <= 2000
    if kind == "overflow":
        assert 1 <= len(element["options"]) <= 5
        assert all(1 <= len(each["text"]["text"]) <= 75 for each in element["options"])
        assert all(1 <= len(each["value"]) <= 75 for each in element["options"])
    if kind in ("radio_buttons", "static_select"):
        assert 1 <= len(element["options"]) <= (10 if kind == "radio_buttons" else 100)
        for option in element["options"]:
            assert 1 <= len(option["text"]["text"]) <= 75
            assert 1 <= len(option["value"]) <= 75
            assert len(option.get("description", {}).get("text", "x")) <= 75
        assert element.get("initial_option", element["options"][0]) in element["options"]
    if kind == "plain_text_input":
        assert element["max_length"] <= 3000
        assert 1 <= len(element.get("initial_value", "x")) <= 3000
    if kind == "file_input":
        assert 1 <= element["max_files"] <= 10


def _elements(block: JSON) -> list[JSON]:
    own = [*block.get("elements", ()), *(block[each] for each in ("accessory", "element") if each in block)]
    return [each for each in own if each.get("type") not in ("mrkdwn", "plain_text")]


def _objects(value: object) -> list[JSON]:
    if isinstance(value, dict):
        own = [value] if value.get("type") in ("mrkdwn", "plain_text") else []
        return own + [each for inner in value.values() for each in _objects(inner)]
    return [each for inner in value for each in _objects(inner)] if isinstance(value, list) else []


def test_our_formatting_gives_way_to_peoples_marks() -> None:
    assert bold("a *b* c") == "a *b* c"
    assert bold("a < b") == "*a &lt; b*"
    assert button("x" * 100, "do:x", {})["text"]["text"] == "x" * 74 + "…"
