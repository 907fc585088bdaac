"""A folder that a run wrote: of one report, or of several with their common descriptor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputError
from pipeline.tables.definition import load_definition
from pipeline.validate.fault import Fault, Validation
from pipeline.validate.files import check_files, check_no_others, read_json
from pipeline.validate.keys import check_keys
from pipeline.validate.merged import check_merged
from pipeline.validate.places import check_places, check_source
from pipeline.validate.table_file import AGAIN, TableFile, read_table
from pipeline.validate.wide_columns import check_wide_columns
from pipeline.write.collection import REPORTS, collection_descriptor, report_descriptors
from pipeline.write.descriptor import FILE_NAME
from pipeline.write.ownership import is_merged

SOURCE = "source.txt"


def validate(folder: Path) -> Validation:
    """Check a data set against its definition, its descriptor and its texts.

    Parameters
    ----------
    folder
        The folder of one report, of a merged set, or the one that holds those of several.

    Raises
    ------
    InputError
        If that is no data set at all.
    """
    common: list[Fault] = []
    if _is_report(folder):
        checked = [_checked(folder, "")]
        names = [folder.name]
    elif is_merged(folder):
        checked = [_Checked(*check_merged(folder, ""))]
        names = [folder.name]
    else:
        reports = [entry for entry in _entries(folder) if _is_report(entry)]
        if not reports:
            message = "is no data set: no folder here holds a datapackage.json or tables"
            raise InputError(f"{message}; run `anli extract` first", path=folder)
        checked = [_checked(report, f"{report.name}/") for report in reports]
        names = [report.name for report in reports]
        common = list(_check_collection(folder))
        merged = [entry for entry in _entries(folder) if _is_merged(entry)]
        checked += [_Checked(*check_merged(entry, f"{entry.name}/")) for entry in merged]
    faults = [fault for one in checked for fault in one.faults]
    return Validation(tuple(names), sum(one.rows for one in checked), (*common, *faults))


@dataclass(frozen=True, slots=True)
class _Checked:
    """What was found in the folder of one report."""

    rows: int
    faults: Sequence[Fault]


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _is_merged(folder: Path) -> bool:
    return not folder.name.startswith(".") and is_merged(folder)


def _is_report(folder: Path) -> bool:
    """Tell whether a folder is that of a report, however damaged."""
    if folder.name.startswith(".") or not folder.is_dir():
        return False
    if is_merged(folder):
        return False
    tables = any((folder / f"{name}.csv").is_file() for name in load_definition().tables)
    return tables or (folder / SOURCE).is_file()


def _checked(folder: Path, prefix: str) -> _Checked:
    """Check the folder of one report."""
    descriptor, faults = read_json(folder / FILE_NAME, prefix + FILE_NAME)
    if descriptor:
        faults += check_files(folder, descriptor, prefix)
        faults += check_no_others(folder, descriptor, prefix)
    tables = {}
    for name, table in load_definition().tables.items():
        file_name = f"{prefix}{name}.csv"
        try:
            content = (folder / f"{name}.csv").read_bytes()
        except OSError:
            if not descriptor:
                faults.append(Fault("missing", file_name, f"cannot be read; {AGAIN}"))
        else:
            tables[name] = read_table(table, file_name, content)
    if len(tables) == len(load_definition().tables):
        faults += _check_together(folder, tables, prefix)
    for read in tables.values():
        faults += read.faults
    return _Checked(sum(read.count for read in tables.values()), tuple(faults))


def _check_together(folder: Path, tables: dict[str, TableFile], prefix: str) -> list[Fault]:
    """Check what concerns several tables, or a table and the text."""
    _check_report_names(folder, tables)
    check_keys(tables)
    check_wide_columns(tables)
    name = prefix + SOURCE
    try:
        source = (folder / SOURCE).read_bytes().decode("utf-8")
    except FileNotFoundError:
        return [Fault("missing", name, f"is missing, so that no place can be checked; {AGAIN}")]
    except (OSError, UnicodeDecodeError) as error:
        return [Fault("source", name, f"cannot be read as UTF-8 ({error}); {AGAIN}")]
    check_places(tables, source)
    return check_source(name, source)


def _check_report_names(folder: Path, tables: dict[str, TableFile]) -> None:
    for table in tables.values():
        for number, row in table.rows.items():
            if row["report"] != folder.name:
                message = f"{row['report']!r} stands in the folder {folder.name!r}; give it back"
                table.complain("report", f"{message} its name", number, "report")


def _check_collection(folder: Path) -> Iterator[Fault]:
    """Check the common descriptor against those of the reports."""
    descriptor, faults = read_json(folder / FILE_NAME, FILE_NAME)
    yield from faults
    if descriptor and REPORTS not in descriptor:
        yield Fault("descriptor", FILE_NAME, f"was not written by anli; {AGAIN}")
    elif descriptor and descriptor != collection_descriptor(report_descriptors(folder)):
        message = "does not tell what the descriptors of the reports tell"
        yield Fault("descriptor", FILE_NAME, f"{message}; {AGAIN}")
