"""What tests of several folders use: one browser for all."""

from tests.browser import browser, visit, window

__all__ = ["browser", "visit", "window"]
