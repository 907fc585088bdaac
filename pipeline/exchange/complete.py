"""What an annotator may leave empty: it follows from the words of the fact, or goes without saying.

An attribute that is given is never changed.
"""

from __future__ import annotations

from pipeline.exchange.texts import Texts
from pipeline.numbers import Numeral
from pipeline.qa.check import Numerals
from pipeline.tables.figures import plain

WITH_A_FIGURE_BEFORE = "unit_cost"

UNSAID = {"qualifier": "exact", "role": "main", "status": "existing", "basis": "stated"}


def completed(texts: Texts, numerals: Numerals) -> dict[str, str]:
    """Fill in the empty attributes of a fact.

    Parameters
    ----------
    texts
        The attributes, an empty text for what is not given.
    numerals
        Finds the numerals of a text.

    Returns
    -------
    dict
        The attributes with figures, unit and qualifier as the words say them, where they are
        clear; what cannot be told stays empty.
    """
    given = {name: value for name, value in texts.items() if value}
    names = ("from", "value") if given.get("category") == WITH_A_FIGURE_BEFORE else ("value",)
    said = [numeral for numeral in numerals(given.get("text", "")) if numeral.value_min is not None]
    read: dict[str, str] = {}
    if len(said) == len(names):
        read = {"unit": said[-1].unit, "qualifier": said[-1].qualifier}
        for name, numeral in zip(names, said, strict=True):
            if f"{name}_min" not in given:
                read |= _figures(name, numeral)
    both = {
        f"{name}_max": given[f"{name}_min"] for name in ("from", "value") if f"{name}_min" in given
    }
    return UNSAID | both | read | given


def _figures(name: str, numeral: Numeral) -> dict[str, str]:
    ends = {"min": numeral.value_min, "max": numeral.value_max}
    return {f"{name}_{end}": plain(value) for end, value in ends.items() if value is not None}
