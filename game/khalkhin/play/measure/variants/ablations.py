"""What can be taken from a side, to measure what it is worth: a scenario in, the scenario without it out.

The rules know nothing of this. A changed scenario has a digest of its own, so that no result passes for another's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from khalkhin.core.crossing.crossing import solid
from khalkhin.core.model.rules import Light
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import DESTROYED
from khalkhin.core.model.units import Unit, UnitSpec
from khalkhin.core.timeline.effect_kinds import ChangeHqPoints, ChangeSorties, Effect

#: More SP than any store has: what needs so much is never fired.
TOO_MUCH = 1 << 31

Change = Callable[[Scenario, str], Scenario]


def ablated(scenario: Scenario, side: str, name: str) -> Scenario:
    """The same battle in which a side lacks one of :data:`ABLATIONS`. Raises: KeyError for a name that is none."""
    changed = ABLATIONS[name](scenario, side)
    words = f"{scenario.digest} {side} {name} {_version()}".encode()
    return replace(changed, digest=hashlib.sha256(words).hexdigest()[:16])


@cache
def _version() -> str:
    """A digest of this text: what another version of it took is another battle."""
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()


def _guns(scenario: Scenario, side: str) -> Scenario:
    """Its guns stand where they stood and never fire: there is no ammunition for them anywhere."""

    def silent(spec: UnitSpec) -> UnitSpec:
        if spec.side != side or not spec.type.range:
            return spec
        return replace(spec, type=replace(spec.type, ammunition=TOO_MUCH))

    specs = tuple(map(silent, scenario.order_of_battle))
    units = tuple(replace(u, spec=specs[u.spec.index]) for u in scenario.units)
    return replace(scenario, order_of_battle=specs, units=units)


def _aircraft(scenario: Scenario, side: str) -> Scenario:
    fields = tuple(replace(f, fighters=0, bombers=0) if f.side == side else f for f in scenario.airfields)
    own = {f.name for f in scenario.airfields if f.side == side}
    bare = replace(scenario, airfields=fields)
    return _without_effects(bare, lambda e: isinstance(e, ChangeSorties) and e.airfield in own)


def _hq_points(scenario: Scenario, side: str) -> Scenario:
    first, second = (replace(s, hq_points=0) if s.id == side else s for s in scenario.sides)
    bare = replace(scenario, sides=(first, second))
    return _without_effects(bare, lambda e: isinstance(e, ChangeHqPoints) and e.side == side)


def _night(scenario: Scenario, _: str) -> Scenario:
    """Every turn is a day turn, for both sides; the side named is the one that is to miss the night."""
    return replace(scenario, calendar=tuple(replace(t, light=Light.DAY) for t in scenario.calendar))


def _engineers(scenario: Scenario, side: str) -> Scenario:
    return _gone(scenario, lambda u: u.side == side and u.has("engineer"))


def _trucks(scenario: Scenario, side: str) -> Scenario:
    return _gone(scenario, lambda u: u.side == side and u.is_column)


def _stocks(scenario: Scenario, side: str) -> Scenario:
    """Half of what lies in its depots and at its sources; what comes in is as it was."""
    depots = tuple(replace(d, stock=d.stock // 2) if d.side == side else d for d in scenario.depots)
    sources = tuple(replace(s, stock=s.stock // 2) if s.side == side else s for s in scenario.sources)
    return replace(scenario, depots=depots, sources=sources)


def _income(scenario: Scenario, side: str) -> Scenario:
    """Half of what comes in at its sources."""
    sources = tuple(
        replace(s, per_turn=s.per_turn // 2, schedule=tuple((turn, points // 2) for turn, points in s.schedule))
        if s.side == side
        else s
        for s in scenario.sources
    )
    return replace(scenario, sources=sources)


def _bridges(scenario: Scenario, side: str) -> Scenario:
    """All its bridges and pontoons are broken but the one nearest to its sources."""
    board, home = scenario.board, scenario.rear(side)
    own = [h for h, c in scenario.crossings.items() if c.owner == side and solid(c)]
    own.sort(key=lambda hexside: (min(home[h] for h in board.hexside_hexes(hexside) if h >= 0), hexside))
    broken = set(own[1:])
    full = scenario.rules.crossings
    links = {h: replace(c, hits=full[c.kind].hits) if h in broken else c for h, c in scenario.crossings.items()}
    return replace(scenario, crossings=links)


def _more(scenario: Scenario, side: str) -> Scenario:
    """Two steps more: one for each of its two largest combat units."""
    return _grown(scenario, side, 1)


def _fewer(scenario: Scenario, side: str) -> Scenario:
    """Two steps fewer: one of each of its two largest combat units, none of which is the last."""
    return _grown(scenario, side, -1)


def _grown(scenario: Scenario, side: str, steps: int) -> Scenario:
    able = [u for u in scenario.units if u.side == side and u.is_combat and u.steps + steps > 0]
    chosen = {u.spec.index for u in sorted(able, key=lambda u: (-u.steps, u.spec.index))[:2]}
    specs = tuple(
        replace(s, steps=max(s.steps, scenario.units[s.index].steps + steps)) if s.index in chosen else s
        for s in scenario.order_of_battle
    )
    units = tuple(
        replace(u, spec=specs[u.spec.index], steps=u.steps + steps) if u.spec.index in chosen else u
        for u in scenario.units
    )
    return replace(scenario, order_of_battle=specs, units=units)


#: By name, what a side is without, or has more of.
ABLATIONS: Mapping[str, Change] = {
    "guns": _guns,
    "aircraft": _aircraft,
    "hq-points": _hq_points,
    "night": _night,
    "engineers": _engineers,
    "trucks": _trucks,
    "stocks": _stocks,
    "income": _income,
    "bridges": _bridges,
    "steps-more": _more,
    "steps-fewer": _fewer,
}


def _gone(scenario: Scenario, which: Callable[[Unit], bool]) -> Scenario:
    """Without some units, for which nobody scores."""
    return replace(scenario, units=tuple(replace(u, hex=DESTROYED, steps=0) if which(u) else u for u in scenario.units))


def _without_effects(scenario: Scenario, which: Callable[[Effect], bool]) -> Scenario:
    """Without some effects of the timeline and of its answers."""

    def left(effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
        return tuple(e for e in effects if not which(e))

    entries = (
        replace(
            entry,
            effects=left(entry.effects),
            answers=tuple(replace(a, effects=left(a.effects)) for a in entry.answers),
        )
        for entry in scenario.timeline
    )
    return replace(scenario, timeline=tuple(entries))
