"""What a person is shown, as values every channel can draw. Pure."""

from intake.conversation.pages.form import (
    REASON_BOX,
    SET_ASIDE,
    Box,
    FilledForm,
    OpenedForm,
    QuestionForm,
    question_form,
)
from intake.conversation.pages.help import IN_A_TERMINAL, shown, welcome
from intake.conversation.pages.overview import checked_at, receipt, review, tasks
from intake.conversation.pages.page import (
    Asking,
    Checked,
    Choice,
    Lines,
    Page,
    Reply,
    ReturnReceipt,
    ReviewPage,
    Task,
    Tasks,
    Wanted,
)
from intake.conversation.pages.plain import asked, named, page_lines, review_end
from intake.conversation.pages.question import page_at
from intake.conversation.pages.values import choices, value_shown

__all__ = [
    "IN_A_TERMINAL",
    "REASON_BOX",
    "SET_ASIDE",
    "Asking",
    "Box",
    "Checked",
    "Choice",
    "FilledForm",
    "Lines",
    "OpenedForm",
    "Page",
    "QuestionForm",
    "Reply",
    "ReturnReceipt",
    "ReviewPage",
    "Task",
    "Tasks",
    "Wanted",
    "asked",
    "checked_at",
    "choices",
    "named",
    "page_at",
    "page_lines",
    "question_form",
    "receipt",
    "review",
    "review_end",
    "shown",
    "tasks",
    "value_shown",
    "welcome",
]
