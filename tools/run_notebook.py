"""Runs the example notebook and keeps its outputs: ``python tools/run_notebook.py``.

For use after the tables in ``extracted/`` have changed; a test compares what is kept with what
comes out.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = ROOT / "docs" / "examples" / "questions.ipynb"
SECONDS = 300


def executed(path: Path) -> str:
    """Run a notebook in its own folder, and return it with its outputs as the text of a file.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails.
    """
    notebook = nbformat.read(path, as_version=4)
    metadata = dict(notebook.metadata)
    place = {"metadata": {"path": str(path.parent)}}
    client = NotebookClient(
        notebook, timeout=SECONDS, resources=place, record_timing=False, coalesce_streams=True
    )
    client.execute()
    notebook.metadata = nbformat.from_dict(metadata)  # The kernel notes its version there.
    return str(nbformat.writes(notebook)) + "\n"


def main() -> int:
    """Write the notebook with its outputs."""
    NOTEBOOK.write_text(executed(NOTEBOOK), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
