"""Tell whether a report's folder is what a run would write there, without running it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.model import Document
from pipeline.tables.definition import load_definition
from pipeline.write.descriptor import (
    FILE_NAME,
    FORMATS,
    PIPELINE_VERSION,
    RULES_SHA256,
    YEAR,
    source_properties,
)


def is_current(
    folder: Path, unread: Document, rules_sha256: str, formats: Collection[str] = ()
) -> bool:
    """Tell whether a folder holds, whole, the tables of a report as it is now.

    Parameters
    ----------
    folder
        The report's folder, which may be missing or damaged.
    unread
        What is known of the report before it is read; its text is not looked at.
    rules_sha256
        The digest of the rules of this run.
    formats
        Formats that must be there besides CSV.
    """
    try:
        descriptor = json.loads((folder / FILE_NAME).read_bytes())
        return (
            _has_this_origin(descriptor, unread, rules_sha256)
            and {told["format"] for told in descriptor.get(FORMATS, ())} >= set(formats)
            and _is_whole(folder, descriptor)
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return False


def _has_this_origin(descriptor: Mapping[str, Any], unread: Document, rules_sha256: str) -> bool:
    """Compare what the tables were made of: input, year, rules, program, definition."""
    (source,) = descriptor["sources"]
    as_recorded = replace(unread, encoding=source["anli:encoding"])
    return (
        source == source_properties(as_recorded)
        and descriptor.get(YEAR) == unread.year
        and descriptor[RULES_SHA256] == rules_sha256
        and descriptor[PIPELINE_VERSION] == __version__
        and descriptor["version"] == load_definition().version
    )


def _is_whole(folder: Path, descriptor: Mapping[str, Any]) -> bool:
    expected = {"source.txt", *(f"{name}.csv" for name in load_definition().tables)}
    told = [*descriptor["resources"], *descriptor.get(FORMATS, ())]
    hashes = {file["path"]: file.get("hash") for file in told}
    return hashes.keys() >= expected and all(
        written in (None, _hash_of(folder / name)) for name, written in hashes.items()
    )


def _hash_of(file: Path) -> str:
    return f"sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}"
