"""One worker: takes up what is handed out, one job at a time, and what stood with a worker that was killed."""

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Status

from bot.work.queue import QUEUE, STALE

SIGN = 2.0  # seconds between two signs of life
RESCUE = 3.0  # seconds between two looks for jobs of a worker that gives none
POLL = 5.0  # seconds between two looks at the queue, which mostly wakes us itself
SWEEP = 60.0  # seconds between two looks for what the queue forgot
Work = Callable[..., None]


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
    app = App(connector=PsycopgConnector(conninfo=address, min_size=1, max_size=4, timeout=10))
    for name, do in tasks.items():
        app.task(name=name, queue=QUEUE)(do)
    async with app.open_async():
        beside = [asyncio.create_task(_rescue(app)), asyncio.create_task(_sweep(sweep))]
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


async def _rescue(app: App) -> None:
    """Put back into their lines the jobs of workers that give no sign of life."""
    while True:
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALE):
            try:
                await app.job_manager.retry_job(job)
            except UniqueViolation:  # it was ordered again meanwhile
                await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)
        await asyncio.sleep(RESCUE)


async def _sweep(sweep: Callable[[], object]) -> None:
    while True:
        await asyncio.to_thread(sweep)
        await asyncio.sleep(SWEEP)
