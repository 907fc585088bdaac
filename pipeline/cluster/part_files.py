"""The tables of a batch of reports as Parquet files, written row group by row group."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow
import pyarrow.parquet

from pipeline.errors import InputError, OutputError
from pipeline.formats import ReportTables
from pipeline.formats.fixed_point import check_length
from pipeline.formats.parquet import schema
from pipeline.model import ReportResult
from pipeline.tables.build import table_rows
from pipeline.tables.definition import load_definition
from pipeline.write.integrity import check

SOURCES = "sources"
ROWS_OF_A_GROUP = 50_000
BYTES_OF_A_GROUP = 32_000_000
COMPRESSION = "zstd"

_SOURCES_SCHEMA = pyarrow.schema(
    [
        pyarrow.field(name, kind, nullable=nullable, metadata={"title": zh, "title_en": en})
        for name, kind, nullable, zh, en in (
            ("report", pyarrow.string(), False, "材料", "Report"),
            ("title", pyarrow.string(), True, "标题", "Title"),
            ("file", pyarrow.string(), False, "文件名", "File name"),
            ("sha256", pyarrow.string(), False, "文件的SHA-256", "SHA-256 of the file"),
            ("encoding", pyarrow.string(), False, "编码", "Encoding"),
            ("year", pyarrow.int64(), True, "年份", "Year"),
            ("text", pyarrow.string(), False, "原文", "Text that start and end point into"),
        )
    ]
)


def data_sets() -> tuple[str, ...]:
    """Give the names of the data sets of a run: the tables, and the texts."""
    return (*load_definition().tables, SOURCES)


class PartFiles:
    """Writes a Parquet file for each data set into a local folder.

    A report is added whole or not at all. No more than a row group is held at a time; where one
    ends depends on the rows alone.
    """

    def __init__(self, folder: Path):
        definition = load_definition()
        schemas = {name: schema(definition, table, "") for name, table in definition.tables.items()}
        self._tables = definition.tables
        self._files = {
            name: _DataSet(folder / f"{name}.parquet", one)
            for name, one in (*schemas.items(), (SOURCES, _SOURCES_SCHEMA))
        }

    def add(self, result: ReportResult) -> None:
        """Add the rows of a report.

        Raises
        ------
        InputError
            If Parquet cannot hold a figure of it.
        IntegrityError
            If the result contradicts itself.
        """
        rows = table_rows(result)
        check(result, self._tables, rows)
        document = result.document
        try:
            check_length(
                ReportTables(document.report, result.title, document.text, rows), "Parquet"
            )
        except OutputError as error:
            raise InputError(error.message, path=document.path) from error
        source = {
            "report": document.report,
            "title": result.title or None,
            "file": Path(document.path).name,
            "sha256": document.sha256,
            "encoding": document.encoding,
            "year": document.year,
            "text": document.text,
        }
        for name in self._tables:
            self._files[name].add(rows[name])
        self._files[SOURCES].add([source])

    def close(self) -> dict[str, Path]:
        """End the files; give them by the name of the data set."""
        return {name: file.close() for name, file in self._files.items()}


class _DataSet:
    """One Parquet file, and the rows that wait for their row group."""

    def __init__(self, path: Path, its_schema: pyarrow.Schema):
        self._path = path
        self._schema = its_schema
        self._waiting: list[pyarrow.Table] = []
        self._rows = self._bytes = 0
        self._writer = pyarrow.parquet.ParquetWriter(path, its_schema, compression=COMPRESSION)

    def add(self, rows: Sequence[Mapping[str, object]]) -> None:
        table = pyarrow.Table.from_pylist([dict(row) for row in rows], self._schema)
        self._waiting.append(table)
        self._rows += table.num_rows
        self._bytes += table.nbytes
        if self._rows >= ROWS_OF_A_GROUP or self._bytes >= BYTES_OF_A_GROUP:
            self._write_group()

    def close(self) -> Path:
        if self._waiting:
            self._write_group()
        self._writer.close()
        return self._path

    def _write_group(self) -> None:
        group = pyarrow.concat_tables(self._waiting).unify_dictionaries().combine_chunks()
        self._waiting.clear()
        self._rows = self._bytes = 0
        self._writer.write_table(group, row_group_size=max(1, group.num_rows))


def sha256_of(file: Path) -> str:
    """Give the digest of a file, in hex."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
