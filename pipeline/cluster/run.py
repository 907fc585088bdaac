"""A run on a Dask cluster: plan, hand out the partitions, write what was done with each report."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from pipeline.batch.outcome import Outcome
from pipeline.batch.plan import RUN_FILE, refuse_taken
from pipeline.batch.run_file import BEGIN, RunFile, entry_of, foreign
from pipeline.batch.settings import Settings
from pipeline.cluster.client import Cluster, LostWorkersError
from pipeline.cluster.inputs import RemoteItem, is_archive
from pipeline.cluster.part_files import data_sets
from pipeline.cluster.partition import (
    MANIFESTS,
    Partition,
    Parts,
    names_in,
    part_name,
    try_item,
    write_partition,
)
from pipeline.cluster.store import WRITING, Store
from pipeline.errors import OutputError

BATCH_SIZE = 100
"""Files in a partition, unless another number is wanted."""

_PART = re.compile(r"part-(?P<number>[0-9]{6,})\.(?:parquet|json)")


def plan(
    cluster: Cluster, inputs: Sequence[RemoteItem], settings: Settings, batch_size: int
) -> list[Partition]:
    """Cut the files into partitions and refuse reports whose name is taken.

    The names in archives are read on the cluster.
    """
    archives = [item for item in inputs if is_archive(item)]
    names = cluster.results(partial(names_in, settings=settings), archives, _no_names)
    items = [replace(item, reports=next(names)) if is_archive(item) else item for item in inputs]
    planned = refuse_taken(items, {})
    return [
        Partition(number, tuple(planned[start : start + batch_size]))
        for number, start in enumerate(range(0, len(planned), batch_size))
    ]


def _no_names(item: RemoteItem) -> tuple[str, ...]:
    return ()


def run(
    cluster: Cluster, partitions: Sequence[Partition], job: Parts, batch_size: int
) -> Generator[Outcome, None, None]:
    """Write all partitions; give what has become of each report, in the order of the files.

    ``run.json`` goes at the beginning and comes, anew, at the end: the data sets are whole where
    it stands.

    Raises
    ------
    OutputError
        If something cannot be written, or the cluster is gone.
    """
    store = Store(job.out)
    _refuse_foreign(store)
    store.remove(RUN_FILE)
    with tempfile.TemporaryDirectory(prefix="anli-") as folder:
        path = Path(folder) / RUN_FILE
        with path.open("w", encoding="utf-8", newline="\n") as file:
            options = {**job.settings.options(), "batch_size": batch_size}
            run_file = RunFile(file, job.settings, options)
            for outcome in _outcomes(cluster, partitions, job):
                run_file.add(entry_of(outcome))
                yield outcome
            run_file.end()
        _remove_others(store, len(partitions))
        store.write(RUN_FILE, path)
        store.remove(WRITING)


def _outcomes(cluster: Cluster, partitions: Sequence[Partition], job: Parts) -> Iterator[Outcome]:
    write = partial(write_partition, job)
    for outcomes in cluster.results(write, partitions, partial(_without_lost, cluster, job)):
        yield from outcomes


def _without_lost(cluster: Cluster, job: Parts, partition: Partition) -> tuple[Outcome, ...]:
    """Find the files that end the workers, and write the partition without them."""
    items = tuple(_tried(cluster, job, item) for item in partition.items)
    try:
        return cluster.result(partial(write_partition, job), replace(partition, items=items))
    except LostWorkersError:
        message = (
            f"the workers end over batch {partition.number}, though over none of its files alone; "
            "choose a smaller --batch-size, or workers with more memory"
        )
        raise OutputError(message, path=cluster.scheduler) from None


def _tried(cluster: Cluster, job: Parts, item: RemoteItem) -> RemoteItem:
    try:
        cluster.result(partial(try_item, job), item)
    except LostWorkersError:
        return replace(item, lost=True)
    return item


def _refuse_foreign(store: Store) -> None:
    try:
        own = store.read(RUN_FILE).startswith(BEGIN.encode())
    except FileNotFoundError:
        return
    if not own:
        raise foreign(f"{store.url}/{RUN_FILE}")


def _remove_others(store: Store, partitions: int) -> None:
    """Remove the partitions of an earlier run that this one does not have."""
    for data_set in (*data_sets(), MANIFESTS):
        for name in store.names(data_set):
            part = _PART.fullmatch(name)
            if part is not None and int(part["number"]) >= partitions:
                store.remove(part_name(data_set, int(part["number"])))
