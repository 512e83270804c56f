"""A state as plain JSON and back, exactly: ``decode(scenario, encode(state)).digest() == state.digest()``.

The fields of the state's own dataclasses say what is written and what is expected, so that a state never has a part
that a save forgets.
"""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from khalkhin.core.command.handicap import sound
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import LATER, STATE_FIELDS, WITHDRAWN, GameState, plain
from khalkhin.core.model.units import UnitSpec


class SnapshotError(ValueError):
    """A snapshot that does not fit its scenario, or is no snapshot. The message is a sentence."""


def encode(state: GameState) -> dict[str, Any]:
    """The state as JSON values. The scenario is not part of it."""
    return {name: plain(getattr(state, name)) for name in state.told()}


def decode(scenario: Scenario, data: Any) -> GameState:
    """The state of a snapshot. Raises: SnapshotError if it does not belong to this order of battle and map."""
    try:
        hints = _hints(GameState)
        specs = {spec.id: spec for spec in scenario.order_of_battle}
        if [row[0] for row in data["units"]] != list(specs):
            raise SnapshotError("The snapshot has other units than the scenario; its order of battle has changed.")
        told = [name for name in STATE_FIELDS if name in data or name not in LATER]
        state = {name: _read(hints[name], data[name], specs) for name in told}
        return _checked(scenario, GameState(scenario=scenario, at={}, **state))
    except SnapshotError:
        raise
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise SnapshotError(f"The snapshot is damaged ({type(error).__name__}: {error}).") from error


def _checked(scenario: Scenario, state: GameState) -> GameState:
    size = scenario.board.size
    at: dict[int, tuple[int, ...]] = {}
    for unit in state.units:
        if not (WITHDRAWN <= unit.hex < size and 0 <= unit.suppressed <= unit.steps and unit.mp >= 0):
            raise SnapshotError(f"The snapshot's figures for {unit.spec.name} make no sense.")
        if unit.hex >= 0:
            at[unit.hex] = (*at.get(unit.hex, ()), unit.spec.index)
    sides = {s.id for s in scenario.sides}
    if state.active not in sides or not 1 <= state.turn <= len(scenario.calendar):
        raise SnapshotError("The snapshot's turn or side does not exist in the scenario.")
    if len(state.holdings) != len(scenario.objectives):
        raise SnapshotError("The snapshot has other objectives than the scenario.")
    if not all(0 <= side < size * 6 for side in state.crossings):
        raise SnapshotError("The snapshot has a crossing off the map.")
    if not all(0 <= store.hex < size for store in state.stores):
        raise SnapshotError("The snapshot has a store off the map.")
    if set(state.sightings) != sides or any(len(s.levels) != len(state.units) for s in state.sightings.values()):
        raise SnapshotError("The snapshot's sightings are for other units.")
    if not set(state.handicaps) <= sides or not all(map(sound, state.handicaps.values())):
        raise SnapshotError("The snapshot's handicaps make no sense.")
    object.__setattr__(state, "at", at)
    return state


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _read(kind: Any, value: Any, specs: Mapping[str, UnitSpec]) -> Any:
    """A value of a declared type from its plain form. Raises: ValueError, KeyError or TypeError if it is none."""
    origin, args = get_origin(kind), get_args(kind)
    if kind is UnitSpec:
        return specs[value]
    if origin in (Union, UnionType):
        if value is None and NoneType in args:
            return None
        return _read(next(a for a in args if a is not NoneType), value, specs)
    if origin is tuple:
        if not isinstance(value, list):
            raise TypeError(f"{value!r:.40} is no list")
        if args[-1] is Ellipsis:
            return tuple(_read(args[0], v, specs) for v in value)
        return tuple(_read(a, v, specs) for a, v in zip(args, value, strict=True))
    if origin is frozenset:
        return frozenset(_read(args[0], v, specs) for v in value)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {_read(args[0], k, specs): _read(args[1], v, specs) for k, v in value}
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        parts = [_read(hints[f.name], v, specs) for f, v in zip(fields(kind), value, strict=True)]
        return kind(*parts)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if kind is bool:
        if value not in (0, 1):
            raise TypeError(f"{value!r:.40} is neither true nor false")
        return bool(value)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(f"{value!r:.40} is no {kind.__name__}")
    return value
