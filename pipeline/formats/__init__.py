"""The tables in other formats: the same values, with the types of each format."""

from pipeline.formats.registry import (
    FORMATS,
    check_installed,
    parse_formats,
    refuse_unmergeable,
    render,
)
from pipeline.formats.report_tables import ReportTables

__all__ = [
    "FORMATS",
    "ReportTables",
    "check_installed",
    "parse_formats",
    "refuse_unmergeable",
    "render",
]
