"""The whole table by which the game is judged, as rows: see :mod:`khalkhin.text.measured.plan_page`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from khalkhin.play.measure.rows import Row

AUGUST = "double_envelopment"
#: The battles beside August.
SMALL = ("grazing_rights", "the_64th", "two_prongs", "road_from_borzya")
SIDES = ("soviet", "japanese")
#: The last of the strategies is measured and not judged: a broad front goes round the heights on its way.
STRATEGIES = ("double-envelopment", "north-wing", "south-wing", "frontal", "broad-front")
#: What each side has in August that can be taken from it.
TAKEN: Mapping[str, tuple[str, ...]] = {
    "soviet": ("guns", "aircraft", "hq-points", "engineers", "trucks", "stocks", "bridges"),
    "japanese": ("guns", "aircraft", "hq-points", "engineers", "trucks", "stocks", "night"),
}


class Part(StrEnum):
    """Parts of the table, in its order."""

    BATTLES = "battles"
    STRATEGIES = "strategies"
    PLAYERS = "players"
    ABLATIONS = "ablations"
    SIMPLE = "simple"


def plan() -> dict[Part, tuple[Row, ...]]:
    """The rows, the staff against itself in every battle first; those of August have their chronicles."""
    august = Row(AUGUST, detail=True)
    return {
        Part.BATTLES: (august, *(Row(name, detail=True) for name in SMALL)),
        Part.STRATEGIES: tuple(Row(AUGUST, strategies=(("soviet", name),), detail=True) for name in STRATEGIES),
        Part.PLAYERS: (
            august,
            Row(AUGUST, players=(("japanese", "idle"),)),
            Row(AUGUST, players=(("japanese", "flee"),)),
            Row(AUGUST, players=(("soviet", "idle"),)),
        ),
        Part.ABLATIONS: (
            august,
            *(Row(AUGUST, ablations=((side, name),)) for side, names in TAKEN.items() for name in names),
        ),
        Part.SIMPLE: tuple(
            Row(name, players=((side, player),)) for name in SMALL for player in ("greedy", "cutter") for side in SIDES
        ),
    }
