"""One table of what people answer where a rating is asked, and what is heard in each place it may stand."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from config.questionnaire import RATING, Unclear
from intake.conversation.intents import Both, understand
from intake.conversation.state import Asks, Here, Person, Place, ReturnState
from intake.returns import Given
from tests.intake.letters.test_replies import REF, TEMPLATES, below_label, rating, read, sent

TABLE = tomllib.loads((Path(__file__).parent / "heard.toml").read_text(encoding="utf-8"))
PLACES = ("typed", "box", "cell", "words")
ROWS = [
    (audit, reply, dict(zip(PLACES, said.split(), strict=True)))
    for audit, table in TABLE.items()
    for reply, said in table.items()
]
FORMS = {audit: sent(TEMPLATES[audit]) for audit in TABLE}
OTHERS = {"letters": "G", "barnsley-2021": "met", "hillingdon-2023": "met"}


def typed(audit: str, reply: str) -> str:
    """Said at the question in a conversation; "-" where it is taken for a command."""
    ours = ReturnState("a", "CSC", "Council", date(2027, 3, 31), "")
    ann = Person(1, "Ann Lee", "ann@csc.example")
    here = Here(TEMPLATES[audit], "health", ours, ann, (), {}, {}, {}, holders={})
    try:
        found = understand(here, Place(Asks.PROMPT, REF.get(audit, "1.1"), RATING), reply)
    except Unclear:
        return "ask"
    given = found.given[0] if isinstance(found, Both) else found
    return ("N/A" if given.not_applicable else given.value) if isinstance(given, Given) else "-"


def box(audit: str, reply: str) -> str:
    """Below the label of the rating, in the form as we sent it."""
    ref, form = REF.get(audit, "1.1"), FORMS[audit]
    return rating(read(TEMPLATES[audit], form, below_label(reply, ref, form.text)), ref)


def cell(audit: str, reply: str) -> str:
    """In a table of their own, with the next question below it where there is one."""
    ref, refs = REF.get(audit, "1.1"), [each.ref for each in TEMPLATES[audit].questions]
    below = refs[refs.index(ref) + 1 :][:1]
    rows = [(ref, reply, "plans"), *((each, OTHERS.get(audit, "2"), "chart") for each in below)]
    table = "".join("\t".join(row) + "\n" for row in [("Ref", "Rating", "Comments"), *rows])
    form = read(TEMPLATES[audit], FORMS[audit], table)
    assert [each.value for each in form.answers if [each.question] == below][:1] == [row[1] for row in rows[1:]]
    return rating(replace(form, answers=tuple(each for each in form.answers if [each.question] != below)), ref)


def words(audit: str, reply: str) -> str:
    """In a sentence of a letter of their own."""
    ref = REF.get(audit, "1.1")
    named = ref if "." in ref else f"Question {ref}"
    return rating(read(TEMPLATES[audit], FORMS[audit], f"Dear team,\n\n{named} is {reply}\n\nJo Bloggs\n"), ref)


def test_the_table_says_one_thing_a_cell_and_seldom_asks() -> None:
    """A table that asks everything back would never be wrong, and never be of use."""
    said = [each for _, _, row in ROWS for each in row.values()]
    assert len(ROWS) >= 300
    assert said.count("ask") * 4 <= len(said)


@pytest.mark.parametrize(("audit", "reply", "means"), ROWS)
def test_a_reply_is_heard_as_a_clerk_would(audit: str, reply: str, means: dict[str, str]) -> None:
    """At a rating's own place the rating is still wanted where none was said: words that rate nothing are asked too."""
    heard = {"typed": typed(audit, reply), "box": box(audit, reply), "cell": cell(audit, reply)}
    asked = {place: "ask" if value == "-" else value for place, value in heard.items()}
    right = {place: "ask" if means[place] == "-" else means[place] for place in heard}
    assert {**asked, "words": words(audit, reply)} == {**right, "words": means["words"]}
