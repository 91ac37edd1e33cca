"""A person at the local Slack: what they see, press, type, fill in and upload."""

import base64
import http.client
import json
import os
import socket
import time
from dataclasses import dataclass
from typing import Any

from peers.slack.workspace import JSON, LocalSlack


@dataclass
class Person:
    """One of the local Slack's users, in their messages with the app."""

    slack: LocalSlack
    user: str
    interactions: int = 0

    @property
    def channel(self) -> str:
        channels = self.slack.state()["channels"]
        return next(str(each["id"]) for each in channels if each["is_im"] and self.user in each["members"])

    def messages(self) -> list[JSON]:
        found: list[JSON] = self.slack.control(f"messages/{self.channel}")["messages"]
        return found

    def heard(self) -> list[JSON]:
        return [each for each in self.messages() if each.get("bot_id")]

    def starts(self) -> JSON:
        self.slack.control("open-home", {"user": self.user})
        self.slack.control("command", {"user": self.user, "channel": "C01GEN", "command": "/s11", "text": ""})
        return self.waits(lambda: self.heard()[-1] if self._has_messages() and self.heard() else None)

    def types(self, text: str) -> JSON:
        before = len(self.heard())
        self.interactions += 1
        self.slack.control("message", {"channel": self.channel, "user": self.user, "text": text})
        return self.waits(lambda: self.heard()[-1] if len(self.heard()) > before else None)

    def presses(self, label: str, message: JSON | None = None) -> None:
        message = message or self.heard()[-1]
        button = _button(message["blocks"], label)
        self.interactions += 1
        body = {"channel": self.channel, "messageTs": message["ts"], "user": self.user, "action": button}
        self.slack.control("interact", body)

    def form(self, asked: str) -> JSON:
        """The form of a question once it is there."""

        def shown() -> JSON | None:
            views = [each["detail"]["view"] for each in self.log() if each.get("summary") == "views.update"]
            return next((each for each in reversed(views) if each["title"]["text"] == f"Question {asked}"), None)

        return self.waits(shown)

    def log(self) -> list[JSON]:
        found = self.slack.control("log")
        entries: list[JSON] = found if isinstance(found, list) else found.get("log") or found.get("entries") or []
        return entries

    def saves(self, view: JSON, values: JSON) -> JSON:
        """Fill in a form and save it; the next message comes back."""
        before = len(self.heard())
        state = {
            each["block_id"]: {"value": _initial(each["element"])} for each in view["blocks"] if each["type"] == "input"
        }
        for box, value in values.items():
            state[box]["value"] |= {"value": value}
        self.interactions += 1
        _send(self.slack.port, {"t": "view_submit", "user": self.user, "values": state})
        said: JSON = self.waits(lambda: self.heard()[-1] if len(self.heard()) > before else None)
        self.waits(lambda: self._is_acknowledged() or None)  # the form closes then, and with it whatever is open
        return said

    def _is_acknowledged(self) -> bool:
        """Whether each request over HTTP has its response; Socket Mode has no such lines."""
        told = [(each["direction"], each["summary"][:4]) for each in self.log() if each["kind"] == "interactive"]
        return told.count(("from_bot", "HTTP")) >= told.count(("to_bot", "POST"))

    def uploads(self, name: str, data: bytes) -> JSON:
        before = len(self.heard())
        edge = "edge-of-the-form"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in (("channel", self.channel), ("user", self.user))
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        head += "Content-Type: text/plain\r\n\r\n"
        body = b"".join(parts) + head.encode() + data + f"\r\n--{edge}--\r\n".encode()
        link = http.client.HTTPConnection("127.0.0.1", self.slack.port, timeout=60)
        link.request("POST", "/_control/upload", body, {"Content-Type": f"multipart/form-data; boundary={edge}"})
        assert link.getresponse().status == 200
        link.close()
        self.interactions += 1
        return self.waits(lambda: self.heard()[-1] if len(self.heard()) > before else None)

    def waits(self, look: Any, seconds: float = 120) -> Any:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = look()
            if found is not None:
                return found
            time.sleep(0.02)
        raise TimeoutError(f"Nothing came; the last heard was {self.heard()[-1]['text'][:300]!r}.")

    def _has_messages(self) -> bool:
        return any(each["is_im"] and self.user in each["members"] for each in self.slack.state()["channels"])


def _button(blocks: list[JSON], label: str) -> JSON:
    buttons = [each for block in blocks for each in block.get("elements", ()) if each.get("type") == "button"]
    return next(each for each in buttons if each["text"]["text"].startswith(label))


def _initial(element: JSON) -> JSON:
    made: JSON = {"type": element["type"], "value": element.get("initial_value")}
    return made | ({"selected_option": element["initial_option"]} if "initial_option" in element else {})


def _send(port: int, said: JSON) -> None:
    """One text frame over the page's own web socket."""
    key = base64.b64encode(os.urandom(16)).decode()
    with socket.create_connection(("127.0.0.1", port), 60) as link:
        head = f"GET /ui HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        link.sendall(f"{head}Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        assert b"101" in link.recv(4096).split(b"\r\n")[0]
        data, mask = json.dumps(said).encode(), os.urandom(4)
        size = len(data)
        length = bytes([0x80 | size]) if size < 126 else bytes([0x80 | 126]) + size.to_bytes(2, "big")
        link.sendall(b"\x81" + length + mask + bytes(each ^ mask[n % 4] for n, each in enumerate(data)))
        link.sendall(b"\x88\x80" + mask)  # a close: it is answered once all before it is heard
        while link.recv(2**16):  # closed with anything unread, the line is reset, and what was said last may be lost
            pass
