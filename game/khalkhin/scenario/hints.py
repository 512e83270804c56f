"""The hints for a side's staff, from what a scenario or a strategy file says of them."""

from __future__ import annotations

from collections.abc import Callable, Collection

from khalkhin.core.model.scenario import AiHints, Axis, Manner
from khalkhin.scenario.tables.manifest import Ai
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
