"""Work that any process may take up: handed out on PostgreSQL in the transaction that causes it, done by workers."""

from bot.work.queue import DIGESTS, PAPER, READ, TAG, Job, WorkQueue
from bot.work.tables import make_queue

__all__ = ["DIGESTS", "PAPER", "READ", "TAG", "Job", "WorkQueue", "make_queue"]
