"""Intentions as lines of a journal."""

from __future__ import annotations

from typing import Annotated, Any, assert_never

from pydantic import Field

from khalkhin.play.file_fields import FileModel, Turn, Word
from khalkhin.play.intentions.intentions import Halt, Hold, Intention, IntentionLine, March, Until

#: How the line of an intention begins.
BEGINS = b'{"intent":'

Number = Annotated[int, Field(ge=0, le=100_000)]


class MarchRow(FileModel):
    to: Annotated[list[Number], Field(min_length=2, max_length=2)]
    by: Turn
    halted: Annotated[Halt, Field(strict=False)] | None = None
    despite: Annotated[list[Annotated[Halt, Field(strict=False)]], Field(max_length=len(Halt))] = Field(
        default_factory=list
    )


class IntentRow(FileModel):
    unit: Word
    march: MarchRow | None = None
    hold: Annotated[Until, Field(strict=False)] | None = None


class IntentLine(FileModel):
    intent: IntentRow

    def kept(self) -> IntentionLine:
        row = self.intent
        what: Intention | None = None
        if row.march is not None:
            march = row.march
            what = March((march.to[0], march.to[1]), march.by, march.halted, tuple(march.despite))
        elif row.hold is not None:
            what = Hold(row.hold)
        return IntentionLine(row.unit, what)


def written(kept: IntentionLine) -> dict[str, Any]:
    """What a line says."""
    row: dict[str, Any] = {"unit": kept.unit}
    match kept.what:
        case None:
            pass
        case Hold(until):
            row["hold"] = until.value
        case March(to, by, halted, despite):
            row["march"] = {"to": list(to), "by": by}
            if halted is not None:
                row["march"]["halted"] = halted.value
            if despite:
                row["march"]["despite"] = [halt.value for halt in despite]
        case _:
            assert_never(kept.what)
    return {"intent": row}
