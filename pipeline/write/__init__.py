"""The output of a run: one folder a report, written all at once, and reading it back."""

from pipeline.write.integrity import IntegrityError
from pipeline.write.read_back import load_rows
from pipeline.write.report import render, write_report

__all__ = ["IntegrityError", "load_rows", "render", "write_report"]
