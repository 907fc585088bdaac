"""Brings the list of modules in ``docs/architecture.md`` up to date.

Run it as ``python tools/make_module_list.py``; the tests tell when it is to be run.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- modules: begin -->\n", "<!-- modules: end -->\n"


def main() -> int:
    """Write the page with the list as it should be."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(with_module_list(page), encoding="utf-8")
    return 0


def with_module_list(page: str) -> str:
    """Give the page with what stands between its two marks replaced."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{''.join(module_list())}{END}{after}"


def module_list() -> Iterator[str]:
    """Yield the lines of the list: a table with each module and its first sentence."""
    yield "| module | what it is |\n|---|---|\n"
    for path in sorted((ROOT / "pipeline").rglob("*.py"), key=_order):
        yield f"| `{_name(path)}` | {first_sentence(path)} |\n"


def first_sentence(path: Path) -> str:
    """Read the first line of a module's docstring, without the full stop."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    line = docstring.partition("\n")[0].removesuffix(".")
    return line.replace("``", "`").replace("|", "\\|")


def _name(path: Path) -> str:
    """Name a module as it is imported; a package is named by its folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _order(path: Path) -> list[str]:
    return _name(path).split(".")


if __name__ == "__main__":
    sys.exit(main())
