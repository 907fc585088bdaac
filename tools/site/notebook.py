"""A notebook as a page: its texts, its code, and the outputs that are stored in it."""

from __future__ import annotations

from collections.abc import Iterator

import nbformat


def markdown(notebook: str) -> str:
    """Return the page of a notebook, given as the text of its file."""
    cells = nbformat.reads(notebook, as_version=4).cells
    return "\n\n".join(part for cell in cells for part in parts(cell))


def parts(cell: nbformat.NotebookNode) -> Iterator[str]:
    """Yield the parts of the page that a cell becomes: its source, then its outputs."""
    if cell.cell_type == "markdown":
        yield cell.source
        return
    yield block("python", cell.source)
    for output in cell.outputs:
        if output.output_type == "stream":
            yield block("text", output.text)
        elif "text/html" in output.data:
            yield output.data["text/html"]
        else:
            yield block("text", output.data["text/plain"])


def block(language: str, text: str) -> str:
    """Return a text as a block of Markdown."""
    return f"```{language}\n{text.rstrip()}\n```"
