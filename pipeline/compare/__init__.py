"""Batches side by side: how figures and wording moved, and whether the rules still fit."""

from pipeline.compare.batches import Batch, load_batches
from pipeline.compare.compare import Comparison, compare
from pipeline.compare.thresholds import Thresholds, load_thresholds

__all__ = ["Batch", "Comparison", "Thresholds", "compare", "load_batches", "load_thresholds"]
