"""Signed words that open one file for a quarter of an hour."""

from itsdangerous import BadSignature, URLSafeTimedSerializer

from storage.kept import is_key

LASTS = 15 * 60  # seconds


def sign(secret: str, sha256: str, name: str) -> str:
    """The word that opens this one file under this name, from now for LASTS."""
    return _serializer(secret).dumps([sha256, name])


def read(secret: str, word: str) -> tuple[str, str] | None:
    """The file's SHA-256 and name; None where the word is not ours, was changed, or is too old."""
    try:
        said = _serializer(secret).loads(word, max_age=LASTS)
    except BadSignature:  # an expired one is one too
        return None
    if not (isinstance(said, list) and len(said) == 2 and all(isinstance(each, str) for each in said)):
        return None
    return (said[0], said[1]) if is_key(said[0]) else None


def _serializer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="evidence link")
