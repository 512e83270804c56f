"""The lines of a journal as models: what each kind of line must say, and within which bounds.

A line is JSON with a checksum at its end, made over the line before and itself; :func:`checked` tells whether it is as
it was written, the models whether it makes sense. A snapshot is left as it is written until a battle is taken up from
it (:mod:`khalkhin.play.session.snapshot`): most are never looked at.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal, assert_never

from pydantic import ConfigDict, Field

from khalkhin.core.command.handicap import LIMIT
from khalkhin.core.model.rules import Handicap
from khalkhin.play.campaign.carry_over import CarryRow
from khalkhin.play.file_fields import MOST_TURNS, Commander, Day, Digest, FileModel, FileName, Seed, Side, Turn, Word
from khalkhin.play.intentions import rows as intents
from khalkhin.play.intentions.intentions import IntentionLine
from khalkhin.play.rehearsal import rows as plans
from khalkhin.play.rehearsal.plan import Dropped, Plan
from khalkhin.play.session import seat_rows

FORMAT = "khalkhin-journal"
#: The longest order there is names every unit of a large side.
MAX_ORDER = 20_000

_SUM = re.compile(rb',"sum":"([0-9a-f]{12})"\}\Z')


Figure = Annotated[int, Field(ge=0, le=LIMIT)]


class HandicapRow(FileModel):
    model_config = ConfigDict(extra="forbid")

    columns: Figure
    hq_points: Figure
    supply: Figure
    drafts: Figure

    def value(self) -> Handicap:
        return Handicap(self.columns, self.hq_points, self.supply, self.drafts)


class Kind(FileModel):
    """What any file of ours begins with."""

    format: Literal["khalkhin-journal"]
    version: int


class OriginRow(FileModel):
    file: FileName
    turn: Turn
    side: Side


class HeaderLine(FileModel):
    """The first line. Battles begun before there were handicaps, or in no campaign, have none; older ones do not say
    what their sides are called, and only a branch has an origin."""

    scenario: Word
    title: Word
    digest: Digest
    game: Word
    seed: Seed
    fog: bool
    players: Annotated[dict[Side, Commander], Field(max_length=2)]
    handicaps: Annotated[dict[Side, HandicapRow], Field(max_length=2)] = Field(default_factory=dict)
    carry: CarryRow | None = None
    sides: Annotated[dict[Side, Word], Field(max_length=2)] = Field(default_factory=dict)
    name: Word = ""
    origin: OriginRow | None = None


class OrderLine(FileModel):
    o: Annotated[str, Field(max_length=MAX_ORDER)]


class UndoLine(FileModel):
    undo: Literal[1]


class MarkLine(FileModel):
    turn: Turn
    side: Side
    date: Day
    over: bool
    state: Digest


#: Digits of a salt or a hash; none where there is no code word.
Digits = Annotated[str, Field(max_length=128, pattern=r"^(?:[0-9a-f]{2})*$")]


class HandedLine(FileModel):
    """Who commands a side from here on."""

    hand: Side
    to: Commander
    turns: Annotated[int, Field(ge=0, le=MOST_TURNS)] = 0


class WordLine(FileModel):
    """The code word of a side's seat from here on."""

    word: Side
    salt: Digits = ""
    hash: Digits = ""
    forgotten: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a turn of a side: where the battle stands, its digest, and the line with the snapshot."""

    turn: int
    side: str
    date: str
    over: bool
    state: str
    raw: bytes


#: What a line after the header may be: an order's text, an order taken back, a mark, what is intended for a unit, a
#: side's plan, or of the seats at the table.
Said = str | None | Mark | IntentionLine | Plan | Dropped | seat_rows.Row


def checked(raw: bytes, before: str) -> str | None:
    """The checksum of a line (without its end), if it is as it was written after a line with the checksum `before`."""
    found = _SUM.search(raw)
    if found is None:
        return None
    made = hashlib.sha256(before.encode())
    made.update(raw[: found.start()])
    made.update(b"}")
    checksum = found[1].decode()
    return checksum if made.hexdigest()[:12] == checksum else None


def said(raw: bytes) -> Said:
    """What a line after the header says. Raises: ValidationError if that makes no sense."""
    if raw.startswith(b'{"o":'):
        return OrderLine.model_validate_json(raw).o
    if b'"snapshot":' in raw:
        row = MarkLine.model_validate_json(raw)
        return Mark(row.turn, row.side, row.date, row.over, row.state, raw)
    if raw.startswith(intents.BEGINS):
        return intents.IntentLine.model_validate_json(raw).kept()
    if raw.startswith(plans.BEGINS):
        return plans.PlanLine.model_validate_json(raw).row()
    if raw.startswith(b'{"hand":'):
        hand = HandedLine.model_validate_json(raw)
        return seat_rows.Handed(hand.hand, hand.to, hand.turns)
    if b'"word":' in raw:
        word = WordLine.model_validate_json(raw)
        return seat_rows.Word(word.word, word.salt, word.hash, word.forgotten)
    UndoLine.model_validate_json(raw)
    return None


def seat_line(row: seat_rows.Row) -> dict[str, Any]:
    """What the line of a row says."""
    match row:
        case seat_rows.Handed(side, player, turns):
            return {"hand": side, "to": player, **({"turns": turns} if turns else {})}
        case seat_rows.Word(side, salt, hash_, forgotten):
            kept = {"salt": salt, "hash": hash_} if hash_ else {}
            return {"word": side, **kept, **({"forgotten": True} if forgotten else {})}
        case _:
            assert_never(row)
