"""What an order would do, in lines to read before it is given; every figure is taken from the rules."""

from __future__ import annotations

from game.core import combat, engineering
from game.core.legal import why_illegal
from game.core.model import CrossingKind
from game.core.orders import (
    Barrage,
    Deceive,
    Demolish,
    EmergencySupply,
    Exit,
    Fly,
    ForcedMarch,
    Haul,
    Load,
    Order,
    Prioritise,
    Shell,
    Standby,
    Stop,
    Unload,
    Work,
)
from game.core.state import Crossing, GameState, Task
from game.ui.describe import place_text
from game.ui.sheet import Bar, Line, Row


def explain(state: GameState, order: Order) -> list[Row]:
    """The lines of an order: what it does, what it costs, its chances."""
    rows = _rows(state, order)
    refused = why_illegal(state, order)
    return [Line(refused.reason, tone="warn"), *rows] if refused is not None else rows


def _rows(state: GameState, order: Order) -> list[Row]:
    match order:
        case Work():
            return _work(state, order)
        case Demolish():
            return _demolish(state, order)
        case Barrage():
            return barrage(state, order)
        case Shell():
            return _shell(state, order)
        case Standby():
            return _standby(state, order)
        case Haul():
            return _haul(state, order)
        case Fly():
            return _fly(state, order)
    text = _sentence(state, order)
    return [_text(text)] if text else []


def _sentence(state: GameState, order: Order) -> str:
    """Orders that one sentence explains."""
    haul, staff = state.scenario.rules.haul, state.scenario.rules.command
    match order:
        case Stop():
            return "The points done so far are lost."
        case Load(points=points):
            return f"Takes up {points} SP; loading costs {haul.load} MP."
        case Unload(points=points):
            return (
                f"Puts down {points} SP; unloading costs {haul.unload} MP. Away from a depot this makes a new dump, "
                "from which units are fed."
            )
        case Prioritise():
            return "The staff sends its truck columns where the need is greatest, counted by this."
        case ForcedMarch():
            return f"{staff.march} % more MP this turn; a step is suppressed by it. Only before it moves."
        case EmergencySupply():
            return "Fed this turn by whatever means there are: it counts as supplied, and its guns may fire."
        case Deceive():
            return (
                f"The enemy is shown an unidentified contact here for {staff.decoy_turns} turns, or until he looks "
                "closely."
            )
        case Exit():
            return "It leaves by its supply source and does not come back."
    return ""


def general(state: GameState, order: Order) -> list[Row]:
    """What a kind of order is for, before it is aimed."""
    match order:
        case Barrage():
            return [_text("Shells a hex to suppress what stands there."), *_ammunition(state, order.gun)]
        case Shell():
            return [_text("Fires at a crossing to damage it."), *_ammunition(state, order.gun)]
        case Demolish():
            return [_text("Certain where charges are laid; else a die decides.")]
        case Haul():
            return [_text("Loads at one store and unloads at another, every turn until told otherwise.")]
    return _rows(state, order)


def _text(text: str, tone: str = "dim") -> Line:
    return Line(text, tone=tone, style="small")


# -- engineers ---------------------------------------------------------------------------------------------------


def carries(state: GameState, kind: CrossingKind) -> str:
    """What a whole crossing of a kind bears."""
    rule = state.scenario.rules.crossings[kind]
    return f"up to {rule.weight.name.lower()}, {rule.units} units and {rule.supply} SP a turn"


def _work(state: GameState, order: Work) -> list[Row]:
    points, done = _points(state, order)
    crossing = _at(state, order.at)
    rows: list[Row] = []
    match order.task:
        case "ford" | "pontoon":
            rows.append(Line("Will carry", carries(state, CrossingKind(order.task)), style="small"))
        case "repair" if crossing is not None:
            rows.append(Line("Hits to mend", str(crossing.hits), style="small"))
            rows.append(Line("Carries when whole", carries(state, crossing.kind), style="small"))
        case "dismantle":
            rows.append(_text("The pontoon is taken up; nobody crosses there until another is built."))
        case "mine":
            rows.append(_text("Once charges lie, any unit of yours beside it can blow it for certain."))
    rows.append(Line("Work points", f"{done} of {points} done" if done else str(points), style="small"))
    rows.append(
        _text(
            "They do a point at the start of each of your turns, unless they have moved, are wholly suppressed, fought "
            "or were attacked."
        )
    )
    return rows


def _points(state: GameState, order: Work) -> tuple[int, int]:
    """Work points a job takes, and those done."""
    unit = state.unit(order.unit)
    for prospect in engineering.jobs_for(state, unit) if unit is not None else ():
        if prospect.order == order:
            return prospect.needed, prospect.done
    return engineering.points(state.scenario.rules.engineering, Task(order.task)), 0


def _demolish(state: GameState, order: Demolish) -> list[Row]:
    crossing, unit = _at(state, order.at), state.unit(order.unit)
    rows = _crossing(state, order.at)
    if crossing is not None and unit is not None and crossing.mined == unit.side:
        return [*rows, Line("The charges are laid: it goes up for certain.", tone="good", style="small")]
    need = state.scenario.rules.engineering.unprepared
    chance = (7 - need) / 6
    return [*rows, Bar("goes up", chance, f"{7 - need} in 6", "good"), _text("Without charges laid, a die decides.")]


def _at(state: GameState, at: tuple[tuple[int, int], tuple[int, int]]) -> Crossing | None:
    board = state.scenario.board
    a, b = board.index(*at[0]), board.index(*at[1])
    side = board.hexside(a, b) if a is not None and b is not None else None
    return None if side is None else state.crossings.get(side)


def _crossing(state: GameState, at: tuple[tuple[int, int], tuple[int, int]]) -> list[Row]:
    crossing = _at(state, at)
    if crossing is None:
        return []
    most = state.scenario.rules.crossings[crossing.kind].hits
    name = crossing.name or crossing.kind.value.capitalize()
    return [Line(name, f"{crossing.kind.value}, {crossing.hits} of {most} hits", style="small")]


# -- guns --------------------------------------------------------------------------------------------------------


def barrage(state: GameState, order: Barrage) -> list[Row]:
    """The chances of a barrage."""
    odds = combat.barrage_forecast(state, order)
    rows: list[Row] = [
        Bar(f"{k} suppressed" if k else "no effect", n / 6, f"{n} in 6", "good" if k else "dim")
        for k, n in enumerate(odds.chances)
        if n
    ]
    rows += [_text(text) for text in odds.notes]
    return [*rows, *_ammunition(state, order.gun)]


def _shell(state: GameState, order: Shell) -> list[Row]:
    return [
        *_crossing(state, order.at),
        *_ammunition(state, order.gun),
        _text("Each hit takes an even share of its capacity; the last one destroys it."),
    ]


def _ammunition(state: GameState, gun: str) -> list[Row]:
    unit = state.unit(gun)
    if unit is None:
        return []
    store = state.stores[unit.store] if 0 <= unit.store < len(state.stores) else None
    where = f"{unit.spec.type.ammunition} SP" + (f" from {store.name}, which has {store.stock}" if store else "")
    return [Line("Ammunition", where, style="small")]


def _standby(state: GameState, order: Standby) -> list[Row]:
    match order.what:
        case "defence":
            text = "In the enemy's turn the guns help to defend the first friendly hex in range that is assaulted."
        case "counter":
            text = "In the enemy's turn the guns fire back at the first enemy guns in range that fire and are seen."
        case _:
            return [_text("They stand by no longer and may fire this turn.")]
    return [_text(text), _text("This uses up their turn; ammunition is drawn only when they fire.")]


# -- trucks ------------------------------------------------------------------------------------------------------


def _haul(state: GameState, order: Haul) -> list[Row]:
    if order.way is None:
        return [_text("The staff sends it where it is needed, every turn.")]
    unit = state.unit(order.unit)
    load = f", up to {unit.capacity} SP a trip" if unit is not None else ""
    names = []
    for place in order.way:
        hex_ = state.scenario.board.index(*place)
        store = next((s.name for s in state.stores if s.hex == hex_ and s.name), None)
        names.append(store or (place_text(state, hex_) if hex_ is not None else "?"))
    return [_text(f"From {names[0]} to {names[1]}{load}, at the end of every turn until told otherwise.")]


# -- aircraft ----------------------------------------------------------------------------------------------------


def _fly(state: GameState, order: Fly) -> list[Row]:
    rules = state.scenario.rules.air
    rows: list[Row] = []
    if order.mission != "scout":
        side = state.active
        level = 2 if state.superiority == side else 0 if state.superiority else 1
        up = min(2, level + bool(order.escort))
        rows.append(Line("Get through", f"{rules.arrive[up]} % of {order.sorties}", style="small"))
    match order.mission, order.target:
        case "interdict", _:
            rows.append(
                _text(
                    f"Trucks here and in the hexes beside it lose steps; trucks pay {rules.interdiction} MP more there "
                    "until the end of the enemy's next turn."
                )
            )
        case "scout", _:
            rows.append(_text(f"All within {rules.recon} hexes is identified this turn."))
        case "bomb", ((_, _), (_, _)) as at:
            rows += _crossing(state, at)
        case "raid", _:
            turns = "a day turn" if rules.wreck == 1 else f"{rules.wreck} day turns"
            rows.append(_text(f"Each hit keeps the field out for {turns}."))
    return rows
