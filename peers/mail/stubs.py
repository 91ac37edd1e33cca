"""What stands in for the rest of the world: an authority that gives tokens, and a network that breaks."""

import http.server
import json
import socket
import ssl
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

TOKEN = "good-token"


class _Authority(http.server.BaseHTTPRequestHandler):
    """openid-configuration, the token endpoint, and introspection for Dovecot."""

    def do_GET(self) -> None:
        base = f"https://localhost:{self.connection.getsockname()[1]}/tenant"
        endpoints = {"issuer": base, "authorization_endpoint": f"{base}/authorize", "token_endpoint": f"{base}/token"}
        self._say(200, endpoints)

    def do_POST(self) -> None:
        asked = urllib.parse.parse_qs(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())
        if self.path == "/introspect":
            self._say(200, {"active": "true" if asked.get("token") == [TOKEN] else "false", "username": "intake"})
        elif asked.get("client_secret") == ["secret"]:
            self._say(200, {"token_type": "Bearer", "expires_in": 3600, "access_token": TOKEN})
        else:
            self._say(401, {"error": "invalid_client", "error_description": "The secret is not known."})

    def _say(self, code: int, document: dict[str, Any]) -> None:
        body = json.dumps(document).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def authority(certificate: Path | None = None) -> Iterator[int]:
    """The port of an authority; over TLS where there is a certificate."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Authority)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Cutter:
    """A proxy that ends each of its first connections after so many bytes from the server."""

    def __init__(self, to: int, cuts: list[int]) -> None:
        self._to, self._cuts = to, cuts
        self.cut = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.create_connection(("127.0.0.1", self._to))
                left = self._cuts.pop(0) if self._cuts else -1
                threading.Thread(target=self._pump, args=(client, server, -1), daemon=True).start()
                threading.Thread(target=self._pump, args=(server, client, left), daemon=True).start()

    def _pump(self, one: socket.socket, other: socket.socket, left: int) -> None:
        with suppress(OSError):
            while data := one.recv(4096):
                if left >= 0 and len(data) > left:
                    other.sendall(data[:left])
                    self.cut += 1
                    break
                other.sendall(data)
                left -= len(data) if left >= 0 else 0
        for each in (one, other):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
