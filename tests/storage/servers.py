"""Servers on loopback that stand in for S3: a whole one, and a gate before it that fails on demand."""

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

import boto3
from moto.server import ThreadedMotoServer


class S3Server(NamedTuple):
    """Where a server listens; each test has buckets of its own."""

    endpoint: str

    @property
    def client(self) -> Any:
        return _session().client("s3", endpoint_url=self.endpoint)

    def bucket(self, *, lock: bool = False) -> str:
        name = f"b{uuid.uuid4().hex[:12]}"
        self.client.create_bucket(Bucket=name, ObjectLockEnabledForBucket=lock)
        return name


@cache  # a session reads what it knows of S3 once
def _session() -> boto3.session.Session:
    return boto3.session.Session()


@contextmanager
def moto() -> Iterator[S3Server]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield S3Server(f"http://{host}:{port}")
    finally:
        server.stop()


class Asked(NamedTuple):
    method: str
    path: str
    number: int  # of requests of this method so far, from 1
    expects: str  # what it waits for before its body goes


Fault = Callable[[Asked, bytes], int | float | bytes | None]


@contextmanager
def gate(before: S3Server, fault: Fault) -> Iterator[S3Server]:
    """A server that passes everything on but where `fault` decides otherwise.

    It says: a status (answered instead; below zero, answered after all was done), a share (that much of the answer's
    body, then the connection is cut), other bytes (sent on as the body), or None.
    """
    counts: dict[str, int] = {}
    host = before.endpoint.removeprefix("http://")

    class Gate(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            counts[self.command] = counts.get(self.command, 0) + 1
            expects = self.headers.get("Expect") or ""
            decided = fault(Asked(self.command, self.path, counts[self.command], expects), body)
            if isinstance(decided, int) and decided > 0:
                self._refuse(decided)
                return
            there = HTTPConnection(host)
            sent = decided if isinstance(decided, bytes) else body
            there.request(self.command, self.path, sent, dict(self.headers))
            answer = there.getresponse()
            data = answer.read()
            there.close()
            if isinstance(decided, int):
                self._refuse(-decided)
                return
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("transfer-encoding", "connection"):
                    self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data[: int(len(data) * decided)] if isinstance(decided, float) else data)
            self.close_connection = isinstance(decided, float)

        def _refuse(self, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_PUT = do_HEAD = do_POST = do_DELETE = _pass

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Gate)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield S3Server(f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
