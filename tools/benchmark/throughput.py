"""How fast extraction is, beside peers that read the same text in the same round."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from pipeline.rulebook import load
from tools.benchmark.contenders import CONTENDERS
from tools.benchmark.corpora import ROOT, WARM_UP, Corpus, corpora, excerpt
from tools.benchmark.section import Requirement, Section, Table, at_least, significant
from tools.benchmark.settings import Settings
from tools.benchmark.terms import BARE_NUMERAL, numeral_expression, terms

OURS = "anli"
REQUIRED = {"jieba": 4, "spacy_jieba": 5, "recognizers": 20}
AIM = ("jieba", 12)
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Times:
    """What one contender took for one corpus in one round; processor seconds."""

    characters: int
    seconds: float
    first_characters: int
    first_seconds: float
    found: int

    @property
    def rate(self) -> float:
        """Characters a second."""
        return self.characters / self.seconds

    @property
    def first_rate(self) -> float:
        """Characters a second of the first text."""
        return self.first_characters / self.first_seconds

    @property
    def later_rate(self) -> float | None:
        """Characters a second of all texts but the first."""
        characters = self.characters - self.first_characters
        return characters / (self.seconds - self.first_seconds) if characters else None


@dataclass(frozen=True, slots=True)
class Throughput:
    """All rounds: by contender and corpus, a time a round; and who could not run, with why."""

    corpora: tuple[Corpus, ...]
    times: dict[tuple[str, str], list[Times]]
    missing: dict[str, str]

    def rate(self, contender: str, corpus: str) -> float:
        """Characters a second, in the median of the rounds."""
        return median(times.rate for times in self.times[contender, corpus])

    def ratio(self, contender: str, corpus: str) -> float | None:
        """Our rate to that of a contender, in the median of the rounds; None if one is missing."""
        ours, theirs = self.times.get((OURS, corpus)), self.times.get((contender, corpus))
        if not ours or not theirs:
            return None
        return median(own.rate / other.rate for own, other in zip(ours, theirs, strict=True))


def measure(settings: Settings, names: Iterable[str] = tuple(CONTENDERS)) -> Throughput:
    """Let the contenders run, one after the other, round by round."""
    names = list(names)
    times: dict[tuple[str, str], list[Times]] = {}
    missing: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        found = corpora(Path(folder), settings.batch_copies)
        order = _order([corpus for corpus in found if corpus.paths])
        for _ in range(settings.rounds):
            for name in names:
                if name in missing:
                    continue
                result = run(name, _share(order, name, settings.share))
                if "missing" in result:
                    missing[name] = f"`{result['missing']}` is not installed"
                    continue
                for corpus, figures in result.items():
                    times.setdefault((name, corpus), []).append(Times(**figures))
    return Throughput(tuple(found), times, missing)


def _order(found: Sequence[Corpus]) -> dict[str, Any]:
    rulebook = load()
    return {
        "terms": terms(rulebook),
        "numeral": numeral_expression(rulebook),
        "bare_numeral": BARE_NUMERAL,
        "warm_up": WARM_UP,
        "corpora": [asdict(corpus) for corpus in found],
    }


def _share(order: dict[str, Any], name: str, share: float) -> dict[str, Any]:
    """Give a slow contender less text."""
    characters = int(CONTENDERS[name].characters * share)
    chosen = [
        {**corpus, "paths": excerpt(corpus["paths"], characters)} for corpus in order["corpora"]
    ]
    return {**order, "contender": name, "corpora": chosen}


def run(name: str, order: dict[str, Any]) -> dict[str, Any]:
    """Run one contender in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.benchmark.contest"],
        input=json.dumps(order, default=str),
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"the contender {name} failed:\n{done.stderr}")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def section(found: Throughput) -> Section:
    """Show rates and ratios, and what of the required ratios is reached."""
    present = [corpus for corpus in found.corpora if corpus.paths]
    text = [
        "Each contender reads the same texts in a process of its own, the contenders one after"
        " the other, round by round. What is timed is the processor time of the work itself:"
        " files are read and rules, dictionaries and models loaded before (only the first line"
        " times reading). anli compiles its rules anew for each corpus and has then seen one"
        " other text. Slow contenders read a part of a corpus; a rate does not depend on that."
        " The ratio is the throughput of anli to that of the contender, the median of the"
        " rounds; the rates beside it depend on the machine.",
        *(f"Not run: {CONTENDERS[name].title} ({why})." for name, why in found.missing.items()),
        *(f"Left out: {corpus.title} ({corpus.missing})."
          for corpus in found.corpora if corpus.missing),
    ]  # fmt: skip
    return Section(
        "Throughput of one process",
        tuple(text),
        (_rates(found, present), _first(found, present)),
        tuple(_requirements(found, present)),
    )


def _rates(found: Throughput, present: Sequence[Corpus]) -> Table:
    names = list(dict.fromkeys(name for name, _ in found.times))
    names.sort(key=lambda name: -found.rate(name, present[0].name))
    columns = ["contender"]
    for corpus in present:
        columns += [f"{corpus.title}: M characters/s", "anli : it"]
    rows = []
    for name in names:
        row = [CONTENDERS[name].title]
        for corpus in present:
            ratio = found.ratio(name, corpus.name)
            shown = "" if name == OURS or ratio is None else multiple(ratio)
            row += [significant(found.rate(name, corpus.name) / MILLION), shown]
        rows.append(tuple(row))
    return Table(tuple(columns), tuple(rows))


def multiple(ratio: float) -> str:
    """Write a ratio so that it can be read at once: 12.3 ×, or 1/748 ×."""
    return f"{significant(ratio)} ×" if ratio >= 1 else f"1/{significant(1 / ratio)} ×"


def _first(found: Throughput, present: Sequence[Corpus]) -> Table:
    rows = []
    for corpus in present:
        times = found.times.get((OURS, corpus.name), [])
        later = [own.later_rate for own in times if own.later_rate is not None]
        if later:
            first = median(own.first_rate for own in times)
            rows.append(
                (
                    corpus.title,
                    str(len(corpus.paths)),
                    significant(first / MILLION),
                    significant(median(later) / MILLION),
                )
            )
    columns = ("corpus", "texts", "first text: M characters/s", "the others: M characters/s")
    title = "anli with nothing remembered of the corpus, and behind its first text"
    return Table(columns, tuple(rows), title)


def _requirements(found: Throughput, present: Sequence[Corpus]) -> list[Requirement]:
    needed = []
    for corpus in present:
        for name, least in REQUIRED.items():
            what = f"throughput to {CONTENDERS[name].title}; {corpus.title}"
            needed.append(at_least(what, found.ratio(name, corpus.name), least))
        name, least = AIM
        what = f"aim: throughput to {CONTENDERS[name].title}; {corpus.title}"
        needed.append(at_least(what, found.ratio(name, corpus.name), least))
    return needed
