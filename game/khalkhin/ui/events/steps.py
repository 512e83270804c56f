"""Events in pictures: the steps of the playback, walks and what was done over the hexes."""

from __future__ import annotations

from collections.abc import Sequence

from khalkhin.core.events import events as ev
from khalkhin.core.events.events import Event
from khalkhin.core.fog.contacts import is_contact
from khalkhin.core.fog.view import View
from khalkhin.core.model.reasons import HitCause
from khalkhin.core.model.state import GameState
from khalkhin.text import amounts
from khalkhin.translation import N_, _
from khalkhin.ui.events.playback import PlaybackStep, Show, Walk
from khalkhin.ui.map.map_contents import STRANGER

#: A fleet of trucks at work is shown by one of them.
SHOWN_HAULS = 1


def steps(before: View, after: View, seen: Sequence[Event]) -> list[PlaybackStep]:
    """The pictures of events: walks, and what fights did."""
    state, viewer = after.state, after.side
    out: list[PlaybackStep] = []
    texts: dict[int, tuple[str, str]] = {}
    walks: list[PlaybackStep] = []
    focus, sound = -1, ""
    attackers: set[int] = set()
    for event in seen:
        match event:
            case ev.Moved(unit, path):
                out += _walk(before.state, unit, path)
            case ev.Retreated(unit, path) | ev.Advanced(unit, path):
                walks += _walk(before.state, unit, path, "")
            case ev.Assaulted(target, who):
                focus, sound = target, "assault"
                attackers |= {u.hex for u in map(before.state.unit, who) if u is not None and u.hex >= 0}
            case ev.Barraged(_, target, _, suppressed):
                focus, sound = target, "gun"
                texts.setdefault(target, (_suppressed(suppressed) if suppressed else _("no effect"), "note"))
            case ev.StepsLost(unit, hex_, lost):
                texts[hex_] = (f"−{lost}", _tone(state, unit, viewer))
            case ev.Suppressed(unit, hex_, count):
                texts.setdefault(hex_, (_suppressed(count), _tone(state, unit, viewer)))
            case ev.Destroyed(unit, hex_):
                texts[hex_] = (_("destroyed"), _tone(state, unit, viewer))
                focus = hex_ if focus < 0 else focus
            case ev.Arrived(unit, hex_):
                texts.setdefault(hex_, (_("arrives"), "note"))
            case ev.ObjectiveTaken(objective, hex_):
                walks.append(Show({hex_: (_("{place} taken").format(place=objective), "note")}, hex_, "message"))
    if texts or sound:
        if focus < 0:
            focus = next(iter(texts))
        out.append(Show(texts, focus, sound, frozenset(attackers)))
    return out + walks + _services(before, after, seen)


def _walk(before: GameState, unit_id: str, path: tuple[int, ...], sound: str = "move") -> list[PlaybackStep]:
    if len(path) < 2:
        return []
    index = unit_index(before, unit_id, path[0])
    return [] if index is None else [Walk(index, path, sound)]


def _tone(state: GameState, unit_id: str, viewer: str) -> str:
    unit = state.unit(unit_id)
    return "loss" if unit is not None and unit.side == viewer else "good"


def unit_index(before: GameState, unit_id: str, start: int) -> int | None:
    """The index of a unit among those of the view that the map shows while it moves, or None.

    A contact is the one that stood where its way starts (its name changes with its hex); one that comes out of the
    unseen is a stranger.
    """
    if is_contact(unit_id):
        there = (u.spec.index for u in before.units if u.hex == start and is_contact(u.id))
        return next(there, STRANGER)
    unit = before.unit(unit_id)
    return None if unit is None else unit.spec.index


def _services(before: View, after: View, seen: Sequence[Event]) -> list[PlaybackStep]:
    """The pictures of these events, each in its turn: columns driving, works, hits on crossings, flights."""
    out: list[PlaybackStep] = []
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
                    out.append(Show({path[-1]: (_("stopped"), "loss")}, path[-1]))
            case ev.Captured(unit, _, hex_, points):
                out.append(_captured(hex_, points, _side_of(state, unit) == viewer))
            case ev.StoreTaken(_, side, hex_, points):
                out.append(_captured(hex_, points, side != viewer))
            case ev.WorkDone(_, task, _, hex_, finished) if finished:
                out.append(Show({hex_: (_(_FINISHED.get(task, N_("done"))), "note")}, hex_, "work"))
            case ev.CrossingHit(_, _, hex_, hits, cause):
                done = _("blown") if cause is HitCause.DEMOLITION and hits else _hits(hits)
                sound = {HitCause.AIR: "bombs", HitCause.DEMOLITION: "blast"}.get(cause, "gun")
                out.append(Show({hex_: (done, "loss" if hits else "note")}, hex_, sound))
            case ev.Flown(_, mission, hex_, _, arrived, _, hits) if hex_ >= 0:
                done = _("seen") if mission == "scout" else _hits(hits) if arrived else _("turned back")
                out.append(Show({hex_: (done, "note")}, hex_, "planes" if mission == "scout" else "bombs"))
            case ev.StoodBy(_, what, hex_):
                out.append(Show({hex_: (_("answers") if what == "counter" else _("defends"), "note")}, hex_, "gun"))
            case ev.DecoyExposed(side, hex_) if side == viewer:
                out.append(Show({hex_: (_("a sham"), "note")}, hex_, "message"))
    return out


_FINISHED = {
    "ford": N_("ford"),
    "pontoon": N_("pontoon"),
    "repair": N_("repaired"),
    "dismantle": N_("taken up"),
    "mine": N_("charged"),
}


def _suppressed(steps: int) -> str:
    return _("{n} suppressed").format(n=steps)


def _hits(hits: int) -> str:
    return amounts.hits(hits) if hits else _("no hit")


def _side_of(state: GameState, unit_id: str) -> str:
    unit = state.unit(unit_id)
    return unit.side if unit is not None else ""


def _captured(hex_: int, points: int, own: bool) -> Show:
    """The words over a hex where something was captured; `own` for a loss of the viewer's."""
    words = _("{points} SP taken").format(points=points) if points else _("captured")
    return Show({hex_: (words, "loss" if own else "good")}, hex_, "assault")
