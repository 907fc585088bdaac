"""A small rule folder that is all right, to be spoilt in one place at a time."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]

FILES = {
    "anli.yaml": """\
fields: [hut_count]
program_types: [comma, stop]
blocking_types: [decoy]
""",
    "lexicons/words.yaml": """\
comma: {comment: between clauses, words: ['，']}
stop: {comment: end of a sentence, words: ['。']}
hut: {comment: huts, words: [小屋 木屋]}
village: {comment: villages, words: [村级]}
removed: {comment: taken away, words: [拆除]}
decoy: {comment: longer words with a hut in them, words: [木屋烧烤]}
""",
    "expressions.yaml": """\
built:
  comment: set up
  pattern: '[新改扩]建'
""",
    "macros.yaml": """\
described: '<village|built>{0,2}?'
listed: '(?: <comma> value:<$1> )*'
""",
    "chunks.yaml": """\
- id: chunk.village_hut
  pattern: '<village> <hut>'
  makes: [hut]
  keeps: [village]
""",
    "fields/hut_count.yaml": """\
field: hut_count
title_zh: 小屋
title_en: huts
comment: huts
kinds: [count]
anchors: [hut]
unit: {name: 个}
category: {types: [village], look: [noun], default: unspecified}
rules:
  - id: hut.removed
    pattern: '<removed> skip:<count> <hut>'
    reason: taken away
    negative: ['拆除3个小屋。']
  - id: hut.counted
    pattern: 'value:<count> @described noun:<hut>'
    examples:
      - '建成{约5个|village 5 qualifier=about}村级小屋。'
      - '新建{2个|unspecified 2}木屋。'
    negative: ['开了2个木屋烧烤。']
  - id: hut.label
    pattern: 'noun:<hut> value:<count> @listed(count)'
    examples: ['小屋{7个|unspecified 7 role=main unit=个}。']
""",
    "ledger.yaml": """\
kinds: {vague: no value}
nouns: [removed]
context: {count: [hut]}
""",
    "regions/divisions.csv": "code,name,level,province,prefecture,first_year,last_year\n",
    "regions/aliases.csv": "alias,name,level,origin\n",
}


def write(folder: Path, file: str = "", old: str = "", new: str = "") -> Path:
    """Write the rules, with one passage of one file replaced."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name in ("numbers.yaml", "headings.yaml"):
        shutil.copy(ROOT / "rules" / name, folder / name)
    if file:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"'{old}' stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")
    return folder


def line_of(folder: Path, file: str, piece: str) -> int:
    """Return the number of the line of a file that holds a piece of text."""
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    (number,) = [number for number, line in enumerate(lines, 1) if piece in line]
    return number
