"""Lines about units, hexes, objectives and forces, for the side panel. Everything is read from the side's view."""

from __future__ import annotations

from khalkhin.core.command import handicap
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.model.crossings import Crossing, Record
from khalkhin.core.model.rules import TRAITS, HexsideKind, Road, Weight
from khalkhin.core.model.state import DESTROYED, EXITED, NOT_ARRIVED, WITHDRAWN, Airfield, GameState
from khalkhin.core.model.units import Driving, Job, Level, Task, Unit
from khalkhin.core.timeline import restrictions
from khalkhin.core.wording import counted
from khalkhin.play.report.dates import date_text
from khalkhin.text.names import PRIORITIES, place_text, side_name, store_kind
from khalkhin.text.refusals import refusal_text
from khalkhin.ui.planning.actions import LookAt, SelectUnit
from khalkhin.ui.widgets.rows import Bar, Gap, Heading, Line, Row, Rule

STATE_TONES = ("good", "warn", "bad", "bad")
DIRECTIONS_FLAT = ("N", "NE", "SE", "S", "SW", "NW")
DIRECTIONS_POINTY = ("NW", "NE", "E", "SE", "SW", "W")


def unit_rows(state: GameState, unit: Unit, viewer: str, *, full: bool = True) -> list[Row]:
    """A unit as its side, or as the enemy, knows it."""
    spec, own = unit.spec, unit.side == viewer
    level = Level.EXACT if own else Level(state.sightings[viewer].levels[spec.index])
    if level <= Level.CONTACT and not own:
        return [
            Heading("Something stands here"),
            Line("Only a contact: nothing is known but that the enemy is here.", tone="dim"),
        ]
    rows: list[Row] = [Heading(spec.name, tone="gold" if own else "bad")]
    about = [spec.type.name]
    if spec.formation:
        about.append(spec.formation)
    rows.append(Line(", ".join(about), tone="dim"))
    if spec.nation:
        rows.append(Line(f"{spec.nation}, {spec.quality.name.lower()}", tone="dim"))
    if spec.leader:
        rows.append(Line("Leader", spec.leader, value_tone="gold"))
    rows.append(Gap(4))
    if level is Level.EXACT:
        rows.append(
            Bar(
                "Steps ready",
                unit.effective / max(1, spec.steps),
                f"{unit.effective} of {spec.steps}",
                "good" if unit.effective * 2 >= spec.steps else "warn",
            )
        )
        if unit.suppressed:
            rows.append(Line("Suppressed", f"{unit.suppressed} of {unit.steps} steps", value_tone="warn"))
        if unit.entrenchment:
            rows.append(Line("Entrenchment", str(unit.entrenchment)))
    else:
        rows.append(Line("Strength", f"about {unit.steps} steps", value_tone="dim"))
    if own and (held := restrictions.held(state, unit)):
        rows.append(Line(refusal_text(held, state), tone="warn"))
    if level is Level.EXACT:
        rows += service_rows(state, unit)
    if own and not unit.is_column:
        name = state.scenario.rules.supply.states[unit.supply_state]
        days = f", {unit.unsupplied} turns" if unit.unsupplied > 1 else ""
        rows.append(Line("Supply", name + days, value_tone=STATE_TONES[unit.supply_state]))
    if own and unit.side == state.active:
        rows.append(Line("Movement left", f"{unit.mp} of {handicap.march(state, unit)} MP"))
        done = [text for flag, text in ((unit.moved, "moved"), (unit.fought, "fought")) if flag]
        if done:
            rows.append(Line("This turn", " and ".join(done), value_tone="dim"))
    if full:
        rows += _figures(unit)
    return rows


def _figures(unit: Unit) -> list[Row]:
    t = unit.spec.type
    rows: list[Row] = [Gap(4)]
    if t.capacity:
        rows.append(Line("Carries, each step", f"{t.capacity} SP"))
    if t.soft or t.hard:
        rows.append(Line("Attack, each step", f"{t.soft} soft, {t.hard} hard"))
    rows.append(Line("Defence, each step", str(t.defence)))
    if t.hardness:
        rows.append(Line("Armoured", f"{t.hardness} %"))
    heavy = "" if t.weight is Weight.FOOT else f", {t.weight.name.lower()}"
    rows.append(Line("Moves", f"{t.mp} MP, {t.mobility.value}{heavy}"))
    if t.range:
        rows.append(Line("Range", counted(t.range, "hex", "hexes")))
    rows.append(Line("Sight", counted(t.sight, "hex", "hexes")))
    if t.upkeep or t.ammunition:
        rows.append(Line("Upkeep, ammunition", f"{t.upkeep}, {t.ammunition} SP"))
    if t.traits:
        rows.append(Gap(4))
        rows += [Line(f"{trait}: {TRAITS.get(trait, '')}", tone="dim", style="small") for trait in sorted(t.traits)]
    return rows


def hex_rows(state: GameState, hex_: int, viewer: str) -> list[Row]:
    """The ground of a hex: terrain with its costs, its sides, roads, crossings, places."""
    board = state.scenario.board
    ground = board.terrain[hex_]
    place = place_text(state, hex_)
    # A height is called one: "Fui Heights", not "Heights Fui Heights".
    rows: list[Row] = [Heading(place if ground.name in place else f"{ground.name} {place}")]
    costs = ", ".join(f"{m.value} {c}" for m, c in ground.cost.items())
    rows.append(Line(f"MP to enter: {costs}" if costs else "Nothing can enter"))
    if ground.shift:
        rows.append(Line("Defence", f"{ground.shift} column{'s' if abs(ground.shift) != 1 else ''}"))
    if ground.sight_bonus:
        rows.append(Line("Sight from here", f"{ground.sight_bonus:+d}"))
    names = DIRECTIONS_FLAT if board.layout.flat_top else DIRECTIONS_POINTY
    for kind in (HexsideKind.RIVER, HexsideKind.STREAM, HexsideKind.ESCARPMENT):
        found = [names[d] for d in range(6) if board.kind(board.sides[hex_][d]) is kind]
        if found:
            rows.append(Line(kind.value.capitalize(), ", ".join(found), value_tone="blue"))
    for road in (Road.ROAD, Road.TRACK):
        found = [names[d] for d in range(6) if board.roads[hex_][d] is road]
        if found:
            rows.append(Line(road.name.capitalize(), ", ".join(found)))
    for d in range(6):
        crossing = state.crossings.get(board.sides[hex_][d])
        if crossing is not None:
            rows += crossing_rows(state, crossing, names[d])
        rows += work_rows(state, board.sides[hex_][d], names[d])
    for i, store in enumerate(state.stores):
        if store.hex == hex_:
            rows += store_rows(state, i, viewer)
    for field in state.airfields:
        if field.hex == hex_:
            rows += airfield_rows(state, field, viewer)
    for i, objective in enumerate(state.scenario.objectives):
        if objective.hex == hex_:
            rows.append(Line(f"Objective, held by the {side_name(state, state.holdings[i].side)}", tone="blue"))
    return rows


def store_rows(state: GameState, index: int, viewer: str) -> list[Row]:
    """A store: what it is, its stock, and how much the staff minds that it is filled."""
    store = state.stores[index]
    kind = store_kind(state, index)
    name = store.name if store.name.startswith(kind) else f"{kind} {store.name}".rstrip()
    if store.side != viewer:
        return [Line(name, "the enemy's", value_tone="blue")]
    rows: list[Row] = [Line(name, f"{store.stock} SP", value_tone="blue" if store.stock else "bad")]
    if not store.is_source and store.priority != 1:
        rows.append(Line(f"the staff fills it {PRIORITIES[store.priority]}", tone="dim", style="small", indent=1))
    return rows


def airfield_rows(state: GameState, field: Airfield, viewer: str) -> list[Row]:
    """An airfield: what flies from it, and until when it is out."""
    rows: list[Row] = [
        Line(
            f"Airfield {field.name}",
            f"{field.fighters} fighter, {field.bombers} bomber sorties",
            value_tone="blue" if field.side == viewer else "bad",
        )
    ]
    if field.wrecked >= state.turn:
        rows.append(
            Line(f"wrecked: nothing flies until turn {field.wrecked + 1}", tone="warn", style="small", indent=1)
        )
    return rows


def crossing_rows(state: GameState, crossing: Crossing, direction: str) -> list[Row]:
    """A crossing: what it bears, how much of it is used this turn, its damage, charges and life so far."""
    rules = state.scenario.rules
    limit = rules.crossings[crossing.kind]
    name = crossing.name or crossing.kind.value.capitalize()
    rows: list[Row]
    if crossings.standing(crossing, rules):
        rows = [
            Line(f"{name}, {crossing.kind.value} to the {direction}", limit.weight.name.lower(), value_tone="blue"),
            Line(
                f"{crossing.used} of {crossings.capacity(crossing, rules)} units and {crossing.supply_used} of "
                f"{crossings.supply_capacity(crossing, rules)} SP this turn",
                tone="dim",
                style="small",
                indent=1,
            ),
        ]
        if crossing.hits:
            rows.append(Line(f"hit {crossing.hits} of {limit.hits} times", tone="warn", style="small", indent=1))
    else:
        rows = [Line(f"{name}, {crossing.kind.value} to the {direction}", "destroyed", value_tone="bad")]
    if crossing.mined:
        rows.append(Line("charges are laid on it", tone="warn", style="small", indent=1))
    return rows + life_rows(state, crossing)


#: Lines of a crossing's life shown in the panel, the latest ones.
LIFE = 6


def life_rows(state: GameState, crossing: Crossing) -> list[Row]:
    """What befell a crossing, the latest first."""
    rows: list[Row] = []
    for record in reversed(crossing.records[-LIFE:]):
        rows.append(Line(f"turn {record.turn}: {_life(state, record)}", tone="dim", style="small", indent=1))
    if len(crossing.records) > LIFE:
        rows.append(Line(f"and {len(crossing.records) - LIFE} earlier entries", tone="dim", style="small", indent=1))
    return rows


def _life(state: GameState, record: Record) -> str:
    who = side_name(state, record.side) if record.side else ""
    match record.what:
        case "carried":
            parts = [counted(record.amount, "unit")] if record.amount else []
            parts += [f"{record.supply} SP"] if record.supply else []
            return f"carried {' and '.join(parts) or 'nothing'}"
        case "hit":
            return counted(record.amount, "hit")
        case "blown":
            return f"blown up by {who}"
        case "mined":
            return "charges laid"
        case "repaired":
            return f"repaired ({counted(record.amount, 'hit')})" if record.amount else "repaired"
        case _:
            return f"{record.what} by {who}" if who else record.what


def work_rows(state: GameState, hexside: int, direction: str) -> list[Row]:
    """Works in hand at a hexside."""
    return [
        Line(f"{JOBS[u.job.task]} to the {direction}", job_text(state, u.job), value_tone="gold")
        for u in state.units
        if u.job is not None and u.job.hexside == hexside and u.on_map
    ]


JOBS = {
    Task.FORD: "Marking out a ford",
    Task.PONTOON: "Building a pontoon bridge",
    Task.REPAIR: "Repairing the crossing",
    Task.DISMANTLE: "Taking up the pontoon",
    Task.MINE: "Laying charges",
}


def job_text(state: GameState, job: Job) -> str:
    """How far a job is: work points done of those it takes."""
    need = int(getattr(state.scenario.rules.engineering, job.task.value))
    return f"{job.done} of {counted(need, 'point')}"


def service_rows(state: GameState, unit: Unit) -> list[Row]:
    """What columns carry and whither, what engineers work at, what guns stand by for."""
    rows: list[Row] = []
    if unit.is_column:
        share = unit.cargo / unit.capacity if unit.capacity else 0.0
        rows.append(Bar("Cargo", share, f"{unit.cargo} of {unit.capacity} SP"))
        rows.append(Line("Driven", DRIVERS[unit.driving]))
        if unit.haul is not None:
            origin, goal = unit.haul
            rows.append(Line(f"From {place_text(state, origin)} to {place_text(state, goal)}", tone="dim"))
    if unit.job is not None:
        rows.append(Line(JOBS[unit.job.task], job_text(state, unit.job), value_tone="gold"))
    if unit.standby:
        what = "answers enemy guns" if unit.standby == "counter" else "helps a defence"
        rows.append(Line("Stands by", what, value_tone="gold"))
    return rows


#: Who drives a truck column, in words.
DRIVERS = {
    Driving.STAFF: "by the staff's plan",
    Driving.HAUL: "on a standing haul",
    Driving.HAND: "by hand",
}


def force_rows(state: GameState, viewer: str) -> list[Row]:
    """The viewer's own forces by formation, and what is still to come."""
    rows: list[Row] = [Heading("Forces")]
    formations: dict[str, list[Unit]] = {}
    for unit in state.units:
        if unit.side == viewer:
            formations.setdefault(unit.spec.formation or "Independent", []).append(unit)
    coming = sorted(
        (u for group in formations.values() for u in group if u.hex == NOT_ARRIVED),
        key=lambda u: (u.spec.arrives or 0, u.spec.index),
    )
    if coming:
        rows.append(Line("Still to come", tone="gold", style="bold"))
        calendar = state.scenario.calendar
        for unit in coming:
            turn = unit.spec.arrives or 0
            when = f"turn {turn}, {date_text(calendar[turn - 1].date)[:-5]}" if 0 < turn <= len(calendar) else "later"
            rows.append(
                Line(
                    unit.spec.name,
                    when,
                    indent=1,
                    action=LookAt(unit.spec.entry) if unit.spec.entry >= 0 else None,
                )
            )
        rows.append(Rule())
    for name, units in formations.items():
        there = [u for u in units if u.hex != NOT_ARRIVED]
        if not there:
            continue
        rows.append(Line(name, style="bold", tone="gold"))
        for unit in there:
            text, tone = _standing(state, unit)
            rows.append(
                Line(
                    unit.spec.name, text, value_tone=tone, indent=1, action=SelectUnit(unit.id) if unit.on_map else None
                )
            )
    return rows


def _standing(state: GameState, unit: Unit) -> tuple[str, str]:
    if unit.hex == DESTROYED:
        return "destroyed", "bad"
    if unit.hex == EXITED:
        return "left the map", "dim"
    if unit.hex == WITHDRAWN:
        return "withdrawn", "dim"
    if state.is_held(unit):
        return f"{unit.effective}/{unit.spec.steps}, held back", "warn"
    text = f"{unit.effective}/{unit.spec.steps}"
    if unit.supply_state:
        return f"{text}, {state.scenario.rules.supply.states[unit.supply_state]}", STATE_TONES[unit.supply_state]
    return text, "normal"
