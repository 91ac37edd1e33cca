"""One reply to one rated question, wherever in the letter it stands, and what a person reads in it."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from config.questionnaire import SHIPPED, Rating, Scale, Template, load_folder
from intake.forms import ARROW, SentForm, asks, hint, prompts
from intake.letters import Form, Letter
from intake.letters.mime import BodyPart
from intake.letters.pipeline import read_form
from tests.conftest import AUDITS as OURS

AUDITS = load_folder(SHIPPED, OURS)
REPLIES = tomllib.loads((Path(__file__).parent / "replies.toml").read_text(encoding="utf-8"))
FOUR = Scale(
    (
        Rating("4", "Good", "met"),
        Rating("3", "Fair", "met"),
        Rating("2", "Weak", "not_met"),
        Rating("1", "Absent", "not_met"),
    )
)
TEMPLATES = {
    **AUDITS,
    "letters": replace(AUDITS["city-hackney-2009"], rated_by="agency"),
    "one-to-four": replace(AUDITS["wandsworth-2022"], scale=FOUR),
}
REF = {"south-glos-2019": "9", "letters": "1.2"}


def sent(template: Template) -> SentForm:
    """A letter of ours, with the questions alone."""
    lines = []
    for question in template.questions:
        lines.append(f"[{question.ref}] {question.text}")
        for prompt in prompts(template, question):
            lines += [f"{prompt.text} {hint(template, question, prompt)}:", ""]
    return SentForm("k7d2-9mq4", template.key, "\n".join(lines) + "\n", asks(template, "health"))


def at_top(words: str, ref: str, _form: str) -> str:
    return f"{ref}: {words}\n"


def behind_code(words: str, ref: str, _form: str) -> str:
    return f"[{ref}] {words}\n"


def below_label(words: str, ref: str, form: str) -> str:
    return form.replace(*_label(ref, form, f"\n{words}"))


def behind_label(words: str, ref: str, form: str) -> str:
    return form.replace(*_label(ref, form, f" {words}"))


def _label(ref: str, form: str, words: str) -> tuple[str, str]:
    """Our question with its first prompt, as sent and as answered."""
    asked = form[form.index(f"[{ref}]") :].split(":\n", 1)[0] + ":\n"
    return asked, asked.rstrip("\n") + words + "\n"


def read(template: Template, form: SentForm, letter: str) -> Form:
    body = (BodyPart("plain", letter),)
    headers = (("from", "Jo Bloggs <jo@surgery.example.org>"),)
    return read_form(Letter(headers=headers, plain=body, html=body), form, template, "health")


def rating(form: Form, ref: str) -> str:
    others = [each.question for each in form.answers if each.question != ref]
    assert others == []
    if any(puzzle.question == ref for puzzle in form.not_understood):
        return "ask"
    said = [each for each in form.answers if each.prompt == "rating"]
    return "-" if not said else "N/A" if said[0].not_applicable else said[0].value


@pytest.mark.parametrize(
    ("audit", "words", "means"),
    [(audit, words, means) for audit, table in REPLIES.items() for words, means in table.items()],
)
def test_a_reply_means_what_a_person_reads_in_it(audit: str, words: str, means: str) -> None:
    template, ref = TEMPLATES[audit], REF.get(audit, "1.1")
    form = sent(template)
    letters = {way.__name__: way(words, ref, form.text) for way in (at_top, behind_code, below_label, behind_label)}
    said = {way: rating(read(template, form, letter), ref) for way, letter in letters.items()}
    right = {way: means.split(" | ") for way in said}
    for way in ("below_label", "behind_label"):  # at the rating's own label words that rate nothing are asked back too
        right[way] = ["ask" if each == "-" else each for each in right[way]]
    assert {way: value for way, value in said.items() if value not in right[way]} == {}


@pytest.mark.parametrize(
    ("words", "said", "asked"),
    [
        # a rating in brackets behind the code, and another behind it
        ("1.1 (Amber): Green", {}, ["1.1"]),
        ("1.1 (2): Amber", {}, ["1.1"]),
        ("1.1 (Amber): Green because we wrote it", {}, ["1.1"]),
        ("1.1 (Amber) we wrote it", {"1.1 rating": "1", "1.1 text": "we wrote it"}, []),
        # a change that somebody thinks of, suggests, was asked for or decided against is none
        ("We were thinking of changing 1.1 from Amber to Green.", {}, ["1.1"]),
        ("We might change 1.1 to Green", {}, ["1.1"]),
        ("The board suggested changing 1.1 to Green", {}, ["1.1"]),
        ("We decided against changing 1.1 from Amber to Green", {}, ["1.1"]),
        ("We would like to change 1.1 from Amber to Green", {"1.1 rating": "2"}, []),
        ("Could you change 1.1 to Green?", {"1.1 rating": "2"}, []),
        # words for two questions in one line; words without "the"
        ("Evidence for 2.1 should say: 36 of 40. And for 2.2: all staff.", {}, ["2.1"]),
        ("Comments on 2.1 should read: All staff trained.", {"2.1 text": "All staff trained."}, []),
        # ranges and what is put off, in a list of pairs
        ("1.1 Amber, 2.1-2.2 Red", {"1.1 rating": "1", "2.1 rating": "0", "2.2 rating": "0"}, []),
        ("1.1 Amber, 1.2 - ditto, 2.1 - as above", {"1.1 rating": "1", "1.2 rating": "1", "2.1 rating": "1"}, []),
        ("1.1 Amber, 1.2 tbc", {"1.1 rating": "1"}, ["1.2"]),
    ],
)  # fmt: skip
def test_a_line_above_the_form_says_no_more_than_a_person_reads_in_it(
    words: str, said: dict[str, str], asked: list[str]
) -> None:
    template = TEMPLATES["wandsworth-2022"]
    form = read(template, sent(template), f"{words}\n")
    assert {f"{each.question} {each.prompt}": each.value for each in form.answers} == said
    assert [each.question for each in form.not_understood] == asked


def test_the_reason_behind_a_change_is_not_lost() -> None:
    template = TEMPLATES["wandsworth-2022"]
    form = read(template, sent(template), "Change 1.1 from Amber to Green, evidence: board minutes of 3 May 2026\n")
    assert [each.value for each in form.answers] == ["2"]
    assert list(form.leftovers) == ["evidence: board minutes of 3 May 2026"]


def test_no_more_replies_may_mean_two_things() -> None:
    """These read one way at the top of a letter and another in our form. Who lets the two agree lowers the number."""
    unsettled = [words for table in REPLIES.values() for words, means in table.items() if " | " in means]
    assert len(unsettled) == 4


@pytest.mark.parametrize(
    ("reply", "asked"), [("7-9 Outstanding", ["7", "8"]), ("Question 7: Good", ["7"]), ("7: Good with families", [])]
)
def test_a_question_that_takes_no_rating_is_not_given_one_as_its_words(reply: str, asked: list[str]) -> None:
    template = TEMPLATES["south-glos-2019"]
    form = read(template, sent(template), f"Dear team\n\n4 Good, 5 Good\n{reply}\n\nJo Bloggs\n")
    assert [each.question for each in form.not_understood] == asked


def with_arrows(template: Template) -> str:
    """Our form as it is sent, headings and arrows and all."""
    lines = []
    for question in template.questions:
        heads = [each.title for each in template.standards if question.ref == f"{each.ref}.1"]
        lines += [*heads, f"[{question.ref}] {question.text}"]
        for each in prompts(template, question):
            lines += [f"{each.text} {hint(template, question, each)}".rstrip(), f"{ARROW}\n"]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("lines", [1, 2, 5, 500], ids="{} into one".format)
@pytest.mark.parametrize("mark", ["", "> "])
def test_a_form_is_read_where_a_mailer_ran_its_lines_together(lines: int, mark: str) -> None:
    template = TEMPLATES["hillingdon-2023"]
    form = replace(sent(template), text=with_arrows(template))
    typed = iter(["Met", "Ann Lee leads.", "", "Not met", "", "", "", "", "A child asked for it.", "Partially met"])
    text = re.sub(rf"{ARROW}\n", lambda empty: f"{ARROW} {next(typed, '')}".strip() + "\n", form.text)
    said = text.splitlines()
    joined = [mark + " ".join(said[at : at + lines]) for at in range(0, len(said), lines)]
    got = read(template, form, "Hello,\n\n" + "\n".join(joined) + "\n")
    assert {f"{each.question} {each.prompt}": each.value for each in got.answers} == {
        "1.1 rating": "met",
        "1.1 text": "Ann Lee leads.",
        "1.2 rating": "not_met",
        "1.3 difference": "A child asked for it.",
        "2.1 rating": "partial",
    }
    assert got.not_understood == ()
