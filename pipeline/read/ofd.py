"""OFD files (GB/T 33190): pages of text objects in a zip archive of XML parts."""

from __future__ import annotations

import math
import posixpath
from collections.abc import Iterator

from lxml import etree

from pipeline.errors import InputError
from pipeline.read.archive import Archive
from pipeline.read.content import Content, ContentBuilder
from pipeline.read.limits import Limits
from pipeline.read.nesting import too_deep
from pipeline.read.page_model import Glyph, Page, visible
from pipeline.read.page_paragraphs import add_pages, without_text
from pipeline.read.radicals import with_characters
from pipeline.read.xml import parse_xml

_POINTS = 72 / 25.4
"""Points in a millimetre, the unit of OFD."""

_A4 = (210.0, 297.0)
_UNCHANGED = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_LARGEST = 1e6

Matrix = tuple[float, float, float, float, float, float]


def read(data: bytes, path: str, limits: Limits) -> Content:
    """Read an OFD file.

    Raises
    ------
    InputError
        For a file that is damaged, encrypted or hostile, has more pages than ``limits.pages``,
        or no text in it (a scan).
    """
    archive = Archive(data, path, limits)
    if "Encryptions.xml" in archive or "encryptions.xml" in archive:
        raise InputError("is encrypted; ask for a version without encryption", path=path)
    builder = ContentBuilder(path, limits)
    pages = list(_pages(archive, path, limits))
    add_pages(pages, builder)
    content = builder.content()
    if not content.text:
        raise without_text(len(pages), path)
    return content


def _pages(archive: Archive, path: str, limits: Limits) -> Iterator[Page]:
    number = 0
    start = parse_xml(archive.read("OFD.xml"), "OFD.xml", path, limits)
    for reference in start.iterfind("{*}DocBody/{*}DocRoot"):
        document_part = _resolve("", reference.text or "")
        document = parse_xml(archive.read(document_part), document_part, path, limits)
        usual = _box(document.find("{*}CommonData/{*}PageArea/{*}PhysicalBox"), _A4)
        for page in document.iterfind("{*}Pages/{*}Page"):
            number += 1
            if number > limits.pages:
                raise InputError(
                    f"has more than {limits.pages} pages (limit `pages`); split it, or raise it",
                    path=path,
                )
            part = _resolve(document_part, page.get("BaseLoc", ""))
            root = parse_xml(archive.read(part), part, path, limits)
            yield _page(root, number, usual, path, limits)


def _resolve(source: str, target: str) -> str:
    """Return the name of a part to which another one refers."""
    folder = posixpath.dirname(source)
    return posixpath.normpath(posixpath.join("/", folder, target.strip())).lstrip("/")


def _page(
    root: etree._Element, number: int, usual: tuple[float, float], path: str, limits: Limits
) -> Page:
    width, height = _box(root.find("{*}Area/{*}PhysicalBox"), usual)
    glyphs: list[Glyph] = []
    for content in root.iterfind("{*}Content"):
        for text in _text_objects(content, path, limits):
            glyphs.extend(_glyphs(text))
    size = (width * _POINTS, height * _POINTS)
    return Page(number, *size, tuple(visible(glyphs, *size)))


def _text_objects(
    parent: etree._Element, path: str, limits: Limits, depth: int = 0
) -> Iterator[etree._Element]:
    if depth > limits.nesting:
        raise too_deep(path, limits)
    for child in parent:
        if child.get("Visible") == "false":
            continue
        if etree.QName(child).localname == "TextObject":
            yield child
        else:
            yield from _text_objects(child, path, limits, depth + 1)


def _glyphs(text: etree._Element) -> Iterator[Glyph]:
    """Yield the glyphs of a text object that is not set askew."""
    box = _numbers(text.get("Boundary"))
    left, top = (box[0], box[1]) if len(box) >= 2 else (0.0, 0.0)
    a, b, c, d, e, f = matrix = _matrix(text.get("CTM"))
    if abs(b) > 0.1 * abs(a) or a <= 0 or d <= 0:
        return
    size = _number(text.get("Size"), 3.5)
    x = y = 0.0
    for code in text.iterfind("{*}TextCode"):
        x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
        signs = [sign for sign in (code.text or "") if sign not in "\r\n"]
        across, down = (
            _deltas(code.get("DeltaX"), len(signs)),
            _deltas(code.get("DeltaY"), len(signs)),
        )
        at_x, at_y = x, y
        for index, sign in enumerate(signs):
            advance = across[index] if index < len(across) else _usual_width(sign, size)
            width = min(advance, _usual_width(sign, size)) if advance > 0 else size
            x0 = left + a * at_x + c * at_y + e
            baseline = top + b * at_x + d * at_y + f
            yield _glyph(sign, x0, width * matrix[0], baseline, size * matrix[3])
            at_x += across[index] if index < len(across) else (0.0 if down else advance)
            at_y += down[index] if index < len(down) else 0.0


def _glyph(sign: str, x0: float, width: float, baseline: float, size: float) -> Glyph:
    return Glyph(
        text=with_characters(sign),
        x0=x0 * _POINTS,
        x1=(x0 + width) * _POINTS,
        top=(baseline - 0.88 * size) * _POINTS,
        bottom=(baseline + 0.12 * size) * _POINTS,
        size=size * _POINTS,
    )


def _usual_width(sign: str, size: float) -> float:
    return size / 2 if sign.isascii() else size


def _deltas(value: str | None, count: int) -> list[float]:
    """Return the steps from glyph to glyph; ``g 5 3.2`` stands for five steps of 3.2."""
    steps: list[float] = []
    words = iter((value or "").split())
    for word in words:
        if len(steps) >= count:
            break
        if word == "g":
            repeats = int(min(max(_number(next(words, None), 0.0), 0.0), count))
            steps.extend([_number(next(words, None), 0.0)] * repeats)
        else:
            steps.append(_number(word, 0.0))
    return steps


def _matrix(value: str | None) -> Matrix:
    numbers = _numbers(value)
    if len(numbers) != 6:
        return _UNCHANGED
    a, b, c, d, e, f = numbers
    return (a, b, c, d, e, f)


def _box(element: etree._Element | None, otherwise: tuple[float, float]) -> tuple[float, float]:
    numbers = _numbers(None if element is None else element.text)
    return (numbers[2], numbers[3]) if len(numbers) >= 4 else otherwise


def _numbers(value: str | None) -> list[float]:
    return [_number(word, 0.0) for word in (value or "").split()[:6]]


def _number(value: str | None, otherwise: float) -> float:
    try:
        number = float(value) if value is not None else otherwise
    except ValueError:
        return otherwise
    return number if math.isfinite(number) and abs(number) < _LARGEST else otherwise
