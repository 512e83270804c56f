"""What may be ordered of the whole army: air missions and deception, as a short list to pick from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from khalkhin.core.model.state import Airfield, GameState
from khalkhin.core.orders.legal import why_illegal
from khalkhin.core.orders.orders import Deceive, Fly, Order
from khalkhin.text.names import place_text
from khalkhin.text.refusals import refusal_text
from khalkhin.translation import N_, _
from khalkhin.ui.planning.choices import Choice, OrderDial, Target, crossing_targets, has_staff, judged, points_text

MISSIONS = (
    ("interdict", N_("Interdict roads")),
    ("scout", N_("Reconnoitre")),
    ("bomb", N_("Bomb a crossing")),
    ("raid", N_("Raid an airfield")),
)


def has_aircraft(state: GameState, side: str) -> bool:
    """Whether a side ever has something to fly."""
    sorties = state.sorties.get(side)
    return any(f.side == side for f in state.airfields) or bool(sorties and (sorties.fighters or sorties.bombers))


def of_army(state: GameState, options: Iterable[Order] = ()) -> tuple[Choice, ...]:
    """Air missions and deception. `options` are legal orders, from which come the likely hexes for what may be ordered
    anywhere."""
    side = state.active
    out: list[Choice] = []
    options = tuple(options)
    if has_aircraft(state, side):
        out += [_mission(state, side, name, _(text), options) for name, text in MISSIONS]
    if has_staff(state, side):
        out.append(_deception(state, options))
    return tuple(out)


def _mission(state: GameState, side: str, mission: str, text: str, options: tuple[Order, ...]) -> Choice:
    left = state.sorties.get(side)
    bombers, fighters = (left.bombers, left.fighters) if left else (0, 0)
    most = bombers + fighters if mission == "scout" else bombers
    start = 1 if mission == "scout" else max(1, min(most, 2))
    dials = [OrderDial("sorties", _("Sorties"), 1, max(1, most), start)]
    if mission != "scout" and fighters:
        dials.append(OrderDial("escort", _("Fighters as escort"), 0, fighters, 0))
    choice = Choice(mission, text, dials=tuple(dials))
    board = state.scenario.board
    if mission == "bomb":
        return judged(state, choice, crossing_targets(state, -1, lambda at: Fly("bomb", at, start)))
    if mission == "raid":
        enemies = [f for f in state.airfields if f.side != side]
        targets = (_field(state, f, Fly("raid", f.name, start)) for f in enemies)
        if not enemies:
            return replace(choice, reason=_("No enemy airfield is known."))
        return judged(state, choice, targets)

    def at(hex_: int) -> Order:
        return Fly(mission, board.place(hex_), start)

    return _anywhere(state, choice, at, [o for o in options if isinstance(o, Fly) and o.mission == mission])


def _field(state: GameState, field: Airfield, order: Fly) -> Target:
    out = _("out to turn {turn}").format(turn=field.wrecked) if field.wrecked >= state.turn else ""
    return Target(state.scenario.shown(field.name), (field.hex,) if field.hex >= 0 else (), order, value=out)


def _deception(state: GameState, options: tuple[Order, ...]) -> Choice:
    board = state.scenario.board
    choice = Choice("deceive", _("Deceive the enemy"), points_text(state.scenario.rules.command.deception))
    found: list[Order] = [o for o in options if isinstance(o, Deceive)]
    return _anywhere(state, choice, lambda h: Deceive(board.place(h)), found)


def _anywhere(
    state: GameState, choice: Choice, at: Callable[[int], Order], found: Iterable[Fly | Deceive | Order]
) -> Choice:
    """A choice of any hex: legal orders found already are its likely targets; without any the rules say why."""
    board = state.scenario.board
    hexes = []
    for order in found:
        match order:
            case Deceive(at=(int(col), int(row))) | Fly(target=(int(col), int(row))):
                hexes.append(board.index(col, row))
    likely = sorted({h for h in hexes if h is not None})
    if likely:
        targets = tuple(Target(place_text(state, h), (h,), at(h)) for h in likely)
        return replace(choice, targets=targets, anywhere=True, at=at, sample=targets[0].order)
    own = [u.hex for u in state.side_units(state.active)]
    sample = at(own[0] if own else 0)
    refused = why_illegal(state, sample)
    reason, code = (refusal_text(refused, state), refused.code) if refused else ("", None)
    return replace(choice, anywhere=True, at=at, sample=sample, reason=reason, code=code)
