"""Mutations of real files, always the same for the same seed."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable, Iterator

from lxml import etree

from pipeline.errors import InputError
from pipeline.read import Limits
from pipeline.read.archive import Archive
from tests.read.make_reports import zipped

_NUMBERS = (b"0", b"-1", b"1", b"65535", b"2147483648", b"99999999999999999999", b"1e309", b"NaN")
_SIGNS = (
    *(sign.encode() for sign in "\u200b\u202e\u0301\ufeff\u2028\x00\x1f\x7f　％①⼄𠮷"),
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"<",
    b"&",
    b"&#0;",
    b"&#xD800;",
    b"]]>",
    b"<!--",
    b"<![CDATA[",
    b"\r",
    b"%",
)
_VALUES = ("0", "-1", "9", "2147483648", "1e308", "NaN", "", "%1%2%9", "../x", "on")
_TOKEN = re.compile(rb"<[^<>]{1,200}>|/[A-Za-z]+|\d+|[A-Za-z]+=")
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")

Mutation = Callable[[bytes, random.Random], bytes]


def _flip(data: bytes, chance: random.Random) -> bytes:
    mutable = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 40))):
        mutable[chance.randrange(len(mutable))] = chance.randrange(256)
    return bytes(mutable)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _remove(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randrange(1, 200) :]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    piece = data[start : start + chance.randrange(1, 300)]
    return data[:start] + piece * chance.choice((2, 3, 50)) + data[start:]


def _move(data: bytes, chance: random.Random) -> bytes:
    start, target = chance.randrange(len(data)), chance.randrange(len(data))
    piece = data[start : start + chance.randrange(1, 300)]
    return data[:target] + piece + data[target:]


def _insert(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + chance.choice(_SIGNS) * chance.choice((1, 1, 3, 400)) + data[start:]


def _number(data: bytes, chance: random.Random) -> bytes:
    return _replace_one(data, _NUMBER, lambda _: chance.choice(_NUMBERS), chance)


def _token(data: bytes, chance: random.Random) -> bytes:
    """Put another token of the file in the place of one, or leave one out, or nest one."""
    tokens = [match[0] for match in _TOKEN.finditer(data)][:5000]
    if not tokens:
        return _flip(data, chance)
    other = chance.choice(tokens)
    change = chance.choice((other, b"", other * 2, other * 300))
    return _replace_one(data, _TOKEN, lambda _: change, chance)


def _replace_one(
    data: bytes,
    expression: re.Pattern[bytes],
    change: Callable[[re.Match[bytes]], bytes],
    chance: random.Random,
) -> bytes:
    found = list(expression.finditer(data))
    if not found:
        return _flip(data, chance)
    match = chance.choice(found)
    return data[: match.start()] + change(match) + data[match.end() :]


def _tree(data: bytes, chance: random.Random) -> bytes:
    """Change the tree of an XML part so that it stays well formed."""
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return _token(data, chance)
    for _ in range(chance.choice((1, 2, 5))):
        elements = list(root.iter())
        element, other = chance.choice(elements), chance.choice(elements)
        match chance.randrange(6):
            case 0 if element is not root:
                element.getparent().remove(element)
            case 1:
                element.append(copy.deepcopy(other))
            case 2:
                element.extend([copy.deepcopy(other) for _ in range(chance.choice((2, 20)))])
            case 3 if element.attrib:
                name = chance.choice(sorted(element.attrib))
                element.set(name, chance.choice((*_VALUES, *element.attrib.values())))
            case 4:
                element.text = chance.choice(("", "518\u200b个", "\u202e20%", "⼄" * 50, "\n\n"))
            case _:
                element.tag = other.tag
    return bytes(etree.tostring(root, encoding="utf-8"))


_MUTATIONS: tuple[Mutation, ...] = (
    *(
        _tree,
        _tree,
        _tree,
        _tree,
        _flip,
        _cut,
        _remove,
        _repeat,
        _move,
        _insert,
        _number,
        _number,
        _token,
        _token,
        _token,
    ),
)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return the data with one to three mutations; parts of archives are mutated inside."""
    if data.startswith(b"PK") and chance.random() < 0.85:
        return _in_archive(data, chance)
    for _ in range(chance.choice((1, 1, 2, 3))):
        data = chance.choice(_MUTATIONS)(data or b"x", chance)
    return data


def _in_archive(data: bytes, chance: random.Random) -> bytes:
    try:
        archive = Archive(data, "x", Limits())
    except InputError:
        return _flip(data, chance)
    parts = {name: archive.read(name) for name in archive.names}
    name = chance.choice(sorted(parts))
    if chance.random() < 0.04:
        del parts[name]
    elif chance.random() < 0.04:
        parts[f"../{name}"] = parts[name]
    else:
        parts[name] = mutated(parts[name] or b"x", chance)
    return zipped(parts)


def mutations(bases: list[bytes], count: int, seed: str) -> Iterator[bytes]:
    """Yield ``count`` mutated files."""
    for number in range(count):
        chance = random.Random(f"{seed} {number}")
        yield mutated(chance.choice(bases), chance)
