"""Chinese case reports of rural-logistics brands as traceable tables.

>>> from pipeline import extract, load
>>> tables = extract("raw/report.txt")  # doctest: +SKIP
>>> tables.facts  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.api import Tables, extract, load, load_merged

__all__ = ["Tables", "__version__", "extract", "load", "load_merged"]

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Import the library functions at their first use, so that importing this costs nothing."""
    if name in ("Tables", "extract", "load", "load_merged"):
        from pipeline import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
