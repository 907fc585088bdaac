"""The picture of the curves: throughput against length, on logarithmic axes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from tools.benchmark.linearity import MILLION, Curve

SIZE = (9.0, 5.4)
LINES = ("-", "--", ":")
MARKS = "osD^v<>pX*Phd"


def draw(curves: Sequence[Curve], path: Path) -> None:
    """Write the picture as SVG; a line that does not fall is a time that grows with the length.

    Raises
    ------
    ModuleNotFoundError
        Where matplotlib is not installed.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "anli"}):
        figure = Figure(figsize=SIZE, layout="constrained")
        axes = figure.add_subplot()
        for number, curve in enumerate(curves):
            measured = [point for point in curve.points if point.rate is not None]
            axes.plot(
                [point.characters for point in measured],
                [(point.rate or 0) / MILLION for point in measured],
                label=curve.title,
                linestyle=LINES[number % len(LINES)],
                marker=MARKS[number % len(MARKS)],
            )
        axes.set(xscale="log", yscale="log", xlabel="characters", ylabel="M characters a second")
        axes.grid(visible=True, alpha=0.25)
        figure.legend(loc="outside right center", fontsize="small", frameon=False)
        picture = io.StringIO()
        metadata = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        figure.savefig(picture, format="svg", metadata=metadata)
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [line.rstrip() for line in picture.getvalue().splitlines()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
