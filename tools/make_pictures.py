"""Makes the pictures of the README from a run as it is now: ``python tools/make_pictures.py``.

``docs/img/run.svg`` is what `make extract` prints, ``docs/img/facts.svg`` some sentences of the
report with their facts marked. Both are text, so that a change of results can be read in a diff,
and hold no address of a font: whoever looks at them asks nothing of a network.
``docs/img/plot-*.png`` are what `anli plot` makes of the run in ``extracted/``.
"""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from pipeline.rulebook import load
from pipeline.write import load_rows

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "img"
REPORT = "rural-logistics-brands-batch4"
CASE = 15
COLOURS = {
    "node_count": "black on #8bd5ca",
    "cost_reduction": "black on #eed49f",
    "employment": "black on #c6a0f6",
}
OTHER = "black on #91d7e3"
"""For the facts of all other fields."""
WIDTH_OF_SENTENCES = 96
PLOTS = ("overview", "costs", "provinces", "nodes")
FONT_FACE = re.compile(r"\s*@font-face \{\{.*?\}\}", re.DOTALL)
SVG = FONT_FACE.sub("", CONSOLE_SVG_FORMAT)
STRETCH = re.compile(r'textLength="([0-9.]+)"([^>]*)>([^<]+)</text>')

Row = Mapping[str, object]


def main() -> int:
    """Extract the report in a folder of its own and draw all pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "raw", folder / "raw")
        shutil.copytree(ROOT / "tests" / "gold", folder / "tests" / "gold")
        command = [sys.executable, "-m", "pipeline", "extract"]
        done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
        rows = load_rows(folder / "extracted" / REPORT, "facts")
    lines = [line.rstrip() for line in done.stdout.strip("\n").splitlines()]
    draw("run", [Text("$ make extract", style="bold"), Text(), *map(Text, lines)])
    own = [row for row in rows if row["case_no"] == CASE and row["basis"] != "derived"]
    draw("facts", [*sentences(own), Text(), legend()], WIDTH_OF_SENTENCES)
    plot()
    return 0


def plot() -> None:
    """Draw the run in ``extracted/`` as the command does, and keep the pictures that are shown."""
    with tempfile.TemporaryDirectory() as folder:
        options = ["--out", folder, "--format", "png", "--picture", ",".join(PLOTS), "--quiet"]
        command = [sys.executable, "-m", "pipeline", "plot", f"extracted/{REPORT}", *options]
        subprocess.run(command, cwd=ROOT, check=True)
        for name in PLOTS:
            shutil.copy(Path(folder) / REPORT / f"{name}.png", PICTURES / f"plot-{name}.png")


def sentences(rows: Sequence[Row]) -> Iterator[Text]:
    """Yield each sentence once, its facts marked in the colour of their field."""
    for sentence in dict.fromkeys(str(row["sentence"]) for row in rows):
        text = Text(sentence)
        position = 0
        for row in rows:
            if row["sentence"] == sentence:
                start = sentence.index(str(row["text"]), position)
                position = start + len(str(row["text"]))
                text.stylize(COLOURS.get(str(row["field"]), OTHER), start, position)
        yield text


def legend() -> Text:
    """Make the line that says which colour is which field."""
    fields = load().fields_by_name
    told = [
        Text(f" {fields[name].title_zh} {fields[name].title_en} ", style=style)
        for name, style in COLOURS.items()
    ]
    return Text("   ").join([*told, Text(" 其他 others ", style=OTHER)])


def draw(name: str, lines: Sequence[Text], width: int = 0) -> None:
    """Write ``lines`` as a terminal to ``docs/img/<name>.svg``."""
    width = width or max(line.cell_len for line in lines) + 1
    console = Console(record=True, width=width, file=io.StringIO(), emoji=False)
    for line in lines:
        console.print(line)
    svg = console.export_svg(title="anli", code_format=SVG, unique_id=f"anli-{name}")
    text = "\n".join(line.rstrip() for line in STRETCH.sub(widened, svg).splitlines())
    (PICTURES / f"{name}.svg").write_text(text + "\n", encoding="utf-8")


def widened(found: re.Match[str]) -> str:
    """Give a text the length of its cells: rich counts a Chinese character as one, it has two."""
    text = html.unescape(found[3])
    length = float(found[1]) * cell_len(text) / len(text)
    return f'textLength="{length:.1f}"{found[2]}>{found[3]}</text>'


if __name__ == "__main__":
    sys.exit(main())
