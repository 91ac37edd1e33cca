"""What people hear of a letter that a manager let in or set aside, and of what waited when an audit closed."""

from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from config.letters import open_letters
from config.partnerships import Manager, PartnershipTable
from config.themes import SHIPPED_THEMES, load_themes
from intake.audits import manage as decisions
from intake.letters import Reader
from intake.mail.inward import reply_address
from reports.digests import digest_of
from storage.nouns import Message
from tests.post import ANN, MANAGER, US, Post, postroom
from tests.rounds import Round, jo

DEPUTY = "di@west.example"  # the other manager
STRANGER = "sam@csc.example"
THEMES = load_themes(SHIPPED_THEMES)


@pytest.fixture
def post(round_of_small: Round, tmp_path: Path, reader: Reader) -> Post:
    made = postroom(round_of_small, tmp_path, reader)
    managers = [Manager(name="Mo Ray", email=MANAGER), Manager(name="Di Orr", email=DEPUTY)]
    tables = {key: PartnershipTable(key=key, name=f"The {key.title()}", managers=managers) for key in ("east", "west")}
    made.room = replace(made.room, stationery=replace(made.room.stationery, partnerships=tables))
    return made


def closes(post: Post) -> None:
    with post.round.database.write.begin() as db:
        decisions.close(db, post.round.audit(db), jo(), post.room.stationery)


def replies(post: Post, words: str, kind: str, manager: str = MANAGER) -> str:
    """A manager replies to our letter that asks for a decision."""
    asked = next(each for each in post.messages(manager) if each.key.startswith(kind))
    return post.comes(f"{words}\n", manager, asked.token).outcome


def last(post: Post, recipient: str) -> Message:
    return post.messages(recipient)[-1]


def waits(post: Post) -> tuple[str, ...]:
    with post.round.database.read() as db:
        made = digest_of(db, post.round.audit(db), post.round.template, None, THEMES, post.clock[0]).digest
    return next((each.lines for each in made.sections if each.title == "Waiting for you"), ())


CAME = {
    "answers": ("1.1: Good\n", "It counts for Children's Social Care in small, whose contact was told"),
    "thanks": ("Thank you very much.\n", "We found no new answer in it for Children's Social Care in small."),
}


@pytest.mark.parametrize(("words", "told"), CAME.values(), ids=CAME)
def test_everybody_hears_what_came_of_a_released_letter(post: Post, words: str, told: str) -> None:
    post.comes(words, STRANGER, post.form())
    assert replies(post, "RELEASE", "held:") == "answered"
    for manager in (MANAGER, DEPUTY):
        assert f"Mo Ray released letter 1 from {STRANGER}." in last(post, manager).body
        assert told in last(post, manager).body
    (taken_up,) = post.messages(STRANGER)  # nothing before: anybody may write with a token that leaked
    assert "It was taken up for Children's Social Care" in taken_up.body
    acknowledged = last(post, ANN).body
    assert f"came from {STRANGER}, and Mo Ray let it count." in acknowledged
    assert "your letter" not in acknowledged


def photograph() -> bytes:
    letter = EmailMessage(policy=SMTP)
    letter["From"], letter["Subject"] = f"Ann Lee <{ANN}>", "Re: Section 11"
    letter.set_content("Hope this is ok!\n")
    letter.add_attachment(b"\xff\xd8\xff\xe0" + bytes(200_000), "image", "jpeg", filename="IMG_2041.jpg")
    return letter.as_bytes()


def comes_as_a_photograph(post: Post) -> None:
    addressed = f"To: {reply_address(US, post.form())}\r\n".encode()
    assert post.room.receive(addressed + photograph()).outcome == "held"


def test_a_letter_that_was_answered_while_it_waited_is_answered_again_when_it_is_let_in(post: Post) -> None:
    """The first answer says that nobody could read the photograph, the second who let it count."""
    comes_as_a_photograph(post)
    assert replies(post, "RELEASE", "held:") == "answered"
    first, second = post.messages(ANN)
    assert "its answers were not read" in first.body
    assert "Mo Ray has looked at your letter and let it count." in second.body
    assert "whose contact was told what we recorded" in last(post, MANAGER).body


def test_no_manager_is_told_that_a_contact_was_told_where_the_letter_could_not_be_written(
    post: Post, tmp_path: Path
) -> None:
    comes_as_a_photograph(post)
    (tmp_path / "acknowledgement.j2").write_text("{{ nothing.of.that.name }}")
    post.room = replace(post.room, stationery=replace(post.room.stationery, letters=open_letters(tmp_path)))
    assert replies(post, "RELEASE", "held:") == "answered"
    told = " ".join(last(post, MANAGER).body.split())
    assert "contact could not be written, so tell them yourself." in told
    assert len(post.messages(ANN)) == 1


def test_a_contacts_own_letter_is_called_theirs(post: Post) -> None:
    post.comes("1.1: Good\n", ANN, post.form(), Reply_To=STRANGER)
    replies(post, "RELEASE", "held:")
    assert "what we have recorded for Children's Social Care from your letter." in last(post, ANN).body
    assert post.messages(STRANGER) == []


def test_the_other_manager_hears_of_a_letter_that_was_set_aside(post: Post) -> None:
    post.comes("1.1: Good\n", STRANGER, post.form())
    replies(post, "DISCARD", "held:")
    assert f"Mo Ray discarded letter 1 from {STRANGER}. Nothing in it counts." in last(post, DEPUTY).body
    assert post.messages(STRANGER) == []


def test_a_letter_released_after_the_close_is_not_recorded_and_the_manager_hears_it(post: Post) -> None:
    post.comes("1.1: Good\n", STRANGER, post.form())
    closes(post)
    replies(post, "RELEASE", "held:")
    assert "Nothing in it was recorded, for the audit small is closed." in last(post, MANAGER).body
    assert "s11 audit reopen small" in last(post, MANAGER).body
    assert post.round.answers() == []


def test_a_question_is_answered_after_the_close(post: Post) -> None:
    post.comes("Which year is this about?\n", token=post.form())
    closes(post)
    assert waits(post) == (
        "Words that need your answer came from Children's Social Care. Reply to our letter about it.",
    )
    assert replies(post, "The school year 2025-26.", "plea:") == "answered"
    assert "The school year 2025-26." in last(post, ANN).body
    assert waits(post) == ()
    assert post.round.first_bad_entry() is None


@pytest.mark.parametrize("words", ["YES", "20 July"])
def test_a_wish_cannot_be_granted_after_the_close_and_can_be_refused(post: Post, words: str) -> None:
    """To close settles what waits; this audit was closed before it did."""
    post.comes("MORE TIME until 14 July\n", token=post.form())
    post.round.close()
    assert waits(post) == ("More time is asked for by Children's Social Care. Reply to our letter about it.",)
    assert replies(post, words, "plea:") == "nothing_new"
    told = last(post, MANAGER).body
    assert "The audit small is closed, so NO is all that can be decided." in told
    assert "Reply to this letter to decide" not in told
    assert replies(post, "NO", "plea:") == "answered"
    assert "Mo Ray has decided. Nothing changes." in last(post, ANN).body
    assert waits(post) == ()


OFFERED = {
    "MORE TIME until 14 July": "Write YES, or a date such as 4 December alone on the first line, or NO.",
    "MORE TIME": "Write a date such as 4 December alone on the first line, or NO.",
    "NOT ME, ask Bill Hall, bill@csc.example": "Write YES, or a name and an address on the first line, or NO.",
    "NOT ME": "Write a name and an address on the first line, or NO.",
}


@pytest.mark.parametrize(("asked", "told"), OFFERED.items(), ids=OFFERED)
def test_what_is_asked_back_names_every_word_that_the_letter_offered(post: Post, asked: str, told: str) -> None:
    post.comes(f"{asked}\n", token=post.form())
    replies(post, "Let me think.", "plea:")
    assert told in last(post, MANAGER).body
