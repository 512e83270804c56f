"""What follows from a state, each thing worked out once: supply, what could cut it, what is to come, for either side.

A view has the analysis of its state (``view.analysis``); the computer, the window and the explanations all read it
there, so that nothing is computed twice for one state, and everything goes with the state it was computed from.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from khalkhin.core.model.state import GameState
from khalkhin.core.movement.movement import Picture, picture
from khalkhin.core.supply import staffplan, supply
from khalkhin.core.supply.encirclement import Noose, noose
from khalkhin.core.supply.forecast import Shortage, SupplyForecast, forecast, what_if
from khalkhin.core.supply.jugular import Jugular, closable, jugular
from khalkhin.core.supply.staffplan import Fear, StaffPlan
from khalkhin.core.threats import Threats


class Analysis:
    """The two sides of a state."""

    __slots__ = ("_sides", "_state")

    def __init__(self, state: GameState) -> None:
        self._state = state
        self._sides: dict[str, SideAnalysis] = {}

    def of(self, side: str) -> SideAnalysis:
        """What follows for a side, from what the state shows."""
        found = self._sides.get(side)
        if found is None:
            found = self._sides[side] = SideAnalysis(self._state, side)
        return found


class SideAnalysis:
    """What follows from a state for one side."""

    def __init__(self, state: GameState, side: str) -> None:
        self.state = state
        self.side = side
        self._losses: dict[tuple[int, int | None], tuple[Shortage, ...]] = {}
        self._gains: dict[int, tuple[Shortage, ...]] = {}

    @cached_property
    def picture(self) -> Picture:
        """Where things stand for the side's movers."""
        return picture(self.state, self.side)

    @cached_property
    def net(self) -> supply.SupplyNet:
        """Its supply net."""
        return supply.trace(self.state, self.side)

    @cached_property
    def feeds(self) -> Mapping[int, supply.Route]:
        """The ways of trucks from sources to its depots."""
        return supply.feeds(self.state, self.side)

    @cached_property
    def pockets(self) -> tuple[supply.Pocket, ...]:
        """Its pockets."""
        return supply.pockets(self.state, self.side, self.net)

    @cached_property
    def closable(self) -> Mapping[int, int]:
        """Turns until the enemy could close each hex to it, as far as the jugular looks ahead."""
        return closable(self.state, self.side, self.state.scenario.rules.jugular.turns)

    @cached_property
    def jugular(self) -> Jugular:
        """What would cut most of it off."""
        return jugular(self.state, self.side)

    @cached_property
    def nooses(self) -> tuple[Noose, ...]:
        """Groups of it that are shut in or about to be."""
        return noose(self.state, self.side, self.net)

    @cached_property
    def plan(self) -> StaffPlan:
        """The staff's plan for its truck columns."""
        return staffplan.plan(self.state, self.side)

    @cached_property
    def fears(self) -> tuple[Fear, ...]:
        """What its staff is afraid of on the ways of its trucks."""
        return staffplan.fears(self.state, self.side)

    @cached_property
    def forecast(self) -> SupplyForecast:
        """Its supply of the next turns, as things stand."""
        return forecast(self.state, self.side)

    @cached_property
    def threats(self) -> Threats:
        """What its enemy could do to it next turn."""
        return Threats(self.state, self.side)

    def loss(self, hex_: int, hexside: int | None = None) -> tuple[Shortage, ...]:
        """Its units that go short, or do so earlier, if it loses a hex or (with a hexside) a crossing."""
        key = hex_, hexside
        if key not in self._losses:
            without, broken = ((), (hexside,)) if hexside is not None else ((hex_,), ())
            found = what_if(self.state, self.side, without=without, broken=broken, before=self.forecast)
            self._losses[key] = found.worse
        return self._losses[key]

    def gain(self, hex_: int) -> tuple[Shortage, ...]:
        """Its units that would no longer go short, had it beaten the enemy in a hex."""
        if hex_ not in self._gains:
            enemies = any(u.spec.side != self.side for u in self.state.at_hex(hex_))
            found = what_if(self.state, self.side, won=(hex_,), before=self.forecast).better if enemies else ()
            self._gains[hex_] = found
        return self._gains[hex_]
