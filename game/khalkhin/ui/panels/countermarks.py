"""The marks of a counter in words, for the note beside a counter that is pointed at and for the legend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from khalkhin.core.fog.view import View
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.units import Unit
from khalkhin.text.narrator.notice import capital, unit_name
from khalkhin.translation import N_, _
from khalkhin.ui.map.counters import CounterKey, look_of
from khalkhin.ui.widgets.rows import Heading, Line, Row


@dataclass(frozen=True, slots=True)
class CounterMark:
    """What a mark means, and when a counter has it."""

    text: str
    when: Callable[[CounterKey], bool]


#: Marks by name, as they stand on a counter from the top. What every counter has (its sign, its figures) is not here.
MARKS: Mapping[str, CounterMark] = MappingProxyType(
    {
        "vague": CounterMark(
            N_("An enemy who has been noticed but not made out: it may be anything."),
            lambda look: look.symbol == "unknown",
        ),
        "supply.1": CounterMark(
            N_("Yellow: the unit is short of supplies: it does not recover, and attacks more weakly."),
            lambda look: look.supply == 1,
        ),
        "supply.2": CounterMark(
            N_("Orange: it is unsupplied: its guns are silent, and it assaults only to break out."),
            lambda look: look.supply == 2,
        ),
        "supply.3": CounterMark(
            N_("Red: it is isolated: it loses a step each turn and may surrender."), lambda look: look.supply == 3
        ),
        "work": CounterMark(N_("A mallet: engineers at work."), lambda look: look.badge == "work"),
        "defence": CounterMark(
            N_("A shield: guns that stand by to help a defence."), lambda look: look.badge == "defence"
        ),
        "counter": CounterMark(
            N_("A gun sight: guns that stand by to answer enemy guns."), lambda look: look.badge == "counter"
        ),
        "suppressed": CounterMark(
            N_("A hollow bar is a step that is suppressed, shaken and scattered: it counts half until it has rested."),
            lambda look: look.suppressed > 0,
        ),
        "lost": CounterMark(N_("A dark bar is a step that is lost."), lambda look: look.steps < look.full),
        "load": CounterMark(
            N_("A truck column: the bar is its load; the figure at the left counts it in supply points."),
            lambda look: look.capacity > 0,
        ),
        "fought": CounterMark(N_("Crossed strokes: it has fought this turn."), lambda look: look.fought),
        "moved": CounterMark(
            N_("Dull colours: the unit has moved this turn. The yellow figure is how far it can still go."),
            lambda look: look.moved,
        ),
        "leader": CounterMark(
            N_("A star: a leader is with the unit and helps the assaults round it."), lambda look: look.leader
        ),
        "entrenchment": CounterMark(
            N_("A wall before the counter: the unit is dug in, the deeper the more pieces."),
            lambda look: look.entrenchment > 0,
        ),
    }
)


def marks(look: CounterKey) -> list[str]:
    """What the marks of a counter say."""
    return [_(mark.text) for mark in MARKS.values() if mark.when(look)]


def look(scenario: Scenario, view: View, unit: Unit) -> CounterKey:
    """The look of a unit on the map as a side sees it."""
    return look_of(scenario, unit, view.level(unit), own=unit.side == view.state.active)


def rows(view: View, hex_: int) -> list[Row]:
    """A note about the counters in a hex, as far as they have marks."""
    state = view.state
    out: list[Row] = []
    for unit in state.at_hex(hex_):
        said = marks(look(state.scenario, view, unit))
        if said:
            out.append(Heading(capital(unit_name(state, state, unit.id))))
            out += [Line(text, style="small") for text in said]
    return out
