"""The small file that says where a report comes from: ``raw/<id>/report.json``."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.model import Provenance

METADATA_FILE = "report.json"


@dataclass(frozen=True, slots=True)
class Metadata:
    """Where a report comes from.

    Attributes
    ----------
    file
        Name of the report file beside the metadata file.
    sha256
        Of that file, in hex.
    title, issuing_body, document_number, date, source
        As printed on the report; ``date`` is ``YYYY-MM-DD`` or empty, ``source`` is an address
        or a description.
    year
        The year whose administrative divisions the report means.
    """

    file: str
    sha256: str
    title: str
    year: int
    source: str
    issuing_body: str = ""
    document_number: str = ""
    date: str = ""

    @property
    def provenance(self) -> Provenance:
        """What of it goes into the description of the tables."""
        return Provenance(**{field.name: getattr(self, field.name) for field in fields(Provenance)})


def metadata_of(report: Path) -> Metadata | None:
    """Return the metadata that lies beside a report file and names it, if there is any.

    Raises
    ------
    InputError
        For a metadata file that is not JSON or lacks a key.
    """
    path = report.absolute().parent / METADATA_FILE
    if not path.is_file():
        return None
    metadata = load_metadata(path)
    return metadata if metadata.file == report.name else None


def load_metadata(path: Path) -> Metadata:
    """Read a metadata file.

    Raises
    ------
    InputError
        For a file that is not JSON, or has a missing, unknown or mistyped key.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=path) from error
    return parse_metadata(data, path)


def parse_metadata(data: bytes, path: Path | str) -> Metadata:
    """Read the content of a metadata file, as :func:`load_metadata` does.

    Raises
    ------
    InputError
        As there.
    """
    try:
        content = json.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, RecursionError) as error:
        raise InputError("is not a JSON file in UTF-8; mend it", path=path) from error
    except json.JSONDecodeError as error:
        raise InputError(
            f"is not JSON: {error.msg}; mend it", path=path, line=error.lineno
        ) from None
    if not isinstance(content, dict):
        raise InputError("must hold one JSON object; mend it", path=path)
    return _checked(content, path)


def save_metadata(metadata: Metadata, path: Path) -> None:
    """Write a metadata file (UTF-8, readable, the keys in a fixed order)."""
    text = json.dumps(asdict(metadata), ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _checked(content: dict[str, Any], path: Path | str) -> Metadata:
    known = {field.name: field for field in fields(Metadata)}
    for key in content:
        if key not in known:
            raise InputError(f"unknown key {key!r}; known are {', '.join(known)}", path=path)
    for key in ("file", "sha256", "title", "year", "source"):
        if key not in content:
            raise InputError(f"the key {key!r} is missing; add it", path=path)
    for key, value in content.items():
        wanted = int if key == "year" else str
        if type(value) is not wanted:
            kind = "a whole number" if wanted is int else "a string"
            raise InputError(f"{key!r} must be {kind}; mend it", path=path)
    return Metadata(**content)
