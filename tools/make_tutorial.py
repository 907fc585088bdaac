"""Follows the analyst's tutorial, and keeps the chart with which it ends.

``python tools/make_tutorial.py`` also makes the attachment that the tutorial begins with, from the
text of the fourth batch. For use after the rules or the pictures have changed.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.documents import follow, in_shell, prepare  # noqa: E402
from tests.read.make_reports import docx_typed  # noqa: E402

PAGE = ROOT / "docs" / "tutorial-analyst.md"
REPORT = ROOT / "raw" / "rural-logistics-brands-batch4.txt"
ATTACHMENT = ROOT / "docs" / "examples" / "tutorial" / "attachment.docx"
MADE = Path("pictures/2023-batch4/costs.png")
KEPT = ROOT / "docs" / "img" / "tutorial-costs.png"


def attachment() -> bytes:
    """Return the fourth batch as the ministry would attach it."""
    return docx_typed(REPORT.read_text(encoding="utf-8"))


def main() -> int:
    """Write the attachment, follow the page in an empty folder, keep the chart."""
    ATTACHMENT.write_bytes(attachment())
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(prepare(PAGE, Path(folder))):
        follow(PAGE, in_shell)
        shutil.copy(MADE, KEPT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
