"""One point of a curve in a process of its own: ``python -m tools.benchmark.point SHAPE SIZE``.

The rules have seen a short text of the same shape before the clock starts, so that what a first
text costs, whatever its length, is not taken for a share of its length.
"""

from __future__ import annotations

import gc
import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median

from pipeline.flow import Flow
from pipeline.model import Document
from pipeline.rulebook import load
from tools.benchmark.shapes import SHAPES, single_report

STREAM = "stream"
WARM_UP = 20_000
LONG_ENOUGH = 2.0
REPEATS = 15


def main() -> int:
    """Measure the point and print its characters and processor seconds."""
    shape, size = sys.argv[1], int(sys.argv[2])
    flow = Flow(load())
    json.dump(stream(flow, size) if shape == STREAM else single(flow, shape, size), sys.stdout)
    return 0


def stream(flow: Flow, copies: int) -> dict[str, float]:
    """Run the fourth batch that many times, a document after the other, none of them kept."""
    text = single_report(1)

    def documents() -> Iterator[Document]:
        return (_document(text, f"report-{number}") for number in range(copies))

    def run() -> None:
        for document in documents():
            flow.run(document)

    flow.run(_document(text, "warm-up"))
    return {"characters": copies * len(text), "seconds": _seconds(run)}


def single(flow: Flow, shape: str, characters: int) -> dict[str, float]:
    """Run one document of a shape."""
    _, make = SHAPES[shape]
    flow.run(_document(make(WARM_UP), "warm-up"))
    document = _document(make(characters), "report")
    seconds = _seconds(lambda: flow.run(document))
    return {"characters": len(document.text), "seconds": seconds}


def _document(text: str, name: str) -> Document:
    return Document(name, text, hashlib.sha256(text.encode()).hexdigest())


def _seconds(run: Callable[[], object]) -> float:
    """Processor seconds; a short run is done several times, and its median counts."""
    times: list[float] = []
    while len(times) < REPEATS and sum(times) < LONG_ENOUGH:
        gc.collect()
        started = time.process_time()
        run()
        times.append(time.process_time() - started)
    return median(times)


if __name__ == "__main__":
    sys.exit(main())
