"""Hand out work to a Dask cluster, few tasks at a time, and take the results in order."""

from __future__ import annotations

import importlib
import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from types import TracebackType
from typing import Any, Self, TypeVar
from uuid import uuid4

from pipeline.batch.pool import RESULTS_AHEAD, TASKS_A_WORKER
from pipeline.batch.settings import Settings
from pipeline.errors import AnliError, InputError, OutputError

Argument = TypeVar("Argument")
Result = TypeVar("Result")

PATIENCE_SECONDS = 10
"""How long the scheduler is waited for."""

PATIENCE_WITHOUT_WORKERS_SECONDS = 60
"""How long a run goes on waiting when all workers are gone."""

_TALKATIVE = ("distributed", "distributed.client", "tornado.application")
"""Loggers that tell of each lost worker on stderr, where it is no news: its work is done again."""

GO_ON = "what has been written stays; go on with --resume"


class LostWorkersError(Exception):
    """A task has ended one worker after the other."""


class Cluster:
    """The connection to a scheduler.

    Parameters
    ----------
    scheduler
        Its address, such as ``tcp://10.0.0.1:8786``.

    Raises
    ------
    InputError
        If there is no scheduler at the address.
    """

    def __init__(self, scheduler: str):
        self._dask: Any = importlib.import_module("distributed")
        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self.scheduler = scheduler
        try:
            self._client = self._dask.Client(scheduler, timeout=PATIENCE_SECONDS)
        except (OSError, ValueError, TypeError) as error:
            message = "no Dask scheduler answers at this address; start one with `dask scheduler`"
            raise InputError(message, path=scheduler) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._client.close(timeout=PATIENCE_SECONDS)

    def check(self, settings: Settings) -> None:
        """Make sure before any work that the workers can do it.

        Raises
        ------
        InputError
            If there is no worker, or one lacks the program, its packages, the rules, or has
            others.
        """
        told: dict[str, Any] = self._client.run(_teller(settings), on_error="return")
        if not told:
            message = f"the scheduler has no worker; start some with `dask worker {self.scheduler}`"
            raise InputError(message, path=self.scheduler)
        expected = (settings.version, settings.rules_sha256)
        for worker, found in sorted(told.items()):
            if isinstance(found, ModuleNotFoundError):
                advice = f"install anli[dask] {settings.version} there"
                raise InputError(f"the package {found.name!r} is missing; {advice}", path=worker)
            if isinstance(found, AnliError):
                raise InputError(f"the rules cannot be read there: {found}", path=worker)
            if isinstance(found, BaseException):
                raise found
            if found[0] != expected[0]:
                message = f"has version {found[0]} of anli, this is {expected[0]}"
                raise InputError(f"{message}; install the same on all", path=worker)
            if found[1] != expected[1]:
                message = "has other rules than this machine; put the same on all"
                raise InputError(message, path=worker)

    def results(
        self,
        function: Callable[[Argument], Result],
        arguments: Sequence[Argument],
        otherwise: Callable[[Argument], Result],
    ) -> Iterator[Result]:
        """Give the result for each argument, in their order.

        Parameters
        ----------
        otherwise
            Gives the result for an argument whose task has ended one worker after the other.

        Raises
        ------
        OutputError
            If the scheduler or all workers are gone.
        Exception
            Whatever the function raises, when its turn has come.
        """
        ahead: deque[Any] = deque()
        given = 0
        try:
            while given < len(arguments):
                self._hand_out(function, arguments, given, ahead)
                if not ahead[0].done():
                    self._wait([future for future in ahead if not future.done()])
                    continue
                future = ahead.popleft()
                try:
                    result = self._result(future)
                except LostWorkersError:
                    result = otherwise(arguments[given])
                yield result
                given += 1
        finally:
            self._client.cancel(list(ahead))

    def result(self, function: Callable[[Argument], Result], argument: Argument) -> Result:
        """Give the result for one argument.

        Raises
        ------
        LostWorkersError
            If the task has ended one worker after the other.
        Exception
            Whatever the function raises.
        """
        future = self._submit(function, argument)
        while not future.done():
            self._wait([future])
        result: Result = self._result(future)
        return result

    def _hand_out(
        self,
        function: Callable[[Argument], Result],
        arguments: Sequence[Argument],
        given: int,
        ahead: deque[Any],
    ) -> None:
        running = sum(not future.done() for future in ahead)
        most = TASKS_A_WORKER * max(1, self.threads())
        while running < most and len(ahead) < RESULTS_AHEAD:
            following = given + len(ahead)
            if following == len(arguments):
                return
            ahead.append(self._submit(function, arguments[following]))
            running += 1

    def _submit(self, function: Callable[[Argument], Result], argument: Argument) -> Any:
        return self._client.submit(function, argument, key=f"anli-{uuid4().hex}", pure=False)

    def threads(self) -> int:
        """Count the threads of all workers that are there now."""
        workers = self._client.scheduler_info(n_workers=-1)["workers"].values()
        return sum(worker["nthreads"] for worker in workers)

    def _wait(self, futures: list[Any]) -> None:
        patience = PATIENCE_WITHOUT_WORKERS_SECONDS
        try:
            self._dask.wait(futures, timeout=patience, return_when="FIRST_COMPLETED")
        except TimeoutError:
            if not self.threads():
                message = f"all workers are gone; {GO_ON}"
                raise OutputError(message, path=self.scheduler) from None
        except (OSError, CancelledError):
            raise self._gone() from None

    def _result(self, future: Any) -> Any:
        try:
            return future.result()
        except self._dask.KilledWorker:
            raise LostWorkersError from None
        except (self._dask.comm.CommClosedError, CancelledError):
            raise self._gone() from None

    def _gone(self) -> OutputError:
        return OutputError(f"the scheduler is gone; {GO_ON}", path=self.scheduler)


def _teller(settings: Settings) -> Callable[[], tuple[str, str]]:
    """Make a function that travels as code, so that it also runs where anli is missing."""
    rules, extra_fields = settings.rules, settings.extra_fields

    def tell() -> tuple[str, str]:
        import fsspec  # noqa: F401
        import pyarrow  # noqa: F401

        from pipeline import __version__
        from pipeline.rulebook import load

        return __version__, load(rules, extra_fields=extra_fields).sha256

    return tell
