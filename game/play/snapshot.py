"""A state as plain JSON and back, exactly: ``decode(scenario, encode(state)).digest() == state.digest()``."""

from __future__ import annotations

from typing import Any

from game.core.model import CrossingKind, Scenario
from game.core.state import Crossing, Depot, GameState, Ghost, Holding, Level, Outcome, Sightings, Unit

UNIT_FIELDS = ("hex", "steps", "suppressed", "entrenchment", "mp", "moved", "fought", "unsupplied")


class SnapshotError(ValueError):
    """A snapshot that does not fit its scenario, or is no snapshot. The message is a sentence."""


def encode(state: GameState) -> dict[str, Any]:
    """The state as JSON values. The scenario is not part of it."""
    return {
        "seed": state.seed,
        "turn": state.turn,
        "active": state.active,
        "fog": state.fog,
        "units": {u.spec.id: [getattr(u, f) for f in UNIT_FIELDS] for u in state.units},
        "crossings": [
            [c.hexside, c.name, c.kind.value, c.owner, c.hits, c.used, c.supply_used] for c in state.crossings.values()
        ],
        "depots": [[d.name, d.side, d.hex, d.stock] for d in state.depots],
        "holdings": [[h.side, h.since] for h in state.holdings],
        "sightings": {
            side: {
                "levels": list(s.levels),
                "ghosts": [[i, g.hex, g.turn, int(g.level)] for i, g in s.ghosts.items()],
            }
            for side, s in state.sightings.items()
        },
        "attacks": [[h, n] for h, n in state.attacks.items()],
        "surprise": dict(state.surprise),
        "silence": dict(state.silence),
        "fired": sorted(state.fired),
        "pocketed": dict(state.pocketed),
        "outcome": None if state.outcome is None else _outcome(state.outcome),
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "points": dict(outcome.points),
        "grades": dict(outcome.grades),
        "winner": outcome.winner,
        "reason": outcome.reason,
    }


def decode(scenario: Scenario, data: Any) -> GameState:
    """The state of a snapshot. Raises: SnapshotError if it does not belong to this order of battle and map."""
    try:
        return _decode(scenario, data)
    except SnapshotError:
        raise
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise SnapshotError(f"The snapshot is damaged ({type(error).__name__}: {error}).") from error


def _decode(scenario: Scenario, data: Any) -> GameState:
    codes = [spec.id for spec in scenario.order_of_battle]
    if sorted(data["units"]) != sorted(codes):
        raise SnapshotError("The snapshot has other units than the scenario; its order of battle has changed.")
    size = scenario.board.size
    units = []
    at: dict[int, tuple[int, ...]] = {}
    for spec in scenario.order_of_battle:
        values = dict(zip(UNIT_FIELDS, data["units"][spec.id], strict=True))
        unit = Unit(spec, **values)
        if not (
            all(isinstance(v, int) for v in values.values())
            and -4 <= unit.hex < size
            and 0 <= unit.suppressed <= unit.steps
        ):
            raise SnapshotError(f"The snapshot's figures for {spec.name} make no sense.")
        units.append(unit)
        if unit.hex >= 0:
            at[unit.hex] = (*at.get(unit.hex, ()), spec.index)
    sides = [s.id for s in scenario.sides]
    if data["active"] not in sides or not 1 <= data["turn"] <= len(scenario.calendar):
        raise SnapshotError("The snapshot's turn or side does not exist in the scenario.")
    if len(data["holdings"]) != len(scenario.objectives):
        raise SnapshotError("The snapshot has other objectives than the scenario.")
    crossings = {}
    for hexside, name, kind, owner, hits, used, supply_used in data["crossings"]:
        if not 0 <= hexside < size * 6:
            raise SnapshotError("The snapshot has a crossing off the map.")
        crossings[hexside] = Crossing(name, CrossingKind(kind), hexside, owner, hits, used, supply_used)
    outcome = data["outcome"]
    return GameState(
        scenario=scenario,
        seed=int(data["seed"]),
        turn=data["turn"],
        active=data["active"],
        units=tuple(units),
        at=at,
        crossings=crossings,
        depots=tuple(Depot(*row) for row in data["depots"]),
        holdings=tuple(Holding(*row) for row in data["holdings"]),
        sightings={side: _sightings(data["sightings"][side], len(codes)) for side in sides},
        attacks=dict(map(tuple, data["attacks"])),
        surprise=dict(data["surprise"]),
        silence=dict(data["silence"]),
        fog=bool(data["fog"]),
        outcome=None if outcome is None else Outcome(**outcome),
        fired=frozenset(data["fired"]),
        pocketed=dict(data["pocketed"]),
    )


def _sightings(data: Any, units: int) -> Sightings:
    levels = tuple(data["levels"])
    if len(levels) != units:
        raise SnapshotError("The snapshot's sightings are for other units.")
    return Sightings(levels, {i: Ghost(h, t, Level(n)) for i, h, t, n in data["ghosts"]})
