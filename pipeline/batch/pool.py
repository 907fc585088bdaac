"""Work on many items in processes of their own: results in order, few tasks at a time.

The processes are started fresh (never forked from a process with threads) and end with the run,
however it ends: each of them watches a pipe that closes when the run is over or was killed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

TASKS_A_WORKER = 2
"""Tasks that are handed out for each worker, so that none waits for the next."""

RESULTS_AHEAD = 1000
"""Results that may wait for an earlier one, which takes longer."""

_PRELOADED = ["pipeline.batch.work", "pipeline.flow", "pipeline.write"]


class Pool(Generic[Item, Result]):
    """Processes that work on items.

    Parameters
    ----------
    start
        Called once in each process; gives the function that works on an item.
    lost
        Gives the result for an item that has ended its process twice.
    jobs
        The number of processes.
    """

    def __init__(
        self,
        start: Callable[[], Callable[[Item], Result]],
        lost: Callable[[Item], Result],
        jobs: int,
    ):
        self._start = start
        self._lost = lost
        self._jobs = jobs

    def results(self, items: Sequence[Item]) -> Iterator[Result]:
        """Give the result of each item, in the order of the items.

        A process that dies takes with it the items that are under way; each of them is tried
        once more, alone.

        Raises
        ------
        Exception
            Whatever the work on an item raises, when its turn has come.
        """
        given = 0
        ahead: deque[Future[Result]] = deque()
        while given < len(items):
            with self._processes(self._jobs) as processes:
                running: set[Future[Result]] = set()
                while given < len(items) and not any(map(_is_lost, running)):
                    running = {
                        future for future in running if not future.done() or _is_lost(future)
                    }
                    self._hand_out(processes, items, given, ahead, running)
                    if not ahead[0].done():
                        wait(running, return_when=FIRST_COMPLETED)
                    while ahead and ahead[0].done() and not _is_lost(ahead[0]):
                        yield ahead.popleft().result()
                        given += 1
            for place, future in enumerate(ahead):
                if _is_lost(future):
                    ahead[place] = self._alone(items[given + place])

    def _hand_out(
        self,
        processes: ProcessPoolExecutor,
        items: Sequence[Item],
        given: int,
        ahead: deque[Future[Result]],
        running: set[Future[Result]],
    ) -> None:
        most = self._jobs * TASKS_A_WORKER
        while len(running) < most and len(ahead) < RESULTS_AHEAD:
            following = given + len(ahead)
            if following == len(items):
                return
            future = _submit(processes, items[following])
            ahead.append(future)
            running.add(future)

    def _alone(self, item: Item) -> Future[Result]:
        with self._processes(1) as processes:
            future: Future[Result] = _submit(processes, item)
            wait([future])
        if _is_lost(future):
            future = Future()
            future.set_result(self._lost(item))
        return future

    @contextmanager
    def _processes(self, jobs: int) -> Iterator[ProcessPoolExecutor]:
        """Give processes, which start when they are needed; after an error end them at once."""
        context = multiprocessing.get_context(_start_method())
        if _start_method() == "forkserver":
            multiprocessing.set_forkserver_preload(_PRELOADED)
        watched, held = context.Pipe(duplex=False)
        processes = ProcessPoolExecutor(
            jobs, mp_context=context, initializer=_begin, initargs=(self._start, watched)
        )
        try:
            yield processes
        except BaseException:
            held.close()
            raise
        finally:
            processes.shutdown(cancel_futures=True)
            held.close()
            watched.close()


def _start_method() -> str:
    return "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


def _is_lost(future: Future[Any]) -> bool:
    """Tell whether the process ended before the result was there."""
    if not future.done():
        return False
    return future.cancelled() or isinstance(future.exception(), BrokenProcessPool)


def _submit(processes: ProcessPoolExecutor, item: Any) -> Future[Any]:
    """Hand out an item; a process that this starts leaves Ctrl-C to the one that started it."""
    can_block = hasattr(signal, "pthread_sigmask")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if can_block else set()
    try:
        return processes.submit(_work_on, item)
    except BrokenProcessPool as error:
        broken: Future[Any] = Future()
        broken.set_exception(error)
        return broken
    finally:
        if can_block:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Worker:
    """What one of the processes works with."""

    start: Callable[[], Callable[[Any], Any]]
    work: Callable[[Any], Any] | None = None


def _begin(start: Callable[[], Callable[[Any], Any]], watched: Connection) -> None:
    """Prepare a process: it does not hear Ctrl-C, and ends when the run is over."""
    signal.signal(signal.SIGINT, lambda number, frame: None)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_the_run, args=(watched,), daemon=True).start()
    _Worker.start = staticmethod(start)


def _end_with_the_run(watched: Connection) -> None:
    watched.poll(None)
    os._exit(1)


def _work_on(item: Any) -> Any:
    if _Worker.work is None:
        _Worker.work = staticmethod(_Worker.start())
    return _Worker.work(item)
