"""Attributes of XML as they stand in what is made for Tiled.

The standard library's own way comes with its client of the web, six megabytes of it, into every battle.
"""

from __future__ import annotations

_WRITTEN = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
)


def quoted(text: str) -> str:
    """A text as the value of an attribute, in double quotes."""
    return f'"{text.translate(_WRITTEN)}"'
