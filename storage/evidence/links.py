"""Signed words that open one file for a quarter of an hour."""

from itsdangerous import BadData, URLSafeTimedSerializer
from itsdangerous.encoding import base64_decode, base64_encode

from storage.evidence.look import is_key

LASTS = 15 * 60  # seconds


def sign(secret: str, sha256: str, name: str) -> str:
    """The word that opens this one file under this name, from now for LASTS."""
    return _serializer(secret).dumps([sha256, name])


def read(secret: str, word: str) -> tuple[str, str] | None:
    """The file's SHA-256 and name; None where the word is not ours, was changed, or is too old."""
    try:
        said = _serializer(secret).loads(word, max_age=LASTS)
        signature = word.rpartition(".")[2].encode()
        is_as_written = (
            base64_encode(base64_decode(signature)) == signature
        )  # several spellings stand for the same bytes
    except BadData:  # one that is too old is bad too
        return None
    if not is_as_written:
        return None
    if not (isinstance(said, list) and len(said) == 2 and all(isinstance(each, str) for each in said)):
        return None
    return (said[0], said[1]) if is_key(said[0]) else None


def _serializer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="evidence link")
