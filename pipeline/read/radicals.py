"""Radicals that stand where characters are meant.

Fonts in PDF files often name a glyph by its radical (``⼄`` U+2F04 for ``乙`` U+4E59). Only these
blocks are mapped, U+2E80 to U+2FDF: a general normalisation would change （ and ： too.
"""

from __future__ import annotations

import unicodedata

_FIRST_RADICAL, _LAST_RADICAL = 0x2F00, 0x2FD5

# From the Unicode file EquivalentUnifiedIdeograph.txt: the supplement's radicals have no
# decomposition of their own.
_SUPPLEMENT = {
    "⺁": "厂", "⺅": "亻", "⺇": "几", "⺈": "刀", "⺉": "刂", "⺊": "卜", "⺋": "㔾", "⺎": "兀",
    "⺏": "尣", "⺐": "尢", "⺒": "巳", "⺓": "幺", "⺖": "忄", "⺗": "㣺", "⺘": "扌", "⺙": "攵",
    "⺛": "旡", "⺜": "日", "⺝": "月", "⺞": "歺", "⺟": "母", "⺠": "民", "⺡": "氵", "⺢": "氺",
    "⺣": "灬", "⺤": "爫", "⺦": "丬", "⺨": "犭", "⺩": "王", "⺪": "疋", "⺫": "目", "⺬": "示",
    "⺭": "礻", "⺰": "纟", "⺱": "罓", "⺲": "罒", "⺳": "㓁", "⺶": "羊", "⺷": "羊", "⺸": "羋",
    "⺹": "耂", "⺺": "肀", "⺼": "月", "⺽": "臼", "⺾": "艹", "⺿": "艹", "⻀": "艹", "⻁": "虎",
    "⻂": "衤", "⻃": "覀", "⻄": "西", "⻅": "见", "⻆": "角", "⻈": "讠", "⻉": "贝", "⻋": "车",
    "⻌": "辶", "⻍": "辶", "⻎": "辶", "⻏": "阝", "⻐": "钅", "⻑": "長", "⻒": "镸", "⻓": "长",
    "⻔": "门", "⻖": "阝", "⻗": "雨", "⻘": "青", "⻙": "韦", "⻚": "页", "⻛": "风", "⻜": "飞",
    "⻝": "食", "⻟": "飠", "⻠": "饣", "⻢": "马", "⻣": "骨", "⻤": "鬼", "⻥": "鱼", "⻦": "鸟",
    "⻧": "卤", "⻨": "麦", "⻩": "黄", "⻪": "黾", "⻬": "齐", "⻮": "齿", "⻰": "龙", "⻳": "龟",
}  # fmt: skip

_CHARACTERS = str.maketrans(
    {
        **{
            chr(point): unicodedata.normalize("NFKC", chr(point))
            for point in range(_FIRST_RADICAL, _LAST_RADICAL + 1)
        },
        **_SUPPLEMENT,
    }
)


def with_characters(text: str) -> str:
    """Return a text with the characters for which radicals stand; its length is the same."""
    return text.translate(_CHARACTERS)
