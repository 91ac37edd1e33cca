"""Read a folder of letters, kill the reader at random moments, go on: every letter once, none lost, none twice."""

import hashlib
import json
import os
import random
import sys
import tempfile
from collections import Counter
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from storage.record import open_database
from torture.killed import killed, run, start

KEY = "section-11"
AGENCIES = """\
abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
GP1,Example Surgery,primary_care,anytown,Jo Bloggs,jo@surgery.example,,lead
YOT,Example Youth Justice Team,justice,anytown,Sam Roe,sam@yot.example,,lead
"""
WHO_ASKS = '[[partnership]]\nkey = "anytown"\nname = "Anytown Partnership"\n'
LETTERS = 1000
TIMES = 20
SEED = 11


def letter(number: int, chance: random.Random, tokens: dict[str, str]) -> bytes:
    """An answer, an automatic reply, a bounce, a stranger's letter, a thank-you, noise, or the one before again."""
    sender = chance.choice(sorted(tokens))
    kind = chance.choices(["answer", "away", "stranger", "thanks", "noise"], [70, 10, 8, 8, 4])[0]
    if kind == "noise":
        return chance.randbytes(3000)
    made = EmailMessage(policy=SMTP)
    made["From"] = "nobody@bad.example" if kind == "stranger" else sender
    made["To"] = f"audit+{tokens[sender]}@localhost"
    made["Subject"], made["Message-ID"] = "Re: Section 11 audit", f"<{number}@letters.example>"
    if kind == "away":
        made["Auto-Submitted"] = "auto-replied"
    rating = chance.choice("0123")
    words = f"1.1: {rating}\n1.2: {rating}\n" if kind in ("answer", "stranger") else f"Thank you for letter {number}.\n"
    made.set_content(words)
    return bytes(made)


def opened(folder: Path, home: Path) -> dict[str, str]:
    """A home with an audit, and the token that each contact was sent."""
    (folder / "agencies.csv").write_text(AGENCIES)
    run(home, "init")
    (home / "config" / "partnerships.toml").write_text(WHO_ASKS)
    run(home, "audit", "open", KEY, "--agencies", str(folder / "agencies.csv"), "--due", "2030-03-31")
    run(home, "invite", KEY, "--out", str(folder / "out"))
    url = os.environ.get("S11_DATABASE_URL") or f"sqlite:///{home}/s11.db"
    with open_database(url) as record, record.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT email, token FROM sent JOIN contacts ON contacts.id = contact_id"
        ).all()
    return {str(email): str(token) for email, token in rows}


def write(folder: Path, home: Path, chance: random.Random) -> set[str]:
    """The letters as files, some of them twice; the SHA-256 of each."""
    tokens = opened(folder, home)
    letters = [letter(number, chance, tokens) for number in range(LETTERS - 20)]
    letters += chance.sample(letters, 20)
    (folder / "in").mkdir()
    for number, raw in enumerate(letters):
        (folder / "in" / f"{number:04}.eml").write_bytes(raw)
    return {hashlib.sha256(raw).hexdigest() for raw in letters}


def read(home: Path, folder: Path) -> list[dict[str, str]]:
    """The outcome of every letter; that some are held is no fault here."""
    process = start(home, "mail", "read", str(folder / "in"), "--json")
    out, err = process.communicate()
    if process.returncode not in (0, 1):
        raise AssertionError(err)
    told: list[dict[str, str]] = json.loads(out)
    return told


def main() -> None:
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as name:
        folder, home = Path(name), Path(name) / "home"
        sent = write(folder, home, chance)
        at_work = sum(killed(home, chance.uniform(0.5, 6.0), "mail", "read", str(folder / "in")) for _ in range(TIMES))
        told = read(home, folder)
        run(home, "verify")
        with open_database(f"sqlite:///{home}/s11.db") as record, record.engine.connect() as connection:
            receipts = connection.exec_driver_sql("SELECT raw_key, outcome FROM receipts").all()
            answers = connection.exec_driver_sql(
                "SELECT count(*), count(DISTINCT source || question || prompt) FROM answers"
            )
            recorded, distinct = answers.one()
            acks = connection.exec_driver_sql("SELECT count(*) FROM messages WHERE key LIKE 'ack:%'").scalar()
        outcomes = Counter(str(outcome) for _, outcome in receipts)
        if len(told) != LETTERS or {key for key, _ in receipts} != sent or outcomes["unread"]:
            raise AssertionError(f"{len(told)} outcomes, {len(receipts)} receipts of {len(sent)} letters: {outcomes}")
        if recorded != distinct or acks != outcomes["answered"]:
            raise AssertionError(f"{recorded} answers, {distinct} of them distinct; {acks} acknowledgements.")
        for key in sent:
            kept = (home / "evidence" / key[:2] / key).read_bytes()
            if hashlib.sha256(kept).hexdigest() != key:
                raise AssertionError(f"The bytes of {key} changed.")
    words = f"{LETTERS} letters, killed {TIMES} times ({at_work} at work), seed {SEED}: {dict(outcomes)}."
    sys.stdout.write(f"{words} Each kept as it came, none lost, none twice.\n")


if __name__ == "__main__":
    main()
