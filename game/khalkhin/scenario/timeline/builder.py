"""From the timeline's models to the timeline: names found, dates made turns. What is unknown is told, with a cure."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from khalkhin.core.board.hexgrid import spiral
from khalkhin.core.model.rules import Light
from khalkhin.core.model.scenario import TurnInfo
from khalkhin.core.timeline import timeline as t
from khalkhin.scenario.issues import Report, quoted
from khalkhin.scenario.tables.toml_models import Table
from khalkhin.scenario.timeline import models as m
from khalkhin.scenario.tmx.map_objects import Pieces

#: The way to a key of the table.
At = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """What the entries may speak of, by name. `airfields` are those of the map and those off it; `supply` the names of
    the supply states."""

    sides: Sequence[str]
    calendar: Sequence[TurnInfo]
    airfields: Collection[str]
    supply: Sequence[str]


@dataclass(slots=True)
class Story:
    """Builds entries. Faults go to the report; where a name is unknown something harmless takes its place."""

    rows: Sequence[m.Entry]
    table: Table
    pieces: Pieces
    named: Named
    report: Report
    stores: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.stores = frozenset({s.name for s in self.pieces.sources} | {d.name for d in self.pieces.depots})

    def entries(self) -> tuple[t.Entry, ...]:
        """The timeline, in the order written."""
        seen: set[str] = set()
        out = []
        for i, row in enumerate(self.rows):
            at: At = ("timeline", i)
            if row.id in seen:
                self._error((*at, "id"), f"the entry {quoted(row.id)} is there twice", "rename one of them")
            seen.add(row.id)
            if row.side is not None:
                self._side(row.side, (*at, "side"))
            out.append(
                t.Entry(
                    row.id,
                    self._when(row.when, (*at, "when")),
                    row.side or "",
                    row.title,
                    row.text,
                    row.source,
                    row.historians,
                    tuple(self._condition(c, (*at, "if", j)) for j, c in enumerate(row.if_)),
                    self._effects(row.do, (*at, "do")),
                    self._answers(row, at),
                    row.repeat,
                    row.fate,
                )
            )
        return tuple(out)

    def _answers(self, row: m.Entry, at: At) -> tuple[t.Answer, ...]:
        if not row.answers:
            return ()
        if row.side is None:
            self._error(at, f"the choice {quoted(row.id)} is offered to nobody", "add the side that answers it")
        if len(row.answers) < 2:
            self._error((*at, "answers"), "a choice has one answer", "give two or more answers")
        out: list[t.Answer] = []
        for i, answer in enumerate(row.answers):
            here: At = (*at, "answers", i)
            if any(a.id == answer.id for a in out):
                self._error((*here, "id"), f"the answer {quoted(answer.id)} is there twice", "rename one of them")
            leanings = tuple(
                t.Leaning(
                    tuple(self._condition(c, (*here, "lean", j, "if", k)) for k, c in enumerate(lean.if_)), lean.prefer
                )
                for j, lean in enumerate(answer.lean)
            )
            out.append(
                t.Answer(answer.id, answer.text, self._effects(answer.do, (*here, "do")), answer.prefer, leanings)
            )
        return tuple(out)

    # ---- When

    def _when(self, when: m.When, at: At) -> t.When:
        last = len(self.named.calendar)
        first, end = 1, last
        if when.turn is not None:
            first = end = self._turn(when.turn, (*at, "turn"))
        elif when.date is not None:
            day, clock = when.date[0], when.clock or when.date[1]
            first, end = self._day(day, clock, (*at, "clock" if when.clock else "date"))
        else:
            if when.from_ is not None:
                first = self._moment(when.from_, (*at, "from"))
            if when.to is not None:
                end = self._moment(when.to, (*at, "to"), end=True)
        if when.side is not None:
            self._side(when.side, (*at, "side"))
        light = None if when.phase is None else Light(when.phase)
        return t.When(first, end, when.side or "", light, when.at_once)

    def _moment(self, moment: int | tuple[datetime.date, str], at: At, *, end: bool = False) -> int:
        """The turn of a number or date; of a day without a time its first turn, or its last."""
        if isinstance(moment, int):
            return self._turn(moment, at)
        return self._day(*moment, at)[1 if end else 0]

    def _until(self, moment: int | tuple[datetime.date, str] | None, at: At) -> int:
        return 0 if moment is None else self._moment(moment, at, end=True)

    def _turn(self, turn: int, at: At) -> int:
        last = len(self.named.calendar)
        if not 1 <= turn <= last:
            self._error(
                at,
                f"turn {turn} is after the last, which is {last}" if turn > last else f"there is no turn {turn}",
                "name an earlier turn, or lengthen the calendar" if turn > last else "the first turn is 1",
            )
        return max(1, min(turn, last))

    def _day(self, day: datetime.date, clock: str, at: At) -> tuple[int, int]:
        """The first and the last turn of a day, or of the one turn that begins at a time."""
        calendar = self.named.calendar
        turns = [n for n, info in enumerate(calendar, 1) if info.date == day.isoformat()]
        if not turns:
            self._error(
                at,
                f"{day.isoformat()} is outside the calendar",
                f"it runs from {calendar[0].date} to {calendar[-1].date}",
            )
            return 1, len(calendar)
        if clock:
            clocks = {calendar[n - 1].clock: n for n in turns}
            if clock not in clocks:
                self._error(at, f"no turn of {day.isoformat()} begins at {clock}", f"known: {', '.join(clocks)}")
            turns = [clocks.get(clock, turns[0])]
        return turns[0], turns[-1]

    # ---- If

    def _condition(self, row: m.Condition, at: At) -> t.Condition:
        key = next(iter(row.model_fields_set))
        here: At = (*at, key.rstrip("_"))
        match getattr(row, key):
            case m.Entered() as c:
                return t.Entered(self._side(c.side, (*here, "side")), self._hexes(c, here), c.units)
            case m.Held() as c:
                return self._held(c, here)
            case m.OnMap() as c:
                return t.OnMap(self._units(c, here), c.count)
            case m.Lost() as c:
                if c.side is not None:
                    return t.Lost(c.steps, side=self._side(c.side, (*here, "side")))
                return t.Lost(c.steps, units=self._units(c, here))
            case m.Supply() as c:
                known = self.named.supply
                state = known.index(c.state) if self._known(c.state, known, "supply state", (*here, "state")) else 0
                return t.SupplyIs(self._units(c, here), state, c.count)
            case m.Sorties() as c:
                return t.Sorties(self._side(c.side, (*here, "side")), c.at_least or 0, _most(c))
            case m.Stock() as c:
                if c.store is not None:
                    self._known(c.store, self.stores, "depot or source", (*here, "store"))
                else:
                    self._side(c.side or "", (*here, "side"))
                return t.Stock(c.store or "", c.side or "", c.at_least or 0, _most(c))
            case m.Chose() as c:
                return t.Chosen(c.entry, c.answer)
            case m.Who() as c:
                gone = t.Destroyed(self._units(c, here))
                return t.Not(gone) if key == "alive" else gone
            case m.Condition() as c:
                return t.Not(self._condition(c, here))
            case list() as parts:
                found = tuple(self._condition(c, (*here, i)) for i, c in enumerate(parts))
                return t.AllOf(found) if key == "all_" else t.AnyOf(found)
            case str() as name:
                return self._plain(key, name, here)
        raise AssertionError(key)

    def _plain(self, key: str, name: str, at: At) -> t.Condition:
        match key:
            case "standing" | "broken":
                stands = t.CrossingStands(self._crossing(name, at))
                return stands if key == "standing" else t.Not(stands)
            case "weather":
                return t.Weather(name)
            case "flag":
                return t.Flag(name)
            case _:
                return t.Happened(name)

    def _held(self, row: m.Held, at: At) -> t.Held:
        side, place = self._side(row.side, (*at, "side")), row.place
        if isinstance(place, str) and not row.within:
            if any(o.name == place for o in self.pieces.objectives):
                return t.Held(side, objective=place)
            if any(c.name == place for c in self.pieces.crossings.values()):
                return t.Held(side, crossing=self._crossing(place, (*at, "place")))
            if place in self.stores:
                return t.Held(side, store=place)
        return t.Held(side, hexes=self._hexes(row, at))

    # ---- Do

    def _effects(self, rows: Iterable[m.Effect], at: At) -> tuple[t.Effect, ...]:
        return tuple(self._effect(row, (*at, i)) for i, row in enumerate(rows))

    def _effect(self, row: m.Effect, at: At) -> t.Effect:
        key = next(iter(row.model_fields_set))
        here: At = (*at, key)
        side: At = (*here, "side")
        match getattr(row, key):
            case m.Message() as e:
                return t.Message("" if e.side is None else self._side(e.side, side), e.title, e.text)
            case m.Reinforce() as e:
                hex_ = -1 if e.at is None else min(self._place(e.at, (*here, "at")), default=-1)
                return t.Reinforce(self._units(e, here), hex_)
            case m.ChangeWeather() as e:
                return t.ChangeWeather(e.kind, e.turns)
            case m.Raid() as e:
                return t.WreckField(self._airfield(e.airfield, here), e.turns)
            case m.ChangeSorties() as e:
                return t.ChangeSorties(self._airfield(e.airfield, here), e.fighters, e.bombers)
            case m.ChangeStock() as e:
                self._known(e.store, self.stores, "depot or source", (*here, "store"))
                return t.ChangeStock(e.store, e.points)
            case m.Points() as e:
                change = t.ChangeHqPoints if key == "hq_points" else t.ChangePoints
                return change(self._side(e.side, side), e.points)
            case m.Suppress() as e:
                hexes = None if e.area is None else self._area(e.area, (*here, "area"))
                return t.Suppress(self._side(e.side, side), e.steps, hexes)
            case m.Spell() as e:
                return (t.Surprise if key == "surprise" else t.Silence)(self._side(e.side, side), e.turns)
            case m.Forbid() as e:
                until = self._until(e.until, (*here, "until"))
                if e.mission is not None:
                    return t.ForbidMission(self._side(e.side, side), e.mission, until)
                hexes = self._area(e.area or "", (*here, "area"))
                return t.ForbidArea(self._side(e.side, side), e.area or "", hexes, until)
            case m.Allow() as e:
                if e.area is not None:
                    self._area(e.area, (*here, "area"))
                return t.Allow(self._side(e.side, side), e.area or e.mission or "")
            case m.Hold() as e:
                return t.Hold(self._units(e, here), self._until(e.until, (*here, "until")))
            case m.Who() as e:
                return t.Withdraw(self._units(e, here)) if key == "withdraw" else t.Release(self._units(e, here))
            case str() as text:
                return t.End(text) if key == "end" else t.SetFlag(text, key == "set")
        raise AssertionError(key)

    # ---- Names

    def _side(self, side: str, at: At) -> str:
        if side not in self.named.sides:
            self._error(at, f"{quoted(side)} is no side", self.report.suggest(side, self.named.sides))
        return side

    def _units(self, who: m.Who | m.Lost, at: At) -> tuple[str, ...]:
        """Codes of the units meant, in the order of the map."""
        units = self.pieces.units
        if who.formation is not None:
            self._known(who.formation, self.pieces.formations(), "formation", (*at, "formation"))
            return tuple(u.id for u in units if u.formation == who.formation)
        codes = {u.id for u in units}
        if who.unit is not None:
            self._known(who.unit, codes, "unit", (*at, "unit"))
            return (who.unit,)
        for i, code in enumerate(who.units or ()):
            self._known(code, codes, "unit", (*at, "units", i))
        return tuple(who.units or ())

    def _hexes(self, where: m.Where, at: At) -> frozenset[int]:
        hexes = self._place(where.place, (*at, "place"))
        return self._around(hexes, where.within) if where.within else hexes

    def _around(self, hexes: Iterable[int], radius: int) -> frozenset[int]:
        plane = self.pieces.plane
        out: set[int] = set()
        for hex_ in hexes:
            here = plane.layout.to_hex(hex_ % plane.width, hex_ // plane.width)
            found = (plane.index(*plane.layout.to_offset(h)) for h in spiral(here, radius))
            out.update(i for i in found if i is not None)
        return frozenset(out)

    def _place(self, place: str | list[int], at: At) -> frozenset[int]:
        if isinstance(place, str):
            places = self._places()
            self._known(place, places, "place", at)
            return places.get(place, frozenset())
        hex_ = self.pieces.plane.index(*place)
        if hex_ is None:
            self._error(at, f"hex ({place[0]}, {place[1]}) lies outside the map", "name one on the map")
        return frozenset() if hex_ is None else frozenset((hex_,))

    def _places(self) -> Mapping[str, frozenset[int]]:
        """Every named place: areas with all their hexes, crossings with the two beside them, the others with one."""
        out = {name: frozenset((hex_,)) for name, hex_ in self.pieces.places()}
        for crossing in self.pieces.crossings.values():
            if crossing.name:
                out.setdefault(crossing.name, frozenset(self.pieces.beside(crossing.hexside)))
        return out | self.pieces.areas

    def _area(self, area: str, at: At) -> frozenset[int]:
        areas = self.pieces.areas
        if area not in areas and area not in self.pieces.spoiled:
            self._error(at, f"no area is named {quoted(area)}", self.report.suggest(area, areas))
        return areas.get(area, frozenset())

    def _crossing(self, name: str, at: At) -> int:
        found = {c.name: c.hexside for c in self.pieces.crossings.values() if c.name}
        self._known(name, found, "crossing", at)
        return found.get(name, -1)

    def _airfield(self, name: str, at: At) -> str:
        self._known(name, self.named.airfields, "airfield", (*at, "airfield"))
        return name

    def _known(self, name: str, known: Collection[str], what: str, at: At) -> bool:
        """Whether a name is known; names of things that had faults themselves are let pass."""
        if name in known:
            return True
        if name not in self.pieces.spoiled:
            self._error(at, f"{quoted(name)} is no {what}", self.report.suggest(name, known))
        return False

    def _error(self, at: At, message: str, hint: str) -> None:
        self.report.error(self.table.where(*at), message, hint)


def _most(bounds: m.Bounds) -> int:
    return -1 if bounds.at_most is None else bounds.at_most
