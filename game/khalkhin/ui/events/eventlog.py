"""Events in words and in pictures: lines of the log, the turn's summary, steps of the playback.

Everything here starts from events a side was shown; an enemy it cannot name is "an enemy unit".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from khalkhin.core.events import events as ev
from khalkhin.core.events.events import Event
from khalkhin.core.fog.view import View
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.timeline.timeline import Entry, When
from khalkhin.core.wording import agreeing, counted
from khalkhin.play.report.dates import date_text
from khalkhin.text import fact_words
from khalkhin.text.names import place_text, side_name
from khalkhin.text.reasons import cause_text, end_text, stop_text
from khalkhin.ui.destinations import ToHistory
from khalkhin.ui.events import services
from khalkhin.ui.events.playback import Scene as PlayStep
from khalkhin.ui.events.playback import Show, Walk
from khalkhin.ui.events.told import Told, capital, unit_index, unit_name
from khalkhin.ui.planning.actions import LookAt
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row


def tell(before: GameState, after: GameState, viewer: str, event: Event) -> Told | None:
    """One event in words for a side, or None if it needs none."""

    def name(unit_id: str) -> str:
        return capital(unit_name(before, after, unit_id))

    def own(unit_id: str) -> bool:
        unit = after.unit(unit_id)
        return unit is not None and unit.side == viewer

    def loss(unit_id: str) -> str:
        return "bad" if own(unit_id) else "good"

    match event:
        case ev.TurnBegan(turn, side):
            info = after.scenario.calendar[turn - 1]
            return Told(f"Turn {turn}, {date_text(info.date)}, {info.clock}: {side_name(after, side)}", "gold", -1, 0)
        case ev.TimelineFired(entry):
            found = _entry(after.scenario, entry)
            if found is None:
                return None
            compared = fact_words.compared(found)
            text = f"{found.title}. {compared}" if compared else found.title
            return Told(text, "blue", -1, 2, found.source)
        case ev.Told(entry, title=title):
            found = _entry(after.scenario, entry)
            return Told(title, "blue", -1, 2, found.source if found is not None else "")
        case ev.ChoiceMade(entry, _, answer):
            found = _entry(after.scenario, entry)
            given = None if found is None else found.answer(answer)
            return None if found is None or given is None else Told(f"{found.title}: {given.text}", "blue", -1, 2)
        case ev.WeatherChanged(weather):
            return Told(f"The weather changes: {weather}", "blue", -1, 2)
        case ev.FieldWrecked(field_, side, until):
            tone = "bad" if side == viewer else "good"
            return Told(f"The airfield {field_} is wrecked up to turn {until}", tone, -1, 2)
        case ev.AirfieldLost(field_, hex_, side):
            tone = "good" if side == viewer else "bad"
            return Told(f"{_does(after, side, 'overrun')} the airfield {field_}", tone, hex_, 2)
        case ev.SortiesChanged(field_, _, fighters, bombers):
            return Told(f"{field_}: {fighters:+d} fighter and {bombers:+d} bomber sorties a day", "blue", -1, 2)
        case ev.StockChanged(store, _, hex_, points):
            return Told(f"{store}: {points:+d} SP", "good" if points > 0 else "bad", hex_, 2)
        case ev.HqPointsChanged(_, points):
            return Told(f"Headquarters: {points:+d} points a turn", "good" if points > 0 else "bad", -1, 2)
        case ev.PointsGiven(_, side, points):
            good = (points > 0) == (side == viewer)
            return Told(f"{side_name(after, side)}: {points:+d} victory points", "good" if good else "bad", -1, 2)
        case ev.SpellBegan(_, what, until):
            text = "The enemy is surprised" if what == "surprise" else "Your guns are silenced"
            return Told(f"{text} up to turn {until}", "good" if what == "surprise" else "bad", -1, 2)
        case ev.Forbidden(_, what, until):
            last = f" up to turn {until}" if until else ""
            return Told(f"Headquarters forbids {_banned(what)}{last}", "warn", -1, 2)
        case ev.Allowed(_, what):
            return Told(f"Headquarters allows {_banned(what)} again", "good", -1, 2)
        case ev.UnitHeld(unit, until):
            last = f" up to turn {until}" if until else ""
            return Told(f"{name(unit)} is held back by higher headquarters{last}", "warn", -1, 2)
        case ev.UnitReleased(unit):
            return Told(f"{name(unit)} is released", "good", -1, 2)
        case ev.Withdrawn(unit, hex_, gone):
            text = "is withdrawn from the battle" if gone else "is to be withdrawn but is cut off"
            return Told(f"{name(unit)} {text}", "warn", hex_, 2)
        case ev.Arrived(unit, hex_):
            return Told(
                f"{name(unit)} {agreeing(name(unit), 'arrive')} at {place_text(after, hex_)}",
                "good" if own(unit) else "warn",
                hex_,
                2,
            )
        case ev.SupplyChanged(unit, was, now) if own(unit):
            states = after.scenario.rules.supply.states
            old, new = states[min(was, 3)], states[min(now, 3)]
            unit_ = after.unit(unit)
            if old == new or unit_ is None:
                return None
            return Told(f"{name(unit)}: supply {new}", "bad" if now > was else "good", unit_.hex, 2 if now > was else 1)
        case ev.Moved(unit, path, _, stopped) if path:
            text = f"{name(unit)} moves to {place_text(after, path[-1])}"
            return Told(text + (f"; {stop_text(stopped)}" if stopped else ""), "normal", path[-1], 0)
        case ev.Sighted(side, unit, hex_) if side == viewer:
            return Told(f"{name(unit)} is sighted at {place_text(after, hex_)}", "warn", hex_, 0)
        case ev.Assaulted(target, attackers, guns, defenders, _, dice):
            who = ", ".join(unit_name(before, after, a) for a in attackers)
            whom = ", ".join(unit_name(before, after, d) for d in defenders) or "the hex"
            return Told(
                f"Assault on {place_text(after, target)}: {who} against {whom}"
                + (f", {len(guns)} guns" if guns else "")
                + f"; dice {dice[0]}+{dice[1]}",
                "gold",
                target,
                1,
            )
        case ev.Barraged(gun, target, _, suppressed):
            done = f"{counted(suppressed, 'step')} suppressed" if suppressed else "no effect"
            return Told(f"{name(gun)} shells {place_text(after, target)}: {done}", "normal", target, 0)
        case ev.StoodBy(gun, what, hex_):
            doing = "answers enemy guns" if what == "counter" else "fires in defence"
            tone = "good" if own(gun) else "warn"
            return Told(f"{name(gun)}, standing by, {doing} at {place_text(after, hex_)}", tone, hex_, 1)
        case ev.Drafted(unit, hex_, steps):
            return Told(f"{name(unit)} gets drafts: {counted(steps, 'step')} made good", "good", hex_, 1)
        case ev.StepsLost(unit, hex_, steps, cause):
            return Told(f"{name(unit)} loses {counted(steps, 'step')} ({cause_text(cause)})", loss(unit), hex_, 1)
        case ev.Suppressed(unit, hex_, steps):
            return Told(f"{name(unit)} has {counted(steps, 'step')} suppressed", loss(unit), hex_, 0)
        case ev.Retreated(unit, path) if path:
            return Told(f"{name(unit)} falls back to {place_text(after, path[-1])}", loss(unit), path[-1], 1)
        case ev.Destroyed(unit, hex_, cause):
            return Told(f"{name(unit)} is destroyed ({cause_text(cause)})", loss(unit), hex_, 3)
        case ev.Advanced(unit, path) if path:
            return Told(f"{name(unit)} advances to {place_text(after, path[-1])}", "normal", path[-1], 0)
        case ev.ObjectiveTaken(objective, hex_, side, points):
            return Told(
                f"{_does(after, side, 'take')} {objective}: {counted(points, 'point')}",
                "good" if side == viewer else "bad",
                hex_,
                3,
            )
        case ev.CrossingTaken(crossing, _, side):
            return Told(
                f"{_does(after, side, 'take')} the crossing {crossing}", "good" if side == viewer else "bad", -1, 2
            )
        case (
            ev.Hauled()
            | ev.Captured()
            | ev.StoreTaken()
            | ev.WorkBegun()
            | ev.WorkDone()
            | ev.Posted()
            | ev.CrossingHit()
            | ev.AirSettled()
            | ev.Flown()
            | ev.HqPointsSpent()
            | ev.DecoyExposed()
        ):
            return services.tell(before, after, viewer, event)
        case ev.PocketClosed(side, units, steps):
            return Told(
                f"A pocket is closed: {len(units)} units, {counted(steps, 'step')} of the {side_name(after, side)}",
                "bad" if side == viewer else "good",
                -1,
                3,
            )
        case ev.Exited(unit, hex_):
            return Told(f"{name(unit)} leaves the map", "dim", hex_, 2)
        case ev.GameEnded(reason):
            return Told(end_text(reason, after.scenario), "gold", -1, 3)
        case ev.SupplyChanged() | ev.Moved() | ev.Sighted() | ev.Retreated() | ev.Advanced():
            return None  # Those of them that are news are told above.
        case ev.ChoiceOffered() | ev.FlagChanged() | ev.Recovered() | ev.Entrenched() | ev.SupplyDrawn():
            return None  # A letter asks; the rest is the small change of a turn, or told in its totals.
        case _:
            assert_never(event)


def _entry(scenario: Scenario, entry: str) -> Entry | None:
    return next((e for e in scenario.timeline if e.id == entry), None)


def messages(scenario: Scenario, seen: Iterable[Event]) -> list[Entry]:
    """Timeline entries among events that have something to read."""
    out: list[Entry] = []
    for event in seen:
        match event:
            case ev.TimelineFired(entry):
                found = _entry(scenario, entry)
                # What asks for an answer is read where the answer is given.
                out += [found] if found is not None and found.text and not found.answers else []
            case ev.Told(entry, side, title, text):
                out.append(Entry(entry, When(), side, title, text))
    return out


def headline(before: GameState, after: GameState, viewer: str, seen: Sequence[Event]) -> tuple[str, str] | None:
    """The one line of an order that matters most, for the foot of the map."""
    told = [t for e in seen if not isinstance(e, ev.Sighted) and (t := tell(before, after, viewer, e)) is not None]
    assault = next((e for e in seen if isinstance(e, ev.Assaulted)), None)
    if assault is not None:
        rest = [
            t.text
            for e, t in ((e, tell(before, after, viewer, e)) for e in seen)
            if t is not None and isinstance(e, ev.StepsLost | ev.Retreated | ev.Destroyed | ev.Advanced)
        ]
        return (f"Dice {assault.dice[0]}+{assault.dice[1]}. " + (". ".join(rest) or "Nobody gives way") + ".", "gold")
    if not told:
        return None
    best = max(told, key=lambda t: t.weight)
    return best.text, best.tone


@dataclass(slots=True)
class _Entries:
    lines: list[Told] = field(default_factory=list)
    marked: int = 0


class Log:
    """What each side was told, order by order, and what is new since it last looked."""

    def __init__(self) -> None:
        self._sides: dict[str, _Entries] = {}
        self._sizes: list[dict[str, int]] = []

    def begin_order(self) -> None:
        """Remember where an order begins, so that it can be undone."""
        self._sizes.append({side: len(e.lines) for side, e in self._sides.items()})

    def add(self, side: str, before: GameState, after: GameState, seen: Iterable[Event]) -> None:
        """Write down what a side saw."""
        entries = self._sides.setdefault(side, _Entries())
        seen = list(seen)
        entries.lines += [t for e in seen if (t := tell(before, after, side, e)) is not None]
        entries.lines += services.totals(after, side, seen)

    def undo(self) -> None:
        """Forget the last order's lines."""
        if self._sizes:
            sizes = self._sizes.pop()
            for side, entries in self._sides.items():
                del entries.lines[sizes.get(side, 0) :]
                entries.marked = min(entries.marked, len(entries.lines))

    def mark(self, side: str) -> None:
        """The side has seen everything until now."""
        entries = self._sides.setdefault(side, _Entries())
        entries.marked = len(entries.lines)
        self._sizes.clear()

    def rows(self, side: str, limit: int = 300) -> list[Row]:
        """The log of a side, oldest first."""
        lines = self._sides.get(side, _Entries()).lines[-limit:]
        if not lines:
            return [Line("Nothing has happened yet.", tone="dim")]
        return [_row(t) for t in lines]

    def summary(self, side: str) -> list[Row]:
        """What happened since the side last looked, the most important first."""
        entries = self._sides.get(side, _Entries())
        fresh = [t for t in entries.lines[entries.marked :] if t.weight >= 1 and t.text]
        rows: list[Row] = []
        groups = (("Decisive", 3), ("Arrivals, supply, orders from above", 2), ("Fighting", 1))
        for title, weight in groups:
            found = [t for t in fresh if t.weight == weight]
            if found:
                rows += [Heading(title), *(_row(t) for t in found), Gap(6)]
        return rows


def _row(told: Told) -> Row:
    if fact_words.fact(told.fact) is not None:
        return Line(told.text, "history ›", tone=told.tone, value_tone="gold", action=ToHistory("account", told.fact))
    return Line(told.text, tone=told.tone, action=LookAt(told.hex) if told.hex >= 0 else None)


def steps(before: View, after: View, seen: Sequence[Event]) -> list[PlayStep]:
    """The pictures of events: walks, and what fights did."""
    state, viewer = after.state, after.side
    out: list[PlayStep] = []
    texts: dict[int, tuple[str, str]] = {}
    walks: list[PlayStep] = []
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
                texts.setdefault(target, (f"{suppressed} suppressed" if suppressed else "no effect", "note"))
            case ev.StepsLost(unit, hex_, lost):
                texts[hex_] = (f"−{lost}", _tone(state, unit, viewer))
            case ev.Suppressed(unit, hex_, count):
                texts.setdefault(hex_, (f"{count} suppressed", _tone(state, unit, viewer)))
            case ev.Destroyed(unit, hex_):
                texts[hex_] = ("destroyed", _tone(state, unit, viewer))
                focus = hex_ if focus < 0 else focus
            case ev.Arrived(unit, hex_):
                texts.setdefault(hex_, ("arrives", "note"))
            case ev.ObjectiveTaken(objective, hex_):
                walks.append(Show({hex_: (f"{objective} taken", "note")}, hex_, "message"))
    if texts or sound:
        if focus < 0:
            focus = next(iter(texts))
        out.append(Show(texts, focus, sound, frozenset(attackers)))
    return out + walks + services.steps(before, after, seen)


def _walk(before: GameState, unit_id: str, path: tuple[int, ...], sound: str = "move") -> list[PlayStep]:
    if len(path) < 2:
        return []
    index = unit_index(before, unit_id, path[0])
    return [] if index is None else [Walk(index, path, sound)]


_MISSIONS = {
    "interdict": "strikes on roads",
    "scout": "reconnaissance flights",
    "bomb": "strikes on crossings",
    "raid": "raids on airfields",
}


def _banned(what: str) -> str:
    """What headquarters forbids or allows: a kind of flight, or an area by name."""
    return _MISSIONS.get(what, f"entering {what}")


def _does(state: GameState, side: str, verb: str) -> str:
    """A side and its verb: the Kwantung Army takes, the Soviet forces take."""
    name = side_name(state, side)
    return f"{name} {agreeing(name, verb)}"


def _tone(state: GameState, unit_id: str, viewer: str) -> str:
    unit = state.unit(unit_id)
    return "loss" if unit is not None and unit.side == viewer else "good"
