"""What the commands print goes out here: foreign text cannot draw on the terminal, and no encoding of it is too small.

Names come from maps, saves and file names that anybody may have written. A character that the output's encoding has
not is written in plainer ones (a dash, a quotation mark, a letter without its accent) or by its number.
"""

from __future__ import annotations

import codecs
import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from khalkhin.foreign_text import escaped, visible

PLAINER = "khalkhin.plainer"
#: What stands for characters that small encodings lack.
_INSTEAD: Mapping[int, str] = str.maketrans(
    {
        "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "…": "...",
        "×": "x", "·": ".", "•": "*", "→": "->", "←": "<-", "≤": "<=", "≥": ">=", "±": "+/-", "°": " deg", "½": "1/2",
        "\xa0": " ", "\u202f": " ", "\u2009": " ",
    }
)  # fmt: skip


def set_up() -> None:
    """Let both streams write every text, whatever their encoding."""
    codecs.register_error(PLAINER, _plainer)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=PLAINER)


def _plainer(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(_in(error.encoding, c) for c in text), error.end


def _in(encoding: str, character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character)
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    for plainer in (character.translate(_INSTEAD), letters):
        if plainer != character and plainer.isascii():
            return plainer
    return character.encode("ascii", "backslashreplace").decode("ascii")


def say(text: object = "", *, end: str = "\n") -> None:
    """Print a line, or several."""
    print(visible(str(text), lines=True), end=end)


def complain(text: str) -> None:
    """Print a line on the standard error. Raises: OSError."""
    print(f"khalkhin: {visible(text)}", file=sys.stderr, flush=True)


def print_json(data: Any) -> None:
    """Print a value as JSON that any encoding can bear and that has no control characters in it."""
    plain = not _is_utf(sys.stdout)
    print(escaped(json.dumps(data, indent=2, ensure_ascii=plain)))


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], *, right: bool = False) -> None:
    """Print a table; with `right`, its columns are aligned to the right."""
    table = Table(title=_cell(title))
    for column in columns:
        table.add_column(_cell(column), justify="right" if right else "left")
    for row in rows:
        table.add_row(*map(_cell, row))
    Console().print(table)


def _cell(text: str) -> Text:
    """Words as they are: what looks like markup in a name is none."""
    return Text(visible(text))


def _is_utf(stream: TextIO) -> bool:
    return (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "").startswith("utf")
