"""What an annotator fills in in Label Studio: the controls, by the attributes that they hold.

A fact is a region of the text with a label (``node_count.village``); everything else that is
said of it stands in fields of that region, and what is said of the case in fields of the task.
"""

from __future__ import annotations

import re
from typing import get_args

from pipeline.exchange.texts import OPTIONAL, YES
from pipeline.model import Basis, Qualifier, Role, Status

TEXT = "text"
LABEL = "label"

_NEEDS_MARK = re.compile("[.~]")
_MARKED = re.compile("~(.)")
_FIELD = re.compile("(?:[^.~]|~.)*")

CHOICES: dict[str, tuple[str, ...]] = {
    "qualifier": get_args(Qualifier),
    "role": get_args(Role),
    "status": get_args(Status),
    "basis": get_args(Basis),
    OPTIONAL: (YES,),
}
"""The attributes of a fact that are chosen, with their values."""

FIELDS = ("subject", "value_min", "value_max", "from_min", "from_max", "unit", "quote")
"""The attributes of a fact that are typed."""

CASE_FIELDS = (
    "province",
    "prefecture",
    "county",
    "adcode",
    "slogan",
    "slogan_suffix",
    "slogan_body",
)
"""What is typed about the case itself."""

REQUIRED = frozenset({"province", "county", "adcode", "slogan"})
"""Without these a case is not labelled."""


def label(field: str, category: str) -> str:
    """Name the label of a field and a category; a dot inside a field gets a mark."""
    marked = _NEEDS_MARK.sub(r"~\g<0>", field)
    return f"{marked}.{category}"


def field_and_category(name: str) -> tuple[str, str]:
    """Take a label apart again; without a dot there is no category."""
    found = _FIELD.match(name)
    marked = found.group() if found else ""
    return _MARKED.sub(r"\1", marked), name[len(marked) + 1 :]
