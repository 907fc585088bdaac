"""The work on a batch of reports: one Parquet file a data set, and a manifest beside them.

What a partition is called and what it holds depends on its inputs alone. The manifest is written
last: with it the partition is there, so that it may be written any number of times by any number
of workers.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.batch.outcome import Outcome
from pipeline.batch.run_file import entry_of, outcome_of
from pipeline.batch.settings import Settings
from pipeline.batch.work import Examine, Extraction, done, failed, lost, refuse_unplanned
from pipeline.cluster.inputs import RemoteItem, sources_of
from pipeline.cluster.part_files import PartFiles, data_sets, sha256_of
from pipeline.cluster.store import Store, read_input
from pipeline.errors import InputError, OutputError
from pipeline.read import Source

MANIFESTS = "manifests"

# The rules are compiled once a process and serve one report at a time.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Partition:
    """A batch of files."""

    number: int
    items: tuple[RemoteItem, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """What all partitions of a run have in common; it travels to every worker.

    Attributes
    ----------
    out
        The folder of the data sets, as fsspec knows it.
    resume
        Whether a partition of which nothing has changed is left alone.
    """

    settings: Settings
    out: str
    resume: bool
    examine: Examine


def part_name(data_set: str, number: int) -> str:
    """Give the name of a partition's file in a data set, or of its manifest."""
    ending = "json" if data_set == MANIFESTS else "parquet"
    return f"{data_set}/part-{number:06}.{ending}"


def write_partition(job: Parts, partition: Partition) -> tuple[Outcome, ...]:
    """Write the files of a partition; tell of each report what has become of it.

    Raises
    ------
    OutputError
        If a file cannot be written, or this worker has another version of the program.
    RuleError
        If the rules of this worker are not those of the run.
    """
    if job.settings.version != __version__:
        message = f"has version {__version__} of anli, the run {job.settings.version}"
        raise OutputError(f"a worker {message}; install the same on all")
    store = Store(job.out)
    manifest = _Manifest(job, partition)
    if job.resume:
        earlier = manifest.current(store)
        if earlier is not None:
            return tuple(map(outcome_of, earlier["reports"]))
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="anli-") as folder:
        files = PartFiles(Path(folder))
        for item in partition.items:
            outcomes += _outcomes(job, item, files, manifest)
        manifest.write(store, files.close(), outcomes, Path(folder))
    return tuple(outcomes)


def names_in(item: RemoteItem, settings: Settings) -> tuple[str, ...]:
    """Give the names of the reports in an archive, none where it cannot be read."""
    try:
        data, metadata = _contents(item, settings)
        return tuple(source.report for source in sources_of(item, data, metadata, settings.limits))
    except InputError:
        return ()


def try_item(job: Parts, item: RemoteItem) -> None:
    """Work on one file and keep nothing, to see whether a worker survives it."""
    with tempfile.TemporaryDirectory(prefix="anli-") as folder:
        list(_outcomes(job, item, PartFiles(Path(folder)), _Manifest(job, Partition(0, (item,)))))


def _outcomes(
    job: Parts, item: RemoteItem, files: PartFiles, manifest: _Manifest
) -> Iterator[Outcome]:
    if item.lost:
        yield from lost(item)
        return
    try:
        data, metadata = _contents(item, job.settings)
        manifest.note(item, data, metadata)
        sources = sources_of(item, data, metadata, job.settings.limits)
    except InputError as error:
        yield failed(item, item.reports[0] if len(item.reports) == 1 else "", error)
        return
    for source in sources:
        yield _outcome(job, item, source, files)


def _outcome(job: Parts, item: RemoteItem, source: Source, files: PartFiles) -> Outcome:
    begin = time.perf_counter()
    try:
        refuse_unplanned(item, source)
        with _one_at_a_time:
            result = _extraction(job.settings).result(source)
            outcome = done(item, result, job.examine)
        files.add(result)
    except InputError as error:
        sha256 = hashlib.sha256(source.data).hexdigest()
        outcome = failed(item, source.report, error, sha256)
    return replace(outcome, seconds=time.perf_counter() - begin)


@cache
def _extraction(settings: Settings) -> Extraction:
    return Extraction(settings)


def _contents(item: RemoteItem, settings: Settings) -> tuple[bytes, bytes | None]:
    """Read a file and the metadata beside it."""
    data = read_input(item.url, item.input, settings.limits)
    if not item.metadata_url:
        return data, None
    return data, read_input(item.metadata_url, item.metadata_url, settings.limits)


class _Manifest:
    """What a partition was made of, and what has become of its reports."""

    def __init__(self, job: Parts, partition: Partition):
        self._job = job
        self._partition = partition
        self._sha256: dict[str, list[str]] = {}

    def note(self, item: RemoteItem, data: bytes, metadata: bytes | None) -> None:
        """Take note of what a file holds."""
        self._sha256[item.input] = _digests(data, metadata)

    def write(
        self, store: Store, files: dict[str, Path], outcomes: list[Outcome], folder: Path
    ) -> None:
        """Put the files in their place, and the manifest last."""
        for data_set, file in files.items():
            store.write(part_name(data_set, self._partition.number), file)
        manifest = {
            **self._made_of(),
            "sha256": self._sha256,
            "contents": [[item.etag, item.size] for item in self._partition.items],
            "files": {data_set: sha256_of(file) for data_set, file in files.items()},
            "reports": [entry_of(outcome) for outcome in outcomes],
        }
        content = folder / "manifest.json"
        text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
        content.write_text(text, encoding="utf-8", newline="\n")
        store.write(part_name(MANIFESTS, self._partition.number), content)

    def current(self, store: Store) -> dict[str, Any] | None:
        """Give the manifest that is there, if nothing has changed since and all files are whole."""
        found = store.read_json(part_name(MANIFESTS, self._partition.number))
        if found is None:
            return None
        made_of = json.loads(json.dumps(self._made_of()))
        if any(found.get(key) != value for key, value in made_of.items()):
            return None
        whole = all(
            store.holds(part_name(data_set, self._partition.number), found["files"][data_set])
            for data_set in data_sets()
        )
        return found if whole and self._same_inputs(found) else None

    def _same_inputs(self, found: dict[str, Any]) -> bool:
        """Compare by what the place tells of a file, or else by its content."""
        for item, content in zip(self._partition.items, found["contents"], strict=True):
            if item.etag and not item.metadata_url and content == [item.etag, item.size]:
                continue
            try:
                digests = _digests(*_contents(item, self._job.settings))
            except InputError:
                return False
            if found["sha256"].get(item.input) != digests:
                return False
        return True

    def _made_of(self) -> dict[str, Any]:
        """Give what decides about the partition, besides the contents of its files."""
        settings = self._job.settings
        unlike = ("url", "metadata_url", "etag", "size")
        return {
            "pipeline_version": settings.version,
            "rules_sha256": settings.rules_sha256,
            "options": settings.options(),
            "items": [
                {key: value for key, value in asdict(item).items() if key not in unlike}
                for item in self._partition.items
            ],
        }


def _digests(data: bytes, metadata: bytes | None) -> list[str]:
    return [hashlib.sha256(content).hexdigest() for content in (data, metadata) if content]
