"""Files that people name: read where they are files, and no further than anybody writes one."""

from config.files.read import (
    LONGEST,
    LONGEST_OF_ALL,
    LONGEST_SECRET,
    NoFile,
    keep_device,
    keep_short,
    open_file,
    read_whole,
)

__all__ = [
    "LONGEST",
    "LONGEST_OF_ALL",
    "LONGEST_SECRET",
    "NoFile",
    "keep_device",
    "keep_short",
    "open_file",
    "read_whole",
]
