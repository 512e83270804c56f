"""Handicaps: what a side is openly given for a battle. Every rule that one changes asks here.

They change neither sight nor dice, and both sides know of them. The words are in :mod:`khalkhin.text.handicap`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from khalkhin.core.model.rules import Handicap
from khalkhin.core.model.scenario import Scenario, Source
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit

#: How hard a side is to beat: at "easy" its enemy has the handicap, at "hard" the side itself, at "normal" nobody.
LEVELS: tuple[str, ...] = ("easy", "normal", "hard")
NORMAL = "normal"
#: No number of a handicap is above this.
LIMIT = 100


def helped(sides: tuple[str, str], levels: Mapping[str, str]) -> tuple[str, ...]:
    """Which of two sides are helped in a battle in which sides are met at these levels. Raises: KeyError for an unknown
    side."""
    found: set[str] = set()
    for side, level in levels.items():
        if side not in sides:
            raise KeyError(side)
        if level == "hard":
            found.add(side)
        elif level == "easy":
            found.update(other for other in sides if other != side)
    return tuple(side for side in sides if side in found)


def by_level(scenario: Scenario, levels: Mapping[str, str]) -> dict[str, Handicap]:
    """The handicaps of a battle in which these sides are met at these levels. Raises: KeyError for an unknown side."""
    first, second = scenario.sides
    return dict.fromkeys(helped((first.id, second.id), levels), scenario.rules.handicap)


def sound(handicap: Handicap) -> bool:
    """Whether a handicap read from a file is one that a battle can be played with."""
    return all(0 <= n <= LIMIT for n in (handicap.columns, handicap.hq_points, handicap.supply, handicap.drafts))


# ------------------------------------------------------------------ what it does


def columns(state: GameState, side: str) -> int:
    """Columns by which the assaults of a side are better, and those against it worse."""
    found = state.handicaps.get(side)
    return 0 if found is None else found.columns


def hq_points(state: GameState, side: str) -> int:
    """HQ points a turn that a side gets on top of its scenario's; a side without a staff gets none."""
    found = state.handicaps.get(side)
    return 0 if found is None or not state.scenario.side(side).hq_points else found.hq_points


def income(state: GameState, source: Source, turn: int) -> int:
    """SP that come into a source on a turn, rounded to the nearest."""
    return _more(state, source.side, source.income(turn))


def march(state: GameState, unit: Unit) -> int:
    """MP of a unit in a turn; those of truck columns grow with their side's supply, rounded to the nearest."""
    return _more(state, unit.spec.side, unit.spec.type.mp) if unit.is_column else unit.spec.type.mp


def _more(state: GameState, side: str, amount: int) -> int:
    found = state.handicaps.get(side)
    return amount if found is None else (amount * (100 + found.supply) + 50) // 100


def draftees(state: GameState, side: str, able: Iterable[Unit]) -> tuple[Unit, ...]:
    """The units of those `able` to take them that drafts go to this turn, one step each: the most worn first."""
    found = state.handicaps.get(side)
    if found is None or not found.drafts:
        return ()
    full = state.scenario.units  # The contacts of a view stand behind them, and nobody knows how worn they are.
    worn = [u for u in able if u.is_combat and u.spec.index < len(full) and u.steps < full[u.spec.index].steps]
    worn.sort(key=lambda u: (u.steps - full[u.spec.index].steps, u.spec.index))
    return tuple(worn[: found.drafts])
