"""How a turn stands, for the panel's page of what is here while nothing is picked and nothing pointed at."""

from __future__ import annotations

from khalkhin.core import victory
from khalkhin.core.model.rules import Light
from khalkhin.core.model.scenario import Grade
from khalkhin.core.model.state import GameState
from khalkhin.text import amounts, kinds
from khalkhin.translation import _, ngettext
from khalkhin.ui.planning.actions import LookAt, OpenRoster
from khalkhin.ui.planning.planner import Planner
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row

#: Objectives that are listed at most; the page of aims has all of them.
MOST = 5


def rows(planner: Planner) -> list[Row]:
    """What waits for orders, what is in want, the objectives still to take and the score. It searches for nothing."""
    state, side = planner.state, planner.side
    out: list[Row] = [Line(_("Point at the map to see what is there; click a unit to command it."), tone="dim"), Gap(8)]
    if planner.active and not state.over:
        out += [*_orders(planner), Gap(8)]
    out += _to_take(state, side)
    out += [Gap(8), *_score(state, side)]
    return out


def _orders(planner: Planner) -> list[Row]:
    state, side = planner.state, planner.side
    own = [u for u in state.side_units(side) if u.on_map]
    idle = [u for u in own if not (u.moved or u.fought or u.job or u.standby or u.is_column)]
    idle = [u for u in idle if u.id not in planner.holding and not planner.resting(u.id)]
    want = sum(1 for u in own if u.supply_state)
    night = state.info.light is Light.NIGHT
    out: list[Row] = [Heading(_("This turn"), kinds.light(state.info.light))]
    if night:
        out.append(Line(_("By night one sees less far, and no aircraft fly."), tone="dim"))
    tone = "gold" if idle else "dim"
    out.append(Line(_("Have done nothing yet"), amounts.units(len(idle)), value_tone=tone, action=_table("IDLE")))
    resting = sum(1 for unit in planner.intentions if planner.resting(unit))
    if resting:
        out.append(Line(_("On the march, or told to hold"), amounts.units(resting)))
    tone = "bad" if want else "good"
    out.append(Line(_("In want of supplies"), amounts.units(want), value_tone=tone, action=_table("HUNGRY")))
    return out


def _table(only: str) -> OpenRoster:
    return OpenRoster("OWN", only)


def _to_take(state: GameState, side: str) -> list[Row]:
    """The objectives that the enemy holds, those that pay most first."""
    both = list(zip(state.scenario.objectives, state.holdings, strict=True))
    left = [o for o, holding in both if holding.side != side]
    held = ngettext("{n} of {all} held", "{n} of {all} held", len(both)).format(n=len(both) - len(left), all=len(both))
    if not both:
        return []
    out: list[Row] = [Heading(_("Objectives"), held)]
    paid = sorted(((victory.pays(state, o, side), o) for o in left), key=lambda each: (-each[0], each[1].name))
    out += [Line(state.scenario.shown(o.name), amounts.points(n), action=LookAt(o.hex)) for n, o in paid[:MOST]]
    if len(left) > MOST:
        out.append(Line(amounts.and_more(len(left) - MOST), tone="dim"))
    return out


def _score(state: GameState, side: str) -> list[Row]:
    margin = victory.margin(state, side)
    reached = Grade(sum(margin >= need for need in state.scenario.side(side).grades))
    return [
        Line(_("Margin, as far as known"), f"{margin:+d}", style="bold", tone="gold"),
        Line(_("If it ended so"), kinds.grade(reached)),
    ]
