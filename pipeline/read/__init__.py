"""Read a report: from a file of any known format to text in which every place is known."""

from __future__ import annotations

from pipeline.read.discover import discover
from pipeline.read.limits import DEFAULT, Limits
from pipeline.read.path import read_path

__all__ = ["DEFAULT", "Limits", "discover", "read_path"]
