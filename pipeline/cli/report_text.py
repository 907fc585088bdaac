"""Where the text of a labelled report is found."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import InputError

RAW = Path("raw")
RUNS = Path("extracted")


def report_text(file: Path, text: Path | None) -> str:
    """Read the text of the report that a gold set labels.

    Parameters
    ----------
    file
        The gold set, which need not be there: its name and folder tell where to look.
    text
        The report, if it was named.

    Raises
    ------
    InputError
        If the text is not found, or a file holds several reports and none is the one.
    """
    from pipeline.qa.gold import report_name
    from pipeline.read import read_path

    report = report_name(file)
    path = text or next((path for path in _places(file, report) if path.exists()), None)
    if path is None:
        raise InputError(f"the text of {report} was not found: name it with --text", path=file)
    documents = read_path(path)
    named = [document for document in documents if document.report == report] or documents
    if len(named) > 1:
        raise InputError(f"holds several reports, none is {report}: name its file", path=path)
    return named[0].text


def _places(file: Path, report: str) -> Iterable[Path]:
    """List where the text of a report may be, the likeliest first."""
    from pipeline.read import discover

    yield file.with_name(f"{report}.txt")
    if RAW.is_dir():
        yield from (path for path in discover([RAW]) if report in {path.stem, path.parent.name})
    yield RUNS / report / "source.txt"
