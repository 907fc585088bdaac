"""The column reference of ``docs/tables.md``, made from the definition.

``python -m pipeline.tables.reference docs/tables.md`` brings the page up to date.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.tables.definition import Column, Definition, Enumeration, Table, load_definition

BEGIN = "<!-- column reference: made by `python -m pipeline.tables.reference docs/tables.md` -->"
END = "<!-- end of the column reference -->"


def column_reference(definition: Definition) -> str:
    """Write the columns of all tables and the values of all enumerations as Markdown."""
    tables = definition.tables.values()
    enumerations = {
        column.name: column.enumeration
        for table in tables
        for column in table.columns
        if column.enumeration is not None
    }
    parts = [BEGIN]
    parts += [_table_section(table) for table in tables]
    parts += [_values_section(name, enumeration) for name, enumeration in enumerations.items()]
    return "\n\n".join([*parts, END])


def with_column_reference(page: str, definition: Definition) -> str:
    """Give ``page`` with the reference between its two marks replaced.

    Raises
    ------
    ValueError
        If the page has no such marks.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page lacks the marks {BEGIN!r} and {END!r}")
    return before + column_reference(definition) + after


def _table_section(table: Table) -> str:
    lines = [f"### {table.name}.csv ({table.zh})", "", f"Key: {_names(table.primary_key)}."]
    lines += [
        f"{_names(key.columns)} names a row of {key.table} by {_names(key.key)}."
        for key in table.foreign_keys
    ]
    lines += ["", "| column | type | 标题 | title | unit | meaning |", "|---|---|---|---|---|---|"]
    lines += [_column_line(column) for column in table.columns]
    return "\n".join(lines)


def _column_line(column: Column) -> str:
    kind = column.type if column.required else f"{column.type}, may be empty"
    meaning = column.description.replace("|", "\\|").replace("<", "\\<")
    if column.separator is not None:
        shown = column.separator.replace("|", "\\|")
        meaning += f" Several are joined with `{shown}`."
    cells = (f"`{column.name}`", kind, column.zh, column.en, column.unit or "", meaning)
    return f"| {' | '.join(cells)} |"


def _values_section(name: str, enumeration: Enumeration) -> str:
    note = "No other value occurs." if enumeration.closed else "Rules may add others."
    lines = [f"### Values of {name}", "", note, "", "| value | 标签 | label |", "|---|---|---|"]
    lines += [f"| `{value.value}` | {value.zh} | {value.en} |" for value in enumeration.values]
    return "\n".join(lines)


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def main(page: Path) -> None:
    """Bring the reference in ``page`` up to date."""
    text = page.read_text(encoding="utf-8")
    page.write_text(with_column_reference(text, load_definition()), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
