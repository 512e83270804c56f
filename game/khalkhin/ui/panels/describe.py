"""Lines about units, hexes, objectives and forces, for the side panel. Everything is read from the side's view."""

from __future__ import annotations

from khalkhin.core.command import handicap
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.model.crossings import Crossing, Record
from khalkhin.core.model.rules import HexsideKind, Road, Weight
from khalkhin.core.model.state import DESTROYED, EXITED, NOT_ARRIVED, WITHDRAWN, Airfield, GameState
from khalkhin.core.model.units import Driving, Job, Level, Task, Unit
from khalkhin.core.timeline import restrictions
from khalkhin.play.report.dates import day_text
from khalkhin.text import amounts, kinds
from khalkhin.text.names import PRIORITIES, place_text, side_name, store_title
from khalkhin.text.refusals import refusal_text
from khalkhin.text.score import at_stake
from khalkhin.translation import N_, _, ngettext
from khalkhin.ui.planning.actions import LookAt, OpenRoster, SelectUnit
from khalkhin.ui.widgets.rows import Bar, Gap, Heading, Line, Row, Rule

STATE_TONES = ("good", "warn", "bad", "bad")
DIRECTIONS_FLAT = (
    N_("north"),
    N_("north-east"),
    N_("south-east"),
    N_("south"),
    N_("south-west"),
    N_("north-west"),
)
DIRECTIONS_POINTY = (
    N_("north-west"),
    N_("north-east"),
    N_("east"),
    N_("south-east"),
    N_("south-west"),
    N_("west"),
)


def unit_rows(state: GameState, unit: Unit, viewer: str, *, full: bool = True) -> list[Row]:
    """A unit as its side, or as the enemy, knows it."""
    spec, own = unit.spec, unit.side == viewer
    level = Level.EXACT if own else Level(state.sightings[viewer].levels[spec.index])
    if level <= Level.CONTACT and not own:
        return [
            Heading(_("Something stands here")),
            Line(_("Only a contact: nothing is known but that the enemy is here."), tone="dim"),
        ]
    rows: list[Row] = [Heading(spec.name, tone="gold" if own else "bad")]
    about = [spec.type.name]
    if spec.formation:
        about.append(state.scenario.shown(spec.formation))
    rows.append(Line(", ".join(about), tone="dim"))
    if spec.nation:
        rows.append(Line(f"{state.scenario.shown(spec.nation)}, {kinds.quality(spec.quality)}", tone="dim"))
    if spec.leader:
        rows.append(Line(_("Leader"), spec.leader, value_tone="gold"))
    rows.append(Gap(4))
    if level is Level.EXACT:
        rows.append(
            Bar(
                _("Steps ready"),
                unit.effective / max(1, spec.steps),
                _("{n} of {total}").format(n=unit.effective, total=spec.steps),
                "good" if unit.effective * 2 >= spec.steps else "warn",
            )
        )
        if unit.suppressed:
            rows.append(
                Line(
                    _("Suppressed"),
                    _("{n} of {steps}").format(n=unit.suppressed, steps=amounts.steps(unit.steps)),
                    value_tone="warn",
                )
            )
        if unit.entrenchment:
            rows.append(Line(_("Entrenchment"), str(unit.entrenchment)))
    else:
        rows.append(Line(_("Strength"), _("about {steps}").format(steps=amounts.steps(unit.steps)), value_tone="dim"))
    if own and (held := restrictions.held(state, unit)):
        rows.append(Line(refusal_text(held, state), tone="warn"))
    if level is Level.EXACT:
        rows += service_rows(state, unit)
    if own and not unit.is_column:
        name = state.scenario.rules.supply.states[unit.supply_state]
        if unit.unsupplied > 1:
            name = _("{state}, {turns}").format(state=name, turns=amounts.turns(unit.unsupplied))
        rows.append(Line(_("Supply"), name, value_tone=STATE_TONES[unit.supply_state]))
    if own and unit.side == state.active:
        rows.append(Line(_("Movement left"), _("{n} of {total}").format(n=unit.mp, total=handicap.march(state, unit))))
        done = [text for flag, text in ((unit.moved, _("moved")), (unit.fought, _("fought"))) if flag]
        if done:
            rows.append(Line(_("This turn"), amounts.listed(done), value_tone="dim"))
    if full:
        rows += _figures(unit)
    return rows


def _figures(unit: Unit) -> list[Row]:
    t = unit.spec.type
    rows: list[Row] = [Gap(4)]
    if t.capacity:
        rows.append(Line(_("Carries, each step"), amounts.supply(t.capacity)))
    if t.soft or t.hard:
        rows.append(Line(_("Attack, each step"), _("{soft} on men, {hard} on armour").format(soft=t.soft, hard=t.hard)))
    rows.append(Line(_("Defence, each step"), str(t.defence)))
    if t.hardness:
        rows.append(Line(_("Armoured"), f"{t.hardness} %"))
    heavy = "" if t.weight is Weight.FOOT else f", {kinds.weight(t.weight)}"
    rows.append(Line(_("Moves"), f"{amounts.movement(t.mp)}, {kinds.mobility(t.mobility)}{heavy}"))
    if t.range:
        rows.append(Line(_("Range"), amounts.hexes(t.range)))
    rows.append(Line(_("Sight"), amounts.hexes(t.sight)))
    if t.upkeep or t.ammunition:
        used = _("{upkeep} a turn, {ammunition} to fire").format(upkeep=t.upkeep, ammunition=t.ammunition)
        rows.append(Line(_("Supplies used"), used))
    if t.traits:
        rows.append(Gap(4))
        texts = (f"{kinds.trait_name(trait)}: {kinds.trait(trait)}" for trait in sorted(t.traits))
        rows += [Line(text, tone="dim", style="small") for text in texts]
    return rows


def hex_rows(state: GameState, hex_: int, viewer: str) -> list[Row]:
    """The ground of a hex: terrain with its costs, its sides, roads, crossings, places."""
    board = state.scenario.board
    ground = board.terrain[hex_]
    place = place_text(state, hex_)
    name = state.scenario.shown(ground.name)
    if place.startswith("("):  # without a name of its own
        rows: list[Row] = [Heading(f"{name} {place}")]
    else:  # A height is called one: "Fui Heights", not "Fui Heights: Heights".
        rows = [Heading(place if name in place else _("{place}: {ground}").format(place=place, ground=name))]
    costs = ", ".join(f"{kinds.mobility(m)} {c}" for m, c in ground.cost.items())
    rows.append(Line(_("Movement to enter: {costs}").format(costs=costs) if costs else _("Nothing can enter")))
    if ground.shift:
        rows.append(Line(_("Defence"), _columns(ground.shift)))
    if ground.sight_bonus:
        rows.append(Line(_("Sight from here"), f"{ground.sight_bonus:+d}"))
    names = [_(name) for name in (DIRECTIONS_FLAT if board.layout.flat_top else DIRECTIONS_POINTY)]
    for kind in (HexsideKind.RIVER, HexsideKind.STREAM, HexsideKind.ESCARPMENT):
        found = [names[d] for d in range(6) if board.kind(board.sides[hex_][d]) is kind]
        if found:
            rows.append(Line(kinds.hexside_kind(kind), ", ".join(found), value_tone="blue"))
    for road in (Road.ROAD, Road.TRACK):
        found = [names[d] for d in range(6) if board.roads[hex_][d] is road]
        if found:
            rows.append(Line(kinds.road_kind(road), ", ".join(found)))
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
    return rows + objective_rows(state, hex_, viewer)


def objective_rows(state: GameState, hex_: int, viewer: str) -> list[Row]:
    """The objectives of a hex: who holds each, and what it counts for either side."""
    rows: list[Row] = []
    for i, objective in enumerate(state.scenario.objectives):
        if objective.hex == hex_:
            holder = side_name(state, state.holdings[i].side)
            rows.append(Line(_("Objective, held by the {side}").format(side=holder), tone="blue"))
            rows.append(Line(at_stake(state, i, viewer), tone="dim", style="small", indent=1))
    return rows


def _columns(n: int) -> str:
    return ngettext("{n} column", "{n} columns", abs(n)).format(n=n)


def store_rows(state: GameState, index: int, viewer: str) -> list[Row]:
    """A store: what it is, its stock, and how much the staff minds that it is filled."""
    store = state.stores[index]
    name = store_title(state, index)
    if store.side != viewer:
        return [Line(name, _("the enemy's"), value_tone="blue")]
    rows: list[Row] = [Line(name, amounts.supply(store.stock), value_tone="blue" if store.stock else "bad")]
    if not store.is_source and store.priority != 1:
        fills = _("the staff fills it {how}").format(how=_(PRIORITIES[store.priority]))
        rows.append(Line(fills, tone="dim", style="small", indent=1))
    return rows


def airfield_rows(state: GameState, field: Airfield, viewer: str) -> list[Row]:
    """An airfield: what flies from it, and until when it is out."""
    rows: list[Row] = [
        Line(
            _("Airfield {name}").format(name=state.scenario.shown(field.name)),
            _("{fighters} fighter, {bombers} bomber sorties").format(fighters=field.fighters, bombers=field.bombers),
            value_tone="blue" if field.side == viewer else "bad",
        )
    ]
    if field.wrecked >= state.turn:
        until = _("wrecked: nothing flies until turn {turn}").format(turn=field.wrecked + 1)
        rows.append(Line(until, tone="warn", style="small", indent=1))
    return rows


def crossing_rows(state: GameState, crossing: Crossing, direction: str) -> list[Row]:
    """A crossing: what it bears, how much of it is used this turn, its damage, charges and life so far."""
    rules = state.scenario.rules
    limit = rules.crossings[crossing.kind]
    title = _("{crossing}, {kind} to the {direction}").format(
        crossing=kinds.crossing_name(state.scenario, crossing),
        kind=kinds.crossing_kind(crossing.kind),
        direction=direction,
    )
    rows: list[Row]
    if crossings.standing(crossing, rules):
        rows = [
            Line(title, kinds.weight(limit.weight), value_tone="blue"),
            Line(
                _("{used} of {most} units and {sp} of {most_sp} supply points this turn").format(
                    used=crossing.used,
                    most=crossings.capacity(crossing, rules),
                    sp=crossing.supply_used,
                    most_sp=crossings.supply_capacity(crossing, rules),
                ),
                tone="dim",
                style="small",
                indent=1,
            ),
        ]
        if crossing.hits:
            hit = _("hit {n} of {total} times").format(n=crossing.hits, total=limit.hits)
            rows.append(Line(hit, tone="warn", style="small", indent=1))
    else:
        rows = [Line(title, _("destroyed"), value_tone="bad")]
    if crossing.mined:
        rows.append(Line(_("charges are laid on it"), tone="warn", style="small", indent=1))
    return rows + life_rows(state, crossing)


#: Lines of a crossing's life shown in the panel, the latest ones.
LIFE = 6


def life_rows(state: GameState, crossing: Crossing) -> list[Row]:
    """What befell a crossing, the latest first."""
    rows: list[Row] = []
    for record in reversed(crossing.records[-LIFE:]):
        told = _("turn {turn}: {what}").format(turn=record.turn, what=_life(state, record))
        rows.append(Line(told, tone="dim", style="small", indent=1))
    if len(crossing.records) > LIFE:
        more = len(crossing.records) - LIFE
        earlier = ngettext("and {n} earlier entry", "and {n} earlier entries", more)
        rows.append(Line(earlier.format(n=more), tone="dim", style="small", indent=1))
    return rows


def _life(state: GameState, record: Record) -> str:
    who = side_name(state, record.side) if record.side else ""
    match record.what:
        case "carried":
            parts = [amounts.units(record.amount)] if record.amount else []
            parts += [amounts.supply(record.supply)] if record.supply else []
            return _("carried {what}").format(what=amounts.listed(parts)) if parts else _("carried nothing")
        case "hit":
            return amounts.hits(record.amount)
        case "blown":
            return _("blown up by {side}").format(side=who)
        case "mined":
            return _("charges laid")
        case "repaired":
            return _("repaired ({hits})").format(hits=amounts.hits(record.amount)) if record.amount else _("repaired")
        case "built":
            return _("built by {side}").format(side=who) if who else _("built")
        case _:
            return _("taken by {side}").format(side=who) if who else _("taken")


def work_rows(state: GameState, hexside: int, direction: str) -> list[Row]:
    """Works in hand at a hexside."""
    return [
        Line(_work_at(u.job, direction), job_text(state, u.job), value_tone="gold")
        for u in state.units
        if u.job is not None and u.job.hexside == hexside and u.on_map
    ]


def _work_at(job: Job, direction: str) -> str:
    return _("{work} to the {direction}").format(work=_(JOBS[job.task]), direction=direction)


JOBS = {
    Task.FORD: N_("Marking out a ford"),
    Task.PONTOON: N_("Building a pontoon bridge"),
    Task.REPAIR: N_("Repairing the crossing"),
    Task.DISMANTLE: N_("Taking up the pontoon"),
    Task.MINE: N_("Laying charges"),
}


def job_text(state: GameState, job: Job) -> str:
    """How far a job is: work points done of those it takes."""
    need = int(getattr(state.scenario.rules.engineering, job.task.value))
    return _("{n} of {points}").format(n=job.done, points=amounts.points(need))


def service_rows(state: GameState, unit: Unit) -> list[Row]:
    """What columns carry and whither, what engineers work at, what guns stand by for."""
    rows: list[Row] = []
    if unit.is_column:
        share = unit.cargo / unit.capacity if unit.capacity else 0.0
        rows.append(Bar(_("Supplies loaded"), share, _("{n} of {total}").format(n=unit.cargo, total=unit.capacity)))
        rows.append(Line(_("Driven"), _(DRIVERS[unit.driving])))
        if unit.haul is not None:
            origin, goal = unit.haul
            way = _("From {origin} to {goal}")
            way = way.format(origin=place_text(state, origin), goal=place_text(state, goal))
            rows.append(Line(way, tone="dim"))
    if unit.job is not None:
        rows.append(Line(_(JOBS[unit.job.task]), job_text(state, unit.job), value_tone="gold"))
    if unit.standby:
        what = _("answers enemy guns") if unit.standby == "counter" else _("helps a defence")
        rows.append(Line(_("Stands by"), what, value_tone="gold"))
    return rows


#: Who drives a truck column, in words.
DRIVERS = {
    Driving.STAFF: N_("by the staff's plan"),
    Driving.HAUL: N_("on a standing haul"),
    Driving.HAND: N_("by hand"),
}


def force_rows(state: GameState, viewer: str) -> list[Row]:
    """The viewer's own forces by formation, and what is still to come."""
    more = Line(_("All units in a table  ›"), tone="gold", action=OpenRoster())
    rows: list[Row] = [Heading(_("Forces")), more, Gap(4)]
    formations: dict[str, list[Unit]] = {}
    for unit in state.units:
        if unit.side == viewer:
            formations.setdefault(state.scenario.shown(unit.spec.formation) or _("Independent"), []).append(unit)
    coming = sorted(
        (u for group in formations.values() for u in group if u.hex == NOT_ARRIVED),
        key=lambda u: (u.spec.arrives or 0, u.spec.index),
    )
    if coming:
        rows.append(Line(_("Still to come"), tone="gold", style="bold"))
        calendar = state.scenario.calendar
        for unit in coming:
            turn = unit.spec.arrives or 0
            when = _("later")
            if 0 < turn <= len(calendar):
                when = _("turn {turn}, {date}").format(turn=turn, date=day_text(calendar[turn - 1].date))
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
        return _("destroyed"), "bad"
    if unit.hex == EXITED:
        return _("left the map"), "dim"
    if unit.hex == WITHDRAWN:
        return _("withdrawn"), "dim"
    if state.is_held(unit):
        return _("{strength}, held back").format(strength=f"{unit.effective}/{unit.spec.steps}"), "warn"
    text = f"{unit.effective}/{unit.spec.steps}"
    if unit.supply_state:
        return f"{text}, {state.scenario.rules.supply.states[unit.supply_state]}", STATE_TONES[unit.supply_state]
    return text, "normal"
