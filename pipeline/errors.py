"""Errors that a user can mend: each names the place and says what to do.

Anything else that is raised is a programming error and is not caught.
"""

from __future__ import annotations

from pathlib import Path


class AnliError(Exception):
    """A problem in what the user gave, told in one message.

    Parameters
    ----------
    message
        What is wrong and what to do about it.
    path
        The file in question, if there is one.
    line
        The line in that file, counted from 1.
    """

    def __init__(self, message: str, *, path: Path | str | None = None, line: int | None = None):
        self.message = message
        self.path = path
        self.line = line
        super().__init__(self.__str__())

    def __str__(self) -> str:
        place = "" if self.path is None else str(self.path)
        if place and self.line is not None:
            place += f":{self.line}"
        return f"{place}: {self.message}" if place else self.message


class InputError(AnliError):
    """A report, a gold file or a folder that cannot be used."""


class RuleError(AnliError):
    """A rule file or a word list that is wrong."""


class OutputError(AnliError):
    """Output that cannot be written."""
