"""From the files of a folder to a scenario, with every fault told at once."""

from __future__ import annotations

import datetime
import gc
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from khalkhin import paths
from khalkhin.core.model.rules import Light, Rules, UnitType
from khalkhin.core.model.scenario import (
    AirfieldSpec,
    FrontLine,
    History,
    Scenario,
    SideInfo,
    Source,
    Toll,
    TurnInfo,
)
from khalkhin.core.model.state import NOT_ARRIVED
from khalkhin.core.model.units import Unit, UnitSpec
from khalkhin.core.timeline.timeline import Entry
from khalkhin.foreign_text import control_in
from khalkhin.formats import SCENARIO
from khalkhin.scenario.checks import check_scenario
from khalkhin.scenario.digest import scenario_digest
from khalkhin.scenario.formats import upgraded
from khalkhin.scenario.hints import read_hints
from khalkhin.scenario.issues import Report, quoted, shown
from khalkhin.scenario.tables import manifest as m
from khalkhin.scenario.tables.rules_tables import UnitTypeRow, read_rules, unit_type, unit_type_row
from khalkhin.scenario.tables.toml_models import Table, parse, read_table
from khalkhin.scenario.timeline.builder import Story
from khalkhin.scenario.timeline.checks import Checks
from khalkhin.scenario.timeline.names import Names
from khalkhin.scenario.tmx.ground import build_board, read_ground
from khalkhin.scenario.tmx.map_objects import Pieces
from khalkhin.scenario.tmx.object_classes import kinds
from khalkhin.scenario.tmx.path_sandbox import Roots
from khalkhin.scenario.tmx.polylines import Plane
from khalkhin.scenario.tmx.sanitizer import Guard
from khalkhin.scenario.tmx.tiled import read_map
from khalkhin.translation import _


def read_scenario(folder: Path, report: Report) -> Scenario | None:
    """Read and check the scenario of a folder. None if it has errors; the report has them, and warnings."""
    # Large maps make many lasting values at once, which the collector would walk through again and again.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _read(folder, report)
    finally:
        if collecting:
            gc.enable()


# Long: one file after another, and each goes on with what could be made of those before it.
def _read(folder: Path, report: Report) -> Scenario | None:
    if not folder.is_dir():
        report.error(shown(folder), _("there is no such folder"), _("name a folder that has a scenario.toml"))
        return None
    if odd := control_in(folder.resolve().name):
        report.error(
            shown(folder), _("the folder's name has the control character {odd}").format(odd=odd), _("rename it")
        )
    tables = read_rules(paths.rules_dir(), report)
    rules = None if tables is None else tables.rules
    # Files are read where they really lie, but told by the names the caller knows them by.
    real = folder.resolve()
    roots = Roots.of(real)
    table = None
    if roots.own(real, "scenario.toml", report, _("the scenario")) is not None:
        table = read_table(folder / "scenario.toml", report)
    if table is not None:
        table = upgraded(table, SCENARIO, report)
        if table is None:  # What a file in an unknown format says is anybody's guess.
            return None
    manifest = None if table is None else parse(m.Manifest, table, report, mend=True)
    raw = None
    name = "map.tmx" if table is None or not isinstance(table.data.get("map"), str) else table.data["map"]
    where = shown(folder) if table is None else table.where("map")
    if roots.find(real, name, (".tmx",), report, where, _("the map")) is not None:
        raw = read_map(Guard(folder / name, roots, report), report)
    sides = None
    if manifest is not None and table is not None:
        sides = _side_order(manifest, table, report)
        if tables is not None and rules is not None:
            rules = replace(rules, unit_types=_unit_types(manifest, table, rules, tables.usual_type, report))
            rules = _scaled(manifest.rules, rules)
    if rules is None or raw is None:
        return None
    known = kinds()
    lines = read_ground(raw, rules, known, sides, report)
    pieces = Pieces(Plane(raw.layout, raw.width, raw.height), sides, rules.unit_types, known, report)
    pieces.read(raw)
    if manifest is None or table is None or sides is None:
        return None
    draft = _Draft(manifest, table, sides, pieces, report)
    calendar = draft.calendar()
    specs = draft.order_of_battle()
    airfields = draft.airfields()
    timeline = draft.timeline(calendar, specs, rules)
    sources = draft.sources()
    history = draft.history()
    infos = tuple(draft.side(s) for s in sides)
    if report.errors:
        return None
    board = build_board(raw, rules, lines)
    units = tuple(
        Unit(
            s,
            NOT_ARRIVED if s.arrives or s.id in draft.waiting else s.entry,
            s.steps,
            mp=s.type.mp,
            entrenchment=pieces.dug[s.id],
        )
        for s in specs
    )
    scenario = Scenario(
        folder.resolve().name,
        manifest.title,
        manifest.description,
        (infos[0], infos[1]),
        calendar,
        board,
        rules,
        specs,
        units,
        pieces.crossings,
        sources,
        tuple(pieces.depots),
        tuple(pieces.objectives),
        replace(rules.victory, **manifest.victory.model_dump(exclude_none=True)),
        timeline,
        tuple(pieces.labels),
        pieces.areas,
        airfields=airfields,
        history=history,
    )
    check_scenario(scenario, raw.file, pieces.origins, report)
    return None if report.errors else replace(scenario, digest=scenario_digest(scenario))


def _side_order(manifest: m.Manifest, table: Table, report: Report) -> tuple[str, ...] | None:
    before = report.errors
    if len(manifest.sides) != 2:
        report.error(
            table.where("sides"), _("a battle has two sides, not {n}").format(n=len(manifest.sides)), _("describe two")
        )
    for i, side in enumerate(manifest.order):
        if side not in manifest.sides:
            report.error(
                table.where("order", i),
                _("order names {side}, which is no side").format(side=quoted(side)),
                report.suggest(side, manifest.sides),
            )
    if manifest.order[0] == manifest.order[1]:
        report.error(
            table.where("order"),
            _("order names {side} twice").format(side=quoted(manifest.order[0])),
            _("name each side once"),
        )
    return tuple(manifest.order) if report.errors == before else None


def _unit_types(
    manifest: m.Manifest, table: Table, rules: Rules, usual: Mapping[str, Any], report: Report
) -> dict[str, UnitType]:
    types = dict(rules.unit_types)
    for id_, changes in manifest.unit_types.items():
        base = unit_type_row(types[id_]) if id_ in types else usual
        row = parse(UnitTypeRow, table, report, {**base, **changes}, ("unit_types", id_))
        if row is not None:
            types[id_] = unit_type(row, id_)
        elif id_ not in types:
            # Units of this type are not reported as well.
            types[id_] = replace(rules.unit_types["unknown"], id=id_)
    return types


def _scaled(row: m.RulesRow, rules: Rules) -> Rules:
    """The rules with the figures that a scenario sets for its scale."""
    factor = row.crossing_factor
    return replace(
        rules,
        supply=replace(rules.supply, range=row.supply_range or rules.supply.range),
        crossings={
            kind: replace(c, units=c.units * factor, supply=c.supply * factor) for kind, c in rules.crossings.items()
        },
    )


@dataclass(slots=True)
class _Draft:
    """The parts of scenario.toml that speak of what is on the map."""

    manifest: m.Manifest
    table: Table
    sides: tuple[str, ...]
    pieces: Pieces
    report: Report
    #: Where it is said of units that they wait until the timeline calls them.
    waiting: dict[str, str] = field(default_factory=dict)

    def calendar(self) -> tuple[TurnInfo, ...]:
        cal = self.manifest.calendar
        weather = {}
        for i, spell in enumerate(cal.weather):
            for j, turn in enumerate(spell.turns):
                self._turn(turn, "calendar", "weather", i, "turns", j)
                weather[turn] = spell.weather
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
            nations = self.manifest.sides[unit.side].nations
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
            if row.source not in known and row.source not in self.pieces.spoiled:
                self.report.error(
                    self.table.where("supply", i, "source"),
                    _("no supply source is named {source}").format(source=quoted(row.source)),
                    self.report.suggest(row.source, known),
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
                self._turn(group.turn, "reinforcements", i, "turn")
            for j, code in enumerate(group.units):
                where = self.table.where("reinforcements", i, "units", j)
                if ("code", code) not in self.pieces.origins and code not in self.pieces.spoiled:
                    self.report.error(
                        where,
                        _("no unit has the code {code}").format(code=quoted(code)),
                        self.report.suggest(code, codes),
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
            if base.side not in self.sides:
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
        before = self.report.errors
        entries = Story(self.manifest.timeline, names).entries()
        if self.report.errors == before and not self.pieces.spoiled:
            units = {u.id: u for u in specs}
            given = frozenset(self.manifest.given_flags)
            Checks(entries, self.table, self.sides, calendar, units, self.waiting, self.report, given).run()
        return entries

    def history(self) -> History:
        told = self.manifest.history
        for side in told.losses:
            self._known([side], self.sides, _("side"), "history", "losses", side)
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
        info = self.manifest.sides[id_]
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
        )

    def _known(self, names: list[str], known: Any, what: str, *at: str | int) -> None:
        for i, name in enumerate(names):
            if name not in known and name not in self.pieces.spoiled:
                self.report.error(
                    self.table.where(*at, i),
                    _("{name} is no {what}").format(name=quoted(name), what=what),
                    self.report.suggest(name, known),
                )

    def _places(self) -> dict[str, tuple[int, ...]]:
        crossings = self.pieces.crossings.values()
        out = {c.name: self.pieces.beside(c.hexside) for c in crossings}
        return out | {name: (hex_,) for name, hex_ in self.pieces.places()}

    def _stop(self, stop: str | list[int], places: Mapping[str, tuple[int, ...]], *at: str | int) -> tuple[int, ...]:
        where = self.table.where(*at)
        if isinstance(stop, str):
            if stop not in places and stop not in self.pieces.spoiled:
                self.report.error(
                    where, _("no place is named {stop}").format(stop=quoted(stop)), self.report.suggest(stop, places)
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
