"""Make archives of many varied reports out of the cases of two real ones.

The cases of the fourth batch and of the labelled synthetic report are put together anew: each
report has cases of its own choice, numbered in its own style, in one of the encodings and with
one of the line ends that are met in practice. The same seed gives the same files.

``python -m tests.archive FOLDER REPORTS`` writes an archive by hand.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "tests" / "gold"
SOURCES = (
    (ROOT / "raw" / "rural-logistics-brands-batch4.txt", "rural-logistics-brands-batch4"),
    (GOLD / "synthetic-dev.txt", "synthetic-dev"),
)
"""The texts, and the names of the labels that know their headings."""

_MARKS = re.compile(r"\[bookmark:[^\]]*\]")
_NUMBER = re.compile(r"\d{1,2}[.、]|（[一二三四五六七八九十]{1,3}）")
_DIGITS = "零一二三四五六七八九"

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")
STYLES: tuple[Callable[[int], str], ...] = (
    lambda number: f"{number}.",
    lambda number: f"{number}、",
    lambda number: f"（{number}）",
    lambda number: f"（{chinese(number)}）",
    lambda number: f"{chinese(number)}、",
    lambda number: f"案例{chinese(number)}：",
    lambda number: f"【案例{number}】",
)
# Most reports are short; a few are as long as a whole batch.
SIZES = (1, 1, 2, 2, 3, 4, 5, 8, 12, 60)
BROKEN: tuple[bytes, ...] = (
    b"",
    "这份材料没有案例，只有一句话。\n".encode(),
    "1.河北武安市“客货同网”\n武安市建成村级网点518个".encode()[:-1],
    "1.河北武安市“客货同网”\n武安市\x07建成村级网点518个。\n".encode(),
    bytes(range(256)) * 8,
)
"""Files that no run can read: empty, without a case, cut off, with a control character, binary."""


@dataclass(frozen=True)
class _Case:
    place_and_slogan: str
    body: str


def write_archive(folder: Path, reports: int, seed: int, *, broken: int = 0) -> list[Path]:
    """Write ``reports`` files into a folder, of which ``broken`` cannot be read.

    Returns
    -------
    list of Path
        The files in the order of their names; those that are broken end in ``-broken.txt``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    unreadable = sorted(random.Random(seed).sample(range(reports), broken))
    files = []
    for number in range(reports):
        if number in unreadable:
            file = folder / f"report-{number:06}-broken.txt"
            file.write_bytes(BROKEN[unreadable.index(number) % len(BROKEN)])
        else:
            file = folder / f"report-{number:06}.txt"
            file.write_bytes(report(seed, number))
        files.append(file)
    return files


def report(seed: int, number: int) -> bytes:
    """Make the bytes of one report of an archive."""
    choice = random.Random(seed * 1_000_003 + number)
    pool = cases()
    chosen = choice.sample(pool, min(choice.choice(SIZES), len(pool)))
    style = choice.choice(STYLES)
    between = choice.choice(("\n", "\n\n"))
    lines = [f"第{chinese(number % 99 + 1)}批农村物流服务品牌典型经验", ""]
    for case_no, case in enumerate(chosen, start=1):
        lines += [f"{style(case_no)}{case.place_and_slogan}", *case.body.splitlines()]
    text = between.join(lines) + "\n"
    if choice.random() < 0.3:
        text = text.replace("\n", "\r\n")
    return text.encode(choice.choice(ENCODINGS))


@cache
def cases() -> tuple[_Case, ...]:
    """Give all cases of the two reports, without their numbers."""
    return tuple(case for source, labels in SOURCES for case in _cases_in(source, labels))


def chinese(number: int) -> str:
    """Write a number from 1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    start = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return start + (_DIGITS[ones] if ones else "")


def _cases_in(source: Path, labels: str) -> list[_Case]:
    gold = (GOLD / f"{labels}.gold.jsonl").read_text(encoding="utf-8")
    headings = {json.loads(label)["heading"] for label in gold.splitlines()}
    found: list[tuple[str, list[str]]] = []
    for raw in source.read_text(encoding="utf-8").splitlines():
        line = _MARKS.sub("", raw).strip()
        if line in headings:
            found.append((_NUMBER.sub("", line, count=1), []))
        elif found and line:
            found[-1][1].append(line)
    assert len(found) == len(headings), f"{source}: {len(found)} headings of {len(headings)}"
    return [_Case(heading, "\n".join(body)) for heading, body in found]


if __name__ == "__main__":
    write_archive(Path(sys.argv[1]), int(sys.argv[2]), seed=1)
