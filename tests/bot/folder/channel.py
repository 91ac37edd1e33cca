"""The way out: one message of ours becomes one file; the same message again is the same file."""

from dataclasses import dataclass
from pathlib import Path

from storage.nouns import Message


@dataclass
class FolderChannel:
    root: Path
    via: str = "folder"

    def deliver(self, message: Message) -> None:
        out = self.root / message.recipient / "out"
        out.mkdir(parents=True, exist_ok=True)
        (out / f"message-{message.id}.txt").write_text(f"{message.subject}\n\n{message.body}", encoding="utf-8")
