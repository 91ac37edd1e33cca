"""Letters in people's own ways, in sentences and tables, read with our form quoted below."""

import html
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from config.questionnaire import RATING, Template
from intake.forms import SentForm, prompts
from intake.letters import Form, Letter
from intake.letters.mime import BodyPart
from intake.letters.pipeline import read_form
from intake.returns import Given
from tests.intake.letters.test_replies import TEMPLATES, sent

LETTERS = tomllib.loads((Path(__file__).parent / "own_ways.toml").read_text(encoding="utf-8"))["letter"]
ROWS = [letter for letter in LETTERS if "rows" in letter]
SAID = [letter for letter in LETTERS if "says" in letter]


def page(rows: list[list[str]], head: str = "td") -> BodyPart:
    tags = [head] + ["td"] * (len(rows) - 1)
    cells = [
        "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in row) for tag, row in zip(tags, rows, strict=True)
    ]
    return BodyPart("html", f"<p>Hello,</p><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>")


def headed(rows: list[list[str]]) -> BodyPart:
    return page(rows, "th")


def barred(rows: list[list[str]]) -> BodyPart:
    return BodyPart("plain", "Hello,\n\n" + "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n")


def barred_page(rows: list[list[str]]) -> BodyPart:
    lines = [html.escape("| " + " | ".join(row) + " |") for row in rows]
    return BodyPart("html", f"<p>Hello,</p><div>{'<br>'.join(lines)}</div>")


def tabbed(rows: list[list[str]]) -> BodyPart:
    return BodyPart("plain", "Hello,\n\n" + "\n".join("\t".join(row) for row in rows) + "\n")


def acknowledged(form: SentForm, template: Template, told: dict[str, Any]) -> SentForm:
    """Our letter back, which shows what was recorded and asks again for one rating."""
    lines = ["WHAT WE UNDERSTOOD", ""]
    for ref, code in told["recorded"].items():
        shown = next(each.name for each in template.scale.given if each.code == code)
        lines += [f"({ref}) {template.by_ref[ref].text}", f"{template.by_ref[ref].prompts[0].text} {shown}", ""]
    if again := told.get("again"):
        lines += ["WHAT WE COULD NOT READ FOR SURE", "", f"({again}) {template.by_ref[again].text}"]
        lines += ["You wrote: Green or Amber", f"Choose one rating for question {again}: {template.scale}.", ""]
    shows = tuple(Given(ref, RATING, code) for ref, code in told["recorded"].items())
    return replace(form, text="\n".join([*lines, "STILL TO ANSWER", "", form.text]), shows=shows)


def read(told: dict[str, Any], body: BodyPart) -> Form:
    template = TEMPLATES[told.get("audit", "wandsworth-2022")]
    form = sent(template)
    form = acknowledged(form, template, told) if "recorded" in told else form
    if who := told.get("asked"):
        form = replace(form, text=f"Anytown Partnership asks {who} how it keeps children safe.\n\n{form.text}")
    quoted = "\n".join(f"> {line}" for line in form.text.replace(*told.get("edited", ("", ""))).split("\n"))
    below = BodyPart("plain", f"{body.text}\n\n{quoted}") if body.kind == "plain" else body
    headers = (
        ("subject", told.get("subject", "")),
        ("from", "Jo Bloggs <jo@surgery.example.org>"),
        ("to", "Anytown <audit@anytown.example.org>"),
    )
    return read_form(Letter(headers=headers, plain=(below,), html=(below,)), form, template, "health")


def shown(form: Form, asked: dict[str, str]) -> dict[str, str]:
    said = dict.fromkeys(asked, "-")
    said |= {each.question: each.value for each in form.answers if each.prompt == "rating"}
    return said | {puzzle.question: "ask" for puzzle in form.not_understood}


def meant(told: dict[str, Any]) -> dict[str, str]:
    """What every question should come to: those that are named, and all others where one rating is said of all."""
    template = TEMPLATES[told.get("audit", "wandsworth-2022")]
    others = rated(template) if "all" in told else []
    named: dict[str, str] = told["ratings"]
    return {ref: told["all"] for ref in others} | named


def rated(template: Template) -> list[str]:
    asked = [each for each in template.questions if each.asked_of("health")]
    return [each.ref for each in asked if any(own.key == "rating" for own in prompts(template, each))]


def check(told: dict[str, Any], body: BodyPart) -> None:
    form = read(told, body)
    said = shown(form, told["ratings"])
    assert said == meant(told)
    assert {each.value for puzzle in form.not_understood for each in puzzle.offered} == {*told.get("offers", "")}
    words = {each.question: each.value for each in form.answers if each.prompt == "text"}
    assert {ref: words.get(ref) for ref in told.get("words", {})} == told.get("words", {})
    boxes = {f"{each.question} {each.prompt}": each.value for each in form.answers}
    assert {box: boxes.get(box) for box in told.get("boxes", {})} == told.get("boxes", {})


@pytest.mark.parametrize("told", SAID, ids=lambda told: told["says"] + "".join(told.get("edited", [])[1:]))
def test_ratings_in_a_letter_of_their_own_words(told: dict[str, Any]) -> None:
    check(told, BodyPart("plain", told["says"] + "\n"))


@pytest.mark.parametrize("way", [page, headed, barred, barred_page, tabbed], ids=lambda way: way.__name__)
@pytest.mark.parametrize("told", ROWS, ids=lambda told: "/".join(told["rows"][0]))
def test_ratings_in_a_table_of_their_own(told: dict[str, Any], way: Any) -> None:
    check(told, way(told["rows"]))


def test_the_row_below_a_question_in_full_is_no_answer_to_it() -> None:
    asked = TEMPLATES["section-11"].by_ref["2.2"].text
    cells = [
        "Ref",
        "Question",
        "Rating",
        "Evidence",
        "2.2",
        asked,
        "",
        "We ask them.",
        "2.3",
        "Seldom heard",
        "1",
        "Few.",
    ]
    told = {"audit": "section-11", "ratings": {"2.2": "-", "2.3": "1"}, "words": {"2.2": "We ask them."}}
    check(told, BodyPart("plain", "Hello,\n\n" + "\n\n".join(cells) + "\n"))
