"""A player that runs: every unit makes for the nearest of its supply sources at once and leaves the map there."""

from __future__ import annotations

from khalkhin.ai.situation import marching
from khalkhin.ai.yardsticks.common import SimplePlayer
from khalkhin.core import View, why_illegal
from khalkhin.core.model.rules import Mobility
from khalkhin.core.orders.orders import Exit, Order

#: Percent of a unit that left the map which count as lost, from which on it stays where it is.
ALL = 100


class FleePlayer(SimplePlayer):
    """Goes home from the first turn on."""

    def begin(self, view: View) -> None:
        """Find the ways home, once a turn."""
        state = view.state
        home = [s.hex for s in state.scenario.sources if s.side == view.side]
        kinds = {u.spec.type.mobility for u in state.side_units(view.side)}
        self._home: dict[Mobility, list[int]] = {kind: marching(state, kind, home) for kind in kinds}

    def choose(self, view: View) -> Order | None:
        """Who stands at the edge leaves; of the others those nearest to it go first, so that there is room."""
        state = view.state
        if state.scenario.victory.exited_loss < ALL:
            for unit in state.side_units(view.side):
                if why_illegal(state, leave := Exit(unit.id)) is None:
                    return leave
        units = sorted(self.waiting(view), key=lambda u: (self._home[u.spec.type.mobility][u.hex], u.spec.index))
        for unit in units:
            if (order := self.march(view, unit, self._home[unit.spec.type.mobility])) is not None:
                return order
        return None


#: Found by this name in :data:`khalkhin.ai.players.OWN`.
player = FleePlayer
