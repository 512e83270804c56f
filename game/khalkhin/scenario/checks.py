"""What a playable scenario needs, one small check each. Those that need a part of the scenario in which there are
faults are left out and named; the others are run on what could be read, and named where that is not all.

`origins` says where things stand in the files, by (class, name); a check names the place, the fault and a cure.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from khalkhin.core.board.board import NEVER, Step
from khalkhin.core.crossing.crossing import bears, solid, standing
from khalkhin.core.engine import initial_state
from khalkhin.core.model.rules import CrossingKind, HexsideKind, Mobility, StackClass, UnitType, Weight
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.units import Unit, UnitSpec
from khalkhin.core.supply.supply import trace
from khalkhin.core.turns import receive
from khalkhin.foreign_text import quoted
from khalkhin.scenario.issues import Report
from khalkhin.translation import N_, _

WET = (HexsideKind.STREAM, HexsideKind.RIVER)
#: Places that are tried for a crossing that crosses nothing, and how many in all are.
BETTER, TRIALS = 6, 24
#: What crossings that cross nothing are counted as.
DRY = N_("crossings over no water")
#: Words of the rules in sentences.
WORDS: Mapping[str | Weight | HexsideKind, str] = {
    CrossingKind.FORD: N_("ford"),
    CrossingKind.PONTOON: N_("pontoon"),
    CrossingKind.BRIDGE: N_("bridge"),
    HexsideKind.STREAM: N_("stream"),
    HexsideKind.RIVER: N_("river"),
    Mobility.FOOT: N_("foot"),
    Mobility.HORSE: N_("horse"),
    Mobility.WHEELS: N_("wheels"),
    Mobility.TRACKS: N_("tracks"),
    Weight.FOOT: N_("foot"),
    Weight.LIGHT: N_("light"),
    Weight.HEAVY: N_("heavy"),
}


@dataclass(frozen=True, slots=True)
class RoadStep:
    """A step along a road or track: from hex to hex over a hexside, and where it is drawn."""

    start: int
    to: int
    hexside: int
    where: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A scenario to check, and where its parts stand in its files."""

    scenario: Scenario
    file: str
    origins: Mapping[tuple[str, str], str]
    report: Report
    roads: Collection[RoadStep] = ()

    def where(self, what: str, name: str) -> str:
        return self.origins.get((what, name), self.file)

    def hex(self, hex_: int) -> str:
        col, row = self.scenario.board.place(hex_)
        return _("hex ({col}, {row})").format(col=col, row=row)

    def ground(self, hex_: int) -> str:
        return _("{hex} is {terrain}").format(
            hex=self.hex(hex_), terrain=self.scenario.board.terrain[hex_].name.lower()
        )


def check_scenario(
    scenario: Scenario,
    file: str,
    origins: Mapping[tuple[str, str], str],
    report: Report,
    roads: Collection[RoadStep] = (),
) -> None:
    """Run every check that the faults reported before allow."""
    subject = Subject(scenario, file, origins, report, roads)
    before = report.errors
    unread = frozenset(report.doubted)
    for check in CHECKS:
        if not (report.doubted.isdisjoint(check.needs) and unread.isdisjoint(check.partly)):
            report.unexamined(_(check.told))
        if report.doubted.isdisjoint(check.needs):
            check.run(subject)
    if report.errors == before and report.doubted.isdisjoint(SUPPLIED):
        in_supply(subject)
    else:
        report.unexamined(_("which units begin out of supply"))


def units_on_passable_ground(s: Subject) -> None:
    """Units and reinforcements stand where their kind may go."""
    for unit in s.scenario.order_of_battle:
        if unit.type.mobility not in s.scenario.board.terrain[unit.entry].cost and not _by_road(s, unit):
            told = _("{ground}; it comes on there, but its mobility is {mobility}")
            if s.scenario.units[unit.index].hex >= 0:
                told = _("{ground}; it stands there, but its mobility is {mobility}")
            s.report.error(
                s.where("code", unit.id),
                told.format(ground=s.ground(unit.entry), mobility=_(WORDS[unit.type.mobility])),
                _("move it or change the terrain"),
            )


def _by_road(s: Subject, unit: UnitSpec) -> bool:
    return any(
        step.to == unit.entry
        for n in s.scenario.board.neighbours[unit.entry]
        if n >= 0
        for step in s.scenario.board.steps[unit.type.mobility][n]
    )


def stacking(s: Subject) -> None:
    """A hex holds one combat and one support unit of one side, and columns."""
    first: dict[int, Unit] = {}
    filled: dict[tuple[int, StackClass], Unit] = {}
    for unit in s.scenario.units:
        if unit.hex < 0:
            continue
        host = first.setdefault(unit.hex, unit)
        other = unit if unit.is_column else filled.setdefault((unit.hex, unit.spec.type.stack), unit)
        if host.side != unit.side:
            s.report.error(
                s.where("code", unit.id),
                _("{hex} also holds the enemy unit {id}").format(hex=s.hex(unit.hex), id=quoted(host.id)),
                _("move one of them"),
            )
        elif other is not unit and not unit.is_column:
            told = _("{hex} already holds the support unit {id}")
            if unit.is_combat:
                told = _("{hex} already holds the combat unit {id}")
            s.report.error(
                s.where("code", unit.id),
                told.format(hex=s.hex(unit.hex), id=quoted(other.id)),
                _("a hex holds one combat and one support unit: move one of them"),
            )


def both_sides_fight(s: Subject) -> None:
    """Each side has units on the map at the start, and a supply source."""
    for side in s.scenario.sides:
        if not any(u.side == side.id and u.hex >= 0 for u in s.scenario.units):
            no_units(side.id, s.where("layer", "units"), s.report)
        if not any(source.side == side.id for source in s.scenario.sources):
            s.report.error(
                s.where("layer", "places"),
                _("the side {id} has no supply source").format(id=quoted(side.id)),
                _("place a SupplySource in the layer places"),
            )


def no_units(side: str, where: str, report: Report) -> None:
    """Tell that a side has nobody on the map."""
    told = _("the side {id} has no units on the map").format(id=quoted(side))
    report.error(where, told, _("place some in the layer units"))


def something_to_fight_for(s: Subject) -> None:
    """There is an objective."""
    if not s.scenario.objectives:
        no_objective(s.where("layer", "places"), s.report)


def no_objective(where: str, report: Report) -> None:
    """Tell that there is nothing to fight for."""
    report.error(where, _("there is no objective"), _("place an Objective in the layer places"))


def objectives_fall(s: Subject) -> None:
    """The worth of an objective does not rise, and no two lie in one hex."""
    seen: dict[int, str] = {}
    for goal in s.scenario.objectives:
        where = s.where("objective", goal.name)
        if goal.final_worth > goal.worth:
            s.report.error(
                where,
                _("final_worth is {final}, more than its worth {worth}").format(
                    final=goal.final_worth, worth=goal.worth
                ),
                _("an objective does not gain worth: lower it"),
            )
        if goal.hex in seen:
            s.report.error(
                where,
                _("{hex} is also the objective {name}").format(hex=s.hex(goal.hex), name=quoted(seen[goal.hex])),
                _("move one of them"),
            )
        seen.setdefault(goal.hex, goal.name)


def objectives_reachable(s: Subject) -> None:
    """Those who do not hold an objective can get to it, on foot or by any crossing that stands."""
    for side in s.scenario.sides:
        units = [u for u in s.scenario.order_of_battle if u.side != side.id and u.type.stack is StackClass.COMBAT]
        reach = _reach(s, units)
        for goal in s.scenario.objectives:
            if goal.holder == side.id and units and goal.hex not in reach:
                s.report.error(
                    s.where("objective", goal.name),
                    _("{ground}: the enemy can never get there").format(ground=s.ground(goal.hex)),
                    _("move it, or open a way"),
                )


def _reach(s: Subject, units: Iterable[UnitSpec]) -> set[int]:
    """Hexes that any of some units can ever get to. The map is gone over once for each mobility and weight, however
    many units there are."""
    starts: dict[tuple[Mobility, Weight], set[int]] = {}
    kinds: dict[tuple[Mobility, Weight], UnitType] = {}
    for unit in units:
        key = unit.type.mobility, unit.type.weight
        starts.setdefault(key, set()).add(unit.entry)
        kinds.setdefault(key, unit.type)
    reach: set[int] = set()
    for key, kind in kinds.items():
        reach |= _flood(starts[key], s.scenario.board.steps[kind.mobility], partial(_lets_over, s, kind))
    return reach


def _lets_over(s: Subject, kind: UnitType, step: Step) -> bool:
    """Whether units of a kind can ever take a step over water."""
    crossing = s.scenario.crossings.get(step.hexside)
    return step.uncrossed != NEVER or (crossing is not None and bears(crossing, kind, s.scenario.rules))


def _flood(starts: Iterable[int], steps: Sequence[Sequence[Step]], passes: Callable[[Step], bool]) -> set[int]:
    """Hexes that are joined to some by steps; over water, by those that `passes` lets."""
    seen = set(starts)
    waiting = deque(seen)
    while waiting:
        for step in steps[waiting.popleft()]:
            if step.to not in seen and (not step.water or passes(step)):
                seen.add(step.to)
                waiting.append(step.to)
    return seen


def supplies_flow(s: Subject) -> None:
    """Sources and depots lie where trucks can go, and each depot is joined to a source of its side."""
    board = s.scenario.board
    barred: set[int] = set()
    source, depot_ = _("move the source or change the terrain"), _("move the depot or change the terrain")
    places = [("source", p.name, p.hex, source) for p in s.scenario.sources]
    places += [("depot", p.name, p.hex, depot_) for p in s.scenario.depots]
    for what, name, hex_, cure in places:
        around = (n for n in board.neighbours[hex_] if n >= 0)
        if not any(step.to == hex_ for n in around for step in board.supply_steps[n]):
            barred.add(hex_)
            s.report.error(
                s.where(what, name),
                _("{ground}, where supplies cannot go").format(ground=s.ground(hex_)),
                cure,
            )
    for side in s.scenario.sides:
        sources = {p.hex for p in s.scenario.sources if p.side == side.id}
        fed = _flood(sources, board.supply_steps, partial(_carried_over, s))
        for depot in s.scenario.depots:
            if depot.side == side.id and sources and depot.hex not in fed | barred:
                s.report.error(
                    s.where("depot", depot.name),
                    _("no way for trucks leads to {hex} from a source of its side").format(hex=s.hex(depot.hex)),
                    _("move it, or draw a road or a crossing"),
                )
    for side in s.scenario.sides:
        held: set[int] = set()
        for depot in (d for d in s.scenario.depots if d.side == side.id):
            if depot.hex in held:
                s.report.error(
                    s.where("depot", depot.name),
                    _("{hex} has another depot of the side").format(hex=s.hex(depot.hex)),
                    _("move one of them"),
                )
            held.add(depot.hex)


def columns_have_work(s: Subject) -> None:
    """A side with truck columns has a depot that they can haul to."""
    for side in s.scenario.sides:
        columns = [u for u in s.scenario.order_of_battle if u.side == side.id and u.type.stack is StackClass.COLUMN]
        if columns and not any(d.side == side.id for d in s.scenario.depots):
            s.report.error(
                s.where("code", columns[0].id),
                _("the side {id} has truck columns but no depot to haul to").format(id=quoted(side.id)),
                _("place a Depot in the layer places, or leave the columns out"),
                kind=_("columns of {id} without a depot").format(id=side.id),
            )


def _carried_over(s: Subject, step: Step) -> bool:
    """Whether supplies can ever be carried over water."""
    crossing = s.scenario.crossings.get(step.hexside)
    return step.uncrossed >= 0 or (crossing is not None and standing(crossing, s.scenario.rules))


def crossings_over_water(s: Subject) -> None:
    """Crossings lie on river or stream hexsides between two hexes of the map."""
    board = s.scenario.board
    places: _BetterPlaces | None = None
    for hexside, crossing in s.scenario.crossings.items():
        if board.kind(hexside) in WET and board.hexside_hexes(hexside)[1] >= 0:
            continue
        if not s.report.wants(_(DRY)):
            s.report.error(s.file, "", kind=_(DRY))
            continue
        places = places or _BetterPlaces(s)
        better = places.instead_of(hexside)
        hint = _("draw a River or Stream there")
        if better is not None:
            hint = _("move it to the {water} between {places}")
            if better in places.bare:
                hint = _("move it to the {water} between {places}, where a road leads over")
            hint = hint.format(water=_(WORDS[board.hexsides[better]]), places=_places(s, board.hexside_hexes(better)))
        between = _places(s, board.hexside_hexes(hexside))
        with s.report.about("crossings"):
            s.report.error(
                s.where("hexside", str(hexside)),
                _("there is no water between {places} for the {crossing} to cross").format(
                    places=between, crossing=_(WORDS[crossing.kind])
                ),
                hint,
                kind=_(DRY),
            )


class _BetterPlaces:
    """Where crossings that cross nothing would do better: over water that no crossing is at yet and both of whose banks
    are ground, so that nothing else is told once they lie there, as far as a few places that were tried allow."""

    def __init__(self, s: Subject) -> None:
        self._subject, self._left = s, TRIALS
        self._crossings = dict(s.scenario.crossings)
        board = s.scenario.board
        #: Rivers that roads lead over without a crossing, and the roads.
        self.bare: dict[int, set[str]] = {}
        for step in s.roads:
            if board.kind(step.hexside) is HexsideKind.RIVER and self._free(step.hexside):
                self.bare.setdefault(step.hexside, set()).add(step.where)
        self._wet: dict[int, int] = {}  # The first hex of a wet hexside: the lowest of its wet hexsides.
        for hexside, kind in board.hexsides.items():
            if kind in WET and self._free(hexside):
                here = board.hexside_hexes(hexside)[0]
                self._wet[here] = min(hexside, self._wet.get(here, hexside))

    def _free(self, hexside: int) -> bool:
        banks = self._subject.scenario.board.hexside_hexes(hexside)
        ground = self._subject.scenario.board.terrain
        return hexside not in self._crossings and all(bank >= 0 and ground[bank].cost for bank in banks)

    def instead_of(self, dry: int) -> int | None:
        """The hexside for a crossing that is at a dry one; None if there is none. The next one is told as if this lay
        there."""
        board, left = self._subject.scenario.board, self._crossings
        banks = [h for h in board.hexside_hexes(dry) if h >= 0]
        by_it = {step.where for step in self._subject.roads if step.hexside == dry or {step.start, step.to} & {*banks}}

        def order(hexside: int) -> tuple[bool, int, int]:
            return not self.bare[hexside] & by_it, board.distance(banks[0], board.hexside_hexes(hexside)[0]), hexside

        roads = heapq.nsmallest(BETTER, (h for h in self.bare if h not in left), key=order)
        near = heapq.nsmallest(BETTER, self._wet, key=lambda h: (board.distance(banks[0], h), self._wet[h]))
        found = list(dict.fromkeys([*roads, *(self._wet[h] for h in near if self._wet[h] not in left)]))
        if not found:
            return None
        best, least = found[0], -1
        for there in found if len(found) > 1 else ():
            if self._left <= 0 or least == 0:
                break
            self._left -= 1
            faults = self._faults(dry, there)
            if least < 0 or faults < least:
                best, least = there, faults
        self._crossings[best] = replace(self._crossings.pop(dry), hexside=best)
        return best

    def _faults(self, dry: int, there: int) -> int:
        """How many faults are told if the crossing at `dry` lies at another hexside."""
        s = self._subject
        crossings = {there if at == dry else at: crossing for at, crossing in self._crossings.items()}
        crossings[there] = replace(crossings[there], hexside=there)
        tried = replace(s, scenario=replace(s.scenario, crossings=crossings), report=Report())
        for check in CHECKS:
            if "crossings" in check.needs and s.report.doubted & check.needs <= {"crossings"}:
                check.run(tried)
        if not tried.report.errors and s.report.doubted.isdisjoint(SUPPLIED - {"crossings"}):
            in_supply(tried)
        return len(tried.report.finish())


def _places(s: Subject, hexes: Collection[int]) -> str:
    """The one or two hexes beside a hexside, in words."""
    edge = _("the edge of the map")
    first, *others = [edge if h < 0 else "({}, {})".format(*s.scenario.board.place(h)) for h in hexes]
    return _("{first} and {second}").format(first=first, second=others[0]) if others else first


def crossings_lead_somewhere(s: Subject) -> None:
    """Both banks of a crossing are ground, and some unit can get to one of them."""
    board = s.scenario.board
    reach = _reach(s, s.scenario.order_of_battle)
    for hexside, crossing in s.scenario.crossings.items():
        banks = [h for h in board.hexside_hexes(hexside) if h >= 0]
        where = s.where("hexside", str(hexside))
        barred = next((h for h in banks if not board.terrain[h].cost), None)
        if barred is not None:
            s.report.error(
                where,
                _("{ground}: the {crossing} leads where no unit can go").format(
                    ground=s.ground(barred), crossing=_(WORDS[crossing.kind])
                ),
                _("move it or change the terrain"),
            )
        elif reach.isdisjoint(banks):
            s.report.warning(
                where,
                _("no unit can ever get to the {crossing} between {places}").format(
                    crossing=_(WORDS[crossing.kind]), places=_places(s, banks)
                ),
                _("move it, or open a way"),
            )


def roads_run_on(s: Subject) -> None:
    """Roads lead over ground, and over rivers by crossings."""
    board = s.scenario.board
    told: set[tuple[str, int]] = set()
    for step in s.roads:
        barred = next((h for h in (step.start, step.to) if not board.terrain[h].cost), None)
        if barred is not None:
            if (step.where, barred) not in told:
                told.add((step.where, barred))
                s.report.warning(
                    step.where,
                    _("it leads where nobody can go: {ground}").format(ground=s.ground(barred)),
                    _("lead it round, or change the terrain"),
                    kind=_("roads through impassable ground"),
                    at=(board.place(barred),),
                )
        elif board.kind(step.hexside) is HexsideKind.RIVER and step.hexside not in s.scenario.crossings:
            s.report.warning(
                step.where,
                _("it leads over the river between {places}, where there is no crossing").format(
                    places=_places(s, (step.start, step.to))
                ),
                _("place a Bridge, Ford or Pontoon there, or end the road at the bank"),
                kind=_("roads over rivers"),
                at=(board.place(step.start), board.place(step.to)),
            )


def charges_make_sense(s: Subject) -> None:
    """Charges are laid by the side that holds a crossing, and where there is something to blow up."""
    for hexside, crossing in s.scenario.crossings.items():
        if not crossing.mined:
            continue
        where = s.where("hexside", str(hexside))
        if not solid(crossing):
            s.report.error(where, _("charges are laid at a ford, which cannot be blown up"), _('leave out "mined"'))
        elif not standing(crossing, s.scenario.rules):
            s.report.error(
                where, _("charges are laid, but it is destroyed already"), _('leave out "mined" or lower "hits"')
            )
        elif crossing.owner not in ("", crossing.mined):
            s.report.error(
                where,
                _("its charges are those of {mined}, but {owner} holds it").format(
                    mined=quoted(crossing.mined), owner=quoted(crossing.owner)
                ),
                _("whoever holds a crossing has cleared it of the other side's charges: change one of them"),
            )


def heavy_units_cross(s: Subject) -> None:
    """Where there are rivers and heavy units, some crossing bears them."""
    rivers = any(kind is HexsideKind.RIVER for kind in s.scenario.board.hexsides.values())
    if not (rivers and s.scenario.crossings):
        return
    for side in s.scenario.sides:
        moving = [u for u in s.scenario.order_of_battle if u.side == side.id and u.type.mp > 0]
        stuck = [
            u for u in moving if not any(bears(c, u.type, s.scenario.rules) for c in s.scenario.crossings.values())
        ]
        if stuck:
            s.report.warning(
                s.where("code", stuck[0].id),
                _("no crossing of the map bears {unit} ({weight})").format(
                    unit=stuck[0].type.name.lower(), weight=_(WORDS[stuck[0].type.weight])
                ),
                _("add a Bridge, or leave the unit out"),
                kind=_("units of {id} without a crossing").format(id=side.id),
            )


def strong_enough(s: Subject) -> None:
    """No unit has more steps than the rules expect of its type by far; names read by players are not the same."""
    names: dict[tuple[str, str], str] = {}
    for unit in s.scenario.order_of_battle:
        where = s.where("code", unit.id)
        if unit.steps > 2 * unit.type.steps:
            s.report.warning(
                where,
                _("it has {steps} steps; its type has {usual}").format(steps=unit.steps, usual=unit.type.steps),
                _("give it fewer"),
            )
        other = names.setdefault((unit.side, unit.name), unit.id)
        if other != unit.id:
            s.report.warning(
                where,
                _("{other} has the same name {name}").format(other=quoted(other), name=quoted(unit.name)),
                _("tell them apart by name"),
            )


def grades_within_reach(s: Subject) -> None:
    """Some margin of victory points can be reached at all."""
    worth = sum(o.worth for o in s.scenario.objectives)
    steps = sum(u.steps for u in s.scenario.order_of_battle) * (
        s.scenario.victory.step + s.scenario.victory.pocketed_step
    )
    most = worth + steps
    for side in s.scenario.sides:
        if s.scenario.objectives and side.grades[3] > most:
            s.report.warning(
                s.file,
                _("the best grade of {id} takes {points} points; all there is to win comes to {most}").format(
                    id=quoted(side.id), points=side.grades[3], most=most
                ),
                _("lower the grades in scenario.toml"),
            )


def arrivals_have_room(s: Subject) -> None:
    """Reinforcements that come on in the same turn and hex find room there."""
    room: dict[tuple[int, int, StackClass], str] = {}
    for unit in s.scenario.order_of_battle:
        if unit.arrives is None or unit.type.stack is StackClass.COLUMN:
            continue
        other = room.setdefault((unit.arrives, unit.entry, unit.type.stack), unit.id)
        if other != unit.id:
            s.report.warning(
                s.where("code", unit.id),
                _("it arrives in the same turn and hex as {other}, and will have to wait").format(other=quoted(other)),
                _("let it come on elsewhere"),
            )


def airfields_fly(s: Subject) -> None:
    """Airfields on the map lie on firm ground, no enemy stands there, and something flies from each."""
    for base in s.scenario.airfields:
        where = s.where("airfield", base.name)
        if not base.fighters and not base.bombers:
            s.report.warning(where, _("nothing flies from the airfield"), _("give it fighters or bombers"))
        if base.hex < 0:
            continue
        if not s.scenario.board.terrain[base.hex].cost:
            s.report.error(
                where,
                _("{ground}, where no airfield can be").format(ground=s.ground(base.hex)),
                _("move it or change the terrain"),
            )
        for unit in s.scenario.units:
            if unit.hex == base.hex and unit.side != base.side and unit.is_combat:
                s.report.error(
                    where,
                    _("the enemy unit {id} stands on it and would take it at once").format(id=quoted(unit.id)),
                    _("move one of them"),
                )


def in_supply(s: Subject) -> None:
    """Units that begin the battle out of supply (a warning: it may be meant)."""
    state = initial_state(s.scenario)
    for side in s.scenario.sides:
        net = trace(receive(replace(state, active=side.id)), side.id)
        for unit in state.side_units(side.id):
            if not net.serves(unit) and not unit.is_column:
                s.report.warning(
                    s.where("code", unit.id),
                    _("it begins out of supply in {hex}").format(hex=s.hex(unit.hex)),
                    _("move it, a depot or a road"),
                    kind=_("units of {id} out of supply").format(id=side.id),
                )


@dataclass(frozen=True, slots=True)
class ScenarioCheck:
    """A check, the parts of a scenario without which it says nothing true, those with faults in which it does not look
    at everything, and what is not known then."""

    run: Callable[[Subject], None]
    needs: frozenset[str]
    partly: frozenset[str]
    told: str


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WAYS = _names("terrain hexsides roads crossings units unit_types")
_FLOW = _names("terrain hexsides roads crossings places")
#: What must be sound to say who begins out of supply.
SUPPLIED = _FLOW | _names("units unit_types calendar sides reinforcements arrivals rules")
_UNITS = _names("units unit_types")
_NONE: frozenset[str] = frozenset()
#: Crossings come first: where one lies wrong, what leads over it is not told as well.
CHECKS: tuple[ScenarioCheck, ...] = (
    ScenarioCheck(
        crossings_over_water, _names("hexsides"), _names("crossings"), N_("whether crossings lie over water")
    ),
    ScenarioCheck(
        units_on_passable_ground,
        _names("roads"),
        _UNITS | {"terrain", "reinforcements"},
        N_("whether units stand where they may go"),
    ),
    ScenarioCheck(stacking, _names("reinforcements"), _UNITS, N_("which hexes hold too many units")),
    ScenarioCheck(
        both_sides_fight, _names("units places sides reinforcements"), _NONE, N_("whether both sides can fight")
    ),
    ScenarioCheck(something_to_fight_for, _names("places"), _NONE, N_("whether there is an objective")),
    ScenarioCheck(objectives_fall, _NONE, _names("places"), N_("whether objectives lie apart and gain no worth")),
    ScenarioCheck(objectives_reachable, _WAYS | {"places"}, _NONE, N_("whether objectives can be reached")),
    ScenarioCheck(supplies_flow, _FLOW, _NONE, N_("whether supplies can flow")),
    ScenarioCheck(columns_have_work, _names("places"), _UNITS, N_("whether truck columns have depots")),
    ScenarioCheck(crossings_lead_somewhere, _WAYS, _NONE, N_("whether crossings lead somewhere")),
    ScenarioCheck(
        roads_run_on, _names("hexsides crossings"), _names("roads terrain"), N_("whether roads have bridges")
    ),
    ScenarioCheck(charges_make_sense, _NONE, _names("crossings"), N_("whether charges lie where they can")),
    ScenarioCheck(
        heavy_units_cross, _names("hexsides crossings"), _UNITS, N_("whether crossings bear the heaviest units")
    ),
    ScenarioCheck(strong_enough, _NONE, _UNITS, N_("whether units have usual steps and names of their own")),
    ScenarioCheck(
        grades_within_reach,
        _names("units places sides.grades victory"),
        _names("unit_types"),
        N_("whether grades can be reached"),
    ),
    ScenarioCheck(
        arrivals_have_room, _names("reinforcements arrivals"), _UNITS, N_("whether reinforcements find room")
    ),
    ScenarioCheck(
        airfields_fly,
        _NONE,
        _names("places airfields terrain") | _UNITS,
        N_("whether airfields lie well and have aircraft"),
    ),
)
