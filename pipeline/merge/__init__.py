"""All reports of an output folder as one set: the same tables, counties, links between cases."""

from pipeline.merge.merge import Merged, merge
from pipeline.merge.write import DEFAULT_NAME, load_merged_rows, merged_files, write_merged

__all__ = [
    "DEFAULT_NAME",
    "Merged",
    "load_merged_rows",
    "merge",
    "merged_files",
    "write_merged",
]
