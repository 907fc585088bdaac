"""The output of a run: one folder a report, written all at once, and reading it back."""

from pipeline.write.collection import describe_collection, refuse_foreign_descriptor
from pipeline.write.convert import convert
from pipeline.write.current import is_current
from pipeline.write.folders import is_report_folder, report_folders
from pipeline.write.integrity import IntegrityError
from pipeline.write.read_back import load_descriptor, load_rows, load_source
from pipeline.write.report import render, write_report

__all__ = [
    "IntegrityError",
    "convert",
    "describe_collection",
    "is_current",
    "is_report_folder",
    "load_descriptor",
    "load_rows",
    "load_source",
    "refuse_foreign_descriptor",
    "render",
    "report_folders",
    "write_report",
]
