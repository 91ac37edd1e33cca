"""What is sealed comes back whole, or not at all and with a sentence."""

import io
import tarfile
from collections.abc import Callable

import pyrage
import pytest

from storage.backups.seal import (
    DAMAGED,
    FOREIGN,
    WRONG_KEY,
    Keys,
    SealedMember,
    Unusable,
    new_key,
    read_keys,
    seal,
    unseal,
)

KEYS = read_keys(new_key()[0])
BIG = bytes(range(256)) * 1000  # several of age's chunks


def sealed(*members: tuple[str, bytes], keys: Keys = KEYS) -> bytes:
    target = io.BytesIO()
    seal((SealedMember(name, len(data), [data]) for name, data in members), keys, target)
    return target.getvalue()


def opened(data: bytes, keys: Keys = KEYS) -> list[tuple[str, bytes]]:
    with unseal(io.BytesIO(data), keys) as members:
        return [(name, member.read()) for name, member in members]


def told(data: bytes, keys: Keys = KEYS) -> str:
    with pytest.raises(Unusable) as refused:
        opened(data, keys)
    return str(refused.value)


def foreign(fill: Callable[[tarfile.TarFile], object], tar_format: int = tarfile.PAX_FORMAT) -> bytes:
    """Somebody else's tar, sealed for us: the public half of a key is no secret."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tar_format) as tar:
        fill(tar)
    return bytes(pyrage.encrypt(made.getvalue(), KEYS.recipients))


def named(name: str, kind: bytes = tarfile.REGTYPE, size: int = 0, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.size, info.linkname = kind, size, link
    return info


@pytest.mark.parametrize("data", [b"", b"x", b"y" * 511, b"z" * 512, BIG])
def test_comes_back_as_it_went_in(data: bytes) -> None:
    members = [("header", b"{}"), ("evidence/abc", data), ("manifest", b"[]")]
    assert opened(sealed(*members)) == members


def test_a_member_that_is_not_read_is_passed_over() -> None:
    with unseal(io.BytesIO(sealed(("header", BIG), ("manifest", b"end"))), KEYS) as members:
        assert [name for name, _ in members] == ["header", "manifest"]


def test_the_public_half_seals_and_does_not_open() -> None:
    private, public = new_key()
    made = sealed(("header", b"hello"), keys=read_keys(public))
    assert opened(made, read_keys(private)) == [("header", b"hello")]
    assert "public half" in told(made, read_keys(public))


def test_age_and_tar_alone_can_open_it() -> None:
    plain = pyrage.decrypt(sealed(("header", b"hello"), ("evidence/abc", BIG)), KEYS.identities)
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        assert tar.getnames() == ["header", "evidence/abc"]
        file = tar.extractfile("evidence/abc")
        assert file is not None
        assert file.read() == BIG


def test_another_key_does_not_open_it() -> None:
    assert told(sealed(("header", b"")), read_keys(new_key()[0])) == WRONG_KEY


@pytest.mark.parametrize("key", ["", "# a comment\n", "age1nonsense", "AGE-SECRET-KEY-1NONSENSE", "ssh-rsa AAAA", "\0"])
def test_what_is_no_key(key: str) -> None:
    with pytest.raises(Unusable, match="--make-key"):
        read_keys(key)


def test_cut_anywhere() -> None:
    whole = sealed(("header", b"{}"), ("evidence/abc", BIG))
    lengths = [*range(0, 400, 7), *range(400, len(whole), 16_001), len(whole) - 1]
    assert {told(whole[:length]) for length in lengths} == {DAMAGED, FOREIGN}
    assert told(whole[:-1]) == DAMAGED


def test_a_flipped_bit_anywhere() -> None:
    whole = sealed(("header", b"{}"), ("evidence/abc", BIG))
    for place in [30, 100, 180, *range(220, len(whole), 32_003), len(whole) - 1]:
        changed = bytearray(whole)
        changed[place] ^= 1
        assert told(bytes(changed)) in (DAMAGED, WRONG_KEY), place


@pytest.mark.parametrize(
    "info",
    [
        named("../../etc/passwd"),
        named("/etc/passwd"),
        named("record/../../x"),
        named("evidence\\..\\x"),
        named("x" * 300),
        named("header", tarfile.SYMTYPE, link="/etc/passwd"),
        named("header", tarfile.LNKTYPE, link="/etc/passwd"),
        named("header", tarfile.DIRTYPE),
        named("header", tarfile.CHRTYPE),
        named("Überraschung"),
    ],
    ids=lambda info: f"{info.name[:20]} {info.type.decode()}",
)
@pytest.mark.parametrize("tar_format", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_a_foreign_tar_is_refused_by_its_names_and_kinds(info: tarfile.TarInfo, tar_format: int) -> None:
    assert told(foreign(lambda tar: tar.addfile(info), tar_format)) == FOREIGN


@pytest.mark.parametrize("size", [1 << 20, 1 << 40, (1 << 63) - 1])
def test_a_member_that_claims_more_than_there_is(size: int) -> None:
    plain = named("evidence/abc", size=size).tobuf(tarfile.GNU_FORMAT) + b"little"
    assert told(pyrage.encrypt(plain, KEYS.recipients)) == DAMAGED


@pytest.mark.parametrize("plain", [b"", b"{}", b"PK\3\4" * 1000, bytes(512), bytes(1024) + b"more", b"\xff" * 4096])
def test_an_age_file_of_something_else(plain: bytes) -> None:
    assert told(pyrage.encrypt(plain, KEYS.recipients)) in (DAMAGED, FOREIGN)


@pytest.mark.parametrize("data", [b"", b"PK\3\4", b"SQLite format 3\0", b"age-encryption.org/v2\n"])
def test_a_file_that_is_not_sealed_at_all(data: bytes) -> None:
    assert told(data) == FOREIGN


def test_what_goes_wrong_while_sealing_is_told_as_it_is() -> None:
    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        seal([SealedMember("header", 0, [])], KEYS, Full())
    with pytest.raises(KeyError):
        seal((SealedMember(name, 0, []) for name in [{"a": "header"}["b"]]), KEYS, io.BytesIO())
