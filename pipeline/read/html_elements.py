"""What the elements of HTML are to a reader of text."""

from __future__ import annotations

_CLOSED = """
area base br col embed hr img input link meta source track wbr
p li dt dd td th tr tbody thead tfoot option optgroup colgroup rp rt
"""
_BLOCKS = """
address article blockquote body center dd details div dl dt fieldset figcaption
h1 h2 h3 h4 h5 h6 hr li main ol p pre section summary ul
"""
_LEFT_OUT = """
script style noscript template nav header footer aside form iframe object svg canvas button
select textarea input audio video figure map head title
"""
_TEXT = "p span font b strong em i u h1 h2 h3 h4 ol ul li table tbody tr td"

CLOSED_BY_THEMSELVES = frozenset(_CLOSED.split())
"""Elements that have no end tag, or that pages rightly leave open."""

BLOCKS = frozenset(_BLOCKS.split())
"""Elements that begin and end a line."""

LEFT_OUT = frozenset(_LEFT_OUT.split())
"""Elements that are no part of the main text."""

TEXT = frozenset(_TEXT.split())
"""Elements that are text themselves, and no containers of a page's parts."""
