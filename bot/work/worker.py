"""One worker: takes up what is handed out, one job at a time, and what stood with a worker that was killed."""

import asyncio
import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from time import monotonic

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from bot.work.queue import QUEUE, STALE

SIGN = 2.0  # seconds between two signs of life
RESCUE = 3.0  # seconds between two looks for jobs of a worker that gives none
FORGOTTEN = float(STALE)  # seconds after which what stands with us, and is not in our hand, is put back
POLL = 5.0  # seconds between two looks at the queue, which mostly wakes us itself
SWEEP = 60.0  # seconds between two looks for what the queue forgot
Work = Callable[..., None]


class Hands(JobManager):
    """Knows which worker it serves and what that one has in hand.

    A database that goes away between may have noted that we took something up, and told nobody, or may never hear that
    it is done. Such a job would stand with a worker that lives, and all of its line behind it.
    """

    own: int | None = None

    def __init__(self, connector: PsycopgConnector) -> None:
        super().__init__(connector)
        self.full, self.since = set[int | None](), dict[int | None, float]()

    async def register_worker(self) -> int:
        self.own = await super().register_worker()
        return self.own

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        job = await super().fetch_job(queues, worker_id)
        if job is not None:
            self.full.add(job.id)
        return job

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        try:
            await super().finish_job(job, status, delete_job)
        finally:
            self.full.discard(job.id)

    async def forgotten(self) -> list[Job]:
        """What stands with us, and was not in our hand for as long as makes a worker dead."""
        if self.own is None:
            return []
        held = await self.list_jobs_async(queue=QUEUE, status=Status.DOING.value, worker_id=self.own)
        now, astray = monotonic(), [each for each in held if each.id not in self.full]
        self.since = {each.id: self.since.get(each.id, now) for each in astray}
        return [each for each in astray if now - self.since[each.id] >= FORGOTTEN]


class LostQueue(OSError):
    """The queue's database is away; whoever runs the worker waits and begins again."""


def work_off(
    address: str,
    tasks: Mapping[str, Work],
    sweep: Callable[[], object],
    stop: threading.Event,
) -> None:
    """Do what is handed out at this address of PostgreSQL, itself, until told to stop; raises LostQueue."""
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    try:
        asyncio.run(_work(address, tasks, sweep, stop))
    except ConnectorException as away:
        raise LostQueue(f"the queue does not answer: {away.__cause__ or away}") from None


async def _work(address: str, tasks: Mapping[str, Work], sweep: Callable[[], object], stop: threading.Event) -> None:
    connector = PsycopgConnector(conninfo=address, min_size=1, max_size=4, timeout=10)
    app, hands = App(connector=connector), Hands(connector)
    app.job_manager = hands
    for name, do in tasks.items():
        app.task(name=name, queue=QUEUE)(do)
    async with app.open_async():
        beside = [asyncio.create_task(_rescue(hands)), asyncio.create_task(_sweep(sweep))]
        working = asyncio.create_task(
            app.run_worker_async(
                queues=[QUEUE],
                install_signal_handlers=False,
                fetch_job_polling_interval=POLL,
                delete_jobs="always",  # what became of it stands in the record
                update_heartbeat_interval=SIGN,
                stalled_worker_timeout=STALE,
            )
        )
        try:
            while not (stop.is_set() or working.done() or any(each.done() for each in beside)):
                await asyncio.wait([working, *beside], timeout=0.5)
        finally:
            await _end(working, beside)


async def _end(working: "asyncio.Task[None]", beside: list["asyncio.Task[None]"]) -> None:
    """Finish the job in hand; what one of them broke on is raised."""
    for each in (working, *beside):
        each.cancel()
    for each in (working, *beside):
        with suppress(asyncio.CancelledError):
            await each


async def _rescue(hands: Hands) -> None:
    """Put back into their lines the jobs of workers that give no sign of life, and ours that we do not do."""
    while True:
        stalled = await hands.get_stalled_jobs(seconds_since_heartbeat=STALE)
        for job in [*stalled, *await hands.forgotten()]:
            try:
                await hands.retry_job(job)
            except UniqueViolation:  # it was ordered again meanwhile
                await hands.finish_job(job, status=Status.FAILED, delete_job=True)
        await asyncio.sleep(RESCUE)


async def _sweep(sweep: Callable[[], object]) -> None:
    while True:
        await asyncio.to_thread(sweep)
        await asyncio.sleep(SWEEP)
