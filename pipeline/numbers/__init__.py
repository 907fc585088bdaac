"""Numerals: find them all, with value, unit and qualifier."""

from pipeline.numbers.find import NumeralFinder
from pipeline.numbers.grammar import NumberGrammar
from pipeline.numbers.numeral import Numeral

__all__ = ["NumberGrammar", "Numeral", "NumeralFinder"]
