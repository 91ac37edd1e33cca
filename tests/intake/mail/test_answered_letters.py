"""A letter that answers: what it leaves in the record, and the letter that goes back."""

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
import sqlalchemy as sa
from selectolax.lexbor import LexborHTMLParser

from config.questionnaire import load_template
from intake.after import ask_for_missing
from intake.ledger import Saying
from intake.letters import Reader
from intake.mail.inward import LetterOutcome
from intake.returns import Given
from storage.nouns import Remark
from storage.record import Database, first_bad_entry
from tests.conftest import AGENCIES, audit_file
from tests.post import ANN, MANAGER, Post, postroom
from tests.rounds import Round, jo

AUDITS = Path(__file__).parents[2] / "audits"


@pytest.fixture
def post(round_of_small: Round, tmp_path: Path, reader: Reader) -> Post:
    return postroom(round_of_small, tmp_path, reader)


def answers(outcome: LetterOutcome) -> list[tuple[str, str, str]]:
    return [(each.question, each.prompt, each.value) for each in outcome.answers]


def test_what_a_person_wrote_is_recorded_and_told_back_in_the_audits_words(post: Post) -> None:
    token = post.form(text=post.printed())
    outcome = post.comes("1.1: Good\n1.3: no\n", token=token)
    assert outcome.outcome == "answered"
    assert answers(outcome) == [("1.1", "rating", "2"), ("1.3", "yes_no", "no")]
    assert post.round.cell("CSC", "1.1").rating == "2"
    assert post.round.cell("CSC", "1.3").yes_no == "no"
    (told,) = post.messages(ANN)
    assert told.key == f"ack:mail:{outcome.raw_sha256}"
    assert told.auto_submitted == "auto-replied"
    assert "(1.1) Does a named person lead?\nHow well? 2 Good\n" in told.body
    assert "(1.3) Are there gaps in training?\nAre there? No\n" in told.body
    assert "[2.1] What changed for children?" in told.body
    assert "[1.1]" not in told.body
    assert told.token in told.body


def test_text_and_html_of_an_acknowledgement_say_the_same(post: Post) -> None:
    post.comes(
        "1.1: Good\n1.2: 2/1\nThank you for your patience, the office was closed.\n",
        token=post.form(text=post.printed()),
    )
    (told,) = post.messages(ANN)
    page = " ".join(LexborHTMLParser(told.html).body.text(separator=" ").split())  # type: ignore[union-attr]
    shown = {line: line.capitalize() if line.isupper() else line for line in map(str.strip, told.body.splitlines())}
    shown["STILL TO ANSWER, BY TUESDAY 30 JUNE 2026"] = "Still to answer, by Tuesday 30 June 2026"
    missing = [line for line, head in shown.items() if " ".join(head.split()) not in page]  # capitals are for text
    assert missing == []


def test_a_reply_to_the_acknowledgement_answers_what_was_open(post: Post) -> None:
    post.comes("1.1: Good\n", token=post.form(text=post.printed()))
    acknowledgement = post.messages(ANN)[-1]
    reply = post.letter(
        "2.1: Fewer children waited.\n" + post.quoted(acknowledgement.body), token=acknowledgement.token
    )
    assert answers(post.room.receive(reply)) == [("2.1", "text", "Fewer children waited.")]


def test_a_correction_counts_and_the_first_word_stays_in_the_record(post: Post) -> None:
    token = post.form(text=post.printed())
    post.comes("1.1: Good\n", token=token)
    post.comes("1.1: Poor\n", token=token, Date="Mon, 02 Mar 2026 11:30:00 +0000")
    assert post.round.cell("CSC", "1.1").rating == "0"
    assert len(post.round.answers()) == 2


def test_letters_read_out_of_order_count_by_when_they_were_sent(post: Post) -> None:
    token = post.form(text=post.printed())
    post.comes("1.1: Poor\n", token=token, Date="Mon, 02 Mar 2026 11:30:00 +0000")
    post.comes("1.1: Good\n", token=token, Date="Mon, 02 Mar 2026 11:00:00 +0000")
    assert post.round.cell("CSC", "1.1").rating == "0"


def test_when_all_is_answered_submit_and_a_name_submit(post: Post) -> None:
    token = post.form(text=post.printed())
    assert post.comes("SUBMIT Ann Lee\n", token=token).outcome == "nothing_new"
    post.comes("1.1: 2\n1.2: yes, 2\n1.3: no\n2.1: Fewer children waited.\n2.4: 2\n", token=token)
    told = post.messages(ANN)[-1]
    assert "EVERY QUESTION THAT NEEDS AN ANSWER HAS ONE" in told.body, told.body
    first = "We recorded 3 ratings and 3 other answers. Only the signature is missing: reply SUBMIT and your full name."
    assert told.body.splitlines()[2] == first
    assert post.comes("SUBMIT Ann Lee\n", token=told.token).outcome == "answered"
    last = post.messages(ANN)[-1].body
    assert "The return is now submitted, in the name of Ann Lee." in last
    assert last.splitlines()[2] == "The return is submitted."
    assert "This is what we have recorded" not in last  # and nothing stood below it
    with post.round.database.read() as db:
        assert post.round.submission(db, "CSC").submitted_by == "Ann Lee"
        assert first_bad_entry(db, post.round.audit(db)) is None


ALL = "1.1: 2\n1.2: yes, 2\n1.3: no\n2.1: Fewer children waited.\n2.4: 2\n"


def test_submit_without_a_name_is_asked_back(post: Post) -> None:
    post.comes(ALL, token=post.form(text=post.printed()))
    for words in ("SUBMIT\n", "Please submit our return.\n", "submit jo\n", "SUBMIT Ann\n", "Form attached. SUBMIT\n"):
        post.wait(hours=2)
        assert post.comes(words, token=post.messages(ANN)[-1].token).outcome == "nothing_new"
        told = post.messages(ANN)[-1]
        assert "You asked to submit the return. It is not submitted yet." in told.body, words
        assert "with the word SUBMIT and your full name on one line" in told.body
        assert words.strip() not in told.body.splitlines()
    post.wait(hours=2)
    last = post.letter("SUBMIT\nAnn Lee\n" + post.quoted(told.body), token=told.token)
    assert post.room.receive(last).outcome == "answered"
    assert "in the name of Ann Lee" in post.messages(ANN)[-1].body


def test_submit_too_early_is_told_what_is_missing(post: Post) -> None:
    post.comes("1.1: Good\nSUBMIT Ann Lee\n", token=post.form(text=post.printed()))
    told = post.messages(ANN)[-1]
    assert "You asked to submit the return. It is not submitted yet: first it needs the answers below." in told.body
    assert "[1.2]" in told.body
    assert "SUBMIT" not in told.body  # it is asked for only when it would do


def test_a_return_submitted_without_a_file_it_needs_is_told_which(
    database: Database, tmp_path: Path, reader: Reader
) -> None:
    """Only words that are read as its answer come; the file that the question needs does not."""
    template = audit_file(AUDITS / "one-file.toml")
    post = postroom(Round.opened(database, template, AGENCIES), tmp_path, reader)
    wanted = "Files that are needed and have not come: 1. Attach them to a reply, each named by its question."
    post.comes("1: Met\n", token=post.form(text="[1] Is there a policy?\n"))
    asked = post.messages(ANN)[-1]
    assert wanted in asked.body
    assert "We recorded 1 rating. Files for 1 question and the signature are missing.\n" in asked.body
    post.comes("SUBMIT Ann Lee\n", token=asked.token)
    told = post.messages(ANN)[-1]
    assert "The return is now submitted, in the name of Ann Lee.\n" in told.body
    assert wanted in told.body
    assert "nothing more to do" not in told.body


@pytest.mark.parametrize(
    "says", ["Happy to submit.\nAnn Lee", "We are ready to submit - Ann Lee", "Please treat this as our submission."]
)
def test_a_wish_to_submit_is_told_the_words_that_do_it(post: Post, says: str) -> None:
    post.comes(ALL, token=post.form(text=post.printed()))
    post.wait(hours=2)
    assert post.comes(says, token=post.messages(ANN)[-1].token).outcome == "nothing_new"
    told = post.messages(ANN)[-1].body
    assert "You asked to submit the return. It is not submitted yet." in told
    assert "needs a person's answer" not in told


@pytest.mark.parametrize(
    "says",
    ["I will submit it when the board has met.", "Happy to submit once Ben is back.", "Ready to submit tomorrow"],
)
def test_words_about_submitting_later_are_words(post: Post, says: str) -> None:
    post.comes(f"{ALL}\n{says}\n", token=post.form(text=post.printed()))
    assert "You asked to submit" not in post.messages(ANN)[-1].body


def test_the_first_lines_say_what_a_busy_person_needs(post: Post) -> None:
    post.comes("1.1: Good\n1.2: 2/1\n", token=post.form(text=post.printed()))
    told = post.messages(ANN)[-1].body
    assert "We recorded 1 rating. 1 answer is not clear to us. 4 questions are still to answer." in told
    assert "STILL TO ANSWER, BY TUESDAY 30 JUNE 2026\n" in told
    post.comes("1.2: yes, 2\n1.3: no\n2.1: Fewer children waited.\n", token=post.form(text=post.printed()))
    assert "1 question is still to answer: 2.4." in post.messages(ANN)[-1].body


def test_the_first_lines_do_not_say_of_what_was_just_rated_that_it_has_no_answer(post: Post) -> None:
    post.comes("1.2: 2\n2.1: Fewer children waited.\n", token=post.form(text=post.printed()))
    told = post.messages(ANN)[-1].body
    assert "We recorded 1 rating and 1 other answer." in told
    assert "3 questions are still to answer. 1 more is answered in part: 1.2." in told
    post.comes("1.1: Good\n1.3: no\n2.4: We asked them.\n", token=post.form(text=post.printed()))
    assert "2 questions are answered in part: 1.2 and 2.4." in post.messages(ANN)[-1].body


def test_an_answer_that_begins_with_submit_is_an_answer(post: Post) -> None:
    outcome = post.comes("2.1: Better rotas.\nSubmit data weekly\n", token=post.form(text=post.printed()))
    assert answers(outcome) == [("2.1", "text", "Better rotas.\nSubmit data weekly")]


def test_words_that_answer_nothing_are_kept_and_counted_nowhere(post: Post) -> None:
    before = post.round.figures().total.cells
    post.comes("1.1: Good\n\nOur new building opens in September.\n", token=post.form(text=post.printed()))
    with post.round.database.read() as db:
        kept = [(each.words, each.said_by) for each in db.scalars(sa.select(Remark))]
    assert len(kept) <= 1  # the reader may take them for the words of 1.1
    assert post.round.figures().total.cells == before
    assert "Our new building opens in September." in post.messages(ANN)[-1].body


def test_a_file_is_tied_to_the_question_it_names(post: Post) -> None:
    """An empty one shows nothing, and a name that tells who a child is gets a gentle word, as in any channel."""
    letter = EmailMessage(policy=SMTP)
    token = post.form(text=post.printed())
    letter["From"], letter["To"] = ANN, f"audit+{token}@anytown.example"
    letter["Message-ID"], letter["Subject"] = "<file@csc.example>", "Re: Section 11 audit"
    letter.set_content("1.1: Good, see the attached policy\n")
    letter.add_attachment(b"%PDF-1.4 policy", maintype="application", subtype="pdf", filename="1.1 policy.pdf")
    letter.add_attachment(b"", maintype="application", subtype="pdf", filename="1.1 plan.pdf")
    telling = "1.1 Ty Imago DOB 3-4-2015.pdf"
    letter.add_attachment(b"%PDF-1.4 x", maintype="application", subtype="pdf", filename=telling)
    outcome = post.room.receive(bytes(letter))
    (name, sha256, question), _ = outcome.evidence
    assert (name, question) == ("1.1 policy.pdf", "1.1")
    with post.room.store.open(sha256) as kept:
        assert kept.read() == b"%PDF-1.4 policy"
    told = post.messages(ANN)[-1].body
    assert "1.1 policy.pdf, 15 bytes: kept with question 1.1.\n" in told
    assert "1.1 plan.pdf, 0 bytes: it is empty, so it shows nothing. Check it, and send it once more.\n" in told
    assert f"{telling}, 10 bytes: kept with question 1.1. Its name seems to tell who a child is. To have it" in told


def test_the_one_file_that_was_asked_for_is_tied_to_its_question(
    database: Database, tmp_path: Path, reader: Reader
) -> None:
    source = (AUDITS / "small.toml").read_text(encoding="utf-8")
    wanting = source.replace('ref = "1.1"\n', 'ref = "1.1"\nevidence = "required"\nevidence_text = "A chart."\n', 1)
    post = postroom(Round.opened(database, load_template(wanting.encode(), "small"), AGENCIES), tmp_path, reader)
    post.form()
    post.round.say("CSC", Given("1.1", "rating", "2"))
    post.round.submit("CSC")
    with post.round.database.write.begin() as db:
        csc, saying = post.round.submission(db, "CSC"), Saying(jo(10), "review:10", "partnership")
        assert ask_for_missing(db, post.round.template, csc, saying, post.room.stationery) == 1
    letter = EmailMessage(policy=SMTP)
    letter["From"], letter["To"] = ANN, f"audit+{post.messages(ANN)[-1].token}@anytown.example"
    letter["Message-ID"], letter["Subject"] = "<owed@csc.example>", "Re: A question about your return"
    letter.set_content("Here it is.\n")
    letter.add_attachment(b"%PDF-1.4 chart", maintype="application", subtype="pdf", filename="chart.pdf")
    assert [(name, question) for name, _, question in post.room.receive(bytes(letter)).evidence] == [
        ("chart.pdf", "1.1")
    ]


def test_a_released_letter_speaks_and_the_form_s_contact_hears_of_it(post: Post) -> None:
    token = post.form(text=post.printed())
    assert post.comes("1.1: Good\n", sender="deputy@csc.example", token=token).outcome == "held"
    decided = post.comes("RELEASE\n", MANAGER, post.messages(MANAGER)[-1].token)
    assert (decided.outcome, decided.reason) == ("answered", "Letter 1 was released.")
    assert post.round.cell("CSC", "1.1").rating == "2"
    (told,) = [each for each in post.messages(ANN)]
    assert "How well? 2 Good" in told.body
    said = post.round.rows(sa.text("SELECT said_by FROM answers"))
    assert said == [(f"deputy@csc.example (released by {MANAGER})",)]


def test_a_killed_reader_leaves_a_letter_that_is_read_later(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first commit is done, the process dies; the next one finds the letter unread and reads it."""
    raw = post.letter("1.1: Good\n", token=post.form(text=post.printed()))
    with monkeypatch.context() as broken:
        broken.setattr(Reader, "letter", _killed)
        with pytest.raises(KeyboardInterrupt):
            post.room.receive(raw)
    (left,) = post.receipts()
    assert (left.outcome, left.tries) == ("unread", 1)
    assert post.room.resume(left.id).outcome == "answered"
    assert post.room.receive(raw).outcome == "duplicate"
    assert len(post.round.answers()) == 1


def test_a_letter_that_kills_its_process_three_times_is_held(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = post.letter("1.1: Good\n", token=post.form(text=post.printed()))
    with monkeypatch.context() as broken:
        broken.setattr(Reader, "letter", _killed)
        for _ in range(3):
            with pytest.raises(KeyboardInterrupt):
                post.room.receive(raw)
        assert post.room.receive(raw).outcome == "held"
    assert post.comes("1.1: Fair\n", token=post.form(text=post.printed())).outcome == "answered"


def _killed(reader: Reader, raw: bytes) -> None:
    raise KeyboardInterrupt


AT_RISK = "If a child is at risk of harm now, call 999."


@pytest.mark.parametrize(
    "words",
    [
        "1.1: 2 - because a child told us today that her father beats her and she is afraid to go home tonight\n",
        "2.1: A child told us today that her father beats her and she is afraid to go home tonight.\n",
        "A child told us today that her father beats her. Whom do I ring?\n",
    ],
    ids=["beside a rating", "in a box for words", "and no answer"],
)
def test_a_letter_of_a_child_in_danger_is_answered_first_with_whom_to_call(post: Post, words: str) -> None:
    post.comes(words, token=post.form(text=post.printed()))
    (told,) = post.messages(ANN)
    assert told.body.startswith(AT_RISK)
    assert LexborHTMLParser(told.html).body.text().strip().startswith(AT_RISK)  # type: ignore[union-attr]
    assert not [each for each in post.messages(MANAGER) if "beats her" in each.body]


def test_a_letter_of_how_an_agency_works_begins_as_ever(post: Post) -> None:
    post.comes("2.1: Staff know what to do if a child says she is hit.\n", token=post.form(text=post.printed()))
    assert post.messages(ANN)[-1].body.startswith("The East and west\n\nWe recorded 1 answer.")
