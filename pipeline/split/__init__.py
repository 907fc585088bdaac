"""Split a report into cases: headings, numbering, places, slogans."""

from pipeline.split.cases import SplitResult, Splitter

__all__ = ["SplitResult", "Splitter"]
