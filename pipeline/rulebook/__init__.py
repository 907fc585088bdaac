"""Rules and word lists: loaded from ``rules/``, checked, never written in Python."""

from pipeline.rulebook.paths import default_path
from pipeline.rulebook.rulebook import Rulebook, load

__all__ = ["Rulebook", "default_path", "load"]
