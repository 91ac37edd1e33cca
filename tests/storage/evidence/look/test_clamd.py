"""A scanner's word is believed, its silence never taken for a clean file (T11)."""

import io
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.evidence.look.clamd import answers, may_leave, scan
from tests.storage.files import EICAR


@contextmanager
def clamd(say: Callable[[bytes], bytes], path: Path | None = None, longest: int = 1 << 30) -> Iterator[str]:
    """A clamd that answers a stream with what `say` makes of it, and hangs up on a longer one."""
    server = socket.create_server(("127.0.0.1", 0)) if path is None else socket.socket(socket.AF_UNIX)
    if path is not None:
        server.bind(str(path))
        server.listen()

    def serve() -> None:
        while True:
            try:
                caller, _ = server.accept()
            except OSError:
                return
            with caller, caller.makefile("rb") as heard:
                if heard.read(6) == b"zPING\0":
                    caller.sendall(b"PONG\0")
                    continue
                assert heard.read(4) == b"EAM\0"
                data = b""
                while length := int.from_bytes(heard.read(4), "big"):
                    data += heard.read(length)
                    if len(data) > longest:
                        break
                caller.sendall(say(data))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield str(path) if path else f"127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


def as_clamd_does(data: bytes) -> bytes:
    return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in data else b"stream: OK\0"


def test_a_clean_file_and_one_with_a_virus() -> None:
    with clamd(as_clamd_does) as address:
        assert scan(address, io.BytesIO(b"Our policy. " * 500_000)) == "clean"
        assert scan(address, io.BytesIO(b"")) == "clean"
        assert scan(address, io.BytesIO(b"x" * 3_000_000 + EICAR)) == "flagged: Eicar-Test-Signature"
        assert answers(address)


def test_a_socket_in_a_folder_does_too(tmp_path: Path) -> None:
    with clamd(as_clamd_does, tmp_path / "clamd.sock") as address:
        assert scan(address, io.BytesIO(EICAR)) == "flagged: Eicar-Test-Signature"


@pytest.mark.parametrize(
    "said", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK but\0", b"\xff\0", b"OK\0"]
)
def test_any_other_answer_is_no_answer(said: bytes) -> None:
    with clamd(lambda data: said) as address:
        assert scan(address, io.BytesIO(b"Our policy.")) == "scan pending"


def test_a_file_too_long_for_the_scanner_waits() -> None:
    with clamd(lambda data: b"INSTREAM size limit exceeded. ERROR\0", longest=1_000_000) as address:
        assert scan(address, io.BytesIO(b"x" * 9_000_000)) == "scan pending"


def test_a_scanner_that_is_down(tmp_path: Path) -> None:
    with clamd(as_clamd_does) as address:
        pass
    for down in (address, str(tmp_path / "nowhere.sock")):
        assert scan(down, io.BytesIO(b"Our policy.")) == "scan pending"
        assert not answers(down)


def test_without_a_scanner_files_are_not_scanned() -> None:
    assert scan(None, io.BytesIO(EICAR)) == "not scanned"


def test_only_clean_and_unscanned_files_may_leave() -> None:
    states = ["clean", "not scanned", "scan pending", "flagged: X", "", "anything"]
    assert [state for state in states if may_leave(state)] == ["clean", "not scanned"]
