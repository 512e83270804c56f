"""The hints for a side's staff and the arrows for its player, from what a scenario or a strategy file says of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial

from khalkhin.core.model.scenario import AiHints, Axis, Manner, PlanArrow
from khalkhin.scenario.tables.manifest import Ai, Arrow
from khalkhin.translation import _

#: Reports names that are not among those there are: the names, those, what they should be, and where they stand.
Known = Callable[..., None]
#: The hexes of a stop on a way, given where it stands; none for one that is reported.
Stop = Callable[..., tuple[int, ...]]


def read_hints(
    found: Ai, formations: Collection[str], objectives: Collection[str], known: Known, stop: Stop, *at: str | int
) -> AiHints:
    """Names turned into hexes; `known` and `stop` report those that there are not. `at` is where the hints stand."""
    known(found.reserves, formations, _("formation of this side"), *at, "reserves")
    known(found.hold, objectives, _("objective"), *at, "hold")
    axes = []
    for i, axis in enumerate(found.axes):
        known(axis.formations, formations, _("formation of this side"), *at, "axes", i, "formations")
        hexes: list[int] = []
        for j, place in enumerate(axis.through):
            hexes += stop(place, *at, "axes", i, "through", j)
        axes.append(Axis(axis.name, frozenset(axis.formations), tuple(hexes), Manner(axis.manner)))
    return AiHints(found.posture, tuple(axes), frozenset(found.reserves), frozenset(found.hold))


def read_plan(
    arrows: Sequence[Arrow], stop: Stop, width: int, nowhere: Callable[..., None], *at: str | int
) -> tuple[PlanArrow, ...]:
    """Names turned into hexes of a map so many hexes wide; of a crossing the nearer side comes first. `nowhere` reports
    an arrow that leads nowhere, given its name and where it stands."""
    out = []
    for i, arrow in enumerate(arrows):
        hexes: list[int] = []
        lost = False
        for j, place in enumerate(arrow.through):
            found = stop(place, *at, i, "through", j)
            lost = lost or not found
            if hexes:
                found = tuple(sorted(found, key=partial(_apart, width, hexes[-1])))
            hexes += [h for h in found if not hexes or h != hexes[-1]]
        if len(hexes) > 1:
            out.append(PlanArrow(arrow.name, tuple(hexes)))
        elif not lost:
            nowhere(arrow.name, *at, i, "through")
    return tuple(out)


def _apart(width: int, one: int, other: int) -> int:
    """How far two hexes of a map lie apart, to compare by."""
    return (one % width - other % width) ** 2 + (one // width - other // width) ** 2
