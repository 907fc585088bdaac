"""The texts that are measured, as files that every contender reads alike."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BATCH = ROOT / "raw/rural-logistics-brands-batch4.txt"
CHALLENGES = ROOT / "tests/gold"
WARM_UP = CHALLENGES / "challenge.txt"
GOVERNMENT_REPORTS = ROOT.parent / "shared/corpus/government-work-reports.jsonl"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts under one name.

    Attributes
    ----------
    cases
        Whether the texts are reports with cases, or running text without headings.
    missing
        Why it is not there, or "".
    """

    name: str
    title: str
    paths: tuple[Path, ...]
    cases: bool = True
    missing: str = ""


def corpora(folder: Path, batch_copies: int) -> list[Corpus]:
    """Collect the corpora; running text is laid out as files in ``folder``."""
    challenges = tuple(path for path in sorted(CHALLENGES.glob("*.txt")) if path != WARM_UP)
    return [
        Corpus("batch", f"the fourth batch, {batch_copies} times", (BATCH,) * batch_copies),
        _government_reports(folder),
        Corpus("challenges", "the labelled challenge sets, once", challenges),
    ]


def _government_reports(folder: Path) -> Corpus:
    name, title = "government", "government work reports, once"
    if not GOVERNMENT_REPORTS.is_file():
        return Corpus(name, title, (), False, "the corpus of government work reports is not here")
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    with GOVERNMENT_REPORTS.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            path = folder / f"{number:03}.txt"
            path.write_text(json.loads(line)["content"], encoding="utf-8", newline="\n")
            paths.append(path)
    return Corpus(name, title, tuple(paths), cases=False)


def excerpt(paths: tuple[Path, ...], characters: int) -> tuple[Path, ...]:
    """Choose texts, evenly over all of them, of about that many characters; one at the least."""
    sizes = {path: len(path.read_text(encoding="utf-8")) for path in set(paths)}
    total = sum(sizes[path] for path in paths)
    number = max(1, round(len(paths) * min(1.0, characters / total)))
    return tuple(paths[index * len(paths) // number] for index in range(number))
