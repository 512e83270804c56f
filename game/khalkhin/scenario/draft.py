"""The parts of a scenario that its scenario.toml tells, with the names of what is on the map found."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from khalkhin.core.model.rules import Light, Rules
from khalkhin.core.model.scenario import (
    AirfieldSpec,
    FrontLine,
    History,
    SideInfo,
    Source,
    Toll,
    TurnInfo,
)
from khalkhin.core.model.units import UnitSpec
from khalkhin.core.timeline.timeline import Entry
from khalkhin.foreign_text import quoted
from khalkhin.scenario.hints import read_hints, read_plan
from khalkhin.scenario.issues import Report
from khalkhin.scenario.tables import manifest as m
from khalkhin.scenario.tables.toml_models import Table
from khalkhin.scenario.texts.sentences import flowing
from khalkhin.scenario.timeline.builder import Story
from khalkhin.scenario.timeline.checks import Checks
from khalkhin.scenario.timeline.names import Names
from khalkhin.scenario.tmx.map_objects import Pieces
from khalkhin.translation import _


@dataclass(slots=True)
class Draft:
    """The parts of scenario.toml that speak of what is on the map."""

    manifest: m.Manifest
    table: Table
    sides: tuple[str, ...]
    pieces: Pieces
    report: Report
    #: Where it is said of units that they wait until the timeline calls them.
    waiting: dict[str, str] = field(default_factory=dict)

    def calendar(self) -> tuple[TurnInfo, ...]:
        with self.report.about("calendar"):
            return self._calendar()

    def _calendar(self) -> tuple[TurnInfo, ...]:
        cal = self.manifest.calendar
        weather: dict[int, str] = {}
        for i, spell in enumerate(cal.weather):
            for j, turn in enumerate(spell.turns):
                self._turn(turn, "calendar", "weather", i, "turns", j)
                if weather.setdefault(turn, spell.weather) != spell.weather:
                    self.report.error(
                        self.table.where("calendar", "weather", i, "turns", j),
                        _("turn {turn} has other weather already: {weather}").format(turn=turn, weather=weather[turn]),
                        _("take it out of one of the two lists"),
                    )
        for i, (a, b) in enumerate(zip(cal.pattern, cal.pattern[1:], strict=False), 1):
            if b.clock <= a.clock:
                self.report.error(
                    self.table.where("calendar", "pattern", i),
                    _("{late} comes after {early}").format(late=b.clock, early=a.clock),
                    _("write the turns of a day in order of time"),
                )
        start = cal.start
        assert isinstance(start, datetime.date)
        out = []
        late = next((i for i, p in enumerate(cal.pattern) if p.clock == cal.first_clock), 0)
        for n in range(cal.turns):
            phase: m.Phase
            if n < len(cal.before):
                phase, date = cal.before[n], cal.before[n].date
            else:
                rounds, part = divmod(n - len(cal.before) + late, len(cal.pattern))
                phase, date = cal.pattern[part], start + datetime.timedelta(days=rounds * cal.days)
            assert isinstance(date, datetime.date)
            out.append(TurnInfo(date.isoformat(), phase.clock, Light(phase.light), weather.get(n + 1, "clear")))
        return tuple(out)

    def order_of_battle(self) -> tuple[UnitSpec, ...]:
        arrivals = self._arrivals()
        order = {side: i for i, side in enumerate(self.sides)}
        units = [u for u in self.pieces.units if u.side in order]
        out = []
        for i, unit in enumerate(sorted(units, key=lambda u: (order[u.side], u.id))):
            described = self.manifest.sides.get(unit.side)
            nations = described.nations if described and "sides.nations" not in self.report.doubted else []
            if unit.nation and "sides.nations" in self.report.doubted:
                self.report.unexamined(_("whether units are of nations of their side"))
            if unit.nation and nations and unit.nation not in nations:
                self.report.warning(
                    self.pieces.origins["code", unit.id],
                    _("the nation {nation} is not one of its side's").format(nation=quoted(unit.nation)),
                    self.report.suggest(unit.nation, nations),
                )
            nation = unit.nation or (nations[0] if nations else "")
            out.append(replace(unit, index=i, arrives=arrivals.get(unit.id), nation=nation))
        return tuple(out)

    def sources(self) -> tuple[Source, ...]:
        """The supply sources with what the schedule says of each."""
        known = {s.name for s in self.pieces.sources}
        plan: dict[str, dict[int, int]] = {}
        for i, row in enumerate(self.manifest.supply):
            self._turn(row.turn, "supply", i, "turn")
            if row.source not in known and not self.pieces.excuses(row.source, "places", known):
                self.report.error(
                    self.table.where("supply", i, "source"),
                    _("no supply source is named {source}").format(source=quoted(row.source)),
                    self.report.thing(row.source, known),
                )
            elif row.turn in plan.setdefault(row.source, {}):
                self.report.error(
                    self.table.where("supply", i, "turn"),
                    _("the schedule of {source} has turn {turn} twice").format(
                        source=quoted(row.source), turn=row.turn
                    ),
                    _("give one amount for each turn"),
                )
            plan.setdefault(row.source, {})[row.turn] = row.per_turn
        return tuple(replace(s, schedule=tuple(sorted(plan.get(s.name, {}).items()))) for s in self.pieces.sources)

    def _arrivals(self) -> dict[str, int]:
        codes = {u.id for u in self.pieces.units}
        out: dict[str, int] = {}
        for i, group in enumerate(self.manifest.reinforcements):
            if group.turn is not None:
                with self.report.about("arrivals"):
                    self._turn(group.turn, "reinforcements", i, "turn")
            for j, code in enumerate(group.units):
                where = self.table.where("reinforcements", i, "units", j)
                if ("code", code) not in self.pieces.origins and not self.pieces.excuses(code, "units", codes):
                    self.report.doubted.add("reinforcements")
                    self.report.error(
                        where,
                        _("no unit has the code {code}").format(code=quoted(code)),
                        self.report.thing(code, codes),
                    )
                elif code in out or code in self.waiting:
                    self.report.error(where, _("{code} arrives twice").format(code=quoted(code)), _("name it once"))
                if group.turn is None:
                    self.waiting[code] = where
                else:
                    out[code] = group.turn
        return out

    def _turn(self, turn: int, *at: str | int) -> None:
        turns = self.manifest.calendar.turns
        if turn > turns:
            self.report.error(
                self.table.where(*at),
                _("turn {turn} is after the last, which is {turns}").format(turn=turn, turns=turns),
                _("name an earlier turn, or lengthen the calendar"),
            )

    def airfields(self) -> tuple[AirfieldSpec, ...]:
        """Those on the map, then those off it."""
        out = list(self.pieces.airfields)
        for i, base in enumerate(self.manifest.airfields):
            if base.side not in self.sides and "sides" not in self.report.doubted:
                self.report.error(
                    self.table.where("airfields", i, "side"),
                    _("{side} is no side").format(side=quoted(base.side)),
                    self.report.suggest(base.side, self.sides),
                )
            here = self.table.where("airfields", i, "name")
            first = self.pieces.origins.setdefault(("airfield", base.name), here)
            if first != here:
                self.report.error(
                    here,
                    _("the airfield {name} is there twice, first at {first}").format(
                        name=quoted(base.name), first=first
                    ),
                    _("rename one of them"),
                )
            out.append(AirfieldSpec(base.name, base.side, fighters=base.fighters, bombers=base.bombers))
        return tuple(out)

    def timeline(self, calendar: tuple[TurnInfo, ...], specs: tuple[UnitSpec, ...], rules: Rules) -> tuple[Entry, ...]:
        """The timeline, checked as far as its files tell."""
        airfields = {f.name for f in self.pieces.airfields} | {f.name for f in self.manifest.airfields}
        names = Names(self.table, self.pieces, self.sides, calendar, airfields, rules.supply.states, self.report)
        with self.report.about("timeline"):
            entries = Story(self.manifest.timeline, names).entries()
        needed = {"timeline", "calendar", "sides", "reinforcements", "given_flags"}
        if not needed & self.report.doubted and not self.pieces.spoiled:
            units = {u.id: u for u in specs}
            given = frozenset(self.manifest.given_flags)
            Checks(entries, self.table, self.sides, calendar, units, self.waiting, self.report, given).run()
        elif self.manifest.timeline:
            self.report.unexamined(_("whether the entries of the timeline can happen"))
        return entries

    def history(self) -> History:
        told = self.manifest.history
        for side in told.losses:
            if side not in self.sides and "sides" not in self.report.doubted:
                self.report.error(
                    self.table.where("history", "losses", side),
                    _("{side} is no side").format(side=quoted(side)),
                    self.report.suggest(side, self.sides),
                )
        places = self._places()
        fronts = []
        for i, row in enumerate(told.front):
            hexes: list[int] = []
            for j, stop in enumerate(row.through):
                hexes += self._stop(stop, places, "history", "front", i, "through", j)[:1]
            assert isinstance(row.date, datetime.date)
            fronts.append(FrontLine(row.date.isoformat(), tuple(hexes)))
        losses = {side: Toll(**toll.model_dump()) for side, toll in told.losses.items()}
        return History(told.men_per_step, losses, tuple(fronts))

    def side(self, id_: str) -> SideInfo:
        info = self.manifest.sides.get(id_)
        if info is None:
            return SideInfo(id_, id_)
        formations = {u.formation for u in self.pieces.units if u.side == id_ and u.formation}
        objectives = {o.name for o in self.pieces.objectives}
        places = self._places()

        def stop(named: str | list[int], *where: str | int) -> tuple[int, ...]:
            return self._stop(named, places, *where)

        hints = read_hints(info.ai, formations, objectives, self._known, stop, "sides", id_, "ai")
        low, fair, good, best = info.grades
        return SideInfo(
            id_,
            info.name,
            tuple(info.nations),
            info.briefing.strip(),
            (low, fair, good, best),
            hints,
            info.hq_points,
            info.saved_step,
            read_plan(info.plan, stop, self.pieces.plane.width, self._nowhere, "sides", id_, "plan"),
            tuple(map(flowing, info.first_steps)),
        )

    def _nowhere(self, name: str, *at: str | int) -> None:
        self.report.error(
            self.table.where(*at),
            _("the arrow {name} leads nowhere").format(name=quoted(name)),
            _("name two different places"),
        )

    def _known(self, names: Collection[str], known: Collection[str], what: str, *at: str | int) -> None:
        for i, name in enumerate(names):
            layer = "places" if at[-1] == "hold" else "units"
            if name not in known and not self.pieces.excuses(name, layer, known):
                self.report.error(
                    self.table.where(*at, i),
                    _("{name} is no {what}").format(name=quoted(name), what=what),
                    self.report.thing(name, known),
                )

    def _places(self) -> dict[str, tuple[int, ...]]:
        crossings = self.pieces.crossings.values()
        out = {c.name: self.pieces.beside(c.hexside) for c in crossings}
        return out | {name: (hex_,) for name, hex_ in self.pieces.places()}

    def _stop(self, stop: str | list[int], places: Mapping[str, tuple[int, ...]], *at: str | int) -> tuple[int, ...]:
        where = self.table.where(*at)
        if isinstance(stop, str):
            if stop not in places and not self.pieces.excuses(stop, "places", places):
                self.report.error(
                    where, _("no place is named {stop}").format(stop=quoted(stop)), self.report.thing(stop, places)
                )
            return places.get(stop, ())
        hex_ = self.pieces.plane.index(*stop)
        if hex_ is None:
            self.report.error(
                where,
                _("hex ({col}, {row}) lies outside the map").format(col=stop[0], row=stop[1]),
                _("name one on the map"),
            )
        return () if hex_ is None else (hex_,)
