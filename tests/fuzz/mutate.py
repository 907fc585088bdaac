"""Mutations of real files, always the same for the same seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

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


_MUTATIONS: tuple[Mutation, ...] = (
    *(_flip, _cut, _remove, _repeat, _move, _insert, _number, _number, _token, _token, _token),
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
