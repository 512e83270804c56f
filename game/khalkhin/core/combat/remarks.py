"""What forecasts of fights remark beside their sums, as codes; the sentences are in :mod:`khalkhin.text.remarks`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RemarkCode(StrEnum):
    STOOD_BY = "stood-by"
    UNKNOWN_GUNS = "unknown-guns"
    TRENCHES = "trenches"
    HARDLY_SEEN = "hardly-seen"
    CUT_OFF = "cut-off"
    BY_THE_MAP = "by-the-map"
    HITS_LEFT = "hits-left"


@dataclass(frozen=True, slots=True)
class CombatRemark:
    """A remark: its code, the `number` in it, and names of units that it speaks of."""

    code: RemarkCode
    number: int = 0
    names: tuple[str, ...] = ()
