"""The real web process while others mean it ill: how long /healthz takes meanwhile, and what memory it costs.

python -m torture.web
"""

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

from torture.killed import S11, run

HEALTH = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
HEAD = b"POST /slack/events HTTP/1.1\r\nHost: x\r\n"
HALF_OPEN = 500
LONG = 300 << 20  # bytes of a body
LONGEST = 2.0  # seconds that health may take
MOST_MEMORY = 100  # MB that an attack may add
ASKED = 20  # times, during each attack

Address = tuple[str, int]
Attack = Callable[[Address, ExitStack], None]


def health(address: Address) -> float:
    """How long /healthz took."""
    began = time.monotonic()
    with socket.create_connection(address, timeout=60) as line:
        line.sendall(HEALTH)
        if b" 200 " not in line.recv(100):
            raise AssertionError("The web process does not say that it is well.")
    return time.monotonic() - began


def memory(process: int) -> float:
    """What the process holds, in MB."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(each.split()[1]) / 1024 for each in lines if each.startswith("VmRSS"))


def half_open(said: bytes) -> Attack:
    def attack(address: Address, opened: ExitStack) -> None:
        for _ in range(HALF_OPEN):
            opened.enter_context(socket.create_connection(address)).sendall(said)

    return attack


def long_bodies(head: bytes, chunk: bytes) -> Attack:
    """Three bodies of 300 MB at once, as fast as they are taken."""

    def push(address: Address) -> None:
        with suppress(OSError), socket.create_connection(address, timeout=60) as line:
            line.sendall(HEAD + head)
            for _ in range(LONG // len(chunk)):
                line.sendall(chunk)

    def attack(address: Address, opened: ExitStack) -> None:
        for _ in range(3):
            pushing = threading.Thread(target=push, args=(address,), daemon=True)
            pushing.start()
            opened.callback(pushing.join)

    return attack


BLOCK = b"x" * 65_536
ATTACKS: dict[str, Attack] = {
    f"{HALF_OPEN} that say nothing": half_open(b""),
    f"{HALF_OPEN} with half a header": half_open(HEAD),
    f"{HALF_OPEN} with half a body": half_open(HEAD + b"Content-Length: 900000\r\n\r\n" + BLOCK),
    "3 bodies of 300 MB, by their length": long_bodies(f"Content-Length: {LONG}\r\n\r\n".encode(), BLOCK),
    "3 bodies of 300 MB, in chunks": long_bodies(b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + BLOCK + b"\r\n"),
    "3 bodies of 300 MB, nothing said of them": long_bodies(b"\r\n", BLOCK),
}


def measured(name: str, attack: Attack, address: Address, process: int) -> str:
    before, most, took = memory(process), 0.0, []
    with ExitStack() as opened:
        attack(address, opened)
        for _ in range(ASKED):
            took.append(health(address))
            most = max(most, memory(process) - before)
    if max(took) > LONGEST or most > MOST_MEMORY:
        raise AssertionError(f"{name}: {max(took):.2f} s, {most:.0f} MB more.")
    return f"{name:42} {sorted(took)[len(took) // 2] * 1000:10.0f} {max(took) * 1000:10.0f} {most:10.1f}"


def started(home: Path, address: Address) -> subprocess.Popen[bytes]:
    """`s11 web` with Slack's signing secret set where Slack can be reached; here health and links alone."""
    more = {"S11_HOME": str(home), "S11_WEB_BIND": f"{address[0]}:{address[1]}"}
    process = subprocess.Popen([*S11, "web"], env={**os.environ, **more}, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(OSError):
            health(address)
            return process
        time.sleep(0.1)
    raise AssertionError("The web process did not start.")


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home, address = Path(folder) / "home", ("127.0.0.1", free_port())
        run(home, "init")
        process = started(home, address)
        try:
            sys.stdout.write(f"{'meanwhile':42} {'median ms':>10} {'worst ms':>10} {'MB more':>10}\n")
            for name, attack in ATTACKS.items():
                sys.stdout.write(measured(name, attack, address, process.pid) + "\n")
                sys.stdout.flush()
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
