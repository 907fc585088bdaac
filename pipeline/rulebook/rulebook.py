"""The rule folder, loaded and checked for form."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import RuleError
from pipeline.rulebook.paths import default_path
from pipeline.rulebook.pattern import (
    ARGUMENT,
    verify_captures,
    verify_expression,
    verify_pattern,
)
from pipeline.rulebook.schema import (
    Chunk,
    Expression,
    FieldRules,
    HeadingRules,
    Manifest,
    NumberRules,
    Reasons,
    WordList,
)
from pipeline.rulebook.yamlfile import line_of, parse, read_yaml

Lines = dict[str, tuple[Path, int | None]]


@dataclass(frozen=True)
class Rulebook:
    """All rules of a folder, as records.

    Attributes
    ----------
    lexicon
        Word to the types it has.
    field_words
        Words that stand only in the folder of a field: unknown text to the others.
    fields_by_name
        The fields of a run, in the order in which their rules are tried.
    program_types, blocking_types
        Types that the program itself asks for, and types whose words only keep others out.
    sha256
        Digest over the names and bytes of all rule files, in hex.
    lines
        Id of a rule or chunk, or ``lexicon``, ``expression`` or ``macro`` and a name, to
        (file, line), for messages.
    """

    path: Path
    sha256: str
    numbers: NumberRules
    lexicon: dict[str, tuple[str, ...]]
    expressions: dict[str, Expression]
    chunks: tuple[Chunk, ...]
    macros: dict[str, str]
    fields_by_name: dict[str, FieldRules]
    ledger: Reasons
    headings: HeadingRules
    program_types: tuple[str, ...] = ()
    subject_types: tuple[str, ...] = ()
    blocking_types: tuple[str, ...] = ()
    field_words: frozenset[str] = frozenset()
    lines: Lines = field(default_factory=dict)

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the fields of a run."""
        return tuple(self.fields_by_name)


def load(path: Path | None = None, *, extra_fields: tuple[str, ...] = ()) -> Rulebook:
    """Load a rule folder.

    Parameters
    ----------
    path
        The folder; None for the rules of this installation.
    extra_fields
        Fields to run besides those that ``anli.yaml`` names.

    Raises
    ------
    RuleError
        Naming the file, the line and what to do.
    """
    folder = default_path() if path is None else Path(path)
    if not folder.is_dir():
        raise RuleError("not a folder; --rules takes a folder of rules", path=folder)
    lines: Lines = {}
    manifest = _record(Manifest, folder / "anli.yaml")
    macros = _macros(folder / "macros.yaml", lines)
    names = tuple(dict.fromkeys((*manifest.fields, *extra_fields)))
    fields = {
        name: _field(folder / "fields" / f"{name}.yaml", name, macros, lines) for name in names
    }
    lexicon, field_words = _lexicon(folder / "lexicons", names, lines)
    return Rulebook(
        path=folder,
        sha256=digest(folder, names),
        numbers=_record(NumberRules, folder / "numbers.yaml"),
        lexicon=lexicon,
        field_words=field_words,
        expressions=_expressions(folder / "expressions.yaml", lines),
        chunks=_chunks(folder / "chunks.yaml", macros, lines),
        macros=macros,
        fields_by_name=fields,
        ledger=_record(Reasons, folder / "ledger.yaml"),
        headings=_headings(folder / "headings.yaml"),
        program_types=tuple(manifest.program_types),
        subject_types=tuple(manifest.subject_types),
        blocking_types=tuple(manifest.blocking_types),
        lines=lines,
    )


def digest(folder: Path, fields: tuple[str, ...]) -> str:
    """SHA-256 over the names and contents of the rule files of a run with these fields."""
    total = hashlib.sha256()
    files = [path for path in folder.rglob("*") if path.suffix in (".yaml", ".csv", ".txt")]
    for path in sorted(files, key=lambda item: item.relative_to(folder).as_posix()):
        name = path.relative_to(folder)
        if not _serves(name, fields):
            continue
        content = path.read_bytes().replace(b"\r\n", b"\n")
        total.update(name.as_posix().encode() + b"\0")
        total.update(hashlib.sha256(content).digest())
    return total.hexdigest()


def _serves(name: Path, fields: tuple[str, ...]) -> bool:
    """Whether a rule file is one of a run with these fields, and not of another field alone."""
    match name.parts:
        case ("fields", _):
            return name.stem in fields
        case ("lexicons", field, _):
            return field in fields
    return True


def _record(model: Any, path: Path) -> Any:
    return parse(model, read_yaml(path), path)


def _expressions(path: Path, lines: Lines) -> dict[str, Expression]:
    data = read_yaml(path) or {}
    records = {str(name): parse(Expression, data[name], path) for name in data}
    for name, record in records.items():
        line = line_of(data, (name, "pattern"))
        lines[f"expression {name}"] = (path, line)
        verify_expression(name, record.pattern.replace("{piece}", "x|y"), path, line)
    return records


def _chunks(path: Path, macros: dict[str, str], lines: Lines) -> tuple[Chunk, ...]:
    data = read_yaml(path) or []
    chunks = tuple(parse(Chunk, item, path) for item in data)
    for index, chunk in enumerate(chunks):
        _remember(lines, chunk.id, path, line_of(data, (index,)))
        verify_pattern(chunk.id, chunk.pattern, macros, path, line_of(data, (index, "pattern")))
    return chunks


def _headings(path: Path) -> HeadingRules:
    data = read_yaml(path)
    record: HeadingRules = parse(HeadingRules, data, path)
    for key in ("marks", "page_lines"):
        for index, pattern in enumerate(getattr(record, key)):
            verify_expression(key, pattern, path, line_of(data, (key, index)))
    verify_expression(
        "contents_line", record.contents_line, path, line_of(data, ("contents_line",))
    )
    for index, style in enumerate(record.styles):
        line = line_of(data, ("styles", index, "pattern"))
        _verify_number(style.id, "heading", style.pattern, path, line)
    for index, pattern in enumerate(record.batches):
        _verify_number("batches", "batch", pattern, path, line_of(data, ("batches", index)))
    return record


def _verify_number(name: str, of: str, pattern: str, path: Path, line: int | None) -> None:
    if "number" not in verify_expression(name, pattern, path, line).groupindex:
        message = f"'{name}': the number of a {of} needs the group (?P<number>...)"
        raise RuleError(message, path=path, line=line)


def _macros(path: Path, lines: Lines) -> dict[str, str]:
    data = read_yaml(path) or {}
    macros = {str(name): text for name, text in data.items()}
    for name, text in macros.items():
        line = line_of(data, (name,))
        if not isinstance(text, str):
            raise RuleError(f"macro '{name}' is not text", path=path, line=line)
        lines[f"macro {name}"] = (path, line)
    for name, text in macros.items():
        sample = ARGUMENT.sub("argument", text)
        verify_pattern(f"@{name}", sample, macros, *lines[f"macro {name}"])
    return macros


def _field(path: Path, name: str, macros: dict[str, str], lines: Lines) -> FieldRules:
    data = read_yaml(path)
    record = parse(FieldRules, data, path)
    if record.field != name:
        raise RuleError(f"field is '{record.field}', the file's name says '{name}'", path=path)
    for index, rule in enumerate(record.rules):
        _remember(lines, rule.id, path, line_of(data, ("rules", index)))
        line = line_of(data, ("rules", index, "pattern"))
        verify_pattern(rule.id, rule.pattern, macros, path, line)
        verify_captures(rule, macros, path, line)
    return record


def _remember(lines: Lines, name: str, path: Path, line: int | None) -> None:
    if name in lines:
        other = lines[name]
        raise RuleError(
            f"id '{name}' is already used in {other[0].name}:{other[1]}; choose another",
            path=path,
            line=line,
        )
    lines[name] = (path, line)


def _lexicon(
    folder: Path, fields: tuple[str, ...], lines: Lines
) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """Read the words of all fields, and those in the folder of a field of this run.

    Returns the types of each word, and the words that only the folder of a field has.
    """
    words: dict[str, list[str]] = {}
    _read_words(words, sorted(folder.glob("*.yaml")), lines)
    shared = frozenset(words)
    for name in fields:
        _read_words(words, sorted((folder / name).glob("*.yaml")), lines)
    if not words:
        raise RuleError("no lexicons here; expected *.yaml files", path=folder)
    lexicon = {word: tuple(types) for word, types in words.items()}
    return lexicon, frozenset(lexicon) - shared


def _read_words(words: dict[str, list[str]], paths: list[Path], lines: Lines) -> None:
    for path in paths:
        data = read_yaml(path) or {}
        for name in data:
            key, line = f"lexicon {name}", line_of(data, (name,))
            if key in lines:
                message = f"type '{name}' stands in {lines[key][0].name} already"
                raise RuleError(message, path=path, line=line)
            lines[key] = (path, line)
            _add_words(words, name, data, path)


def _add_words(words: dict[str, list[str]], name: str, data: Any, path: Path) -> None:
    record = parse(WordList, data[name], path)
    for index, line in enumerate(record.words):
        for word in line.split():
            types = words.setdefault(word, [])
            if name in types:
                raise RuleError(
                    f"'{word}' stands twice in '{name}'; remove one",
                    path=path,
                    line=line_of(data, (name, "words", index)),
                )
            types.append(name)
