"""Write the tables of a report in other formats, from its folder alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import InputError
from pipeline.formats import FORMATS as KNOWN_FORMATS
from pipeline.formats import ReportTables, render
from pipeline.tables.definition import load_definition
from pipeline.write.descriptor import FILE_NAME, FORMATS, json_bytes, with_formats
from pipeline.write.ownership import own_descriptor
from pipeline.write.read_back import load_rows, load_source
from pipeline.write.report import write_folder


def convert(folder: Path, formats: Sequence[str]) -> list[str]:
    """Add formats to a report's folder, or make them anew; the tables stay as they are.

    Returns
    -------
    list of str
        The names of the files that were made.

    Raises
    ------
    InputError
        If a run did not write the folder, or a table cannot be read.
    OutputError
        If the folder cannot be written or a format not be made; it is as it was then.
    """
    descriptor = own_descriptor(folder)
    if descriptor is None:
        raise InputError("is no folder that `anli extract` wrote; name one", path=folder)
    made = render(_tables(folder, str(descriptor["title"])), formats)
    kept = [file["path"] for file in descriptor.get(FORMATS, ()) if file["path"] not in made]
    others = {name: (folder / name).read_bytes() for name in kept if (folder / name).is_file()}
    others = dict(sorted({**others, **made}.items(), key=_in_order_of_formats))
    files = {
        resource["path"]: (folder / resource["path"]).read_bytes()
        for resource in descriptor["resources"]
    }
    described = json_bytes(with_formats(descriptor, others))
    write_folder({**files, FILE_NAME: described, **others}, folder)
    return list(made)


def _tables(folder: Path, title: str) -> ReportTables:
    source = load_source(folder)
    rows = {name: load_rows(folder, name) for name in load_definition().tables}
    return ReportTables(folder.name, title, source, rows)


def _in_order_of_formats(file: tuple[str, bytes]) -> int:
    return list(KNOWN_FORMATS).index(Path(file[0]).suffix.removeprefix("."))
