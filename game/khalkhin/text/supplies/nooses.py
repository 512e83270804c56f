"""Nooses in words: who is shut in or about to be, what is still open, and who would be first."""

from __future__ import annotations

from khalkhin.core.model.state import GameState
from khalkhin.core.supply.encirclement import Noose
from khalkhin.text import kinds
from khalkhin.text.amounts import listed, steps, turns, units
from khalkhin.text.names import hexes_text
from khalkhin.translation import _, ngettext


def noose_text(state: GameState, noose: Noose) -> str:
    """A noose in words: who, what is open, and who would be first."""
    who = _("{units} ({steps})").format(units=units(len(noose.units)), steps=steps(noose.steps))
    doors = _doors(state, noose)
    if not noose.closed:
        start = _("{who} hang on {doors}.").format(who=who, doors=doors)
    else:
        slip, shut = _("men can still slip out by {doors}"), _("no way out is open without a fight")
        gap = slip.format(doors=doors) if doors else shut
        text = (
            _("{who} closed in, {turns} of supplies used up: {gap}.") if noose.turns else _("{who} closed in: {gap}.")
        )
        start = text.format(who=who, turns=turns(noose.turns), gap=gap)
    return f"{start} {_race(noose, bool(doors))}".rstrip()


def _race(noose: Noose, open_: bool) -> str:
    """Who would be first, the enemy to shut the gap or the group to get out."""
    if not open_:
        return _("Break out, or relieve them from outside.")
    shut = _("needs {turns} to shut it")
    close = _("cannot shut it soon") if noose.close is None else shut.format(turns=turns(noose.close))
    if noose.escape is None:
        return _("The enemy {close}; not all of the group can march out.").format(close=close)
    if noose.close is None or noose.escape < noose.close:
        text = _("The enemy {close}, the group {turns} to get out: there is still time.")
    elif noose.escape == noose.close:
        text = _("The enemy {close}, the group {turns} to get out: it is now or never.")
    else:
        text = _("The enemy {close}, the group {turns} to get out: too late to march out whole.")
    return text.format(close=close, turns=turns(noose.escape))


def _doors(state: GameState, noose: Noose) -> str:
    """The gap in words; empty when it is shut."""
    hexes = hexes_text(state.scenario.board, noose.gap)
    doors = [ngettext("hex {places}", "hexes {places}", len(noose.gap)).format(places=hexes)] if noose.gap else []
    links = [state.crossings[side] for side in noose.crossings]
    return listed(
        [
            *doors,
            *(
                _("the {crossing}").format(crossing=state.scenario.shown(link.name) or kinds.crossing_kind(link.kind))
                for link in links
            ),
        ]
    )
