"""A plan in lines: its orders turn by turn, how each stands, who goes short of supplies; and its ways on the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from khalkhin.core.fog.view import View
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.movement import PlannedMove, plan_move
from khalkhin.core.orders.orders import Assault, Move
from khalkhin.play.rehearsal.plan import Looked, Plan, PlanOutlook, Stands, again
from khalkhin.text.names import turn_text
from khalkhin.text.players.orders import names_text, order_words, standing_at
from khalkhin.text.refusals import refusal_text
from khalkhin.translation import N_, _, ngettext
from khalkhin.ui.map.map_contents import Trail
from khalkhin.ui.planning.actions import LookAt
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row

#: Ways that are drawn on the map at most.
DRAWN = 40

#: How an order stands, and the tone that says so.
STANDS: Mapping[Stands, tuple[str, str]] = {
    Stands.GIVEN: (N_("done"), "good"),
    Stands.OPEN: (N_("as planned"), "normal"),
    Stands.HANGS: (N_("hangs on the dice"), "warn"),
    Stands.BARRED: (N_("no longer"), "bad"),
    Stands.MISSED: (N_("not given"), "warn"),
}


def rows(view: View, plan: Plan) -> list[Row]:
    """The orders of a plan turn by turn, each with how it stands on what is known now."""
    if not plan.orders:
        return [Line(_("No order was given."), tone="dim")]
    found = again(view, plan)
    out: list[Row] = []
    for turn in sorted({*plan.turns, *found.hungry, *found.lost}):
        out.append(_heading(view.state, turn, found))
        for looked in found.of(turn):
            out += _order(looked)
        out += _short(view.state, found, turn)
        out.append(Gap(6))
    return out


def _heading(state: GameState, turn: int, found: PlanOutlook) -> Heading:
    """A turn of the plan, with its date and whether it is day or night."""
    n = len(found.of(turn))
    orders = ngettext("{n} order", "{n} orders", n).format(n=n) if n else ""
    if turn > len(state.scenario.calendar):
        return Heading(_("After the last turn"), orders)
    date = turn_text(replace(state, turn=turn, weather_until=0))
    return Heading(_("Turn {turn}: {date}").format(turn=turn, date=date), orders)


def _order(looked: Looked) -> list[Row]:
    text, hex_ = order_words(looked.state, looked.planned.order)
    said, tone = STANDS[looked.stands]
    out: list[Row] = [
        Line(text, _(said), value_tone=tone, indent=1, action=LookAt(hex_) if hex_ >= 0 else None),
    ]
    if looked.refusal is not None:
        why = refusal_text(looked.refusal, looked.state)
        if looked.stands is Stands.HANGS:
            why = _("If the throws before it fall low: {why}").format(why=why)
        out.append(Line(why, tone="warn" if looked.stands is Stands.HANGS else "bad", style="small", indent=2))
    return out


def _short(state: GameState, found: PlanOutlook, turn: int) -> list[Row]:
    """Whom the beginning of a turn finds without supplies, or who is gone by then."""
    out: list[Row] = []
    if turn in found.hungry:
        told = _("No supply reaches as this turn begins: {units}")
        out.append(Line(told.format(units=names_text(state, found.hungry[turn])), tone="warn", indent=1))
    if turn in found.lost:
        told = _("Lost by the beginning of this turn: {units}")
        out.append(Line(told.format(units=names_text(state, found.lost[turn])), tone="bad", indent=1))
    return out


def summary(plan: Plan, turn: int) -> str:
    """How much of a plan for a turn has been given, in a sentence; empty where nothing was planned for it."""
    orders = plan.of(turn)
    if not orders:
        return ""
    done, all_ = sum(p.given == turn for p in orders), len(orders)
    told = ngettext(
        "Of the {n} order planned for turn {turn}, given: {done}.",
        "Of the {n} orders planned for turn {turn}, given: {done}.",
        all_,
    )
    return told.format(done=done, n=all_, turn=turn)


def compared(view: View, plan: Plan | None, turn: int) -> list[Row]:
    """What was planned for a turn that has gone by, beside what was ordered in it."""
    said = "" if plan is None else summary(plan, turn)
    if plan is None or not said:
        return []
    out: list[Row] = [Heading(_("Your plan")), Line(said)]
    for planned in plan.of(turn):
        if planned.given != turn:
            text, hex_ = order_words(view.state, planned.order)
            action = LookAt(hex_) if hex_ >= 0 else None
            out.append(Line(_("not given: {order}").format(order=text), tone="dim", indent=1, action=action))
    return out


def unfinished(state: GameState, plan: Plan | None) -> list[Line]:
    """The orders of a plan for this turn that have not been given."""
    out: list[Line] = []
    for planned in () if plan is None else plan.of(state.turn):
        if not planned.given:
            text, hex_ = order_words(state, planned.order)
            out.append(Line(text, indent=1, action=LookAt(hex_) if hex_ >= 0 else None))
    return out


def trails(view: View, plan: Plan | None, unit: str | None) -> tuple[Trail, ...]:
    """The ways of moves and assaults that are planned for this turn and have not been given: of one unit, or of all."""
    state, board = view.state, view.state.scenario.board
    out: list[Trail] = []
    seen: set[str] = set()
    for planned in () if plan is None else plan.of(state.turn):
        if planned.given or len(out) >= DRAWN:
            continue
        order = planned.order
        match order:
            case Move(name) if name not in seen and unit in (None, name):
                seen.add(name)
                found = plan_move(state, order)
                if isinstance(found, PlannedMove):
                    out.append(Trail(found.path, ((found.path[-1], _("plan")),), "good"))
            case Assault(target, attackers) if unit is None or unit in attackers:
                hex_ = board.index(*target)
                for start in {standing_at(state, name) for name in attackers}:
                    if hex_ is not None and start in board.neighbours[hex_]:
                        out.append(Trail((start, hex_), ((hex_, _("plan")),), "danger"))
    return tuple(out)
