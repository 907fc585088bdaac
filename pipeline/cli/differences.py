"""How the commands show differences in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pipeline.cli.console import printable, terminal

if TYPE_CHECKING:
    from rich.text import Text

    from pipeline.qa.diff import Difference, Kind

STYLES: Mapping[Kind, str] = {"missing": "bold red", "spurious": "bold magenta", "changed": "bold"}


def show_differences(differences: Iterable[Difference], names: Mapping[Kind, str]) -> None:
    """Print what differs, each with its place, its rule and its sentence, the fact marked.

    ``names`` are the words for the kinds of differences.
    """
    console = terminal()
    for difference in differences:
        console.print(_lines(difference, names), soft_wrap=True)


def _lines(difference: Difference, names: Mapping[Kind, str]) -> Text:
    from rich.text import Text

    from pipeline.qa.listing import what

    text = Text(f"{printable(difference.report)} {difference.case_no:>3}  ")
    text.append(f"{names[difference.kind]:<9}", STYLES[difference.kind])
    text.append(f" {printable(what(difference))}")
    if fact := difference.fact:
        text.append(f"  {printable(fact.text)}  at {fact.start}")
        text.append(f"  by {printable(fact.rule)}" if fact.rule else "", "dim")
        sentence = Text(f"\n    {printable(fact.sentence)}", "dim")
        sentence.highlight_words([printable(fact.text)], "bold not dim underline")
        text.append_text(sentence)
    return text
