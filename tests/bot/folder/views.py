"""Replies as text, and the form of a question as a file: `key: words`, a line each, below what it was opened with."""

import json

from intake.conversation.pages import REASON_BOX, FilledForm, OpenedForm, QuestionForm, Reply, page_lines


def drawn(reply: Reply) -> str:
    pages = () if reply.is_unclear else reply.pages
    return "\n".join([*reply.at_risk, *reply.notes, *(line for each in pages for line in page_lines(each))]) + "\n"


def form_file(form: QuestionForm) -> str:
    opened = json.dumps([form.opened.question, dict(form.opened.shown), form.opened.over])
    boxes = [f"{each.prompt.key}: {each.opens_with}" for each in form.boxes]
    return "\n".join([opened, *form.clashes, *boxes, f"{REASON_BOX}: {form.reason or ''}"]) + "\n"


def form_read(text: str) -> tuple[OpenedForm, FilledForm]:
    first, *rest = text.splitlines()
    question, shown, over = json.loads(first)
    said = {key: words.strip() for key, _, words in (line.partition(":") for line in rest)}
    return OpenedForm(question, "", shown, tuple(over)), FilledForm(said, said.pop(REASON_BOX, ""))
