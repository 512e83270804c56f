"""The measuring tape: from one hex to another, for the picked unit or for trucks. No pygame, and no rule of its own."""

from __future__ import annotations

from dataclasses import dataclass, field

from khalkhin.core.fog.view import View
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.measuring import QuickestWay, way


@dataclass(frozen=True, slots=True)
class Distances:
    """How far it is: hexes; and for the unit and for trucks, where there are any, the ways by road and across
    country."""

    hexes: int
    unit: Unit | None
    by_unit: tuple[QuickestWay | None, QuickestWay | None]
    trucks: Unit | None
    by_truck: tuple[QuickestWay | None, QuickestWay | None]

    @property
    def path(self) -> tuple[int, ...]:
        """The way that is drawn: the unit's, or the trucks'."""
        found = self.by_unit[0] if self.unit is not None else self.by_truck[0]
        return () if found is None else found.path


@dataclass(slots=True)
class Tape:
    """See the module. Without a `start` the next click sets it; without an `end` it goes to whatever is pointed at."""

    start: int | None = None
    end: int | None = None
    _last: tuple[tuple[object, ...], Distances] | None = field(default=None, repr=False)

    def click(self, hex_: int) -> None:
        """Set the beginning, then the end; then begin anew."""
        if self.start is None or self.end is not None:
            self.start, self.end = hex_, None
        else:
            self.end = hex_

    def measured(self, view: View, picked: Unit | None, pointed: int | None) -> Distances | None:
        """How far it is to the end, or to the hex that is pointed at; None where there is no such."""
        end = self.end if self.end is not None else pointed
        if self.start is None or end is None:
            return None
        asked = view, None if picked is None else picked.id, self.start, end
        if self._last is None or self._last[0] != asked:
            self._last = asked, _measure(view, picked, self.start, end)
        return self._last[1]


def _measure(view: View, picked: Unit | None, start: int, end: int) -> Distances:
    state, known = view.state, view.analysis.of(view.side).picture
    unit = picked if picked is not None and picked.side == view.side else None
    trucks = next((u for u in state.side_units(view.side) if u.is_column), None)
    trucks = None if unit is not None and unit.is_column else trucks

    def ways(of: Unit | None) -> tuple[QuickestWay | None, QuickestWay | None]:
        if of is None:
            return None, None
        return way(state, of, start, end, known), way(state, of, start, end, known, roads=False)

    return Distances(state.scenario.board.distance(start, end), unit, ways(unit), trucks, ways(trucks))
