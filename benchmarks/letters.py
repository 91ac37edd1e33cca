"""How fast answered forms are read, and how long hostile letters hold the reader up.

The ceiling is the standard library taking the same letters apart, with none of them understood.
"""

import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from functools import partial

from benchmarks.answered import AUDIT, FORMS, OF_THEM, Answered, answered, long_template
from benchmarks.table import tell
from config.questionnaire import SHIPPED, Template, load_folder
from intake.letters import Unreadable
from intake.letters.mime.parse import read_letter
from intake.letters.pipeline import read_form
from intake.letters.worker import at_ease

MANY, FIRST = 40, 8
MOST = 1_000_000


def main() -> None:
    at_ease()
    template = load_folder(SHIPPED)[AUDIT]
    for asked, of in ((template, len(template.questions)), (long_template(), OF_THEM)):
        for form in FORMS:
            filled(f"{of} answers of {len(asked.questions)}, {form}", asked, list(answered(asked, of, MANY, form)))
    sent = next(answered(template, of=0, many=1, form="typed")).sent

    def read(raw: bytes) -> None:
        read_form(read_letter(raw), sent, template, "health")

    for name, raw in hostile():
        tell(f"hostile letter: {name}", seconds(partial(guarded, read, raw)))


def filled(name: str, template: Template, letters: list[Answered]) -> None:
    """What a letter takes to read, beside its parsing, once the first of a round were read."""

    def read(some: list[Answered]) -> None:
        for raw, sent in some:
            read_form(read_letter(raw), sent, template, "health")

    def parse(some: list[Answered]) -> None:
        for raw, _ in some:
            for part in message_from_bytes(raw, policy=policy.compat32).walk():
                part.get_payload(decode=True)

    read(letters[:FIRST])
    rest = letters[FIRST:]
    ours, ceiling = (1000 * cpu(partial(work, rest)) / len(rest) for work in (read, parse))
    tell(f"a letter read, beside its parsing: {name}", ours, ceiling, unit="CPU ms")


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def guarded(read: Callable[[bytes], None], raw: bytes) -> None:
    try:
        read(raw)
    except Unreadable:
        return


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def hostile() -> Iterator[tuple[str, bytes]]:
    """Letters made to hold a reader up, of up to a million bytes each."""
    yield "quotes in From", b"From: " + b'"' * 32_768 + b" <a@b.example>\r\n\r\nhi"
    yield "semicolons in Content-Type", b"Content-Type: text/plain" + b";" * 32_768 + b"\r\n\r\nhi"
    yield "brackets in From", b"From: " + b"(" * 32_768 + b"a@b.example\r\n\r\nhi"
    deep = (b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (each, each) for each in range(1_000))
    yield "1,000 layers", b"".join(deep)
    part = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    yield "20,000 parts", b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part * 20_000
    for name, again in SHAPES.items():
        body = (again * (MOST // len(again.encode()))).encode()
        yield f"text: {name}", b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + body
    for name, again in PAGES.items():
        body = (again * (MOST // len(again))).encode()
        yield f"HTML: {name}", b"Content-Type: text/html; charset=utf-8\r\n\r\n" + body


SHAPES = {
    "one word": "n",
    "quote marks": ">",
    "lines of quote marks": "> > >\n",
    "codes": "[4] ",
    "lines of codes": "[4]\n",
    "question begun": "Does your organisation have ",
    "question begun, lines": "Does your organisation have a clear\n",
    "ratings": "2/3 ",
    "pairs": "4 2, ",
    "lines of pairs": "4 2, 5 3\n",
    "From: lines": "From: a\n",
    "wrote:": "On 1 May a@b wrote:\n",
    "tabs": "a\t",
    "bars": "a|",
    "blank lines": "\n",
    "sign-offs": "Kind regards\n",
    "corrections": "1.2 should be 3. ",
}
PAGES = {
    "div": "<div>",
    "p": "<p>a",
    "b": "<b>a</b>",
    "td": "<table><tr><td>a<td>b",
    "spans": "<td rowspan=20 colspan=20>",
    "blockquote": "<blockquote>a",
    "br": "a<br>",
    "open": "<",
    "entities": "&amp;",
}


if __name__ == "__main__":
    main()
