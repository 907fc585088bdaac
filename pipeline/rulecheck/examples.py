"""Every rule against its own examples, in both directions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.rulebook import Rulebook
from pipeline.rulebook.schema import FieldRules, Rule
from pipeline.rulebook.yamlfile import line_of, read_yaml
from pipeline.rulecheck.example import Example, ExampleError, parse_example
from pipeline.rulecheck.finding import Finding
from pipeline.rulecheck.trial import Trial, difference, passes


def check_examples(rulebook: Rulebook) -> Iterator[Finding]:
    """Run all examples of all fields, and each rule's own without the rule."""
    trial = Trial(rulebook)
    for name, field in rulebook.fields_by_name.items():
        path = rulebook.path / "fields" / f"{name}.yaml"
        checked = _Field(field, path, trial)
        for index, rule in enumerate(field.rules):
            yield from checked.check(rule, index)


class _Field:
    """The rules of one field with the places of their examples."""

    def __init__(self, field: FieldRules, path: Path, trial: Trial):
        self._field = field.field
        self._path = path
        self._data = read_yaml(path)
        self._trial = trial

    def check(self, rule: Rule, index: int) -> Iterator[Finding]:
        """Everything about one rule."""
        examples, faults = self._examples(rule, index)
        yield from faults
        for position, example in examples.items():
            yield from self._positive(rule, example, (index, "examples", position))
        for position, sentence in enumerate(rule.negative):
            yield from self._negative(rule, sentence, (index, "negative", position))
        if not faults:
            message = self._needless(rule, list(examples.values()))
            if message:
                yield self._finding(rule, message, (index,))

    def _examples(self, rule: Rule, index: int) -> tuple[dict[int, Example], list[Finding]]:
        examples, faults = {}, []
        for position, marked in enumerate(rule.examples):
            try:
                examples[position] = parse_example(marked)
            except ExampleError as error:
                message = f"the example '{marked}' cannot be read: {error}"
                faults.append(self._finding(rule, message, (index, "examples", position)))
        return examples, faults

    def _positive(
        self, rule: Rule, example: Example, place: tuple[str | int, ...]
    ) -> Iterator[Finding]:
        facts = self._trial.facts(example.text, self._field)
        missing, surplus = difference(example, facts)
        if missing or surplus:
            told = [f"not found: {', '.join(missing)}"] if missing else []
            told += [f"found: {', '.join(surplus)}"] if surplus else []
            yield self._finding(rule, f"'{example.text}': {'; '.join(told)}", place)
        elif not any(fact.rule == rule.id for fact in facts):
            others = ", ".join(sorted({fact.rule for fact in facts})) or "nothing"
            message = f"'{example.text}' is found by {others}, not by this rule"
            yield self._finding(rule, message, place)

    def _negative(
        self, rule: Rule, sentence: str, place: tuple[str | int, ...]
    ) -> Iterator[Finding]:
        _, surplus = difference(Example(sentence, ()), self._trial.facts(sentence, self._field))
        if surplus:
            message = f"'{sentence}' must give no fact; found: {', '.join(surplus)}"
            yield self._finding(rule, message, place)

    def _needless(self, rule: Rule, examples: list[Example]) -> str:
        """Why the rule is not shown to be needed, or ""."""
        if rule.reason:
            if not rule.negative:
                return "has no negative example; add one that this rule sets aside"
            if not any(self._trial.sets_aside(text, rule.id) for text in rule.negative):
                return "sets aside no numeral of its negative examples"
            return ""
        if not examples:
            return "has no example; add a sentence with its facts marked"
        others = self._trial.without(rule.id)
        if all(passes(example, others.facts(example.text, self._field)) for example in examples):
            return "is not needed for any of its examples: without it other rules find the same"
        return ""

    def _finding(self, rule: Rule, message: str, place: tuple[str | int, ...]) -> Finding:
        line = line_of(self._data, ("rules", *place))
        return Finding(str(self._path), line, f"{rule.id}: {message}")
