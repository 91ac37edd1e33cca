"""Open and read a file: a pipe that nobody writes to, or a device, is told at once and never waited for."""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

LONGEST = 512 * 2**20  # bytes of a table, workbook or questionnaire
LONGEST_OF_ALL = 8 * 2**30  # bytes of an export, or of any file of the home
LONGEST_SECRET = 2**16
NO_FILE = "It is neither a file nor a folder"
_STEP = 2**20


class NoFile(OSError):
    """A folder, a pipe or a device stands where a file is looked for."""


def open_file(path: Path, buffering: int = -1) -> BinaryIO:
    """To read its bytes; raises NoFile where it is none, and any other OSError."""
    descriptor = os.open(
        path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY
    )  # a pipe's writer may never come
    fault = _fault(os.fstat(descriptor), path)
    if fault is not None:
        os.close(descriptor)
        raise fault
    return os.fdopen(descriptor, "rb", buffering)


def keep_device(path: Path) -> None:
    """Raises NoFile where something else stands there than a file: a file put in its place would be its end."""
    if path.exists() and (fault := _fault(path.stat(), path)) is not None:
        raise fault


def _fault(found: os.stat_result, path: Path) -> NoFile | None:
    if stat.S_ISREG(found.st_mode):
        return None
    if stat.S_ISDIR(found.st_mode):
        return NoFile(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    return NoFile(errno.EINVAL, NO_FILE, str(path))


def read_whole(path: Path, longest: int = LONGEST) -> bytes:
    """All of its bytes; raises OSError as `open_file` does, and where there are more than `longest`."""
    with open_file(path) as file:
        keep_short(path, file, longest)  # read it would fill the memory first
        data = file.read(longest + 1)
    if len(data) > longest:  # such as a file of /proc, which says that it is empty
        raise _too_long(path, longest)
    return data


def keep_short(path: Path, file: BinaryIO, longest: int) -> None:
    """Raises OSError where the file has more bytes than that."""
    if os.fstat(file.fileno()).st_size > longest:
        raise _too_long(path, longest)


def _too_long(path: Path, longest: int) -> OSError:
    told = f"{longest // 2**20} MB" if longest >= _STEP else f"{longest // 2**10} KB"
    return OSError(errno.EFBIG, f"It is longer than {told}", str(path))
