"""Machines' letters are claims: they count of a letter of ours, vouched for; a person's word undoes them."""

import quopri
from base64 import b64encode
from datetime import date, timedelta
from pathlib import Path

import pytest

from intake.conversation import Talk, Talker, hello
from intake.ledger import Saying
from intake.letters import Reader, kind_of, unreachable
from intake.letters.mime import read_letter
from intake.mail.inward import message_id
from storage.nouns import Contact, Message
from storage.record.trail import Speaker
from tests.post import ANN, MANAGER, US, Post, postroom
from tests.rounds import NOON, Round

OURS = "mx.anytown.example"
AWAY = "I am away until 14 March 2026."
FAIL = f"{OURS}; spf=fail; dmarc=fail header.from=csc.example"
PASS = f"{OURS}; spf=pass; dmarc=pass header.from=csc.example"
HEAD = {"Content-Type": 'multipart/report; report-type=delivery-status; boundary="b"', "MIME-Version": "1.0"}
HEAD |= {"From": "mailer-daemon@mx.csc.example", "To": US, "Subject": "Undelivered", "Return-Path": "<>"}
BOUNCE = """\
--b
Content-Type: text/plain

Your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.csc.example

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}

--b
Content-Type: text/rfc822-headers

From: Section 11 audit <audit@anytown.example>
{returned}

--b--
"""


@pytest.fixture
def post(round_of_small: Round, tmp_path: Path, reader: Reader) -> Post:
    return postroom(round_of_small, tmp_path, reader)


@pytest.fixture
def strict(round_of_small: Round, tmp_path: Path, reader: Reader) -> Post:
    """A deployment that says whose word on senders it takes."""
    return postroom(round_of_small, tmp_path, reader, OURS)


def bounce(
    post: Post, token: str = "", to: str = ANN, action: str = "failed", status: str = "5.1.1", **fields: str
) -> str:
    head = HEAD | {name.replace("_", "-"): value for name, value in fields.items()}
    returned = f"References: <{token}@anytown.example>" if token.startswith("s11-") else f"Message-ID: {token}"
    raw = "".join(f"{name}: {value}\n" for name, value in head.items() if value)
    body = BOUNCE.format(to=to, action=action, status=status, returned=returned)
    return post.room.receive((raw + "\n" + body).encode()).outcome


def nudge(post: Post, token: str = "") -> str:
    """Queue a nudge to Ann and say its key."""
    ann = post.contact(ANN).id
    with post.round.database.write.begin() as db:
        submission = post.round.submission(db, "CSC").id
        key = f"nudge:{submission}:{ann}:1"
        waiting = Message(key=key, via="email", recipient=ANN, subject="7 left", body="Seven are left.", token=token)
        waiting.submission_id, waiting.contact_id = submission, ann
        db.add(waiting)
    return key


def noted(post: Post) -> tuple[bool, date | None]:
    """Whether Ann's letters come back, and until when she is away."""
    ann = post.contact(ANN)
    return ann.bounced_at is not None, ann.away_until


def test_an_out_of_office_date_is_noted(post: Post) -> None:
    nudge(post)
    post.comes(AWAY, token=post.form(), Auto_Submitted="auto-replied")
    assert post.contact(ANN).away_until == date(2026, 3, 14)
    called_off, told = post.messages()
    assert (called_off.cancelled_at, told.recipient) == (NOON, MANAGER)  # the nudge is written anew for her return
    assert "away until Saturday 14 March 2026" in told.body


def test_a_hard_bounce_marks_the_contact_and_the_manager_hears(post: Post) -> None:
    waiting = nudge(post)
    assert bounce(post, post.form()) == "bounce"
    assert post.contact(ANN).bounced_at == NOON
    called_off, told = post.messages()
    assert (called_off.key, called_off.cancelled_at) == (waiting, NOON)
    assert (told.recipient, told.subject) == (MANAGER, "Letters to Ann Lee come back")


@pytest.mark.parametrize(
    "facts",
    [
        {"action": "delayed", "status": "4.4.1"},
        {"action": "failed", "status": "4.2.2"},
        {"action": "failed", "status": "5.2.2"},
        {"to": "nobody@csc.example"},
        {"to": "bo@sch.example"},  # who was never written to
    ],
    ids=str,
)
def test_a_bounce_that_says_less_marks_nobody(post: Post, facts: dict[str, str]) -> None:
    assert bounce(post, post.form(), **facts) == "bounce"
    assert [post.contact(each).bounced_at for each in (ANN, "bo@sch.example")] == [None, None]
    assert post.messages() == []


def test_an_old_fashioned_bounce_is_read_too(post: Post) -> None:
    words = "Hi. This is the qmail-send program.\n<ann@csc.example>:\n550 5.1.1 User unknown\n"
    words += f"--- Below this line is a copy of the message.\n\nReferences: <{post.form()}@anytown.example>\n"
    fields = {"Subject": "failure notice", "Return_Path": "<>"}
    assert post.comes(words, sender="MAILER-DAEMON@mx.example", **fields).outcome == "bounce"
    assert post.contact(ANN).bounced_at == NOON


BELIEVED = {
    "proved, of our token": ({"Authentication_Results": PASS}, True),
    "from nowhere, of our token": ({"Return_Path": "<>"}, True),
    "forged, of our token": ({"Authentication_Results": FAIL, "Return_Path": "<>"}, False),
    "nobody vouches": ({"Return_Path": "<x@csc.example>"}, False),
}


@pytest.mark.parametrize(("fields", "counts"), BELIEVED.values(), ids=BELIEVED)
def test_whose_bounce_counts(strict: Post, fields: dict[str, str], *, counts: bool) -> None:
    fields = {"From": "mailer-daemon@csc.example", "Return_Path": ""} | fields
    bounce(strict, strict.form(), **fields)
    assert noted(strict) == (counts, None)


@pytest.mark.parametrize(("fields", "counts"), BELIEVED.values(), ids=BELIEVED)
def test_whose_absence_counts(strict: Post, fields: dict[str, str], *, counts: bool) -> None:
    strict.comes(AWAY, token=strict.form(), Auto_Submitted="auto-replied", **fields)
    assert noted(strict) == (False, date(2026, 3, 14) if counts else None)


def test_a_proved_machine_that_names_no_letter_of_ours_says_nothing(strict: Post) -> None:
    strict.form()
    bounce(strict, Authentication_Results=PASS, From="mailer-daemon@csc.example")
    strict.comes(AWAY, Auto_Submitted="auto-replied", Authentication_Results=PASS)
    assert noted(strict) == (False, None)


def test_a_token_speaks_for_its_own_reader_only(post: Post) -> None:
    """Whoever holds the school's letter cannot switch the council off with it."""
    post.form()
    bounce(post, post.form("bo@sch.example", "SCH"))
    post.comes(AWAY, token=post.form("bo@sch.example", "SCH"), Auto_Submitted="auto-replied")
    assert noted(post) == (False, None)


def test_our_message_id_is_a_sign_where_it_cannot_be_guessed(post: Post) -> None:
    token = post.form()
    key = nudge(post, token)
    bounce(post, message_id(key, "", US))
    assert noted(post) == (False, None)
    bounce(post, message_id(key, token, US))
    assert noted(post) == (True, None)


def test_what_is_not_believed_is_told_in_one_letter_a_day(post: Post) -> None:
    post.form()
    for number in range(20):
        bounce(post, Message_ID=f"<{number}@evil.example>")
        post.comes(f"{AWAY} {number}", Auto_Submitted="auto-replied")
    (told,) = post.messages(MANAGER)
    assert told.body.count("\n* Ann Lee, ann@csc.example: ") == 2  # one of each kind
    assert told.not_before == NOON + timedelta(hours=1)


def test_no_machine_silences_anybody_for_more_than_six_weeks(post: Post) -> None:
    post.comes("I will be back on 30 December 2026.", token=post.form(), Auto_Submitted="auto-replied")
    assert post.contact(ANN).away_until == date(2026, 4, 13)
    bounce(post, post.form())
    ann = post.contact(ANN)
    assert [ann.comes_back(NOON.date() + timedelta(weeks=each)) for each in (5, 6)] == [True, False]


def test_a_persons_letter_undoes_what_machines_said(post: Post) -> None:
    token = post.form()
    bounce(post, token)
    post.comes(AWAY, token=token, Auto_Submitted="auto-replied")
    assert noted(post) == (True, date(2026, 3, 14))
    post.comes("1.1: Good\n", token=token)
    assert noted(post) == (False, None)


@pytest.mark.parametrize(("by", "stands"), [("", False), ("Mo Ray", True)])
def test_a_press_undoes_what_a_machine_said_and_not_what_a_person_said(post: Post, by: str, *, stands: bool) -> None:
    ann = post.contact(ANN).id
    with post.round.database.write.begin() as db:
        contact, submission = db.get_one(Contact, ann), post.round.submission(db, "CSC")
        contact.bounced_at, contact.unreachable_by, contact.away_until = NOON, by, date(2026, 3, 14)
        talker = Talker(db, post.round.template, submission, contact, Talk(), today=NOON.date())
        hello(talker, Saying(Speaker("Ann Lee", "slack", NOON), "slack:1"))
    assert noted(post) == (stands, None)


def prose(words: str, sender: str, subject: str, more: str = "") -> bytes:
    return f"From: {sender}\nTo: {US}\nSubject: {subject}\n{more}\n{words}\n".encode()


COME_BACK = {
    "Exchange, no Return-Path": prose(
        "Your message to jo@surgery.example.org couldn't be delivered.\njo wasn't found at surgery.example.org.",
        "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@trust.example.org>",
        "Undeliverable: Section 11 audit",
    ),
    "Exim": prose(
        "A message that you sent could not be delivered to one or more of its recipients. This is a permanent\n"
        "error. The following address(es) failed:\n\n  jo@surgery.example.org\n    Unrouteable address",
        "Mail Delivery System <Mailer-Daemon@mx.example.org>",
        "Mail delivery failed: returning message to sender",
    ),
    "sendmail": prose(
        "   ----- The following addresses had permanent fatal errors -----\n<jo@surgery.example.org>\n"
        "    (reason: 550 5.1.1 <jo@surgery.example.org>... User unknown)",
        "Mail Delivery Subsystem <MAILER-DAEMON@mx.example.org>",
        "Returned mail: see transcript for details",
    ),
    "a gateway that calls itself no daemon": prose(
        "Delivery to the following recipients failed: jo@surgery.example.org. No such user here.",
        "gateway@mx.example.org",
        "Delivery Status Notification (Failure)",
    ),
    "X-Failed-Recipients": prose(
        "This address is no longer valid.",
        "postmaster@mx.example.org",
        "Mail failure",
        "X-Failed-Recipients: jo@surgery.example.org\n",
    ),
    "qmail, with no reason": prose(
        "Hi. This is the qmail-send program at mx.example.org.\nI'm afraid I wasn't able to deliver your message to"
        " the following addresses.\nThis is a permanent error; I've given up.\n\n<jo@surgery.example.org>:\n\n"
        "--- Below this line is a copy of the message.\n\nTo: sam@elsewhere.example.org",
        "MAILER-DAEMON@mx.example.org",
        "failure notice",
    ),
    "Postfix, which names its postmaster": prose(
        "This is the Postfix program at host mx.example.org.\n\nFor further assistance, please contact "
        "<postmaster@mx.example.org>\n\n<jo@surgery.example.org>: host mx.surgery.example.org said: 550 5.1.1\n"
        "    <jo@surgery.example.org>... User unknown",
        "MAILER-DAEMON@mx.example.org (Mail Delivery System)",
        "Undelivered Mail Returned to Sender",
    ),
    "a wording of its own, from a daemon": prose(
        "Intended recipient: jo@surgery.example.org\n\nThe following mail has been returned because of an error.",
        "MAILER-DAEMON@mx.example.org",
        "Processing Error",
    ),
    "another alphabet": prose(
        "Это письмо создано автоматически.\n\n  Local mailbox jo@surgery.example.org is unavailable: user not found",
        "Mail Delivery System <Mailer-Daemon@mx.example.org>",
        "Ваше сообщение не доставлено.",
        "Auto-Submitted: auto-replied\n",
    ),
    "a label before the address": prose(
        "Message could not be delivered to some recipients.\n\n\tRecipient: [SMTP:jo@surgery.example.org]\n"
        "\tReason: 550 Requested action not taken: mailbox unavailable.\n\nMessage headers follow:\n",
        '"Delivery Subsystem" <POSTMASTER@mx.example.org>',
        "Message Delivery Failure",
    ),
    "an older Exchange, beside whom it was to": prose(
        "Your message\n\n  To:      Everybody <all@lists.example.org>\n  Subject: Section 11 audit\n\ndid not reach"
        " the following recipient(s):\n\njo@surgery.example.org on Fri, 20 Feb 2026 11:08:59 -0700\n"
        "    The recipient name is not recognized",
        "System Administrator <postmaster@mx.example.org>",
        "Undeliverable: Section 11 audit",
    ),
    "from nobody at all": prose("You sent mail to jo@surgery.example.org. That's not a valid user here.", "<>", ""),
    "an older Notes": prose(
        "Your message\n\n  Subject: Section 11 audit\n\nwas not delivered to:\n\n  jo@surgery.example.org\n\n"
        "because:\n\n  User jo (jo@surgery.example.org) not listed in public Name & Address Book",
        "Postmaster@mx.example.org",
        "DELIVERY FAILURE: User jo not listed",
    ),
}


@pytest.mark.parametrize("raw", COME_BACK.values(), ids=COME_BACK)
def test_a_letter_that_comes_back_names_its_address(raw: bytes) -> None:
    letter = read_letter(raw)
    assert (kind_of(letter), unreachable(letter)) == ("bounce", {"jo@surgery.example.org"})


@pytest.mark.parametrize(
    "words",
    [
        "The mailbox of jo@surgery.example.org is full. 550",
        "jo@surgery.example.org: 4.4.1 host unknown",
        "Delivery to jo@surgery.example.org is delayed. We will retry. 550",
        "<jo@surgery.example.org>:\nSorry, this account is over quota. This is a permanent error.",
        "<jo@surgery.example.org>: 554 5.7.1 rejected as spam",
        "<jo@surgery.example.org>: 552 5.3.4 the message is too large",
        "<jo@surgery.example.org>: 554 Too many hops",
    ],
)
def test_a_trouble_that_passes_is_no_hard_bounce(words: str) -> None:
    letter = read_letter(prose(words, "mailer-daemon@mx.example.org", "Delivery failure"))
    assert (kind_of(letter), unreachable(letter)) == ("bounce", set())


def test_a_complaint_is_a_bounce_and_marks_nobody() -> None:
    head = 'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\n'
    report = "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n"
    report += "Original-Rcpt-To: jo@surgery.example.org\n\n--b--\n"
    letter = read_letter(prose(report, "fbl@mx.example.org", "FW: Section 11 audit", head))
    assert (kind_of(letter), unreachable(letter)) == ("bounce", set())


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("FW: Undeliverable: Section 11 audit", "I got this back. Delivery to the following recipients failed."),
        ("Re: Section 11 audit", "1.1: Good. Our letter to parents could not be delivered."),
        ("Delivery of training", "1.1: Good"),
    ],
)
def test_a_person_who_writes_of_delivery_is_no_machine(subject: str, words: str) -> None:
    assert kind_of(read_letter(prose(words, "Jo Bloggs <jo@surgery.example.org>", subject))) is None


def test_a_report_without_a_status_of_its_own_is_read_in_the_others_words() -> None:
    blocks = "Reporting-MTA: dns; mx.example.org\n\nOriginal-Recipient: rfc822; jo@surgery.example.org\n"
    blocks += "Final-Recipient: rfc822; jo.bloggs@elsewhere.example.org\nAction: failed\nStatus: 5.0.0\n"
    blocks += "Diagnostic-Code: smtp; 552 5.2.2 over quota\n"
    raw = f"--b\nContent-Type: message/delivery-status\n\n{blocks}\n--b--\n"
    head = 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n'
    letter = read_letter(prose(raw, "mailer-daemon@mx.example.org", "Undelivered", head))
    assert letter.deliveries == (
        ("jo.bloggs@elsewhere.example.org", "failed", "5.2.2"),
        ("jo@surgery.example.org", "failed", "5.2.2"),
    )
    assert unreachable(letter) == set()


REPORT = """\
Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; jo@surgery.example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}
"""
REPORTED = {
    "failed, and no more": ("failed", "5.0.0", "", True),
    "refused as policy, because nobody has the name": ("failed", "5.7.1", "550 5.7.1 No such user here", True),
    "an old code": ("failure", "550", "550 mailbox unavailable", True),
    "a word of its own": ("error", "5.0.0", "Domain does not exist", True),
    "spam, with a general code": ("failed", "5.0.0", "554 rejected due to spam content", False),
    "a link that says more than its server": ("failed", "5.1.1", "550 gone, see https://mx.example.org/spam", True),
    "too long, with the code of an address": ("failed", "5.1.1", "550 max message size exceeded", False),
    "given up after days": ("failed", "4.4.7", "connection timed out", False),
}


def report(content: str, more: str = "") -> str:
    return f"--b\nContent-Type: message/delivery-status\n{more}\n{content}\n--b--\n"


@pytest.mark.parametrize(("action", "status", "said", "is_hard"), REPORTED.values(), ids=REPORTED)
def test_a_report_is_judged_by_what_the_other_server_said(
    action: str, status: str, said: str, *, is_hard: bool
) -> None:
    head = 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n'
    words = report(REPORT.format(action=action, status=status, said=said))
    letter = read_letter(prose(words, "mailer-daemon@mx.example.org", "Undelivered", head))
    assert unreachable(letter) == ({"jo@surgery.example.org"} if is_hard else set())


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_a_report_is_read_however_it_was_encoded(encoding: str) -> None:
    head = 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n'
    plain = REPORT.format(action="failed", status="5.1.1", said="").encode()
    coded = (b64encode(plain) if encoding == "base64" else quopri.encodestring(plain)).decode()
    words = report(coded, f"Content-Transfer-Encoding: {encoding}\n")
    letter = read_letter(prose(words, "mailer-daemon@mx.example.org", "Undelivered", head))
    assert unreachable(letter) == {"jo@surgery.example.org"}


def test_a_report_in_a_letter_of_a_gateway_is_read() -> None:
    inner = 'Content-Type: multipart/report; report-type=delivery-status; boundary="c"\n\n'
    inner += report(REPORT.format(action="failed", status="5.1.1", said="")).replace("--b", "--c")
    words = (
        f"--b\nContent-Type: text/plain\n\nThis is confidential.\n--b\nContent-Type: message/rfc822\n\n{inner}\n--b--\n"
    )
    head = 'Content-Type: multipart/mixed; report-type=delivery-status; boundary="b"\n'
    letter = read_letter(prose(words, "postmaster@mx.example.org", "Delivery Status Notification (Failure)", head))
    assert unreachable(letter) == {"jo@surgery.example.org"}
