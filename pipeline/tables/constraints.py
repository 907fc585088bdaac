"""What a value must fulfil besides its type: the constraints of its column."""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.tables.definition import Column


def fault_of(column: Column, value: object) -> str | None:
    """Say which constraint of its column a value breaks; None if it breaks none.

    Whether a cell may be empty and which values it may have is already checked where it is read.
    """
    if value is None:
        return None
    if column.minimum is not None and isinstance(value, int | Decimal) and value < column.minimum:
        return f"{value} is less than {column.minimum}"
    if column.pattern is not None and not re.search(column.pattern, str(value)):
        return f"{value!r} does not match {column.pattern}"
    return None
