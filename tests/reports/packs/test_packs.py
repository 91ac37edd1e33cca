"""A pack for one agency: each reason to ask, asked where its answers give it and nowhere else; and the document."""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from docx import Document

from config.questionnaire import load_template
from config.themes import load_themes
from intake.actions import Followed, NewAction, action_at, add_action, follow
from intake.after import GivenRating, rate
from intake.audits import open_audit, read_agencies
from intake.ledger import Saying, enter_file, look
from intake.returns import Given
from reports.actions import KeptMeeting, tracked
from reports.after import seen_return, whole_lines
from reports.figures import figures_with_words, submissions_of, theme_figures
from reports.packs import Pack, WorthAsking, pack_document, pack_of
from storage.record import Database
from tests.conftest import audit_file
from tests.rounds import DUE, Round, jo

AUDITS = Path(__file__).parents[3] / "config" / "audits"
ROWS = """\
abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
CSC,Social Care,council,east,Ann Lee,ann@csc.example,,lead
"""

LONG = "The lead meets every team each month and goes through the register, the policy and the training list with them."


@pytest.fixture
def told(round_of_small: Round) -> Round:
    """The council: 1.1 at length and without an effect, 1.2 poor, 2.1 with one; the partnership sees 1.1 otherwise."""
    made = round_of_small
    made.say("CSC", Given("1.1", "rating", "2"), Given("1.1", "text", LONG), Given("1.2", "rating", "0"), minutes=1)
    made.submit("CSC", minutes=2)
    with made.database.write.begin() as db:
        submission, saying = made.submission(db, "CSC"), Saying(jo(3), "review:3", "partnership")
        rate(db, made.template, submission, GivenRating("1.1", "0", "No date on it."), saying)
    return made


def pack(told: Round, on: date = date(2026, 3, 2)) -> Pack:
    with told.database.read() as db:
        submissions = submissions_of(db, told.audit(db))
        found, wrote = figures_with_words(db, told.template, submissions)
        themes = theme_figures(found, wrote, load_themes())
        actions = tracked(db, told.audit(db), submissions, None, on)
        return pack_of(db, told.template, told.submission(db, "CSC"), found, themes, actions, {}, on)


def asked(told: Round, reason: str, on: date = date(2026, 3, 2)) -> list[str]:
    return [each.ref for each in pack(told, on).worth.get(reason, ())]


def agreed(told: Round, refs: str) -> int:
    with told.database.write.begin() as db:
        new = NewAction("Train them.", told.submission(db, "CSC"), by_when="2026-04", refs=refs)
        return add_action(db, told.audit(db), told.template, new, Saying(jo(9), "action:9", "partnership")).number


def test_where_the_ratings_part_both_are_told_with_the_reason(told: Round) -> None:
    [each] = pack(told).worth["The ratings part"]
    assert each.ref == "1.1"
    assert each.why == 'The agency rates 2 Good. The partnership rates 0 Poor because: "No date on it."'


def test_much_done_and_no_word_of_what_changed(told: Round) -> None:
    reason = "Much done, and no word of what changed"
    assert asked(told, reason) == ["1.1"]
    told.reopen("CSC", "Say more.", minutes=5)
    told.say("CSC", Given("1.1", "text", f"{LONG} As a result referrals are made sooner."), minutes=6)
    told.submit("CSC", minutes=7)
    assert asked(told, reason) == []


def test_what_is_not_met_is_asked_about_until_an_action_rests_on_it(told: Round) -> None:
    reason = "Not met, and what comes next"
    assert asked(told, reason) == ["1.2"]
    agreed(told, "1.2")
    assert asked(told, reason) == []


def test_an_action_is_asked_about_once_its_day_is_past(told: Round) -> None:
    agreed(told, "1.2")
    reason = "Agreed before, and past its day"
    assert (asked(told, reason, date(2026, 4, 30)), asked(told, reason, date(2026, 5, 1))) == ([], ["1.2"])


def test_the_document_has_all_of_it_and_room_for_notes(told: Round) -> None:
    number = agreed(told, "1.2")
    with told.database.write.begin() as db:
        file = enter_file(db, look(io.BytesIO(b"Names"), "list.txt"), jo(10).at)
        action = action_at(db, told.audit(db), number)
        follow(db, told.audit(db), action, Followed("Half are.", files=[file]), Saying(jo(10), "letter:1"))
        follow(db, told.audit(db), action, Followed(is_done=True), Saying(jo(11), "action:11", "partnership"))
    page = Document(io.BytesIO(pack_document(pack(told))))
    heads = [each.text for each in page.paragraphs if each.style is not None and each.style.name.startswith("Heading")]
    assert heads[:3] == ["At a glance", "Questions worth asking", "The ratings part"]
    assert heads[-2:] == ["Every answer, as both sides rate it", "Agreed"]
    first, last = page.tables[0], page.tables[-1]
    assert [cell.text for cell in first.rows[0].cells] == ["Question", "Ask", "Why", "What was said"]
    assert first.rows[1].cells[0].text == "1.1 Does a named person lead?"
    assert [len(last.rows), last.rows[1].cells[0].text] == [5, ""]
    assert page.tables[-2].rows[1].cells[1].text == "Train them.\nSaid last: Half are.\nFiles: list.txt"
    rated = next(each for each in page.tables if each.rows[0].cells[-2].text == "Agency")
    assert [cell.text for cell in rated.rows[1].cells] == ["1.1 *", "Does a named person lead?", "2 Good", "0 Poor"]


def test_what_came_of_the_meeting_before_stands_in_the_document(told: Round) -> None:
    met = KeptMeeting(1, "CSC", date(2026, 2, 9), "", "Ann Lee", [], ["Supervision is in place."], [2])
    ahead = met._replace(number=2, day=date(2026, 5, 1), outcomes=[])
    with told.database.read() as db:
        found, wrote = figures_with_words(db, told.template, submissions_of(db, told.audit(db)))
        return_, on = told.submission(db, "CSC"), date(2026, 3, 2)
        made = pack_of(
            db, told.template, return_, found, theme_figures(found, wrote, load_themes()), [], {}, on, [met, ahead]
        )
    page = Document(io.BytesIO(pack_document(made)))
    words = [each.text for each in page.paragraphs]
    at = words.index("Met on Monday 9 February 2026")
    assert words[at + 1 : at + 4] == [
        *("There: Ann Lee.", "Outcome: Supervision is in place.", "Actions that came of it: 2.")
    ]
    assert "Met on Friday 1 May 2026" not in words


def test_what_is_the_same_in_every_row_is_told_once_above_them(told: Round) -> None:
    made = pack(told)
    two = [WorthAsking("1.1", "How?", "It is rated Poor."), WorthAsking("1.2", "How?", "It is rated Poor.")]
    page = Document(io.BytesIO(pack_document(made._replace(worth={"Not met": two}))))
    assert "How? It is rated Poor." in [each.text for each in page.paragraphs]
    assert [cell.text for cell in page.tables[0].rows[0].cells] == ["Question", "What was said"]
    two[1] = two[1]._replace(why="It is rated Fair.")
    page = Document(io.BytesIO(pack_document(made._replace(worth={"Not met": two}))))
    assert [cell.text for cell in page.tables[0].rows[0].cells] == ["Question", "Why", "What was said"]


def test_a_return_without_any_file_is_asked_for_files_once(database: Database) -> None:
    template = audit_file(AUDITS / "barnsley-2021.toml")
    made = Round.opened(database, template, ROWS)
    refs = [each.ref for each in template.questions]
    made.say("CSC", *(Given(ref, "rating", "met" if ref in refs[:4] else "not_met") for ref in refs), minutes=1)
    made.submit("CSC", minutes=2)
    [each] = pack(made).worth["Rated met, and nothing shows it"]
    assert (each.ref, each.why) == (
        "",
        "No file is with the return. Where one is wanted, 4 answers are rated met: 1.1, 1.2, 1.3 and 2.1.",
    )
    made.give("CSC", "1.1", b"policy", "policy.txt", minutes=3)
    assert asked(made, "Rated met, and nothing shows it") == refs[1:4]


def test_a_return_that_is_open_again_names_no_signer_and_a_file_of_all_of_it_is_with_it(told: Round) -> None:
    assert "No file is with it." in pack(told).glance
    assert pack(told).glance[0] == "Its return was signed by Jo Park on Monday 2 March 2026."
    told.give("CSC", "", b"policy", "policy.txt", minutes=3)
    told.reopen("CSC", "Say more.", minutes=5)
    assert "1 file is with it." in pack(told).glance
    assert pack(told).glance[0] == "Its return was signed on Monday 2 March 2026."
    with told.database.write.begin() as db:
        told.submission(db, "CSC").submitted_by = "Ratings of May.CSV"
        assert told.submission(db, "CSC").signed_by == ""
        assert "     File: policy.txt (not scanned)" in whole_lines(
            seen_return(db, told.template, told.submission(db, "CSC"))
        )


def test_what_was_left_out_of_a_return_that_stands_as_it_is_is_worth_asking(round_of_small: Round) -> None:
    round_of_small.say("CSC", Given("1.1", "rating", "2"), minutes=1)
    round_of_small.submit("CSC", minutes=2)
    [each] = pack(round_of_small).worth["Asked for, and missing"]
    assert (each.ref, each.why) == ("1.2", "It was not answered.")


def test_last_time_is_that_of_the_question_which_the_file_says_it_was(told: Round) -> None:
    source = told.template.source.decode()
    for ref, was in (("1.1", "1.2"), ("1.2", "1.1")):
        source = source.replace(f'ref = "{ref}"\n', f'ref = "{ref}"\nwas = "{was}"\n', 1)
    swapped = load_template(source.encode(), "next")
    with told.database.write.begin() as db:
        rows, names = read_agencies(ROWS.encode()), {"east": "The East"}
        open_audit(db, swapped, "next", (None, DUE + timedelta(days=365)), rows, names, jo(), after="small")
        seen = seen_return(db, swapped, Round(told.database, swapped, "next").submission(db, "CSC"))
    assert [each.last_time for each in seen.answers[:2]] == ["0 Poor", "2 Good"]
