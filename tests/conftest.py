"""What tests of several folders use: one browser for all, and the command."""

from tests.browser import browser, visit, window
from tests.command import anli

__all__ = ["anli", "browser", "visit", "window"]
