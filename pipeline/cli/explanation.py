"""How a case and the explanation of a numeral look in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.cli.console import say, show_table

if TYPE_CHECKING:
    from pipeline.extractors.explain import Attempt, Explanation
    from pipeline.model import CaseResult, Fact, NumberRow, ReportResult
    from pipeline.rulebook import Rulebook

CAUGHT = {
    "value": "as the value",
    "old": "as the figure before the change",
    "skip": "as no figure of this field",
    "times": "as what the value is multiplied by",
    "whole": "as the total of its values",
}
REFUSED = {
    "kind": "refused: the field takes no numeral of this kind or unit",
    "sums": "refused: the parts do not add up to the total",
    "falls": "refused: the new figure is not below the old one",
}
BECAME = {
    "fact": "it became a fact",
    "dropped": "dropped: no category can be told, or the places are of another level",
    "aside": "set aside",
}
SILENT = {
    "topic": "nothing near the sentence speaks of it",
    "anchors": "the passage has none of the words that its figures belong to",
}


def show_case(result: ReportResult, position: int) -> None:
    """Print the text of a case, its facts in brackets, and what became of each numeral."""
    from pipeline.qa.listing import what_fact

    one = result.cases[position]
    _show_heading(result, one)
    for line in _marked(result, one).splitlines():
        if line.strip():
            say(line)
    say()
    say("Facts")
    show_table(
        ("id", "fact", "text", "at", "by rule"),
        [
            (fact.fact_id, what_fact(fact), fact.text, str(fact.start), _rule(fact))
            for fact in one.facts
        ],
    )
    say("Numerals that no fact uses")
    show_table(
        ("text", "at", "kind", "reason"),
        [
            (row.text, str(row.start), row.kind, row.reason or "not explained")
            for row in _numerals(result, one)
            if not row.fact_id
        ],
    )


def show_explanation(
    result: ReportResult,
    position: int,
    row: NumberRow,
    explanation: Explanation | None,
    rulebook: Rulebook,
) -> None:
    """Print all that is known of one numeral."""
    from pipeline.qa.listing import what_fact
    from pipeline.qa.score import shown

    one = result.cases[position]
    _show_heading(result, one)
    value = "–".join(dict.fromkeys((shown(row.value_min), shown(row.value_max)))) or "no value"
    read = f"{value} {row.unit}".strip()
    say(f"{row.text} at {row.start}: {row.kind}, {read}, {row.qualifier}")
    facts = [fact for fact in one.facts if fact.fact_id == row.fact_id]
    for fact in facts:
        say(f"fact {fact.fact_id}: {what_fact(fact)}, by {_rule(fact)}")
    if not facts:
        say(f"no fact: {row.reason or 'nothing is known about it'}")
    if explanation is not None:
        say()
        _show_spans(explanation)
        _show_attempts(explanation, rulebook)


def _show_heading(result: ReportResult, one: CaseResult) -> None:
    say(f"{result.document.report} {one.case.case_no}  {one.case.heading}")
    say()


def _numerals(result: ReportResult, one: CaseResult) -> list[NumberRow]:
    return [row for row in result.numbers if one.case.start <= row.start < one.case.end]


def _marked(result: ReportResult, one: CaseResult) -> str:
    """Return the body of a case with its facts in brackets, and what is not explained."""
    text = result.document.text
    marks: dict[tuple[int, int], list[str]] = {}
    for fact in one.facts:
        marks.setdefault((fact.start, fact.end), []).append(fact.fact_id)
    for row in _numerals(result, one):
        if not (row.fact_id or row.reason):
            marks.setdefault((row.start, row.end), []).append("?")
    parts = []
    position = one.case.body_start
    for (start, end), names in sorted(marks.items()):
        if start >= position:
            parts += [text[position:start], "[", text[start:end], " ", " ".join(names), "]"]
            position = end
    return "".join([*parts, text[position : one.case.end]])


def _show_spans(explanation: Explanation) -> None:
    say("The sentence as the rules see it")
    show_table(
        ("", "words", "types"),
        [
            (">" if span.chosen else "", span.text.strip(), ", ".join(span.types))
            for span in explanation.spans
            if span.text.strip()
        ],
    )


def _show_attempts(explanation: Explanation, rulebook: Rulebook) -> None:
    if explanation.attempts:
        say("Rules that caught it, in their order")
        show_table(
            ("rule", "where", "caught it", "in", "and"),
            [
                (one.rule, _where(one, rulebook), CAUGHT[one.caught], one.text, _became(one))
                for one in explanation.attempts
            ],
        )
    else:
        say("No rule caught it.")
    for why, told in SILENT.items():
        fields = ", ".join(field for field, reason in explanation.silent if reason == why)
        if fields:
            say(f"The rules of {fields} were not tried: {told}.")


def _where(attempt: Attempt, rulebook: Rulebook) -> str:
    path, line = rulebook.lines[attempt.rule]
    place = path.relative_to(rulebook.path).as_posix()
    return place if line is None else f"{place}:{line}"


def _became(attempt: Attempt) -> str:
    if attempt.refusal == "taken":
        return f"refused: {attempt.by} had one of its numerals already"
    if attempt.refusal is not None:
        return REFUSED[attempt.refusal]
    reason = f": {attempt.reason}" if attempt.outcome == "aside" and attempt.reason else ""
    return BECAME[attempt.outcome] + reason if attempt.outcome else ""


def _rule(fact: Fact) -> str:
    return f"{fact.rule} (derived)" if fact.basis == "derived" else fact.rule
