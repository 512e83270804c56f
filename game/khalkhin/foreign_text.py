"""Text that others have written (names in maps and saves, file names), made safe for where it is shown.

Control characters move a terminal's cursor and worse; bidirectional controls make a line read otherwise than it is
written; characters of no width hide in it; lone surrogates cannot be written at all. None of them belongs into a name.
"""

from __future__ import annotations

import html
import re

#: C0 and C1 controls, line and paragraph separators, bidirectional controls, what has no width, invisible tags, and
#: lone surrogates. Joiners are part of words where letters join: in Arabic, Indic and Mongolian writing, and in emoji.
_CONTROLS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
    "\u00ad\u034f\u200b\u2060-\u2065\u206a-\u206f\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
    "|(?<![\u0590-\u109f\u1780-\u18af\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
)
#: The same without what lays out a text of several lines.
_IN_A_TEXT = re.compile(_CONTROLS.pattern.replace("[\x00-\x1f", "[\x00-\x08\x0b-\x1f", 1))


def control_in(text: str, *, lines: bool = False) -> str:
    """The first control character of a text, as ``U+001B``; empty if it has none. With `lines`, line ends and tabs are
    none."""
    found = (_IN_A_TEXT if lines else _CONTROLS).search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def escaped(json: str) -> str:
    """JSON with every control character in its texts written as an escape. Line ends and tabs lay it out."""
    return _IN_A_TEXT.sub(lambda c: json_escape(ord(c[0])), json)


def json_escape(code: int) -> str:
    """How JSON writes a character by its number."""
    if code > 0xFFFF:
        high, low = divmod(code - 0x10000, 0x400)
        return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
    return f"\\u{code:04x}"


def visible(text: str, *, lines: bool = False) -> str:
    """The text with every control character written out.

    >>> visible("a" + chr(27) + "[2Jb")
    'a<U+001B>[2Jb'
    """
    return (_IN_A_TEXT if lines else _CONTROLS).sub(lambda c: f"<U+{ord(c[0]):04X}>", text)


def quoted(text: object) -> str:
    """A word of a file for a sentence: quoted, on one line and not too long."""
    line = "".join(c if c.isprintable() else "?" for c in str(text))
    return f'"{line[:57]}..."' if len(line) > 60 else f'"{line}"'


def in_html(text: str) -> str:
    """The text for a page or for pygame_gui's tooltips, which read markup: tags are shown, not obeyed.

    >>> in_html("<b>" + chr(27) + "[1m")
    '&lt;b&gt;&lt;U+001B&gt;[1m'
    """
    return html.escape(visible(text, lines=True))
