"""A network of our own before a server: clear, or cut, slow, silent, lying or away, as it is told."""

import random
import socket
import struct
import threading
import time
from contextlib import suppress
from typing import Self

BAD = ("cut", "slow", "silent", "lying", "away")
CHUNK = 65_536


class Weather:
    """A listener on loopback that hands on to `target`; `mode` may be changed at any moment.

    cut: reset in the middle of what is said. slow: 2,000 bytes a tenth of a second. silent: nothing more is handed on,
    and nobody hangs up. lying: what the server answers is dropped, though it obeyed. away: nobody is there.
    """

    def __init__(self, target: tuple[str, int], chance: random.Random) -> None:
        self.target, self.chance, self.mode = target, chance, "clear"
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.listener.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                ours, _ = self.listener.accept()
                if self.mode == "away":
                    _reset(ours)
                    continue
                try:
                    theirs = socket.create_connection(self.target)
                except OSError:
                    _reset(ours)
                    continue
                for way in ((ours, theirs), (theirs, ours)):
                    threading.Thread(target=self._hand_on, args=(*way, way[0] is theirs), daemon=True).start()

    def _hand_on(self, said_by: socket.socket, to: socket.socket, is_answer: bool) -> None:
        with suppress(OSError):
            while said := said_by.recv(CHUNK):
                while self.mode == "silent":
                    time.sleep(0.05)
                if self.mode in ("cut", "away"):
                    to.sendall(said[: self.chance.randrange(len(said))])
                    break
                if self.mode == "lying" and is_answer:
                    break
                while self.mode == "slow" and said:
                    to.sendall(said[:2000])
                    said = said[2000:]
                    time.sleep(0.1)
                to.sendall(said)
        _reset(said_by)
        _reset(to)


def _reset(line: socket.socket) -> None:
    with suppress(OSError):
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.shutdown(socket.SHUT_RDWR)
    line.close()
