"""What the entries of a timeline may speak of: names and moments found, and what is unknown told with a cure."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, assert_never

from khalkhin.core.board.hexgrid import spiral
from khalkhin.core.model.scenario import TurnInfo
from khalkhin.core.timeline.written import Named
from khalkhin.foreign_text import quoted
from khalkhin.scenario.issues import Report
from khalkhin.scenario.tables.toml_models import Table
from khalkhin.scenario.tmx.map_objects import Pieces
from khalkhin.translation import N_, _

#: The way to a key of the table.
At = tuple[str | int, ...]
#: What the things are called that have names, where one of them is not known.
CALLED: Mapping[Named, str] = {
    "objective": N_("objective"),
    "crossing": N_("crossing"),
    "store": N_("depot or source"),
    "airfield": N_("airfield"),
}


@dataclass(slots=True)
class Names:
    """Finds what a timeline's table names on the map and in the calendar. Faults go to the report; where a name is
    unknown something harmless takes its place. `airfields` are those of the map and those off it; `supply` the names of
    the supply states."""

    table: Table
    pieces: Pieces
    sides: Sequence[str]
    calendar: Sequence[TurnInfo]
    airfields: Collection[str]
    supply: Sequence[str]
    report: Report
    stores: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.stores = frozenset({s.name for s in self.pieces.sources} | {d.name for d in self.pieces.depots})

    def those(self, to: Named) -> Collection[str]:
        """The names of all things of a kind that the map or the tables have."""
        match to:
            case "objective":
                return {o.name for o in self.pieces.objectives}
            case "crossing":
                return {c.name for c in self.pieces.crossings.values() if c.name}
            case "store":
                return self.stores
            case "airfield":
                return self.airfields
            case "area":
                return self.pieces.areas
            case "side":
                return self.sides
            case _:
                return ()

    def named(self, to: Named, name: str, at: At) -> str | int:
        """What a name stands for: itself, or the hexside of a crossing."""
        match to:
            case "side":
                return self.side(name, at)
            case "area":
                self.area(name, at)
            case "crossing":
                return self.crossing(name, at)
            case "objective" | "store" | "airfield":
                self.known(name, self.those(to), _(CALLED[to]), at)
            case "flag" | "entry" | "choice" | "answer":
                pass  # These are the timeline's own; see :mod:`checks`.
            case _:
                assert_never(to)
        return name

    # ---- Places and units

    def side(self, side: str, at: At) -> str:
        """A side by its id."""
        if side not in self.sides and "sides" not in self.report.doubted:
            self.error(at, _("{side} is no side").format(side=quoted(side)), self.report.suggest(side, self.sides))
        return side

    def units(self, who: Any, at: At) -> tuple[str, ...]:
        """Codes of the units meant, in the order of the map."""
        units = self.pieces.units
        if who.formation is not None:
            self.known(who.formation, self.pieces.formations(), _("formation"), (*at, "formation"), "units")
            return tuple(u.id for u in units if u.formation == who.formation)
        codes = {u.id for u in units}
        if who.unit is not None:
            self.known(who.unit, codes, _("unit"), (*at, "unit"), "units")
            return (who.unit,)
        for i, code in enumerate(who.units or ()):
            self.known(code, codes, _("unit"), (*at, "units", i), "units")
        return tuple(who.units or ())

    def around(self, hexes: frozenset[int], radius: int) -> frozenset[int]:
        """Some hexes with all those up to so many further away."""
        if not radius:
            return hexes
        plane = self.pieces.plane
        out: set[int] = set()
        for hex_ in hexes:
            here = plane.layout.to_hex(hex_ % plane.width, hex_ // plane.width)
            found = (plane.index(*plane.layout.to_offset(h)) for h in spiral(here, radius))
            out.update(i for i in found if i is not None)
        return frozenset(out)

    def place(self, place: str | list[int], at: At) -> frozenset[int]:
        """The hexes of a place by its name, or the hex in a column and row."""
        if isinstance(place, str):
            places = self.places()
            self.known(place, places, _("place"), at)
            return places.get(place, frozenset())
        hex_ = self.pieces.plane.index(*place)
        if hex_ is None:
            self.error(
                at,
                _("hex ({col}, {row}) lies outside the map").format(col=place[0], row=place[1]),
                _("name one on the map"),
            )
        return frozenset() if hex_ is None else frozenset((hex_,))

    def places(self) -> Mapping[str, frozenset[int]]:
        """Every named place: areas with all their hexes, crossings with the two beside them, the others with one."""
        out = {name: frozenset((hex_,)) for name, hex_ in self.pieces.places()}
        for crossing in self.pieces.crossings.values():
            if crossing.name:
                out.setdefault(crossing.name, frozenset(self.pieces.beside(crossing.hexside)))
        return out | self.pieces.areas

    def area(self, area: str, at: At) -> frozenset[int]:
        """The hexes of an area."""
        areas = self.pieces.areas
        if area not in areas and not self.pieces.excuses(area, "places", areas):
            self.error(at, _("no area is named {area}").format(area=quoted(area)), self.report.thing(area, areas))
        return areas.get(area, frozenset())

    def crossing(self, name: str, at: At) -> int:
        """The hexside of a crossing."""
        found = {c.name: c.hexside for c in self.pieces.crossings.values() if c.name}
        self.known(name, found, _("crossing"), at, "crossings")
        return found.get(name, -1)

    def known(self, name: str, known: Collection[str], what: str, at: At, layer: str = "places") -> bool:
        """Whether a name of something in a layer is known; names of things that had faults themselves are let
        pass."""
        if name in known:
            return True
        if not self.pieces.excuses(name, layer, known):
            self.error(
                at, _("{name} is no {what}").format(name=quoted(name), what=what), self.report.thing(name, known)
            )
        return False

    def state(self, name: str, at: At) -> int:
        """A supply state by its name."""
        return self.supply.index(name) if self.known(name, self.supply, _("supply state"), at) else 0

    # ---- Time

    def moment(self, moment: int | tuple[datetime.date, str], at: At, *, end: bool = False) -> int:
        """The turn of a number or date; of a day without a time its first turn, or its last."""
        if isinstance(moment, int):
            return self.turn(moment, at)
        return self.day(*moment, at)[1 if end else 0]

    def until(self, moment: int | tuple[datetime.date, str] | None, at: At) -> int:
        """The last turn of something that goes on to a moment; 0 where none is named."""
        return 0 if moment is None else self.moment(moment, at, end=True)

    def turn(self, turn: int, at: At) -> int:
        """A turn, made one of the calendar's if it is not."""
        last = len(self.calendar)
        if not 1 <= turn <= last:
            self.error(
                at,
                _("turn {turn} is after the last, which is {last}").format(turn=turn, last=last)
                if turn > last
                else _("there is no turn {turn}").format(turn=turn),
                _("name an earlier turn, or lengthen the calendar") if turn > last else _("the first turn is 1"),
            )
        return max(1, min(turn, last))

    def day(self, day: datetime.date, clock: str, at: At) -> tuple[int, int]:
        """The first and the last turn of a day, or of the one turn that begins at a time."""
        calendar = self.calendar
        turns = [n for n, info in enumerate(calendar, 1) if info.date == day.isoformat()]
        if not turns and "calendar" in self.report.doubted:
            return 1, len(calendar)
        if not turns:
            self.error(
                at,
                _("{date} is outside the calendar").format(date=day.isoformat()),
                _("it runs from {first} to {last}").format(first=calendar[0].date, last=calendar[-1].date),
            )
            return 1, len(calendar)
        if clock:
            clocks = {calendar[n - 1].clock: n for n in turns}
            if clock not in clocks and "calendar" not in self.report.doubted:
                self.error(
                    at,
                    _("no turn of {date} begins at {clock}").format(date=day.isoformat(), clock=clock),
                    _("known: {clocks}").format(clocks=", ".join(clocks)),
                )
            turns = [clocks.get(clock, turns[0])]
        return turns[0], turns[-1]

    # ---- Faults

    def error(self, at: At, message: str, hint: str) -> None:
        """Tell of a fault at a key of the table."""
        self.report.error(self.table.where(*at), message, hint)
