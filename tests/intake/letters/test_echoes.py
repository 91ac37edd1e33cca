"""A reply to any letter of ours: what the letter shows is nobody's answer, and what is typed into it is the answer."""

import html
from collections.abc import Iterable, Sequence
from functools import cache

import pytest

from config.questionnaire import RATING, SHIPPED, load_folder
from intake.forms import ARROW, prompts
from intake.letters import Form, Letter
from intake.letters.mime import BodyPart
from intake.letters.pipeline import read_form
from tests.intake.letters.our_letters import OurLetter, our_letters
from tests.intake.letters.quoted import HTML, PLAIN, body_of

AUDITS = load_folder(SHIPPED)
LETTERS = dict(our_letters(AUDITS["section-11"]))
SHOWING = [kind for kind, letter in LETTERS.items() if letter.shows[0]]
ASKING = [kind for kind, letter in LETTERS.items() if letter.asks]
RATED = sorted(key for key, each in AUDITS.items() if each.rated_by == "agency")
WAYS = [*(("plain", each) for each in PLAIN), *(("html", each) for each in HTML)]


def replies(kinds: Iterable[str], audits: Sequence[str] = RATED, apart: int = 2) -> list[tuple[str, str, str, str]]:
    """Each letter in the ways to quote it, or in each second; the audits take turns and meet each letter."""
    return [
        (audits[(at + turn) % len(audits)], kind, part, way)
        for at, kind in enumerate(kinds)
        for turn, (part, way) in enumerate(WAYS[at % apart :: apart])
    ]


@cache
def ours(audit: str) -> dict[str, OurLetter]:
    return dict(our_letters(AUDITS[audit]))


def read(audit: str, letter: OurLetter, part: str, way: str, top: str = "Thank you.") -> Form:
    quote = PLAIN[way] if part == "plain" else HTML[way]
    said = letter.text if part == "plain" else body_of(letter.html)
    text = f"{top}{quote(said)}" if part == "plain" else f"<div>{top}</div><br>{quote(said)}"
    body = (BodyPart("plain" if part == "plain" else "html", text),)
    headers = (("from", "Jane Doe <jane@surgery.example.org>"), ("to", "audit@anytown.example.org"))
    return read_form(Letter(headers=headers, plain=body, html=body), letter.form, AUDITS[audit], "health")


def told(form: Form) -> list[str]:
    """Everything that a letter came to."""
    answers = [f"{each.question} {each.prompt}: {each.value}" for each in form.answers]
    asked = [f"{each.question} asked back: {each.text}" for each in form.not_understood]
    return [*answers, *asked, *(f"left: {each}" for each in form.leftovers)]


def typed(audit: str, letter: OurLetter, code: str, old: str, new: str) -> OurLetter:
    """The letter with other words at the rating of one question, in its text and its HTML."""
    asked = prompts(AUDITS[audit], AUDITS[audit].by_ref[code.strip("[()]")])
    label = next(each.text for each in asked if each.key == RATING)
    texts = []
    for said in (letter.text, html.unescape(letter.html)):
        at = said.index(old, said.index(label, said.index(code)))
        texts.append(said[:at] + new + said[at + len(old) :])
    return letter._replace(text=texts[0], html=texts[1])


@pytest.mark.parametrize(("audit", "kind", "part", "way"), replies(LETTERS, sorted(AUDITS), apart=1))
def test_what_we_wrote_is_recorded_for_nobody(audit: str, kind: str, part: str, way: str) -> None:
    assert told(read(audit, ours(audit)[kind], part, way)) == []


@pytest.mark.parametrize(("audit", "kind", "part", "way"), replies(LETTERS))
def test_above_it_one_answer_is_read(audit: str, kind: str, part: str, way: str) -> None:
    rating = AUDITS[audit].scale.given[0]
    ref = next(each.ref for each in AUDITS[audit].questions if each.is_rated and each.asked_of("health"))
    form = read(audit, ours(audit)[kind], part, way, f"Question {ref}: {rating.label}")
    assert told(form) == [f"{ref} rating: {rating.code}"]


@pytest.mark.parametrize("part", ["plain", "html"])
def test_no_mark_at_the_end_of_what_it_shows_joins_the_words_above_it(part: str) -> None:
    """ "95%." was shown, and "%." came behind the words of the next letter."""
    letter, way = ours("wandsworth-2022")["the acknowledgement"], next(iter(PLAIN if part == "plain" else HTML))
    shown = [line[1:].partition(")")[0] for line in letter.text.splitlines() if line.startswith("(")]
    assert "95%." in letter.text
    for ref in dict.fromkeys(shown):
        form = read("wandsworth-2022", letter, part, way, f"{ref}: Amber, the new policy is late.")
        assert told(form) == [f"{ref} rating: 1", f"{ref} text: the new policy is late."]


@pytest.mark.parametrize(("audit", "kind", "part", "way"), replies(ASKING))
def test_at_its_arrow_one_answer_is_read(audit: str, kind: str, part: str, way: str) -> None:
    letter, rating = ours(audit)[kind], AUDITS[audit].scale.given[-1]
    form = read(audit, typed(audit, letter, f"[{letter.asks}]", ARROW, f"{ARROW} {rating.name}"), part, way)
    assert told(form) == [f"{letter.asks} rating: {rating.code}"]


@pytest.mark.parametrize(("audit", "kind", "part", "way"), replies(SHOWING))
def test_a_rating_typed_over_the_one_it_shows_is_read(audit: str, kind: str, part: str, way: str) -> None:
    letter = ours(audit)[kind]
    ref, old = letter.shows
    new = next(each for each in AUDITS[audit].scale.given if each.name != old)
    form = read(audit, typed(audit, letter, f"({ref})", old, new.name), part, way)
    assert told(form) == [f"{ref} rating: {new.code}"]
