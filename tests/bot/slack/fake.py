"""A small Slack on loopback: its Web API as far as we use it, which notes every call and can refuse as told."""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qsl

JSON = dict[str, Any]


@dataclass
class FakeSlack:
    """What was called, and what is answered."""

    calls: list[tuple[str, JSON]] = field(default_factory=list)
    refusals: dict[str, list[str]] = field(default_factory=dict)  # by method: errors to answer with, in order
    files: dict[str, JSON] = field(default_factory=dict)  # by id, as files.info tells them
    downloads: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)  # by path
    fetched: list[tuple[str, str]] = field(default_factory=list)  # path and Authorization of downloads
    uploads: list[bytes] = field(default_factory=list)
    slow_every: int = 0  # every so many calls are answered with 429
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    lock: threading.Lock = field(default_factory=threading.Lock)
    met: Counter[str] = field(default_factory=Counter)
    url: str = ""
    socket_url: str = ""

    def said(self, method: str = "chat.postMessage") -> list[JSON]:
        """The calls of a method that were answered well."""
        return [call for name, call in self.calls if name == method]

    @property
    def base(self) -> str:
        return f"{self.url}/api/"

    def answer(self, method: str, call: JSON) -> tuple[int, JSON]:
        with self.lock:
            self.met[method] += 1
            if self.slow_every and sum(self.met.values()) % self.slow_every == 0:
                return 429, {"ok": False, "error": "ratelimited"}
            if self.refusals.get(method):
                code = self.refusals[method].pop(0)
                status = int(code.removeprefix("HTTP ")) if code.startswith("HTTP ") else 200
                return status, {"ok": False, "error": code}
            self.calls.append((method, call))
            return 200, {"ok": True, **self._made(method, call)}

    def _made(self, method: str, call: JSON) -> JSON:
        number = next(self.numbers)
        match method:
            case "auth.test":
                return {
                    "user_id": "U0BOT",
                    "bot_id": "B0BOT",
                    "team_id": "T1",
                    "user": "s11",
                    "team": "The East",
                    "url": "",
                }
            case "chat.postMessage":
                channel = str(call["channel"])
                call["ts"] = f"{number}.000100"
                return {"channel": f"D{channel}" if channel.startswith("U") else channel, "ts": f"{number}.000100"}
            case "views.open" | "views.push":
                return {"view": {"id": f"V{number}", "hash": f"h{number}"}}
            case "apps.connections.open" | "files.info":
                return {"url": self.socket_url, "file": self.files.get(str(call.get("file")), {})}
            case "conversations.open":
                return {"channel": {"id": f"D{call['users']}"}}
            case "conversations.history":
                return {"messages": [{"metadata": each.get("metadata"), "ts": each["ts"]} for each in self.said()]}
            case "conversations.replies":
                return {"messages": [each for each in self.said() if each.get("thread_ts") == call["ts"]]}
            case "files.completeUploadExternal":
                return {"files": []}
            case "files.getUploadURLExternal":
                return {"upload_url": f"{self.url}/upload/{number}", "file_id": f"F{number}"}
            case _:
                return {}


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path.startswith("/upload/"):
            self.server.slack.uploads.append(body)
            self._send(200, {}, b"OK")
            return
        is_json = "json" in (self.headers.get("Content-Type") or "")
        call = json.loads(body or b"{}") if is_json else dict(parse_qsl(body.decode(), keep_blank_values=True))
        for name in ("blocks", "view", "metadata"):
            if isinstance(call.get(name), str):
                call[name] = json.loads(call[name])
        status, said = self.server.slack.answer(self.path.removeprefix("/api/"), call)
        headers = {"Content-Type": "application/json"} | ({"Retry-After": "0"} if status == 429 else {})
        self._send(status, headers, json.dumps(said).encode())

    def do_GET(self) -> None:
        self.server.slack.fetched.append((self.path, self.headers.get("Authorization") or ""))
        self._send(*self.server.slack.downloads.get(self.path, (404, {}, b"")))

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    slack: FakeSlack


@contextmanager
def fake_slack() -> Iterator[FakeSlack]:
    server = _Server(("127.0.0.1", 0), _Handler)
    server.slack = FakeSlack(url=f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.slack
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
