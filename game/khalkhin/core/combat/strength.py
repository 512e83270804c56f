"""Fighting strength, in half steps times attack or defence times a hundred: whole numbers throughout."""

from __future__ import annotations

from collections.abc import Sequence

from khalkhin.core.model.units import Unit


def power(unit: Unit) -> int:
    """Strength in half steps: a suppressed step counts half."""
    return 2 * unit.steps - unit.suppressed


def hardness(units: Sequence[Unit]) -> int:
    """The percentage of armour in some units, by steps."""
    steps = sum(u.steps for u in units)
    return sum(u.steps * u.spec.type.hardness for u in units) // steps if steps else 0


def attack(unit: Unit, against: int) -> int:
    """Attack strength of a unit on a target of a given hardness."""
    t = unit.spec.type
    return power(unit) * (t.soft * (100 - against) + t.hard * against)


def defence(unit: Unit) -> int:
    """Defence strength of a unit."""
    return power(unit) * unit.spec.type.defence * 100


def shares(steps: Sequence[int], loss: int) -> tuple[int, ...]:
    """How a loss is shared among units of so many steps: one step at a time, in their order, while there are any."""
    out = [0] * len(steps)
    loss = min(loss, sum(steps))
    while loss > 0:
        for i, there in enumerate(steps):
            if loss > 0 and out[i] < there:
                out[i] += 1
                loss -= 1
    return tuple(out)
