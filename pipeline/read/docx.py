"""Word documents (.docx): the text as a reader of the page sees it.

Body order with tables, automatic numbering, footnotes, text boxes and content controls;
insertions are in, deletions, hidden text, comments and tables of contents are out.
"""

from __future__ import annotations

import posixpath

from lxml import etree

from pipeline.errors import InputError
from pipeline.read.archive import Archive
from pipeline.read.content import Content, ContentBuilder
from pipeline.read.limits import Limits
from pipeline.read.word_body import BodyReader
from pipeline.read.word_numbering import Numbering
from pipeline.read.word_styles import Styles, W
from pipeline.read.xml import parse_xml

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_NOTES = {"footnotes": f"{W}footnote", "endnotes": f"{W}endnote"}


def read(data: bytes, path: str, limits: Limits) -> Content:
    """Read a Word document.

    Raises
    ------
    InputError
        For a file that is damaged, encrypted, hostile or has no text.
    """
    package = _Package(data, path, limits)
    document = package.part_of_type("", "officeDocument")
    if document is None:
        raise InputError("has no document in it; save it again in Word", path=path)
    styles = Styles(package.xml(package.part_of_type(document, "styles")))
    numbering = Numbering(package.xml(package.part_of_type(document, "numbering")), styles)
    root = package.xml(document)
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        raise InputError("has no document in it; save it again in Word", path=path)
    builder = ContentBuilder(path, limits)
    notes = {
        f"{name[:-1]}Reference": _notes(package.xml(package.part_of_type(document, name)), tag)
        for name, tag in _NOTES.items()
    }
    BodyReader(builder, limits, path, styles, numbering, notes).read(body)
    content = builder.content()
    if not content.text:
        raise InputError(
            "has no text; if it holds pictures of pages, ask for the original document",
            path=path,
        )
    return content


class _Package:
    """The parts of a Word document and how they refer to each other."""

    def __init__(self, data: bytes, path: str, limits: Limits) -> None:
        self._archive = Archive(data, path, limits)
        self._path = path
        self._limits = limits

    def part_of_type(self, source: str, kind: str) -> str | None:
        """Return the name of the part that ``source`` refers to as its ``kind``."""
        folder, name = posixpath.split(source)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        root = self.xml(relations if relations in self._archive else None)
        if root is None:
            return None
        for relation in root.iterfind(_RELATIONSHIP):
            external = relation.get("TargetMode") == "External"
            if relation.get("Type", "").endswith(f"/{kind}") and not external:
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
                found = target.lstrip("/")
                return found if found in self._archive else None
        return None

    def xml(self, part: str | None) -> etree._Element | None:
        """Return the root element of a part."""
        if part is None:
            return None
        data = self._archive.read(part).replace(_STRICT, _TRANSITIONAL)
        return parse_xml(data, part, self._path, self._limits)


def _notes(root: etree._Element | None, tag: str) -> dict[str, etree._Element]:
    """Return the notes by their ids, without the separators that are kept among them."""
    if root is None:
        return {}
    return {
        note.get(f"{W}id", ""): note
        for note in root.iterfind(tag)
        if note.get(f"{W}type", "normal") == "normal"
    }
