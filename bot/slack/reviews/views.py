"""What a manager sees in the review: the list, a standard of a return, and the form about one answer. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.slack import views
from bot.slack.api import JSON, OPTION, TITLE, VIEW_BLOCKS, actions, button, escape, packed, plain, section, short
from bot.slack.api import words as in_blocks
from bot.slack.views import VALUE
from config.questionnaire import Template
from intake.after import ReviewWords
from intake.ledger import Refused
from reports.after import QueuedReturn, ReviewedAnswer, ReviewedReturn, in_line, in_lines, whole_lines

LIST, LOOK, TURN, JUDGE = "review_list", "review_look", "review_turn", "review_judge"  # how action_ids begin
ACCEPT, ACCEPT_ALL, BACK, MISSING = "review_accept", "review_accept_all", "review_back", "review_missing"
ENDS = {
    ACCEPT: ("accept", ReviewWords()),
    ACCEPT_ALL: ("accept", ReviewWords(with_open=True)),
    BACK: ("return", ReviewWords()),
    MISSING: ("missing", ReviewWords()),
}
FORM = "s11.review"  # the callback id of the form
RATING, BECAUSE, ASK, MEND, SETTLED = "rating", "because", "ask", "mend", "settled"
DONE, MENDED = "done", "mended"  # what may be settled
WHOLE = "all"  # names the return as a whole
MOST, LONGEST, SHOWN = 40, 2000, 2900  # returns in the list; characters of a box, and of an answer


class ReviewSpot(NamedTuple):
    """Where in the review somebody is: the return, which of its standards, and the question in front of them."""

    submission: int
    page: int = 0
    question: str = ""

    def packed(self) -> JSON:
        return {"s": self.submission, "p": self.page, "q": self.question}

    @classmethod
    def read(cls, value: JSON) -> "ReviewSpot":
        """Raises Refused for what is not ours."""
        submission, page = value.get("s"), value.get("p", 0)
        if not isinstance(submission, int) or not isinstance(page, int):
            raise Refused("That is no longer there. Close this, and look at your Home again.")
        return cls(submission, page, str(value.get("q", "")))


def list_view(waiting: Sequence[QueuedReturn]) -> JSON:
    """The returns that wait, each with its button."""
    return views.reading("Returns to look at", list(queued(waiting)) or list(in_blocks("No return waits for you.")))


def queued(waiting: Sequence[QueuedReturn]) -> Iterator[JSON]:
    """A line a return, with the button that shows it."""
    for each in waiting[:MOST]:
        spot = ReviewSpot(each.submission.id)
        look = button("Look", f"{LOOK}:{spot.submission}", spot.packed())
        yield section(escape(short(in_line(each), 1000)), look)


def page_view(found: ReviewedReturn, spot: ReviewSpot) -> JSON:
    """One standard of a return, and what may be done; after the last one, what was asked about the whole return."""
    parts = [each for each in found.template.standards if found.of_standard(each.ref)]
    blocks: list[JSON] = []
    if spot.page < len(parts):
        standard = parts[spot.page]
        blocks += in_blocks(f"{standard.ref} {standard.title}, {spot.page + 1} of {len(parts)}")
        for answer in found.of_standard(standard.ref):
            own = spot._replace(question=answer.question.ref)
            told = escape(short("\n".join(line.strip() for line in in_lines(answer)), SHOWN))
            blocks.append(section(told, button("Judge", f"{JUDGE}:{answer.question.ref}"[:255], own.packed())))
    else:
        whole = [line.strip() for line in whole_lines(found)]
        ask = button("Ask about all of it", f"{JUDGE}:{WHOLE}", spot._replace(question="").packed())
        blocks += in_blocks("\n".join([*whole, "That is all of it."]))
        blocks += actions([ask])
    foot = list(actions(list(_ways(spot, is_last=spot.page >= len(parts)))))
    return views.reading(short(found.submission.agency.abbr, TITLE), [*blocks[: VIEW_BLOCKS - len(foot)], *foot])


def _ways(spot: ReviewSpot, *, is_last: bool) -> Iterator[JSON]:
    value = spot._replace(question="").packed()
    if not is_last:
        yield button("Next standard", f"{TURN}:{spot.page}", value)
    yield button("Accept", f"{ACCEPT}:{spot.submission}", value, primary=is_last)
    yield button("Send back its points", f"{BACK}:{spot.submission}", value)
    if is_last:
        yield button("Ask for what is missing", f"{MISSING}:{spot.submission}", value)


def not_accepted(value: JSON, why: str) -> JSON:
    """Why a return is not accepted yet, with the way to accept it all the same."""
    ways = [button("Accept all the same", f"{ACCEPT_ALL}:{value.get('s')}", value)]
    told = "Accepted all the same, what is asked back is closed with it, and points nobody heard of are let go."
    return views.reading("Not accepted yet", [*in_blocks(why), *in_blocks(told), *actions(ways)])


def judge_form(template: Template, answer: ReviewedAnswer, spot: ReviewSpot) -> JSON:
    """A rating with its reason, a question back, a point to mend, and what is settled: each may stay empty."""
    boxes = []
    if answer.question.is_rated:
        options = [{"text": plain(each.name, OPTION), "value": each.code} for each in template.scale.given]
        boxes.append(_box(RATING, "The partnership's rating", {"type": "static_select", "options": options}))
        boxes.append(_box(BECAUSE, "Why is it rated so?"))
    boxes.append(_box(ASK, "A question back"))
    boxes.append(_box(MEND, "What is to mend?"))
    boxes += _settled(is_asked=any(each.waits_for for each in answer.threads), is_to_mend=answer.point is not None)
    return _form(f"Question {answer.question.ref}", [line.strip() for line in in_lines(answer)], boxes, spot)


def whole_form(found: ReviewedReturn, spot: ReviewSpot) -> JSON:
    """A question back about the whole return, and what is settled of those before."""
    boxes = [_box(ASK, "A question back"), *_settled(is_asked=any(each.waits_for for each in found.threads))]
    told = [line.strip() for line in whole_lines(found)]
    return _form("The whole return", told or ["Nothing is asked about the return as a whole."], boxes, spot)


def _form(title: str, told: Sequence[str], boxes: Sequence[JSON], spot: ReviewSpot) -> JSON:
    blocks = list(in_blocks("\n".join(told)))[: VIEW_BLOCKS - len(boxes)]
    return views.reading(title, [*blocks, *boxes]) | {
        "callback_id": FORM,
        "submit": plain("Save", TITLE),
        "close": plain("Cancel", TITLE),
        "private_metadata": packed(spot.packed()),
    }


def _settled(*, is_asked: bool, is_to_mend: bool = False) -> Iterator[JSON]:
    told = [("What was asked back is settled", DONE)] * is_asked + [("It is mended", MENDED)] * is_to_mend
    if told:
        options = [{"text": plain(words, OPTION), "value": value} for words, value in told]
        yield _box(SETTLED, "Settled", {"type": "checkboxes", "options": options})


def judged(question: str, said: Mapping[str, str]) -> Iterator[tuple[str, str, ReviewWords]]:
    """What the form of an answer comes to: each box with its verb and words, what is settled first."""
    ref = question or WHOLE
    for verb in said.get(SETTLED, "").split():
        yield SETTLED, verb, ReviewWords(ref)
    if rating := said.get(RATING, "").strip():
        yield BECAUSE, "rate", ReviewWords(ref, rating, said.get(BECAUSE, ""))
    for box, verb in ((ASK, "ask"), (MEND, "mend")):
        if words := said.get(box, "").strip():
            yield box, verb, ReviewWords(ref, words)


def _box(name: str, label: str, element: JSON | None = None) -> JSON:
    typed = {"type": "plain_text_input", "multiline": True, "max_length": LONGEST}
    box = {"type": "input", "block_id": name, "label": plain(label), "optional": True}
    return box | {"element": (element or typed) | {"action_id": VALUE}}


def said(state: JSON) -> dict[str, str]:
    """What each box of the form holds, as words."""
    found = {name: (box or {}).get(VALUE) or {} for name, box in state.items()}
    return {name: _held(box) for name, box in found.items()}


def _held(box: JSON) -> str:
    chosen = " ".join(str(each.get("value")) for each in box.get("selected_options") or ())
    return str(box.get("value") or (box.get("selected_option") or {}).get("value") or chosen)
