"""Every letter of ours that shows what somebody answered, as this program writes it for any questionnaire."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import SimpleNamespace
from typing import NamedTuple

from config.letters import open_letters
from config.questionnaire import RATING, Kind, Prompt, Template
from intake.forms import SentForm, prompts, sent_form
from intake.letters import Puzzle, ReadAnswer
from intake.mail.outward import in_words
from intake.mail.outward.layout import blocks, questions
from intake.mail.outward.understood import puzzles_by_question, understood

WORDS = (
    "Practice manager, named in the job description.",
    "36 of 40 trained.\nTwo new starters are booked for May: 95%.",
    "Good practice is shared, and the policy was met with approval.\n\nSee the minutes.",
)
LETTERS = open_letters()


class OurLetter(NamedTuple):
    """A letter as it was sent. `shows`: a question and its rating, behind the prompt; `asks`: one to rate."""

    form: SentForm
    text: str
    html: str
    shows: tuple[str, str] = ("", "")
    asks: str = ""


def our_letters(template: Template) -> Iterator[tuple[str, OurLetter]]:
    """Each kind of letter by its name, with answers to the first questions of the audit and the next one asked."""
    refs = [each.ref for each in template.questions if each.asked_of("health")]
    rated = [ref for ref in refs if any(each.key == RATING for each in prompts(template, template.by_ref[ref]))]
    done, unclear = [*refs[:5], refs[-1]], refs[5]
    open_ = [ref for ref in rated or refs if ref not in (*done, unclear)][:2]
    heard = _heard(template, done)
    facts = _acknowledgement(template, heard, unclear, open_)
    two = _two_answers(template, unclear)
    rating = next((each for each in heard if each.prompt == RATING), None)
    shows = (rating.question, template.scale.by_code[rating.value].name) if rating else ("", "")
    asks = open_[0] if rated else ""
    ours = _Stationery(template)
    yield "the acknowledgement", ours.letter("acknowledgement", facts, open_, shows, asks)
    yield "one that asks no more", ours.letter("acknowledgement", facts | {"open": []}, None, shows)
    yield "one of two answers", ours.letter("acknowledgement", facts | {"two": two}, open_, shows, asks)
    to_colleague = {"writer": "Sam Roe", "asked": "Sam Roe", "two": two}
    yield "the colleague's", ours.letter("two-answers", to_colleague, [unclear])
    yield "a question back", ours.letter("asked-back", _asked_back(template, heard), [refs[0]])
    yield "what was passed on", ours.letter("passed-on", facts | _passed(template, refs[0]), None)
    yield "a manager's answer", ours.letter("plea-decided", _plea(template, refs[1]), [])
    told = [_now_says(template, each) for each in heard[:3]]
    yield "the thanks for it", ours.letter("back-kept", _kept(template, refs[0], told), [refs[0]])
    yield "the feedback", ours.letter("feedback", _feedback(template, refs), [])
    yield "the reminder", ours.letter("nudge", _nudge(template, open_[0]), open_[:1], asks=asks)


class _Stationery(NamedTuple):
    template: Template

    def letter(
        self, name: str, told: Mapping[str, object], refs: Sequence[str] | None, shows: tuple[str, str] = ("", ""),
        asks: str = "",
    ) -> OurLetter:  # fmt: skip
        head = {"partnership": "Anytown Partnership", "colour": "#1d70b8", "ink": "#ffffff", "token": "s11-abcdefgh"}
        facts = head | {"title": "Section 11 audit", "at_risk": "Call 999.", "due": "Friday 29 March 2030"} | dict(told)
        facts = {
            "contact": _named("Jane Doe"),
            "agency": _named("Example Surgery"),
            "managers": [],
            "alarm": "",
        } | facts
        text = LETTERS.render(name, **facts)
        form = sent_form(self.template, "health", "s11-abcdefgh", text, refs)
        return OurLetter(form, text, LETTERS.render(f"{name}.html", **facts), shows, asks)


def _named(name: str) -> SimpleNamespace:
    return SimpleNamespace(name=name, abbr=name)


def _heard(template: Template, refs: Sequence[str]) -> list[ReadAnswer]:
    """An answer in every box, each rating of the scale in its turn; one does not apply."""
    boxes = [(ref, each) for ref in refs for each in prompts(template, template.by_ref[ref])]
    heard = [ReadAnswer(ref, each.key, _value(template, each, at)) for at, (ref, each) in enumerate(boxes)]
    aside = max((at for at, each in enumerate(heard) if each.prompt == RATING), default=None)
    if aside is not None and template.scale.not_applicable:
        heard[aside] = ReadAnswer(heard[aside].question, RATING, "We run no such service.", not_applicable=True)
    return heard


def _value(template: Template, box: Prompt, at: int) -> str:
    given = [each.code for each in template.scale.given]
    ways = {Kind.YES_NO: ("yes", "no"), Kind.CHOICE: box.choices, Kind.DATE: ("2030-03-04",), Kind.NUMBER: ("12",)}
    said = given if box.key == RATING else ways.get(box.kind, WORDS)
    return said[at % len(said)]


def _acknowledgement(
    template: Template, heard: Sequence[ReadAnswer], unclear: str, open_: Sequence[str]
) -> dict[str, object]:
    told = understood(template, heard, date(2030, 3, 4))
    rating = template.scale.given[0].label
    puzzles = [Puzzle(unclear, "mostly there", f"Choose one rating for question {unclear}: {template.scale}.")]
    puzzles += [Puzzle("", f"We are {rating} on everything", "No other rating was changed.")]
    text, html = questions(LETTERS, template, "health", open_, {}, ())
    files = [
        SimpleNamespace(name="policy.docx", size="20 KB", remark="", place=f"with question {open_[0]}", caution="")
    ]
    submission = SimpleNamespace(submitted_at=None, excused_at=None, submitted_by="")
    lists = {"understood": told[:4], "kept_last": told[4:], "puzzles": list(puzzles_by_question(template, puzzles))}
    lists |= {"files": files, "loose": ["Our first part.", "We met the LADO on 3 May.\nIt was good."], "open": open_}
    lists |= {
        "added": [(told[0].ref, "Sam Roe")],
        "passed": [],
        "two": [],
        "wanted": [],
        "moved": [],
        "kept": [],
        "dated": [],
    }
    may = (f"It may mean {rating} for {len(open_)} questions: {', '.join(open_)}.", "To record this, reply YES 1.")
    lists |= {
        "offered": {puzzles[-1]: may},
        "yes": {"Sam Roe": "YES 2"},
        "again": [],
        "of_all": [_of_all(told[0].ref, rating)],
    }
    lists |= {"quoted": {"Sam Roe": [f"{ref}: {rating}. We met the board." for ref in open_]}}
    words = {"in_short": "We recorded 6 ratings.", "open_text": text, "open_html": html, "submission": submission}
    words |= dict.fromkeys(("writer", "vouched", "dropped", "stands", "lacks_files", "asks_place"), "")
    return lists | words | dict.fromkeys(("submitted", "asked_to_submit", "is_past"), False)


def _of_all(ref: str, rating: str) -> SimpleNamespace:
    words = f"All questions are {rating} except {ref}."
    return SimpleNamespace(words=words, rating=rating, questions="6 questions", example=f"{ref}: {rating}")


def _two_answers(template: Template, ref: str) -> list[SimpleNamespace]:
    """Two of one question: one in which the colleague's stands, and one in which it does not."""
    given, text = template.scale.given, template.by_ref[ref].text
    said = {"ref": ref, "text": text, "label": "", "theirs": given[0].name, "by": "Sam Roe", "on": "4 March"}
    return [SimpleNamespace(**said, written=given[-1].name, wins=wins, is_told=wins) for wins in (False, True)]


def _asked_back(template: Template, heard: Sequence[ReadAnswer]) -> dict[str, object]:
    question, given = template.by_ref[heard[0].question], template.scale.given
    stands = [given[0].name, "Yes", " ".join(WORDS[1].split()), "File: policy.docx"]
    asked = {"by": "Jo Bloggs", "asked": "How many were trained?\nIs it good?", "question": question, "stands": stands}
    return asked | {"refs": [], "ratings": [each.code for each in given], "is_reminder": False, "on": "4 March"}


def _passed(template: Template, ref: str) -> dict[str, object]:
    words = f"Is {ref} {template.scale.given[0].label}?"
    told = SimpleNamespace(told="You asked a question. Jo Bloggs has it.", words=words)
    return {"passed": [told], "remarks": [words, f"{ref} {template.scale.given[-1].label}"]}


def _plea(template: Template, ref: str) -> dict[str, object]:
    plea = SimpleNamespace(wish="question", words=f"Is it enough?\n{ref} {template.scale.given[0].label}")
    return {"plea": plea, "decided_by": "Jo Bloggs", "said": "Say what is so."}


def _now_says(template: Template, heard: ReadAnswer) -> str:
    said = in_words(template, template.by_ref[heard.question], heard).rstrip(".")
    return f"Question {heard.question} now says: {said}."


def _kept(template: Template, ref: str, changed: Sequence[str]) -> dict[str, object]:
    kept = {"is_kept": True, "question": template.by_ref[ref], "files": ["policy.docx"], "changed": changed}
    return kept | {"is_signed_now": False, "is_open": False}


def _feedback(template: Template, refs: Sequence[str]) -> dict[str, object]:
    given = template.scale.given
    signed = {"signed_by": "Jane Doe", "signed_on": "4 March 2030", "accepted_on": "", "met": "3 of 6", "beside": ""}
    points = [(template.by_ref[refs[0]], "Bring it up to date.")]
    apart = [(refs[0], given[0].name, given[-1].name)]
    result = {"ratings": [(each.name, 2) for each in given], "apart": apart, "counts": "agency", "points": points}
    return signed | result | {"asked_back": [refs[1]]}


def _nudge(template: Template, ref: str) -> dict[str, object]:
    words = {"first": "Jane", "agency": "Example Surgery", "deadline": "29 March 2030", "done": 3, "of": 20}
    words |= {"questions": blocks(template, "health", [ref]), "stage": 1, "begun": True}
    return words | dict.fromkeys(("opens", "mend", "untouched", "social", "old_files"), "")
