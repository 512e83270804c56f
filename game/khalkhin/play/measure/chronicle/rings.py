"""Pockets over time: from the turn on which one was closed, as long as somebody of it is still in it."""

from __future__ import annotations

from collections.abc import Iterable

from khalkhin.core.supply.jugular import encircled
from khalkhin.play.measure.chronicle.plight import strength
from khalkhin.play.measure.chronicle.records import Ring
from khalkhin.play.measure.chronicle.steps import SideTurn


def rings(turns: Iterable[SideTurn]) -> tuple[Ring, ...]:
    """The pockets of both sides, looked at when their turns begin. A pocket is the same as that of the turn before with
    which it has most steps in common; of two that run together the smaller ends."""
    done: list[Ring] = []
    open_: dict[str, list[tuple[Ring, frozenset[str]]]] = {}
    for turn in turns:
        least = turn.begun.scenario.victory.pocket_steps
        before = open_.get(turn.side, [])
        now: list[tuple[Ring, frozenset[str]]] = []
        for group in encircled(turn.begun, turn.side):
            if strength(group) < least:
                continue
            names = frozenset(u.id for u in group)
            same = max(before, key=lambda old: len(old[1] & names), default=None)
            if same is None or not same[1] & names:
                now.append((Ring(turn.side, turn.turn, (strength(group),)), names))
            else:
                before.remove(same)
                now.append((Ring(turn.side, same[0].closed, (*same[0].sizes, strength(group))), names))
        done += [ring for ring, _ in before]
        open_[turn.side] = now
    done += [ring for still in open_.values() for ring, _ in still]
    return tuple(sorted(done, key=lambda r: (r.closed, r.side, -max(r.sizes))))
