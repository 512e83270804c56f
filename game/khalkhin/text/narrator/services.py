"""What the services do, in words: supplies and trucks, engineers, guns at crossings, aircraft, staffs.

The daily drawing and hauling of a side is told as one sum (:func:`totals`); everything else has a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import assert_never

from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.events import events as ev
from khalkhin.core.events.events import Event
from khalkhin.core.model.reasons import HitCause
from khalkhin.core.model.state import GameState
from khalkhin.text import amounts, kinds
from khalkhin.text.names import place_text, store_name
from khalkhin.text.narrator.notice import Notice, Telling, capital, number_of
from khalkhin.text.reasons import stop_text
from khalkhin.translation import N_, _, ngettext

ServiceEvent = (
    ev.Hauled
    | ev.Captured
    | ev.StoreTaken
    | ev.WorkBegun
    | ev.WorkDone
    | ev.Posted
    | ev.CrossingHit
    | ev.AirSettled
    | ev.Flown
    | ev.HqPointsSpent
    | ev.DecoyExposed
)

#: What engineers begin, do at work, and have done; `{crossing}` is what they do it to.
_WORK = {
    "ford": (
        N_("{unit} begins: it marks out a ford"),
        N_("{unit} marks out a ford at {place}"),
        N_("A ford is marked out ({unit})"),
    ),
    "pontoon": (
        N_("{unit} begins: it builds a pontoon bridge"),
        N_("{unit} builds a pontoon bridge at {place}"),
        N_("A pontoon bridge is built ({unit})"),
    ),
    "repair": (
        N_("{unit} begins: it repairs {crossing}"),
        N_("{unit} repairs {crossing} at {place}"),
        N_("{crossing} is repaired ({unit})"),
    ),
    "dismantle": (
        N_("{unit} begins: it takes up {crossing}"),
        N_("{unit} takes up {crossing} at {place}"),
        N_("{crossing} is taken up ({unit})"),
    ),
    "mine": (
        N_("{unit} begins: it lays charges on {crossing}"),
        N_("{unit} lays charges on {crossing} at {place}"),
        N_("Charges are laid on {crossing} ({unit})"),
    ),
}
_SPENT = {
    "set_piece": N_("The staff spends {points} on a set-piece assault"),
    "forced_march": N_("The staff spends {points} on a forced march"),
    "emergency": N_("The staff spends {points} on emergency supply"),
    "deception": N_("The staff spends {points} on a false contact"),
}
_FLIGHTS = {
    "interdict": N_("Aircraft of the {side} strike traffic at {target}"),
    "bomb": N_("Aircraft of the {side} bomb {target}"),
    "raid": N_("Aircraft of the {side} raid {target}"),
    "scout": N_("Aircraft of the {side} scout {target}"),
    "support": N_("Aircraft of the {side} support {target}"),
}


def crossing_text(state: GameState, hexside: int, name: str = "") -> str:
    """A crossing by its name, or by its kind and place."""
    link = state.crossings.get(hexside)
    called = state.scenario.shown(name or (link.name if link is not None else ""))
    if called:
        return called
    kind = kinds.crossing_kind(link.kind) if link is not None else _("crossing")
    return _("the {kind} at {place}").format(kind=kind, place=place_text(state, hexside // 6))


def tell(to: Telling, event: ServiceEvent) -> Notice | None:
    """One of these events in words, or None if it needs none."""
    match event:
        case ev.Hauled(unit, path, _loaded, _unloaded, stopped, crossing):
            if not stopped or not to.hears_of(unit):
                return None
            text = _("{unit} is stopped on its way: {why}").format(unit=to.name(unit), why=stop_text(stopped, crossing))
            return Notice(text, "bad", path[-1] if path else -1, 2)
        case ev.StoreTaken() | ev.Captured():
            return _captured(to, event)
        case ev.WorkDone() | ev.WorkBegun():
            return _work(to, event)
        case ev.Posted(gun, what, hex_):
            told = {
                "defence": N_("{gun} stands by to help a defence"),
                "counter": N_("{gun} stands by to answer enemy guns"),
            }
            text = _(told.get(what, N_("{gun} stands by no longer")))
            return Notice(text.format(gun=to.name(gun)), "dim", hex_, 0)
        case ev.CrossingHit():
            return _hit(to, event)
        case ev.AirSettled():
            return _air(to, event)
        case ev.Flown():
            return _flight(to, event)
        case ev.HqPointsSpent(_side, what, points, hex_):
            text = _(_SPENT.get(what, N_("The staff spends {points}"))).format(points=amounts.hq_points(points))
            return Notice(text, "dim", hex_, 0)
        case ev.DecoyExposed(side, hex_):
            if not to.hears(side):
                return None  # The enemy's business.
            text = _("The contact at {place} was a sham: no enemy stands there").format(place=to.place(hex_))
            return Notice(text, "warn", hex_, 1)
        case _:
            assert_never(event)


def _captured(to: Telling, event: ev.StoreTaken | ev.Captured) -> Notice:
    points = event.points
    match event:
        case ev.StoreTaken(store, side, hex_):
            name = to.side(side)
            text = (
                ngettext(
                    "{side} overruns {store} and takes {supplies}",
                    "{side} overrun {store} and take {supplies}",
                    number_of(name),
                )
                if points
                else ngettext("{side} overruns {store}", "{side} overrun {store}", number_of(name))
            )
            text = text.format(side=name, store=to.store(store) or _("a store"), supplies=amounts.supply(points))
            return Notice(text, to.gain(side), hex_, 3)
        case ev.Captured(unit, by, hex_):
            text = _("{captor} captures {unit} with {supplies}") if points else _("{captor} captures {unit}")
            text = text.format(captor=to.name(by), unit=to.unit(unit), supplies=amounts.supply(points))
            return Notice(text, to.loss(unit), hex_, 2, harm=True)
        case _:
            assert_never(event)


def _work(to: Telling, event: ev.WorkDone | ev.WorkBegun) -> Notice:
    values = {"unit": to.name(event.unit), "place": to.place(event.hex)}
    match event:
        case ev.WorkBegun(_unit, "", _hexside, hex_):
            return Notice(_("{unit} gives up its work").format(**values), "dim", hex_, 0)
        case ev.WorkBegun(unit, task, hexside, hex_):
            text = _(_WORK[task][0]).format(crossing=crossing_text(to.after, hexside), **values)
            return Notice(text, "dim", hex_, 0)
        case ev.WorkDone(unit, task, hexside, hex_, finished):
            crossing = crossing_text(to.after if hexside in to.after.crossings else to.before, hexside)
            text = _(_WORK[task][2 if finished else 1]).format(crossing=crossing, **values)
            if not finished:
                return Notice(text, "dim", hex_, 0)
            return Notice(capital(text), "good" if to.own(unit) else "warn", hex_, 2)
        case _:
            assert_never(event)


def _hit(to: Telling, event: ev.CrossingHit) -> Notice:
    """A crossing hit by guns or bombs, or blown up."""
    called, hits, hex_ = crossing_text(to.after, event.hexside, event.crossing), event.hits, event.hex
    link = to.after.crossings.get(event.hexside)
    tone = "bad" if link is not None and link.owner == to.viewer else "good"
    broken = link is not None and not crossings.standing(link, to.after.scenario.rules)
    bombs = event.cause is HitCause.AIR
    weight = 0
    if event.cause is HitCause.DEMOLITION:
        text = _("{crossing} is blown up{die}") if hits else _("The attempt to blow up {crossing} fails{die}")
        tone, weight = (tone, 3) if hits else ("warn", 1)
    elif not hits:
        text = _("Bombs miss {crossing}{die}") if bombs else _("Shells miss {crossing}{die}")
        tone = "normal"
    elif broken:
        text = _("Bombs strike {crossing}: it is destroyed")
        text = text if bombs else _("Shells strike {crossing}: it is destroyed")
        weight = 3
    else:
        text = _("Bombs strike {crossing}: {hits}{die}") if bombs else _("Shells strike {crossing}: {hits}{die}")
        weight = 2
    thrown = _(" (die {die})").format(die=event.die) if event.die else ""
    return Notice(capital(text.format(crossing=called, hits=amounts.hits(hits), die=thrown)), tone, hex_, weight)


def _air(to: Telling, event: ev.AirSettled) -> Notice | None:
    """Who rules the air for the day."""
    up = amounts.listed([f"{to.side(side)} {n}" for side, n in event.fighters if n])
    if not up:
        return None
    superior = event.superior
    if not superior:
        text = _("Nobody rules the air (fighters: {fighters}; die {die})")
        return Notice(text.format(fighters=up, die=event.die), "normal", -1, 1)
    name = to.side(superior)
    text = ngettext(
        "{side} rules the air (fighters: {fighters}; die {die})",
        "{side} rule the air (fighters: {fighters}; die {die})",
        number_of(name),
    )
    return Notice(text.format(side=name, fighters=up, die=event.die), to.gain(superior), -1, 1)


def _flight(to: Telling, event: ev.Flown) -> Notice:
    """An air mission: who flew where, how many came through, what it did."""
    arrived, hits = event.arrived, event.hits
    where = to.shown(event.target) or (to.place(event.hex) if event.hex >= 0 else "")
    flown = _(_FLIGHTS[event.mission]).format(side=to.side(event.side), target=where).rstrip()
    values = {"flight": flown, "arrived": arrived, "sent": event.sorties, "hits": amounts.hits(hits)}
    scouting = event.mission == "scout"
    if not arrived:
        text = _("{flight}: none comes through")
    elif scouting:
        text = _("{flight}: {arrived} of {sent} come through")
    elif hits:
        text = _("{flight}: {arrived} of {sent} come through, {hits}")
    else:
        text = _("{flight}: {arrived} of {sent} come through, no hit")
    told = text.format(**values)
    if scouting:
        return Notice(told, "normal", event.hex, 1)
    return Notice(told, to.gain(event.side) if hits else "normal", event.hex, 2 if hits else 1)


def totals(state: GameState, viewer: str, events: Iterable[Event]) -> list[Notice]:
    """What a side's units drew from its stores, and what its trucks brought into them, as one line each."""
    drawn: dict[str, int] = {}
    brought: dict[str, int] = {}
    sources = {s.name for s in state.stores if s.is_source and s.side == viewer}
    for event in events:
        match event:
            case ev.SupplyDrawn(side, store, _hex, points) if side == viewer:
                drawn[store] = drawn.get(store, 0) + points
            case ev.Hauled(unit, _path, loaded, unloaded):
                column = state.unit(unit)
                if column is not None and column.side == viewer:
                    # What is driven back to where it came from has been brought to nobody.
                    taken = {store for store, _points in loaded} | sources
                    for store, points in unloaded:
                        if store not in taken:
                            brought[store] = brought.get(store, 0) + points
    out = []
    if any(brought.values()):
        shares = _shares(state, brought, N_("{points} to {store}"))
        text = _("Trucks bring {supplies}: {shares}")
        text = text.format(supplies=amounts.supply(sum(brought.values())), shares=shares)
        out.append(Notice(text, "dim", -1, 2))
    if any(drawn.values()):
        shares = _shares(state, drawn, N_("{points} from {store}"))
        text = _("The units draw {supplies}: {shares}")
        text = text.format(supplies=amounts.supply(sum(drawn.values())), shares=shares)
        out.append(Notice(text, "dim", -1, 2))
    return out


def _shares(state: GameState, sums: Mapping[str, int], share: str) -> str:
    """The largest shares of a sum, and how many more there are."""
    largest = sorted(((-points, store) for store, points in sums.items() if points))
    told = ", ".join(
        _(share).format(points=-points, store=store_name(state.scenario, store)) for points, store in largest[:4]
    )
    more = len(largest) - 4
    return _("{shares} and {more} more").format(shares=told, more=more) if more > 0 else told
