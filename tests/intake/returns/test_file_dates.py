"""How old a file is: said beside it, told by its name or its first page, and never guessed."""

from datetime import date

import pytest

from intake.returns import FileDates, plain_dates, said_alone, why_not

TODAY = date(2026, 3, 2)
MARCH = FileDates(date(2024, 3, 1))
BOTH = FileDates(date(2024, 3, 1), date(2026, 9, 30))


@pytest.mark.parametrize(
    ("words", "file", "days"),
    [
        ("dated March 2024", "", MARCH),
        ("It is dated March 2024.", "", MARCH),
        ("Dated 3rd March 2024, review by Sept 2026", "", FileDates(date(2024, 3, 3), date(2026, 9, 30))),
        ("Safeguarding policy v3.docx, dated March 2024, review by Sept 2026", "Safeguarding policy v3.docx", BOTH),
        ("policy.docx is dated 12.03.24 and is to be reviewed by 30/09/2026", "policy.docx",
         FileDates(date(2024, 3, 12), date(2026, 9, 30))),
        ("policy.docx: review date: September 2026", "policy.docx", FileDates(None, date(2026, 9, 30))),
        ("last reviewed 2024-03, next review September 2026", "", BOTH),
        (str(BOTH), "", BOTH),
        ("The policy dated March 2024 was shared with all staff", None, None),
        ("We review by September 2026 what was learned", None, None),
        ("dated 31 February 2024", None, None),
        ("March 2024", None, None),
        ("dated last spring", None, None),
        ("dated March 2024. We met.", None, None),
    ],
)  # fmt: skip
def test_a_whole_message_says_how_old_a_file_is_or_says_something_else(
    words: str, file: str | None, days: FileDates | None
) -> None:
    said = said_alone(words)
    assert (said and said.file, said and said.days) == (file, days)


@pytest.mark.parametrize(
    ("name", "first_page", "days"),
    [
        ("Safeguarding policy v3 March 2024.docx", "", MARCH),
        ("Safeguarding_Policy_March-2024_v3.docx", "", MARCH),
        ("20240301 policy.pdf", "", MARCH),
        ("Policy (review date Sept 2026).docx", "", FileDates(None, date(2026, 9, 30))),
        ("Policy for review Sept 2026.docx", "", FileDates(None, date(2026, 9, 30))),
        ("policy.docx", "Safeguarding\nApproved: March 2024\nReview date: September 2026\n", BOTH),
        ("policy.docx", "Minutes of 3 March 2024, next meeting 4 May 2024", FileDates()),
        ("Training Jan 2024 to March 2024.xlsx", "", FileDates()),
        ("Plan March 2030.docx", "", FileDates()),
        ("Decision 2024.docx", "", FileDates()),
        ("Section 11 2024.docx", "", FileDates()),
        ("Q1.2 policy v2.1.pdf", "", FileDates()),
    ],
)
def test_a_day_is_offered_only_where_a_name_or_a_first_page_plainly_tells_it(
    name: str, first_page: str, days: FileDates
) -> None:
    assert plain_dates(name, first_page, TODAY) == days


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (BOTH, ""),
        (FileDates(date(2034, 3, 1)), "March 2034 is still to come. Say dated and the day that the file bears."),
        (FileDates(date(2024, 3, 1), date(2023, 9, 30)),
         "A file is looked at again after its own date. Say both days once more."),
    ],
)  # fmt: skip
def test_days_that_cannot_be_are_asked_about(days: FileDates, told: str) -> None:
    assert why_not(days, TODAY) == told
