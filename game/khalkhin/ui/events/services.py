"""Events of the services in words and pictures: supplies and trucks, engineers, guns at crossings, aircraft, staffs.

The daily drawing and hauling of a side is told as one sum (:func:`totals`); everything else has a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import assert_never

from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.events import events as ev
from khalkhin.core.events.events import Event
from khalkhin.core.fog.view import View
from khalkhin.core.model.reasons import HitCause
from khalkhin.core.model.state import GameState
from khalkhin.core.wording import agreeing, counted, listed
from khalkhin.text.names import place_text, side_name
from khalkhin.text.reasons import stop_text
from khalkhin.ui.events.playback import Scene as PlayStep
from khalkhin.ui.events.playback import Show, Walk
from khalkhin.ui.events.told import Told, capital, unit_index, unit_name

#: What engineers do, at work and done.
_WORK = {
    "ford": ("marks out a ford", "A ford is marked out"),
    "pontoon": ("builds a pontoon bridge", "A pontoon bridge is built"),
    "repair": ("repairs {at}", "{at} is repaired"),
    "dismantle": ("takes up {at}", "{at} is taken up"),
    "mine": ("lays charges on {at}", "Charges are laid on {at}"),
}
_SPENT = {
    "set_piece": "a set-piece assault",
    "forced_march": "a forced march",
    "emergency": "emergency supply",
    "deception": "a false contact",
}
_FLIGHTS = {"interdict": "strike traffic at", "bomb": "bomb", "raid": "raid", "scout": "scout"}
#: A fleet of trucks at work is shown by one of them.
SHOWN_HAULS = 1


def crossing_text(state: GameState, hexside: int, name: str = "") -> str:
    """A crossing by its name, or by its kind and place."""
    link = state.crossings.get(hexside)
    called = name or (link.name if link is not None else "")
    if called:
        return called
    return f"the {link.kind.value if link is not None else 'crossing'} at {place_text(state, hexside // 6)}"


#: What the services do.
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


def tell(before: GameState, after: GameState, viewer: str, event: ServiceEvent) -> Told | None:
    """One of these events in words for a side, or None if it needs none."""

    def name(unit_id: str) -> str:
        return capital(unit_name(before, after, unit_id))

    def own(unit_id: str) -> bool:
        unit = after.unit(unit_id)
        return unit is not None and unit.side == viewer

    match event:
        case ev.Hauled(unit, path, _, _, stopped, crossing):
            if stopped and own(unit):
                where = path[-1] if path else -1
                return Told(f"{name(unit)} is stopped on its way: {stop_text(stopped, crossing)}", "bad", where, 2)
            return None
        case ev.StoreTaken(store, side, hex_, points):
            taken = f"; {points} SP fall into their hands" if points else ""
            tone = "good" if side == viewer else "bad"
            return Told(f"{side_name(after, side)} overrun {store or 'a store'}{taken}", tone, hex_, 3)
        case ev.Captured(unit, by, hex_, points):
            taken = f" with {points} SP" if points else ""
            return Told(f"{name(by)} captures {unit_name(before, after, unit)}{taken}", _loss(own(unit)), hex_, 2)
        case ev.WorkDone(unit, task, hexside, hex_, finished):
            doing, done = _WORK.get(task, (task, task))
            at = crossing_text(after if hexside in after.crossings else before, hexside)
            if finished:
                return Told(f"{capital(done.format(at=at))} ({name(unit)})", "good" if own(unit) else "warn", hex_, 2)
            return Told(f"{name(unit)} {doing.format(at=at)} at {place_text(after, hex_)}", "dim", hex_, 0)
        case ev.WorkBegun(unit, task, hexside, hex_):
            if not task:
                return Told(f"{name(unit)} gives up its work", "dim", hex_, 0)
            doing = _WORK.get(task, (task, task))[0].format(at=crossing_text(after, hexside))
            return Told(f"{name(unit)} begins: it {doing}", "dim", hex_, 0)
        case ev.Posted(gun, what, hex_):
            told = {"defence": "stands by to help a defence", "counter": "stands by to answer enemy guns"}
            return Told(f"{name(gun)} {told.get(what, 'stands by no longer')}", "dim", hex_, 0)
        case ev.CrossingHit():
            return _hit(after, viewer, event)
        case ev.AirSettled(fighters, die, superior):
            up = listed([f"{side_name(after, side)} {n}" for side, n in fighters if n])
            name_ = side_name(after, superior) if superior else ""
            who = f"{name_} {agreeing(name_, 'rule')} the air" if superior else "Nobody rules the air"
            if not up:
                return None
            tone = "normal" if not superior else "good" if superior == viewer else "bad"
            return Told(f"{who} (fighters: {up}; die {die})", tone, -1, 1)
        case ev.Flown():
            return _flight(after, viewer, event)
        case ev.HqPointsSpent(side, what, points, hex_):
            bought = _SPENT.get(what, what.replace("_", " "))
            return Told(f"The staff spends {counted(points, 'HQ point')} on {bought}", "dim", hex_, 0)
        case ev.DecoyExposed(side, hex_) if side == viewer:
            return Told(f"The contact at {place_text(after, hex_)} was a sham: nothing stands there", "warn", hex_, 1)
        case ev.DecoyExposed():
            return None  # The enemy's business.
        case _:
            assert_never(event)


def _loss(own: bool) -> str:
    return "bad" if own else "good"


def _hit(state: GameState, viewer: str, event: ev.CrossingHit) -> Told:
    """A crossing hit by guns or bombs, or blown up."""
    called, hits, hex_ = crossing_text(state, event.hexside, event.crossing), event.hits, event.hex
    link = state.crossings.get(event.hexside)
    tone = _loss(link is not None and link.owner == viewer)
    thrown = f" (die {event.die})" if event.die else ""
    if event.cause is HitCause.DEMOLITION:
        if hits:
            return Told(f"{capital(called)} is blown up{thrown}", tone, hex_, 3)
        return Told(f"The attempt to blow up {called} fails{thrown}", "warn", hex_, 1)
    who = "Bombs" if event.cause is HitCause.AIR else "Shells"
    if not hits:
        return Told(f"{who} miss {called}{thrown}", "normal", hex_, 0)
    if link is not None and not crossings.standing(link, state.scenario.rules):
        return Told(f"{who} strike {called}: it is destroyed", tone, hex_, 3)
    return Told(f"{who} strike {called}: {counted(hits, 'hit')}{thrown}", tone, hex_, 2)


def _flight(state: GameState, viewer: str, event: ev.Flown) -> Told:
    """An air mission: who flew where, how many came through, what it did."""
    where = event.target or (place_text(state, event.hex) if event.hex >= 0 else "")
    doing = _FLIGHTS.get(event.mission, event.mission)
    text = f"Aircraft of the {side_name(state, event.side)} {doing} {where}".rstrip()
    arrived, hits = event.arrived, event.hits
    through = f"{arrived} of {event.sorties} come through" if arrived else "none comes through"
    if event.mission == "scout":
        return Told(f"{text}: {through}", "normal", event.hex, 1)
    done = f", {counted(hits, 'hit')}" if hits else ", no hit" if arrived else ""
    tone = "normal" if not hits else "good" if event.side == viewer else "bad"
    return Told(f"{text}: {through}{done}", tone, event.hex, 2 if hits else 1)


def totals(state: GameState, viewer: str, events: Iterable[Event]) -> list[Told]:
    """What a side's units drew from its stores, and what its trucks brought into them, as one line each."""
    drawn: dict[str, int] = {}
    brought: dict[str, int] = {}
    sources = {s.name for s in state.stores if s.is_source and s.side == viewer}
    for event in events:
        match event:
            case ev.SupplyDrawn(side, store, _, points) if side == viewer:
                drawn[store] = drawn.get(store, 0) + points
            case ev.Hauled(unit, _, loaded, unloaded):
                column = state.unit(unit)
                if column is not None and column.side == viewer:
                    # What is driven back to where it came from has been brought to nobody.
                    taken = {store for store, _ in loaded} | sources
                    for store, points in unloaded:
                        if store not in taken:
                            brought[store] = brought.get(store, 0) + points
    out = []
    for sums, text in ((brought, "Trucks bring"), (drawn, "The units draw")):
        if any(sums.values()):
            word = "to" if sums is brought else "from"
            shares = [f"{points} {word} {store}" for store, points in sorted(sums.items(), key=_most) if points]
            more = f" and {len(shares) - 4} more" if len(shares) > 4 else ""
            out.append(Told(f"{text} {sum(sums.values())} SP: {', '.join(shares[:4])}{more}", "dim", -1, 2))
    return out


def _most(share: tuple[str, int]) -> tuple[int, str]:
    return -share[1], share[0]


def steps(before: View, after: View, seen: Sequence[Event]) -> list[PlayStep]:
    """The pictures of these events, each in its turn: columns driving, works, hits on crossings, flights."""
    out: list[PlayStep] = []
    state, viewer = after.state, after.side
    hauls = 0
    for event in seen:
        match event:
            case ev.Hauled(unit, path, _, _, stopped) if len(path) > 1:
                hauls += 1
                index = unit_index(before.state, unit, path[0])
                if index is not None and (hauls <= SHOWN_HAULS or stopped):
                    out.append(Walk(index, path))
                if stopped:
                    out.append(Show({path[-1]: ("stopped", "loss")}, path[-1]))
            case ev.Captured(unit, _, hex_, points):
                out.append(_captured(hex_, points, _side_of(state, unit) == viewer))
            case ev.StoreTaken(_, side, hex_, points):
                out.append(_captured(hex_, points, side != viewer))
            case ev.WorkDone(_, task, _, hex_, finished) if finished:
                out.append(Show({hex_: (_FINISHED.get(task, "done"), "note")}, hex_, "work"))
            case ev.CrossingHit(_, _, hex_, hits, cause):
                words = "blown" if cause is HitCause.DEMOLITION and hits else counted(hits, "hit") if hits else "no hit"
                sound = {HitCause.AIR: "bombs", HitCause.DEMOLITION: "blast"}.get(cause, "gun")
                out.append(Show({hex_: (words, "loss" if hits else "note")}, hex_, sound))
            case ev.Flown(_, mission, hex_, _, arrived, _, hits) if hex_ >= 0:
                done = "seen" if mission == "scout" else counted(hits, "hit") if arrived else "turned back"
                out.append(Show({hex_: (done, "note")}, hex_, "planes" if mission == "scout" else "bombs"))
            case ev.StoodBy(_, what, hex_):
                out.append(Show({hex_: ("answers" if what == "counter" else "defends", "note")}, hex_, "gun"))
            case ev.DecoyExposed(side, hex_) if side == viewer:
                out.append(Show({hex_: ("a sham", "note")}, hex_, "message"))
    return out


_FINISHED = {"ford": "ford", "pontoon": "pontoon", "repair": "repaired", "dismantle": "taken up", "mine": "charged"}


def _side_of(state: GameState, unit_id: str) -> str:
    unit = state.unit(unit_id)
    return unit.side if unit is not None else ""


def _captured(hex_: int, points: int, own: bool) -> Show:
    """The words over a hex where something was captured; `own` for a loss of the viewer's."""
    words = f"{points} SP taken" if points else "captured"
    return Show({hex_: (words, "loss" if own else "good")}, hex_, "assault")
