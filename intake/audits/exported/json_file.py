"""A file of JSON, read a value at a time: no more of it is held than the longest value that anybody writes. Pure."""

import codecs
import json
import re
from collections import Counter
from math import isfinite
from typing import Any, BinaryIO, NoReturn

LONGEST = 32_000_000  # characters of a value: a return with all that was ever said in it
MOST = 2_000_000  # values in it: a short text of brackets would fill the memory
_STEP = 2**19  # bytes read at once
_LONG = 4_000_000  # characters in which nobody counts the values
_LITERAL = 16  # characters from the end that a word, a number or an escape may be cut in
_BLANK = re.compile(r"[ \t\n\r]*+")


class NotJson(ValueError):
    """What is wrong with the file, as the end of a sentence that begins with where it is."""


class JsonFile:
    """Where somebody has got to in it. `at` names that place for a person."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.move(0)

    def move(self, offset: int) -> None:
        """Go on from this byte."""
        self._file.seek(offset)
        self._decode = codecs.getincrementaldecoder("utf-8")().decode
        self._text, self._place, self._before, self._is_ended = "", 0, offset, False

    @property
    def offset(self) -> int:
        """How many bytes were passed."""
        return self._before + len(self._text[: self._place].encode())

    def peek(self) -> str:
        """The next character that is not blank; empty at the end."""
        while True:
            self._place = _whole(_BLANK.match(self._text, self._place))
            if self._place < len(self._text):
                return self._text[self._place]
            if not self._more():
                return ""

    def take(self, wanted: str) -> str:
        """Pass one of these characters and say which; raises NotJson where another stands there."""
        found = self.peek()
        if not found:
            raise NotJson("it ends too early")
        if found not in wanted:
            self._refuse()
        self._place += 1
        return found

    def value(self, decoder: json.JSONDecoder) -> Any:
        """Pass a value and give it; raises NotJson where there is none, or one that nobody writes."""
        self.peek()
        while True:
            try:
                value, end = decoder.raw_decode(self._text, self._place)
            except json.JSONDecodeError as error:
                margin = 0 if self._is_ended else _LITERAL
                if not error.msg.startswith("Unterminated") and error.pos < len(self._text) - margin:
                    self._place = error.pos
                    self._refuse()
            except RecursionError:
                raise NotJson("it has lists in lists without end") from None
            else:
                if end < len(self._text) or self._is_ended:
                    self._place = end
                    return value
            if not self._more():
                raise NotJson("it ends too early")

    def _more(self) -> bool:
        """Read on; whether there was more."""
        if self._is_ended:
            return False
        self._drop_passed()
        wanted = max(_STEP, len(self._text))  # twice as much each time: a long value is tried few times
        data = self._file.read(wanted)
        self._is_ended = not data
        try:
            self._text += self._decode(data, final=self._is_ended)
        except UnicodeDecodeError:
            raise NotJson("it holds bytes that are no text") from None
        self._refuse_flood()
        return True

    def _drop_passed(self) -> None:
        self._before = self.offset
        self._text, self._place = self._text[self._place :], 0

    def _refuse_flood(self) -> None:
        if len(self._text) > LONGEST:
            raise NotJson("a part of it is longer than s11 writes one")
        if len(self._text) > _LONG and sum(map(self._text.count, ",[{")) > MOST:
            raise NotJson("a part of it holds more values than s11 writes in one")

    def _refuse(self) -> NoReturn:
        raise NotJson(f"byte {self.offset + 1:,} is not as JSON has it")


def _whole(found: re.Match[str] | None) -> int:
    return found.end() if found else 0


def strict() -> json.JSONDecoder:
    """Reads no object that says something twice, and no number that is none."""
    return json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number, parse_int=_integer, parse_float=_real)


def quick() -> json.JSONDecoder:
    """Reads again what was read strictly."""
    return json.JSONDecoder()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise NotJson(f"it says {twice[:80]!r} twice in one place")
    return found


def _no_number(word: str) -> NoReturn:
    raise NotJson(f"it has {word} for a number")


def _real(digits: str) -> float:
    found = float(digits)
    return found if isfinite(found) else _no_number(digits[:20])


def _integer(digits: str) -> int:
    if len(digits) > 20:
        raise NotJson("it has a number of more digits than anybody writes")
    return int(digits)
