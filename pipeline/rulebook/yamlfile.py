"""Read a YAML rule file into records, with errors that name file and line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from pipeline.errors import RuleError

Model = TypeVar("Model", bound=BaseModel)


class YamlMap(dict[Any, Any]):
    """A mapping of a file; ``lines`` has the line (from 1) of each key, ``line`` its own."""

    line = 1
    lines: dict[Any, int]


class YamlList(list[Any]):
    """A list of a file; ``lines`` has the line (from 1) of each member, ``line`` its own."""

    line = 1
    lines: list[int]


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads scalars by the core schema of YAML 1.2, in which ``no`` and ``on`` are words."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


for _tag, _form, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_form), list(_first))


def read_yaml(path: Path) -> Any:
    """The content of a YAML file, as mappings and lists that know their lines.

    Raises
    ------
    RuleError
        If the file is missing, is not UTF-8 or is not YAML.
    """
    try:
        loader = _Loader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        return None if node is None else _content(node, loader, path)
    except FileNotFoundError:
        raise RuleError("this rule file is missing", path=path) from None
    except UnicodeDecodeError as error:
        raise RuleError(f"not UTF-8 ({error.reason}); save it as UTF-8", path=path) from None
    except OSError as error:
        raise RuleError(f"cannot be read ({error.strerror})", path=path) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = None if mark is None else mark.line + 1
        raise RuleError(f"not valid YAML: {error.problem}", path=path, line=line) from None
    except yaml.YAMLError as error:
        raise RuleError(f"not valid YAML: {str(error).splitlines()[0]}", path=path) from None


def _content(node: yaml.Node, loader: Any, path: Path) -> Any:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        members = YamlList(_content(one, loader, path) for one in node.value)
        members.line, members.lines = line, [one.start_mark.line + 1 for one in node.value]
        return members
    if not isinstance(node, yaml.MappingNode):
        return loader.construct_object(node)
    mapping = YamlMap()
    mapping.line, mapping.lines = line, {}
    for key_node, value_node in node.value:
        key, key_line = _content(key_node, loader, path), key_node.start_mark.line + 1
        if isinstance(key, YamlMap | YamlList):
            raise RuleError("a key must be a word, not a list", path=path, line=key_line)
        if key in mapping:
            message = f"key '{key}' stands twice, first in line {mapping.lines[key]}; remove one"
            raise RuleError(message, path=path, line=key_line)
        mapping[key] = _content(value_node, loader, path)
        mapping.lines[key] = key_line
    return mapping


def parse(model: type[Model], data: Any, path: Path, at: tuple[str | int, ...] = ()) -> Model:
    """Check data against a record type.

    Parameters
    ----------
    at
        Where in the file the data stands (keys and indexes), for the line of an error.

    Raises
    ------
    RuleError
        Naming the line of the first fault and listing all of them.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        faults = error.errors()
        message = "; ".join(_describe(fault) for fault in faults)
        raise RuleError(message, path=path, line=line_of(data, faults[0]["loc"])) from None


def line_of(data: Any, location: tuple[str | int, ...]) -> int | None:
    """The line (from 1) of a place in data that :func:`read_yaml` returned."""
    line: int | None = None
    for key in location:
        if not _holds(data, key):
            break
        line, data = data.lines[key], data[key]
    if line is None and isinstance(data, YamlMap | YamlList):
        line = data.line
    return line


def _holds(data: Any, key: str | int) -> bool:
    if isinstance(data, YamlList):
        return isinstance(key, int) and key < len(data)
    return isinstance(data, YamlMap) and key in data


def _describe(fault: Any) -> str:
    place = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        return f"unknown key '{place}'; correct its spelling or remove it"
    if fault["type"] == "missing":
        return f"key '{place}' is missing"
    return f"'{place}': {fault['msg']}"
