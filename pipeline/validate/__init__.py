"""Checks of what a run has written: tables, descriptor, and every place in the text."""

from pipeline.validate.fault import Fault, Validation
from pipeline.validate.folder import validate

__all__ = ["Fault", "Validation", "validate"]
