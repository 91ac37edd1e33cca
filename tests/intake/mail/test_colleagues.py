"""Letters of two colleagues about one return: what stands, what waits, and what each of them is told."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from selectolax.lexbor import LexborHTMLParser

from config.dates import today
from config.themes import SHIPPED_THEMES, load_themes
from config.ways import WAYS
from intake.conversation import Talker, hello, speak
from intake.conversation.pages import Wanted
from intake.ledger import Saying, record
from intake.letters import Reader
from intake.returns import Given
from reports.digests import digest_of
from reports.figures import differing
from storage.nouns import Contact, Message, Remark
from storage.record.trail import Speaker
from tests.post import ANN, Post, postroom
from tests.rounds import NOON, Round

DEE = "dee@csc.example"
NAMES = {ANN: "Ann Lee", DEE: "Dee Holt"}


@pytest.fixture
def post(round_of_small: Round, tmp_path: Path, reader: Reader) -> Post:
    """Ann Lee and Dee Holt answer for one council, by letter."""
    made = postroom(round_of_small, tmp_path, reader)
    with round_of_small.database.write.begin() as db:
        db.scalars(sa.select(Contact).where(Contact.email == ANN)).one().slack_user = None
        asked = round_of_small.submission(db, "CSC")
        asked.agency.contacts.append(Contact(name="Dee Holt", email=DEE))
    return made


def letter(post: Post, who: str, words: str, reply_to: Message | None = None, **fields: str) -> bytes:
    """A letter of one of them, a day after the last, to our first form or in reply to a letter of ours."""
    post.wait(days=1)
    token = reply_to.token if reply_to else post.form(who, text=post.printed())
    return post.letter(words, who, token, **{"Date": f"{post.clock[0]:%a, %d %b %Y %H:%M:%S +0000}", **fields})


def writes(post: Post, who: str, words: str, reply_to: Message | None = None) -> Message:
    """The last message they have from us once their letter is read."""
    post.room.receive(letter(post, who, words, reply_to))
    return post.messages(who)[-1]


def kept(post: Post) -> list[tuple[str, ...]]:
    with post.round.database.read() as db:
        found = db.scalars(sa.select(Remark).where(Remark.question != "").order_by(Remark.id))
        return [(each.said_by, each.question, each.words) for each in found]


def waits(post: Post) -> dict[str, list[str]]:
    with post.round.database.read() as db:
        found = differing(db, [post.round.submission(db, "CSC")], today(post.clock[0]))
        return {each.agency: each.refs for each in found}


def says(post: Post, ref: str) -> dict[str, str]:
    """What stands on a question, by prompt."""
    cell = post.round.cell("CSC", ref)
    judged = {"rating": cell.rating, "yes_no": cell.yes_no, "aside": "N/A" if cell.not_applicable else None}
    return {key: value for key, value in judged.items() if value} | dict(cell.words)


THEMES = load_themes(SHIPPED_THEMES)
Gone = Callable[[Post, str], None]
FACTS = "[2.3] Some facts.\n"


@pytest.mark.parametrize(
    ("first", "then", "ref", "stands", "waiting"),
    [
        ("1.1: 2\n", "1.1: 0\n", "1.1", {"rating": "2"}, "0 Poor"),
        ("1.3: no\n", "1.3: yes\n", "1.3", {"yes_no": "no"}, "Yes"),
        ("1.2: yes, 2\n", "1.2: yes, 1\n", "1.2", {"yes_no": "yes", "rating": "2"}, "1 Fair"),
        ("1.3: no\n", "1.3: N/A because we train nobody\n", "1.3", {"yes_no": "no"}, "Not applicable: we train nobody"),
        ("1.3: N/A because we train nobody\n", "1.3: no\n", "1.3",
         {"aside": "N/A", "reason": "we train nobody"}, "No"),
        (f"{FACTS}How many staff? 12\n", f"{FACTS}How many staff? 14\n", "2.3", {"staff": "12"}, "14"),
        (f"{FACTS}When was it last checked? 1 March 2026\n", f"{FACTS}When was it last checked? 2 March 2026\n", "2.3",
         {"checked": "2026-03-01"}, "2 March 2026"),
        (f"{FACTS}How often is it checked? Every year\n", f"{FACTS}How often is it checked? Now and then\n", "2.3",
         {"how_often": "Every year"}, "Now and then"),
    ],
)  # fmt: skip
def test_the_earlier_answer_stands_and_the_later_waits(
    post: Post, first: str, then: str, ref: str, stands: dict[str, str], waiting: str
) -> None:
    writes(post, DEE, first)
    writes(post, ANN, then)
    assert says(post, ref) == stands
    assert kept(post) == [("Ann Lee", ref, waiting)]
    assert waits(post) == {"CSC": [ref]}
    assert post.round.first_bad_entry() is None


def test_both_are_asked_which_is_right(post: Post) -> None:
    writes(post, DEE, "1.1: 2\n")
    told = writes(post, ANN, "1.1: 0\n").body
    assert "Dee Holt answered 2 Good on 3 March. You wrote 0 Poor.\n" in told
    assert "We kept 2 Good. Write 1.1 once more if 0 Poor is right.\n" in told
    assert "WHAT WE UNDERSTOOD" not in told
    asked = post.messages(DEE)[-1]
    assert asked.subject == "Question 1.1: two answers, one stands"
    assert "You answered 2 Good on 3 March. Ann Lee wrote 0 Poor in a letter.\n" in asked.body
    assert "We kept 2 Good, and asked Ann Lee too. It waits until one of you answers once more.\n" in asked.body
    page = " ".join(LexborHTMLParser(asked.html).body.text(separator=" ").split())  # type: ignore[union-attr]
    assert [line for line in asked.body.splitlines() if " ".join(line.split()) not in page.replace(" .", ".")] == []


def test_where_slack_is_not_set_up_whoever_uses_it_is_asked_by_letter(post: Post) -> None:
    writes(post, DEE, "1.1: 2\n")
    with post.round.database.write.begin() as db:
        db.scalars(sa.select(Contact).where(Contact.email == DEE)).one().slack_user = "U7"
    writes(post, ANN, "1.1: 0\n")
    assert post.messages("U7") == []
    asked = post.messages(DEE)[-1]
    assert (asked.via, asked.subject) == ("email", "Question 1.1: two answers, one stands")


def test_whoever_uses_slack_is_asked_there(post: Post) -> None:
    post.room = replace(post.room, stationery=replace(post.room.stationery, ways=WAYS))
    with post.round.database.write.begin() as db:
        db.scalars(sa.select(Contact).where(Contact.email == DEE)).one().slack_user = "U7"
    writes(post, DEE, "1.1: 2\n")
    writes(post, ANN, "1.1: 0\n")
    (asked,) = post.messages("U7")
    assert asked.via == "slack"
    assert "To answer once more, type change 1.1." in asked.body


def test_the_rest_of_the_letter_counts(post: Post) -> None:
    writes(post, DEE, "1.1: 2\n")
    told = writes(post, ANN, "1.1: 0\n1.3: no\n").body
    assert says(post, "1.3") == {"yes_no": "no"}
    assert "(1.3) Are there gaps in training?\nAre there? No\n" in told
    assert kept(post) == [("Ann Lee", "1.1", "0 Poor")]


def test_the_same_answer_asks_nobody(post: Post) -> None:
    writes(post, DEE, "1.1: 2\n")
    writes(post, ANN, "1.1: Good\n")
    assert (kept(post), waits(post), len(post.messages(DEE))) == ([], {}, 1)


def test_whoever_corrects_themselves_is_believed(post: Post) -> None:
    writes(post, DEE, "1.1: 2\n")
    writes(post, DEE, "1.1: 0\n")
    assert (says(post, "1.1"), kept(post)) == ({"rating": "0"}, [])


def test_written_once_more_it_wins_and_the_colleague_is_told(post: Post) -> None:
    writes(post, DEE, "1.1: 2\n")
    writes(post, ANN, "1.1: 0\n")
    told = writes(post, ANN, "1.1: 0\n")
    assert says(post, "1.1") == {"rating": "0"}
    assert waits(post) == {}
    assert "Yours stands now, and Dee Holt is told." in told.body
    assert "0 Poor stands now: Ann Lee had seen your answer." in post.messages(DEE)[-1].body
    assert post.receipts()[-1].reason.endswith("1.1 rating: It was asked back, and is written once more.")
    assert post.round.events()[-2][4:] == ("answer recorded", "CSC 1.1")
    assert post.round.events()[-1][4:] == ("colleague's answer replaced", "CSC 1.1")


def test_another_answer_than_before_is_not_once_more(post: Post) -> None:
    writes(post, DEE, "1.1: 2\n")
    writes(post, ANN, "1.1: 0\n")
    writes(post, ANN, "1.1: 1\n")
    assert says(post, "1.1") == {"rating": "2"}
    assert kept(post) == [("Ann Lee", "1.1", "0 Poor"), ("Ann Lee", "1.1", "1 Fair")]
    assert waits(post) == {"CSC": ["1.1"]}


def test_once_more_counts_against_the_answer_it_was_asked_about(post: Post) -> None:
    writes(post, DEE, "1.1: 2\n")
    writes(post, ANN, "1.1: 0\n")
    writes(post, DEE, "1.1: 1\n")
    writes(post, ANN, "1.1: 0\n")
    assert says(post, "1.1") == {"rating": "1"}


def test_a_reply_to_what_showed_the_colleagues_answer_wins(post: Post) -> None:
    writes(post, DEE, "1.1: 2\n")
    told = writes(post, ANN, "1.1: 0\n")
    writes(post, ANN, "1.1: 1\n", reply_to=told)
    assert says(post, "1.1") == {"rating": "1"}
    assert "It replies to a letter that showed what Dee Holt answered." in post.receipts()[-1].reason


def test_a_form_of_before_the_colleagues_answer_has_not_shown_it(post: Post) -> None:
    before = writes(post, ANN, "1.3: no\n")
    writes(post, DEE, "1.1: 2\n")
    writes(post, ANN, "1.1: 0\n", reply_to=before)
    assert says(post, "1.1") == {"rating": "2"}


def test_the_colleague_settles_it_either_way(post: Post) -> None:
    writes(post, DEE, "1.1: 2\n1.3: no\n")
    writes(post, ANN, "1.1: 0\n1.3: yes\n")
    asked = post.messages(DEE)[-1]
    assert asked.subject == "2 questions: two answers, one stands"
    writes(post, DEE, "1.1: 2\n1.3: yes\n", reply_to=asked)
    assert (says(post, "1.1"), says(post, "1.3")) == ({"rating": "2"}, {"yes_no": "yes"})
    assert waits(post) == {}
    assert len(kept(post)) == 2


def quoting(text: str) -> str:
    return "".join(f"> {line}\n" for line in text.splitlines())


QUOTED = {
    "our acknowledgement": "(1.1) Does a named person lead?\nHow well? 2 Good",
    "the colleague's letter": "1.1: Good\n1.3: no",
    "their letter in other words": "Hello Ann,\n1.1 - Good\n1.3 - no",
}


@pytest.mark.parametrize("text", QUOTED.values(), ids=QUOTED)
def test_a_letter_that_quotes_the_colleagues_answer_wins(post: Post, text: str) -> None:
    writes(post, DEE, "1.1: 2\n")
    writes(post, ANN, "1.1: Poor\n\n" + quoting(text))
    assert says(post, "1.1") == {"rating": "0"}
    assert "It quotes what Dee Holt answered." in post.receipts()[-1].reason


@pytest.mark.parametrize("text", ["1.1: Fair", "1.2: 2", "1.1 We rate it 2 or 1.", "[1.1] Does a named person lead?"])
def test_a_letter_that_quotes_something_else_has_not_seen_it(post: Post, text: str) -> None:
    writes(post, DEE, "1.1: 2\n")
    writes(post, ANN, "1.1: Poor\n\n" + quoting(text))
    assert says(post, "1.1")["rating"] == "2"


def test_once_more_is_not_said_by_what_is_quoted(post: Post) -> None:
    writes(post, DEE, "1.1: 2\n")
    writes(post, ANN, "1.1: Poor\n")
    writes(post, ANN, "Thank you.\n\n" + quoting("1.1: Poor"))
    assert (says(post, "1.1"), waits(post)) == ({"rating": "2"}, {"CSC": ["1.1"]})
    assert sum(each.key.startswith("two answers") for each in post.messages(DEE)) == 1
    writes(post, ANN, "1.1: Poor\n\n" + quoting("1.1: Poor"))
    assert says(post, "1.1") == {"rating": "0"}


def test_words_add_up_and_each_corrects_their_own(post: Post) -> None:
    writes(post, DEE, "2.1: Shorter waits.\n")
    told = writes(post, ANN, "2.1: A new clinic.\n")
    assert says(post, "2.1") == {"text": "Shorter waits.\nA new clinic."}
    both = "A new clinic.\n(2.1) The words of Dee Holt stand before yours, and both count.\n"  # where they are shown
    assert both in told.body
    assert "<strong>Shorter waits.<br>A new clinic.</strong>" in told.html
    writes(post, ANN, "2.1: Two new clinics.\n")
    assert says(post, "2.1") == {"text": "Shorter waits.\nTwo new clinics."}
    writes(post, DEE, "2.1: Much shorter waits.\n")
    assert says(post, "2.1") == {"text": "Two new clinics.\nMuch shorter waits."}
    writes(post, DEE, "2.1: Two new clinics.\n")
    assert says(post, "2.1") == {"text": "Two new clinics."}
    assert (kept(post), waits(post)) == ([], {})


def test_the_letter_read_again_or_by_another_way_asks_nobody_twice(post: Post) -> None:
    writes(post, DEE, "1.1: 2\n")
    raw = letter(post, ANN, "1.1: 0\n", Message_ID="")
    post.room.receive(raw)
    before = (kept(post), len(post.round.answers()), says(post, "1.1"))
    assert post.room.receive(raw).outcome == "duplicate"
    post.room.receive(b"X-Forwarded-For: audit@anytown.example\r\n" + raw)
    assert (says(post, "1.1"), len(post.round.answers())) == (before[2], before[1])
    assert waits(post) == {"CSC": ["1.1"]}
    asked = [each for each in post.messages(DEE) if each.key.startswith("two answers")]
    assert len(asked) == 1


def test_of_letters_that_come_in_the_wrong_order_the_one_read_first_stands(post: Post) -> None:
    late, early = letter(post, ANN, "1.1: 0\n"), letter(post, DEE, "1.1: 2\n")
    post.room.receive(early)
    post.room.receive(late)
    assert says(post, "1.1") == {"rating": "2"}
    assert kept(post) == [("Ann Lee", "1.1", "0 Poor")]
    writes(post, ANN, "1.1: 0\n")
    assert says(post, "1.1") == {"rating": "0"}


def test_a_signed_return_keeps_its_answer_too(post: Post) -> None:
    told = writes(post, DEE, "1.1: 2\n1.2: yes, 2\n1.3: no\n2.1: Fewer children waited.\n2.4: 2\n")
    writes(post, DEE, "SUBMIT Dee Holt\n", reply_to=told)
    told = writes(post, ANN, "1.1: 0\n")
    assert says(post, "1.1") == {"rating": "2"}
    assert "The return was submitted before this letter.\n" in told.body
    assert "now counts" not in told.body


@pytest.mark.parametrize(
    ("via", "stands"), [("slack", "2"), ("terminal", "2"), ("email", "2"), ("import", "0"), ("command line", "0")]
)
def test_a_colleague_stands_by_whatever_way_they_answered(post: Post, via: str, stands: str) -> None:
    """A table or a manager's entry was said by nobody at the agency: its own people put that right."""
    with post.round.database.write.begin() as db:
        saying = Saying(Speaker("Dee Holt", via, NOON), "earlier")
        record(db, post.round.template, post.round.submission(db, "CSC"), [Given("1.1", "rating", "2")], saying)
    writes(post, ANN, "1.1: 0\n")
    assert says(post, "1.1") == {"rating": stands}


def test_what_came_by_letter_is_met_in_a_conversation(post: Post) -> None:
    """Dee is at the question when Ann's letter comes."""

    def dee(words: str | None, source: str) -> object:
        with post.round.database.write.begin() as db:
            contact = db.scalars(sa.select(Contact).where(Contact.email == DEE)).one()
            talker = Talker(
                db, post.round.template, post.round.submission(db, "CSC"), contact, today=today(post.clock[0])
            )
            saying = Saying(Speaker("Dee Holt", "terminal", post.clock[0]), source)
            return (hello(talker, saying) if words is None else speak(talker, words, saying)).pages[-1]

    dee(None, "terminal:1")
    writes(post, ANN, "1.1: 0\n")
    asked = dee("2", "terminal:2")
    assert isinstance(asked, Wanted)
    assert asked.lines[0] == "Ann Lee answered question 1.1 while you were writing: 0 Poor"
    assert says(post, "1.1") == {"rating": "0"}


def leaves(post: Post, who: str) -> None:
    with post.round.database.write.begin() as db:
        db.scalars(sa.select(Contact).where(Contact.email == who)).one().left_on = NOON.date()


def moves(post: Post, who: str) -> None:
    with post.round.database.write.begin() as db:
        moved = db.scalars(sa.select(Contact).where(Contact.email == who)).one()
        moved.agencies = [post.round.submission(db, "SCH").agency]


def bounces(post: Post, who: str) -> None:
    with post.round.database.write.begin() as db:
        db.scalars(sa.select(Contact).where(Contact.email == who)).one().bounced_at = NOON


def both_leave(post: Post, _: str) -> None:
    leaves(post, ANN)
    leaves(post, DEE)


def stays(_: Post, __: str) -> None:
    return None


BOTH, ONE = "Both are asked which is right.", "One of them is asked; the other cannot be any more."
NEITHER = "Neither can be asked any more: it waits until whoever speaks there now answers once more."


def in_digest(post: Post) -> list[str]:
    with post.round.database.read() as db:
        made = digest_of(db, post.round.audit(db), post.round.template, None, THEMES, post.clock[0]).digest
    return [line for each in made.sections for line in each.lines if "differently" in line]


def dee_answers(post: Post, via: str) -> None:
    if via == "letter":
        writes(post, DEE, "1.1: 2\n")
        return
    with post.round.database.write.begin() as db:
        saying = Saying(Speaker("Dee Holt", via, NOON), "earlier")
        record(db, post.round.template, post.round.submission(db, "CSC"), [Given("1.1", "rating", "2")], saying)


@pytest.mark.parametrize("via", ["letter", "slack", "terminal"])
@pytest.mark.parametrize("goes", [leaves, moves, bounces])
def test_who_cannot_be_asked_is_not_and_nobody_says_so(post: Post, goes: Gone, via: str) -> None:
    """Dee, whose answer stands, goes before Ann's letter comes: Ann is the only one of the two there."""
    dee_answers(post, via)
    goes(post, DEE)
    before = len(post.messages(DEE))
    told = writes(post, ANN, "1.1: 0\n").body
    assert "We kept 2 Good. Dee Holt cannot be asked any more. Write 1.1 once more if 0 Poor is right.\n" in told
    assert (says(post, "1.1"), len(post.messages(DEE))) == ({"rating": "2"}, before)
    assert in_digest(post) == [f"Two people answered differently at Children's Social Care (1.1). {ONE}"]
    assert "Yours stands now. Dee Holt could not be told." in writes(post, ANN, "1.1: 0\n").body
    assert in_digest(post) == []


@pytest.mark.parametrize("via", ["letter", "slack", "terminal"])
@pytest.mark.parametrize(
    ("goes", "who", "told"),
    [
        (stays, DEE, BOTH),
        (leaves, DEE, ONE),
        (leaves, ANN, ONE),
        (moves, DEE, ONE),
        (moves, ANN, ONE),
        (bounces, ANN, ONE),
        (both_leave, "", NEITHER),
    ],
)
def test_the_digest_says_who_of_the_two_is_asked_now(post: Post, goes: Gone, who: str, told: str, via: str) -> None:
    dee_answers(post, via)
    assert "cannot be asked" not in writes(post, ANN, "1.1: 0\n").body
    assert post.messages(DEE)[-1].subject == "Question 1.1: two answers, one stands"
    goes(post, who)
    assert in_digest(post) == [f"Two people answered differently at Children's Social Care (1.1). {told}"]


GREETED = {
    ANN: "You and Dee Holt answered question 1.1 differently. What Dee Holt said counts so far.",
    DEE: "You and Ann Lee answered question 1.1 differently. What you said counts so far.",
    "kit@csc.example": "Dee Holt and Ann Lee answered question 1.1 differently. What Dee Holt said counts so far.",
}


@pytest.mark.parametrize("who", GREETED)
@pytest.mark.parametrize("goes", [stays, leaves, moves])
def test_whoever_talks_to_us_hears_of_it_until_it_is_settled(post: Post, goes: Gone, who: str) -> None:
    """In a terminal as in Slack, whether the other of the two is there or not."""
    with post.round.database.write.begin() as db:
        agency = post.round.submission(db, "CSC").agency
        agency.contacts.append(Contact(name="Kit Orr", email="kit@csc.example"))
    writes(post, DEE, "1.1: 2\n")
    writes(post, ANN, "1.1: 0\n")
    goes(post, ANN if who == DEE else DEE)
    assert f"{GREETED[who]} To say which is right, type change 1.1." in greeted(post, who)
    writes(post, who if who == DEE else ANN, "1.1: 0\n")
    assert not [line for line in greeted(post, who) if "differently" in line]


def greeted(post: Post, who: str) -> tuple[str, ...]:
    post.wait(minutes=1)
    with post.round.database.write.begin() as db:
        contact = db.scalars(sa.select(Contact).where(Contact.email == who)).one()
        day = today(post.clock[0])
        talker = Talker(db, post.round.template, post.round.submission(db, "CSC"), contact, today=day)
        return hello(
            talker, Saying(Speaker(contact.name, "terminal", post.clock[0]), f"terminal:{post.clock[0]}")
        ).notes


MORE = {
    "More evidence for 2.1: two of them stayed.": "two of them stayed.",
    "Further to 2.1: two of them stayed.": "two of them stayed.",
    "1.1: 2, and add to 2.1: two of them stayed.": "two of them stayed.",
    "2.1: Also two of them stayed.": "Also two of them stayed.",
    "2.1\nMore evidence: two of them stayed.": "More evidence: two of them stayed.",
}


@pytest.mark.parametrize("says_more", MORE)
def test_more_words_stand_behind_the_writer_s_own_and_their_colleague_s_of_before(post: Post, says_more: str) -> None:
    writes(post, DEE, "2.1: The rota is new.\n")
    writes(post, ANN, "2.1: More of them came.\n")
    told = writes(post, ANN, f"{says_more}\n")
    words = f"The rota is new.\nMore of them came.\n{MORE[says_more]}"
    assert says(post, "2.1") == {"text": words}
    assert "(2.1) This adds to what you wrote before, which stays.\n" in told.body
    writes(post, DEE, "2.1: The rota is old.\n")
    assert says(post, "2.1") == {"text": f"More of them came.\n{MORE[says_more]}\nThe rota is old."}


@pytest.mark.parametrize(
    "anew", ["2.1: Two of them stayed.", "Re 2.1: Two of them stayed.", "Evidence for 2.1: Two of them stayed."]
)
def test_an_answer_given_anew_takes_the_place_of_the_writer_s_own(post: Post, anew: str) -> None:
    writes(post, ANN, "2.1: More of them came.\n")
    told = writes(post, ANN, f"{anew}\n")
    assert says(post, "2.1") == {"text": "Two of them stayed."}
    assert "which stays" not in told.body
