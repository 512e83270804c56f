"""What the loss of a hex or a crossing would mean for supply: who goes short, and on which turn."""

from __future__ import annotations

from khalkhin.core.fog.view import View
from khalkhin.core.model.state import GameState
from khalkhin.core.supply.forecast import Shortage
from khalkhin.text.names import place_text
from khalkhin.text.narrator.notice import capital, unit_name
from khalkhin.text.narrator.services import crossing_text
from khalkhin.text.reasons import shortage_text
from khalkhin.translation import _, ngettext
from khalkhin.ui.map.map_contents import Layer, Note
from khalkhin.ui.widgets.rows import Heading, Line, Row

#: Units named in the note; the others are counted.
NAMED = 6


def place(state: GameState, hex_: int, hexside: int | None) -> tuple[int, int | None]:
    """What is pointed at: a crossing where one stands, else the hex."""
    return (hex_, hexside) if hexside is not None and hexside in state.crossings else (hex_, None)


def rows(view: View, hex_: int, hexside: int | None) -> list[Row]:
    """The note beside the pointed hex or crossing."""
    state, side = view.state, view.side
    hex_, link = place(state, hex_, hexside)
    name = capital(crossing_text(state, link)) if link is not None else place_text(state, hex_)
    found = view.analysis.of(side)
    mine, theirs = found.loss(hex_, link), view.analysis.of(state.scenario.enemy(side)).loss(hex_, link)
    won = found.gain(hex_) if link is None else ()
    out: list[Row] = [Heading(name)]
    if won:
        out.append(Line(_("If you win it, these are fed again:"), tone="good"))
        out += _listed(state, won)
    if theirs:
        out.append(Line(_("If the enemy loses it, as far as known:"), tone="good"))
        out += _listed(state, theirs)
    if mine:
        out.append(Line(_("If you lose it:"), tone="bad"))
        out += _listed(state, mine)
        out.append(Line(shortage_text(state, mine[0]), tone="dim", style="small"))
    elif not (won or theirs):
        out.append(Line(_("If it is lost, nobody goes short in three turns."), tone="dim", style="small"))
    return out


def _listed(state: GameState, found: tuple[Shortage, ...]) -> list[Row]:
    """Units with the turn on which they go short, the soonest first."""
    found = tuple(sorted(found, key=lambda s: s.turn))
    out: list[Row] = [
        Line(
            unit_name(state, state, s.unit),
            _("turn {turn}").format(turn=s.turn),
            tone="normal",
            style="small",
            indent=1,
        )
        for s in found[:NAMED]
    ]
    if len(found) > NAMED:
        more = len(found) - NAMED
        told = ngettext("and {n} more", "and {n} more", more)
        out.append(Line(told.format(n=more), tone="dim", style="small", indent=1))
    return out


def layer(view: View, hex_: int, hexside: int | None) -> Layer | None:
    """Who would go short, marked on the map with the turn."""
    state = view.state
    hex_, link = place(state, hex_, hexside)
    notes, framed = [], []
    for side, tone in ((view.side, "danger"), (state.scenario.enemy(view.side), "info")):
        turns: dict[int, int] = {}
        for shortage in view.analysis.of(side).loss(hex_, link):
            unit = state.unit(shortage.unit)
            if unit is not None:
                turns[unit.hex] = min(shortage.turn, turns.get(unit.hex, shortage.turn))
        if turns:
            framed.append((tone, frozenset(turns)))
            notes += [Note(h, _("turn {turn}").format(turn=turn), tone) for h, turn in sorted(turns.items())]
    return Layer(_("What if"), framed=tuple(framed), notes=tuple(notes)) if framed else None
