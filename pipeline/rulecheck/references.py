"""Names in the rules: those that lead nowhere, and those that nothing names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.extractors.item import GAP, NUMERAL
from pipeline.numbers import NumberGrammar
from pipeline.rulebook import Rulebook
from pipeline.rulebook.pattern import expand, macros_named, types_named
from pipeline.rulebook.schema import FieldRules
from pipeline.rulecheck.finding import Finding

# Types that spans have without any list: unknown text, numerals, single Chinese digits, one of a
# thing.
BUILT_IN = frozenset((GAP, NUMERAL, "digit", "single"))


@dataclass(frozen=True, slots=True)
class Reference:
    """A type that some rule names, and where."""

    name: str
    path: Path
    line: int | None
    owner: str


def check_references(rulebook: Rulebook) -> Iterator[Finding]:
    """Names that nothing provides, and words, phrases and macros that nothing uses."""
    kinds = NumberGrammar(rulebook.numbers).kinds
    provided = _provided(rulebook)
    known = set(provided) | kinds | BUILT_IN
    references = list(_references(rulebook))
    for reference in references:
        if reference.name not in known:
            yield _unknown(reference, "type", "no lexicon, expression or chunk makes it")
    for reference in _kind_references(rulebook):
        if reference.name not in kinds:
            yield _unknown(reference, "kind of numeral", f"known: {', '.join(sorted(kinds))}")
    used = {reference.name for reference in references}
    for name, (path, line) in provided.items():
        if name not in used:
            message = f"type '{name}' is used by no rule; remove it or use it"
            yield Finding(str(path), line, message)
    yield from _unused_macros(rulebook)


def _unknown(reference: Reference, what: str, why: str) -> Finding:
    message = f"{reference.owner}: {what} '{reference.name}' does not exist; {why}"
    return Finding(str(reference.path), reference.line, message)


def _provided(rulebook: Rulebook) -> dict[str, tuple[Path, int | None]]:
    """Types of lexicons, expressions and chunks, with the place that makes them."""
    found: dict[str, tuple[Path, int | None]] = {}
    for types in rulebook.lexicon.values():
        for name in types:
            found.setdefault(name, rulebook.lines[f"lexicon {name}"])
    for key, expression in rulebook.expressions.items():
        for name in expression.types or (key,):
            found.setdefault(name, rulebook.lines[f"expression {key}"])
    for chunk in rulebook.chunks:
        for name in chunk.makes:
            found.setdefault(name, rulebook.lines[chunk.id])
    return found


def _references(rulebook: Rulebook) -> Iterator[Reference]:
    for chunk in rulebook.chunks:
        types = types_named(expand(chunk.pattern, rulebook.macros)) | set(chunk.keeps)
        yield from _named(types, *rulebook.lines[chunk.id], chunk.id)
    for field in rulebook.fields_by_name.values():
        yield from _named(_types_of_field(field), _path(rulebook, field), None, field.field)
        for rule in field.rules:
            types = types_named(expand(rule.pattern, rulebook.macros)) | set(rule.keep)
            yield from _named(types, *rulebook.lines[rule.id], rule.id)
    ledger = {
        *rulebook.ledger.nouns,
        *(n for names in rulebook.ledger.context.values() for n in names),
    }
    yield from _named(ledger, rulebook.path / "ledger.yaml", None, "ledger")
    manifest = rulebook.path / "anli.yaml"
    yield from _named(rulebook.program_types, manifest, None, "program_types")
    yield from _named(rulebook.subject_types, manifest, None, "subject_types")
    yield from _named(rulebook.blocking_types, manifest, None, "blocking_types")


def _types_of_field(field: FieldRules) -> set[str]:
    levels = set(field.category.types)
    return levels | {*field.category.cancel, *field.anchors, *field.unit.per, *field.unit.periods}


def _kind_references(rulebook: Rulebook) -> Iterator[Reference]:
    for field in rulebook.fields_by_name.values():
        kinds_named = {*field.kinds, *field.unit.kinds}
        yield from _named(kinds_named, _path(rulebook, field), None, f"kinds of {field.field}")
    kinds = {*rulebook.ledger.kinds, *rulebook.ledger.context}
    yield from _named(kinds, rulebook.path / "ledger.yaml", None, "ledger")


def _named(names: Iterable[str], path: Path, line: int | None, owner: str) -> Iterator[Reference]:
    return (Reference(name, path, line, owner) for name in sorted(names))


def _path(rulebook: Rulebook, field: FieldRules) -> Path:
    return rulebook.path / "fields" / f"{field.field}.yaml"


def _unused_macros(rulebook: Rulebook) -> Iterator[Finding]:
    patterns = [chunk.pattern for chunk in rulebook.chunks] + [*rulebook.macros.values()]
    patterns += [rule.pattern for field in rulebook.fields_by_name.values() for rule in field.rules]
    used = {
        name for pattern in (*patterns, *rulebook.macros.values()) for name in macros_named(pattern)
    }
    for name in rulebook.macros:
        if name not in used:
            path, line = rulebook.lines[f"macro {name}"]
            yield Finding(str(path), line, f"macro '@{name}' is used by no pattern; remove it")
