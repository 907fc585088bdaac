"""The merged set: its tables, its keys, and whether it still is what the reports hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.merge.write import told_of
from pipeline.tables.merged import load_merged_definition
from pipeline.validate.fault import Fault
from pipeline.validate.files import check_files, check_no_others, read_json
from pipeline.validate.keys import check_keys
from pipeline.validate.table_file import TableFile, read_table
from pipeline.write.collection import report_descriptors
from pipeline.write.descriptor import FILE_NAME, MERGED


def check_merged(folder: Path, prefix: str) -> tuple[int, list[Fault]]:
    """Check the folder of a merged set.

    Returns
    -------
    tuple
        How many rows could be read, and what is wrong.
    """
    descriptor, faults = read_json(folder / FILE_NAME, prefix + FILE_NAME)
    faults += check_files(folder, descriptor, prefix)
    faults += check_no_others(folder, descriptor, prefix)
    tables = _tables(folder, prefix)
    if len(tables) == len(load_merged_definition().tables):
        check_keys(tables)
    faults += [fault for table in tables.values() for fault in table.faults]
    faults += _check_current(folder, prefix, descriptor)
    return sum(table.count for table in tables.values()), faults


def _tables(folder: Path, prefix: str) -> dict[str, TableFile]:
    """Read the tables that are there; that one is missing is told with the files."""
    found = {}
    for name, table in load_merged_definition().tables.items():
        path = folder / f"{name}.csv"
        if path.is_file():
            found[name] = read_table(table, f"{prefix}{path.name}", path.read_bytes())
    return found


def _check_current(folder: Path, prefix: str, descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    """Compare what was merged with the reports beside the folder, if there are any."""
    beside = report_descriptors(folder.absolute().parent)
    now = {name: told_of(name, report) for name, report in beside.items()}
    merged = {told["name"]: told for told in descriptor[MERGED]}
    for name in sorted(now.keys() | merged.keys() if now else ()):
        told = merged.get(name, {})
        if name not in now:
            what = f"holds the report {name}, which is not there any more"
        elif name not in merged:
            what = f"does not hold the report {name}"
        elif any(told.get(key) != value for key, value in now[name].items()):
            what = f"holds the report {name} as it was before"
        else:
            continue
        yield Fault("outdated", prefix + FILE_NAME, f"{what}; merge again with `anli merge`")
