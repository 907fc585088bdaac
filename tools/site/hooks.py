"""What the site takes from outside ``docs/``, and links that lead there.

The pages of ``docs/`` are written for a forge: their links are paths of the repository, and the
example notebook is a notebook. The site has the files of `OUTSIDE` under other names, the
notebook as a page, and the Python reference made of docstrings.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from tools.site.notebook import markdown

ROOT = Path(__file__).resolve().parents[2]
DOCS = "docs/"
NOTEBOOK = "docs/examples/questions.ipynb"
OUTSIDE = {
    "README.zh-CN.md": "index.md",
    "README.md": "en.md",
    "CHANGELOG.md": "project/changelog.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "SECURITY.md": "project/security.md",
    "rules/regions/README.md": "project/regions.md",
    NOTEBOOK: "examples/questions.md",
}
"""Files of the repository, and what they are called in the site."""

SCRIPT = "assets/iframe-worker.js"
LINK = re.compile(r"(?<=\]\()([^)\s:#]+)(?=[)#])")
REFERENCE = re.compile(r"^<!-- reference: (\S+) -->$", re.MULTILINE)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages from outside ``docs/`` and the script that searches without a server."""
    for name, place in OUTSIDE.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        content = markdown(text) if name == NOTEBOOK else text
        files.append(File.generated(config, place, content=content))
    script = (Path(__file__).parent / "iframe-worker.js").read_text(encoding="utf-8")
    files.append(File.generated(config, SCRIPT, content=script))
    return files


def on_page_markdown(text: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turn links of the repository into links of the site, and marks into reference entries."""
    place = page.file.src_uri
    home = repository_path(place)
    text = LINK.sub(lambda link: site_link(link[1], home, place), text)
    return REFERENCE.sub(r"::: \1", text)


def repository_path(place: str) -> str:
    """Return where a page of the site stands in the repository."""
    return next((name for name, moved in OUTSIDE.items() if moved == place), DOCS + place)


def site_link(target: str, home: str, place: str) -> str:
    """Return a link as it must stand on the page ``place``, which ``home`` is in the repository.

    A link to a file that the site does not have stays as it is, and stops a strict build.
    """
    path = posixpath.normpath(posixpath.join(posixpath.dirname(home), target))
    there = OUTSIDE.get(path, path.removeprefix(DOCS) if path.startswith(DOCS) else "")
    return posixpath.relpath(there, posixpath.dirname(place) or ".") if there else target
