"""What a reply asks of a manager, and the manager's reply to that: letters in, letters out."""

import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from config.partnerships import Manager, PartnershipTable
from config.questionnaire import Template
from config.themes import SHIPPED_THEMES, load_themes
from intake.actions import ABOUT_MEETING, set_meeting
from intake.audits import extend
from intake.ledger import Saying
from intake.letters import NamedPerson, Reader, person_named, questions_to_us, says_more_than_thanks, wishes
from intake.mail.back import own_words
from intake.mail.inward.verdict import Verdict, verdict
from intake.mail.outward import Deciding, name_contact
from reports.digests import digest_of
from storage.nouns import MeetingEntry, Message, Plea, Submission
from storage.record import current_answers, first_bad_entry, trail
from tests.post import ANN, MANAGER, US, Post, postroom
from tests.rounds import NOON, Round

THEMES = load_themes(SHIPPED_THEMES)
DEPUTY = "di@west.example"  # the other manager
BILL = "bill.hall@csc.example"


@pytest.fixture
def post(round_of_small: Round, tmp_path: Path, reader: Reader) -> Post:
    """Two managers, either of whom may decide."""
    made = postroom(round_of_small, tmp_path, reader)
    managers = [Manager(name="Mo Ray", email=MANAGER), Manager(name="Di Orr", email=DEPUTY)]
    tables = {key: PartnershipTable(key=key, name=f"The {key.title()}", managers=managers) for key in ("east", "west")}
    made.room = replace(made.room, stationery=replace(made.room.stationery, partnerships=tables))
    return made


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("MORE TIME until 20 March", ["more time"]),
        ("> more time, please: our lead is on leave", ["more time"]),
        ("Hello\nCould we have an extension?", ["more time"]),
        ("NOT ME. Ask Bo Lee, bo@surgery.example.org", ["not me"]),
        ("I\u2019m not the right person, try the practice manager", ["not me"]),
        ("MORE TIME please\nNOT ME after May", ["more time", "not me"]),
        ("Staff would like more time for training.", []),
        ("It was not meant that way.", []),
        ("", []),
    ],
)
def test_wishes(words: str, said: list[str]) -> None:
    assert [each.wish for each in wishes([words])] == said


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("NOT ME\nPlease ask Bill Hall, bill.hall@csc.example", "Bill Hall"),
        ("NOT ME - Bill Hall <bill.hall@csc.example>", "Bill Hall"),
        ("NOT ME\nBill Hall\nbill.hall@csc.example", "Bill Hall"),
        ("NOT ME. Write to bill.hall@csc.example (Bill Hall, our lead).", "Bill Hall"),
        ("Not me, my colleague is bill.hall@csc.example", "Bill Hall"),
        ("NOT ME\nIt's Dr Bill Hall you want, bill.hall@csc.example", "Dr Bill Hall"),
        ("NOT ME. That\u2019s Bill Hall (bill.hall@csc.example)", "Bill Hall"),
        ("NOT ME: You Want Bill Hall, bill.hall@csc.example", "Bill Hall"),
        ("NOT ME bill.hall@csc.example or jo@csc.example", None),
        ("NOT ME, ask Bill Hall", None),
        ("NOT ME\nAnn Lee\nann@csc.example", None),
    ],
)
def test_the_person_named(words: str, name: str | None) -> None:
    assert person_named(words, {ANN}) == (NamedPerson(name, BILL) if name else None)


@pytest.mark.parametrize(
    ("remarks", "asks"),
    [
        (["Does this cover our sixth form as well? Which year do you mean?"], True),
        (["We are three nurseries.", "Do we answer once?"], True),
        (["Which year?"], True),
        (["B?"], False),
        (["Fair or good?"], False),
        (["2?"], False),
        (["Could we have more time?"], False),  # a wish, with a letter of its own
        (["NOT ME", "Could you ask Bill Hall, bill.hall@csc.example?"], False),
        (["MORE TIME until 1 May", "Does this cover our sixth form?"], True),
        (["We will send it soon."], False),
    ],
)
def test_what_is_a_question(small: Template, remarks: list[str], asks: bool) -> None:
    assert (questions_to_us(remarks, small.scale) is not None) == asks


@pytest.mark.parametrize(
    ("words", "says_more"),
    [
        ("Thank you very much, Mo.", False),
        ("Hi Mo\nOK, noted.\nKind regards\nAnn Lee", False),
        ("I will send the rest next week.", False),
        ("Thanks Mo, very helpful", False),
        ("That's really clear, thank you for the quick reply.", False),
        ("Our lead is off sick.", True),
        ("Thanks, the link is broken", True),
    ],
)
def test_what_says_more_than_thanks(words: str, says_more: bool) -> None:
    assert says_more_than_thanks([words], ["Ann Lee", "Mo Ray"]) == says_more


MAY = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("YES", Verdict("yes")),
        ("*Yes*, thank you!", Verdict("yes")),
        ("no.", Verdict("no")),
        ("4 May", Verdict("", MAY)),
        ("Until Monday 4th May 2026 please", Verdict("", MAY)),
        ("YES, to 04/05/2026", Verdict("yes", MAY)),
        ("Bill Hall, bill.hall@csc.example", Verdict("", person=NamedPerson("Bill Hall", BILL))),
        ("Yes: Bill Hall <bill.hall@csc.example>", Verdict("yes", person=NamedPerson("Bill Hall", BILL))),
        ("No problem", Verdict()),
        ("No, 4 May", Verdict()),
        ("Yes if they send 1.1 first", Verdict()),
        ("4 May or 11 May", Verdict()),
        ("The meeting of 4 May has decided", Verdict()),
        ("Not bill.hall@csc.example", Verdict()),
        ("Who is this?", Verdict()),
    ],
)
def test_what_a_first_line_decides(line: str, said: Verdict) -> None:
    assert verdict(line, NOON.date(), {ANN}) == said


OURS = "Dear Mo Ray,\n\nAnn Lee of Children's Social Care asks for more time.\n"
QUOTED = "".join(f"> {line}\n" for line in OURS.splitlines())


@pytest.mark.parametrize(
    ("reply", "own"),
    [
        (f"Yes.\n\n{QUOTED}", ["Yes."]),
        (f"{QUOTED}\nYes.\n", ["Yes."]),
        (f"Yes.\n\nOn Mon, 2 Mar 2026 at 10:00, Audit <{US}> wrote:\n{QUOTED}", ["Yes."]),
        (f"Yes.\n\nFrom: Audit\nSent: Monday\nTo: Mo Ray\nSubject: CSC\n\n{OURS}", ["Yes."]),
        ("Hi Ann,\n\nYes.\nBoth years.\n\nKind regards\nMo Ray\n01632 960 555", ["Yes.", "Both years."]),
        ("Yes.\n\nSent from my iPhone", ["Yes."]),
        ("Yes.\n\nMo\nSent from Outlook for iOS", ["Yes."]),
        (QUOTED, []),
    ],
)
def test_a_persons_own_words(reply: str, own: list[str]) -> None:
    assert own_words(reply, [OURS], "Mo Ray") == own


def replies(post: Post, words: str, manager: str = MANAGER, **fields: str) -> str:
    """A manager replies to the first letter that asks them for a decision; the outcome of the reply."""
    asked = next(each for each in post.messages(manager) if each.key.startswith("plea:"))
    quoted = "".join(f"> {line}\n" for line in asked.body.splitlines())
    return post.comes(f"{words}\n\n{quoted}", fields.pop("sender", manager), asked.token, **fields).outcome


def last(post: Post, recipient: str) -> Message:
    return post.messages(recipient)[-1]


def plea(post: Post) -> Plea:
    with post.round.database.read() as db:
        return db.scalars(sa.select(Plea)).one()


def csc(post: Post) -> Submission:
    with post.round.database.read() as db:
        return post.round.submission(db, "CSC")


def speakers(post: Post) -> Iterable[str]:
    with post.round.database.read() as db:
        return [each.email for each in post.round.submission(db, "CSC").agency.contacts]


def waits(post: Post) -> tuple[str, ...]:
    with post.round.database.read() as db:
        made = digest_of(db, post.round.audit(db), post.round.template, None, THEMES, post.clock[0]).digest
    return next((each.lines for each in made.sections if each.title == "Waiting for you"), ())


def test_the_lines_that_follow_reach_each_manager_and_the_writer_hears_who_decides(post: Post) -> None:
    post.comes(f"NOT ME\n\nPlease ask Bill Hall, {BILL}\n", token=post.form())
    for manager in (MANAGER, DEPUTY):
        (told,) = post.messages(manager)
        assert told.subject == "CSC says somebody else should be asked"
        assert f"> Please ask Bill Hall, {BILL}" in told.body
        assert f"YES asks Bill Hall ({BILL}) instead" in told.body
    (answer,) = post.messages(ANN)
    assert "We have told Mo Ray and Di Orr, and one of them decides." in answer.body
    assert "[1.1]" not in answer.body  # not the whole form again
    assert waits(post) == ("Somebody else should be asked at Children's Social Care. Reply to our letter about it.",)


@pytest.mark.parametrize("where", ["{plea}\n{quoted}", "{quoted}\n{plea}"], ids=["above", "below"])
def test_not_me_beside_a_reminder_of_one_question_is_no_answer_to_it(post: Post, small: Template, where: str) -> None:
    asked = "[1.1] Does a named person lead?\nHow well? (2, 1, 0 or N/A)\n\nHow do you know?\n"
    post.round.template = replace(small, questions=small.questions[:1])  # the reminder asks one
    plea_ = f"NOT ME\n\nPlease ask Bill Hall, {BILL}\n"
    post.comes(where.format(plea=plea_, quoted=post.quoted(asked)), token=post.form(text=asked))
    assert post.round.answers() == []
    assert f"Please ask Bill Hall, {BILL}" in plea(post).words


def test_yes_asks_the_person_named_instead(post: Post) -> None:
    post.comes(f"NOT ME\n\nPlease ask Bill Hall, {BILL}\n", token=post.form(), Message_ID="<ann-1@csc.example>")
    assert replies(post, "YES") == "answered"
    assert speakers(post) == [BILL]
    assert post.contact(BILL).name == "Bill Hall"
    (invited,) = post.messages(BILL)
    assert "[1.1] Does a named person lead?" in invited.body
    assert {each["name"] for each in invited.attachments} == {"small.xlsx", "small.docx"}
    told = last(post, ANN)
    assert f"Mo Ray has decided. Bill Hall ({BILL}) is asked." in told.body
    assert "You will get no more reminders about it." in told.body
    assert told.in_reply_to == "<ann-1@csc.example>"
    assert f"Mo Ray has decided. Bill Hall ({BILL}) is asked." in last(post, DEPUTY).body
    assert waits(post) == ()
    assert post.comes("1.1: Good\n", BILL, invited.token).outcome == "answered"


def test_a_manager_names_the_person(post: Post) -> None:
    post.comes("NOT ME\n", token=post.form())
    assert "YES" not in post.messages(MANAGER)[0].body
    assert replies(post, "YES") == "nothing_new"
    assert "Write a name and an address on the first line, or NO." in last(post, MANAGER).body
    assert replies(post, f"I will do it: Mo Ray, {MANAGER}") == "nothing_new"
    assert f"{MANAGER} is ours, or of a manager, and is not asked for CSC." in last(post, MANAGER).body
    assert replies(post, f"Bill Hall, {BILL}") == "answered"
    assert speakers(post) == [BILL]


GIVEN = {
    "YES": ("MORE TIME until 14 July please, our lead is on leave", "YES", date(2026, 7, 14)),
    "another day": ("MORE TIME until 14 July please", "7 July", date(2026, 7, 7)),
    "a day where none was named": ("Could we have an extension?", "YES, until 7 July", date(2026, 7, 7)),
}


@pytest.mark.parametrize(("asked", "word", "until"), GIVEN.values(), ids=GIVEN)
def test_more_time_is_given_by_reply(post: Post, asked: str, word: str, until: date) -> None:
    post.comes(asked, token=post.form())
    assert replies(post, word) == "answered"
    assert csc(post).extended_to == until
    assert f"Mo Ray has decided. Children's Social Care has until {until:%A %-d %B %Y}." in last(post, ANN).body
    assert waits(post) == ()


def test_an_answer_below_more_time_is_recorded(post: Post) -> None:
    assert post.comes("MORE TIME until 14 July\n1.1: Good\n", token=post.form()).outcome == "answered"
    with post.round.database.read() as db:
        (answer,) = current_answers(db, [post.round.submission(db, "CSC").id])
    assert (answer.question, answer.value) == ("1.1", "2")
    assert plea(post).words == "MORE TIME until 14 July"


def test_no_changes_nothing_and_is_told(post: Post) -> None:
    post.comes("MORE TIME until 14 July", token=post.form())
    assert replies(post, "NO") == "answered"
    assert csc(post).extended_to is None
    assert "Mo Ray has decided. Nothing changes." in last(post, ANN).body


def wished(post: Post) -> list[tuple[str, str]]:
    with post.round.database.read() as db:
        return [(each.wish, each.words) for each in db.scalars(sa.select(Plea).order_by(Plea.id))]


@pytest.mark.parametrize("again", ["MORE TIME\n14 July", "MORE TIME\n21 July", "MORE TIME until 14 July"])
def test_what_was_asked_before_may_be_asked_again(post: Post, again: str) -> None:
    """Our answer repeats what was asked, and these words are the writer's all the same."""
    token = post.form()
    post.comes("MORE TIME\n14 July", token=token)
    post.comes("MORE TIME until 14 July", token=token)
    post.comes(again, token=token)
    assert wished(post)[-1] == ("more time", again)
    assert len(wished(post)) == 3


def test_our_answer_without_marks_below_a_reply_asks_for_nothing(post: Post) -> None:
    token = post.form()
    post.comes("MORE TIME\n14 July", token=token)
    answer = last(post, ANN)
    assert post.comes(f"1.1: Good\n\n{answer.body}", token=answer.token).outcome == "answered"
    assert wished(post) == [("more time", "MORE TIME\n14 July")]


@pytest.mark.parametrize(
    ("asked", "is_offered"), [("14 July", True), ("1 March", False), ("2 March", False), ("30 June", False)]
)
def test_yes_is_offered_for_a_later_day_alone(post: Post, asked: str, is_offered: bool) -> None:
    post.comes(f"MORE TIME until {asked}", token=post.form())
    assert ("YES gives them" in post.messages(MANAGER)[0].body) == is_offered


def test_yes_is_offered_for_no_day_that_everybody_has_since(post: Post) -> None:
    token = post.form()
    with post.round.database.write.begin() as db:
        submission = post.round.submission(db, "CSC")
        submission.extended_to, submission.audit.due = date(2026, 7, 14), date(2026, 7, 31)
    post.comes("MORE TIME until 21 July", token=token)
    assert "YES gives them" not in post.messages(MANAGER)[0].body


UNCLEAR = {
    "no word we know": (
        "MORE TIME",
        "Let me think.",
        "Write a date such as 4 December alone on the first line, or NO.",
    ),
    "yes to no day": ("MORE TIME", "YES", "Write a date such as 4 December alone on the first line, or NO."),
    "a day that is no later": ("MORE TIME", "1 June", "small is due on 30 June 2026. Give a later day."),
    "a day of last week, without a year": ("MORE TIME", "27/2", "27 February 2026 is past. Write a later day."),
    "nothing at all": ("Which year is it about?", "", "We found no words of yours above the letter that you quote."),
}


@pytest.mark.parametrize(("asked", "words", "told"), UNCLEAR.values(), ids=UNCLEAR)
def test_what_is_not_plain_is_asked_back_under_the_same_token(post: Post, asked: str, words: str, told: str) -> None:
    post.comes(asked, token=post.form())
    assert replies(post, words) == "nothing_new"
    asked_back = last(post, MANAGER)
    assert told in asked_back.body
    assert asked_back.token == post.messages(MANAGER)[0].token
    assert plea(post).decided_at is None
    assert len(post.messages(DEPUTY)) == 1


def test_the_first_manager_decides_and_the_second_is_told_by_whom(post: Post) -> None:
    post.comes("MORE TIME until 14 July", token=post.form())
    replies(post, "YES")
    assert last(post, DEPUTY).subject == "CSC: decided by Mo Ray"
    assert replies(post, "NO", DEPUTY) == "nothing_new"
    assert "Mo Ray decided this before. Children's Social Care has until" in last(post, DEPUTY).body
    assert csc(post).extended_to == date(2026, 7, 14)


@pytest.mark.parametrize(
    "fields", [{"sender": "evil@bad.example"}, {"sender": ANN}, {"Reply_To": "evil@bad.example"}], ids=str
)
def test_nobody_else_decides(post: Post, fields: dict[str, str]) -> None:
    post.comes(f"NOT ME, ask Bill Hall, {BILL}", token=post.form())
    assert replies(post, "YES", **fields) == "held"
    assert (plea(post).decided_at, speakers(post)) == (None, [ANN])


def test_where_a_server_vouches_a_manager_needs_its_word_too(
    round_of_small: Round, tmp_path: Path, reader: Reader
) -> None:
    strict = postroom(round_of_small, tmp_path, reader, "mx.anytown.example")
    proof = "mx.anytown.example; dmarc=pass header.from={}"
    strict.comes("MORE TIME until 14 July", token=strict.form(), Authentication_Results=proof.format("csc.example"))
    assert replies(strict, "YES") == "held"
    assert replies(strict, "YES", Authentication_Results=proof.format("west.example")) == "answered"
    assert csc(strict).extended_to == date(2026, 7, 14)


def test_a_question_goes_to_the_manager_and_the_answer_back(post: Post) -> None:
    asked = "Does this cover our sixth form as well? Which year do you mean?\n\nAnn\n"
    post.comes(asked, token=post.form(), Message_ID="<ann-2@csc.example>")
    assert "> Does this cover our sixth form as well? Which year do you mean?" in post.messages(MANAGER)[0].body
    (passed,) = post.messages(ANN)
    assert "We have told Mo Ray and Di Orr, and one of them answers." in passed.body
    assert "[1.1]" not in passed.body
    assert waits(post) == (
        "Words that need your answer came from Children's Social Care. Reply to our letter about it.",
    )
    assert replies(post, "Hi Ann,\n\nYes, it does.\nThe school year 2026-27.\n\nKind regards\nMo Ray") == "answered"
    answer = last(post, ANN)
    assert answer.in_reply_to == "<ann-2@csc.example>"
    assert last(post, DEPUTY).subject == "CSC: answered by Mo Ray"
    told, _, after = answer.body.partition("You wrote:")
    assert told.endswith("Mo Ray answers your letter about Children's Social Care:\n\nYes, it does.\n"
                         "The school year 2026-27.\n\n")  # fmt: skip
    assert "Kind regards" not in answer.body
    assert "Reply to this letter, above our words" not in after
    assert waits(post) == ()
    assert post.comes("1.1: Good\n" + post.quoted(answer.body), token=answer.token).outcome == "answered"


def test_a_question_beside_answers_is_passed_on_with_their_acknowledgement(post: Post) -> None:
    post.comes("Do we answer for the nurseries too?\n\n1.1: Good\n", token=post.form())
    (answer,) = post.messages(ANN)
    assert "WHAT WE UNDERSTOOD" in answer.body
    assert "WHAT WE PASSED ON\nYour words need a person's answer." in answer.body
    assert "What we passed on" in answer.html
    assert "Do we answer for the nurseries too?" in post.messages(MANAGER)[0].body


QUIET = {
    "thanks": "Thank you very much.\n",
    "a rating in doubt": "1.1: Good?\n",
    "answers": "1.1: Good\n",
    "submit": "SUBMIT\n",
}


@pytest.mark.parametrize("words", QUIET.values(), ids=QUIET)
def test_what_needs_no_person_bothers_none(post: Post, words: str) -> None:
    post.comes(words, token=post.form())
    assert post.messages(MANAGER) == []
    assert len(post.messages(ANN)) == 1


def test_words_that_came_to_nothing_wait_for_a_person(post: Post) -> None:
    post.comes("Our safeguarding lead is off sick and nobody stands in.\n", token=post.form())
    assert "> Our safeguarding lead is off sick and nobody stands in." in post.messages(MANAGER)[0].body


def test_the_same_letter_read_again_asks_once(post: Post) -> None:
    raw = post.letter("MORE TIME until 14 July\n", token=post.form())
    post.room.receive(raw)
    post.room.receive(raw)
    assert [len(post.messages(each)) for each in (MANAGER, DEPUTY, ANN)] == [1, 1, 1]


def test_a_program_that_asks_for_ever_is_answered_so_often_and_no_more(post: Post) -> None:
    token = post.form()
    for number in range(25):
        post.comes(f"What is ticket {number} about?\n", token=token)
    assert [len(post.messages(each)) for each in (MANAGER, ANN)] == [20, 20]


def test_a_decision_at_the_command_line_decides_too(post: Post) -> None:
    post.comes("MORE TIME until 14 July", token=post.form())
    with post.round.database.write.begin() as db:
        speaker = trail.Speaker("operator", "command line", NOON)
        extend(db, post.round.submission(db, "CSC"), speaker, date(2026, 7, 7), post.room.stationery)
    assert waits(post) == ()
    assert replies(post, "YES") == "nothing_new"
    assert "operator decided this before." in last(post, MANAGER).body
    assert csc(post).extended_to == date(2026, 7, 7)


@pytest.mark.parametrize("is_set", [True, False], ids=["the day was given before", "the day is new"])
def test_managers_hear_of_a_day_given_at_the_command_line(post: Post, is_set: bool) -> None:
    token = post.form()
    if is_set:
        extends(post)
    post.comes("MORE TIME until 14 July", token=token)
    extends(post)
    told = "Children's Social Care has until Tuesday 7 July 2026."
    for manager in (MANAGER, DEPUTY):
        assert f"operator has decided. {told}" in last(post, manager).body
    assert f"operator has decided. {told}" in last(post, ANN).body
    assert len([each for each in post.messages(ANN) if told[:-1] in each.body]) == 1


def extends(post: Post) -> None:
    with post.round.database.write.begin() as db:
        speaker = trail.Speaker("operator", "command line", NOON)
        extend(db, post.round.submission(db, "CSC"), speaker, date(2026, 7, 7), post.room.stationery)


def names(post: Post, email: str, **given: str) -> None:
    """A person at the command line, or in Slack, says whom to ask."""
    keep = lambda file: post.room.store.put(io.BytesIO(file)).sha256  # noqa: E731
    with post.round.database.write.begin() as db:
        speaker = trail.Speaker("operator", "command line", NOON)
        name_contact(
            db, post.round.submission(db, "CSC").agency, email, Deciding(post.room.stationery, keep, speaker), **given
        )


def test_whom_to_ask_named_at_the_command_line_does_what_a_reply_does(post: Post) -> None:
    post.comes("NOT ME\n", token=post.form())
    names(post, BILL, name="Bill Hall")
    assert speakers(post) == [BILL]
    (invited,) = post.messages(BILL)
    assert "[1.1] Does a named person lead?" in invited.body
    told = f"operator has decided. Bill Hall ({BILL}) is asked."
    assert told in last(post, ANN).body
    assert "You will get no more reminders about it." in last(post, ANN).body
    assert [told in last(post, each).body for each in (MANAGER, DEPUTY)] == [True, True]
    assert waits(post) == ()


def test_a_new_number_for_the_writer_decides_nothing(post: Post) -> None:
    post.comes(f"NOT ME, ask Bill Hall, {BILL}", token=post.form())
    names(post, ANN, phone="01632 960 001")
    assert (plea(post).decided_at, speakers(post)) == (None, [ANN])


def test_the_trail_tells_no_words_of_it_and_holds(post: Post) -> None:
    post.comes(f"NOT ME, ask Bill Hall, {BILL}", token=post.form())
    replies(post, "YES")
    with post.round.database.read() as db:
        assert first_bad_entry(db, post.round.audit(db)) is None
    told = str(post.round.events())
    assert "plea kept" in told
    assert "bill.hall" not in told


@pytest.mark.parametrize(
    ("words", "kept", "told"),
    [
        ("They talked of training.\nActions: 44", ["note"], "One thing is not: There is no action 44"),
        ("x" * 2001, [], "Nothing of your letter about meeting 1 is kept. Use 2000 characters"),
        ("", [], "We found no words of yours above the letter that you quote."),
        ("It went well.", ["note"], ""),
    ],
    ids=["no such action", "too long", "no words", "good"],
)
def test_a_manager_hears_what_of_a_meeting_was_not_kept(post: Post, words: str, kept: list[str], told: str) -> None:
    token = f"s11-{'a' * 16}"
    with post.round.database.write.begin() as db:
        saying = Saying(trail.Speaker("Mo Ray", "command line", NOON), "cli:1", "partnership")
        made = set_meeting(db, post.round.audit(db), None, date(2026, 2, 27), "All of us", "west", saying)
        key = f"{ABOUT_MEETING}{made.id}:x:{MANAGER}"
        db.add(Message(key=key, via="email", recipient=MANAGER, subject="?", body="What was said?", token=token))
    post.comes(f"{words}\n", MANAGER, token)
    with post.round.database.read() as db:
        assert [each.kind for each in db.scalars(sa.select(MeetingEntry))] == kept
    assert told in last(post, MANAGER).body
    assert len(post.messages(MANAGER)) == (2 if told else 1)
    assert {each.token for each in post.messages(MANAGER)} == {token}  # a reply to it goes on
