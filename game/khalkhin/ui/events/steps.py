"""Events in pictures: the steps of the playback, walks and what was done over the hexes."""

from __future__ import annotations

from collections.abc import Sequence

from khalkhin.core.events import events as ev
from khalkhin.core.events.events import Event
from khalkhin.core.fog.contacts import is_contact
from khalkhin.core.fog.view import View
from khalkhin.core.model.reasons import HitCause
from khalkhin.core.model.rules import Mobility
from khalkhin.core.model.state import GameState
from khalkhin.text import amounts
from khalkhin.translation import N_, _
from khalkhin.ui.events.playback import PlaybackStep, Show, Walk
from khalkhin.ui.map.map_contents import STRANGER, Effect, Play

#: A fleet of trucks at work is shown by one of them.
SHOWN_HAULS = 1


def steps(before: View, after: View, seen: Sequence[Event]) -> list[PlaybackStep]:
    """The pictures of events in the order in which they happened: walks, fire, and what fights did to both sides."""
    film = _Film(before, after)
    for i, event in enumerate(seen):
        film.take(event, seen[i + 1 :])
    film.cut()
    return film.steps


class _Film:
    """Takes events one after the other. What is lost, and who arrives, is gathered and shown together, each where it
    happened, as soon as something else is to be seen."""

    def __init__(self, before: View, after: View) -> None:
        self.before, self.after = before, after
        self.steps: list[PlaybackStep] = []
        self._losses: dict[int, list[str]] = {}
        self._tones: dict[int, str] = {}
        #: The hex that a barrage has fallen on, whose effect is said; guns that stand by and are about to fire.
        self._shelled = -1
        self._ready: list[Effect] = []
        self._hauls = 0

    def take(self, event: Event, following: Sequence[Event]) -> None:
        """Take an event; `following` are those after it."""
        state, viewer = self.after.state, self.after.side
        match event:
            case ev.StepsLost(unit, hex_, lost):
                self._lost(hex_, f"−{lost}", _tone(state, unit, viewer))
            case ev.Suppressed(unit, hex_, count):
                if hex_ != self._shelled:
                    self._lost(hex_, _suppressed(count), _tone(state, unit, viewer))
            case ev.Destroyed(unit, hex_):
                self._lost(hex_, _("destroyed"), _tone(state, unit, viewer))
            case ev.StoodBy(gun, "defence", hex_):
                self._ready += self._fire(Play.GUNS, [gun], hex_)
            case ev.Arrived(_, hex_) if hex_ >= 0:
                self._lost(hex_, _("arrives"), "note")
            case _:
                shown = self._shown(event, following)
                if shown:
                    self.cut()
                    self.steps += shown
                    self._shelled = event.target if isinstance(event, ev.Barraged) else -1

    def cut(self) -> None:
        """Show the losses that have come together."""
        if self._losses:
            texts = {hex_: (" · ".join(found), self._tones[hex_]) for hex_, found in self._losses.items()}
            self.steps.append(Show(texts, next(iter(texts))))
            self._losses, self._tones = {}, {}

    def _lost(self, hex_: int, text: str, tone: str) -> None:
        self._losses.setdefault(hex_, []).append(text)
        self._tones[hex_] = "loss" if "loss" in (tone, self._tones.get(hex_)) else tone

    def _shown(self, event: Event, following: Sequence[Event]) -> list[PlaybackStep]:
        state = self.before.state
        match event:
            case ev.Moved(unit, path):
                return _walk(state, unit, path, _tread(state, unit))
            case ev.Retreated(unit, path) | ev.Advanced(unit, path):
                return _walk(state, unit, path)
            case ev.Assaulted():
                return [self._assault(event, following)]
            case ev.Barraged(gun, target, _, suppressed):
                done = _suppressed(suppressed) if suppressed else _("no effect")
                fire = self._fire(Play.GUNS, [gun], target)
                return [Show({target: (done, "note")}, target, _report(fire), effects=fire)]
            case ev.ObjectiveTaken(objective, hex_):
                return [Show({hex_: (_("{place} taken").format(place=objective), "note")}, hex_, "capture")]
            case ev.Flown(_, "support"):
                return []  # It was seen over the assault.
        return self._services(event)

    def _assault(self, event: ev.Assaulted, following: Sequence[Event]) -> Show:
        """Fire from all who take part, and the dice over the hex that is assaulted."""
        state, target = self.before.state, event.target
        who = frozenset(u.hex for u in map(state.unit, event.attackers) if u is not None and u.hex >= 0)
        effects = [*self._ready, *self._fire(Play.GUNS, event.guns, target)]
        effects += [Effect(Play.RIFLES, hex_, target) for hex_ in sorted(who)]
        flown = (e for e in following if isinstance(e, ev.Flown))
        if any(e.mission == "support" and e.hex == target for e in flown):
            effects.append(Effect(Play.FLIGHT, target, target))
        self._ready = []
        one, other = event.dice
        return Show({target: (f"{one} + {other}", "note")}, target, "assault", who, tuple(effects))

    def _fire(self, what: Play, units: Sequence[str], target: int) -> tuple[Effect, ...]:
        """Fire of units that can be seen, at a hex."""
        found = (unit.hex for unit in map(self.before.state.unit, units) if unit is not None and unit.hex >= 0)
        return tuple(Effect(what, hex_, target) for hex_ in found)

    def _services(self, event: Event) -> list[PlaybackStep]:
        """Columns driving, works, hits on crossings, flights."""
        before, state, viewer = self.before.state, self.after.state, self.after.side
        match event:
            case ev.Hauled(unit, path, _, unloaded, stopped) if len(path) > 1:
                self._hauls += 1
                index = unit_index(before, unit, path[0])
                driven: list[PlaybackStep] = []
                if index is not None and (self._hauls <= SHOWN_HAULS or stopped):
                    driven.append(Walk(index, path, "truck"))
                    if unloaded and not stopped:
                        driven.append(_delivered(path[-1], sum(points for _, points in unloaded)))
                if stopped:
                    driven.append(Show({path[-1]: (_("stopped"), "loss")}, path[-1]))
                return driven
            case ev.Captured(unit, _, hex_, points):
                return [_captured(hex_, points, _side_of(state, unit) == viewer)]
            case ev.StoreTaken(_, side, hex_, points):
                return [_captured(hex_, points, side != viewer)]
            case ev.WorkDone(_, task, _, hex_, finished) if finished:
                return [Show({hex_: (_(_FINISHED.get(task, N_("done"))), "note")}, hex_, "work")]
            case ev.CrossingHit(_, hexside, hex_, hits, cause):
                done = _("blown") if cause is HitCause.DEMOLITION and hits else _hits(hits)
                sound = {HitCause.AIR: "bombs", HitCause.DEMOLITION: "blast"}.get(cause, "gun")
                seen = (Effect(Play.BLAST, hex_, hex_, hexside),) if hits else ()
                if cause is HitCause.AIR:
                    seen = (*seen, Effect(Play.FLIGHT, hex_, hex_))
                return [Show({hex_: (done, "loss" if hits else "note")}, hex_, sound, effects=seen)]
            case ev.Flown(_, mission, hex_, _, arrived, _, hits) if hex_ >= 0:
                done = _("seen") if mission == "scout" else _hits(hits) if arrived else _("turned back")
                sound = "planes" if mission == "scout" else "bombs" if arrived else "fighters"
                over: tuple[Effect, ...] = (Effect(Play.FLIGHT, hex_, hex_),)
                if hits:
                    over = (*over, Effect(Play.BLAST, hex_, hex_))
                return [Show({hex_: (done, "note")}, hex_, sound, effects=over)]
            case ev.StoodBy(gun, what, hex_):
                fire = self._fire(Play.GUNS, [gun], hex_)
                text = _("answers") if what == "counter" else _("defends")
                return [Show({hex_: (text, "note")}, hex_, _report(fire), effects=fire)]
            case ev.DecoyExposed(side, hex_) if side == viewer:
                return [Show({hex_: (_("a sham"), "note")}, hex_, "message")]
        return []


def _walk(before: GameState, unit_id: str, path: tuple[int, ...], sound: str = "") -> list[PlaybackStep]:
    if len(path) < 2:
        return []
    index = unit_index(before, unit_id, path[0])
    return [] if index is None else [Walk(index, path, sound)]


def _tread(before: GameState, unit_id: str) -> str:
    """How a unit sounds on its way, as far as it is known: a contact may be anything."""
    unit = before.unit(unit_id)
    if unit is None or unit.spec.type.symbol == "unknown":
        return _TREADS[Mobility.FOOT]
    return _TREADS[unit.spec.type.mobility]


def _report(fire: Sequence[Effect]) -> str:
    """How guns sound: near where it is seen from where they fire, else beyond the hills."""
    return "gun" if fire else "far"


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


_TREADS = {Mobility.FOOT: "foot", Mobility.HORSE: "horse", Mobility.WHEELS: "truck", Mobility.TRACKS: "tank"}
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


def _delivered(hex_: int, points: int) -> Show:
    """The words over a store where a column of the viewer's has unloaded."""
    return Show({hex_: (_("+{supplies}").format(supplies=amounts.supply(points)), "good")}, hex_, "supply")


def _captured(hex_: int, points: int, own: bool) -> Show:
    """The words over a hex where something was captured; `own` for a loss of the viewer's."""
    words = _("{supplies} taken").format(supplies=amounts.supply(points)) if points else _("captured")
    return Show({hex_: (words, "loss" if own else "good")}, hex_, "capture")
