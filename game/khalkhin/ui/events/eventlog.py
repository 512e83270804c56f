"""The log: what each side was told, order by order, the turn's summary, and the one line at the foot of the map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from khalkhin.core.events import events as ev
from khalkhin.core.events.events import Event
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.timeline.timeline import Entry, When
from khalkhin.text import fact_words
from khalkhin.text.narrator.narrator import tell
from khalkhin.text.narrator.notice import Notice
from khalkhin.text.narrator.services import totals
from khalkhin.translation import _
from khalkhin.ui.destinations import ToHistory
from khalkhin.ui.events import recap
from khalkhin.ui.events.recap import Harm
from khalkhin.ui.planning.actions import LookAt
from khalkhin.ui.widgets.rows import Line, Row


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
        return (
            _("Dice {dice}. {outcome}.").format(
                dice="{}+{}".format(*assault.dice), outcome=". ".join(rest) or _("Nobody gives way")
            ),
            "gold",
        )
    if not told:
        return None
    best = max(told, key=lambda t: t.weight)
    return best.text, best.tone


@dataclass(slots=True)
class _Entries:
    lines: list[Notice] = field(default_factory=list)
    marked: int = 0
    harms: list[Harm] = field(default_factory=list)


def row(told: Notice) -> Row:
    """A notice as a line: it leads to the fact of the account that it tells of, or to where it happened."""
    if fact_words.fact(told.fact) is not None:
        return Line(
            told.text, _("history ›"), tone=told.tone, value_tone="gold", action=ToHistory("account", told.fact)
        )
    return Line(told.text, tone=told.tone, action=LookAt(told.hex) if told.hex >= 0 else None)


class Log:
    """What each side was told, order by order, and what is new since it last looked."""

    def __init__(self) -> None:
        self._sides: dict[str, _Entries] = {}
        self._sizes: list[dict[str, tuple[int, int]]] = []

    def begin_order(self) -> None:
        """Remember where an order begins, so that it can be undone."""
        self._sizes.append({side: (len(e.lines), len(e.harms)) for side, e in self._sides.items()})

    def add(self, side: str, before: GameState, after: GameState, seen: Iterable[Event]) -> None:
        """Write down what a side saw."""
        entries = self._sides.setdefault(side, _Entries())
        seen = list(seen)
        entries.lines += [t for e in seen if (t := tell(before, after, side, e)) is not None]
        entries.lines += totals(after, side, seen)
        entries.harms += recap.harms(before, after, side, seen)

    def undo(self) -> None:
        """Forget the last order's lines."""
        if self._sizes:
            sizes = self._sizes.pop()
            for side, entries in self._sides.items():
                lines, harms = sizes.get(side, (0, 0))
                del entries.lines[lines:], entries.harms[harms:]
                entries.marked = min(entries.marked, len(entries.lines))

    def mark(self, side: str) -> None:
        """The side has seen everything until now."""
        entries = self._sides.setdefault(side, _Entries())
        entries.marked = len(entries.lines)
        entries.harms.clear()
        self._sizes.clear()

    def rows(self, side: str, limit: int = 300) -> list[Row]:
        """The log of a side, oldest first."""
        lines = self._sides.get(side, _Entries()).lines[-limit:]
        if not lines:
            return [Line(_("Nothing has happened yet."), tone="dim")]
        return [row(t) for t in lines]

    def summary(self, side: str) -> list[Row]:
        """What happened since the side last looked: its losses first. Empty where nothing did."""
        entries = self._sides.get(side, _Entries())
        return recap.rows(entries.harms, entries.lines[entries.marked :], row)
