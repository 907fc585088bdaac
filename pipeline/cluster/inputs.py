"""The files of a run at any place that fsspec knows, in a fixed order, each with its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.batch.plan import Item
from pipeline.errors import InputError
from pipeline.read import Limits, Source, discover, report_name, sources_in
from pipeline.read.discover import checked_name, is_report
from pipeline.read.metadata import METADATA_FILE, Metadata, parse_metadata


@dataclass(frozen=True, slots=True)
class RemoteItem(Item):
    """One file of a run on a cluster.

    Attributes
    ----------
    url
        Where a worker opens it.
    name
        The name that its place gives its report.
    metadata_url
        Where a worker opens the metadata file beside it, empty if there is none.
    etag, size
        What its place tells of its content, where it does.
    lost
        Whether it has ended the workers that worked on it.
    """

    url: str = ""
    name: str = ""
    metadata_url: str = ""
    etag: str = ""
    size: int | None = None
    lost: bool = False


def find_inputs(paths: Sequence[str]) -> list[RemoteItem]:
    """Find the report files that paths and addresses stand for, as ``discover`` does for paths.

    Raises
    ------
    InputError
        For a path or an address where there is none.
    """
    local = [Path(path) for path in paths if not is_url(path)]
    found = [_local(path) for path in discover(local)] if local else []
    remote = {item.url: item for path in paths if is_url(path) for item in _at_url(path)}
    return [_named(item) for item in (*found, *(remote[url] for url in sorted(remote)))]


def is_url(path: str) -> bool:
    """Tell an address from a path."""
    return "://" in path


def sources_of(
    item: RemoteItem, data: bytes, metadata: bytes | None, limits: Limits
) -> list[Source]:
    """Find the reports in the bytes of a file.

    Raises
    ------
    InputError
        If there is anything wrong with the file, its name or its metadata.
    """
    name = checked_name(item.name, item.input)
    source = Source(data, item.input, name, _metadata_of(item, metadata))
    return sources_in(source, limits)


def _metadata_of(item: RemoteItem, content: bytes | None) -> Metadata | None:
    if content is None:
        return None
    metadata = parse_metadata(content, item.metadata_url)
    return metadata if metadata.file == PurePosixPath(item.url).name else None


def _local(path: Path) -> RemoteItem:
    try:
        name = report_name(path)
    except InputError:
        name = path.stem
    url = path.absolute()
    metadata = url.parent / METADATA_FILE
    metadata_url = str(metadata) if metadata.is_file() else ""
    return RemoteItem(path.as_posix(), (), url=str(url), name=name, metadata_url=metadata_url)


def _named(item: RemoteItem) -> RemoteItem:
    """Give an item the name of its report, unless it is an archive or the name is wrong."""
    if is_archive(item):
        return item
    try:
        return replace(item, reports=(checked_name(item.name, item.input),))
    except InputError:
        return item


def is_archive(item: RemoteItem) -> bool:
    """Tell whether a file's name says that it may hold several reports."""
    return PurePosixPath(item.url).suffix.lower() == ".zip"


def _at_url(url: str) -> Iterator[RemoteItem]:
    from fsspec.core import url_to_fs

    try:
        files, root = url_to_fs(url)
        found: Mapping[str, Mapping[str, Any]] = files.find(root, detail=True)
    except (ImportError, ValueError, OSError) as error:
        raise InputError(f"cannot be listed ({error}); check the address", path=url) from error
    reports = [path for path, told in found.items() if _is_report(path, root, told)]
    if not reports:
        raise InputError("there is no report at this address; check it", path=url)
    in_folder = Counter(PurePosixPath(path).parent for path in reports)
    for path in reports:
        place, told = PurePosixPath(path), found[path]
        address = files.unstrip_protocol(path)
        described = str(place.parent / METADATA_FILE) in found
        alone = in_folder[place.parent] == 1 and path != root
        own = alone and (described or place.parent.parent.name == "raw")
        yield RemoteItem(
            address,
            (),
            url=address,
            name=place.parent.name if own else place.stem,
            metadata_url=f"{address.rpartition('/')[0]}/{METADATA_FILE}" if described else "",
            etag=str(told.get("ETag") or told.get("etag") or "").strip('"'),
            size=told.get("size"),
        )


def _is_report(path: str, root: str, told: Mapping[str, Any]) -> bool:
    """Tell whether a file that was found is a report; one that was named always is."""
    if path == root:
        return True
    below = PurePosixPath(path.removeprefix(root.rstrip("/")).lstrip("/"))
    hidden = any(part.startswith(".") for part in below.parts)
    return not hidden and not told.get("islink") and is_report(below.name)
