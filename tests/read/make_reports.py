"""Make one report in every format that is read, from its plain text.

Tests use the functions; ``python tests/read/make_reports.py TEXT FOLDER`` writes the files.
"""

from __future__ import annotations

import functools
import html
import io
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

BOOKMARK = re.compile(r"\[bookmark: [^\]]*\]")
HEADING = re.compile(
    r"（[一二三四五六七八九十百]+）|案例\d+[:：\s]?|\d+[.、．](?!\d)|[一二三四五六七八九十]+、"
)
FIXED_TIME = (2024, 1, 1, 0, 0, 0)

A4 = (595.28, 841.89)
MARGIN = 72.0


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a report: no empty lines, conversion marks or outer spaces."""
    lines = (BOOKMARK.sub("", line).strip() for line in text.split("\n"))
    return [line for line in lines if line]


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a zip archive whose bytes depend on nothing but its members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, FIXED_TIME), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


# --- Word ------------------------------------------------------------------------------------

W_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = ("styles", "numbering", "footnotes", "endnotes")


def word(body: str, **parts: str) -> bytes:
    """Return a .docx from the XML inside ``w:body`` and inside the roots of other parts.

    ``parts`` may be ``styles``, ``numbering``, ``footnotes`` and ``endnotes``.
    """
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{name}+xml"/>'
        for name in parts
    )
    relations = "".join(
        f'<Relationship Id="r{name}" Type="{R_NAMESPACE}/{name}" Target="{name}.xml"/>'
        for name in parts
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    members = {
        "[Content_Types].xml": (
            f'{_DECLARATION}<Types xmlns="{package}/content-types">'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
            f"{types}</Types>"
        ),
        "_rels/.rels": (
            f'{_DECLARATION}<Relationships xmlns="{package}/relationships"><Relationship Id="r1"'
            f' Type="{R_NAMESPACE}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": _root("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": (
            f'{_DECLARATION}<Relationships xmlns="{package}/relationships">{relations}'
            "</Relationships>"
        ),
    }
    for name, content in parts.items():
        assert name in _PARTS, name
        members[f"word/{name}.xml"] = _root(name, content)
    return zipped({name: content.encode("utf-8") for name, content in members.items()})


def _root(name: str, content: str) -> str:
    return (
        f'{_DECLARATION}<w:{name} xmlns:w="{W_NAMESPACE}" xmlns:r="{R_NAMESPACE}"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
        f' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">{content}</w:{name}>'
    )


def word_paragraph(text: str, properties: str = "") -> str:
    """Return the XML of a paragraph."""
    return (
        f"<w:p><w:pPr>{properties}</w:pPr>"
        f'<w:r><w:t xml:space="preserve">{html.escape(text, quote=False)}</w:t></w:r></w:p>'
    )


def docx_typed(text: str) -> bytes:
    """Return the report as .docx, its numbers typed."""
    return word("".join(word_paragraph(line) for line in paragraphs(text)))


_AUTOMATIC = (
    (re.compile(r"（([一二三四五六七八九十百]+)）"), "chineseCountingThousand", "（%1）"),
    (re.compile(r"([一二三四五六七八九十]+)、"), "chineseCountingThousand", "%1、"),
    (re.compile(r"(\d+)\.(?!\d)"), "decimal", "%1."),
    (re.compile(r"(\d+)、"), "decimal", "%1、"),
    (re.compile(r"案例(\d+)(?=\D)"), "decimal", "案例%1"),
)


def docx_numbered(text: str) -> bytes:
    """Return the report as .docx, its numbers made by Word's automatic numbering.

    A number that does not follow on the one before starts a list of its own, as an author
    restarts the numbering.
    """
    body: list[str] = []
    lists: list[tuple[str, str, int]] = []
    open_lists: dict[str, tuple[int, int]] = {}
    for line in paragraphs(text):
        for expression, number_format, template in _AUTOMATIC:
            match = expression.match(line)
            if match is None:
                continue
            value = _value(match[1])
            list_id, last = open_lists.get(template, (0, 0))
            if list_id == 0 or value != last + 1:
                lists.append((number_format, template, value))
                list_id = len(lists)
            open_lists[template] = (list_id, value)
            numbering = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list_id}"/></w:numPr>'
            body.append(word_paragraph(line[match.end() :], numbering))
            break
        else:
            body.append(word_paragraph(line))
    return word("".join(body), numbering=_numbering(lists))


def _numbering(lists: Sequence[tuple[str, str, int]]) -> str:
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{index}"><w:lvl w:ilvl="0"><w:start w:val="{start}"/>'
        f'<w:numFmt w:val="{number_format}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{template}"/></w:lvl></w:abstractNum>'
        for index, (number_format, template, start) in enumerate(lists, start=1)
    )
    concrete = "".join(
        f'<w:num w:numId="{index}"><w:abstractNumId w:val="{index}"/></w:num>'
        for index in range(1, len(lists) + 1)
    )
    return abstract + concrete


def _value(numeral: str) -> int:
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    digits = "零一二三四五六七八九"
    if not ten:
        return digits.index(ones)
    return (digits.index(tens) if tens else 1) * 10 + (digits.index(ones) if ones else 0)


def soffice() -> str | None:
    """Return the path of LibreOffice, or None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def doc(text: str, folder: Path) -> bytes:
    """Return the report as .doc, made by LibreOffice from the automatically numbered .docx."""
    return converted_by_office(docx_numbered(text), "docx", "doc", folder)


def converted_by_office(data: bytes, ending: str, wanted: str, folder: Path) -> bytes:
    """Return a document that LibreOffice converted."""
    program = soffice()
    assert program is not None
    source = folder / f"made.{ending}"
    source.write_bytes(data)
    profile = (folder / "made-profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", wanted]
    subprocess.run(
        [*command, "--outdir", str(folder), str(source)], check=True, capture_output=True
    )
    return (folder / f"made.{wanted}").read_bytes()


# --- pages (PDF and OFD) ---------------------------------------------------------------------

NO_LINE_START = "。，、；：！？）》〉」』】”’%％"
NO_LINE_END = "（《〈「『【“‘"
_LATIN = re.compile(r"[A-Za-z0-9.%]+")


def set_lines(text: str, width: float, size: float, measure: Callable[[str], float]) -> list[str]:
    """Break a paragraph into lines as a Chinese typesetter does."""
    tokens: list[str] = []
    position = 0
    while position < len(text):
        match = _LATIN.match(text, position)
        token = match[0] if match else text[position]
        tokens.append(token)
        position += len(token)
    lines = [""]
    used = 2 * size
    for index, token in enumerate(tokens):
        needed = measure(token)
        following = tokens[index + 1] if index + 1 < len(tokens) else ""
        room = width - used
        stays = token in NO_LINE_START or needed <= room
        opens = token in NO_LINE_END and needed + measure(following) > room
        sticks = following in NO_LINE_START and following and needed + measure(following) > room
        if lines[-1] and (not stays or opens or (sticks and token not in NO_LINE_START)):
            lines.append("")
            used = 0.0
        lines[-1] += token
        used += needed
    return lines


class Placed:
    """Lines of text with their places on pages: (page, x, baseline from the top, size, text)."""

    def __init__(self, text: str, columns: int, measure: Callable[[str, float], float]) -> None:
        self.lines: list[tuple[int, float, float, float, str]] = []
        self.pages = 1
        size, gap, pitch = (14.0, 28.0, 26.0) if columns == 1 else (10.5, 24.0, 18.0)
        width = (A4[0] - 2 * MARGIN - (columns - 1) * gap) / columns
        column, top = 0, MARGIN + size
        for number, paragraph in enumerate(paragraphs(text)):
            lines = set_lines(paragraph, width, size, lambda token: measure(token, size))
            for index, line in enumerate(lines):
                if top > A4[1] - MARGIN:
                    column, top = column + 1, MARGIN + size
                    if column == columns:
                        column, self.pages = 0, self.pages + 1
                indent = 2 * size if index == 0 else 0.0
                left = MARGIN + column * (width + gap) + indent
                if number == 0 and columns == 1:
                    left = (A4[0] - measure(line, size)) / 2
                self.lines.append((self.pages, left, top, size, line))
                top += pitch


def chinese_font() -> Path:
    """Return the file of a Chinese font with PostScript outlines."""
    import pylopdf_fonts_zh_cn

    return Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSerifSC-Regular.otf"


@functools.cache
def truetype(font: Path, characters: str) -> bytes:
    """Return a TrueType version of a font that has these characters only."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont, newTable

    made = TTFont(font)
    subsetter = Subsetter(Options(notdef_outline=True, layout_features=[], hinting=False))
    subsetter.populate(text=characters)
    subsetter.subset(made)
    glyphs = {}
    outlines = made.getGlyphSet()
    for name in made.getGlyphOrder():
        pen = TTGlyphPen(outlines)
        outlines[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        glyphs[name] = pen.glyph()
    made["loca"] = newTable("loca")
    made["glyf"] = table = newTable("glyf")
    table.glyphOrder = made.getGlyphOrder()
    table.glyphs = glyphs
    del made["CFF "]
    for unneeded in ("VORG", "BASE", "GSUB", "GPOS", "vhea", "vmtx"):
        if unneeded in made:
            del made[unneeded]
    maximum = made["maxp"]
    maximum.tableVersion = 0x00010000
    for key in _MAXIMA:
        setattr(maximum, key, 1 if key == "maxZones" else 0)
    made["post"].formatType = 3.0
    made.sfntVersion = "\x00\x01\x00\x00"
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


_MAXIMA = (
    *("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs"),
    *("maxStackElements", "maxSizeOfInstructions", "maxComponentElements", "maxComponentDepth"),
    *("maxPoints", "maxContours", "maxCompositePoints", "maxCompositeContours"),
)


def pdf(
    text: str, columns: int = 1, header: str = "典型经验汇编", font: Path | None = None
) -> bytes:
    """Return the report as PDF with an embedded font, a running header and page numbers.

    The font is TrueType unless another one is given.
    """
    from fpdf import FPDF

    page: Any = FPDF(unit="pt", format="A4")
    page.set_creation_date(datetime(*FIXED_TIME, tzinfo=UTC))
    page.set_auto_page_break(False)
    with tempfile.TemporaryDirectory() as folder:
        if font is None:
            font = Path(folder) / "font.ttf"
            characters = "".join(sorted(set(f"{text}{header}— 0123456789")))
            font.write_bytes(truetype(chinese_font(), characters))
        page.add_font("serif", fname=str(font))
        _typeset(page, text, columns, header)
        return bytes(page.output())


def _typeset(page: Any, text: str, columns: int, header: str) -> None:

    def measure(token: str, size: float) -> float:
        page.set_font("serif", size=size)
        return float(page.get_string_width(token))

    placed = Placed(text, columns, measure)
    for number in range(1, placed.pages + 1):
        page.add_page()
        page.set_font("serif", size=9)
        page.text(MARGIN, 45, header)
        page.text(A4[0] / 2 - 10, A4[1] - 40, f"— {number} —")
        for at, left, top, size, line in placed.lines:
            if at == number:
                page.set_font("serif", size=size)
                page.text(left, top, line)


OFD_NAMESPACE = "http://www.ofdspec.org/2016"
_MILLIMETRE = 72 / 25.4


def ofd(text: str) -> bytes:
    """Return the report as OFD."""

    def measure(token: str, size: float) -> float:
        return sum(size if ord(sign) > 0x2000 else size / 2 for sign in token)

    placed = Placed(text, 1, measure)
    pages: dict[str, str] = {}
    for number in range(1, placed.pages + 1):
        objects = [_ofd_text(MARGIN, 45.0, 9.0, "典型经验汇编", measure)]
        objects.append(_ofd_text(A4[0] / 2 - 10, A4[1] - 40, 9.0, f"— {number} —", measure))
        objects += [
            _ofd_text(left, top, size, line, measure)
            for at, left, top, size, line in placed.lines
            if at == number
        ]
        pages[f"Doc_0/Pages/Page_{number}/Content.xml"] = _ofd_root(
            "Page",
            f'<ofd:Content><ofd:Layer ID="{number * 1000}">{"".join(objects)}</ofd:Layer>'
            "</ofd:Content>",
        )
    listed = "".join(
        f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
        for number in range(1, placed.pages + 1)
    )
    width, height = (side / _MILLIMETRE for side in A4)
    area = f"<ofd:PhysicalBox>0 0 {width:.3f} {height:.3f}</ofd:PhysicalBox>"
    members = {
        "OFD.xml": _ofd_root(
            "OFD", "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
        ),
        "Doc_0/Document.xml": _ofd_root(
            "Document",
            f"<ofd:CommonData><ofd:PageArea>{area}</ofd:PageArea></ofd:CommonData>"
            f"<ofd:Pages>{listed}</ofd:Pages>",
        ),
        **pages,
    }
    return zipped({name: content.encode("utf-8") for name, content in members.items()})


def _ofd_text(
    left: float, top: float, size: float, line: str, measure: Callable[[str, float], float]
) -> str:
    advances = " ".join(f"{measure(sign, size) / _MILLIMETRE:.3f}" for sign in line[:-1])
    deltas = f' DeltaX="{advances}"' if advances else ""
    box = (left, top - size, measure(line, size), size * 1.2)
    boundary = " ".join(f"{value / _MILLIMETRE:.3f}" for value in box)
    return (
        f'<ofd:TextObject ID="1" Boundary="{boundary}" Font="1" Size="{size / _MILLIMETRE:.3f}">'
        f'<ofd:TextCode X="0" Y="{size / _MILLIMETRE:.3f}"{deltas}>'
        f"{html.escape(line, quote=False)}</ofd:TextCode></ofd:TextObject>"
    )


def _ofd_root(name: str, content: str) -> str:
    version = ' Version="1.0" DocType="OFD"' if name == "OFD" else ""
    return f'{_DECLARATION}<ofd:{name} xmlns:ofd="{OFD_NAMESPACE}"{version}>{content}</ofd:{name}>'


# --- web pages and text ----------------------------------------------------------------------


def html_page(text: str) -> bytes:
    """Return the report as the page of a ministry: navigation, main text, related links."""
    title, *rest = paragraphs(text)
    body = "".join(f"<p>　　{html.escape(line, quote=False)}</p>\n" for line in rest)
    links = "".join(
        f'<li><a href="/{name}">{name}</a></li>' for name in ("首页", "机构", "公开", "服务")
    )
    escaped = html.escape(title, quote=False)
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{escaped}</title>'
        f"<script>var count = 518;</script></head><body><div class=nav><ul>{links}</ul></div>"
        f'<div class="main"><h1>{escaped}</h1><div class="TRS_Editor">{body}</div>'
        f'<div class="related"><ul>{links}</ul></div></div><div class="footer">备案号123</div>'
        "</body></html>"
    ).encode()


def mht_page(text: str) -> bytes:
    """Return the report as a page saved by a browser, in quoted-printable GB18030."""
    import quopri

    page = html_page(text).decode("utf-8").replace("utf-8", "gb2312").encode("gb18030")
    return (
        b"From: <Saved by Blink>\r\nSubject: report\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="----part"\r\n\r\n'
        b"------part\r\nContent-Type: text/html; charset=gb2312\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        + quopri.encodestring(page)
        + b"\r\n------part--\r\n"
    )


MAKERS: dict[str, Callable[[str], bytes]] = {
    "utf8.txt": lambda text: text.encode("utf-8"),
    "gb18030.txt": lambda text: text.encode("gb18030"),
    "utf16.txt": lambda text: text.encode("utf-16"),
    "numbered.docx": docx_numbered,
    "typed.docx": docx_typed,
    "one-column.pdf": pdf,
    "two-columns.pdf": lambda text: pdf(text, columns=2),
    "report.ofd": ofd,
    "page.html": html_page,
    "page.mht": mht_page,
}
"""The formats that need no other program; :func:`doc` needs LibreOffice."""


def make_all(text: str, folder: Path) -> list[Path]:
    """Write the report in every format, and a zip of all, and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {name: make(text) for name, make in MAKERS.items()}
    if soffice() is not None:
        made["old.doc"] = doc(text, folder)
        for left_over in ("made.docx", "made.doc"):
            (folder / left_over).unlink()
        shutil.rmtree(folder / "made-profile", ignore_errors=True)
    made["all.zip"] = zipped(made)
    for name, data in made.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in made]


if __name__ == "__main__":
    for path in make_all(Path(sys.argv[1]).read_text(encoding="utf-8"), Path(sys.argv[2])):
        sys.stdout.write(f"{path}\n")
