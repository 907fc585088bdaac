"""The definition as Table Schemas of the Data Package standard, version 2.0."""

from __future__ import annotations

import json
from typing import Any

from pipeline.tables.definition import Column, Table

JsonObject = dict[str, Any]


def table_schema(table: Table) -> JsonObject:
    """Describe a table: its fields, what an empty cell means, its keys."""
    schema: JsonObject = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.primary_key),
    }
    if table.foreign_keys:
        schema["foreignKeys"] = [
            {
                "fields": list(key.columns),
                "reference": {"resource": key.table, "fields": list(key.key)},
            }
            for key in table.foreign_keys
        ]
    return schema


def _field(column: Column) -> JsonObject:
    field: JsonObject = {
        "name": column.name,
        "type": column.type,
        "title": column.zh,
        "anli:title_en": column.en,
        "description": column.description_zh,
        "anli:description_en": column.description,
        "example": _example(column),
        "constraints": _constraints(column),
    }
    if column.type == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    if column.unit is not None:
        field |= {"anli:unit": column.unit, "anli:unit_en": column.unit_en}
    if column.separator is not None:
        field["anli:separator"] = column.separator
    if column.enumeration is not None:
        key = "categories" if column.enumeration.closed else "anli:known_values"
        field[key] = [
            {"value": value.value, "label": value.zh, "anli:label_en": value.en}
            for value in column.enumeration.values
        ]
    return {key: value for key, value in field.items() if value != {}}


def _example(column: Column) -> object:
    return column.example if column.type == "string" else json.loads(column.example)


def _constraints(column: Column) -> JsonObject:
    constraints: JsonObject = {}
    if column.required:
        constraints["required"] = True
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    if column.pattern is not None:
        constraints["pattern"] = column.pattern
    if column.choices is not None:
        constraints["enum"] = [value.value for value in column.choices]
    return constraints
