"""Kinds of fields in the files that play reads back (journals, campaigns, settings), with their ranges.

Anybody may have written such a file. Fields are checked as they are read, so that nothing after it has to ask.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from khalkhin.foreign_text import control_in, quoted


def plain(text: str) -> str:
    """A text of one line as it is. Raises: ValueError if it has control characters."""
    if control_in(text):
        raise ValueError("has control characters")
    return text


def _day(text: str) -> str:
    if len(text) != 10:
        raise ValueError("is no date")
    datetime.date.fromisoformat(text)
    return text


def _file_name(text: str) -> str:
    if text in (".", "..") or set(text) & set('/\\:"*?<>|'):
        raise ValueError("is no plain file name")
    return text


#: The most turns of any scenario.
MOST_TURNS = 400

Word = Annotated[str, Field(max_length=255), AfterValidator(plain)]
Side = Annotated[Word, Field(min_length=1, max_length=40)]
Digest = Annotated[Word, Field(max_length=64)]
#: A person, or the name of a computer player.
Commander = Annotated[Word, Field(min_length=1, max_length=80)]
FileName = Annotated[Word, AfterValidator(_file_name)]
Seed = Annotated[int, Field(ge=0, le=10**18)]
Turn = Annotated[int, Field(ge=1, le=MOST_TURNS)]
Day = Annotated[str, AfterValidator(_day)]
Steps = Annotated[int, Field(ge=0, le=1000)]
Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
Points = Annotated[int, Field(ge=-1_000_000_000, le=1_000_000_000)]


class FileModel(BaseModel):
    """A part of a file: nothing is converted. What is unknown is left out, so that a field may be added."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True, defer_build=True)


def first_fault(error: ValidationError) -> str:
    """Where the first fault lies, for a sentence; empty if the whole cannot be read.

    >>> from pydantic import TypeAdapter
    >>> try:
    ...     TypeAdapter(dict[str, list[Turn]]).validate_json('{"soviet": [1, 0]}')
    ... except ValidationError as error:
    ...     print(first_fault(error))
    "soviet[2]"
    """
    where = dotted(error.errors(include_url=False, include_input=False, include_context=False)[0]["loc"])
    return quoted(where) if where else ""


def dotted(loc: Sequence[str | int]) -> str:
    """A place in a file as people count: names with dots, list items from 1."""
    text = ""
    for part in loc:
        text += f"[{part + 1}]" if isinstance(part, int) else (f".{part}" if text else part)
    return text
