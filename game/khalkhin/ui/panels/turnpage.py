"""How a turn stands, for the panel's page of what is here while nothing is picked and nothing pointed at."""

from __future__ import annotations

from khalkhin.core import victory
from khalkhin.core.model.rules import Light
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.text import amounts, kinds
from khalkhin.translation import _, ngettext
from khalkhin.ui.planning.actions import LookAt, OpenRoster, SelectUnit, ShowPage
from khalkhin.ui.planning.planner import Planner
from khalkhin.ui.widgets.rows import Bar, Gap, Heading, Line, Row

#: Objectives and units that are listed at most; the page of aims and the table of the army have all of them.
MOST, NEXT = 4, 3


def rows(planner: Planner) -> list[Row]:
    """Who waits for orders, what is unspent and in want, the objectives still to take and the score. It searches for
    nothing."""
    state, side = planner.state, planner.side
    told = _("Point at a place to see what is there, click a unit to command it.")
    out: list[Row] = [Line(told, tone="dim", style="small"), Gap(4)]
    if planner.active and not state.over:
        out += [*_orders(planner), Gap(8)]
    out += _to_take(state, side)
    out += [Gap(8), *_score(state, side)]
    return out


def _orders(planner: Planner) -> list[Row]:
    state, side = planner.state, planner.side
    own = [u for u in state.side_units(side) if u.on_map]
    waiting = set(planner.waiting())
    idle = [u for u in own if u.id in waiting]
    want = sum(1 for u in own if u.supply_state)
    night = state.info.light is Light.NIGHT
    out: list[Row] = [Heading(_("This turn"), kinds.light(state.info.light))]
    if night:
        out.append(Line(_("By night one sees less far, and no aircraft fly."), tone="dim"))
    tone = "gold" if idle else "dim"
    out.append(Line(_("Have done nothing yet"), amounts.units(len(idle)), value_tone=tone, action=_table("IDLE")))
    for unit, far in _foremost(state, side, idle):
        told = _("enemy at {hexes}").format(hexes=amounts.hexes(far)) if far is not None else ""
        out.append(Line(unit.spec.name, told, indent=1, tone="dim", style="small", action=SelectUnit(unit.id)))
    resting = sum(1 for unit in planner.intentions if planner.resting(unit))
    if resting:
        out.append(Line(_("On the march, or told to hold"), amounts.units(resting)))
    tone = "bad" if want else "good"
    out.append(Line(_("Short of supplies"), amounts.units(want), value_tone=tone, action=_table("HUNGRY")))
    return out + _unspent(state, side)


def _foremost(state: GameState, side: str, idle: list[Unit]) -> list[tuple[Unit, int | None]]:
    """The idle units nearest to a known enemy, and how far from him: those to look at next."""
    board = state.scenario.board
    enemies = [enemy.hex for enemy in state.known_enemies(side)]
    away = [(min((board.distance(u.hex, e) for e in enemies), default=None), u) for u in idle]
    away.sort(key=lambda each: (each[0] is None, each[0] or 0, each[1].spec.index))
    return [(unit, far) for far, unit in away[:NEXT]]


def _unspent(state: GameState, side: str) -> list[Row]:
    """What the army has beside its units and has not used this turn; it is lost with the turn."""
    points, left = state.hq_points.get(side, 0), state.sorties.get(side)
    page = ShowPage("army")
    out: list[Row] = []
    if points:
        out.append(Line(_("Not used yet, of the staff"), amounts.hq_points(points), action=page))
    if left is not None and left.bombers and state.info.light is not Light.NIGHT:
        bombers = ngettext("{n} bomber", "{n} bombers", left.bombers).format(n=left.bombers)
        out.append(Line(_("Not flown yet"), bombers, action=page))
    return out


def _table(only: str) -> OpenRoster:
    return OpenRoster("OWN", only)


def _to_take(state: GameState, side: str) -> list[Row]:
    """How many objectives are held, and those that the enemy holds, those that pay most first."""
    both = list(zip(state.scenario.objectives, state.holdings, strict=True))
    left = [o for o, holding in both if holding.side != side]
    held = ngettext("{n} of {all} held", "{n} of {all} held", len(both)).format(n=len(both) - len(left), all=len(both))
    if not both:
        return []
    out: list[Row] = [Heading(_("Objectives"), held), Bar("", (len(both) - len(left)) / len(both), "")]
    paid = sorted(((victory.pays(state, o, side), o) for o in left), key=lambda each: (-each[0], each[1].name))
    out += [Line(state.scenario.shown(o.name), amounts.points(n), action=LookAt(o.hex)) for n, o in paid[:MOST]]
    if len(left) > MOST:
        out.append(Line(amounts.and_more(len(left) - MOST), tone="dim", action=ShowPage("aims")))
    return out


def _score(state: GameState, side: str) -> list[Row]:
    """The margin, of what it is made, what grade it makes and what the next one takes."""
    mine, theirs = (victory.score(state, each).total for each in (side, state.scenario.enemy(side)))
    margin, page = mine - theirs, ShowPage("aims")
    needs = state.scenario.side(side).grades
    reached = sum(margin >= need for need in needs)
    made = _("Your points less the enemy's: {mine} − {theirs}").format(mine=mine, theirs=theirs)
    out: list[Row] = [
        Line(_("Margin, as far as known"), f"{margin:+d}", style="bold", tone="gold", action=page),
        Line(made, tone="dim", style="small"),
        Line(_("If it ended so"), kinds.grade(reached), action=page),
    ]
    if reached < len(needs):
        told = _("For the next grade, {grade}").format(grade=kinds.grade(reached + 1))
        out.append(Line(told, _("from {points}").format(points=f"{needs[reached]:+d}"), tone="dim", style="small"))
    else:
        told = _("The best there is: from {points}").format(points=f"{needs[-1]:+d}")
        out.append(Line(told, tone="dim", style="small"))
    return out
