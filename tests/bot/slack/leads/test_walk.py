"""How much it takes to answer: two audits walked to their review, by press, by form and in loose words in turn."""

import itertools
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from config.questionnaire import SHIPPED, Kind
from intake.conversation.state import Asks, Place
from storage.nouns import Shown
from storage.record import open_database
from tests.bot.slack.conftest import AGENCIES, EAST
from tests.bot.slack.fake import JSON, FakeSlack
from tests.bot.slack.workspace import Person, Workspace
from tests.conftest import audit_file
from tests.rounds import Round

MOST = 120  # turns of a walk
CHOICES = (Kind.RATING, Kind.YES_NO)
WORDS = "We look at it twice a year."


def asked(ann: Person) -> Place:
    newest = sa.select(Shown.place).order_by(Shown.id.desc()).limit(1)
    return Place.read(str(ann.workspace.round.rows(newest)[0][0]))


def kind_at(ann: Person, place: Place) -> Kind:
    prompt = ann.workspace.round.template.by_ref[place.question].prompt(place.prompt)
    return prompt.kind if prompt is not None else Kind.FILES


def saves(ann: Person) -> None:
    """Fill in what must be filled in, as a person does who chooses the second of each and has little to say."""
    values: JSON = {}
    for each in (block for block in ann.form["blocks"] if block["type"] == "input"):
        element = each["element"]
        if "options" in element and "initial_option" not in element:
            values[each["block_id"]] = element["options"][1]["text"]["text"]
        elif element["type"] == "plain_text_input" and not each.get("optional"):
            values[each["block_id"]] = WORDS
    assert ann.saves(values) == {}


def by_press(ann: Person, place: Place) -> int:
    elements = [each for block in ann.last["blocks"] for each in block.get("elements", ())]
    labels = [each["text"]["text"] for each in elements if each["type"] == "button"]
    ann.presses(labels[1] if kind_at(ann, place) in CHOICES else "Answer in a form")
    if asked(ann).question == place.question:  # the form with the rest of it is open
        saves(ann)
        return 2
    return 1


def by_form(ann: Person, _: Place) -> int:
    ann.presses("Answer in a form")
    saves(ann)
    return 2


def in_words(ann: Person, place: Place) -> int:
    """A box that may stay empty is left empty, and so is the one for files."""
    template = ann.workspace.round.template
    prompt, kind = template.by_ref[place.question].prompt(place.prompt), kind_at(ann, place)
    loose = {Kind.RATING: f"{template.scale.given[1].label.lower()}.", Kind.YES_NO: "yes, we do"}
    ann.types(loose.get(kind) or (WORDS if prompt is not None and prompt.required else "skip"))
    return 1


WAYS = (by_press, by_form, in_words)


def walked(ann: Person) -> tuple[Counter[str], Counter[str]]:
    """How many questions were answered in each way, and what that took."""
    questions, took = Counter[str](), Counter[str]()
    ways = itertools.cycle(WAYS)
    ann.types("hello")
    at, way = "", next(ways)
    for _ in range(MOST):
        place = asked(ann)
        if place.asks is Asks.REVIEW:
            return questions, took
        if place.question != at:
            at, way = place.question, next(ways)
            questions[way.__name__] += 1
        took[way.__name__] += way(ann, place)
    raise AssertionError(f"The walk never ends: it is at {at}.")


@pytest.fixture
def ann(request: pytest.FixtureRequest, migrated_sqlite: Path, slack: FakeSlack, tmp_path: Path) -> Iterator[Person]:
    shutil.copy(migrated_sqlite, tmp_path / "s11.db")
    with open_database(f"sqlite:///{tmp_path / 's11.db'}") as database:
        round_ = Round.opened(database, audit_file(SHIPPED / f"{request.param}.toml"), AGENCIES)
        made = Workspace(round_, slack, tmp_path / "evidence", {"east": EAST})
        yield made.person("U1ANN")
        made.close()


@pytest.mark.parametrize("ann", ["section-11", "south-glos-2019"], indirect=True)
def test_a_question_takes_two_presses_or_as_many_messages_as_it_has_boxes(ann: Person) -> None:
    questions, took = walked(ann)
    boxes = max(len(each.prompts) for each in ann.workspace.round.template.questions) + 1  # and its files
    assert took["by_press"] <= 2 * questions["by_press"]
    assert took["by_form"] == 2 * questions["by_form"]
    assert took["in_words"] <= boxes * questions["in_words"]
    assert sum(questions.values()) >= 20
