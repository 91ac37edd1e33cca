"""Letters come in: kept first, believed only with proof, and never lost, doubled or answered in a loop."""

import hashlib
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from intake.letters import Header, Letter, Reader, away_until, kind_of
from intake.letters.mime import read_letter
from intake.mail.inward.route import is_proved
from storage.evidence import Missing
from storage.nouns import Message
from tests.post import MANAGER, US, Post, postroom
from tests.rounds import NOON, Round

OURS = "mx.anytown.example"
PASS = f"{OURS}; spf=pass; dkim=pass; dmarc=pass (p=REJECT) header.from=csc.example"


@pytest.fixture
def post(round_of_small: Round, tmp_path: Path, reader: Reader) -> Post:
    return postroom(round_of_small, tmp_path, reader)


@pytest.fixture
def strict(round_of_small: Round, tmp_path: Path, reader: Reader) -> Post:
    """A deployment that says whose word on senders it takes."""
    return postroom(round_of_small, tmp_path, reader, OURS)


def test_the_raw_bytes_are_kept_as_they_came(post: Post) -> None:
    raw = post.letter(token=post.form())
    outcome = post.room.receive(raw)
    assert outcome.raw_sha256 == hashlib.sha256(raw).hexdigest()
    with post.room.store.open(outcome.raw_sha256) as kept:
        assert kept.read() == raw
    (receipt,) = post.receipts()
    assert (receipt.sender, receipt.subject, receipt.size) == ("ann@csc.example", "Re: Section 11 audit", len(raw))
    with pytest.raises(Missing):
        post.room.store.stat("0" * 64)


def test_a_letter_goes_where_its_token_says(post: Post) -> None:
    token = post.form()
    for fields in (
        {"token": token},
        {"References": f"<a@b.example> <{token}@anytown.example>"},
        {"In_Reply_To": f"<{token.upper()}@anytown.example>"},
        {"Delivered_To": f"audit+{token}@anytown.example"},
    ):
        outcome = post.comes(**fields)
        assert (outcome.audit, outcome.agency, outcome.outcome) == ("small", "CSC", outcome.outcome), fields
        assert outcome.outcome != "held", fields
    outcome = post.comes(f"1.1: Good\n\n> Letter reference: {token}\n")
    assert (outcome.agency, outcome.outcome == "held") == ("CSC", False)


def test_the_same_letter_counts_once(post: Post) -> None:
    """Fetched again, and delivered to two addresses, so that servers wrote different lines above it."""
    token = post.form()
    raw = post.letter(token=token)
    first = post.room.receive(raw)
    assert post.room.receive(raw).outcome == "duplicate"
    other_way = b"Delivered-To: second@anytown.example\r\n" + raw
    assert post.room.receive(other_way).outcome == "duplicate"
    assert first.outcome != "duplicate"
    assert [each.outcome for each in post.receipts()] == [first.outcome, "duplicate"]


def test_a_message_id_with_another_body_is_another_letter(post: Post) -> None:
    token = post.form()
    first = post.comes("1.1: Good\n", token=token, Message_ID="<same@csc.example>")
    second = post.comes("1.1: Fair\n", token=token, Message_ID="<same@csc.example>")
    assert "duplicate" not in (first.outcome, second.outcome)


def test_letters_without_a_message_id_are_letters(post: Post) -> None:
    token = post.form()
    outcomes = {post.comes(f"1.1: {word}\n", token=token, Message_ID="").outcome for word in ("Good", "Fair")}
    assert "duplicate" not in outcomes
    assert len(post.receipts()) == 2


HELD = {
    "a contact's name on a stranger's address": {"sender": "Ann Lee <evil@bad.example>"},
    "a contact's address as a stranger's name": {"sender": '"ann@csc.example" <evil@bad.example>'},
    "an address that parses two ways": {"sender": "ann@csc.example <evil@bad.example>"},
    "two addresses": {"sender": "ann@csc.example, evil@bad.example"},
    "two From lines": {"sender": "ann@csc.example\r\nFrom: evil@bad.example"},
    "replies go elsewhere": {"Reply_To": "evil@bad.example"},
    "a contact of another agency": {"sender": "bo@sch.example"},
    "no sender": {"sender": ""},
}


@pytest.mark.parametrize("fields", HELD.values(), ids=HELD)
def test_a_doubtful_sender_is_held_for_a_person(post: Post, fields: dict[str, str]) -> None:
    outcome = post.comes(token=post.form(), **fields)
    assert (outcome.outcome, outcome.agency) == ("held", "CSC")
    assert outcome.reason
    assert post.round.answers() == []
    (told,) = post.messages(MANAGER)
    assert told.subject == "A letter needs your decision: Re: Section 11 audit"
    assert outcome.reason in told.body


def test_the_letter_about_a_held_one_is_cut_between_words_and_shows_no_empty_lines(post: Post) -> None:
    subject = "Re: Section 11 audit of the agencies of the county: Example Surgery, by Friday 18 December 2026"
    words = "Dear all,\n\n\n" + "We have met the board twice. " * 40
    post.comes(words, sender="eve@evil.example", token=post.form(), Subject=subject)
    (told,) = post.messages(MANAGER)
    assert told.subject == "A letter needs your decision: " + subject.replace(" 18 December 2026", "…")
    begins = told.body.partition("It begins:\n\n")[2].partition("\n\n")[0].splitlines()
    assert begins[0] == "> Dear all,"
    assert begins[1].startswith("> We have met the board twice. We")
    assert begins[1].endswith(("We…", "have…", "met…", "the…", "board…", "twice.…"))


@pytest.mark.parametrize("fields", HELD.values(), ids=HELD)
def test_a_doubtful_sender_is_told_nothing_that_leaks(post: Post, fields: dict[str, str]) -> None:
    post.comes(token=post.form(), **fields)
    for told in post.messages():
        if told.recipient != MANAGER:
            words = (told.body + told.html + told.token).lower()
            assert [word for word in ("csc", "social care", "small", "named person", "s11-") if word in words] == []


def test_an_address_that_may_be_borrowed_is_not_written_to(post: Post) -> None:
    """Whose it is, is in doubt: a reply would be mail that its owner never asked for."""
    token = post.form()
    post.comes(token=token, Reply_To="evil@bad.example")
    post.comes(sender="stranger@bad.example")
    assert [each.recipient for each in post.messages()] == [MANAGER, MANAGER]


def test_a_colleague_of_the_same_agency_may_answer(post: Post) -> None:
    more = "abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role\n"
    post.round.open(more + "CSC,Children's Social Care,council,east;west,Cy Fox,cy@csc.example,,deputy\n")
    outcome = post.comes(token=post.form(), sender="Cy Fox <cy@csc.example>")
    assert (outcome.outcome != "held", outcome.agency) == (True, "CSC")
    assert post.messages("cy@csc.example") != []


def test_without_a_token_a_contact_is_held_until_a_server_vouches(post: Post) -> None:
    post.form()
    assert post.comes().outcome == "held"


def test_with_our_servers_word_a_contact_needs_no_token(strict: Post) -> None:
    strict.form()
    outcome = strict.comes(Authentication_Results=PASS)
    assert (outcome.outcome != "held", outcome.agency) == (True, "CSC")


VOUCHED = {
    "our server's pass": PASS,
    "in capitals": PASS.replace("dmarc=pass", "DMARC=PASS").replace(OURS, OURS.upper()),
    "with a version": PASS.replace(OURS, f"{OURS} 1"),
}
NOT_VOUCHED = {
    "nothing": "",
    "a fail": PASS.replace("dmarc=pass", "dmarc=fail"),
    "none": f"{OURS}; none",
    "another server's pass": PASS.replace(OURS, "mx.bad.example"),
    "a longer name": PASS.replace(OURS, OURS + ".bad.example"),
    "a pass in a comment": f"{OURS}; spf=pass (; dmarc=pass header.from=csc.example)",
    "a pass for another domain": PASS.replace("header.from=csc.example", "header.from=bad.example"),
    "ours says fail, a forged one below says pass": (
        f"{OURS}; dmarc=fail header.from=csc.example\r\nAuthentication-Results: {PASS}"
    ),
    "two results in one": f"{OURS}; dmarc=fail; dmarc=pass header.from=csc.example",
    "a pass in quotes": f'{OURS}; spf=pass smtp.mailfrom="x; dmarc=pass header.from=csc.example"@bad.example',
    "a pass for the domain above": PASS.replace("header.from=csc.example", "header.from=example"),
    "an unknown word": f"{OURS}; dmarc=passed header.from=csc.example",
}


@pytest.mark.parametrize("results", VOUCHED.values(), ids=VOUCHED)
def test_what_counts_as_our_servers_word(results: str) -> None:
    assert is_proved(proof(results), OURS, "ann@csc.example")


@pytest.mark.parametrize("results", NOT_VOUCHED.values(), ids=NOT_VOUCHED)
def test_what_does_not(results: str) -> None:
    assert not is_proved(proof(results), OURS, "ann@csc.example")


MS = "spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=csc.example; dkim=pass (signature was verified)"
MS += " header.d=csc.example;dmarc=pass action=none header.from=csc.example;compauth=pass reason=100"
GATEWAY = {
    "its own pass": (MS, True),
    "below another's": (f"mx.else.example; dmarc=fail\r\nAuthentication-Results: {MS}", True),
    "its fail above a forged pass": (
        f"{MS.replace('dmarc=pass', 'dmarc=fail')}\r\nAuthentication-Results: {MS}",
        False,
    ),
    "another domain": (MS.replace("header.from=csc.example", "header.from=bad.example"), False),
    "no domain": (MS.replace(" header.from=csc.example", ""), False),
    "its best guess": (MS.replace("dmarc=pass", "dmarc=bestguesspass"), False),
    "a server with a name": (PASS, False),
    "a pass in a comment": (MS.replace("dmarc=pass", "dmarc=fail (dmarc=pass)"), False),
}


@pytest.mark.parametrize(("results", "proves"), GATEWAY.values(), ids=GATEWAY)
def test_the_gateway_of_microsoft_365(results: str, *, proves: bool) -> None:
    assert is_proved(proof(results), "microsoft365", "ann@csc.example") is proves


@pytest.mark.parametrize("mark", ["\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\r"], ids=ascii)
def test_nothing_else_ends_a_line_of_a_header(mark: str) -> None:
    raw = f"X-Note: hi{mark}Authentication-Results: {PASS}\r\n\r\n".encode()
    assert not is_proved(Header.read(raw), OURS, "ann@csc.example")


@pytest.mark.parametrize("nobody", ["<>", "", " <> "])
def test_a_reply_to_that_names_nobody_is_none(post: Post, nobody: str) -> None:
    assert post.comes(token=post.form(), Reply_To=nobody).outcome != "held"


def test_a_pass_from_another_server_above_ours_is_skipped() -> None:
    assert is_proved(proof(f"mx.else.example; dmarc=fail\r\nAuthentication-Results: {PASS}"), OURS, "ann@csc.example")


def test_what_no_server_vouches_for_is_held_and_its_sender_not_written_to(strict: Post) -> None:
    assert strict.comes(token=strict.form(), Authentication_Results=NOT_VOUCHED["a fail"]).outcome == "held"
    assert [each.recipient for each in strict.messages()] == [MANAGER]


def proof(results: str) -> Header:
    return Header.read(f"Authentication-Results: {results}\r\n\r\n".encode())


def test_our_own_letters_stop_at_the_first_hop(post: Post) -> None:
    for sender in (US, "audit+s11-abcdefghjkmnpqra@anytown.example", "AUDIT@anytown.example"):
        assert post.comes(token=post.form(), sender=sender).outcome == "refused"
    assert post.messages() == []


AUTOMATIC = {
    "auto-replied": {"Auto_Submitted": "auto-replied"},
    "with a comment": {"Auto_Submitted": "auto-generated; owner-email=x"},
    "bulk": {"Precedence": "bulk"},
    "list": {"Precedence": "list"},
    "junk": {"Precedence": "junk"},
    "auto_reply": {"Precedence": "auto_reply"},
    "a mailing list": {"List_Id": "<staff.csc.example>"},
    "no return path": {"Return_Path": "<>"},
    "x-autoreply": {"X_Autoreply": "yes"},
    "by its subject": {"Subject": "Automatic reply: Section 11 audit"},
}


@pytest.mark.parametrize("fields", AUTOMATIC.values(), ids=AUTOMATIC)
def test_what_a_program_wrote(fields: dict[str, str]) -> None:
    assert kind_of(written("1.1: Good", **fields)) == "automatic"


def test_a_program_is_never_answered(post: Post) -> None:
    assert post.comes("1.1: Good", token=post.form(), Auto_Submitted="auto-replied").outcome == "automatic"
    assert (post.messages(), post.round.answers()) == ([], [])


def written(body: str, **fields: str) -> Letter:
    plain = {"From": "ann@csc.example", "Subject": "Re: Section 11 audit"}
    lines = plain | {name.replace("_", "-"): value for name, value in fields.items()}
    return read_letter(("".join(f"{name}: {value}\n" for name, value in lines.items()) + "\n" + body).encode())


PERSONAL = {
    "auto-submitted no": {"Auto_Submitted": "no"},
    "asks for no automatic replies": {"X_Auto_Response_Suppress": "All"},
    "first class": {"Precedence": "first-class"},
    "a return path": {"Return_Path": "<ann@csc.example>"},
}


@pytest.mark.parametrize("fields", PERSONAL.values(), ids=PERSONAL)
def test_a_person_is_no_program(fields: dict[str, str]) -> None:
    assert kind_of(written("1.1: Good", **fields)) is None


AWAY = {
    "I am away until 14 March 2026.": date(2026, 3, 14),
    "I am on leave and will return on Monday 16th March.": date(2026, 3, 16),
    "Back on 20/03/2026. Last here 1/3/2026.": date(2026, 3, 20),
    "I'll be returning 3 April; for help ring 01632 960 001 until 20 March.": date(2026, 4, 3),
    "I am out of the office until March 9, 2026.": date(2026, 3, 9),
    "Back 2026-03-30.": date(2026, 3, 30),
    "I am away.": None,
    "I was away until 14 February 2026.": None,
    "Back on 31 February.": None,
    "Back in 2099 on 1 January 2099.": None,
}


@pytest.mark.parametrize(("words", "until"), AWAY.items(), ids=range(len(AWAY)))
def test_the_date_in_an_out_of_office(words: str, until: date | None) -> None:
    assert away_until(written(words), NOON.date()) == until


def test_a_contact_is_answered_each_time_and_a_program_not_for_ever(post: Post) -> None:
    """Silence is for machines: what answers us again and again within a day, and never says that it is one."""
    token = post.form()
    for number in range(5):
        assert post.comes(f"Thank you, {number}.", token=token).outcome == "nothing_new"
    assert len(post.messages("ann@csc.example")) == 5
    for number in range(20):
        post.comes(f"Thank you, again, {number}.", token=token)
    assert len(post.messages("ann@csc.example")) == 20
    post.wait(days=1)
    post.comes("And thank you again.", token=token)
    assert len(post.messages("ann@csc.example")) == 21


def test_a_contact_whose_letter_is_held_hears_once_a_day_and_a_stranger_never(post: Post) -> None:
    """Anybody who holds a token could have letters sent to whomever they like."""
    token = post.form()
    for number in range(5):
        for sender in ("deputy@csc.example", "bo@sch.example"):
            assert post.comes(f"1.1: Good, {number}", token=token, sender=sender).outcome == "held"
    assert [len(post.messages(each)) for each in ("deputy@csc.example", "bo@sch.example")] == [0, 1]
    post.wait(days=1)
    post.comes("1.1: Good", token=token, sender="bo@sch.example")
    assert len(post.messages("bo@sch.example")) == 2


def test_a_leaked_token_floods_no_manager(post: Post) -> None:
    """The first letter in a contact's name is told at once; the others of that day stand in one more."""
    token = post.form()
    for number in range(20):
        post.comes(f"1.1: Good, {number}", token=token, sender="bo@sch.example")
    first, more = post.messages(MANAGER)
    assert (first.not_before, more.body.count("\nLetter ")) == (NOON, 19)


COPIES = {
    "held, then proved": (["a fail", "a pass"], ["duplicate", "answered"]),
    "held, held, then proved": (["a fail", "nothing", "a pass"], ["duplicate", "duplicate", "answered"]),
    "held twice": (["a fail", "nothing"], ["held", "duplicate"]),
    "proved, then not": (["a pass", "a fail"], ["answered", "duplicate"]),
}


@pytest.mark.parametrize(("copies", "became"), COPIES.values(), ids=COPIES)
def test_a_proved_copy_takes_the_place_of_a_held_one(strict: Post, copies: list[str], became: list[str]) -> None:
    token = strict.form()
    raw = strict.letter("1.1: Good\n", token=token)
    for each in copies:
        results = (NOT_VOUCHED | {"a pass": PASS})[each]
        strict.room.receive(f"Authentication-Results: {results}\r\n".encode() + raw)
    assert [each.outcome for each in strict.receipts()] == became
    assert len(strict.round.answers()) == became.count("answered")


def test_what_asks_about_a_held_letter_is_called_off_when_a_proved_copy_comes(strict: Post) -> None:
    raw = strict.letter("1.1: Good\n", token=strict.form())
    strict.room.receive(raw)
    strict.room.receive(f"Authentication-Results: {PASS}\r\n".encode() + raw)
    assert [each.cancelled_at is not None for each in strict.messages(MANAGER)] == [True]


def test_a_duplicate_says_what_became_of_the_first(post: Post) -> None:
    raw = post.letter(sender="deputy@csc.example", token=post.form())
    post.room.receive(raw)
    again = post.room.receive(b"Delivered-To: second@anytown.example\r\n" + raw)
    assert again.reason.startswith("The same letter came before: letter 1, which is held.")


def test_strangers_reach_a_manager_in_one_letter_within_the_hour(post: Post) -> None:
    """The first is told at once; whoever writes after it stands in one more, which leaves when the hour is over."""
    for number in range(1, 4):
        post.comes("Buy!", f"x{number}@spam.example", "" if number == 3 else post.form())
    first, more = post.messages(MANAGER)
    assert first.subject.startswith("A letter needs your decision:")
    assert (first.not_before, more.not_before) == (NOON, NOON + timedelta(hours=1))
    assert [f"Letter {number}, from x{number}@spam.example\n" in more.body for number in (1, 2, 3)] == [
        False,
        True,
        True,
    ]


def test_a_letter_that_has_left_is_not_written_on(post: Post) -> None:
    token = post.form()
    for number in (1, 2):
        post.comes("Buy!", f"x{number}@spam.example", token)
    with post.round.database.write.begin() as db:
        db.execute(sa.update(Message).where(Message.key.endswith(":several")).values(sent_at=NOON))
    post.comes("Buy!", "x3@spam.example", token)
    _, second, third = post.messages(MANAGER)
    assert ("x3@spam.example" in second.body, "x3@spam.example" in third.body) == (False, True)
    assert third.not_before == NOON + timedelta(hours=2)


def test_a_contacts_letter_is_told_at_once_all_the_same(post: Post) -> None:
    token = post.form()
    for number in (1, 2):
        post.comes("Buy!", f"x{number}@spam.example", token)
    post.comes("1.1: Good\n", "ann@csc.example", token, Reply_To="else@csc.example")
    told = post.messages(MANAGER)[-1]
    assert "ann@csc.example" in told.body
    assert told.not_before == NOON


@pytest.mark.parametrize(
    ("words", "outcomes"),
    [
        ("RELEASE 3", ["held", "held", "answered"]),
        ("discard letter 2.", ["held", "discarded", "held"]),
        ("RELEASE", ["held", "held", "held"]),
        ("RELEASE 1", ["held", "held", "held"]),
        ("RELEASE 4", ["held", "held", "held"]),
    ],
)
def test_a_manager_decides_on_one_of_several_by_its_number(post: Post, words: str, outcomes: list[str]) -> None:
    for number in (1, 2, 3):
        post.comes("1.1: Good\n", f"x{number}@csc.example", post.form())
    more = post.messages(MANAGER)[-1]
    post.comes(f"{words}\n", MANAGER, more.token)
    assert [each.outcome for each in post.receipts()[:3]] == outcomes
    told = [each.body for each in post.messages(MANAGER)[2:]]
    assert any("such as RELEASE 12" in each for each in told) == (set(outcomes) == {"held"})


def test_a_strangers_letter_that_names_no_form_is_offered_to_be_discarded_alone(post: Post) -> None:
    post.comes("1.1: Good\n", "x1@csc.example", "")
    post.comes("1.1: Good\n", "x2@csc.example", "")
    first, more = post.messages(MANAGER)
    for words in (first.body, first.html):
        assert ("RELEASE" in words, "DISCARD" in words) == (False, True)
    assert "So it can only be discarded." in more.body
    assert decides(post, "DISCARD 2")[0] == "answered"
    assert [each.outcome for each in post.receipts()[:2]] == ["held", "discarded"]


def test_a_letter_that_is_released_and_held_again_is_told_as_not_done(post: Post) -> None:
    post.comes("1.1: Good\n", "x1@csc.example", "")
    outcome = post.comes("RELEASE\n", MANAGER, post.messages(MANAGER)[0].token)
    why = "It was released, but it names no form of ours and its sender has no single open return"
    assert outcome.faults == (f"letter 1 is held again ({why})",)


def test_a_closed_audit_records_nothing_and_says_so(post: Post) -> None:
    token = post.form()
    post.round.close()
    outcome = post.comes(token=token)
    assert (outcome.outcome, outcome.reason) == ("refused", "The audit small is closed.")
    (told,) = post.messages("ann@csc.example")
    assert "closed" in told.body
    assert post.round.answers() == []


def decides(post: Post, word: str, sender: str = MANAGER, **fields: str) -> tuple[str, str]:
    """The manager replies to the last letter about a held one."""
    token = next(each for each in reversed(post.messages(MANAGER)) if each.key.startswith("held:")).token
    outcome = post.comes(f"{word}\n\n> quoted\n> RELEASE\n", sender, token, **fields)
    return outcome.outcome, outcome.reason


def test_a_manager_releases_a_letter_by_one_word(post: Post) -> None:
    post.comes(token=post.form(), sender="deputy@csc.example")
    assert decides(post, "Release.") == ("answered", "Letter 1 was released.")
    released = post.receipts()[0]
    assert (released.decided_by, released.outcome != "held") == (MANAGER, True)
    assert decides(post, "RELEASE") == ("nothing_new", "Letter 1 is not held any more: it is " + told(released.outcome))


def told(outcome: str) -> str:
    return outcome.replace("_", " ") + "."


def test_a_manager_discards_a_letter_by_one_word(post: Post) -> None:
    post.comes(token=post.form(), sender="deputy@csc.example")
    assert decides(post, "DISCARD") == ("answered", "Letter 1 was discarded.")
    assert post.receipts()[0].outcome == "discarded"


@pytest.mark.parametrize("words", ["Who is this?", "Release or discard?", "Let me think.\nRELEASE", "> RELEASE"])
def test_anything_but_one_word_decides_nothing(post: Post, words: str) -> None:
    post.comes(token=post.form(), sender="deputy@csc.example")
    assert decides(post, words)[0] == "nothing_new"
    assert post.receipts()[0].outcome == "held"


@pytest.mark.parametrize(
    "fields", [{"sender": "evil@bad.example"}, {"sender": "ann@csc.example"}, {"Reply_To": "evil@bad.example"}], ids=str
)
def test_nobody_else_decides(post: Post, fields: dict[str, str]) -> None:
    post.comes(token=post.form(), sender="deputy@csc.example")
    assert decides(post, "RELEASE", **fields)[0] == "held"
    assert post.receipts()[0].outcome == "held"


HOSTILE = {
    "quotes in From": b"From: " + b'"' * 32_000 + b"\r\n\r\nhello",
    "a thousand layers": b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (each, each) for each in range(1000)
    ),
    "semicolons": b"Content-Type: text/plain" + b";" * 32_000 + b"\r\n\r\nhello",
    "nothing": b"",
    "noughts": b"\x00" * 100_000,
    "no header": b"1.1: Good",
    "a charset that is none": b"From: x@y.example\r\nContent-Type: text/plain; charset=nonsense\r\n\r\n\xff\xfe",
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_after_a_hostile_letter_the_next_is_read(post: Post, raw: bytes) -> None:
    token = post.form()
    outcome = post.room.receive(raw)
    assert outcome.outcome == "held"
    with post.room.store.open(outcome.raw_sha256) as kept:
        assert kept.read() == raw
    assert post.comes(token=token).outcome != "held"
