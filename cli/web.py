"""The web process: health, and one file at a time to whoever holds a link that was signed for it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from cli import wiring
from cli.absent import never_came
from cli.branches import mailboxes
from cli.ready import unready
from cli.rounds import Keeper, awaited
from cli.serve import serving
from cli.slack import events
from config.settings import Settings
from storage.evidence import CHUNK, Damaged, EvidenceStore, Missing, Unavailable, disposition, links
from storage.evidence.look.clamd import may_leave
from storage.nouns import Evidence
from storage.record import AWAY, Database

Headers = list[tuple[str, str]]
Start = Callable[[str, Headers], object]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]
PATH = "/evidence/"
THREADS = 8
_SAFE: Headers = [
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'"),
    ("Cache-Control", "private, no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Robots-Tag", "noindex"),
]


def web() -> None:
    """Serve health and expiring links to evidence at S11_WEB_BIND until it is stopped."""
    using = wiring.settings()
    if using.now:
        raise wiring.NotReady("The clock stands still, and links would never expire. Unset S11_NOW.")
    bind = wiring.web_bind(using)
    stop = wiring.stopped_by_signals()
    record = awaited(lambda: wiring.open_record(using), stop, wiring.err().print)
    answering = application(using, record, Keeper.of(using, record, stop))
    with serving(answering, bind, threads=THREADS):
        wiring.say(f"Listening on http://{bind}. Stop with Ctrl+C.")
        while not stop.wait(1.0):  # so that a signal is heard
            pass


def application(using: Settings, record: Database, keeper: Keeper) -> Application:
    """The WSGI application of a deployment: links and health, and Slack's events where it talks by HTTP."""
    store = wiring.evidence(using)
    own, slack = served(record.read, store, wiring.secret_key(using)), events(using, record, keeper)
    boxes = [each.circle.key for each in mailboxes(using)]

    def answer(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        slacks = slack.get(environ.get("PATH_INFO", ""))
        try:
            if environ.get("PATH_INFO") == "/readyz" and environ["REQUEST_METHOD"] == "GET":
                absent = never_came(using)
                return _ready(start, unready(record, store, datetime.now(UTC), mailboxes=boxes, absent=absent))
            return slacks(environ, start) if slacks is not None else own(environ, start)
        except AWAY:
            return _told(start, "503 Service Unavailable", "The record is busy. Try again in a minute.")

    return answer


def served(sessions: sessionmaker[Any], store: EvidenceStore, secret: str) -> Application:
    """GET /healthz and GET /evidence/WORD; everything else is told and refused. The application has /readyz besides."""

    def answer(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path != "/healthz" and not path.startswith(PATH):
            return _told(start, "404 Not Found", "There is nothing here.")
        if environ["REQUEST_METHOD"] != "GET":
            return _told(start, "405 Method Not Allowed", "Only reading is possible here.", [("Allow", "GET")])
        if path == "/healthz":
            return _told(start, "200 OK", "ok")
        return _file(sessions, store, links.read(secret, path.removeprefix(PATH)), start)

    return answer


def _file(
    sessions: sessionmaker[Any], store: EvidenceStore, wanted: tuple[str, str] | None, start: Start
) -> Iterable[bytes]:
    if wanted is None:
        return _told(start, "403 Forbidden", "This link has expired or was changed. Ask for a new one.")
    sha256, name = wanted
    with sessions() as db:
        states = list(db.scalars(select(Evidence.scan).where(Evidence.sha256 == sha256)))
    if not states:
        return _told(start, "404 Not Found", "This file is not in the record any more.")
    if not all(may_leave(state) for state in states):
        return _told(start, "403 Forbidden", "This file is held back until it was scanned and found clean.")
    try:
        size = store.stat(sha256).size
        chunks = _Chunks(store, sha256)
    except (Missing, Damaged, Unavailable) as fault:
        return _told(start, "503 Service Unavailable", str(fault))
    kind = [("Content-Type", "application/octet-stream"), ("Content-Disposition", disposition(name))]
    start("200 OK", [*kind, ("Content-Length", str(size)), *_SAFE])
    return chunks


class _Chunks:
    """The bytes of a file; a damaged one breaks off before its end."""

    def __init__(self, store: EvidenceStore, sha256: str) -> None:
        with ExitStack() as opened:
            self._file = opened.enter_context(store.open(sha256))
            self._first = self._file.read(CHUNK)  # so that a short file that is damaged is told before it begins
            self._open = opened.pop_all()

    def __iter__(self) -> Iterator[bytes]:
        yield self._first
        while chunk := self._file.read(CHUNK):
            yield chunk

    def close(self) -> None:
        self._open.close()


def _ready(start: Start, wrong: list[str]) -> Iterable[bytes]:
    return _told(start, "503 Service Unavailable" if wrong else "200 OK", "\n".join(wrong) or "ready")


def _told(start: Start, status: str, words: str, more: Headers | None = None) -> Iterable[bytes]:
    body = f"{words}\n".encode()
    length = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start(status, [*length, *_SAFE, *(more or [])])
    return [body]
