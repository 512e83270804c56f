"""What the loss of a hex or a crossing would mean for supply: who goes short, and on which turn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from game.core import supply
from game.core.state import GameState
from game.core.view import View
from game.ui.describe import place_text
from game.ui.layers import net_of
from game.ui.scenery import Layer, Note
from game.ui.services import crossing_text
from game.ui.sheet import Heading, Line, Row
from game.ui.told import capital, counted

#: Units named in the note; the others are counted.
NAMED = 6


@dataclass(frozen=True, slots=True)
class Loss:
    """What a side loses with a place: turn by turn the units (by index) that go short then and would not otherwise."""

    side: str
    turns: tuple[tuple[int, tuple[int, ...]], ...]

    def __bool__(self) -> bool:
        return bool(self.turns)


def place(state: GameState, hex_: int, hexside: int | None) -> tuple[int, int | None]:
    """What is pointed at: a crossing where one stands, else the hex."""
    return (hex_, hexside) if hexside is not None and hexside in state.crossings else (hex_, None)


@lru_cache(maxsize=64)
def loss(state: GameState, side: str, hex_: int, hexside: int | None) -> Loss:
    """What a side would lose with a hex, or with a crossing (a hexside)."""
    without, broken = ((), (hexside,)) if hexside is not None else ((hex_,), ())
    now = net_of(state, side)
    then = supply.trace(state, side, without=without, broken=broken)
    gone = tuple(sorted(i for i in now.routes if i not in then.routes and state.units[i].hex != hex_))
    return Loss(side, ((state.turn + 1, gone),) if gone else ())


def _asked(view: View, hex_: int, hexside: int | None) -> list[Loss]:
    at = place(view.state, hex_, hexside)
    return [loss(view.state, side, *at) for side in (view.side, view.state.scenario.enemy(view.side))]


def rows(view: View, hex_: int, hexside: int | None) -> list[Row]:
    """The note beside the pointed hex or crossing."""
    state = view.state
    _, link = place(state, hex_, hexside)
    name = capital(crossing_text(state, link)) if link is not None else place_text(state, hex_)
    out: list[Row] = [Heading(f"If {name} is lost")]
    for found in _asked(view, hex_, hexside):
        own = found.side == view.side
        if not found:
            if own:
                out.append(Line("None of your units goes short for it.", tone="dim", style="small"))
            continue
        for turn, units in found.turns:
            who = "yours" if own else "the enemy's"
            goes = "goes" if len(units) == 1 else "go"
            text = f"Turn {turn}: {counted(len(units), 'unit')} of {who} {goes} short"
            out.append(Line(text, tone="bad" if own else "good"))
            names = [state.units[i].spec.name for i in units]
            out += [Line(text, tone="dim", style="small", indent=1) for text in names[:NAMED]]
            if len(names) > NAMED:
                out.append(Line(f"and {len(names) - NAMED} more", tone="dim", style="small", indent=1))
    return out


def layer(view: View, hex_: int, hexside: int | None) -> Layer | None:
    """Who would go short, marked on the map with the turn."""
    notes, framed = [], []
    for found in _asked(view, hex_, hexside):
        tone = "danger" if found.side == view.side else "info"
        for turn, units in found.turns:
            hexes = frozenset(view.state.units[i].hex for i in units)
            framed.append((tone, hexes))
            notes += [Note(h, f"turn {turn}", tone) for h in sorted(hexes)]
    return Layer("What if", framed=tuple(framed), notes=tuple(notes)) if framed else None
