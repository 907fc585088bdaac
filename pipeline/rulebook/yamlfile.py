"""Read a YAML rule file into records, with errors that name file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from pipeline.errors import RuleError

Model = TypeVar("Model", bound=BaseModel)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file, as mappings and lists that know their lines.

    Raises
    ------
    RuleError
        If the file is missing, is not UTF-8 or is not YAML.
    """
    try:
        return YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RuleError("this rule file is missing", path=path) from None
    except UnicodeDecodeError as error:
        raise RuleError(f"not UTF-8 ({error.reason}); save it as UTF-8", path=path) from None
    except OSError as error:
        raise RuleError(f"cannot be read ({error.strerror})", path=path) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = None if mark is None else mark.line + 1
        raise RuleError(f"not valid YAML: {error.problem}", path=path, line=line) from None


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
        return model.model_validate(_plain(data))
    except ValidationError as error:
        faults = error.errors()
        message = "; ".join(_describe(fault) for fault in faults)
        raise RuleError(message, path=path, line=line_of(data, faults[0]["loc"])) from None


def line_of(data: Any, location: tuple[str | int, ...]) -> int | None:
    """The line (from 1) of a place in data that :func:`read_yaml` returned."""
    line: int | None = None
    for key in location:
        if isinstance(data, CommentedMap) and key in data:
            line = data.lc.key(key)[0] + 1
            data = data[key]
        elif isinstance(data, CommentedSeq) and isinstance(key, int) and key < len(data):
            line = data.lc.item(key)[0] + 1
            data = data[key]
        else:
            break
    if line is None and isinstance(data, CommentedMap | CommentedSeq):
        line = data.lc.line + 1
    return line


def _describe(fault: Any) -> str:
    place = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        return f"unknown key '{place}'; correct its spelling or remove it"
    if fault["type"] == "missing":
        return f"key '{place}' is missing"
    return f"'{place}': {fault['msg']}"


def _plain(data: Any) -> Any:
    if isinstance(data, CommentedMap):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, CommentedSeq):
        return [_plain(value) for value in data]
    return data
