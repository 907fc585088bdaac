"""The example notebook: it runs, and gives the outputs that are stored in it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.test_docs import tool_module

TOOL = tool_module("run_notebook")


def test_the_notebook_gives_what_is_stored_in_it() -> None:
    kept = TOOL.NOTEBOOK.read_text(encoding="utf-8")
    made = TOOL.executed(TOOL.NOTEBOOK)
    assert list(outputs(kept)) == list(outputs(made)), "run python tools/run_notebook.py"
    assert json.loads(kept) == json.loads(made), "run python tools/run_notebook.py"


def test_five_questions_are_answered() -> None:
    kept = TOOL.NOTEBOOK.read_text(encoding="utf-8")
    cells = json.loads(kept)["cells"]
    questions = [line for cell in cells for line in cell["source"] if line.startswith("## ")]
    assert [line[3] for line in questions] == list("12345")
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert not [output for cell in code for output in cell["outputs"] if "traceback" in output]
    assert code[-1]["outputs"]


def outputs(notebook: str) -> Iterator[str]:
    """Yield what the cells of a notebook show, as text."""
    for cell in json.loads(notebook)["cells"]:
        for output in cell.get("outputs", ()):
            yield "".join(output.get("text", ())) or "".join(output["data"]["text/plain"])
