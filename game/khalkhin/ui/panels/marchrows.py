"""Marches, groups and holds in lines, and their ways on the map: who gets where and when, who does not and why."""

from __future__ import annotations

from collections.abc import Iterable

from khalkhin.core.marching import MarchPlan
from khalkhin.core.model.units import Unit
from khalkhin.play.intentions.intentions import Hold, March, Until
from khalkhin.text import amounts
from khalkhin.text.leaving import places_text
from khalkhin.text.names import place_text, unit_title
from khalkhin.text.narrator import marches as words
from khalkhin.translation import _, ngettext
from khalkhin.ui.map.map_contents import Trail
from khalkhin.ui.planning import carrying
from khalkhin.ui.planning.actions import (
    CarryOn,
    GiveUp,
    HoldUntil,
    PanelAction,
    PickFormation,
    SelectUnit,
    SendThem,
    StepBack,
)
from khalkhin.ui.planning.planner import Planner
from khalkhin.ui.planning.sending import Sending
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Option, Row

#: Legs of a march that are told one by one, and units of a group in the note beside the pointer.
LEGS, TOLD = 6, 8


def trails(planner: Planner, offer: Sending) -> tuple[Trail, ...]:
    """The ways that units would take; of one alone the end of each turn is marked, of several where each ends."""
    alone = len(offer.sent) == 1
    return tuple(_trail(planner, plan, "gold", each=alone) for plan in offer.going)


def own_trail(planner: Planner, unit: Unit) -> tuple[Trail, ...]:
    """The way of the march that a unit is on, as it would go on now."""
    march, plan = planner.intentions.get(unit.id), planner.march_plan(unit)
    if not isinstance(march, March) or plan is None:
        return ()
    return (_trail(planner, plan, "info" if march.halted is None else "warning"),)


def _trail(planner: Planner, plan: MarchPlan, tone: str, *, each: bool = True) -> Trail:
    legs = plan.legs if each else plan.legs[-1:]
    stops = tuple((leg.path[-1], _turn(planner, leg.turn)) for leg in legs)
    path = (plan.legs[0].path[0], *(h for leg in plan.legs for h in leg.path[1:]))
    return Trail(path, stops, tone)


def _turn(planner: Planner, turn: int) -> str:
    return _("now") if turn == planner.state.turn else _("turn {turn}").format(turn=turn)


def tip(planner: Planner, offer: Sending) -> list[Row]:
    """The note beside the hex that units would be sent to."""
    rows = _one(planner, offer) if len(offer.sent) == 1 else _several(planner, offer, TOLD)
    rows += exposed(planner, (sent.unit for sent in offer.sent if sent.plan is not None))
    if offer.going and not (clicks := taken(planner, offer.hex)):
        clicks = [Line(_("Right click (X) sends them; left click to look first"), tone="dim", style="small")]
    return rows + clicks if offer.going else rows


def taken(planner: Planner, hex_: int) -> list[Row]:
    """What clicks do in a hex where something of one's own stands: the left one picks it and sends nobody there. Within
    reach of a unit a depot by itself is no more in the way than empty ground."""
    own = [unit for unit in planner.state.at_hex(hex_) if unit.side == planner.side]
    if not planner.takes(hex_) or (not own and not planner.far(hex_)):
        return []
    text = _("Right click (X) to join them; left click to select one of them")
    if len(own) == 1:
        text = _("Right click (X) to join {unit}; left click to select it").format(unit=unit_title(own[0]))
    elif not own:
        text = _("Right click (X) to go there; left click to select the depot")
    return [Line(text, tone="dim", style="small")]


def _one(planner: Planner, offer: Sending) -> list[Row]:
    """The march of a unit, turn by turn."""
    state, (sent,) = planner.state, offer.sent
    plan, unit = sent.plan, planner.state.unit(sent.unit)
    rows: list[Row] = [Heading(_("March to {place}").format(place=place_text(state, sent.to)))]
    if plan is None or unit is None:
        assert not isinstance(sent.how, MarchPlan)
        return [*rows, Line(words.why_none(sent.how, state), tone="warn")]
    rows.append(Line(words.duration(plan, state), tone="good"))
    for leg in plan.legs[:LEGS]:
        hungry = not carrying.fed(planner.view, unit, leg.path[-1])
        place = place_text(state, leg.path[-1])
        text = _("{turn}: to {place}").format(turn=_turn(planner, leg.turn), place=place)
        rows.append(Line(text, amounts.movement(leg.cost), style="small", tone="warn" if hungry else "normal"))
        if hungry:
            rows.append(Line(_("no supply reaches it there"), tone="bad", style="small", indent=1))
    if len(plan.legs) > LEGS:
        rows.append(Line(_("and so on"), tone="dim", style="small"))
    if plan.legs[0].turn > state.turn:
        rows.append(Line(_("It cannot go on before its next turn."), tone="dim", style="small"))
    return rows


def _several(planner: Planner, offer: Sending, most: int) -> list[Row]:
    """Who of a group gets where and when, and who does not."""
    state = planner.state
    title = _("{n} of {total} units to {place}")
    place = place_text(state, offer.hex)
    rows: list[Row] = [Heading(title.format(n=len(offer.going), total=len(offer.sent), place=place))]
    for sent in offer.sent[:most]:
        unit, plan = state.unit(sent.unit), sent.plan
        name = sent.unit if unit is None else unit_title(unit)
        if plan is None:
            assert not isinstance(sent.how, MarchPlan)
            rows.append(Line(name, tone="warn", style="small", action=SelectUnit(sent.unit)))
            rows.append(Line(words.why_none(sent.how, state), tone="dim", style="small", indent=1))
        else:
            col, row = state.scenario.board.place(sent.to)
            when = f"({col},{row})  {_turn(planner, plan.arrives)}"
            rows.append(Line(name, when, style="small"))
    if len(offer.sent) > most:
        more = len(offer.sent) - most
        rows.append(Line(ngettext("and {n} more", "and {n} more", more).format(n=more), tone="dim", style="small"))
    return rows


def exposed(planner: Planner, units: Iterable[str]) -> list[Row]:
    """A warning where units that go leave an objective or a store empty with the enemy near."""
    left = planner.exposed(units)
    if not left:
        return []
    told = _("leaves nobody in {places}, the enemy near").format(places=places_text(planner.state, left))
    return [Line(told, tone="warn", style="small")]


def about(planner: Planner, unit: Unit) -> list[Row]:
    """What is intended for a unit of one's own."""
    what = planner.intentions.get(unit.id)
    if what is None or unit.side != planner.side:
        return []
    halted = isinstance(what, March) and what.halted is not None
    return [Line(words.intention_text(planner.state, what), tone="warn" if halted else "gold")]


def group_rows(planner: Planner) -> list[Row]:
    """The units that are picked together."""
    state = planner.state
    n = len(planner.group)
    rows: list[Row] = [Heading(ngettext("{n} unit picked", "{n} units picked", n).format(n=n))]
    rows.append(Line(_("Right-click where they shall go. Ctrl and a click adds a unit or lets it go."), tone="dim"))
    rows.append(Gap(4))
    for unit in map(state.unit, planner.group):
        if unit is not None:
            left = amounts.movement(unit.mp)
            what = planner.intentions.get(unit.id)
            rows.append(Line(unit_title(unit), left, action=SelectUnit(unit.id)))
            if what is not None:
                rows.append(Line(words.intention_text(state, what), tone="dim", style="small", indent=1))
    return rows


def sending_rows(planner: Planner, offer: Sending) -> list[Row]:
    """What is about to be sent, with what to do about it."""
    rows = _one(planner, offer) if len(offer.sent) == 1 else _several(planner, offer, len(offer.sent))
    rows += exposed(planner, (sent.unit for sent in offer.sent if sent.plan is not None))
    send = Option(_("Send them there"), _("Enter"), able=bool(offer.going), action=SendThem())
    return [*rows, Gap(4), send, Option(_("Back"), _("Esc"), action=StepBack())]


def choices(planner: Planner) -> list[tuple[str, PanelAction, bool]]:
    """What can be intended for the picked units: its words, what asks for it, and whether it is so."""
    state, units = planner.state, planner.picked
    if not units or not planner.active or state.over or planner.army:
        return []
    found: list[tuple[str, PanelAction, bool]] = []
    its = [planner.intentions.get(u) for u in units]
    if any(isinstance(what, March) for what in its):
        found.append((_("Carry on the march"), CarryOn(), False))
        found.append((_("Give the march up"), GiveUp(), False))
    for until, text in ((Until.SEEN, _("Hold until an enemy appears")), (Until.TOLD, _("Hold until told otherwise"))):
        found.append((text, HoldUntil(until), all(what == Hold(until) for what in its)))
    first = state.unit(units[0])
    if first is not None and first.spec.formation:
        found.append((_("Pick the whole formation"), PickFormation(), False))
    return found
