"""The export of a Label Studio project: the form of its JSON file, as far as it is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from pipeline.errors import InputError

ADVICE = "export the project as JSON (not JSON-MIN), with the tasks that `anli gold tasks` wrote"


class Value(BaseModel):
    """What a control holds; which keys there are depends on its type."""

    start: int | None = None
    end: int | None = None
    text: str | list[str] | None = None
    labels: list[str] = []
    choices: list[str] = []


class Result(BaseModel):
    """What one control holds for one region, or for the task; or a relation of two regions."""

    id: str = ""
    type: str
    from_name: str = ""
    value: Value = Value()


class Annotation(BaseModel):
    """What one annotator said of a task."""

    completed_by: int | str | dict[str, Any] | None = None
    was_cancelled: bool = False
    updated_at: str = ""
    result: list[Result] = []

    @property
    def annotator(self) -> str:
        """Who it is: an address where the export gives one, else a number."""
        who = self.completed_by
        if isinstance(who, dict):
            who = who.get("email") or who.get("id")
        return "" if who is None else str(who)


class Data(BaseModel):
    """What the task was made of."""

    text: str
    report: str
    case_no: int
    heading: str
    start: int


class Task(BaseModel):
    """A task with its annotations."""

    id: int | None = None
    data: Data
    annotations: list[Annotation]


def load_export(path: Path) -> list[Task]:
    """Read the JSON export of a project.

    Raises
    ------
    InputError
        If the file cannot be read or has another form.
    """
    try:
        return TypeAdapter(list[Task]).validate_json(path.read_bytes())
    except OSError as error:
        message = f"cannot be read ({error.strerror}): name the export of a project"
        raise InputError(message, path=path) from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        message = f"is no export of these tasks ({place}: {first['msg']}): {ADVICE}"
        raise InputError(message, path=path) from None
