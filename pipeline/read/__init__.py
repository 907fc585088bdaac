"""Read a report: from a file of any known format to text in which every place is known."""

from __future__ import annotations

from pipeline.read.discover import discover, report_name
from pipeline.read.limits import DEFAULT, Limits
from pipeline.read.path import (
    Source,
    may_be_archive,
    read_path,
    read_source,
    sources_at,
    sources_in,
    unread,
)

__all__ = [
    "DEFAULT",
    "Limits",
    "Source",
    "discover",
    "may_be_archive",
    "read_path",
    "read_source",
    "report_name",
    "sources_at",
    "sources_in",
    "unread",
]
