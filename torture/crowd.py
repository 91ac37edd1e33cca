"""How long a good letter takes while ten hostile ones arrive with it.

python -m torture.crowd [GOOD LETTERS [SEED]]     each good letter comes last of eleven that came at once
"""

import io
import random
import statistics
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from cli import post
from config.settings import Settings
from storage.record import open_database
from torture.killed import run
from torture.mail import opened

HOSTILE = 10  # to one good letter
LONGEST = 60.0  # seconds that a good one may take

Made = Callable[[random.Random, str], bytes]


def head(chance: random.Random, more: str = "") -> str:
    number = chance.randrange(1 << 60)
    return f"From: x@bad.example\r\nTo: audit@localhost\r\nMessage-ID: <{number}@bad.example>\r\n{more}"


def nested(chance: random.Random, _: str) -> bytes:
    parts = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(1000))
    return (head(chance) + parts).encode()


def many_parts(chance: random.Random, _: str) -> bytes:
    return (head(chance, 'Content-Type: multipart/mixed; boundary="b"\r\n\r\n') + "--b\r\n\r\nx\r\n" * 20_000).encode()


def long_header(chance: random.Random, _: str) -> bytes:
    return (head(chance, f"Content-Type: text/plain{';' * 32_000}\r\nSubject: {'(' * 32_000}\r\n\r\n") + "x").encode()


def flood(chance: random.Random, _: str) -> bytes:
    return (head(chance, "\r\n") + chance.choice("> [.-=1\t") * 2_000_000).encode()


def page(chance: random.Random, _: str) -> bytes:
    tag = chance.choice(("<div>", "<table><tr><td>", "<b style='x:y'>"))
    return (head(chance, "Content-Type: text/html\r\n\r\n") + tag * 100_000).encode()


def sheet(chance: random.Random, token: str) -> bytes:
    """From a contact who means no harm, whose file opens to a thousand times its size."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as box:
        for name in ("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"):
            box.writestr(name, b" " * 60_000_000)
    return attached(chance, token, packed.getvalue(), "form.xlsx")


def blanks(chance: random.Random, token: str) -> bytes:
    return attached(chance, token, b" " * 64_000 + b"\n" + b"," * 900_000, "answers.csv")


def noise(chance: random.Random, _: str) -> bytes:
    return chance.randbytes(300_000)


def forged(chance: random.Random, token: str) -> bytes:
    return good(chance, token).replace(b"From: jo@surgery.example", b"From: jo@surgery.example.bad.example")


def attached(chance: random.Random, token: str, data: bytes, name: str) -> bytes:
    made = written(chance, token, "Here is our form.\n")
    made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return bytes(made)


def good(chance: random.Random, token: str) -> bytes:
    return bytes(
        written(chance, token, f"1.1: {chance.randrange(4)}\nWe looked at it in week {chance.randrange(52)}.\n")
    )


def written(chance: random.Random, token: str, words: str) -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"] = "jo@surgery.example", f"audit+{token}@localhost"
    made["Subject"], made["Message-ID"] = "Re: Section 11 audit", f"<{chance.randrange(1 << 60)}@surgery.example>"
    made.set_content(words)
    return made


KINDS: tuple[Made, ...] = (nested, many_parts, long_header, flood, page, sheet, blanks, noise, forged)


def worst(taken: list[float]) -> str:
    ranked = sorted(taken)
    at = ranked[min(len(ranked) - 1, round(0.99 * len(ranked)))]
    return f"median {statistics.median(ranked):7.2f} s, 99th of 100 {at:7.2f} s, longest {ranked[-1]:7.2f} s"


def main() -> None:
    many, seed = (int(sys.argv[n]) if len(sys.argv) > n else default for n, default in ((1, 100), (2, 11)))
    chance = random.Random(seed)
    by_kind: dict[str, list[float]] = {each.__name__: [] for each in KINDS}
    alone: list[float] = []
    among: list[float] = []
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name) / "home"
        token = opened(Path(name), home)["jo@surgery.example"]
        with open_database(f"sqlite:///{home}/s11.db") as record, post.postroom(Settings(home=home), record) as room:

            def takes(raw: bytes) -> tuple[float, str]:
                began = time.monotonic()
                outcome = room.receive(raw).outcome
                return time.monotonic() - began, outcome

            takes(good(chance, token))  # the reader starts with the first
            for _ in range(many):
                alone.append(takes(good(chance, token))[0])
            for _ in range(many):
                began = time.monotonic()
                for kind in chance.choices(KINDS, k=HOSTILE):
                    took, outcome = takes(kind(chance, token))
                    by_kind[kind.__name__].append(took)
                    outcomes[outcome] += 1
                _, outcome = takes(good(chance, token))
                among.append(time.monotonic() - began)
                outcomes[f"good ones {outcome}"] += 1
        run(home, "verify")
    for name_of_kind, taken in by_kind.items():
        sys.stdout.write(f"{name_of_kind.replace('_', ' '):24} {worst(taken)}\n" if taken else "")
    sys.stdout.write(f"{'a good one alone':24} {worst(alone)}\n{f'last of {HOSTILE + 1}':24} {worst(among)}\n")
    sys.stdout.write(f"{dict(outcomes)}; verify: the record is whole.\n")
    if outcomes["good ones answered"] != many or max(among) > LONGEST:
        raise SystemExit("A good letter was not answered in its time.")


if __name__ == "__main__":
    main()
