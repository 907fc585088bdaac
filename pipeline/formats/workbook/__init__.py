"""One Excel workbook: summary, cases, facts, numbers, codebook and source text, linked."""

from pipeline.formats.workbook.build import files

__all__ = ["files"]
