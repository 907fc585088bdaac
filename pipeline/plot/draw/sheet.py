"""A sheet of paper to draw on; the only module that knows matplotlib.

Lengths are points (1/72 inch), counted from the top left corner. Texts are set in Noto Sans SC,
which comes with the extra ``plot``; in SVG they become outlines, so that every viewer shows the
same, also one that has no Chinese font or ignores fonts that a file brings along.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from pipeline.errors import OutputError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Align = Literal["left", "center", "right"]
Shape = Literal["circle", "square", "diamond"]

PACKAGES = ("matplotlib", "pylopdf_fonts_zh_cn")
POINTS_PER_INCH = 72
DOTS_PER_INCH = 144
COLOURS = 255
NO_SHAPE = "□"
MIDDLE_OF_A_LINE = 0.36
"""Where the middle of a text stands above its base line, in font sizes."""
CORNERS: Mapping[Shape, Sequence[tuple[float, float]]] = {
    "square": ((-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)),
    "diamond": ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the sheet."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Lettering:
    """A text on the sheet and the room that it takes."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Ink:
    """How a shape is drawn: the colour inside and of the line, its width, and hatching."""

    fill: str = "none"
    line: str = "none"
    width: float = 0.8
    hatch: str = ""
    dashes: tuple[float, float] | None = None


@dataclass
class Sheet:
    """A sheet of ``width`` times ``height`` points.

    Attributes
    ----------
    letterings
        All texts so far, in the order in which they were set.
    """

    title: str
    width: float
    height: float
    letterings: list[Lettering] = field(default_factory=list)
    _strokes: list[Callable[[Any, int], None]] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """The whole sheet."""
        return Box(0, 0, self.width, self.height)

    def text(
        self, x: float, y: float, text: str, size: float, colour: str, align: Align = "left"
    ) -> None:
        """Set one line of text, its middle at the height ``y``.

        What the font has no shape for, such as an emoji, becomes ``NO_SHAPE``.
        """
        text = "".join(map(_drawable, text))
        if not text:
            return
        width = text_width(text, size)
        left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
        self.letterings.append(Lettering(text, Box(left, y - size / 2, width, size)))
        base = y + MIDDLE_OF_A_LINE * size

        def stroke(axes: Any, order: int) -> None:
            # A dollar sign would begin a formula.
            axes.text(
                left,
                base,
                text,
                fontproperties=_font(size),
                color=colour,
                parse_math=False,
                zorder=order,
            )

        self._strokes.append(stroke)

    def rectangle(self, box: Box, ink: Ink, name: str = "") -> None:
        """Draw a rectangle; ``name`` is its id in SVG."""
        corners = (
            (box.left, box.top),
            (box.right, box.top),
            (box.right, box.bottom),
            (box.left, box.bottom),
        )
        self._polygon(corners, ink, name)

    def line(self, start: tuple[float, float], end: tuple[float, float], ink: Ink) -> None:
        """Draw a straight line."""

        def stroke(axes: Any, order: int) -> None:
            axes.plot(
                [start[0], end[0]],
                [start[1], end[1]],
                color=ink.line,
                linewidth=ink.width,
                linestyle="-" if ink.dashes is None else (0, ink.dashes),
                solid_capstyle="butt",
                zorder=order,
            )

        self._strokes.append(stroke)

    def mark(self, shape: Shape, x: float, y: float, radius: float, ink: Ink, name: str) -> None:
        """Draw a mark around a point; ``name`` is its id in SVG."""
        if shape == "circle":

            def stroke(axes: Any, order: int) -> None:
                from matplotlib.patches import Circle

                patch = Circle((x, y), radius, gid=name or None, zorder=order, **_style(ink))
                axes.add_patch(patch)

            self._strokes.append(stroke)
        else:
            corners = [(x + radius * right, y + radius * down) for right, down in CORNERS[shape]]
            self._polygon(corners, ink, name)

    def _polygon(self, corners: Sequence[tuple[float, float]], ink: Ink, name: str) -> None:
        def stroke(axes: Any, order: int) -> None:
            from matplotlib.patches import Polygon

            style = _style(ink)
            axes.add_patch(
                Polygon(list(corners), closed=True, gid=name or None, zorder=order, **style)
            )

        self._strokes.append(stroke)

    def arrow_head(self, x: float, y: float, size: float, *, to_the_right: bool, ink: Ink) -> None:
        """Draw an open arrow head whose tip is at a point."""
        back = x - size if to_the_right else x + size
        for side in (-0.7, 0.7):
            self.line((back, y + side * size), (x, y), ink)

    def render(self, form: str) -> bytes:
        """Return the sheet as ``png`` or ``svg``; the same sheet gives the same bytes."""
        import matplotlib

        with matplotlib.rc_context():
            matplotlib.rcdefaults()
            matplotlib.rcParams.update(
                {
                    "axes.unicode_minus": False,
                    "hatch.linewidth": 0.7,
                    "svg.fonttype": "path",
                    "svg.hashsalt": "anli",
                }
            )
            return _bytes(self._figure(), form, self.title)

    def _figure(self) -> Figure:
        from matplotlib.figure import Figure

        inches = (self.width / POINTS_PER_INCH, self.height / POINTS_PER_INCH)
        figure = Figure(figsize=inches, dpi=DOTS_PER_INCH, facecolor="white")
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        for order, stroke in enumerate(self._strokes):
            stroke(axes, order)
        # The limits come last: what is plotted would move them.
        axes.set_xlim(0, self.width)
        axes.set_ylim(self.height, 0)
        return figure


def _bytes(figure: Figure, form: str, title: str) -> bytes:
    buffer = io.BytesIO()
    if form == "png":
        figure.savefig(buffer, format=form, metadata={"Software": None})
        return _with_few_colours(buffer)
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    figure.savefig(buffer, format=form, metadata={**nothing, "Title": title})
    return buffer.getvalue()


def _with_few_colours(png: io.BytesIO) -> bytes:
    """Write a PNG with a palette: a third of the size, and the eye sees no difference."""
    from PIL import Image

    buffer = io.BytesIO()
    with Image.open(png) as image:
        few = image.convert("RGB").quantize(COLOURS, kmeans=2, dither=Image.Dither.NONE)
        few.save(buffer, format="png", optimize=True, dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    return buffer.getvalue()


def _style(ink: Ink) -> dict[str, Any]:
    return {
        "facecolor": ink.fill,
        "edgecolor": ink.line,
        "linewidth": ink.width if ink.line != "none" else 0,
        "hatch": ink.hatch or None,
    }


def text_width(text: str, size: float) -> float:
    """Tell how wide a text is in points."""
    return sum(_advance(character) for character in text) * size


@cache
def _advance(character: str) -> float:
    """Tell how wide a character is, in font sizes."""
    face = _face()
    face.set_size(100, POINTS_PER_INCH)
    sign = ord(_drawable(character))
    width: float = face.load_char(sign, flags=_no_hinting()).linearHoriAdvance
    return width / 65536 / 100


@cache
def _drawable(character: str) -> str:
    return character if _face().get_char_index(ord(character)) else NO_SHAPE


@cache
def _face() -> Any:
    from matplotlib.ft2font import FT2Font

    return FT2Font(_font_file())


def _no_hinting() -> Any:
    from matplotlib.ft2font import LoadFlags

    return LoadFlags.NO_HINTING


def _font(size: float) -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=_font_file(), size=size)


def _font_file() -> str:
    import pylopdf_fonts_zh_cn

    return str(pylopdf_fonts_zh_cn.sans_path())


def require_packages() -> None:
    """Make sure that pictures can be drawn here.

    Raises
    ------
    OutputError
        If a package of the extra ``plot`` is missing.
    """
    import importlib

    for package in PACKAGES:
        try:
            importlib.import_module(package)
        except ModuleNotFoundError as error:
            if error.name != package:
                raise
            raise OutputError(
                f"pictures need the package {package.replace('_', '-')}, which is missing; install"
                ' it with: pip install "anli[plot]" (`--picture interactive` does without)'
            ) from None
