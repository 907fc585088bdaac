"""The codebook: every column and every value of an enumeration, in Chinese and in English.

``python -m pipeline.tables.codebook docs/codebook.md`` writes the page; the workbook has a sheet of
the same entries.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.tables.definition import Column, Definition, Enumeration, Table, load_definition
from pipeline.tables.merged import ADDED, parse_merged

TYPES = {
    "string": ("文本", "text"),
    "integer": ("整数", "whole number"),
    "number": ("数值", "number"),
    "boolean": ("真假值", "true or false"),
}

INTRODUCTION = """\
# 编码本 · Codebook

<!-- made by `python -m pipeline.tables.codebook docs/codebook.md`; do not edit -->

`anli extract` 所写三张表的每一列：标题、含义、类型、单位、取值和示例。表中数字如何写、位置如何数，\
见 [tables.md](tables.md)；什么算一条数据，见 [labelling.md](labelling.md)。本页由 \
`pipeline/tables/columns.toml` 生成，数据包的 `datapackage.json`、各种格式的类型和检查也出自同一处。

Every column of the three tables that `anli extract` writes: title, meaning, type, unit, values \
and an example. How figures are written and places are counted is told in [tables.md](tables.md), \
what counts as a fact in [labelling.md](labelling.md). This page is made from \
`pipeline/tables/columns.toml`, as are `datapackage.json`, the types of all formats and the \
checks."""

MERGED = """\
## 合并数据集 The merged set

`anli merge` 把各批材料的表合成一套（`extracted/all/`）：上述三张表各添几列，另有两张表。怎样合并，\
见 [batches.md](batches.md)。

`anli merge` makes one set of the tables of all reports (`extracted/all/`): the three tables above \
get some columns, and there are two more. How this is done is told in [batches.md](batches.md)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the codebook says of a column; pairs are Chinese and English."""

    table: str
    column: str
    title: tuple[str, str]
    description: tuple[str, str]
    type: tuple[str, str]
    unit: tuple[str, str]
    constraints: tuple[str, str]
    values: tuple[str, str]
    example: str


def entries(definition: Definition) -> list[Entry]:
    """Give the entries of all columns, table by table, in the order of the columns."""
    return [
        Entry(
            table=table.name,
            column=column.name,
            title=(column.zh, column.en),
            description=(column.description_zh, column.description),
            type=TYPES[column.type],
            unit=(column.unit or "", column.unit_en or ""),
            constraints=_joined(_constraints(table, column)),
            values=_listed(column.enumeration),
            example=column.example,
        )
        for table in definition.tables.values()
        for column in table.columns
    ]


def codebook_page(definition: Definition, merged: Definition) -> str:
    """Write the codebook as a page of Markdown.

    Parameters
    ----------
    merged
        What the merged set has besides: the columns that tables get, and tables of its own.
    """
    parts = [INTRODUCTION, *_tables_parts(definition), MERGED, *_tables_parts(merged)]
    enumerations = {**_enumerations(definition), **_enumerations(merged)}
    parts += [_values_part(name, values) for name, values in enumerations.items()]
    return "\n\n".join(parts) + "\n"


def _constraints(table: Table, column: Column) -> Iterator[tuple[str, str]]:
    """Give what a cell must fulfil, in Chinese and in English."""
    yield ("必填", "required") if column.required else ("可空", "may be empty")
    if column.name in table.primary_key:
        yield "主键", "part of the key"
    for key in table.foreign_keys:
        if column.name in key.columns:
            yield f"外键：{key.table}", f"names a row of {key.table}"
    if column.minimum is not None:
        yield f"不小于 {column.minimum}", f"at least {column.minimum}"
    if column.pattern is not None:
        yield f"形式 {column.pattern}", f"matches {column.pattern}"
    if column.separator is not None:
        yield f"多项以“{column.separator}”相连", f'several joined with "{column.separator}"'
    if column.enumeration is not None:
        closed = column.enumeration.closed
        yield ("只取所列值", "listed values only") if closed else ("可有其他值", "others may occur")


def _joined(pairs: Iterator[tuple[str, str]]) -> tuple[str, str]:
    chinese, english = zip(*pairs, strict=True)
    return "；".join(chinese), "; ".join(english)


def _listed(enumeration: Enumeration | None) -> tuple[str, str]:
    values = () if enumeration is None else enumeration.values
    return (
        "；".join(f"{value.value}＝{value.zh}" for value in values),
        "; ".join(f"{value.value}: {value.en}" for value in values),
    )


def _enumerations(definition: Definition) -> dict[str, Enumeration]:
    """Give the enumerations by the name of the column that has them."""
    return {
        column.name: column.enumeration
        for table in definition.tables.values()
        for column in table.columns
        if column.enumeration is not None
    }


def _tables_parts(definition: Definition) -> Iterator[str]:
    found = entries(definition)
    for table in definition.tables.values():
        yield from _table_parts(table, [entry for entry in found if entry.table == table.name])


def _table_parts(table: Table, found: Sequence[Entry]) -> list[str]:
    lines = [
        "| 列 Column | 标题 Title | 含义 Meaning | 类型 Type | 单位 Unit | 约束 Constraints | 示例 Example |",  # noqa: E501
        "|---|---|---|---|---|---|---|",
    ]
    lines += [_line(entry) for entry in found]
    return [
        f"## {table.zh} {table.en}" + ("" if table.name == ADDED else f": {table.name}.csv"),
        f"{table.description_zh}\n\n{table.description}",
        "\n".join(lines),
    ]


def _line(entry: Entry) -> str:
    pairs = (entry.title, entry.description, entry.type, entry.unit, entry.constraints)
    cells = [f"`{entry.column}`", *map(_both, pairs), _escaped(entry.example)]
    return f"| {' | '.join(cells)} |"


def _both(pair: tuple[str, str]) -> str:
    """Put both languages into one cell, Chinese first; once if they are alike."""
    return "<br>".join(_escaped(text) for text in dict.fromkeys(pair))


def _escaped(text: str) -> str:
    """Keep Markdown from taking characters of a text for its own."""
    return "".join(f"\\{character}" if character in "|<*_[]" else character for character in text)


def _values_part(name: str, enumeration: Enumeration) -> str:
    note = (
        "只有这些值。No other value occurs."
        if enumeration.closed
        else "规则可以增加其他值。Rules may add others."
    )
    lines = [f"## {name} 的取值 Values of {name}", "", note, ""]
    lines += ["| 值 Value | 标签 | Label |", "|---|---|---|"]
    lines += [f"| `{value.value}` | {value.zh} | {value.en} |" for value in enumeration.values]
    return "\n".join(lines)


def main(page: Path) -> None:
    """Write the page."""
    text = codebook_page(load_definition(), parse_merged())
    page.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
