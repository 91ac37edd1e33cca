"""Evidence in and out, verification, and hostile files: time and memory, each beside its ceiling in the same run.

python -m benchmarks.evidence [MEGABYTES] [FILES]
"""

import hashlib
import io
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3

from benchmarks.table import tell
from storage.evidence import CHUNK, EvidenceStore, open_evidence, verify
from storage.evidence.look.describe import describe
from storage.evidence.verify import AT_ONCE
from tests.storage import files
from tests.storage.servers import S3Server, moto

BUCKET = "benchmark"


def one(what: str, *given: str) -> None:
    """One step in a process of its own: seconds, and megabytes of memory beyond those it began with."""
    prepared = STEPS[what](*given)
    Path("/proc/self/clear_refs").write_text("5")  # the high-water mark falls to what is in use now
    before = _memory("VmRSS")
    began = time.monotonic()
    prepared()
    took = time.monotonic() - began
    sys.stdout.write(f"{took} {_memory('VmHWM') - before}")


def _memory(what: str) -> float:
    """Megabytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) / 1024


def store_in(url: str, endpoint: str, source: str) -> Callable[[], object]:
    store = open_evidence(url, endpoint=endpoint or None)
    return lambda: store.put(Path(source).open("rb"))


def store_out(url: str, endpoint: str, sha256: str) -> Callable[[], object]:
    store = open_evidence(url, endpoint=endpoint or None)

    def read() -> None:
        with store.open(sha256) as file:
            while file.read(CHUNK):
                pass

    return read


def copy_in(source: str, target: str) -> Callable[[], object]:
    def copy() -> None:
        with Path(source).open("rb") as file, Path(target).open("wb") as out:
            while chunk := file.read(CHUNK):
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())

    return copy


def plain_out(source: str) -> Callable[[], object]:
    def read() -> None:
        digest = hashlib.sha256()
        with Path(source).open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)

    return read


def boto_in(endpoint: str, source: str) -> Callable[[], object]:
    client = boto3.client("s3", endpoint_url=endpoint)
    return lambda: client.upload_file(source, BUCKET, "plain")


def boto_out(endpoint: str) -> Callable[[], object]:
    client = boto3.client("s3", endpoint_url=endpoint)

    def read() -> None:
        body = client.get_object(Bucket=BUCKET, Key="plain")["Body"]
        while body.read(CHUNK):
            pass

    return read


def bomb(name: str) -> Callable[[], object]:
    data = BOMBS[name]()
    return lambda: describe(io.BytesIO(data), name, len(data))


BOMBS: dict[str, Callable[[], bytes]] = {
    "10 GB declared": files.flat_bomb,
    "20,000 overlapping members": files.overlapping_bomb,
    "60,000 overlapping members": lambda: files.overlapping_bomb(60_000),
    "nested five deep": files.nested,
    "document of 1 GB of zeros": lambda: files.docx({"word/header1.xml": b"\0" * (1 << 30)}),
    "old Office file of 64 MB of entries": lambda: files.ole("Macros") * (64_000_000 // len(files.ole("Macros"))),
    "PDF of 64 MB of almost /Encrypt": lambda: b"%PDF-1.7" + b"/Encrypt 1 0 Q " * 4_500_000,
}
STEPS: dict[str, Callable[..., Callable[[], object]]] = {
    each.__name__: each for each in (store_in, store_out, copy_in, plain_out, boto_in, boto_out, bomb)
}


def run(what: str, *given: str) -> tuple[float, float]:
    command = [sys.executable, "-m", "benchmarks.evidence", "one", what, *given]
    took, memory = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(took), float(memory)


def beside(what: str, size: float, ours: tuple[float, float], ceiling: tuple[float, float], named: str) -> None:
    tell(f"{what}: {size:.0f} MB, beside {named}", ours[0], ceiling[0])
    tell(f"{what}: memory", ours[1], unit="MB")


def in_and_out(folder: Path, megabytes: int) -> None:
    source = folder / "source"
    digest = hashlib.sha256()
    with source.open("wb") as file:
        for _ in range(megabytes):
            block = os.urandom(1_000_000)
            digest.update(block)
            file.write(block)
    url, sha256 = str(folder / "store"), digest.hexdigest()
    ours, plain = run("store_in", url, "", str(source)), run("copy_in", str(source), str(folder / "copy"))
    beside("folder, in", megabytes, ours, plain, "copy + fsync")
    beside("folder, out", megabytes, run("store_out", url, "", sha256), run("plain_out", str(source)), "plain sha256")
    os.environ |= {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1"}
    with moto() as server:
        server.client.create_bucket(Bucket=BUCKET)
        url = f"s3://{BUCKET}/p"
        ours = run("store_in", url, server.endpoint, str(source))
        beside("S3 (moto), in", megabytes, ours, run("boto_in", server.endpoint, str(source)), "boto3 unproved")
        ours = run("store_out", url, server.endpoint, sha256)
        beside("S3 (moto), out", megabytes, ours, run("boto_out", server.endpoint), "boto3 unproved")


def verifying(folder: Path, number: int, size: int = 100_000) -> None:
    """On the folder: a flipped bit, a file gone, a stray: exactly those, and how fast."""
    kept = dict(_numbered(number, size))
    for key, data in kept.items():
        path = folder / "many" / key[:2] / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    damaged, missing, *_ = kept
    (folder / "many" / damaged[:2] / damaged).write_bytes(_flipped(kept[damaged]))
    (folder / "many" / missing[:2] / missing).unlink()
    (folder / "many" / "stray").write_bytes(b"?")

    def plain() -> None:
        for path in (folder / "many").rglob("*"):
            if path.is_file():
                hashlib.sha256(path.read_bytes()).hexdigest()

    _verified("folder", open_evidence(str(folder / "many")), list(kept), size, plain)


def verifying_s3(named: str, server: S3Server, number: int, size: int = 10_000) -> None:
    """The same in a bucket; beside plain boto3 and sha256, as many at a time."""
    bucket, client = server.bucket(), server.client
    kept = dict(_numbered(number, size))
    damaged, _, *rest = kept  # the second is gone
    given = {damaged: _flipped(kept[damaged]), "stray": b"?", **{key: kept[key] for key in rest}}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda key: client.put_object(Bucket=bucket, Key=f"p/{key}", Body=given[key]), given))

        def plain() -> None:
            def one(key: str) -> str:
                return hashlib.sha256(client.get_object(Bucket=bucket, Key=f"p/{key}")["Body"].read()).hexdigest()

            list(pool.map(one, given))

        store = open_evidence(f"s3://{bucket}/p", endpoint=server.endpoint)
        _verified(named, store, list(kept), size, plain)


def _numbered(number: int, size: int) -> Iterator[tuple[str, bytes]]:
    for place in range(number):
        data = place.to_bytes(8, "big") + bytes(size - 8)
        yield hashlib.sha256(data).hexdigest(), data


def _flipped(data: bytes) -> bytes:
    return bytes([data[0] ^ 1]) + data[1:]


def _verified(named: str, store: EvidenceStore, keys: list[str], size: int, plain: Callable[[], None]) -> None:
    began = time.monotonic()
    found = verify(store, lambda: keys, {}, lambda *_: None)
    ours = time.monotonic() - began
    if (found.damaged, found.missing, found.orphaned) != ([keys[0]], [keys[1]], ["stray"]):
        raise AssertionError(found)
    began = time.monotonic()
    plain()
    ceiling = time.monotonic() - began
    tell(f"verify {len(keys)} files of {size} bytes, {named}, beside plain sha256", ours, ceiling)


def main() -> None:
    if sys.argv[1:2] == ["one"]:
        one(*sys.argv[2:])
        return
    megabytes, number = (int(each) for each in (sys.argv[1:] or ("1000", "10000")))
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        in_and_out(Path(folder), megabytes)
        verifying(Path(folder), number)
    with moto() as server:
        verifying_s3("S3 (moto)", server, number)
    for name in BOMBS:
        took, memory = run("bomb", name)
        tell(f"described: {name}", took)
        tell(f"described: {name}, memory", memory, unit="MB")


if __name__ == "__main__":
    main()
